//! One pass over a batch of sentences: loss and gradient.

use dateline_lang::engine::net::input::{Inputs, PARTS, TABLES, width};
use dateline_lang::engine::net::math::leaky;

use super::plan::{Gradient, Plan, Values, add_bias, add_up, outer, times_columns, times_rows};
use super::random::Random;
use super::recurrent::{self, Trace};

/// A tag that the model does not know: nothing is learnt from it.
pub(crate) const NO_TAG: u8 = u8::MAX;

/// A sentence to learn from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Example {
    pub(crate) inputs: Inputs,
    pub(crate) tags: Vec<u8>,
    /// The number of words stands for the root.
    pub(crate) heads: Vec<u16>,
    pub(crate) rels: Vec<u8>,
}

/// How much is dropped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drop {
    pub(crate) input: f32,
    pub(crate) layer: f32,
    pub(crate) top: f32,
    pub(crate) roles: f32,
    /// Share of the gold answer that is given to the others.
    pub(crate) smooth: f32,
}

/// Sums of losses and what was right, over words.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) words: usize,
    pub(crate) loss: f64,
    pub(crate) tags: usize,
    pub(crate) heads: usize,
    pub(crate) both: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, o: &Self) {
        self.words += o.words;
        self.loss += o.loss;
        self.tags += o.tags;
        self.heads += o.heads;
        self.both += o.both;
    }
}

/// Turns scores into the gradient of the cross entropy; gives the loss and whether the best was right.
fn cross_entropy(scores: &mut [f32], gold: usize, not: usize, smooth: f32, factor: f32) -> (f32, bool) {
    let mut top = f32::NEG_INFINITY;
    let mut best = 0;
    for (n, s) in scores.iter().enumerate() {
        if n != not && *s > top {
            top = *s;
            best = n;
        }
    }
    let mut sum = 0.0;
    for (n, s) in scores.iter_mut().enumerate() {
        *s = if n == not { 0.0 } else { (*s - top).exp() };
        sum += *s;
    }
    let loss = -(scores[gold] / sum).max(1e-12).ln();
    let rest = smooth / scores.len() as f32;
    for (n, s) in scores.iter_mut().enumerate() {
        if n != not {
            let target = rest + if n == gold { 1.0 - smooth } else { 0.0 };
            *s = (*s / sum - target) * factor;
        }
    }
    (loss, best == gold)
}

fn gather(values: &Values, batch: &[&Example]) -> Vec<f32> {
    let mut out = Vec::new();
    let row = |out: &mut Vec<f32>, table: usize, row: u32| {
        let (at, w) = (row as usize * TABLES[table].width, TABLES[table].width);
        out.extend_from_slice(&values.tables[table][at..at + w]);
    };
    for e in batch {
        for (n, word) in e.inputs.words.iter().enumerate() {
            row(&mut out, 0, *word);
            for (k, part) in e.inputs.parts[n].iter().enumerate() {
                row(&mut out, 1 + k, *part);
            }
            let from = out.len();
            let wide = TABLES[PARTS + 1].width;
            out.resize(from + wide, 0.0);
            let triples = e.inputs.triples_of(n);
            let share = 1.0 / triples.len().max(1) as f32;
            for t in triples {
                let at = *t as usize * wide;
                for (o, v) in out[from..].iter_mut().zip(&values.tables[PARTS + 1][at..at + wide]) {
                    *o += v * share;
                }
            }
        }
    }
    out
}

fn scatter(gradient: &mut Gradient, batch: &[&Example], given: &[f32]) {
    let mut rows = given.chunks_exact(width());
    for e in batch {
        for (n, word) in e.inputs.words.iter().enumerate() {
            let Some(mut g) = rows.next() else { return };
            let next = |table: usize, g: &mut &[f32]| -> Vec<f32> {
                let (a, b) = g.split_at(TABLES[table].width);
                *g = b;
                a.to_vec()
            };
            let own = next(0, &mut g);
            gradient.add_row(0, *word, &own, 1.0);
            for (k, part) in e.inputs.parts[n].iter().enumerate() {
                let own = next(1 + k, &mut g);
                gradient.add_row(1 + k, *part, &own, 1.0);
            }
            let triples = e.inputs.triples_of(n);
            let share = 1.0 / triples.len().max(1) as f32;
            for t in triples {
                gradient.add_row(PARTS + 1, *t, g, share);
            }
        }
    }
}

