//! Name lists as features of the names model: which tables of the gazetteer hold a name that covers a word, and whether the
//! word begins that name. A table that a user's data leave out counts as empty.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};

use crate::engine::hash;
use crate::engine::tokens::Lexicon;
use crate::engine::word::plain;

/// Bits of the lists; the next bit up marks the words after the first.
const STATE: u32 = 1;
/// Bit of nationalities ("Kenyan").
pub const PEOPLE: u32 = 1 << 2;
const PLACE: u32 = 1 << 4;
const CITY: u32 = 1 << 6;
const BODY: u32 = 1 << 8;
const FIRM: u32 = 1 << 10;
const GIVEN: u32 = 1 << 12;
const FAMILY: u32 = 1 << 16;
const PERSON: u32 = 1 << 18;
const GROUP: u32 = 1 << 20;
/// The lists above, whose names may have several words.
pub const NAMES: u32 = (1 << 22) - 1;
const ORG_HEAD: u32 = 1 << 22;
const FACILITY_HEAD: u32 = 1 << 23;
const PLACE_HEAD: u32 = 1 << 24;
const EVENT_HEAD: u32 = 1 << 25;
const PRODUCT_HEAD: u32 = 1 << 26;
/// Bit of capitalised words that are no names: days, months and the like.
pub const NO_NAME: u32 = 1 << 27;
const COMMON: u32 = 1 << 28;
/// Occurrences per million from which a word counts as common.
const COMMON_FROM: u32 = 30;
/// Bit of titles and offices ("President", "Lt. Gen.").
pub const TITLE: u32 = 1 << 14;

/// Names of the gazetteer by their first word. Sorted lists, since they are made anew at each start of the program and tens of
/// thousands of names are many for a tree.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Hash of a name of one word, and its lists; rising, each hash once.
    single: Vec<(u32, u32)>,
    /// Hash of a name's first word, hashes of its further words, and its list; rising.
    longer: Vec<(u32, Box<[u32]>, u32)>,
    /// Single words that say something of a name with or without a capital: heads of names, common words.
    words: BTreeMap<u32, u32>,
}

/// Hash of a word as the lists know it: lower case, without accents and the dots of abbreviations.
fn word(form: &str) -> u32 {
    if form.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return hash::text(form.bytes().map(|b| b.to_ascii_lowercase()));
    }
    let low: String = any_ascii::any_ascii(&form.chars().map(plain).collect::<String>()).to_lowercase();
    let bare = low.trim_end_matches('.');
    hash::text(if bare.is_empty() { low.bytes() } else { bare.bytes() })
}

