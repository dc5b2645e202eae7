//! Morphological features (`FEATS` of CoNLL-U), from tables by tags and form learnt from the treebanks. English shows most of them
//! in the Penn tag and the form; person and number of a finite verb follow its subject.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::engine::word::plain;
use crate::token::{Rel, Upos};

/// The learnt table: key of [`keys`] to features, written as in CoNLL-U (`Number=Plur`), empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Features {
    /// Key to features.
    pub table: BTreeMap<String, SmolStr>,
}

/// Keys of a word, the one that says most first: form with tags and agreement, tags and agreement, tags. `agrees` is what
/// [`agreement`] gives of the subject; empty for words that do not follow one.
#[must_use]
pub fn keys(form: &str, upos: Upos, xpos: &str, agrees: &str) -> [String; 3] {
    let mut shape = String::with_capacity(form.len());
    for c in form.chars().map(plain).flat_map(char::to_lowercase) {
        // all numbers of one make are alike
        let c = if c.is_ascii_digit() { '0' } else { c };
        if c != '0' || !shape.ends_with('0') {
            shape.push(c);
        }
    }
    let tags = format!("{} {xpos}", upos.name());
    [format!("{shape}\t{tags}\t{agrees}"), format!("\t{tags}\t{agrees}"), format!("\t{tags}\t")]
}

/// Does a word with this Penn tag take person and number from its subject?
#[must_use]
pub fn follows(xpos: &str) -> bool {
    matches!(xpos, "VBD" | "VBP")
}

/// Number and person in the features of a subject, as far as they are marked.
#[must_use]
pub fn agreement(features: &str) -> String {
    let marked: Vec<&str> =
        features.split('|').filter(|f| f.starts_with("Number=") || f.starts_with("Person=")).collect();
    marked.join("|")
}

/// The word whose person and number the word at `at` takes: its own subject, or that of the verb it helps or is joined to.
/// `heads` and `rels` are those of the sentence; no head for the root.
#[must_use]
pub fn subject(at: usize, heads: &[Option<usize>], rels: &[Rel]) -> Option<usize> {
    let own = |verb: usize| {
        (0..heads.len()).find(|n| {
            heads[*n] == Some(verb) && matches!(rels.get(*n).map(|r| r.universal()), Some("nsubj" | "csubj" | "expl"))
        })
    };
    let mut verb = at;
    // an auxiliary, a conjunct of a conjunct: never a long way
    for _ in 0..4 {
        if let Some(found) = own(verb) {
            return Some(found);
        }
        match (rels.get(verb).map(|r| r.universal()), heads.get(verb).copied().flatten()) {
            (Some("aux" | "cop" | "conj"), Some(head)) => verb = head,
            _ => break,
        }
    }
    None
}

impl Features {
    /// Features of a word; empty if none are known of its tags.
    #[must_use]
    pub fn of(&self, form: &str, upos: Upos, xpos: &str, agrees: &str) -> SmolStr {
        keys(form, upos, xpos, agrees).iter().find_map(|k| self.table.get(k)).cloned().unwrap_or_default()
    }

    /// Features of all words of a sentence. `words`: form, universal tag and Penn tag of each.
    #[must_use]
    pub fn sentence(&self, words: &[(&str, Upos, &str)], heads: &[Option<usize>], rels: &[Rel]) -> Vec<SmolStr> {
        let mut out: Vec<SmolStr> = words.iter().map(|(form, upos, xpos)| self.of(form, *upos, xpos, "")).collect();
        for (n, (form, upos, xpos)) in words.iter().enumerate().filter(|(_, w)| follows(w.2)) {
            let agrees = subject(n, heads, rels).and_then(|s| out.get(s)).map_or_else(String::new, |f| agreement(f));
            out[n] = self.of(form, *upos, xpos, &agrees);
        }
        out
    }

    /// Text form: one line an entry.
    #[must_use]
    pub fn write(&self) -> String {
        self.table.iter().map(|(k, v)| format!("{k}\t{v}\n")).collect()
    }

    /// Reads the text form; `None` if a line has not its form.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let table = text.lines().map(|l| l.rsplit_once('\t').map(|(k, v)| (k.to_string(), v.into())));
        Some(Self { table: table.collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subject_of_an_auxiliary_is_that_of_its_verb() {
        // the envoys have left
        let heads = [Some(1), Some(3), Some(3), None];
        let rels = [Rel::Det, Rel::Nsubj, Rel::Aux, Rel::Root];
        assert_eq!(subject(2, &heads, &rels), Some(1));
        assert_eq!(subject(0, &heads, &rels), None);
    }

    #[test]
    fn text_form_comes_back() {
        let mut features = Features::default();
        for key in keys("1,200", Upos::Num, "CD", "") {
            features.table.insert(key, "NumType=Card".into());
        }
        features.table.insert("\tX FW\t".into(), "".into());
        assert_eq!(Features::read(&features.write()), Some(features.clone()));
        assert_eq!(features.of("30,999", Upos::Num, "CD", ""), "NumType=Card");
    }
}
