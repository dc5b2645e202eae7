//! Lemmas: a list of exceptions and rules on word endings by Penn tag, both learnt from the treebanks.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::engine::word::plain;

/// Take so many characters off the end, put this instead.
pub type Edit = (u8, SmolStr);

/// The learnt table.
#[derive(Debug, Clone, Default)]
pub struct Lemmas {
    /// `form\tXPOS` to lemma.
    pub exceptions: BTreeMap<String, SmolStr>,
    /// `ending\tXPOS` to edit; the longest ending wins.
    pub endings: BTreeMap<String, Edit>,
}

/// Longest ending looked at, in characters.
pub const ENDING: usize = 5;

/// The form on which lemmas work: plain quotes, lower case except for proper nouns.
#[must_use]
pub fn base(form: &str, xpos: &str) -> String {
    let plain: String = form.chars().map(plain).collect();
    if xpos.starts_with("NNP") { plain } else { plain.to_lowercase() }
}

/// Applies an edit.
#[must_use]
pub fn apply(base: &str, edit: &Edit) -> String {
    let keep = base.chars().count().saturating_sub(usize::from(edit.0));
    base.chars().take(keep).chain(edit.1.chars()).collect()
}

/// Key of the last `n` characters.
#[must_use]
pub fn ending(base: &str, n: usize, xpos: &str) -> String {
    let skip = base.chars().count().saturating_sub(n);
    let end: String = base.chars().skip(skip).flat_map(char::to_lowercase).collect();
    format!("{end}\t{xpos}")
}

impl Lemmas {
    /// The lemma of a form with a tag.
    #[must_use]
    pub fn lemma(&self, form: &str, xpos: &str) -> SmolStr {
        let base = base(form, xpos);
        if let Some(lemma) = self.exceptions.get(&format!("{base}\t{xpos}")) {
            return lemma.clone();
        }
        self.by_ending(&base, xpos)
    }

    /// By the rules on endings alone.
    #[must_use]
    pub fn by_ending(&self, base: &str, xpos: &str) -> SmolStr {
        let length = base.chars().count();
        for n in (0..=ENDING.min(length)).rev() {
            if let Some(edit) = self.endings.get(&ending(base, n, xpos)) {
                let lemma = apply(base, edit);
                return if lemma.is_empty() { base.into() } else { lemma.into() };
            }
        }
        base.into()
    }

    /// Text form: one line an entry.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::new();
        for (k, v) in &self.exceptions {
            out.push_str(&format!("{k}\t{v}\n"));
        }
        out.push('\n');
        for (k, (n, end)) in &self.endings {
            out.push_str(&format!("{k}\t{n}\t{end}\n"));
        }
        out
    }

    /// Reads the text form.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut table = Self::default();
        let mut rules = false;
        for line in text.split('\n') {
            if line.is_empty() {
                rules = true;
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            match (rules, cells.as_slice()) {
                (false, [form, xpos, lemma]) => {
                    table.exceptions.insert(format!("{form}\t{xpos}"), (*lemma).into());
                }
                (true, [end, xpos, n, with]) => {
                    table.endings.insert(format!("{end}\t{xpos}"), (n.parse().ok()?, (*with).into()));
                }
                _ => return None,
            }
        }
        Some(table)
    }
}
