//! Products of matrices in integers.
//!
//! Weights are one byte each with one scale a row; the vectors that meet them are rounded to 14 bits with one scale a vector.
//! 127 * 8191 * 2000 is less than 2^31, so sums of up to 2,000 products cannot overflow. `pulp` picks the widest vector unit
//! of the machine; the sums are whole numbers and come out the same on all.

/// Widest vector that a product may have.
pub const WIDEST: usize = 2000;
/// Greatest number that a rounded activation takes.
const MOST: f32 = 8191.0;

/// A matrix with a bias for each row.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    columns: usize,
    /// Row after row; bytes widened once, so that the products need not do it.
    weights: Vec<i16>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

/// Vectors rounded to whole numbers, with what one unit of each is worth.
struct Rounded {
    /// Padded with noughts to a multiple of four vectors.
    values: Vec<i16>,
    unit: Vec<f32>,
}

fn round(x: &[f32], width: usize) -> Rounded {
    let count = x.len() / width.max(1);
    let mut values = vec![0i16; count.next_multiple_of(4) * width];
    let mut unit = Vec::with_capacity(count);
    for (from, to) in x.chunks_exact(width).zip(values.chunks_exact_mut(width)) {
        let most = from.iter().fold(0.0f32, |most, v| most.max(v.abs()));
        let factor = if most > 0.0 { MOST / most } else { 0.0 };
        for (v, q) in from.iter().zip(to) {
            let scaled = v * factor;
            *q = (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i16;
        }
        unit.push(most / MOST);
    }
    Rounded { values, unit }
}

/// Sums of products of each vector of `x` (a multiple of four) with each row of `rows`.
struct Product<'a> {
    x: &'a [i16],
    rows: &'a [i16],
    width: usize,
    out: &'a mut [i32],
}

impl pulp::NullaryFnOnce for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let width = self.width;
        let height = self.rows.len() / width;
        for (x, out) in self.x.chunks_exact(4 * width).zip(self.out.chunks_exact_mut(4 * height)) {
            let (x0, rest) = x.split_at(width);
            let (x1, rest) = rest.split_at(width);
            let (x2, x3) = rest.split_at(width);
            for (j, row) in self.rows.chunks_exact(width).enumerate() {
                let (mut a, mut b, mut c, mut d) = (0i32, 0i32, 0i32, 0i32);
                for i in 0..width {
                    let w = i32::from(row[i]);
                    a += w * i32::from(x0[i]);
                    b += w * i32::from(x1[i]);
                    c += w * i32::from(x2[i]);
                    d += w * i32::from(x3[i]);
                }
                out[j] = a;
                out[height + j] = b;
                out[2 * height + j] = c;
                out[3 * height + j] = d;
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
        Some(Self { columns, weights: bytes.iter().map(|b| i16::from(*b as i8)).collect(), scale, bias })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.scale.len()
    }

    /// The product with each of the vectors that stand one after the other in `x`, bias added.
    #[must_use]
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        let rounded = round(x, self.columns);
        let height = self.rows();
        let mut sums = vec![0i32; rounded.values.len() / self.columns * height];
        pulp::Arch::new().dispatch(Product {
            x: &rounded.values,
            rows: &self.weights,
            width: self.columns,
            out: &mut sums,
        });
        let mut out = Vec::with_capacity(rounded.unit.len() * height);
        for (sums, unit) in sums.chunks_exact(height).zip(&rounded.unit) {
            out.extend(
                sums.iter()
                    .zip(&self.scale)
                    .zip(&self.bias)
                    .map(|((s, scale), bias)| *s as f32 * (unit * scale) + bias),
            );
        }
        out
    }
}

/// Products of each vector of `a` with each of `b`, all of one width, rounded as in [`Matrix::apply`].
#[must_use]
pub fn products(a: &[f32], b: &[f32], width: usize) -> Vec<f32> {
    // the second factor takes as many bits as a byte has, so that the sums stay within 32
    let (left, right) = (round(a, width), round(b, width));
    let rows: Vec<i16> = right.values[..b.len()].iter().map(|v| (v + 32) >> 6).collect();
    let height = b.len() / width.max(1);
    let mut sums = vec![0i32; left.values.len() / width.max(1) * height];
    pulp::Arch::new().dispatch(Product { x: &left.values, rows: &rows, width, out: &mut sums });
    let mut out = Vec::with_capacity(left.unit.len() * height);
    for (sums, unit) in sums.chunks_exact(height).zip(&left.unit) {
        out.extend(sums.iter().zip(&right.unit).map(|(s, other)| *s as f32 * (unit * other * 64.0)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
