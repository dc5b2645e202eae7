//! Training of the names model: structured perceptron with partial labels. Where the data allow several labels the best-scoring
//! allowed path counts as right (a latent-variable perceptron, as in Sun et al. 2009).

use dateline_lang::engine::lists::Lists;
use dateline_lang::engine::model::{self, Line};
use dateline_lang::engine::names::{self, Context};
use dateline_lang::engine::table::Table;
use dateline_lang::engine::word::Word;
use rayon::prelude::*;

use crate::names_data::{Sentence, Text};
use crate::perceptron::{Perceptron, Sequence};
use crate::tags::recase;

/// What the model sees of a sentence.
struct Seen {
    words: Vec<Word>,
    context: Vec<Context>,
    line: Line,
}

/// Labels found for the sentences of some texts, with the texts' numbers.
type Guesses = Vec<(usize, Vec<Vec<usize>>)>;
type Syntax<'a> = &'a (dyn Fn(&[&str]) -> Line + Sync);

fn see(sentence: &Sentence, forms: &[&str], lists: &Lists, syntax: Syntax<'_>) -> Seen {
    debug_assert_eq!(sentence.forms.len(), forms.len());
    let line = syntax(forms);
    let context = model::context(&line, &lists.mark(forms));
    Seen { words: line.words.clone(), context, line }
}

/// Trains on texts; also gives the margins at which the model's confidence reaches a number of thousandths.
pub(crate) fn train(
    texts: &[Text],
    lists: &Lists,
    syntax: Syntax<'_>,
    passes: usize,
    say: &(dyn Fn(&str) + Sync),
) -> (Perceptron, Vec<(i32, u16)>) {
    let mut seen: Vec<Vec<Seen>> = texts
        .par_iter()
        .map(|t| {
            t.sentences
                .iter()
                .map(|s| see(s, &s.forms.iter().map(String::as_str).collect::<Vec<_>>(), lists, syntax))
                .collect()
        })
        .collect();
    // what the first pass would say of each sentence, by models that have not seen its text
    const FOLDS: usize = 3;
    let parts: Vec<(Guesses, Vec<(i32, bool)>)> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let inside: Vec<usize> = (0..texts.len()).filter(|n| n % FOLDS != fold).collect();
            let table =
                Table::read(&run(texts, &seen, &inside, lists, syntax, passes.min(5), &|_| ()).write(4, usize::MAX))
                    .unwrap_or_default();
            let bridges = names::bridges(&table);
            let mut margins = Vec::new();
            let found = (fold..texts.len())
                .step_by(FOLDS)
                .map(|n| {
                    let labels = seen[n]
                        .iter()
                        .zip(&texts[n].sentences)
                        .map(|(s, gold)| {
                            let path =
                                names::decode(&names::lattice(&table, &s.words, &s.context), &bridges, None, true);
                            for (a, b, _) in names::spans(&path.labels) {
                                let right = (a..b).all(|i| gold.allowed[i] >> path.labels[i] & 1 == 1);
                                margins.push((path.margin[a..b].iter().min().copied().unwrap_or(0), right));
                            }
                            path.labels
                        })
                        .collect();
                    (n, labels)
                })
                .collect();
            (found, margins)
        })
        .collect();
    let mut margins = Vec::new();
    for (found, more) in parts {
        margins.extend(more);
        for (n, labels) in found {
            let mut lines: Vec<(&Line, Vec<Context>)> = seen[n].iter().map(|s| (&s.line, s.context.clone())).collect();
            model::remember(&mut lines, &labels);
            let contexts: Vec<Vec<Context>> = lines.into_iter().map(|(_, c)| c).collect();
            for (s, c) in seen[n].iter_mut().zip(contexts) {
                s.context = c;
            }
        }
    }
    let all: Vec<usize> = (0..texts.len()).collect();
    (run(texts, &seen, &all, lists, syntax, passes, say), calibrate(margins))
}

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

fn run(
    texts: &[Text],
    seen: &[Vec<Seen>],
    inside: &[usize],
    lists: &Lists,
    syntax: Syntax<'_>,
    passes: usize,
    say: &dyn Fn(&str),
) -> Perceptron {
    let mut model = Perceptron::new();
    let mut sequence = Sequence(13);
    let places: Vec<(usize, usize)> =
        inside.iter().flat_map(|t| (0..texts[*t].sentences.len()).map(move |s| (*t, s))).collect();
    let (mut keys_right, mut mistakes) = (Vec::new(), 0usize);
    for pass in 0..passes {
        mistakes = 0;
        for n in sequence.order(places.len()) {
            let (t, s) = places[n];
            let gold = &texts[t].sentences[s];
            let forms: Vec<&str> = gold.forms.iter().map(String::as_str).collect();
            let recased = recase(&forms, n + pass * 7)
                .map(|f| see(gold, &f.iter().map(String::as_str).collect::<Vec<_>>(), lists, syntax));
            let what = recased.as_ref().unwrap_or(&seen[t][s]);
            // some texts are read as if for the first time
            let blank: Vec<Context>;
            let context = if (t + pass) % 3 == 0 {
                blank = what.context.iter().map(|c| Context { memory: 0, ..*c }).collect();
                &blank
            } else {
                &what.context
            };
            let lattice = names::lattice(&model, &what.words, context);
            let bridges = names::bridges(&model);
            let guess = names::decode(&lattice, &bridges, None, false).labels;
            model.tick();
            if guess.iter().enumerate().all(|(i, l)| gold.allowed[i] >> l & 1 == 1) {
                continue;
            }
            let right = names::decode(&lattice, &bridges, Some(&gold.allowed), false).labels;
            mistakes += 1;
            for i in 0..guess.len() {
                if guess[i] != right[i] {
                    names::features(&what.words, context, i, &mut keys_right);
                    model.learn(&keys_right, right[i], guess[i]);
                }
                if i > 0 && (guess[i], guess[i - 1]) != (right[i], right[i - 1]) {
                    model.update(names::bridge(right[i - 1]), right[i], 1);
                    model.update(names::bridge(guess[i - 1]), guess[i], -1);
                }
            }
        }
        say(&format!("names, pass {}: {mistakes} of {} sentences wrong", pass + 1, places.len()));
    }
    let _ = mistakes;
    model
}
