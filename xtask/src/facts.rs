//! `cargo xtask facts`: learns the weights of `data/en/factual/weights.tsv` from the train part of UDS factuality and half of MEANTIME.
//!
//! The score is a linear fit of the annotators' degree of factuality, the doubt a logistic fit of "not certain or negated". Both are small
//! sums over the words around a predicate; a row is kept where it was seen often enough and says something.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use dateline_lang::event::{FactFeatures, SCORE};
use smol_str::SmolStr;

use crate::eval::Options;
use crate::eval::status::{Item, Reader, doubt_f1, meantime, tuned, uds};

/// Rows seen more rarely are left out.
const SEEN: usize = 4;
/// Weights below this, in thousandths, are left out.
const LEAST: i32 = 15;

type Weights = BTreeMap<SmolStr, f64>;
/// Rows with their measures, and what is wanted.
type Example<'a> = (Vec<(&'a SmolStr, f64)>, f64);

/// Runs the command.
pub(crate) fn run(data: &Path, out: &Path, dump: Option<&String>) -> ExitCode {
    match learn(data, dump).and_then(|text| std::fs::write(out, text).map_err(|e| format!("{}: {e}", out.display()))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn learn(data: &Path, dump: Option<&String>) -> Result<String, String> {
    let mut reader = Reader::new(&Options::default())?;
    let news = meantime(&data.join("meantime"), &mut reader)?;
    let news: Vec<&Item> = news.iter().filter(|i| tuned(&i.id)).collect();
    let sentences = uds(&data.join("uds-factuality"), &data.join("ud-ewt"), "train", &mut reader)?;
    if let Some(path) = dump {
        let mut rows = String::new();
        for item in news.iter().copied().chain(&sentences) {
            let (factual, doubtful) = (item.factual.unwrap_or_default(), item.doubtful);
            let _ =
                writeln!(rows, "{}\t{factual}\t{doubtful:?}\t{}\t{}", item.id, item.words, item.features.0.join(" "));
        }
        std::fs::write(path, rows).map_err(|e| format!("{path}: {e}"))?;
    }
    let score = {
        let examples: Vec<Example<'_>> =
            sentences.iter().filter_map(|i| Some((ones(&i.features), i.factual?))).collect();
        fit(&examples, 12, 0.1, 0.000_3, &|sum, want| sum - want)
    };
    let score: BTreeMap<SmolStr, i32> = whole(&score);
    let total = |f: &FactFeatures| f.0.iter().filter_map(|f| score.get(f)).sum::<i32>();
    let name = SmolStr::from(SCORE);
    let examples: Vec<(&str, Example<'_>)> = news
        .iter()
        .map(|i| {
            let mut all = ones(&i.features);
            all.retain(|(f, _)| general(f));
            all.push((&name, f64::from(total(&i.features)) / 1000.0));
            (i.id.as_str(), (all, if i.doubtful == Some(true) { 1.0 } else { 0.0 }))
        })
        .collect();
    let folds = |id: &str| id.bytes().map(usize::from).sum::<usize>() % 5;
    let mut best = (0.0, 0.0, 0.0);
    for keep in [0.000_5, 0.001, 0.002, 0.004] {
        let mut logits: Vec<(f64, bool)> = Vec::new();
        for fold in 0..5 {
            let rest: Vec<Example<'_>> =
                examples.iter().filter(|(id, _)| folds(id) != fold).map(|(_, e)| e.clone()).collect();
            let weights = logistic(&rest, keep);
            logits.extend(examples.iter().filter(|(id, _)| folds(id) == fold).map(|(_, (features, want))| {
                (features.iter().filter_map(|(f, x)| Some(weights.get(*f)? * x)).sum::<f64>(), *want > 0.5)
            }));
        }
        for tenth in -20..=10 {
            let least = f64::from(tenth) / 10.0;
            let f1 = doubt_f1(logits.iter().map(|(l, want)| (*l > least, *want)));
            if f1 > best.0 {
                best = (f1, keep, least);
            }
        }
        println!("shrinking {keep}: best so far {best:.3?} of {} mentions", logits.len());
    }
    let all: Vec<Example<'_>> = examples.into_iter().map(|(_, e)| e).collect();
    let mut doubt = logistic(&all, best.1);
    // The sum is moved so that zero parts best.
    *doubt.entry("bias".into()).or_default() -= best.2;
    let doubt = whole(&doubt);
    let mut text = String::from(
        "# How surely a predicate is told as having happened: weights in thousandths of what stands around it.\n# Learnt by `cargo xtask facts` from UDS factuality (train part) and half of MEANTIME; see SOURCES.toml.\nfeature\tscore\tdoubt\n",
    );
    let names: std::collections::BTreeSet<&SmolStr> = score.keys().chain(doubt.keys()).collect();
    for name in &names {
        let (a, b) = (score.get(*name).copied().unwrap_or(0), doubt.get(*name).copied().unwrap_or(0));
        let _ = writeln!(text, "{name}\t{a}\t{b}");
    }
    println!("{} rows from {} sentences' predicates and {} mentions", names.len(), sentences.len(), news.len());
    Ok(text)
}

fn logistic(examples: &[Example<'_>], keep: f64) -> Weights {
    fit(examples, 100, 0.2, keep, &|sum, want| 1.0 / (1.0 + (-sum).exp()) - want)
}

/// Rows for grammar rather than for single words: a thousand mentions are too few to learn words from.
fn general(row: &str) -> bool {
    let (kind, of) = row.split_once('=').unwrap_or((row, ""));
    match kind {
        "told" => !of.contains(','),
        "scope" => of.get(1..2) == Some(","),
        "bias" | "to" | "aux" | "mark" | "upaux" | "asked" => true,
        _ => false,
    }
}

fn ones(features: &FactFeatures) -> Vec<(&SmolStr, f64)> {
    features.0.iter().map(|f| (f, 1.0)).collect()
}

/// Steps down the slope, smaller for rows that have moved much; `keep` draws rows back to zero.
fn fit(examples: &[Example<'_>], passes: usize, rate: f64, keep: f64, slope: &dyn Fn(f64, f64) -> f64) -> Weights {
    let mut seen: BTreeMap<&SmolStr, usize> = BTreeMap::new();
    for (f, _) in examples.iter().flat_map(|(features, _)| features) {
        *seen.entry(f).or_default() += 1;
    }
    let names: BTreeMap<&SmolStr, usize> =
        seen.into_iter().filter(|(_, n)| *n >= SEEN).enumerate().map(|(at, (f, _))| (f, at)).collect();
    let rows: Vec<(Vec<(usize, f64)>, f64)> = examples
        .iter()
        .map(|(features, want)| (features.iter().filter_map(|(f, x)| Some((*names.get(f)?, *x))).collect(), *want))
        .collect();
    let (mut weights, mut moved) = (vec![0.0f64; names.len()], vec![1.0f64; names.len()]);
    for pass in 0..passes {
        for n in 0..rows.len() {
            // A step that shares no factor with most sizes visits all rows in a mixed order, the same each time.
            let (features, want) = &rows[(n * 7919 + pass) % rows.len()];
            let error = slope(features.iter().map(|(f, x)| weights[*f] * x).sum(), *want);
            for (f, x) in features {
                let change = error * x + keep * weights[*f];
                moved[*f] += change * change;
                weights[*f] -= rate * change / moved[*f].sqrt();
            }
        }
    }
    names.into_iter().map(|(f, at)| (f.clone(), weights[at])).collect()
}

/// In thousandths, without what says next to nothing.
fn whole(weights: &Weights) -> BTreeMap<SmolStr, i32> {
    weights
        .iter()
        .map(|(f, w)| (f.clone(), (w * 1000.0).round() as i32))
        .filter(|(f, w)| w.abs() >= LEAST || f == "bias")
        .collect()
}
