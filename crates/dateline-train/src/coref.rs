//! Training of the model that links pronouns: a softmax over candidates and "none", with costs and latent antecedents (Durrett and Klein
//! 2013), learnt by AdaGrad in a fixed order and rounded to integers at the end. Trained on our own analysis of the texts, so that it learns from the mentions it will meet.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_data::DataSet;
use dateline_lang::engine::Parsed;
use dateline_lang::mention::coref::{Case, Choose, MAGIC, Ranker};
use dateline_lang::mention::{Mention, MentionRules, find_mentions_with};
use dateline_lang::plain::Plain;
use dateline_lang::{Engine, Syntax};
use dateline_report::{Byte, Report, Span};
use rayon::prelude::*;

use crate::gum::{self, GoldDocument, Measured};
use crate::perceptron::{Sequence, code};
use crate::{Say, TrainError};

/// Most bytes that the table of weights may take.
const MOST: usize = 95_000;
/// Features that were touched in fewer updates are left out.
const LEAST: u32 = 3;
/// What a weight of one is in the table.
const SCALE: f64 = 2048.0;
/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Passes over the documents.
    pub passes: usize,
    /// Size of a step.
    pub rate: f64,
    /// Pull of the weights towards nought.
    pub decay: f64,
    /// How often a document of the news counts.
    pub news: usize,
    /// A link is made unless "none" is better by more than this.
    pub lean: i32,
}

impl Default for How {
    fn default() -> Self {
        Self { passes: 8, rate: 0.02, decay: 0.005, news: 2, lean: 6000 }
    }
}
/// Parts of the cross-validation that measures and calibrates.
const FOLDS: usize = 4;
/// Genres by which the confidence is calibrated: edited prose.
// not language: genres of GUM
const PROSE: [&str; 6] = ["academic", "bio", "essay", "news", "textbook", "voyage"];
/// Links needed for a step of the calibration.
const STEP: usize = 40;

/// A document with its parse.
pub struct Read {
    /// The annotation.
    pub gold: GoldDocument,
    /// Its genre.
    pub genre: String,
    report: Report,
    parsed: Parsed,
}

impl Read {
    /// Parses a document.
    #[must_use]
    pub fn new(gold: GoldDocument, genre: &str, engine: &Engine) -> Self {
        let report = Plain::new(&gold.text).report;
        let parsed = engine.parse(&report);
        Self { gold, genre: genre.into(), report, parsed }
    }

    /// Its mentions, the pronouns linked by `choose`.
    pub fn mentions(&self, rules: &MentionRules, choose: &mut dyn Choose) -> Vec<Mention> {
        let syntax = Syntax::new(&self.report, &self.parsed.sentences, &self.parsed.tokens);
        let entities: Vec<_> = self.parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
        find_mentions_with(&syntax, &entities, rules, choose)
    }

    /// Compares mentions with the annotation.
    #[must_use]
    pub fn measure(&self, mentions: &[Mention]) -> Measured {
        gum::measure(&self.gold, mentions, &|m| self.parsed.tokens.get(m.head.at()).map_or(m.span, |t| t.span))
    }

    fn bytes(&self, tokens: Span<dateline_report::Tok>) -> Span<Byte> {
        match (self.parsed.tokens.get(tokens.start as usize), self.parsed.tokens.get(tokens.end as usize - 1)) {
            (Some(a), Some(b)) => a.span.hull(b.span),
            _ => Span::new(0, 0),
        }
    }

    /// Entity of a pronoun; `None` for what is no mention of gold.
    fn wanted(&self, case: &Case<'_>) -> Option<u32> {
        let at = self.bytes(case.tokens);
        self.gold.mentions.iter().find(|g| g.pronoun && g.span.overlaps(at)).map(|g| g.entity)
    }

    fn right(&self, case: &Case<'_>) -> Vec<usize> {
        let Some(entity) = self.wanted(case) else { return Vec::new() };
        (0..case.offers.len())
            .filter(|n| {
                let o = &case.offers[*n];
                let head = self.parsed.tokens.get(o.head.at()).map_or(Span::new(0, 0), |t| t.span);
                self.gold.align(self.bytes(o.tokens), head).is_some_and(|g| self.gold.mentions[g].entity == entity)
            })
            .collect()
    }
}

/// Weights in training: AdaGrad (Duchi, Hazan and Singer 2011), one place a hash of a key.
struct Softmax {
    weights: Vec<f64>,
    squares: Vec<f64>,
    keys: BTreeMap<u32, u32>,
    how: How,
}

/// Places for weights; a power of two.
const PLACES: usize = 1 << 18;

impl Softmax {
    fn new(how: How) -> Self {
        Self { weights: vec![0.0; PLACES], squares: vec![0.0; PLACES], keys: BTreeMap::new(), how }
    }

    fn score(&self, keys: &[u32]) -> f64 {
        keys.iter().map(|k| self.weights[*k as usize & (PLACES - 1)]).sum()
    }