impl Lists {
    /// Compiles the lists that `data` holds.
    ///
    /// # Errors
    /// If a table has not the right form.
    pub fn load(data: &DataSet, lexicon: &Lexicon) -> Result<Self, DataError> {
        let mut lists = Self::default();
        // file, column, list
        for (file, column, list) in [
            ("gazetteer/states.tsv", 1, STATE),
            ("gazetteer/states.tsv", 3, PEOPLE),
            ("gazetteer/states.tsv", 4, PEOPLE),
            ("gazetteer/states.tsv", 5, CITY),
            ("gazetteer/state-names.tsv", 2, 0),
            ("gazetteer/capitals.tsv", 1, CITY),
            ("gazetteer/cities.tsv", 1, PLACE),
            ("gazetteer/cities.tsv", 2, CITY),
            ("gazetteer/places.tsv", 0, PLACE),
            ("gazetteer/organisations.tsv", 2, BODY),
            ("gazetteer/outlets.tsv", 1, FIRM),
            ("gazetteer/firms.tsv", 1, FIRM),
            ("gazetteer/listed-firms.tsv", 0, FIRM),
            ("gazetteer/given-names.tsv", 0, GIVEN),
            ("gazetteer/name-words.tsv", 1, 0),
            ("gazetteer/name-words-world.tsv", 1, 0),
            ("gazetteer/leaders.tsv", 0, PERSON),
            ("gazetteer/peoples.tsv", 1, 0),
            ("gazetteer/parties.tsv", 1, BODY),
        ] {
            if data.text(file).is_none() {
                continue;
            }
            data.each_row(file, |row| {
                let list = match (list, row.get(1).copied()) {
                    (0, _) if file.starts_with("gazetteer/name-words") => match row.first().copied() {
                        Some("given") => GIVEN,
                        Some("both") => GIVEN | FAMILY,
                        _ => FAMILY,
                    },
                    (0, _) if file == "gazetteer/peoples.tsv" => GROUP,
                    (0, Some("name" | "old")) => STATE,
                    (0, Some("adjective" | "people")) => PEOPLE,
                    (0, Some("seat")) => BODY,
                    (0, _) => return,
                    (list, _) => list,
                };
                for name in row.get(column).copied().unwrap_or("").split('|') {
                    lists.add(name, list, lexicon);
                }
            })?;
        }
        if data.text("en/lexicon/titles.toml").is_some() {
            let titles: BTreeMap<String, toml::Value> = data.toml("en/lexicon/titles.toml")?;
            for group in ["honorifics", "ranks", "offices"] {
                for title in titles
                    .get(group)
                    .and_then(toml::Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(toml::Value::as_str)
                {
                    lists.add(title, TITLE, lexicon);
                }
            }
            for (group, bit) in [
                ("org_heads", ORG_HEAD),
                ("facility_heads", FACILITY_HEAD),
                ("place_heads", PLACE_HEAD),
                ("event_heads", EVENT_HEAD),
                ("product_heads", PRODUCT_HEAD),
                ("not_names", NO_NAME),
            ] {
                let all = titles.get(group).and_then(toml::Value::as_array).into_iter().flatten();
                for head in all.filter_map(toml::Value::as_str) {
                    *lists.words.entry(word(head)).or_default() |= bit;
                }
            }
        }
        if data.text("en/lexicon/frequencies.tsv").is_some() {
            data.each_row("en/lexicon/frequencies.tsv", |row| {
                let often = row.get(1).and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n >= COMMON_FROM);
                if let Some(lemma) = row.first().filter(|l| often && l.chars().all(char::is_lowercase)) {
                    *lists.words.entry(word(lemma)).or_default() |= COMMON;
                }
            })?;
        }
        lists.single.sort_unstable();
        lists.single.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        lists.longer.sort_unstable();
        lists.longer.dedup();
        Ok(lists)
    }

    fn add(&mut self, name: &str, list: u32, lexicon: &Lexicon) {
        if lexicon.is_one_word(name) {
            self.single.push((word(name), list));
            return;
        }
        let words: Vec<u32> = if name.split(' ').all(|part| lexicon.is_one_word(part)) {
            name.split(' ').map(word).collect()
        } else {
            lexicon.tokens(name).into_iter().map(|(a, b)| word(name.get(a..b).unwrap_or(""))).collect()
        };
        match words.split_first() {
            Some((first, [])) => self.single.push((*first, list)),
            Some((first, rest)) => self.longer.push((*first, rest.into(), list)),
            None => {}
        }
    }

    /// For each word of a sentence, a set of bits: which lists hold a name that covers it, and whether it begins the name. Names
    /// begin with a capital in the text.
    #[must_use]
    pub fn mark(&self, forms: &[&str]) -> Vec<u32> {
        let mut out = vec![0; forms.len()];
        let words: Vec<u32> = forms.iter().map(|f| word(f)).collect();
        for (i, form) in forms.iter().enumerate() {
            if let (Some(o), Some(bits)) = (out.get_mut(i), words.get(i).and_then(|w| self.words.get(w))) {
                *o |= bits;
            }
            if !form.chars().next().is_some_and(char::is_uppercase) {
                continue;
            }
            let Some(first) = words.get(i) else { continue };
            if let (Some(o), Ok(at)) = (out.get_mut(i), self.single.binary_search_by_key(first, |s| s.0)) {
                *o |= self.single[at].1;
            }
            let from = self.longer.partition_point(|n| n.0 < *first);
            for (_, rest, list) in self.longer[from..].iter().take_while(|n| n.0 == *first) {
                if words.get(i + 1..i + 1 + rest.len()).is_some_and(|w| w == &**rest) {
                    if let Some(o) = out.get_mut(i) {
                        *o |= list;
                    }
                    for o in out.iter_mut().skip(i + 1).take(rest.len()) {
                        *o |= list << 1;
                    }
                }
            }
        }
        out
    }
}
