//! Sentences of the treebanks as other texts might write them: as headlines, without their last mark, with other names, with
//! other verbs. The trees stay what they are.
//!
//! The treebanks tell of "he" and "she" where news tells of states and office holders: "Chad denies", "King Idris invited". So pronouns and
//! names of one word give way to names from our own tables, and verbs to other verbs that were seen with the same kinds of
//! dependents, rare ones as often as common ones.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use dateline_lang::token::{Rel, Upos};

use super::random::Random;
use crate::conllu::{Tree, Word};

/// Penn tag of a verb and what it governs.
type Frame = (String, u8);

/// What is put in place of other words.
#[derive(Debug, Default)]
pub(super) struct Stock {
    places: Vec<String>,
    given: Vec<String>,
    family: Vec<String>,
    firms: Vec<String>,
    titles: Vec<String>,
    verbs: BTreeMap<Frame, Vec<String>>,
}

/// Share of the sentences that get other names.
const NAMES: f32 = 0.3;
/// Share of the sentences that get other verbs.
const VERBS: f32 = 0.15;

impl Stock {
    /// Names from the tables of the project, verbs from the trees.
    pub(super) fn new(trees: &[Tree]) -> Result<Self, DataError> {
        let data = DataSet::built_in();
        let plain = |n: &str| n.chars().all(char::is_alphabetic) && n.chars().next().is_some_and(char::is_uppercase);
        let column = |file: &str, at: usize| -> Result<Vec<String>, DataError> {
            let rows = data.tsv(file)?;
            let cells = rows.iter().filter_map(|r| r.get(at)).flat_map(|c| c.split('|'));
            Ok(cells.filter(|n| plain(n)).map(str::to_string).collect())
        };
        let mut family = Vec::new();
        for file in ["gazetteer/name-words.tsv", "gazetteer/name-words-world.tsv"] {
            let rows = data.tsv(file)?;
            family.extend(rows.iter().filter(|r| r[0] != "given" && plain(r[1])).map(|r| r[1].to_string()));
        }
        let titles: BTreeMap<String, toml::Value> = data.toml("en/lexicon/titles.toml")?;
        let titles = ["honorifics", "ranks", "offices"]
            .iter()
            .filter_map(|g| titles.get(*g)?.as_array())
            .flatten()
            .filter_map(toml::Value::as_str)
            .filter(|t| t.chars().all(char::is_alphabetic))
            .map(|t| t.chars().take(1).flat_map(char::to_uppercase).chain(t.chars().skip(1)).collect())
            .collect();
        let mut places = column("gazetteer/states.tsv", 1)?;
        places.extend(column("gazetteer/states.tsv", 5)?);
        let mut stock = Self {
            places,
            given: column("gazetteer/given-names.tsv", 0)?,
            family,
            firms: column("gazetteer/listed-firms.tsv", 0)?,
            titles,
            verbs: BTreeMap::new(),
        };
        for tree in trees {
            for n in 0..tree.words.len() {
                if let Some(frame) = frame(tree, n) {
                    let form = tree.words[n].form.to_lowercase();
                    if form.chars().all(|c| c.is_ascii_lowercase()) {
                        stock.verbs.entry(frame).or_default().push(form);
                    }
                }
            }
        }
        for forms in stock.verbs.values_mut() {
            forms.sort();
            forms.dedup();
        }
        Ok(stock)
    }

    /// The sentence as this pass shows it, if it is not to be shown as it is.
    pub(super) fn vary(&self, tree: &Tree, random: &mut Random) -> Option<Tree> {
        let mut other = None;
        if random.share() < NAMES {
            other = self.with_names(tree, random);
        }
        if random.share() < VERBS {
            other = self.with_verbs(other.as_ref().unwrap_or(tree), random).or(other);
        }
        as_printed(other.as_ref().unwrap_or(tree), random).or(other)
    }

    fn with_names(&self, tree: &Tree, random: &mut Random) -> Option<Tree> {
        let mut out: Option<Tree> = None;
        // from the end, so that words that come in do not move what is still to be looked at
        for n in (0..tree.words.len()).rev() {
            if replaceable(tree, n) && random.share() < 0.6 {
                self.name(out.get_or_insert_with(|| tree.clone()), n, random);
            }
        }
        out
    }

    /// Puts a name in the place of word `n`.
    fn name(&self, tree: &mut Tree, n: usize, random: &mut Random) {
        let roll = random.share();
        let list = match roll {
            r if r < 0.45 => &self.places,
            r if r < 0.53 => &self.firms,
            r if r < 0.80 => &self.family,
            _ => &self.given,
        };
        let Some(form) = pick(list, random) else { return };
        tree.words[n] = Word {
            lemma: form.clone(),
            form,
            upos: Upos::Propn,
            xpos: "NNP".into(),
            features: String::new(),
            ..tree.words[n].clone()
        };
        let part = |form: String, rel: Rel| Word { form, rel, head: Some(n), ..tree.words[n].clone() };
        if (0.60..0.80).contains(&roll) {
            // "President Idris": the title describes the name
            if let Some(title) = pick(&self.titles, random) {
                let title = part(title, Rel::Nmod);
                insert(tree, n, title);
            }
        } else if roll >= 0.80
            && let Some(second) = pick(&self.family, random)
        {
            let second = part(second, Rel::Flat);
            insert(tree, n + 1, second);
        }
    }