    /// One step against the gradient for these features.
    fn step(&mut self, keys: &[u32], gradient: f64) {
        if gradient.abs() < 1e-4 {
            return;
        }
        for key in keys {
            *self.keys.entry(*key).or_insert(0) += 1;
            let at = *key as usize & (PLACES - 1);
            let g = gradient + self.how.decay * self.weights[at];
            self.squares[at] += g * g;
            self.weights[at] -= self.how.rate * g / (1e-6 + self.squares[at].sqrt());
        }
    }

    /// The weights in the form that `Table::read` reads, in at most [`MOST`] bytes: the smallest are left out.
    fn write(&self) -> Vec<u8> {
        for smallest in 4u8..127 {
            let (mut keys, mut blob, mut count) = (Vec::new(), Vec::new(), 0u32);
            for (key, _) in self.keys.iter().filter(|(_, n)| **n >= LEAST) {
                let c = code((self.weights[*key as usize & (PLACES - 1)] * SCALE).round() as i64);
                if c.unsigned_abs() >= smallest {
                    count += 1;
                    keys.extend(key.to_le_bytes());
                    blob.extend([1, 0, c as u8]);
                }
            }
            if 4 + keys.len() + blob.len() <= MOST {
                let mut out = count.to_le_bytes().to_vec();
                out.append(&mut keys);
                out.append(&mut blob);
                return out;
            }
        }
        0u32.to_le_bytes().to_vec()
    }
}

struct Learner<'a> {
    weights: &'a mut Softmax,
    read: &'a Read,
    /// Go on from the right choice, not from the own one.
    led: bool,
}

impl Choose for Learner<'_> {
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)> {
        let right = self.read.right(case);
        let nothing = case.offers.len();
        // The last place is "none".
        let own: Vec<f64> =
            case.offers.iter().map(|o| self.weights.score(&o.keys)).chain([self.weights.score(&case.none)]).collect();
        let good = |n: usize| if right.is_empty() { n == nothing } else { right.contains(&n) };
        let cost = |n: usize| match (good(n), right.is_empty(), n == nothing) {
            (true, _, _) => 0.0,
            (_, true, _) => 0.5,
            (_, _, true) => 1.5,
            _ => 1.0,
        };
        let scores: Vec<f64> = own.iter().enumerate().map(|(n, s)| s + cost(n)).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let odds: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
        let all: f64 = odds.iter().sum();
        let share: f64 = (0..odds.len()).filter(|n| good(*n)).map(|n| odds[n]).sum::<f64>().max(1e-12);
        for (n, odd) in odds.iter().enumerate() {
            let wanted = if good(n) { odd / share } else { 0.0 };
            let keys = case.offers.get(n).map_or(&case.none, |o| &o.keys);
            self.weights.step(keys, odd / all - wanted);
        }
        let best =
            |among: &mut dyn Iterator<Item = usize>| among.max_by(|a, b| own[*a].total_cmp(&own[*b]).then(b.cmp(a)));
        let choice = if self.led { best(&mut right.iter().copied()) } else { best(&mut (0..=nothing)) };
        choice.filter(|n| *n != nothing).map(|n| (n, 0))
    }
}

fn learn(reads: &[&Read], rules: &MentionRules, how: How) -> Softmax {
    let mut weights = Softmax::new(how);
    let mut sequence = Sequence(11);
    let (mut sums, mut count) = (vec![0.0; PLACES], 0.0);
    let all: Vec<&Read> =
        reads.iter().flat_map(|r| std::iter::repeat_n(*r, if r.genre == "news" { how.news } else { 1 })).collect();
    for pass in 0..how.passes {
        for n in sequence.order(all.len()) {
            let read = all[n];
            read.mentions(rules, &mut Learner { weights: &mut weights, read, led: pass == 0 });
        }
        // Averaged over the passes, the first one left out: the order of the documents matters less.
        if pass > 0 || how.passes == 1 {
            for (sum, w) in sums.iter_mut().zip(&weights.weights) {
                *sum += w;
            }
            count += 1.0;
        }
    }
    weights.weights = sums.iter().map(|s| s / f64::max(count, 1.0)).collect();
    weights
}

fn bytes(weights: &Softmax, confidence: &[(u8, i32, u16)]) -> Vec<u8> {
    let table = weights.write();
    let mut out = MAGIC.to_vec();
    out.extend((table.len() as u32).to_le_bytes());
    out.extend(table);
    out.extend(confidence.iter().flat_map(|(s, m, c)| format!("{s}\t{m}\t{c}\n").into_bytes()));
    out
}

/// Margins of linked pronouns and whether the link was right.
struct Watched<'a> {
    ranker: &'a Ranker,
    lean: i32,
    read: &'a Read,
    seen: Vec<(u8, i32, bool)>,
}

impl Choose for Watched<'_> {
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)> {
        let (n, margin) = self.ranker.rank(case).filter(|(_, m)| *m >= -self.lean)?;
        self.seen.push((case.sort, margin, self.read.right(case).contains(&n)));
        Some((n, 1000))
    }
}

