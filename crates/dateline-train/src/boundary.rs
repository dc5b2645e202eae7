//! The model of sentence ends: word classes counted in the treebanks, weights by logistic regression.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_data::DataSet;
use dateline_lang::engine::boundary::{Boundary, Gaps, KEY, MAGIC, State, Style, word_keys};
use dateline_lang::engine::tokens::Lexicon;

use crate::conllu::{self, Tree};
use crate::perceptron::Sequence;
use crate::{Say, TrainError};

/// Passes over the texts.
const PASSES: usize = 14;
/// Of them, those whose weights are averaged.
const AVERAGED: usize = 5;
/// Least number of places in which a feature must have been seen.
const LEAST: usize = 3;
/// One step of a stored weight.
const STEP: f64 = 1.0 / 24.0;
/// Most weights kept.
const MOST: usize = 108_000;

/// A text with the bytes after its sentences' last ones.
#[derive(Debug, Default)]
pub struct Text {
    /// The text, a paragraph a line.
    pub text: String,
    /// Ends of its sentences.
    pub ends: Vec<usize>,
}

/// The documents of a treebank as texts; `joined` leaves out the breaks between paragraphs that follow a stop.
#[must_use]
pub fn texts(trees: &[Tree], joined: bool) -> Vec<Text> {
    let mut out: Vec<Text> = Vec::new();
    for tree in trees {
        if tree.new_document || out.is_empty() {
            out.push(Text::default());
        }
        let Some(doc) = out.last_mut() else { continue };
        if !doc.text.is_empty() {
            let stopped = doc.text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?']);
            doc.text.push(if tree.new_paragraph && !(joined && stopped) { '\n' } else { ' ' });
        }
        doc.text.push_str(&tree.text);
        doc.ends.push(doc.text.len());
    }
    out
}

/// A line as the model sees it, with the gaps that end a sentence.
struct Line {
    gaps: Gaps,
    ends: Vec<bool>,
}

fn lines(model: &Boundary, lexicon: &Lexicon, texts: &[Text]) -> Vec<Line> {
    let mut out = Vec::new();
    for doc in texts {
        let mut style = Style::default();
        let mut start = 0;
        let mut cut = Vec::new();
        for line in doc.text.split('\n') {
            let tokens = lexicon.tokens(line);
            if !tokens.is_empty() {
                style.add(line, &tokens);
                cut.push((start, line, tokens));
            }
            start += line.len() + 1;
        }
        style.finish();
        for (start, line, tokens) in cut {
            let ends = tokens.iter().map(|t| doc.ends.binary_search(&(start + t.1)).is_ok()).collect();
            let rule = lexicon.rule_marks(line, &tokens);
            out.push(Line { gaps: model.gaps(lexicon, line, &tokens, rule, &style), ends });
        }
    }
    out
}

