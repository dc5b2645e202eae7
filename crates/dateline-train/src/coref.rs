//! Training of the model that links pronouns: an averaged perceptron that learns to rank (Collins 2002; latent antecedents as in
//! Fernandes, dos Santos and Milidiú 2012). Trained on our own analysis of the texts, so that it learns from the mentions it will meet.

use std::path::Path;

use dateline_data::DataSet;
use dateline_lang::engine::Parsed;
use dateline_lang::mention::coref::{Case, Choose, MAGIC, Ranker, score};
use dateline_lang::mention::{Mention, MentionRules, find_mentions_with};
use dateline_lang::plain::Plain;
use dateline_lang::{Engine, Syntax};
use dateline_report::{Byte, Report, Span};
use rayon::prelude::*;

use crate::gum::{self, GoldDocument, Measured};
use crate::perceptron::{Perceptron, Sequence};
use crate::{Say, TrainError};

/// Most bytes that the table of weights may take.
const MOST: usize = 95_000;
/// Features that were touched in fewer updates are left out.
const LEAST: u16 = 3;
/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Passes over the documents.
    pub passes: usize,
    /// The right candidate must beat the others by this much.
    pub margin: i32,
    /// How often a document of the news counts.
    pub news: usize,
    /// A link is made unless "none" is better by more than this.
    pub lean: i32,
}

impl Default for How {
    fn default() -> Self {
        Self { passes: 6, margin: 12, news: 2, lean: 6000 }
    }
}
/// Parts of the cross-validation that measures and calibrates.
const FOLDS: usize = 4;
/// Links needed for a step of the calibration.
const STEP: usize = 60;

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

struct Learner<'a> {
    weights: &'a mut Perceptron,
    read: &'a Read,
    margin: i32,
    /// Go on from the right choice, not from the own one.
    led: bool,
}

impl Choose for Learner<'_> {
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)> {
        let right = self.read.right(case);
        let none = score(self.weights, &case.none);
        let scores: Vec<i32> = case.offers.iter().map(|o| score(self.weights, &o.keys)).collect();
        let top = |among: &mut dyn Iterator<Item = usize>| {
            among.max_by_key(|n| (scores[*n], std::cmp::Reverse(*n))).map(|n| (scores[n], Some(n)))
        };
        let good = top(&mut right.iter().copied()).unwrap_or((none, None));
        let mut bad = top(&mut (0..scores.len()).filter(|n| !right.contains(n)));
        if good.1.is_some() && bad.is_none_or(|b| b.0 < none) {
            bad = Some((none, None));
        }
        self.weights.tick();
        if let Some(bad) = bad.filter(|b| b.0 + self.margin > good.0) {
            let keys = |n: Option<usize>| n.map_or(&case.none, |n| &case.offers[n].keys);
            for key in keys(good.1) {
                self.weights.update(*key, 0, 1);
            }
            for key in keys(bad.1) {
                self.weights.update(*key, 0, -1);
            }
        }
        let own = (0..scores.len()).max_by_key(|n| (scores[*n], std::cmp::Reverse(*n))).filter(|n| scores[*n] > none);
        (if self.led { good.1 } else { own }).map(|n| (n, 0))
    }
}

fn learn(reads: &[&Read], rules: &MentionRules, how: How) -> Perceptron {
    let mut weights = Perceptron::new();
    let mut sequence = Sequence(11);
    let all: Vec<&Read> =
        reads.iter().flat_map(|r| std::iter::repeat_n(*r, if r.genre == "news" { how.news } else { 1 })).collect();
    for pass in 0..how.passes {
        for n in sequence.order(all.len()) {
            let read = all[n];
            read.mentions(rules, &mut Learner { weights: &mut weights, read, margin: how.margin, led: pass == 0 });
        }
    }
    weights
}

fn bytes(weights: &Perceptron, confidence: &[(i32, u16)]) -> Vec<u8> {
    let table = weights.write(LEAST, MOST);
    let mut out = MAGIC.to_vec();
    out.extend((table.len() as u32).to_le_bytes());
    out.extend(table);
    out.extend(confidence.iter().flat_map(|(m, c)| format!("{m}\t{c}\n").into_bytes()));
    out
}

/// Margins of linked pronouns and whether the link was right.
struct Watched<'a> {
    ranker: &'a Ranker,
    lean: i32,
    read: &'a Read,
    seen: Vec<(i32, bool)>,
}

impl Choose for Watched<'_> {
    fn choose(&mut self, case: &Case<'_>) -> Option<(usize, u16)> {
        let (n, margin) = self.ranker.rank(case).filter(|(_, m)| *m >= -self.lean)?;
        self.seen.push((margin, self.read.right(case).contains(&n)));
        Some((n, 1))
    }
}

/// Shares right by margin, made to rise (pool adjacent violators).
fn calibrate(mut seen: Vec<(i32, bool)>, lean: i32) -> Vec<(i32, u16)> {
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
    blocks.into_iter().map(|(m, r, n)| (m, (1000 * r / n.max(1)) as u16)).collect()
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
pub type Crossed = (Vec<(usize, Measured)>, Vec<(i32, bool)>);

/// Cross-validates: each document is measured with weights that have not seen it.
#[must_use]
pub fn cross(reads: &[Read], rules: &MentionRules, how: How) -> Crossed {
    let folds: Vec<(Vec<(i32, bool)>, Vec<(usize, Measured)>)> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let rest: Vec<&Read> =
                reads.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, read)| read).collect();
            let ranker = Ranker::read(&bytes(&learn(&rest, rules, how), &[])).unwrap_or_default();
            let (mut seen, mut measured) = (Vec::new(), Vec::new());
            for (n, read) in reads.iter().enumerate().filter(|(n, _)| n % FOLDS == fold) {
                let mut watched = Watched { ranker: &ranker, lean: how.lean, read, seen: Vec::new() };
                let mentions = read.mentions(rules, &mut watched);
                seen.extend(watched.seen);
                measured.push((n, read.measure(&mentions)));
            }
            (seen, measured)
        })
        .collect();
    let seen = folds.iter().flat_map(|(s, _)| s.iter().copied()).collect();
    (folds.into_iter().flat_map(|(_, m)| m).collect(), seen)
}

/// Weights from these documents, without calibration.
#[must_use]
pub fn ranker(reads: &[Read], rules: &MentionRules, how: How) -> Ranker {
    Ranker::read(&bytes(&learn(&reads.iter().collect::<Vec<_>>(), rules, how), &[(-how.lean, 1)])).unwrap_or_default()
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
    let confidence = calibrate(seen, how.lean);
    say(&format!("margins and confidence: {confidence:?}"));
    let weights = learn(&reads.iter().collect::<Vec<_>>(), &rules, how);
    let out = bytes(&weights, &confidence);
    say(&weights.size(out.get(MAGIC.len() + 4..).unwrap_or(&[])));
    Ok(out)
}
