//! The recurrent layer forwards, with what the way back needs, and backwards.

use dateline_lang::engine::net::layer::AROUND;
use dateline_lang::engine::net::math::sigmoid;

use super::plan::{LayerPlan, add_bias, add_up, outer, times_columns, times_rows};

/// What the way forward leaves for the way back.
pub(crate) struct Trace {
    /// Input of the product, some of it dropped.
    dropped: Vec<f32>,
    sums: Vec<f32>,
    /// State after each word.
    state: Vec<f32>,
    forget: Vec<f32>,
    reset: Vec<f32>,
}

struct Forward<'a> {
    sentences: &'a [(usize, usize)],
    wide: usize,
    x: &'a [f32],
    sums: &'a [f32],
    forget_state: &'a [f32],
    reset_state: &'a [f32],
    state: &'a mut [f32],
    forget: &'a mut [f32],
    reset: &'a mut [f32],
    out: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (wide, half) = (self.wide, self.wide / 2);
        let mut carried = vec![0.0f32; half];
        for &(start, end) in self.sentences {
            for side in [0, half] {
                carried.fill(0.0);
                for n in start..end {
                    let t = if side == 0 { n } else { start + end - 1 - n };
                    let u = &self.sums[t * 3 * wide + 3 * side..][..3 * half];
                    let (cand, rest) = u.split_at(half);
                    let (fg, rg) = rest.split_at(half);
                    let at = t * wide + side;
                    let x = &self.x[at..at + half];
                    let (f, r) = (&mut self.forget[at..at + half], &mut self.reset[at..at + half]);
                    let (s, o) = (&mut self.state[at..at + half], &mut self.out[at..at + half]);
                    let (fs, rs) = (&self.forget_state[side..side + half], &self.reset_state[side..side + half]);
                    let carried = &mut carried[..half];
                    for k in 0..half {
                        let c = carried[k];
                        let fk = sigmoid(fg[k] + fs[k] * c);
                        let rk = sigmoid(rg[k] + rs[k] * c);
                        let new = fk * c + (1.0 - fk) * cand[k];
                        carried[k] = new;
                        f[k] = fk;
                        r[k] = rk;
                        s[k] = new;
                        o[k] = rk * new + (1.0 - rk) * AROUND * x[k];
                    }
                }
            }
        }
    }
}

/// The layer over the sentences of a batch. `mask` scales the numbers of each sentence's words; all ones outside training.
pub(crate) fn forward(
    plan: &LayerPlan,
    values: &[f32],
    sentences: &[(usize, usize)],
    x: &[f32],
    mask: Option<&[f32]>,
) -> (Vec<f32>, Trace) {
    let wide = plan.forget.columns;
    let mut dropped = x.to_vec();
    if let Some(mask) = mask {
        for (n, &(start, end)) in sentences.iter().enumerate() {
            let mask = &mask[n * wide..(n + 1) * wide];
            for row in dropped[start * wide..end * wide].chunks_exact_mut(wide) {
                for (v, m) in row.iter_mut().zip(mask) {
                    *v *= m;
                }
            }
        }
    }
    let mut sums = times_rows(&dropped, plan.weights.of(values), wide);
    add_bias(&mut sums, plan.bias.of(values));
    let mut trace =
        Trace { dropped, sums, state: vec![0.0; x.len()], forget: vec![0.0; x.len()], reset: vec![0.0; x.len()] };
    let mut out = vec![0.0; x.len()];
    pulp::Arch::new().dispatch(Forward {
        sentences,
        wide,
        x,
        sums: &trace.sums,
        forget_state: plan.forget.of(values),
        reset_state: plan.reset.of(values),
        state: &mut trace.state,
        forget: &mut trace.forget,
        reset: &mut trace.reset,
        out: &mut out,
    });
    (out, trace)
}