/// Shares right by margin, made to rise (pool adjacent violators).
fn calibrate(mut seen: Vec<(i32, bool)>, sort: u8, lean: i32) -> Vec<(u8, i32, u16)> {
    seen.sort_unstable();
    let mut blocks: Vec<(i32, usize, usize)> = Vec::new();
    for part in seen.chunks(STEP) {
        let right = part.iter().filter(|s| s.1).count();
        blocks.push((part[0].0, right, part.len()));
        while let [.., a, b] = blocks.as_slice() {
            if a.1 * b.2 < b.1 * a.2 {
                break;
            }
            let joined = (a.0, a.1 + b.1, a.2 + b.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    if let Some(first) = blocks.first_mut() {
        first.0 = -lean;
    }
    blocks.into_iter().map(|(m, r, n)| (sort, m, (1000 * r / n.max(1)) as u16)).collect()
}

/// Reads the documents of some parts of GUM.
///
/// # Errors
/// If the set is not there.
pub fn load(dir: &Path, part: &str, engine: &Engine) -> Result<Vec<Read>, TrainError> {
    gum::table(dir)?
        .par_iter()
        .filter(|(_, _, p)| p == part)
        .map(|(id, genre, _)| Ok(Read::new(gum::read(&dir.join(format!("{id}.conllu")))?, genre, engine)))
        .collect()
}

/// What cross-validation found: for each document its number and how well it went, margins, and whether each link was right.
pub type Crossed = (Vec<(usize, Measured)>, Vec<(u8, i32, bool)>);

/// Cross-validates: each document is measured with weights that have not seen it.
#[must_use]
pub fn cross(reads: &[Read], rules: &MentionRules, how: How) -> Crossed {
    let folds: Vec<Crossed> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let rest: Vec<&Read> =
                reads.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, read)| read).collect();
            let ranker = Ranker::read(&bytes(&learn(&rest, rules, how), &[])).unwrap_or_default();
            let (mut seen, mut measured) = (Vec::new(), Vec::new());
            for (n, read) in reads.iter().enumerate().filter(|(n, _)| n % FOLDS == fold) {
                let mut watched = Watched { ranker: &ranker, lean: how.lean, read, seen: Vec::new() };
                let mentions = read.mentions(rules, &mut watched);
                if PROSE.contains(&read.genre.as_str()) {
                    seen.extend(watched.seen);
                }
                measured.push((n, read.measure(&mentions)));
            }
            (measured, seen)
        })
        .collect();
    let seen = folds.iter().flat_map(|(_, s)| s.iter().copied()).collect();
    (folds.into_iter().flat_map(|(m, _)| m).collect(), seen)
}

/// Weights from these documents, without calibration.
#[must_use]
pub fn ranker(reads: &[Read], rules: &MentionRules, how: How) -> Ranker {
    Ranker::read(&bytes(
        &learn(&reads.iter().collect::<Vec<_>>(), rules, how),
        &[0, 1, 2, 3].map(|sort| (sort, -how.lean, 1)),
    ))
    .unwrap_or_default()
}

/// Trains on the training documents of GUM in `data`, measures and calibrates by cross-validation, and gives the bytes of the weights.
///
/// # Errors
/// If the data set or the language data are not there.
pub fn train(data: &Path, how: How, say: Say<'_>) -> Result<Vec<u8>, TrainError> {
    let built_in = DataSet::built_in();
    let engine = Engine::load(&built_in)?;
    let rules = MentionRules::load(&built_in)?;
    let reads = load(&data.join("gum-full"), "train", &engine)?;
    say(&format!("{} documents", reads.len()));
    let (measured, seen) = cross(&reads, &rules, how);
    for genre in ["news", ""] {
        let items: Vec<_> = measured
            .iter()
            .filter(|(n, _)| genre.is_empty() || reads[*n].genre == genre)
            .flat_map(|(_, m)| m.pronouns.iter())
            .collect();
        let share = |f: &dyn Fn(&gum::PronounItem) -> bool| {
            100.0 * items.iter().filter(|i| f(i)).count() as f64 / items.len().max(1) as f64
        };
        say(&format!(
            "held out, {}: {} pronouns, {:.1} % right, {:.1} % open",
            if genre.is_empty() { "all" } else { genre },
            items.len(),
            share(&|i| i.right == Some(true)),
            share(&|i| i.right.is_none()),
        ));
    }
    let confidence: Vec<_> = (0..4u8)
        .flat_map(|sort| calibrate(seen.iter().filter(|s| s.0 == sort).map(|s| (s.1, s.2)).collect(), sort, how.lean))
        .collect();
    say(&format!("margins and confidence: {confidence:?}"));
    let weights = learn(&reads.iter().collect::<Vec<_>>(), &rules, how);
    let out = bytes(&weights, &confidence);
    say(&format!("{} features, {} bytes", weights.keys.len(), out.len()));
    Ok(out)
}
