//! Trees in CoNLL-U form.

use std::path::Path;

use dateline_lang::token::{Rel, Upos};
use smol_str::SmolStr;

use crate::TrainError;

/// One word of a tree.
#[derive(Debug, Clone)]
pub struct Word {
    /// As printed.
    pub form: String,
    /// Lemma.
    pub lemma: String,
    /// Universal tag.
    pub upos: Upos,
    /// Penn tag.
    pub xpos: SmolStr,
    /// Morphological features as printed; empty for none.
    pub features: String,
    /// Position of the governor, `None` for the root.
    pub head: Option<usize>,
    /// Relation.
    pub rel: Rel,
    /// Relation as printed.
    pub rel_name: SmolStr,
    /// Last column.
    pub misc: String,
    /// Is there a space after it?
    pub space: bool,
}

/// One sentence.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Its words.
    pub words: Vec<Word>,
    /// `# text`.
    pub text: String,
    /// Does a document begin here?
    pub new_document: bool,
    /// Does a paragraph begin here?
    pub new_paragraph: bool,
}

impl Tree {
    /// The forms.
    #[must_use]
    pub fn forms(&self) -> Vec<&str> {
        self.words.iter().map(|w| w.form.as_str()).collect()
    }
}

/// Reads a file.
///
/// # Errors
/// If it is not there.
pub fn read(path: &Path) -> Result<Vec<Tree>, TrainError> {
    Ok(parse(&crate::read(path)?))
}

/// Reads a text.
#[must_use]
pub fn parse(text: &str) -> Vec<Tree> {
    let mut out = Vec::new();
    let mut tree = Tree::default();
    let mut range_end = 0; // last word of a multi-word token, and whether a space follows it
    let mut range_space = true;
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !tree.words.is_empty() {
                out.push(std::mem::take(&mut tree));
            }
            tree = Tree::default();
            range_end = 0;
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            tree.new_document |= comment.starts_with("newdoc");
            tree.new_paragraph |=
                comment == "newpar" || comment.starts_with("newpar id") || comment.starts_with("newpar ");
            if let Some(text) = comment.strip_prefix("text = ") {
                tree.text = text.to_string();
            }
        } else {
            let cells: Vec<&str> = line.split('\t').collect();
            let &[id, form, lemma, upos, xpos, features, head, rel, _, misc] = cells.as_slice() else {
                continue;
            };
            let space = !misc.split('|').any(|m| m == "SpaceAfter=No");
            if let Some((_, last)) = id.split_once('-') {
                range_end = last.parse().unwrap_or(0);
                range_space = space;
                continue;
            }
            let Ok(number) = id.parse::<usize>() else {
                continue;
            };
            let space = if number < range_end {
                false
            } else if number == range_end {
                range_space
            } else {
                space
            };
            tree.words.push(Word {
                form: form.into(),
                lemma: lemma.into(),
                upos: Upos::from_name(upos),
                xpos: xpos.into(),
                features: if features == "_" { String::new() } else { features.into() },
                head: head.parse::<usize>().ok().and_then(|h| h.checked_sub(1)),
                rel: Rel::from_name(rel),
                rel_name: rel.into(),
                misc: misc.into(),
                space,
            });
        }
    }
    out
}
