//! Products of matrices in integers.
//!
//! Weights are one byte each with one scale a row; the vectors that meet them are rounded to 14 bits with one scale a vector.
//! 127 * 8191 * 2000 is less than 2^31, so sums of up to 2,000 products cannot overflow. `pulp` finds out what vector unit the
//! machine has; the sums are whole numbers and come out the same on all.

/// Widest vector that a product may have.
pub const WIDEST: usize = 2000;
/// Greatest number that a rounded activation takes.
const MOST: f32 = 8191.0;

/// Rows whose sums are made at once.
const BAND: usize = 16;
/// Vectors that are multiplied at once.
const BLOCK: usize = 4;

/// A matrix with a bias for each row.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    columns: usize,
    weights: Bands,
}

/// A matrix cut into bands of [`BAND`] rows. A band holds, for each pair of columns, the two numbers of every row: what one
/// instruction multiplies and adds stands side by side, and no sum has to be gathered from across a vector.
#[derive(Debug, Clone, Default)]
struct Bands {
    /// Rows beyond the last are noughts; so is the second of the last pair, if the number of columns is odd.
    pairs: Vec<[i8; 2 * BAND]>,
    /// What one unit of each row is worth; padded as the rows are.
    scale: Vec<[f32; BAND]>,
    /// What is added to each row.
    bias: Vec<[f32; BAND]>,
    rows: usize,
    /// Pairs of columns.
    width: usize,
}

impl Bands {
    fn new(columns: usize, numbers: impl Iterator<Item = i8>, scale: &[f32], bias: &[f32]) -> Self {
        let rows = scale.len();
        let width = columns.div_ceil(2);
        let mut pairs = vec![[0i8; 2 * BAND]; rows.div_ceil(BAND) * width];
        for (n, v) in numbers.enumerate() {
            let (row, column) = (n / columns, n % columns);
            pairs[row / BAND * width + column / 2][row % BAND * 2 + column % 2] = v;
        }
        let padded = |from: &[f32]| {
            let mut out = vec![[0f32; BAND]; rows.div_ceil(BAND)];
            out.as_flattened_mut().iter_mut().zip(from).for_each(|(to, v)| *to = *v);
            out
        };
        Self { pairs, scale: padded(scale), bias: padded(bias), rows, width }
    }

    /// Sums of products of each vector of `x` with each row, times what a unit is worth, bias added: a row of the result belongs
    /// to one vector.
    fn product(&self, x: &Rounded) -> Vec<f32> {
        let mut out = vec![0f32; x.unit.len() * self.rows];
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            simd.vectorize(Product { bands: self, x, out: &mut out, sums: Wide(simd) });
            return out;
        }
        pulp::Arch::new().dispatch(Product { bands: self, x, out: &mut out, sums: Plain });
        out
    }
}

/// Vectors rounded to whole numbers, with what one unit of each is worth.
struct Rounded {
    /// Two numbers each; the second of a vector's last pair is nought if its width is odd.
    pairs: Vec<[i16; 2]>,
    unit: Vec<f32>,
}

fn round(x: &[f32], width: usize) -> Rounded {
    let half = width.div_ceil(2);
    let count = x.len() / width.max(1);
    let mut out = Rounded { pairs: vec![[0i16; 2]; count * half], unit: vec![0.0; count] };
    pulp::Arch::new().dispatch(Round { x, width, out: &mut out });
    out
}

/// The work of [`round`].
struct Round<'a> {
    x: &'a [f32],
    width: usize,
    out: &'a mut Rounded,
}

/// Greatest numbers that are looked for side by side; the greatest of all is the same in any order.
const LANES: usize = 8;

impl pulp::NullaryFnOnce for Round<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (width, half) = (self.width, self.width.div_ceil(2));
        for n in 0..self.out.unit.len() {
            let from = &self.x[n * width..(n + 1) * width];
            let to = &mut self.out.pairs.as_flattened_mut()[2 * n * half..][..width];
            let mut most = [0f32; LANES];
            let (eights, rest) = from.as_chunks::<LANES>();
            for v in eights {
                for k in 0..LANES {
                    let size = v[k].abs();
                    most[k] = if size > most[k] { size } else { most[k] };
                }
            }
            for k in 0..rest.len() {
                let size = rest[k].abs();
                most[k] = if size > most[k] { size } else { most[k] };
            }
            for k in 1..LANES {
                most[0] = if most[k] > most[0] { most[k] } else { most[0] };
            }
            let factor = if most[0] > 0.0 { MOST / most[0] } else { 0.0 };
            for k in 0..width {
                let scaled = from[k] * factor;
                // at most `MOST`, so whole numbers of 32 bits hold it
                to[k] = (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i32 as i16;
            }
            self.out.unit[n] = most[0] / MOST;
        }
    }
}

