//! Training of the tagger.

use std::collections::BTreeMap;

use dateline_lang::engine::table::{Table, Weights};
use dateline_lang::engine::tag::{self, TagSet};
use dateline_lang::engine::word::Word;
use rayon::prelude::*;

use crate::conllu::Tree;
use crate::perceptron::{Perceptron, Sequence};

/// The pairs of tags that occur at least three times.
pub(crate) fn tag_set(trees: &[Tree]) -> TagSet {
    let mut count: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for w in trees.iter().flat_map(|t| &t.words) {
        *count.entry((w.upos.name(), w.xpos.as_str())).or_default() += 1;
    }
    let mut common: Vec<_> = count.into_iter().filter(|(_, n)| *n >= 3).collect();
    common.sort_by_key(|((u, x), n)| (std::cmp::Reverse(*n), *u, *x));
    TagSet {
        tags: common
            .into_iter()
            .take(200)
            .map(|((u, x), _)| (dateline_lang::token::Upos::from_name(u), x.into()))
            .collect(),
    }
}

/// A sentence as a headline writes it: capitals on longer words, or everywhere; every so many sentences.
pub(crate) fn recase(forms: &[&str], n: usize) -> Option<Vec<String>> {
    let title = |f: &str| {
        if f.chars().count() < 4 {
            return f.to_string();
        }
        let mut chars = f.chars();
        chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
    };
    match n % 25 {
        3 | 16 => Some(
            forms
                .iter()
                .enumerate()
                .map(|(i, f)| if i == 0 { title(&format!("{f}   ")).trim_end().to_string() } else { title(f) })
                .collect(),
        ),
        9 => Some(forms.iter().map(|f| f.to_uppercase()).collect()),
        _ => None,
    }
}

/// Trains on some sentences.
pub(crate) fn train(tags: &TagSet, trees: &[Tree], passes: usize) -> Perceptron {
    let chosen: Vec<&Tree> = trees.iter().collect();
    run(tags, &chosen, passes)
}

fn run(tags: &TagSet, trees: &[&Tree], passes: usize) -> Perceptron {
    let numbers: BTreeMap<(&str, &str), u8> =
        tags.tags.iter().enumerate().map(|(n, (u, x))| ((u.name(), x.as_str()), n as u8)).collect();
    let mut model = Perceptron::new();
    let mut sequence = Sequence(7);
    let (mut scores, mut keys) = (vec![0i32; tags.tags.len()], Vec::new());
    let mut found = Vec::new();
    for pass in 0..passes {
        for n in sequence.order(trees.len()) {
            let Some(tree) = trees.get(n) else { continue };
            let forms = tree.forms();
            let other = recase(&forms, n + pass * 7);
            let words = match &other {
                Some(f) => Word::sentence(&f.iter().map(String::as_str).collect::<Vec<_>>()),
                None => Word::sentence(&forms),
            };
            found.clear();
            for (i, w) in tree.words.iter().enumerate() {
                tag::features(&words, &found, i, &mut keys);
                scores.fill(0);
                for k in &keys {
                    model.add(*k, &mut scores);
                }
                let guess = tag::best(&scores);
                model.tick();
                let gold = numbers.get(&(w.upos.name(), w.xpos.as_str())).map(|g| usize::from(*g));
                if let Some(gold) = gold.filter(|g| *g != guess) {
                    model.learn(&keys, gold, guess);
                }
                found.push(guess as u8);
            }
        }
    }
    model
}

/// Tags of all sentences, each by a tagger trained on the others.
pub(crate) fn jackknife(tags: &TagSet, trees: &[Tree], passes: usize) -> Vec<Vec<u8>> {
    const FOLDS: usize = 4;
    let parts: Vec<Vec<(usize, Vec<u8>)>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others: Vec<&Tree> =
                trees.iter().enumerate().filter(|(n, _)| n % FOLDS != fold).map(|(_, t)| t).collect();
            let table = Table::read(&run(tags, &others, passes).write(4, usize::MAX)).unwrap_or_default();
            (fold..trees.len())
                .step_by(FOLDS)
                .map(|n| (n, tag::tag(&table, tags.tags.len(), &Word::sentence(&trees[n].forms()))))
                .collect()
        })
        .collect();
    let mut all = vec![Vec::new(); trees.len()];
    for (n, tags) in parts.into_iter().flatten() {
        all[n] = tags;
    }
    all
}
