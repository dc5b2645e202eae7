//! Functions of one number whose result is the same on every processor: additions and multiplications in a fixed order, each
//! rounded once (IEEE 754), in place of a mathematics library.

/// `2^x` for the fraction of `x`, to about seven digits (Taylor series of `exp(x ln 2)` on -0.5 to 0.5).
const POWERS: [f32; 7] =
    [1.0, std::f32::consts::LN_2, 0.240_226_5, 0.055_504_11, 0.009_618_129, 0.001_333_355_8, 0.000_154_035_3];

/// e to the power of `x`; from -80 to 80, beyond which it stays as there.
#[must_use]
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let y = x.clamp(-80.0, 80.0) * std::f32::consts::LOG2_E;
    // to the nearest whole number; the sum is positive, so cutting rounds down
    let whole = (y + 128.5) as i32 - 128;
    let rest = y - whole as f32;
    let mut sum = POWERS[6];
    let mut n = 6;
    while n > 0 {
        n -= 1;
        sum = sum * rest + POWERS[n];
    }
    sum * f32::from_bits(((whole + 127) as u32) << 23)
}

/// 1 / (1 + e^-x).
#[must_use]
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Leaky rectifier: a tenth of what is below nought.
#[must_use]
#[inline(always)]
pub fn leaky(x: f32) -> f32 {
    if x < 0.0 { x * 0.1 } else { x }
}

/// Place of the greatest; the first on ties.
#[must_use]
pub fn best(scores: &[f32]) -> usize {
    best_but(scores, usize::MAX)
}

/// As [`best`], one place left out.
#[must_use]
pub fn best_but(scores: &[f32], not: usize) -> usize {
    let mut found: Option<(usize, f32)> = None;
    for (n, s) in scores.iter().enumerate() {
        if n != not && found.is_none_or(|(_, top)| *s > top) {
            found = Some((n, *s));
        }
    }
    found.map_or(0, |(n, _)| n)
}

/// Share of one place in the softmax of all.
#[must_use]
pub fn share(scores: &[f32], at: usize) -> f32 {
    share_but(scores, at, usize::MAX)
}

/// As [`share`], one place left out.
#[must_use]
pub fn share_but(scores: &[f32], at: usize, not: usize) -> f32 {
    let own = scores.get(at).copied().unwrap_or(0.0);
    let sum = scores.iter().enumerate().filter(|(n, _)| *n != not).fold(0.0, |sum, (_, s)| sum + exp(s - own));
    if sum > 0.0 { 1.0 / sum } else { 1.0 }
}

/// A share of 0 to 1 in thousandths.
#[must_use]
pub fn thousandths(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0 + 0.5) as u16
}

#[cfg(test)]
mod tests {
    #[test]
    fn close_to_the_library() {
        for n in -4000..4000 {
            let x = n as f32 / 100.0;
            let (ours, theirs) = (super::exp(x), x.exp());
            assert!((ours - theirs).abs() <= theirs * 1e-5, "{x}: {ours} {theirs}");
        }
    }
}