/// Loss and gradient of a batch; without `learn`, only what is right. Gradients are those of the sum of the losses times `factor`.
pub(crate) fn run(
    plan: &Plan,
    values: &Values,
    batch: &[&Example],
    learn: Option<(&mut Gradient, &mut Random, Drop, f32)>,
) -> Tally {
    let sizes = plan.sizes;
    let wide = 2 * sizes.half;
    let v = &values.dense;
    let mut sentences = Vec::with_capacity(batch.len());
    let mut words = 0;
    for e in batch {
        sentences.push((words, words + e.tags.len()));
        words += e.tags.len();
    }
    let (mut learn, drop, factor) = match learn {
        Some((g, r, d, f)) => (Some((g, r)), d, f),
        None => (None, Drop { input: 0.0, layer: 0.0, top: 0.0, roles: 0.0, smooth: 0.0 }, 1.0),
    };
    let mut mask = |n: usize, share: f32| learn.as_mut().map(|(_, random)| random.mask(n, share));
    let scale = |x: &mut [f32], mask: &Option<Vec<f32>>| {
        if let Some(mask) = mask {
            for (a, m) in x.iter_mut().zip(mask) {
                *a *= m;
            }
        }
    };

    // forwards
    let mut embedded = gather(values, batch);
    let embedded_mask = mask(embedded.len(), drop.input);
    scale(&mut embedded, &embedded_mask);
    let mut x = times_rows(&embedded, plan.project.of(v), width());
    add_bias(&mut x, plan.project_bias.of(v));
    let mut inputs: Vec<(Vec<f32>, Option<Vec<f32>>, Trace)> = Vec::new();
    for layer in &plan.layers {
        let m = mask(sentences.len() * wide, drop.layer);
        let (out, trace) = recurrent::forward(layer, v, &sentences, &x, m.as_deref());
        inputs.push((std::mem::replace(&mut x, out), m, trace));
    }
    let top_mask = mask(x.len(), drop.top);
    scale(&mut x, &top_mask);
    let mut tags = times_rows(&x, plan.tags.of(v), wide);
    add_bias(&mut tags, plan.tags_bias.of(v));
    let role_width = plan.roles.rows;
    let mut raw = times_rows(&x, plan.roles.of(v), wide);
    add_bias(&mut raw, plan.roles_bias.of(v));
    let mut roles: Vec<f32> = raw.iter().map(|v| leaky(*v)).collect();
    let role_mask = mask(roles.len(), drop.roles);
    scale(&mut roles, &role_mask);
    let (arc, rel) = (sizes.arc, sizes.rel);
    let column = |from: usize, width: usize| -> Vec<f32> {
        roles.chunks_exact(role_width).flat_map(|r| r[from..from + width].iter().copied()).collect()
    };
    let dependents = column(0, arc);
    let governors = column(arc, arc);
    let seen = times_rows(&dependents, plan.biaffine.of(v), arc);

    // losses; the scores become their gradients
    let mut tally = Tally { words, ..Tally::default() };
    let mut at = 0;
    for e in batch {
        for gold in &e.tags {
            let row = &mut tags[at * sizes.tags..(at + 1) * sizes.tags];
            if *gold == NO_TAG {
                row.fill(0.0);
            } else {
                let (loss, right) = cross_entropy(row, usize::from(*gold), usize::MAX, drop.smooth, factor);
                tally.loss += f64::from(loss);
                tally.tags += usize::from(right);
            }
            at += 1;
        }
    }
    let mut heads_right = vec![false; words];
    let mut seen_gradient = vec![0.0; seen.len()];
    let mut governor_gradient = vec![0.0; governors.len()];
    let mut root_gradient = vec![0.0; arc];
    let mut ready_gradient = vec![0.0; arc];
    let ready = plan.readiness.of(v);
    for (e, &(start, end)) in batch.iter().zip(&sentences) {
        let n = end - start;
        let mut candidates = governors[start * arc..end * arc].to_vec();
        candidates.extend_from_slice(plan.root_arc.of(v));
        let q = &seen[start * arc..end * arc];
        let mut scores = times_rows(q, &candidates, arc);
        let bias = times_rows(&candidates, ready, arc);
        add_bias(&mut scores, &bias);
        for i in 0..n {
            let row = &mut scores[i * (n + 1)..(i + 1) * (n + 1)];
            let (loss, right) = cross_entropy(row, usize::from(e.heads[i]), i, drop.smooth, factor);
            tally.loss += f64::from(loss);
            tally.heads += usize::from(right);
            heads_right[start + i] = right;
        }
        if learn.is_some() {
            times_columns(&scores, &candidates, arc, 0.0, &mut seen_gradient[start * arc..end * arc]);
            let mut back = vec![0.0; candidates.len()];
            outer(&scores, q, n + 1, arc, &mut back);
            let mut by_head = vec![0.0; n + 1];
            add_up(&scores, n + 1, &mut by_head);
            outer(&by_head, ready, n + 1, arc, &mut back);
            times_columns(&by_head, &candidates, arc, 1.0, &mut ready_gradient);
            governor_gradient[start * arc..end * arc].copy_from_slice(&back[..n * arc]);
            add_up(&back[n * arc..], arc, &mut root_gradient);
        }
    }
    let mut pairs = Vec::with_capacity(words * 3 * rel);
    let own = column(2 * arc, rel);
    let other = column(2 * arc + rel, rel);
    for (e, &(start, end)) in batch.iter().zip(&sentences) {
        for (i, head) in e.heads.iter().enumerate() {
            let head = usize::from(*head);
            let a = &own[(start + i) * rel..(start + i + 1) * rel];
            let b = if head < end - start { &other[(start + head) * rel..(start + head + 1) * rel] } else { a };
            pairs.extend(a.iter().zip(b).map(|(a, b)| a * b));
            pairs.extend_from_slice(a);
            pairs.extend_from_slice(b);
        }
    }
    let mut rels = times_rows(&pairs, plan.relation.of(v), 3 * rel);
    add_bias(&mut rels, plan.relation_bias.of(v));
    let mut t = 0;
    for e in batch {
        for (i, head) in e.heads.iter().enumerate() {
            let row = &mut rels[t * sizes.rels..(t + 1) * sizes.rels];
            if usize::from(*head) == e.heads.len() {
                row.fill(0.0);
                tally.both += usize::from(heads_right[t]);
            } else {
                let (loss, right) = cross_entropy(row, usize::from(e.rels[i]), usize::MAX, drop.smooth, factor);
                tally.loss += f64::from(loss);
                tally.both += usize::from(heads_right[t] && right);
            }
            t += 1;
        }
    }
    let Some((gradient, _)) = learn else { return tally };

    // backwards
    let g = &mut gradient.dense;
    outer(&rels, &pairs, sizes.rels, 3 * rel, plan.relation.of_mut(g));
    add_up(&rels, sizes.rels, plan.relation_bias.of_mut(g));
    let mut pair_gradient = vec![0.0; pairs.len()];
    times_columns(&rels, plan.relation.of(v), 3 * rel, 0.0, &mut pair_gradient);
    outer(&seen_gradient, &dependents, arc, arc, plan.biaffine.of_mut(g));
    let mut dependent_gradient = vec![0.0; dependents.len()];
    times_columns(&seen_gradient, plan.biaffine.of(v), arc, 0.0, &mut dependent_gradient);
    add_up(&root_gradient, arc, plan.root_arc.of_mut(g));
    add_up(&ready_gradient, arc, plan.readiness.of_mut(g));
    let mut role_gradient = vec![0.0; roles.len()];
    for (t, row) in role_gradient.chunks_exact_mut(role_width).enumerate() {
        row[..arc].copy_from_slice(&dependent_gradient[t * arc..(t + 1) * arc]);
        row[arc..2 * arc].copy_from_slice(&governor_gradient[t * arc..(t + 1) * arc]);
    }
    for (e, &(start, end)) in batch.iter().zip(&sentences) {
        for (i, head) in e.heads.iter().enumerate() {
            let (t, head) = (start + i, usize::from(*head));
            if head >= end - start {
                continue;
            }
            let p = &pair_gradient[t * 3 * rel..(t + 1) * 3 * rel];
            let a = &own[t * rel..(t + 1) * rel];
            let b = &other[(start + head) * rel..(start + head + 1) * rel];
            for k in 0..rel {
                role_gradient[t * role_width + 2 * arc + k] += p[k] * b[k] + p[rel + k];
                role_gradient[(start + head) * role_width + 2 * arc + rel + k] += p[k] * a[k] + p[2 * rel + k];
            }
        }
    }
    scale(&mut role_gradient, &role_mask);
    for (d, r) in role_gradient.iter_mut().zip(&raw) {
        if *r < 0.0 {
            *d *= 0.1;
        }
    }
    outer(&role_gradient, &x, role_width, wide, plan.roles.of_mut(g));
    add_up(&role_gradient, role_width, plan.roles_bias.of_mut(g));
    outer(&tags, &x, sizes.tags, wide, plan.tags.of_mut(g));
    add_up(&tags, sizes.tags, plan.tags_bias.of_mut(g));
    let mut back = vec![0.0; x.len()];
    times_columns(&role_gradient, plan.roles.of(v), wide, 0.0, &mut back);
    times_columns(&tags, plan.tags.of(v), wide, 1.0, &mut back);
    scale(&mut back, &top_mask);
    for (layer, (x, mask, trace)) in plan.layers.iter().zip(&inputs).rev() {
        let mask = mask.as_deref().unwrap_or(&[]);
        back = recurrent::backward(layer, v, &sentences, x, mask, trace, &back, g);
    }
    outer(&back, &embedded, wide, width(), plan.project.of_mut(g));
    add_up(&back, wide, plan.project_bias.of_mut(g));
    let mut embedded_gradient = vec![0.0; embedded.len()];
    times_columns(&back, plan.project.of(v), width(), 0.0, &mut embedded_gradient);
    scale(&mut embedded_gradient, &embedded_mask);
    scatter(gradient, batch, &embedded_gradient);
    tally
}

