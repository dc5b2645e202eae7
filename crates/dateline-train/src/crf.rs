//! Conditional random field over the labels of names, with partial labels: where the data allow several labels, the probability of
//! all allowed paths together is raised (Tsuboi et al. 2008). Learnt by AdaGrad (Duchi et al. 2011), with random loss of features
//! (Sutton et al. 2006 show that otherwise the words themselves keep their contexts and the name lists from being learnt).
//!
//! Training is in floating point, one example after the other in a fixed order; what is written are small integers.

use dateline_lang::engine::hash::key;
use dateline_lang::engine::names::{self, CLASSES, Context, KINDS, LABELS, follows, split};
use dateline_lang::engine::word::Word;

use crate::perceptron::{Sequence, code, pack};

/// A sentence to learn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'a> {
    /// Words.
    pub(crate) words: &'a [Word],
    /// What the model sees of them when the document is known, and when it is read for the first time.
    pub(crate) contexts: [&'a [Context]; 2],
    /// Allowed labels.
    pub(crate) allowed: &'a [u64],
    /// How much it counts.
    pub(crate) weight: f32,
    /// Number of the set it is from.
    pub(crate) source: usize,
}

impl Item<'_> {
    /// Keys of the features of a word. The last ones hold for the item's set alone: what a set marks otherwise than the rest is
    /// learnt there and forgotten afterwards (Daumé 2007).
    fn keys(&self, context: usize, i: usize, out: &mut Vec<u32>) {
        names::features(self.words, self.contexts[context], i, out);
        let own: Vec<u32> =
            names::PLAIN.iter().filter_map(|n| out.get(*n)).map(|k| key(OWN, *k, self.source as u32, 0)).collect();
        out.extend(own);
    }
}

/// Number of the template of features that hold for one set alone.
const OWN: u32 = 999;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Passes over the data.
    pub(crate) passes: usize,
    /// Step of AdaGrad.
    pub(crate) rate: f32,
    /// By how much each weight is drawn to nought after a pass, but for the last.
    pub(crate) shrink: f32,
    /// Features that occur in fewer places are left out.
    pub(crate) least: usize,
    /// Thousandths of the features that are lost at random.
    pub(crate) lost: usize,
    /// Thousandths of the words that are lost at random.
    pub(crate) unknown: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self { passes: 8, rate: 0.1, shrink: 0.02, least: 3, lost: 350, unknown: 350 }
    }
}

/// Weight of one unit in the integers that are written.
const UNIT: f32 = 1024.0;
/// Stands for a feature that is left out.
const NONE: u32 = u32::MAX;
/// Room for the classes of one feature.
const ROW: usize = CLASSES.next_multiple_of(4);

type Scores = [f32; LABELS];
type Square = Vec<Scores>;

/// Weights in training.
pub(crate) struct Field {
    keys: Vec<u32>,
    slots: Vec<u32>,
    weights: Vec<f32>,
    squares: Vec<f32>,
    bridges: Square,
    bridge_squares: Square,
    /// Keys of features that hold for one set alone, in rising order.
    own: Vec<u32>,
}

/// Expected labels and label pairs of a sentence.
struct Expected {
    labels: Vec<Scores>,
    pairs: Square,
    log: f64,
}