/// Word classes: the two commonest Penn tags of each word and ending.
fn classes(trees: &[Tree], out: &mut Vec<u8>) {
    let mut counts: [BTreeMap<u32, BTreeMap<&str, u32>>; 3] = Default::default();
    for w in trees.iter().flat_map(|t| &t.words) {
        for (n, key) in word_keys(&w.form).into_iter().enumerate() {
            *counts[n].entry(key).or_default().entry(w.xpos.as_str()).or_default() += 1;
        }
    }
    let mut tags: BTreeMap<&str, u32> = BTreeMap::new();
    for w in trees.iter().flat_map(|t| &t.words) {
        *tags.entry(w.xpos.as_str()).or_default() += 1;
    }
    let number: BTreeMap<&str, u8> = tags.keys().enumerate().map(|(n, t)| (*t, n as u8 + 1)).collect();
    let mut pairs: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut words: BTreeMap<u32, (&str, &str)> = BTreeMap::new();
    for (n, least) in [(0, 2), (1, 6), (2, 10)] {
        for (key, tags) in &counts[n] {
            let total: u32 = tags.values().sum();
            if total < least {
                continue;
            }
            let mut order: Vec<(&str, u32)> = tags.iter().map(|(t, c)| (*t, *c)).collect();
            order.sort_by_key(|(t, c)| (std::cmp::Reverse(*c), *t));
            let second = order.get(1).filter(|o| o.1 * 5 >= total).map_or("", |o| o.0);
            *pairs.entry((order[0].0, second)).or_default() += 1;
            words.entry(*key).or_insert((order[0].0, second));
        }
    }
    let mut order: Vec<((&str, &str), u32)> = pairs.into_iter().collect();
    order.sort_by_key(|(p, c)| (std::cmp::Reverse(*c), *p));
    let mut known: BTreeMap<(&str, &str), u8> = BTreeMap::new();
    let mut rows = Vec::new();
    for ((a, b), _) in order.into_iter().take(180) {
        known.insert((a, b), rows.len() as u8 + 1);
        rows.push([
            number[a],
            number.get(b).copied().unwrap_or(0),
            u8::from(matches!(a, "VBD" | "VBP" | "VBZ" | "MD")),
        ]);
    }
    let of: Vec<(u32, u8)> = words
        .into_iter()
        .filter_map(|(k, (a, b))| Some((k, *known.get(&(a, b)).or_else(|| known.get(&(a, "")))?)))
        .collect();
    out.extend((rows.len() as u32).to_le_bytes());
    out.extend(rows.iter().flatten());
    table(out, &of);
}

fn table(out: &mut Vec<u8>, entries: &[(u32, u8)]) {
    let mut sorted: Vec<(u32, u8)> = entries.iter().map(|(k, v)| (k & KEY, *v)).collect();
    sorted.sort_unstable();
    sorted.dedup_by_key(|e| e.0);
    out.extend((sorted.len() as u32).to_le_bytes());
    let mut last = 0;
    for (key, _) in &sorted {
        let mut step = key - last;
        last = *key;
        while step > 127 {
            out.push(step as u8 | 128);
            step >>= 7;
        }
        out.push(step as u8);
    }
    out.extend(sorted.iter().map(|e| e.1));
}

/// Follow-the-regularised-leader (McMahan et al. 2013) over hashed features.
struct Learner {
    keys: Vec<u32>,
    z: Vec<f64>,
    n: Vec<f64>,
    alpha: f64,
    l1: f64,
    l2: f64,
}

impl Learner {
    fn weight(&self, i: usize) -> f64 {
        let z = self.z[i];
        if z.abs() <= self.l1 {
            0.0
        } else {
            -(z - self.l1 * z.signum()) / ((1.0 + self.n[i].sqrt()) / self.alpha + self.l2)
        }
    }

    fn step(&mut self, at: &[usize], weights: &[f64], gradient: f64) {
        for (i, w) in at.iter().zip(weights) {
            let n = self.n[*i] + gradient * gradient;
            self.z[*i] += gradient - (n.sqrt() - self.n[*i].sqrt()) / self.alpha * w;
            self.n[*i] = n;
        }
    }
}