/// How the sums of one band are made.
trait Sums: Copy {
    /// The sums of a band with `N` vectors, whose pairs are given.
    fn band<const N: usize>(self, band: &[[i8; 2 * BAND]], x: [&[[i16; 2]]; N]) -> [[i32; BAND]; N];
}

/// One number after the other; what the compiler makes of it.
#[derive(Clone, Copy)]
struct Plain;

impl Sums for Plain {
    #[inline(always)]
    fn band<const N: usize>(self, band: &[[i8; 2 * BAND]], x: [&[[i16; 2]]; N]) -> [[i32; BAND]; N] {
        let mut sums = [[0i32; BAND]; N];
        for p in 0..band.len() {
            let w = &band[p];
            for k in 0..N {
                let [a, b] = [i32::from(x[k][p][0]), i32::from(x[k][p][1])];
                for r in 0..BAND {
                    sums[k][r] += i32::from(w[2 * r]) * a + i32::from(w[2 * r + 1]) * b;
                }
            }
        }
        sums
    }
}

/// Vectors of 256 bits (AVX2).
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Wide(pulp::x86::V3);

#[cfg(target_arch = "x86_64")]
impl Sums for Wide {
    #[inline(always)]
    fn band<const N: usize>(self, band: &[[i8; 2 * BAND]], x: [&[[i16; 2]]; N]) -> [[i32; BAND]; N] {
        let simd = self.0;
        // loops over numbers: adaptors of iterators would be functions of their own, compiled without the wide vectors
        let mut sums = [[simd.splat_i32x8(0); 2]; N];
        for p in 0..band.len() {
            let [low, high]: [pulp::i8x16; 2] = pulp::cast(band[p]);
            let (low, high) = (simd.convert_i8x16_to_i16x16(low), simd.convert_i8x16_to_i16x16(high));
            for k in 0..N {
                let both: pulp::i16x16 = pulp::cast(simd.splat_i32x8(pulp::cast(x[k][p])));
                let [a, b] = sums[k];
                sums[k] = [
                    simd.wrapping_add_i32x8(a, simd.multiply_wrapping_add_adjacent_i16x16(low, both)),
                    simd.wrapping_add_i32x8(b, simd.multiply_wrapping_add_adjacent_i16x16(high, both)),
                ];
            }
        }
        let mut out = [[0i32; BAND]; N];
        for k in 0..N {
            out[k] = pulp::cast(sums[k]);
        }
        out
    }
}

/// The work of [`Bands::product`].
struct Product<'a, S> {
    bands: &'a Bands,
    x: &'a Rounded,
    out: &'a mut [f32],
    sums: S,
}

impl<S: Sums> Product<'_, S> {
    #[expect(clippy::needless_range_loop, reason = "adaptors of iterators would be compiled without the wide vectors")]
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize, band: usize) {
        let (width, rows) = (self.bands.width, self.bands.rows);
        let mut x: [&[[i16; 2]]; N] = [&[]; N];
        for k in 0..N {
            x[k] = &self.x.pairs[(first + k) * width..][..width];
        }
        let sums = self.sums.band(&self.bands.pairs[band * width..][..width], x);
        let (scale, bias) = (&self.bands.scale[band], &self.bands.bias[band]);
        let (from, to) = (band * BAND, rows.min((band + 1) * BAND));
        for k in 0..N {
            let unit = self.x.unit[first + k];
            let mut real = [0f32; BAND];
            for r in 0..BAND {
                real[r] = sums[k][r] as f32 * (unit * scale[r]) + bias[r];
            }
            self.out[(first + k) * rows + from..(first + k) * rows + to].copy_from_slice(&real[..to - from]);
        }
    }
}

