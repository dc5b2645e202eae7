//! Simple recurrent units (Lei et al. 2018, "Simple Recurrent Units for Highly Parallelizable Recurrence"), once from left to
//! right and once from right to left. All products of matrices are outside the recurrence.

use super::math::sigmoid;
use super::matrix::Matrix;

/// How much of the input goes around a unit when its gate is half open keeps the variance of deep stacks (section 3.2 there).
pub const AROUND: f32 = 1.732_050_8;

/// One bidirectional layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// For each direction: candidate, forget gate, reset gate.
    pub matrix: Matrix,
    /// Weights of the state in the forget gate; both directions.
    pub forget: Vec<f32>,
    /// Weights of the state in the reset gate; both directions.
    pub reset: Vec<f32>,
}

/// One step of `half` units: `u` holds candidates, forget and reset gates; `state` is carried on.
pub struct Step<'a> {
    /// Candidates.
    pub candidate: &'a [f32],
    /// Sums of the forget gates, bias included.
    pub forget: &'a [f32],
    /// Sums of the reset gates, bias included.
    pub reset: &'a [f32],
    /// Input that goes around.
    pub input: &'a [f32],
    /// Weights of the state in the forget gate.
    pub forget_state: &'a [f32],
    /// Weights of the state in the reset gate.
    pub reset_state: &'a [f32],
    /// The state, before and after.
    pub state: &'a mut [f32],
    /// The output.
    pub out: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let n = self.state.len();
        let (candidate, forget, reset, input) =
            (&self.candidate[..n], &self.forget[..n], &self.reset[..n], &self.input[..n]);
        let (fs, rs, state, out) =
            (&self.forget_state[..n], &self.reset_state[..n], &mut self.state[..n], &mut self.out[..n]);
        for k in 0..n {
            let c = state[k];
            let f = sigmoid(forget[k] + fs[k] * c);
            let r = sigmoid(reset[k] + rs[k] * c);
            let new = f * c + (1.0 - f) * candidate[k];
            state[k] = new;
            out[k] = r * new + (1.0 - r) * AROUND * input[k];
        }
    }
}

impl Layer {
    /// The layer over a sentence: as many vectors of the same width as go in.
    #[must_use]
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        let wide = self.forget.len();
        let half = wide / 2;
        let sums = self.matrix.apply(x);
        let words = x.len() / wide.max(1);
        let mut out = vec![0.0; x.len()];
        let arch = pulp::Arch::new();
        for backward in [false, true] {
            let side = if backward { half } else { 0 };
            let mut state = vec![0.0; half];
            for n in 0..words {
                let t = if backward { words - 1 - n } else { n };
                let u = &sums[t * 3 * wide + 3 * side..][..3 * half];
                arch.dispatch(Step {
                    candidate: &u[..half],
                    forget: &u[half..2 * half],
                    reset: &u[2 * half..],
                    input: &x[t * wide + side..][..half],
                    forget_state: &self.forget[side..side + half],
                    reset_state: &self.reset[side..side + half],
                    state: &mut state,
                    out: &mut out[t * wide + side..][..half],
                });
            }
        }
        out
    }
}
