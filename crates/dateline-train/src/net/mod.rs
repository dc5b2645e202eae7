//! Training of the network that reads syntax (`dateline_lang::engine::net`): cross entropy of tags, heads and relations, Adam
//! (Kingma and Ba 2015), dropout, two halves of each batch side by side whose gradients are added in a fixed order.
//!
//! The same data and seed give the same bytes on one machine. After each pass over the data everything needed to go on is kept
//! in a file, so that a run can be stopped and taken up again.

mod pass;
mod plan;
mod random;
mod recurrent;
mod vary;
mod write;

use std::path::Path;

use dateline_lang::engine::model::TagSet;
use dateline_lang::engine::net::input::Inputs;
use dateline_lang::engine::net::{MAGIC, Sizes};
use dateline_lang::engine::word::Word;

use crate::conllu::Tree;
use crate::{Say, TrainError};
use pass::{Drop, Example, NO_TAG, Tally};
use plan::{Gradient, Plan, Values};
use random::Random;
use vary::Stock;

/// How to train.
#[derive(Debug, Clone)]
pub struct Course {
    /// Sizes; the number of tags is filled in.
    pub sizes: Sizes,
    /// Passes over the data.
    pub passes: usize,
    /// Words of a batch.
    pub batch: usize,
    /// Greatest step.
    pub rate: f32,
    /// Share of the numbers between layers that is dropped.
    pub drop: f32,
    /// Seed.
    pub seed: u64,
}

impl Default for Course {
    fn default() -> Self {
        Self {
            sizes: Sizes { half: 128, layers: 4, arc: 160, rel: 96, tags: 0, rels: dateline_lang::engine::REL_COUNT },
            passes: 44,
            batch: 640,
            rate: 2e-3,
            drop: 0.38,
            seed: 1,
        }
    }
}

/// Times a word must occur to be known.
const OFTEN: usize = 2;

fn start(plan: &Plan, seed: u64) -> Values {
    let mut random = Random::new(seed);
    let mut dense = vec![0.0; plan.len];
    for slot in plan.random() {
        let most = (6.0 / (slot.rows + slot.columns) as f32).sqrt();
        for v in slot.of_mut(&mut dense) {
            *v = (2.0 * random.share() - 1.0) * most;
        }
    }
    // each gate of a layer is a matrix of its own; its size, not that of all six, sets the range
    for layer in &plan.layers {
        let most = (3.0 / layer.weights.columns as f32).sqrt();
        for v in layer.weights.of_mut(&mut dense) {
            *v = (2.0 * random.share() - 1.0) * most;
        }
    }
    for v in plan.root_arc.of_mut(&mut dense) {
        *v = (2.0 * random.share() - 1.0) * 0.1;
    }
    let tables = plan
        .tables
        .iter()
        .map(|(rows, width)| (0..rows * width).map(|_| (2.0 * random.share() - 1.0) * 0.3).collect())
        .collect();
    Values { dense, tables }
}

/// Adam's running means.
struct Adam {
    first: Values,
    second: Values,
    steps: i32,
}

impl Adam {
    const BETA: (f32, f32) = (0.9, 0.98);

    fn new(values: &Values) -> Self {
        let none = Values {
            dense: vec![0.0; values.dense.len()],
            tables: values.tables.iter().map(|t| vec![0.0; t.len()]).collect(),
        };
        Self { first: none.clone(), second: none, steps: 0 }
    }

    fn step(&mut self, plan: &Plan, values: &mut Values, gradient: &Gradient, rate: f32) {
        self.steps += 1;
        let (b1, b2) = Self::BETA;
        let even = (1.0 - b2.powi(self.steps)).sqrt() / (1.0 - b1.powi(self.steps));
        let update = |v: &mut [f32], g: &[f32], m: &mut [f32], s: &mut [f32], factor: f32| {
            for (((v, g), m), s) in v.iter_mut().zip(g).zip(m).zip(s) {
                let g = g * factor;
                *m = b1 * *m + (1.0 - b1) * g;
                *s = b2 * *s + (1.0 - b2) * g * g;
                *v -= rate * even * *m / (s.sqrt() + 1e-8);
            }
        };
        let mut square: f64 = gradient.dense.iter().map(|g| f64::from(*g) * f64::from(*g)).sum();
        for (t, rows) in gradient.touched.iter().enumerate() {
            let width = plan.tables[t].1;
            for r in rows {
                let at = *r as usize * width;
                square += gradient.tables[t][at..at + width].iter().map(|g| f64::from(*g) * f64::from(*g)).sum::<f64>();
            }
        }
        let length = square.sqrt() as f32;
        let factor = if length > 1.0 { 1.0 / length } else { 1.0 };
        update(&mut values.dense, &gradient.dense, &mut self.first.dense, &mut self.second.dense, factor);
        for (t, rows) in gradient.touched.iter().enumerate() {
            let width = plan.tables[t].1;
            for r in rows {
                let place = *r as usize * width..(*r as usize + 1) * width;
                update(
                    &mut values.tables[t][place.clone()],
                    &gradient.tables[t][place.clone()],
                    &mut self.first.tables[t][place.clone()],
                    &mut self.second.tables[t][place],
                    factor,
                );
            }
        }
    }
}

/// The known words: hashes, rising, and how often each occurs.
fn vocabulary(trees: &[Tree]) -> (Vec<u32>, Vec<usize>) {
    let mut seen: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for tree in trees {
        for w in Word::sentence(&tree.forms()) {
            *seen.entry(w.lower).or_default() += 1;
        }
    }
    seen.into_iter().filter(|(_, n)| *n >= OFTEN).unzip()
}

