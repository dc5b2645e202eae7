//! Training of the names model: a conditional random field with partial labels (see `crf`), in two readings of each text. The
//! second reading knows what a first one, by models that had not seen the text, took each word for.

use dateline_lang::engine::lists::Lists;
use dateline_lang::engine::model::{self, Line};
use dateline_lang::engine::names::{self, Context};
use dateline_lang::engine::table::Table;
use dateline_lang::engine::word::Word;
use rayon::prelude::*;

use crate::crf::{Field, Item, Plan};
use crate::names_data::{self, Text};
use crate::tags::recase;

/// What the model sees of a sentence, with its labels.
struct Seen {
    line: Line,
    /// With and without the memory of a first reading.
    contexts: [Vec<Context>; 2],
    allowed: Vec<u64>,
    weight: f32,
    source: usize,
}

/// Labels of sentences, and margins of names with whether they are right.
type Reading = (Vec<Vec<usize>>, Vec<(i32, bool)>);
type Syntax<'a> = &'a (dyn Fn(&[&str]) -> Line + Sync);

impl Seen {
    fn item(&self) -> Item<'_> {
        let words: &[Word] = &self.line.words;
        Item {
            words,
            contexts: [&self.contexts[0], &self.contexts[1]],
            allowed: &self.allowed,
            weight: self.weight,
            source: self.source,
        }
    }
}

fn see(text: &Text, lists: &Lists, syntax: Syntax<'_>) -> Vec<Seen> {
    let lines: Vec<(Line, Vec<u32>)> = text
        .sentences
        .iter()
        .map(|s| {
            let forms: Vec<&str> = s.forms.iter().map(String::as_str).collect();
            (syntax(&forms), lists.mark(&forms))
        })
        .collect();
    let mut pairs: Vec<(&Line, Vec<Context>)> = lines.iter().map(|(l, m)| (l, model::context(l, m))).collect();
    model::familiar(&mut pairs);
    let contexts: Vec<Vec<Context>> = pairs.into_iter().map(|(_, c)| c).collect();
    lines
        .into_iter()
        .zip(contexts)
        .zip(&text.sentences)
        .map(|(((line, _), c), s)| Seen {
            line,
            contexts: [c.clone(), c],
            allowed: s.allowed.clone(),
            weight: text.weight,
            source: text.source,
        })
        .collect()
}

/// Sentences as headlines write them, some of all.
fn recased(texts: &[Text], lists: &Lists, syntax: Syntax<'_>) -> Vec<Seen> {
    let all: Vec<(usize, &Text, usize)> =
        texts.iter().enumerate().flat_map(|(t, text)| (0..text.sentences.len()).map(move |n| (t, text, n))).collect();
    all.par_iter()
        .filter_map(|(t, text, n)| {
            let s = text.sentences.get(*n)?;
            let forms: Vec<&str> = s.forms.iter().map(String::as_str).collect();
            let forms = recase(&forms, t * 7 + n)?;
            let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
            let line = syntax(&forms);
            let context = model::context(&line, &lists.mark(&forms));
            Some(Seen {
                line,
                contexts: [context.clone(), context],
                allowed: s.allowed.clone(),
                weight: text.weight * 0.7,
                source: text.source,
            })
        })
        .collect()
}

/// The labels that a model finds in some sentences; and of each name its margin, and whether it is right.
fn read(table: &Table, seen: &[Seen]) -> Reading {
    let bridges = names::bridges(table);
    let mut margins = Vec::new();
    let labels = seen
        .iter()
        .map(|s| {
            let lattice = names::lattice(table, &s.line.words, &s.contexts[0]);
            let path = names::decode(&lattice, &bridges, None, true);
            for (a, b, _) in names::spans(&path.labels) {
                // where anything goes nothing is known of right and wrong
                if s.allowed[a..b].iter().all(|m| m.count_ones() < 16) {
                    let right = (a..b).all(|i| s.allowed[i] >> path.labels[i] & 1 == 1);
                    margins.push((path.margin[a..b].iter().min().copied().unwrap_or(0), right));
                }
            }
            path.labels
        })
        .collect();
    (labels, margins)
}