    fn with_verbs(&self, tree: &Tree, random: &mut Random) -> Option<Tree> {
        let mut out: Option<Tree> = None;
        for n in 0..tree.words.len() {
            let low = tree.words[n].form.chars().all(|c| c.is_ascii_lowercase());
            if let Some(forms) = frame(tree, n).filter(|_| low).and_then(|f| self.verbs.get(&f))
                && forms.len() > 3
                && random.share() < 0.4
                && let Some(form) = pick(forms, random)
            {
                out.get_or_insert_with(|| tree.clone()).words[n].form = form;
            }
        }
        out
    }
}

fn pick(list: &[String], random: &mut Random) -> Option<String> {
    list.get(random.below(list.len())).cloned()
}

/// Puts a word before the word at `at`; its head is given as a place before that.
fn insert(tree: &mut Tree, at: usize, word: Word) {
    tree.words.insert(at, word);
    for w in &mut tree.words {
        w.head = w.head.map(|h| if h >= at { h + 1 } else { h });
    }
}

/// A pronoun of the third person or a name of one word, in a place where a name may stand, with nothing but prepositions and marks
/// below it.
fn replaceable(tree: &Tree, n: usize) -> bool {
    let w = &tree.words[n];
    let pronoun = w.xpos == "PRP" && matches!(w.form.to_lowercase().as_str(), "he" | "she" | "it" | "him" | "her");
    let name = w.xpos == "NNP" && w.form.chars().any(char::is_lowercase);
    (pronoun || name)
        && matches!(w.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj | Rel::Obl)
        && tree
            .words
            .iter()
            .filter(|c| c.head == Some(n))
            .all(|c| matches!(c.rel.universal(), "case" | "punct" | "advmod" | "cc" | "conj"))
}

/// Tag and kinds of dependents of a full verb.
fn frame(tree: &Tree, n: usize) -> Option<Frame> {
    let w = &tree.words[n];
    if w.upos != Upos::Verb || !w.xpos.starts_with("VB") {
        return None;
    }
    let mut bits = 0u8;
    for c in tree.words.iter().filter(|c| c.head == Some(n)) {
        bits |= match c.rel.universal() {
            "obj" => 1,
            "ccomp" => 2,
            "xcomp" => 4,
            "iobj" => 8,
            "compound" => return None,
            _ if c.rel == Rel::AuxPass => 16,
            _ => 0,
        };
    }
    Some((w.xpos.to_string(), bits))
}

/// Now and then as a headline, now and then without its last mark.
fn as_printed(tree: &Tree, random: &mut Random) -> Option<Tree> {
    let roll = random.share();
    if roll < 0.06 {
        let forms = tree.forms();
        let kind = if roll < 0.02 { 9 } else { 3 };
        let forms = crate::tags::recase(&forms, kind)?;
        let mut other = tree.clone();
        for (w, f) in other.words.iter_mut().zip(forms) {
            w.form = f;
        }
        return Some(other);
    }
    if roll < 0.10 {
        let n = tree.words.len();
        let last = tree.words.last()?;
        let bare = matches!(last.form.as_str(), "." | "!" | "?") && last.head.is_some() && n > 1;
        if bare && tree.words.iter().all(|w| w.head != Some(n - 1)) {
            let mut other = tree.clone();
            other.words.pop();
            return Some(other);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "1\tHe\the\tPRON\tPRP\tCase=Nom\t2\tnsubj\t_\t_\n2\tdenies\tdeny\tVERB\tVBZ\t_\t0\troot\t_\t_\n3\tit\tit\tPRON\tPRP\t_\t2\tobj\t_\t_\n4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";

    /// However the sentence is varied, the verb stays the root and governs what it governed.
    #[test]
    fn trees_stay() {
        let trees = crate::conllu::parse(TEXT);
        let stock = Stock::new(&trees).unwrap();
        let mut random = Random::new(7);
        let (mut longer, mut places) = (0, 0);
        for _ in 0..400 {
            let Some(other) = stock.with_names(&trees[0], &mut random) else { continue };
            let root = other.words.iter().position(|w| w.head.is_none()).unwrap();
            assert_eq!(other.words[root].form, "denies");
            for rel in [Rel::Nsubj, Rel::Obj, Rel::Punct] {
                assert_eq!(other.words.iter().filter(|w| w.rel == rel && w.head == Some(root)).count(), 1, "{other:?}");
            }
            for (n, w) in other.words.iter().enumerate() {
                match w.rel {
                    Rel::Nmod => assert_eq!(w.head, Some(n + 1), "{other:?}"),
                    Rel::Flat => assert_eq!(w.head, Some(n - 1), "{other:?}"),
                    _ => {}
                }
            }
            longer += usize::from(other.words.len() > 4);
            places += usize::from(other.words[0].upos == Upos::Propn);
        }
        assert!(longer > 50 && places > 100, "{longer} {places}");
    }
}
