//! Lemmas from the treebanks.

use std::collections::BTreeMap;

use dateline_lang::engine::lemma::{ENDING, Edit, Lemmas, base, ending};

use crate::conllu::Tree;

fn edit(base: &str, lemma: &str) -> Edit {
    let same = base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    ((base.chars().count() - same) as u8, lemma.chars().skip(same).collect::<String>().into())
}

/// Endings whose usual edit is clear, then the words they get wrong.
pub(crate) fn learn(trees: &[Tree]) -> Lemmas {
    // (form, tag) to its lemmas with their counts
    let mut seen: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    for w in trees
        .iter()
        .flat_map(|t| &t.words)
        .filter(|w| w.lemma != "_" && !w.misc.contains("Typo") && !w.form.contains(char::is_whitespace))
    {
        let base = base(&w.form, &w.xpos);
        *seen.entry((base, w.xpos.to_string())).or_default().entry(w.lemma.clone()).or_default() += 1;
    }
    let usual: Vec<(String, String, String, usize)> = seen
        .into_iter()
        .filter_map(|((base, xpos), lemmas)| {
            let (lemma, n) = lemmas.into_iter().max_by_key(|(l, n)| (*n, std::cmp::Reverse(l.clone())))?;
            Some((base, xpos, lemma, n))
        })
        .collect();
    let mut edits: BTreeMap<String, BTreeMap<Edit, usize>> = BTreeMap::new();
    for (base, xpos, lemma, _) in &usual {
        // capitals belong to a word ("I", "Chilean"), never to its ending
        let lemma = if xpos.starts_with("NNP") { lemma.clone() } else { lemma.to_lowercase() };
        for n in 0..=ENDING.min(base.chars().count()) {
            *edits.entry(ending(base, n, xpos)).or_default().entry(edit(base, &lemma)).or_default() += 1;
        }
    }
    let mut table = Lemmas::default();
    // shorter endings first, so that longer ones are kept only where they say something else
    let mut all: Vec<(String, BTreeMap<Edit, usize>)> = edits.into_iter().collect();
    all.sort_by_key(|(k, _)| k.split('\t').next().map_or(0, |e| e.chars().count()));
    for (key, counts) in all {
        let total: usize = counts.values().sum();
        let Some((edit, n)) = counts.into_iter().max_by_key(|(e, n)| (*n, std::cmp::Reverse(e.clone()))) else {
            continue;
        };
        let (end, xpos) = key.split_once('\t').unwrap_or_default();
        let shorter = (1..=end.chars().count())
            .find_map(|skip| table.endings.get(&format!("{}\t{xpos}", end.chars().skip(skip).collect::<String>())));
        let least = if end.is_empty() { 1 } else { 2 };
        if total >= least && n * 2 > total && shorter != Some(&edit) {
            table.endings.insert(key, edit);
        }
    }
    for (base, xpos, lemma, n) in usual {
        if table.by_ending(&base, &xpos) != lemma
            && (n >= 2 || !xpos.starts_with("NNP"))
            && !lemma.contains(char::is_whitespace)
            && !base.is_empty()
        {
            table.exceptions.insert(format!("{base}\t{xpos}"), lemma.into());
        }
    }
    table
}