/// Trains on texts (with `trees` for the word classes) and gives the bytes of the model.
#[must_use]
pub fn learn(trees: &[Tree], sets: &[Text], lexicon: &Lexicon, say: Say<'_>) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    classes(trees, &mut head);
    let bare: Vec<u8> = head.iter().copied().chain([0; 4]).collect();
    let Some(bare) = Boundary::read(&bare) else { return Vec::new() };
    let lines = lines(&bare, lexicon, sets);

    // features seen often enough, with the true state
    let mut all: Vec<u32> = Vec::new();
    let walk = |line: &Line, see: &mut dyn FnMut(usize, &State) -> bool| {
        let mut state = State::default();
        let count = line.ends.len();
        for n in 0..count.saturating_sub(1) {
            state.pass(&line.gaps, n);
            if see(n, &state) {
                state.end(n);
            }
        }
    };
    let mut keys: Vec<u32> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        walk(line, &mut |n, state| {
            bare.features(&line.gaps, n, state, |k| all.push(k));
            line.ends[n]
        });
        if all.len() > 40_000_000 || number + 1 == lines.len() {
            all.sort_unstable();
            keys.extend(all.chunk_by(|a, b| a == b).filter(|c| c.len() >= LEAST).map(|c| c[0]));
            all.clear();
        }
    }
    keys.sort_unstable();
    keys.dedup();
    drop(all);
    say(&format!("{} lines, {} features", lines.len(), keys.len()));
    let count = keys.len();
    let mut slots = vec![0u32; (count * 3).next_power_of_two()];
    let mask = slots.len() - 1;
    for (n, key) in keys.iter().enumerate() {
        let mut at = *key as usize & mask;
        while slots[at] != 0 {
            at = (at + 1) & mask;
        }
        slots[at] = n as u32 + 1;
    }
    let mut learner = Learner { keys, z: vec![0.0; count], n: vec![0.0; count], alpha: 0.1, l1: 0.8, l2: 1.0 };
    let mut total = vec![0.0; count];
    let mut sequence = Sequence(7);
    for pass in 0..PASSES {
        let (mut loss, mut wrong, mut seen) = (0.0, 0, 0);
        for which in sequence.order(lines.len()) {
            let line = &lines[which];
            walk(line, &mut |n, state| {
                let mut at: Vec<usize> = Vec::with_capacity(64);
                bare.features(&line.gaps, n, state, |key| {
                    let mut place = key as usize & mask;
                    while slots[place] != 0 {
                        let i = slots[place] as usize - 1;
                        if learner.keys[i] == key {
                            at.push(i);
                            break;
                        }
                        place = (place + 1) & mask;
                    }
                });
                // half of the features are held back, so that none is trusted alone
                at.retain(|_| sequence.draw() >> 63 == 0);
                let weights: Vec<f64> = at.iter().map(|i| learner.weight(*i)).collect();
                let sum = 2.0 * weights.iter().sum::<f64>();
                let p = 1.0 / (1.0 + (-sum).exp());
                let y = line.ends[n];
                let gradient = p - f64::from(u8::from(y));
                loss -= (if y { p } else { 1.0 - p }).max(1e-9).ln();
                wrong += usize::from((sum > 0.0) != y);
                seen += 1;
                learner.step(&at, &weights, 2.0 * gradient);
                // later on, the state is what the model makes of it
                if pass > 1 && sequence.below(2) == 0 { sum > 0.0 } else { y }
            });
        }
        if pass + AVERAGED >= PASSES {
            for (i, sum) in total.iter_mut().enumerate() {
                *sum += learner.weight(i) / AVERAGED as f64;
            }
        }
        say(&format!("pass {pass}: {wrong} of {seen} wrong, loss {loss:.1}"));
    }
    let mut kept: Vec<(u32, i8)> = (0..count)
        .filter_map(|i| {
            let w = (total[i] / STEP).round().clamp(-127.0, 127.0) as i8;
            (w != 0).then_some((learner.keys[i], w))
        })
        .collect();
    let found = kept.len();
    kept.sort_by_key(|(k, w)| (std::cmp::Reverse(w.unsigned_abs()), *k));
    kept.truncate(MOST);
    kept.sort_unstable();
    let kept: Vec<(u32, u8)> = kept.into_iter().map(|(k, w)| (k, w as u8)).collect();
    let mut out = head;
    table(&mut out, &kept);
    say(&format!("{found} weights, {} kept, {} kB", kept.len(), out.len() / 1000));
    out
}

/// Trains on the treebanks in `data`.
///
/// # Errors
/// If a data set is missing.
pub fn train(data: &Path, say: Say<'_>) -> Result<Vec<u8>, TrainError> {
    let lexicon = Lexicon::load(&DataSet::built_in())?;
    let mut trees = conllu::read(&data.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    trees.extend(conllu::read(&data.join("ud-gum/en_gum-ud-train.conllu"))?);
    let mut sets = texts(&trees, false);
    sets.extend(texts(&trees, true));
    Ok(learn(&trees, &sets, &lexicon, say))
}
