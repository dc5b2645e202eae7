//! Texts again with other names in them, so that the surroundings of names are learnt and not only the names of the training texts.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_data::DataSet;
use dateline_lang::engine::names::label;
use dateline_lang::engine::tokens::Lexicon;

use crate::TrainError;
use crate::names_data::{EVENT, FAC, LOC, ORG, PER, Sentence, Text, WEB, name, patterns};
use crate::perceptron::Sequence;

/// Names to put in place of others, as words.
struct Stock<'a> {
    lexicon: &'a Lexicon,
    people: Vec<Vec<String>>,
    cities: Vec<Vec<String>>,
    states: Vec<String>,
    long: Vec<String>,
    nationalities: Vec<String>,
    bodies: Vec<Vec<String>>,
    patterns: Vec<String>,
    places: Vec<String>,
    events: Vec<String>,
    fields: Vec<String>,
    causes: Vec<String>,
}

/// Each text, but those without kinds of names, once more.
pub(crate) fn vary(texts: &[Text], data: &Path, lexicon: &Lexicon) -> Result<Vec<Text>, TrainError> {
    let tables = DataSet::built_in();
    let column = |file: &str, at: usize| -> Vec<String> {
        let rows = tables.tsv(file).unwrap_or_default();
        rows.iter()
            .filter_map(|r| r.get(at))
            .flat_map(|r| r.split('|'))
            .filter(|n| !n.is_empty())
            .map(str::to_string)
            .collect()
    };
    let bodies = [("organisations", 2), ("outlets", 1), ("firms", 1), ("listed-firms", 0), ("parties", 1)];
    let stock = Stock {
        lexicon,
        people: people(data, lexicon)?,
        cities: cities(lexicon),
        states: column("gazetteer/states.tsv", 1),
        long: column("gazetteer/states.tsv", 2),
        nationalities: column("gazetteer/states.tsv", 3),
        bodies: bodies
            .iter()
            .flat_map(|(file, at)| column(&format!("gazetteer/{file}.tsv"), *at))
            .map(|n| words(lexicon, &n))
            .collect(),
        patterns: patterns("patterns"),
        places: patterns("places"),
        events: patterns("events"),
        fields: patterns("fields"),
        causes: patterns("causes"),
    };
    let mut sequence = Sequence(17);
    Ok(texts.iter().filter(|t| t.source != WEB).map(|t| rename(t, &stock, &mut sequence)).collect())
}

fn words(lexicon: &Lexicon, name: &str) -> Vec<String> {
    lexicon.tokens(name).into_iter().filter_map(|(a, b)| name.get(a..b)).map(str::to_string).collect()
}

impl Stock<'_> {
    /// The name of a body: out of a list, or by a pattern.
    fn body(&self, sequence: &mut Sequence) -> Vec<String> {
        if sequence.below(3) == 0 {
            return pick(&self.bodies, sequence);
        }
        self.by_pattern(&self.patterns, sequence)
    }

    /// A name made by one of some patterns.
    fn by_pattern(&self, patterns: &[String], sequence: &mut Sequence) -> Vec<String> {
        let mut name: String = pick(patterns, sequence);
        while let Some(from) = name.find('{') {
            let to = name.find('}').unwrap_or(name.len() - 1);
            let new = match &name[from + 1..to] {
                "place" => pick(&self.cities, sequence).join(" "),
                "state" => pick(&self.states, sequence),
                "long" => pick(&self.long, sequence).split(" (").next().unwrap_or_default().to_string(),
                "people" => pick(&self.nationalities, sequence),
                "family" => pick(&self.people, sequence).pop().unwrap_or_default(),
                "field" => pick(&self.fields, sequence),
                "cause" => pick(&self.causes, sequence),
                _ => (0..3 + sequence.below(2)).map(|_| char::from(b'A' + sequence.below(26) as u8)).collect(),
            };
            name.replace_range(from..=to, &new);
        }
        words(self.lexicon, &name)
    }
}

fn pick<T: Clone + Default>(from: &[T], sequence: &mut Sequence) -> T {
    from.get(sequence.below(from.len())).cloned().unwrap_or_default()
}

/// Full names of people from all over the world, as words.
fn people(data: &Path, lexicon: &Lexicon) -> Result<Vec<Vec<String>>, TrainError> {
    let text = crate::read(&data.join("names/translit/wd_korean.tsv"))?;
    let plain = |n: &str| {
        n.split(' ').count() <= 4
            && n.contains(' ')
            && n.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'))
            && n.chars().next().is_some_and(char::is_uppercase)
    };
    Ok(text
        .lines()
        .filter_map(|l| l.split('\t').next())
        .filter(|n| plain(n))
        .map(|n| lexicon.tokens(n).into_iter().map(|(a, b)| n[a..b].to_string()).collect())
        .collect())
}