fn example(tree: &Tree, forms: &[&str], known: &[u32], tags: &TagSet) -> Example {
    let n = tree.words.len();
    let tag = |w: &crate::conllu::Word| {
        tags.tags.iter().position(|(u, x)| *u == w.upos && *x == w.xpos).map_or(NO_TAG, |t| t as u8)
    };
    Example {
        inputs: Inputs::of(forms, known),
        tags: tree.words.iter().map(tag).collect(),
        heads: tree.words.iter().map(|w| w.head.unwrap_or(n) as u16).collect(),
        rels: tree.words.iter().map(|w| w.rel.number()).collect(),
    }
}

/// Trains, and gives the bytes of the network. `keep` is the file in which an unfinished run is kept; `check` are sentences on
/// which to say how far it has come.
///
/// # Errors
/// If the file of the unfinished run cannot be written, or a table of names is damaged.
pub fn train(
    course: &Course,
    tags: &TagSet,
    trees: &[Tree],
    check: &[(&str, Vec<Tree>)],
    keep: Option<&Path>,
    say: Say<'_>,
) -> Result<Vec<u8>, TrainError> {
    let (known, often) = vocabulary(trees);
    let stock = Stock::new(trees)?;
    let plan = Plan::new(Sizes { tags: tags.tags.len(), ..course.sizes }, known.len());
    let mut values = start(&plan, course.seed);
    let mut adam = Adam::new(&values);
    let mut first = 0;
    if let Some((pass, v, a)) = keep.and_then(|path| write::unfinished(path, &plan, course)) {
        say(&format!("goes on after pass {pass}"));
        (first, values, adam) = (pass, v, a);
    }
    let total: usize = trees.iter().map(|t| t.words.len()).sum();
    say(&format!(
        "{} known words, {} numbers in matrices, {} in tables, about {} steps a pass",
        known.len(),
        plan.len,
        plan.tables.iter().map(|(r, w)| r * w).sum::<usize>(),
        total / course.batch
    ));
    let tests: Vec<(&str, Vec<Example>)> = check
        .iter()
        .map(|(name, trees)| (*name, trees.iter().map(|t| example(t, &t.forms(), &known, tags)).collect()))
        .collect();
    let (mut left, mut right) = (Gradient::new(&plan), Gradient::new(&plan));
    let drop =
        Drop { input: course.drop * 0.7, layer: course.drop, top: course.drop, roles: course.drop, smooth: 0.03 };
    let steps_all = (course.passes * total / course.batch) as f32;
    for pass in first..course.passes {
        let mut random = Random::new(course.seed ^ ((pass as u64 + 1) << 20));
        let mut examples: Vec<Example> = trees
            .iter()
            .map(|tree| {
                let other = stock.vary(tree, &mut random);
                let tree = other.as_ref().unwrap_or(tree);
                let mut e = example(tree, &tree.forms(), &known, tags);
                for w in &mut e.inputs.words {
                    // rare words are now and then unknown, so that unknown words are no surprise
                    let n = w.checked_sub(1).and_then(|w| often.get(w as usize)).copied().unwrap_or(0) as f32;
                    if random.share() < 0.05 + 0.95 * 0.25 / (0.25 + n) {
                        *w = 0;
                    }
                }
                e
            })
            .filter(|e| e.tags.len() <= 180)
            .collect();
        random.shuffle(&mut examples);
        let mut tally = Tally::default();
        let mut batch: Vec<&Example> = Vec::new();
        let mut words = 0;
        let count = examples.len();
        for (n, e) in examples.iter().enumerate() {
            batch.push(e);
            words += e.tags.len();
            if words < course.batch && n + 1 < count {
                continue;
            }
            let half = split(&batch, words);
            let (a, b) = batch.split_at(half);
            let factor = 1.0 / words as f32;
            let (mut ra, mut rb) = (Random::new(random.next()), Random::new(random.next()));
            let (one, two) = rayon::join(
                || pass::run(&plan, &values, a, Some((&mut left, &mut ra, drop, factor))),
                || pass::run(&plan, &values, b, Some((&mut right, &mut rb, drop, factor))),
            );
            left.add(&right, &plan);
            tally.add(&one);
            tally.add(&two);
            // warms up over the first steps, then falls along a half wave
            let step = adam.steps as f32;
            let warm = (step / 400.0).min(1.0);
            let wave = 0.5 * (1.0 + (std::f32::consts::PI * (step / steps_all).min(1.0)).cos());
            adam.step(&plan, &mut values, &left, course.rate * warm * (0.02 + 0.98 * wave));
            left.clear(&plan);
            right.clear(&plan);
            batch.clear();
            words = 0;
        }
        let mut line = format!("pass {}: loss {:.3}", pass + 1, tally.loss / tally.words.max(1) as f64);
        for (name, examples) in &tests {
            let mut t = Tally::default();
            for part in examples.chunks(32) {
                t.add(&pass::run(&plan, &values, &part.iter().collect::<Vec<_>>(), None));
            }
            let percent = |n: usize| 100.0 * n as f64 / t.words.max(1) as f64;
            line.push_str(&format!(
                "; {name} tags {:.2} uas {:.2} las {:.2}",
                percent(t.tags),
                percent(t.heads),
                percent(t.both)
            ));
        }
        say(&line);
        if let Some(path) = keep {
            write::keep(path, pass + 1, &plan, course, &values, &adam)?;
        }
    }
    let mut bytes = MAGIC.to_vec();
    write::network(&plan, &known, &values, &mut bytes);
    Ok(bytes)
}

/// Where to part a batch so that both sides have about as many words.
fn split(batch: &[&Example], words: usize) -> usize {
    let mut sum = 0;
    for (n, e) in batch.iter().enumerate() {
        if sum * 2 >= words {
            return n;
        }
        sum += e.tags.len();
    }
    batch.len()
}