impl<S: Sums> pulp::NullaryFnOnce for Product<'_, S> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        let count = self.x.unit.len();
        // a band is read once for all vectors
        for band in 0..self.bands.rows.div_ceil(BAND) {
            let mut first = 0;
            while first + BLOCK <= count {
                self.block::<BLOCK>(first, band);
                first += BLOCK;
            }
            match count - first {
                3 => self.block::<3>(first, band),
                2 => self.block::<2>(first, band),
                1 => self.block::<1>(first, band),
                _ => {}
            }
        }
    }
}

impl Matrix {
    /// A matrix of bytes, row after row, each row with the worth of a unit and a bias. `None` if the numbers do not fit together.
    #[must_use]
    pub fn new(columns: usize, bytes: &[u8], scale: Vec<f32>, bias: Vec<f32>) -> Option<Self> {
        if columns == 0 || columns > WIDEST || bytes.len() != columns * scale.len() || bias.len() != scale.len() {
            return None;
        }
        let weights = Bands::new(columns, bytes.iter().map(|b| *b as i8), &scale, &bias);
        Some(Self { columns, weights })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.weights.rows
    }

    /// The product with each of the vectors that stand one after the other in `x`, bias added.
    #[must_use]
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        self.weights.product(&round(x, self.columns))
    }
}

/// Products of each vector of `a` with each of `b`, all of one width, rounded as in [`Matrix::apply`].
#[must_use]
pub fn products(a: &[f32], b: &[f32], width: usize) -> Vec<f32> {
    // the second factor takes as many bits as a byte has, so that the sums stay within 32
    let (left, right) = (round(a, width), round(b, width));
    let height = right.unit.len();
    let half = width.div_ceil(2);
    let numbers = (0..height * width).map(|n| right.pairs[n / width * half + n % width / 2][n % width % 2]);
    let scale: Vec<f32> = right.unit.iter().map(|unit| unit * 64.0).collect();
    Bands::new(width, numbers.map(|v| ((v + 32) >> 6).min(127) as i8), &scale, &vec![0.0; height]).product(&left)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways to make the sums give the same, for any number of rows, columns and vectors.
    #[test]
    fn ways_agree() {
        for (rows, columns, count) in [(1, 1, 1), (15, 7, 2), (16, 8, 3), (17, 9, 4), (50, 33, 11)] {
            let number = |n: usize, most: usize| (n * 7919 % (2 * most + 1)) as i16 - most as i16;
            let (scale, bias) = (vec![0.5; rows], vec![3.0; rows]);
            let bands = Bands::new(columns, (0..rows * columns).map(|n| number(n, 127) as i8), &scale, &bias);
            let x: Vec<f32> = (0..count * columns).map(|n| f32::from(number(n + 3, 8191))).collect();
            let rounded = round(&x, columns);
            let mut plain = vec![0.0; count * rows];
            pulp::Arch::new().dispatch(Product { bands: &bands, x: &rounded, out: &mut plain, sums: Plain });
            assert_eq!(plain, bands.product(&rounded));
            let half = columns.div_ceil(2);
            for (v, found) in plain.chunks_exact(rows).enumerate() {
                let x = rounded.pairs[v * half..][..half].as_flattened();
                for (r, found) in found.iter().enumerate() {
                    let sum: i32 =
                        (0..columns).map(|c| i32::from(number(r * columns + c, 127)) * i32::from(x[c])).sum();
                    assert_eq!(*found, sum as f32 * (rounded.unit[v] * 0.5) + 3.0);
                }
            }
        }
    }

    #[test]
    fn close_to_the_product_of_reals() {
        let m = Matrix::new(3, &[127, 0, 129, 10, 20, 30], vec![0.01, 0.1], vec![1.0, -1.0]).unwrap();
        let out = m.apply(&[1.0, 2.0, -3.0, 0.5, 0.0, 0.25]);
        let right = [1.0 + 1.27 + 3.81, -1.0 + 1.0 + 4.0 - 9.0, 1.0 + 0.635 - 0.3175, -1.0 + 0.5 + 0.75];
        for (a, b) in out.iter().zip(right) {
            assert!((a - b).abs() < 0.01, "{out:?}");
        }
    }

    #[test]
    fn pairs() {
        let out = products(&[1.0, 2.0, 3.0, -1.0], &[0.5, 0.5], 2);
        assert!((out[0] - 1.5).abs() < 0.03 && (out[1] - 1.0).abs() < 0.03, "{out:?}");
    }
}