impl Field {
    fn new(items: &[Item<'_>], least: usize) -> Self {
        let (mut all, mut keys): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut own: Vec<u32> = Vec::new();
        for item in items {
            for i in 0..item.words.len() {
                // the features of either context, each once
                item.keys(0, i, &mut keys);
                let first = keys.clone();
                own.extend(&keys[keys.len().saturating_sub(names::PLAIN.len())..]);
                all.extend(&first);
                item.keys(1, i, &mut keys);
                all.extend(
                    keys.iter().zip(first.iter().chain(std::iter::repeat(&0))).filter(|(a, b)| a != b).map(|(a, _)| a),
                );
            }
        }
        own.sort_unstable();
        own.dedup();
        all.sort_unstable();
        let keys: Vec<u32> = all
            .chunk_by(|a, b| a == b)
            .filter(|group| group.len() >= least)
            .filter_map(|g| g.first().copied())
            .collect();
        let mut slots = vec![0u32; (keys.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (n, key) in keys.iter().enumerate() {
            let mut at = *key as usize & mask;
            while slots[at] != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = n as u32 + 1;
        }
        Self {
            weights: vec![0.0; keys.len() * ROW],
            squares: vec![0.0; keys.len() * ROW],
            keys,
            slots,
            bridges: vec![[0.0; LABELS]; LABELS],
            bridge_squares: vec![[0.0; LABELS]; LABELS],
            own,
        }
    }

    fn find(&self, key: u32) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            match self.slots[at] {
                0 => return None,
                n if self.keys[n as usize - 1] == key => return Some(n - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Scores of the labels, from the rows of the features of one word.
    fn scores(&self, rows: &[u32]) -> Scores {
        let mut classes = [0.0f32; ROW];
        for row in rows {
            let from = *row as usize * ROW;
            for (sum, weight) in classes.iter_mut().zip(&self.weights[from..from + ROW]) {
                *sum += weight;
            }
        }
        std::array::from_fn(|l| {
            classes[l] + split(l).map_or(0.0, |(k, p)| classes[LABELS + k] + classes[LABELS + KINDS.len() + p])
        })
    }

    /// Learns from examples.
    pub(crate) fn learn(items: &[Item<'_>], plan: Plan, say: &dyn Fn(&str)) -> Self {
        let mut field = Self::new(items, plan.least);
        say(&format!("names: {} features of {} sentences", field.keys.len(), items.len()));
        let mut sequence = Sequence(13);
        let mut keys = Vec::new();
        // rows of the features of each word in either context; a feature that is left out keeps its place
        let rows: Vec<[Vec<Vec<u32>>; 2]> = items
            .iter()
            .map(|item| {
                [0, 1].map(|context| {
                    (0..item.words.len())
                        .map(|i| {
                            item.keys(context, i, &mut keys);
                            keys.iter().map(|k| field.find(*k).unwrap_or(NONE)).collect()
                        })
                        .collect()
                })
            })
            .collect();
        let (mut mean, mut mean_bridges) = (vec![0.0f32; field.weights.len()], vec![[0.0f32; LABELS]; LABELS]);
        let mut taken = 0.0f32;
        for pass in 0..plan.passes {
            let mut loss = 0.0;
            for n in sequence.order(items.len()) {
                let item = &items[n];
                // one reading in three is a first reading
                let rows: Vec<Vec<u32>> = rows[n][usize::from((n + pass) % 3 == 0)]
                    .iter()
                    .map(|rows| {
                        let unknown = sequence.below(1000) < plan.unknown;
                        let mut dice = 0;
                        let keep = |(at, row): (usize, &u32)| {
                            if at % 6 == 0 {
                                dice = sequence.draw();
                            }
                            let lost = (dice >> (10 * (at % 6)) & 1023) * 1000 < 1024 * plan.lost as u64;
                            let keep = at == 0 || !lost && !(unknown && names::OF_THE_WORD.contains(&at));
                            (keep && *row != NONE).then_some(*row)
                        };
                        rows.iter().enumerate().filter_map(keep).collect()
                    })
                    .collect();
                loss += field.step(item, &rows, plan.rate);
            }
            // the mean of the later passes errs less than the last one
            if pass * 2 >= plan.passes {
                taken += 1.0;
                mean.iter_mut().zip(&field.weights).for_each(|(m, w)| *m += w);
                mean_bridges.iter_mut().flatten().zip(field.bridges.iter().flatten()).for_each(|(m, w)| *m += w);
            }
            field.shrink(plan.shrink);
            say(&format!("names, pass {}: loss {:.4} a sentence", pass + 1, loss / items.len().max(1) as f64));
        }
        if taken > 0.0 {
            mean.iter_mut().chain(mean_bridges.iter_mut().flatten()).for_each(|m| *m /= taken);
            (field.weights, field.bridges) = (mean, mean_bridges);
        }
        field
    }

    /// One step; gives the loss.
    fn step(&mut self, item: &Item<'_>, rows: &[Vec<u32>], rate: f32) -> f64 {
        let lattice: Vec<Scores> = rows.iter().map(|r| self.scores(r)).collect();
        let bridges: Square = exponents(&self.bridges);
        let free = expect(&lattice, &bridges, None);
        let (Some(free), Some(gold)) = (free, expect(&lattice, &bridges, Some(item.allowed))) else {
            return 0.0;
        };
        let mut changes: Vec<(usize, f32)> = Vec::new();
        for (i, rows) in rows.iter().enumerate() {
            let mut classes = [0.0f32; ROW];
            for l in 0..LABELS {
                let by = (free.labels[i][l] - gold.labels[i][l]) * item.weight;
                classes[l] += by;
                if let Some((k, p)) = split(l) {
                    classes[LABELS + k] += by;
                    classes[LABELS + KINDS.len() + p] += by;
                }
            }
            changes.clear();
            changes.extend(classes.iter().copied().enumerate().filter(|(_, g)| g.abs() > 0.002));
            if changes.is_empty() {
                continue;
            }
            for row in rows {
                for (class, g) in &changes {
                    let at = *row as usize * ROW + class;
                    self.squares[at] += g * g;
                    self.weights[at] -= rate * g / (self.squares[at] + 0.05).sqrt();
                }
            }
        }
        for a in 0..LABELS {
            for b in 0..LABELS {
                let g = (free.pairs[a][b] - gold.pairs[a][b]) * item.weight;
                if g != 0.0 {
                    self.bridge_squares[a][b] += g * g;
                    self.bridges[a][b] -= rate * g / (self.bridge_squares[a][b] + 0.05).sqrt();
                }
            }
        }
        free.log - gold.log
    }

    fn shrink(&mut self, by: f32) {
        for w in &mut self.weights {
            *w = w.signum() * (w.abs() - by).max(0.0);
        }
    }

    /// The weights in the form that `Table::read` reads, in at most `most` bytes.
    pub(crate) fn write(&self, most: usize) -> Vec<u8> {
        let whole = |w: f32| code((w * UNIT) as i64);
        let mut rows: Vec<(u32, Vec<(u8, i8)>)> = self
            .keys
            .iter()
            .enumerate()
            .filter(|(_, key)| self.own.binary_search(key).is_err())
            .map(|(n, key)| {
                let cells = self.weights[n * ROW..n * ROW + CLASSES].iter().enumerate();
                (*key, cells.map(|(c, w)| (c as u8, whole(*w))).collect())
            })
            .collect();
        for (last, scores) in self.bridges.iter().enumerate() {
            let cells = scores.iter().enumerate().map(|(c, w)| (c as u8, whole(*w))).collect();
            rows.push((names::bridge(last), cells));
        }
        rows.sort_by_key(|r| r.0);
        rows.dedup_by_key(|r| r.0);
        pack(&rows, most)
    }

    /// A line on the size, for the log.
    pub(crate) fn size(&self, written: &[u8]) -> String {
        let kept = written.get(..4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes);
        format!("{} features, {kept} kept, {} kB", self.keys.len(), written.len() / 1000)
    }
}

fn exponents(bridges: &[Scores]) -> Square {
    bridges
        .iter()
        .enumerate()
        .map(|(a, row)| {
            std::array::from_fn(|b| if follows(Some(a), Some(b)) { row[b].clamp(-20.0, 20.0).exp() } else { 0.0 })
        })
        .collect()
}

/// Forward and backward. `None` where no path is allowed.
fn expect(lattice: &[Scores], bridges: &[Scores], allowed: Option<&[u64]>) -> Option<Expected> {
    let n = lattice.len();
    let mut log = 0.0f64;
    let local: Vec<Scores> = lattice
        .iter()
        .enumerate()
        .map(|(i, scores)| {
            let mask = allowed.and_then(|a| a.get(i)).copied().unwrap_or(u64::MAX);
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            log += f64::from(top);
            std::array::from_fn(|l| if mask >> l & 1 == 1 { (scores[l] - top).exp() } else { 0.0 })
        })
        .collect();
    let mut forward = vec![[0.0f32; LABELS]; n];
    for (l, (to, from)) in forward.first_mut()?.iter_mut().zip(local.first()?).enumerate() {
        if follows(None, Some(l)) {
            *to = *from;
        }
    }
    let scale = |row: &mut Scores, log: &mut f64| {
        let sum: f32 = row.iter().sum();
        if sum <= 0.0 || !sum.is_finite() {
            return false;
        }
        row.iter_mut().for_each(|x| *x /= sum);
        *log += f64::from(sum).ln();
        true
    };
    if !scale(&mut forward[0], &mut log) {
        return None;
    }
    for i in 1..n {
        let mut row = [0.0f32; LABELS];
        for a in 0..LABELS {
            let from = forward[i - 1][a];
            if from > 0.0 {
                for (to, bridge) in row.iter_mut().zip(&bridges[a]) {
                    *to += from * bridge;
                }
            }
        }
        row.iter_mut().zip(&local[i]).for_each(|(x, y)| *x *= y);
        if !scale(&mut row, &mut log) {
            return None;
        }
        forward[i] = row;
    }
    let mut backward = vec![[0.0f32; LABELS]; n];
    for (l, to) in backward[n - 1].iter_mut().enumerate() {
        *to = f32::from(u8::from(follows(Some(l), None)));
    }
    let last: f32 = forward[n - 1].iter().zip(&backward[n - 1]).map(|(a, b)| a * b).sum();
    if last <= 0.0 {
        return None;
    }
    log += f64::from(last).ln();
    let mut pairs = vec![[0.0f32; LABELS]; LABELS];
    for i in (0..n - 1).rev() {
        let ahead: Scores = std::array::from_fn(|l| local[i + 1][l] * backward[i + 1][l]);
        let mut row = [0.0f32; LABELS];
        for a in 0..LABELS {
            row[a] = bridges[a].iter().zip(&ahead).map(|(x, y)| x * y).sum();
        }
        let total: f32 = forward[i].iter().zip(&row).map(|(x, y)| x * y).sum();
        if total <= 0.0 || !total.is_finite() {
            return None;
        }
        for a in 0..LABELS {
            let from = forward[i][a] / total;
            if from > 1e-7 {
                for b in 0..LABELS {
                    pairs[a][b] += from * bridges[a][b] * ahead[b];
                }
            }
        }
        let sum: f32 = row.iter().sum();
        row.iter_mut().for_each(|x| *x /= sum);
        backward[i] = row;
    }
    let labels = forward
        .iter()
        .zip(&backward)
        .map(|(f, b)| {
            let total: f32 = f.iter().zip(b).map(|(x, y)| x * y).sum();
            std::array::from_fn(|l| f[l] * b[l] / total.max(1e-30))
        })
        .collect();
    Some(Expected { labels, pairs, log })
}