#[cfg(test)]
mod tests {
    use super::super::start;
    use super::*;
    use dateline_lang::engine::net::Sizes;

    /// The gradient against differences of the loss.
    #[test]
    fn gradient() {
        let sizes = Sizes { half: 4, layers: 2, arc: 5, rel: 3, tags: 4, rels: 6 };
        let plan = Plan::new(sizes, 3);
        let mut values = start(&plan, 7);
        for v in &mut values.dense {
            *v += 0.05;
        }
        let one = Example {
            inputs: Inputs::of(&["Envoys", "met", "quietly"], &[]),
            tags: vec![1, 2, 3],
            heads: vec![1, 3, 1],
            rels: vec![2, 0, 4],
        };
        let two = Example { inputs: Inputs::of(&["No"], &[]), tags: vec![0], heads: vec![1], rels: vec![0] };
        let batch = [&one, &two];
        let drop = Drop { input: 0.0, layer: 0.0, top: 0.0, roles: 0.0, smooth: 0.0 };
        let mut gradient = Gradient::new(&plan);
        run(&plan, &values, &batch, Some((&mut gradient, &mut Random::new(1), drop, 1.0)));
        let loss = |values: &Values| run(&plan, values, &batch, None).loss;
        let mut checked = 0;
        let step = 2e-3f32;
        let places = (0..plan.len).step_by(7).map(|n| (None, n));
        let rows = (0..plan.tables.len()).filter_map(|t| gradient.touched[t].first().map(|r| (t, *r)));
        let rows: Vec<(Option<usize>, usize)> =
            rows.map(|(t, r)| (Some(t), r as usize * plan.tables[t].1 + 1)).collect();
        for (table, n) in places.chain(rows) {
            let mut at = |delta: f32| {
                let slot = match table {
                    Some(t) => &mut values.tables[t][n],
                    None => &mut values.dense[n],
                };
                let old = *slot;
                *slot += delta;
                let found = loss(&values);
                match table {
                    Some(t) => values.tables[t][n] = old,
                    None => values.dense[n] = old,
                }
                found
            };
            let wanted = (at(step) - at(-step)) / f64::from(2.0 * step);
            let found = f64::from(match table {
                Some(t) => gradient.tables[t][n],
                None => gradient.dense[n],
            });
            assert!((wanted - found).abs() < 2e-3 + 0.03 * wanted.abs(), "{table:?} {n}: {found} for {wanted}");
            checked += 1;
        }
        assert!(checked > 50);
    }
}
