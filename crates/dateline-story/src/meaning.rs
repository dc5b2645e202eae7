//! Which words can stand for one another, which are opposites, and which name things: read by what checks a text, and by nothing else.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_lang::token::Upos;
use serde::Deserialize;
use smol_str::SmolStr;

const WORDS: &str = "en/meaning/words.tsv";
const DOUBT: &str = "en/meaning/doubt.toml";

/// Number of a word of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordIx(u32);

/// Points for and against doubt; what each means stands in the data file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Points {
    pub(crate) name: i32,
    pub(crate) thing: i32,
    pub(crate) number: i32,
    pub(crate) elsewhere: i32,
    pub(crate) opposite: i32,
    pub(crate) negation: i32,
    pub(crate) negation_nearest: i32,
    pub(crate) manner: i32,
    pub(crate) replaced: i32,
    pub(crate) name_elsewhere: i32,
    pub(crate) verb: i32,
    pub(crate) retold: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoubtFile {
    things: BTreeSet<String>,
    negations: BTreeSet<SmolStr>,
    turning: Vec<SmolStr>,
    joining: Vec<(SmolStr, SmolStr)>,
    points: Points,
    opposites: Vec<Opposites>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opposites {
    pos: char,
    one: Vec<SmolStr>,
    other: Vec<SmolStr>,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    thing: bool,
    akin: Vec<WordIx>,
    opposite: Vec<WordIx>,
}

/// The tables of `data/en/meaning`.
///
/// ```
/// # use dateline_story::Meanings;
/// let meanings = Meanings::load(&dateline_data::DataSet::built_in()).unwrap();
/// assert!(meanings.len() > 10_000);
/// ```
#[derive(Debug, Clone)]
pub struct Meanings {
    by_word: BTreeMap<(SmolStr, char), WordIx>,
    entries: Vec<Entry>,
    negations: BTreeSet<SmolStr>,
    turning: Vec<SmolStr>,
    joining: Vec<(SmolStr, SmolStr)>,
    points: Points,
}

/// The table's letter of a part of speech; none for words that it does not hold.
fn letter(upos: Upos) -> Option<char> {
    match upos {
        Upos::Noun | Upos::Propn => Some('n'),
        Upos::Verb | Upos::Aux => Some('v'),
        Upos::Adj => Some('a'),
        Upos::Adv => Some('r'),
        _ => None,
    }
}

impl Meanings {
    /// Reads the tables.
    ///
    /// # Errors
    /// If one is malformed or a word is joined to one that has no row; the message names it.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let doubt: DoubtFile = data.toml(DOUBT)?;
        let fault = |problem: String| DataError { file: WORDS.into(), problem };
        let letter_of = |cell: &str| cell.chars().next().filter(|c| cell.len() == 1 && "nvar".contains(*c));
        let mut by_word = BTreeMap::new();
        let mut entries = Vec::new();
        let mut joined: Vec<(WordIx, char, &str, &str)> = Vec::new();
        let mut problem = None;
        data.each_row(WORDS, |row| {
            let [word, pos, kind, akin, opposite] = row else { return };
            let Some(pos) = letter_of(pos) else {
                problem = Some(format!("{word}: '{pos}' is no part of speech; write n, v, a or r"));
                return;
            };
            let own = WordIx(entries.len() as u32);
            by_word.insert((SmolStr::new(word), pos), own);
            entries.push(Entry { thing: doubt.things.contains(*kind), ..Entry::default() });
            joined.push((own, pos, akin, opposite));
        })?;
        if let Some(problem) = problem {
            return Err(fault(problem));
        }
        let partner = |cell: &str, pos: char| -> Result<WordIx, DataError> {
            let (word, pos) = match cell.rsplit_once('.') {
                Some((word, other)) => (word, letter_of(other).unwrap_or(pos)),
                None => (cell, pos),
            };
            let found = by_word.get(&(SmolStr::new(word), pos)).copied();
            found.ok_or_else(|| fault(format!("'{cell}' has no row of its own as '{pos}'; add one, or take it out")))
        };
        for (own, pos, akin, opposite) in joined {
            for (cell, opposed) in [(akin, false), (opposite, true)] {
                for one in cell.split(',').filter(|c| !c.is_empty()) {
                    let other = partner(one, pos)?;
                    for (a, b) in [(own, other), (other, own)] {
                        if let Some(entry) = entries.get_mut(a.0 as usize) {
                            let list = if opposed { &mut entry.opposite } else { &mut entry.akin };
                            list.push(b);
                        }
                    }
                }
            }
        }
        for set in &doubt.opposites {
            // A word too rare for the table has no more than its opposites.
            let mut find = |word: &SmolStr| {
                let next = WordIx(entries.len() as u32);
                let found = *by_word.entry((word.clone(), set.pos)).or_insert(next);
                if found == next {
                    entries.push(Entry::default());
                }
                found
            };
            let one: Vec<WordIx> = set.one.iter().map(&mut find).collect();
            let other: Vec<WordIx> = set.other.iter().map(&mut find).collect();
            for a in &one {
                for b in &other {
                    for (a, b) in [(*a, *b), (*b, *a)] {
                        if let Some(entry) = entries.get_mut(a.0 as usize) {
                            entry.opposite.push(b);
                            entry.akin.retain(|w| *w != b);
                        }
                    }
                }
            }
        }
        for entry in &mut entries {
            entry.akin.sort_unstable();
            entry.opposite.sort_unstable();
        }
        let DoubtFile { negations, turning, joining, points, .. } = doubt;
        Ok(Self { by_word, entries, negations, turning, joining, points })
    }

    /// How many words the table holds; a word counts once for each part of speech.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Does it hold none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A word by its lemma, in lower case. A lemma that is cut short ("conced") is looked up with an e as well.
    pub(crate) fn word(&self, lemma: &str, upos: Upos) -> Option<WordIx> {
        let pos = letter(upos)?;
        let find = |word: SmolStr| self.by_word.get(&(word, pos)).copied();
        find(SmolStr::new(lemma)).or_else(|| find(smol_str::format_smolstr!("{lemma}e")))
    }

    fn entry(&self, word: WordIx) -> Option<&Entry> {
        self.entries.get(word.0 as usize)
    }

    /// Can the one stand for the other?
    pub(crate) fn akin(&self, a: WordIx, b: WordIx) -> bool {
        self.entry(a).is_some_and(|e| e.akin.binary_search(&b).is_ok())
    }

    /// Are they opposites?
    pub(crate) fn opposite(&self, a: WordIx, b: WordIx) -> bool {
        self.entry(a).is_some_and(|e| e.opposite.binary_search(&b).is_ok())
    }

    /// Is one lemma the other with a beginning that turns it?
    pub(crate) fn turned(&self, a: &str, b: &str) -> bool {
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        long.strip_suffix(short).is_some_and(|start| short.len() > 3 && self.turning.iter().any(|t| t == start))
    }

    /// Are two words that join others, in lower case, opposites?
    pub(crate) fn joins_otherwise(&self, a: &str, b: &str) -> bool {
        self.joining.iter().any(|(one, other)| (one == a && other == b) || (one == b && other == a))
    }

    /// Does the word name a thing?
    pub(crate) fn is_thing(&self, word: WordIx) -> bool {
        self.entry(word).is_some_and(|e| e.thing)
    }

    /// Does a word, in lower case, turn what it stands by?
    pub(crate) fn negates(&self, word: &str) -> bool {
        self.negations.contains(word)
    }

    pub(crate) fn points(&self) -> &Points {
        &self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_for_one_another_and_opposites() {
        let m = Meanings::load(&DataSet::built_in()).unwrap();
        let word = |w: &str, u: Upos| m.word(w, u).unwrap();
        let verbs = |a: &str, b: &str| (word(a, Upos::Verb), word(b, Upos::Verb));
        let (admit, concede) = verbs("admit", "concede");
        assert!(m.akin(admit, concede) && m.akin(concede, admit) && !m.opposite(admit, concede));
        let (approve, reject) = verbs("approve", "reject");
        assert!(m.opposite(approve, reject) && m.opposite(reject, approve) && !m.akin(approve, reject));
        let adjectives = (word("first", Upos::Adj), word("last", Upos::Adj));
        assert!(m.opposite(adjectives.0, adjectives.1));
        assert!(m.joins_otherwise("after", "before") && !m.joins_otherwise("after", "on"));
        // What news English opposes is not akin, whatever other meanings the two share.
        let (drop, gain) = verbs("drop", "gain");
        assert!(m.opposite(drop, gain) && !m.akin(drop, gain));
        assert!(m.is_thing(word("truck", Upos::Noun)) && !m.is_thing(word("talk", Upos::Noun)));
        assert!(m.turned("stable", "unstable") && !m.turned("table", "unstable") && !m.turned("stable", "stable"));
        assert_eq!(m.word("conced", Upos::Verb), m.word("concede", Upos::Verb));
        assert_eq!(m.word("zzz", Upos::Noun), None);
    }
}