struct Backward<'a> {
    sentences: &'a [(usize, usize)],
    wide: usize,
    x: &'a [f32],
    trace: &'a Trace,
    forget_state: &'a [f32],
    reset_state: &'a [f32],
    given: &'a [f32],
    sums: &'a mut [f32],
    input: &'a mut [f32],
    forget_gradient: &'a mut [f32],
    reset_gradient: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Backward<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (wide, half) = (self.wide, self.wide / 2);
        let mut carried = vec![0.0f32; half];
        let none = vec![0.0f32; half];
        for &(start, end) in self.sentences {
            for side in [0, half] {
                carried.fill(0.0);
                for n in (start..end).rev() {
                    let t = if side == 0 { n } else { start + end - 1 - n };
                    let at = t * wide + side;
                    let before = if n == start {
                        &none[..half]
                    } else {
                        let p = if side == 0 { t - 1 } else { t + 1 };
                        &self.trace.state[p * wide + side..][..half]
                    };
                    let u = &self.trace.sums[t * 3 * wide + 3 * side..][..half];
                    let du = &mut self.sums[t * 3 * wide + 3 * side..][..3 * half];
                    let (du, rest) = du.split_at_mut(half);
                    let (dfg, drg) = rest.split_at_mut(half);
                    let x = &self.x[at..at + half];
                    let (f, r) = (&self.trace.forget[at..at + half], &self.trace.reset[at..at + half]);
                    let (c, dh) = (&self.trace.state[at..at + half], &self.given[at..at + half]);
                    let dx = &mut self.input[at..at + half];
                    let (fs, rs) = (&self.forget_state[side..side + half], &self.reset_state[side..side + half]);
                    let dfs = &mut self.forget_gradient[side..side + half];
                    let drs = &mut self.reset_gradient[side..side + half];
                    let carried = &mut carried[..half];
                    for k in 0..half {
                        let reset = dh[k] * (c[k] - AROUND * x[k]) * r[k] * (1.0 - r[k]);
                        dx[k] = dh[k] * (1.0 - r[k]) * AROUND;
                        let dc = carried[k] + dh[k] * r[k];
                        let forget = dc * (before[k] - u[k]) * f[k] * (1.0 - f[k]);
                        du[k] = dc * (1.0 - f[k]);
                        dfg[k] = forget;
                        drg[k] = reset;
                        dfs[k] += forget * before[k];
                        drs[k] += reset * before[k];
                        carried[k] = dc * f[k] + forget * fs[k] + reset * rs[k];
                    }
                }
            }
        }
    }
}

/// The way back: from the gradient of the output to that of the input; adds the gradients of the layer's own numbers.
#[expect(clippy::too_many_arguments, reason = "the way back needs what the way forward had")]
pub(crate) fn backward(
    plan: &LayerPlan,
    values: &[f32],
    sentences: &[(usize, usize)],
    x: &[f32],
    mask: &[f32],
    trace: &Trace,
    given: &[f32],
    gradient: &mut [f32],
) -> Vec<f32> {
    let wide = plan.forget.columns;
    let mut sums = vec![0.0; trace.sums.len()];
    let mut input = vec![0.0; x.len()];
    let (mut forget, mut reset) = (vec![0.0; wide], vec![0.0; wide]);
    pulp::Arch::new().dispatch(Backward {
        sentences,
        wide,
        x,
        trace,
        forget_state: plan.forget.of(values),
        reset_state: plan.reset.of(values),
        given,
        sums: &mut sums,
        input: &mut input,
        forget_gradient: &mut forget,
        reset_gradient: &mut reset,
    });
    add_up(&forget, wide, plan.forget.of_mut(gradient));
    add_up(&reset, wide, plan.reset.of_mut(gradient));
    add_up(&sums, 3 * wide, plan.bias.of_mut(gradient));
    outer(&sums, &trace.dropped, 3 * wide, wide, plan.weights.of_mut(gradient));
    let mut through = vec![0.0; x.len()];
    times_columns(&sums, plan.weights.of(values), wide, 0.0, &mut through);
    for (n, &(start, end)) in sentences.iter().enumerate() {
        let mask = &mask[n * wide..(n + 1) * wide];
        let rows = through[start * wide..end * wide].chunks_exact(wide);
        for (row, out) in rows.zip(input[start * wide..end * wide].chunks_exact_mut(wide)) {
            for ((v, m), o) in row.iter().zip(mask).zip(out) {
                *o += v * m;
            }
        }
    }
    input
}
