//! Morphological features from the treebanks.

use std::collections::BTreeMap;

use dateline_lang::engine::features::{Features, agreement, follows, keys, subject};
use dateline_lang::token::Rel;
use smol_str::SmolStr;

use crate::conllu::Tree;

/// The usual features under each key, general keys first: a key is kept where it says something else than the more general one.
pub(crate) fn learn(trees: &[Tree]) -> Features {
    let mut seen: [BTreeMap<String, BTreeMap<&str, usize>>; 3] = Default::default();
    // what a key falls back to
    let mut general: BTreeMap<String, String> = BTreeMap::new();
    for tree in trees {
        let heads: Vec<Option<usize>> = tree.words.iter().map(|w| w.head).collect();
        let rels: Vec<Rel> = tree.words.iter().map(|w| w.rel).collect();
        for (n, w) in tree.words.iter().enumerate().filter(|(_, w)| !w.features.contains("Typo=")) {
            let agrees = match subject(n, &heads, &rels).filter(|_| follows(&w.xpos)) {
                Some(s) => agreement(&tree.words[s].features),
                None => String::new(),
            };
            let keys = keys(&w.form, w.upos, &w.xpos, &agrees);
            general.insert(keys[0].clone(), keys[1].clone());
            general.insert(keys[1].clone(), keys[2].clone());
            for (level, key) in keys.into_iter().enumerate() {
                *seen[level].entry(key).or_default().entry(w.features.as_str()).or_default() += 1;
            }
        }
    }
    let mut out = Features::default();
    for (level, counts) in seen.into_iter().enumerate().rev() {
        for (key, counts) in counts {
            let all: usize = counts.values().sum();
            let Some((best, n)) = counts.into_iter().max_by_key(|(f, n)| (*n, std::cmp::Reverse(*f))) else { continue };
            let mut fallback: Option<&SmolStr> = None;
            let mut up = general.get(&key).filter(|up| **up != key);
            while let (None, Some(k)) = (fallback, up) {
                fallback = out.table.get(k);
                up = general.get(k).filter(|g| *g != k);
            }
            let clear = level > 0 || n * 2 > all;
            if clear && fallback.is_none_or(|f| f != best) && !out.table.contains_key(&key) {
                out.table.insert(key, best.into());
            }
        }
    }
    out
}