/// Towns of the gazetteer, as words.
fn cities(lexicon: &Lexicon) -> Vec<Vec<String>> {
    let data = DataSet::built_in();
    let rows = data.tsv("gazetteer/cities.tsv").unwrap_or_default();
    let names = rows.iter().filter_map(|r| r.get(2)).flat_map(|c| c.split('|')).filter(|n| !n.is_empty());
    names.map(|n| lexicon.tokens(n).into_iter().map(|(a, b)| n[a..b].to_string()).collect()).collect()
}

/// A text with other people and some other towns in it, the same one for the same name throughout.
fn rename(text: &Text, stock: &Stock<'_>, sequence: &mut Sequence) -> Text {
    let person = |m: u64| m & (1 << label(PER, 0) | 1 << label(PER, 3)) != 0 && m & 1 == 0;
    let body = |m: u64| m == 1 << label(ORG, 0) || m == 1 << label(ORG, 3);
    let event = |m: u64| m == 1 << label(EVENT, 0) || m == 1 << label(EVENT, 3);
    let place = |m: u64| m & (1 << label(LOC, 0) | 1 << label(LOC, 3)) != 0 && m & 1 == 0;
    let mut given: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    let mut surnames: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Text { sentences: Vec::new(), weight: text.weight * 0.7, ..text.clone() };
    for s in &text.sentences {
        let (mut forms, mut allowed, mut changed) = (Vec::new(), Vec::new(), false);
        let mut i = 0;
        while i < s.forms.len() {
            let mask = s.allowed[i];
            if mask.count_ones() > 8 || !(person(mask) || place(mask) || body(mask) || event(mask)) {
                forms.push(s.forms[i].clone());
                allowed.push(mask);
                i += 1;
                continue;
            }
            let kind = if person(mask) {
                PER
            } else if body(mask) {
                ORG
            } else if event(mask) {
                EVENT
            } else {
                LOC
            };
            let mut end = i + 1;
            if mask >> label(kind, 3) & 1 == 0 {
                while end < s.forms.len() && s.allowed[end] >> label(kind, 2) & 1 == 0 {
                    end += 1;
                }
                end = (end + 1).min(s.forms.len());
            }
            let old = s.forms[i..end].to_vec();
            let new = if kind == PER && old.len() == 1 && surnames.contains_key(&old[0]) {
                vec![surnames[&old[0]].clone()]
            } else if let Some(new) = given.get(&old) {
                new.clone()
            } else {
                let new = match (kind, old.len()) {
                    (PER, _) if sequence.below(4) == 0 => old.clone(),
                    (PER, 1) => pick(&stock.people, sequence).pop().into_iter().collect(),
                    (PER, _) => pick(&stock.people, sequence),
                    // most other names stay
                    (ORG, _) if sequence.below(5) < 3 => stock.body(sequence),
                    (EVENT, _) if sequence.below(2) == 0 => stock.by_pattern(&stock.events, sequence),
                    (LOC, 1) if sequence.below(10) == 0 => stock.by_pattern(&stock.places, sequence),
                    (LOC, n) if n > 1 && sequence.below(2) == 0 => stock.by_pattern(&stock.places, sequence),
                    (LOC, 1) if sequence.below(5) == 0 => words(stock.lexicon, &pick(&stock.states, sequence)),
                    (LOC, 1) if sequence.below(3) == 0 => pick(&stock.cities, sequence),
                    _ => old.clone(),
                };
                let new = if new.is_empty() { old.clone() } else { new };
                given.insert(old.clone(), new.clone());
                if let (PER, Some(a), Some(b)) = (kind, old.last(), new.last()) {
                    surnames.insert(a.clone(), b.clone());
                }
                new
            };
            changed |= new != old;
            let kinds: &[usize] = if kind == PER {
                &[PER]
            } else if kind == ORG {
                &[ORG]
            } else if kind == EVENT {
                &[EVENT]
            } else if s.allowed[i] >> label(FAC, 0) & 1 == 1 || s.allowed[i] >> label(FAC, 3) & 1 == 1 {
                &[LOC, FAC]
            } else {
                &[LOC]
            };
            allowed.extend(name(kinds, new.len()));
            forms.extend(new);
            i = end;
        }
        if changed {
            out.sentences.push(Sentence { forms, allowed });
        }
    }
    out
}