fn field(texts: &[Text], seen: &[Vec<Seen>], inside: impl Fn(&Text) -> bool, plan: Plan) -> Table {
    let items: Vec<Item<'_>> =
        texts.iter().zip(seen).filter(|(t, _)| inside(t)).flat_map(|(_, s)| s.iter().map(Seen::item)).collect();
    Table::read(&Field::learn(&items, plan, &|_| ()).write(usize::MAX)).unwrap_or_default()
}

/// Trains on texts; gives the weights, in at most `most` bytes, and the margins at which the model's confidence reaches a number
/// of thousandths.
pub(crate) fn train(
    texts: &[Text],
    lists: &Lists,
    syntax: Syntax<'_>,
    plan: Plan,
    most: usize,
    say: &(dyn Fn(&str) + Sync),
) -> (Vec<u8>, Vec<(i32, u16)>) {
    let mut seen: Vec<Vec<Seen>> = texts.par_iter().map(|t| see(t, lists, syntax)).collect();
    say("names: syntax done");
    let short = Plan { passes: plan.passes.min(4), ..plan };
    // what the first pass would say of each sentence, by models that have not seen its text
    const FOLDS: usize = 3;
    let found: Vec<(usize, Reading)> = (0..FOLDS)
        .into_par_iter()
        .flat_map_iter(|fold| {
            let table = field(texts, &seen, |t| t.origin % FOLDS != fold, short);
            let seen = &seen;
            let inside: Vec<usize> = (0..texts.len()).filter(|n| texts[*n].origin % FOLDS == fold).collect();
            inside.into_iter().map(move |n| (n, read(&table, &seen[n])))
        })
        .collect();
    let original = |n: usize, source: usize| texts[n].source == source && texts[n].origin == n;
    let mut margins: Vec<(i32, bool)> = Vec::new();
    for (n, (labels, sure)) in found {
        if CALIBRATED.iter().any(|source| original(n, *source)) {
            margins.extend(sure);
        }
        let mut lines: Vec<(&Line, Vec<Context>)> = seen[n].iter().map(|s| (&s.line, s.contexts[0].clone())).collect();
        model::remember(&mut lines, &labels);
        let contexts: Vec<Vec<Context>> = lines.into_iter().map(|(_, c)| c).collect();
        for (s, c) in seen[n].iter_mut().zip(contexts) {
            s.contexts[0] = c;
        }
    }
    say("names: first readings done");
    // confidence: half from texts whose like was in training, half from sets whose like was not
    let more: Vec<(i32, bool)> = CALIBRATED
        .into_par_iter()
        .flat_map_iter(|source| {
            let table = field(texts, &seen, |t| t.source != source, short);
            let seen = &seen;
            let inside: Vec<usize> = (0..texts.len()).filter(|n| original(*n, source)).collect();
            inside.into_iter().flat_map(move |n| read(&table, &seen[n]).1)
        })
        .collect();
    margins.extend(more);
    say("names: confidence done");
    let more = recased(texts, lists, syntax);
    let items: Vec<Item<'_>> = seen.iter().flatten().chain(&more).map(Seen::item).collect();
    let learnt = Field::learn(&items, plan, say);
    let bytes = learnt.write(most);
    say(&format!("names: {}", learnt.size(&bytes)));
    (bytes, calibrate(margins))
}

/// Sets that say how sure the model may be: those that mark all names, of every kind.
const CALIBRATED: [usize; 2] = [names_data::WIKIGOLD, names_data::POLITICS];

/// Share of right names by margin, in twelve groups of equal size, made to rise.
fn calibrate(mut margins: Vec<(i32, bool)>) -> Vec<(i32, u16)> {
    margins.sort_unstable();
    let size = margins.len().div_ceil(12).max(1);
    let mut out: Vec<(i32, u16)> = Vec::new();
    for group in margins.chunks(size) {
        let right = group.iter().filter(|(_, r)| *r).count() * 1000 / group.len();
        let low = group.first().map_or(0, |(m, _)| *m);
        let last = out.last().map_or(0, |(_, c)| *c);
        out.push((low, (right as u16).max(last)));
    }
    if let Some(first) = out.first_mut() {
        first.0 = i32::MIN;
    }
    out
}
