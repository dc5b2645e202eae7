//! The tags to be learnt, and sentences written as headlines.

use std::collections::BTreeMap;

use dateline_lang::engine::model::TagSet;

use crate::conllu::Tree;

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
