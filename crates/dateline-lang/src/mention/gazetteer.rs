//! The tables of `data/gazetteer/`: which words name which state, place or body.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use smol_str::SmolStr;

use super::words::fold;

/// What a name in the tables stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    /// A state by name.
    State,
    /// Its adjective ("Saudi").
    Adjective,
    /// Its people ("the Saudis").
    People,
    /// A building or street that stands for a government ("Kremlin").
    Seat,
    /// A seat of government: place or government.
    Capital,
    /// Another town.
    City,
    /// A province.
    Province,
    /// A region, sea, strait.
    Region,
    /// A body.
    Organisation,
    /// A community.
    Group,
    /// A news agency or outlet.
    Outlet,
    /// A firm.
    Firm,
}

/// One reading of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it stands for.
    pub listed: Listed,
    /// State: alpha-3.
    pub state: Option<SmolStr>,
    /// Number shared by the names of one thing.
    pub thing: u32,
    /// Its words are all capitals ("WHO"): the text's must be, too.
    loud: bool,
}

/// What the tables say of a state.
#[derive(Debug, Clone, Default)]
pub struct StateFacts {
    /// Short name ("South Korea").
    pub short: SmolStr,
    /// Word for its form of government, folded ("kingdom", "islamic republic").
    pub form: SmolStr,
    /// Capital.
    pub capital: SmolStr,
}

/// A holder of office as of the table's date.
#[derive(Debug, Clone)]
pub struct Leader {
    /// Name.
    pub name: SmolStr,
    /// State.
    pub state: SmolStr,
}

/// The tables, compiled.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Rising by name, the readings of a name in the order of the tables. A sorted list: tens of thousands of names are made anew
    /// at each start of the program, which takes a tree several times as long.
    names: Vec<(Box<str>, Entry)>,
    /// Number of words of the longest name of several words that begins with a word.
    longest: BTreeMap<Box<str>, usize>,
    states: BTreeMap<SmolStr, StateFacts>,
    best: Vec<SmolStr>,
    given: BTreeMap<String, ()>,
    /// Adjective of a region, folded ("west african"), to the states in it.
    regions: BTreeMap<String, Vec<SmolStr>>,
    /// Holders of the highest offices.
    pub leaders: Vec<Leader>,
}

impl Gazetteer {
    /// Reads the tables.
    ///
    /// # Errors
    /// If a table is missing or a row is not of the table's form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let mut out = Self::default();
        let mut struck: BTreeMap<SmolStr, Vec<String>> = BTreeMap::new();
        let extra = data.tsv("gazetteer/state-names.tsv")?;
        for row in extra.iter().filter(|r| r[1] == "not") {
            struck.entry(row[0].into()).or_default().extend(row[2].split('|').map(fold));
        }
        for row in data.tsv("gazetteer/states.tsv")? {
            let code = SmolStr::new(row[0]);
            out.states
                .insert(code.clone(), StateFacts { short: row[1].into(), form: row[6].into(), capital: row[5].into() });
            let thing = out.thing(row[1]);
            let no = struck.get(&code).cloned().unwrap_or_default();
            for (cell, listed) in [
                (1, Listed::State),
                (2, Listed::State),
                (3, Listed::Adjective),
                (4, Listed::People),
                (5, Listed::Capital),
            ] {
                for name in row[cell].split('|').filter(|n| !n.is_empty() && !no.contains(&fold(n))) {
                    // The names of small territories' capitals and the like are kept; a capital that is named as its state is the state.
                    if listed != Listed::Capital || row[5] != row[1] {
                        out.add(name, listed, Some(code.clone()), thing);
                    }
                }
            }
        }
        for row in extra.iter().filter(|r| r[1] != "not") {
            let listed = match row[1] {
                "name" | "old" => Listed::State,
                "adjective" => Listed::Adjective,
                "people" => Listed::People,
                "seat" => Listed::Seat,
                other => {
                    return Err(DataError {
                        file: "gazetteer/state-names.tsv".into(),
                        problem: format!("kind {other:?}: name, old, adjective, people, seat or not"),
                    });
                }
            };
            let thing = out.thing(row[2].split('|').next().unwrap_or_default());
            for name in row[2].split('|') {
                out.add(name, listed, Some(row[0].into()), thing);
            }
        }
        for row in data.tsv("gazetteer/capitals.tsv")? {
            let thing = out.thing(row[1].split('|').next().unwrap_or_default());
            for name in row[1].split('|') {
                out.add(name, Listed::Capital, Some(row[0].into()), thing);
            }
        }
        for (file, name_column, state_column, listed) in [
            ("gazetteer/organisations.tsv", 2, 1, Listed::Organisation),
            ("gazetteer/outlets.tsv", 1, 0, Listed::Outlet),
            ("gazetteer/firms.tsv", 1, 0, Listed::Firm),
            ("gazetteer/places.tsv", 0, 1, Listed::Region),
        ] {
            for row in data.tsv(file)? {
                let listed = if row[0] == "group" { Listed::Group } else { listed };
                let state = Some(row[state_column]).filter(|s| !s.is_empty()).map(SmolStr::new);
                let thing = out.thing(row[name_column].split('|').next().unwrap_or_default());
                for name in row[name_column].split('|') {
                    out.add(name, listed, state.clone(), thing);
                }
            }
        }
        // Actors of the user's own: three letters are a state, more are somebody in it.
        for row in data.tsv("gazetteer/actors.tsv")? {
            let code = row[1].trim();
            let state = Some(code.get(..3).unwrap_or(code)).filter(|c| c.bytes().all(|b| b.is_ascii_uppercase()));
            let listed = if code.len() == 3 { Listed::State } else { Listed::Organisation };
            let thing = out.thing(row[0].split('|').next().unwrap_or_default());
            for name in row[0].split('|').filter(|n| !n.is_empty()) {
                out.add(name, listed, state.map(SmolStr::new), thing);
            }
        }
        for row in data.tsv("gazetteer/cities.tsv")? {
            let code = Some(SmolStr::new(row[0]));
            let thing = out.thing(row[1]);
            out.add(row[1], Listed::Province, code.clone(), thing);
            for name in row[2].split('|') {
                let thing = out.thing(name);
                out.add(name, Listed::City, code.clone(), thing);
            }
        }
        out.names.sort_by(|a, b| a.0.cmp(&b.0));
        for row in data.tsv("gazetteer/given-names.tsv")? {
            out.given.insert(fold(row[0]), ());
        }
        for row in data.tsv("gazetteer/regions.tsv")? {
            out.regions.insert(fold(row[0]), row[1].split('|').map(SmolStr::new).collect());
        }
        for row in data.tsv("gazetteer/leaders.tsv")? {
            out.leaders.push(Leader { name: row[0].into(), state: row[1].into() });
        }
        // Who heads several states tells of none of them.
        let all = out.leaders.clone();
        out.leaders.retain(|l| !all.iter().any(|o| o.name == l.name && o.state != l.state));
        Ok(out)
    }

    fn thing(&mut self, best: &str) -> u32 {
        self.best.push(best.into());
        u32::try_from(self.best.len() - 1).unwrap_or(u32::MAX)
    }

    fn add(&mut self, name: &str, listed: Listed, state: Option<SmolStr>, thing: u32) {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        let loud = name.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !name.chars().any(char::is_lowercase);
        if let Some((first, rest)) = key.split_once(' ') {
            let words = 2 + rest.matches(' ').count();
            match self.longest.get_mut(first) {
                Some(longest) => *longest = words.max(*longest),
                None => drop(self.longest.insert(first.into(), words)),
            }
        }
        self.names.push((key.into(), Entry { listed, state, thing, loud }));
    }

    fn all(&self, folded: &str) -> impl Iterator<Item = &Entry> {
        let from = self.names.partition_point(|(name, _)| &**name < folded);
        self.names[from..].iter().take_while(move |(name, _)| &**name == folded).map(|(_, e)| e)
    }

    /// All readings of a name whose words are joined by single spaces, best first; `loud`: the text has it in capitals.
    #[must_use]
    pub fn readings(&self, folded: &str, loud: bool) -> Vec<&Entry> {
        let mut found: Vec<&Entry> = self.all(folded).filter(|e| loud || !e.loud).collect();
        // Abbreviations before other readings of capitals; then states before bodies before towns.
        found.sort_by_key(|e| (!(loud && e.loud), e.listed));
        // one thing may stand in several tables: the first counts
        let mut seen: Vec<&Entry> = Vec::new();
        found.retain(|e| {
            let new = !seen.iter().any(|s| s.listed == e.listed && s.state == e.state && s.loud == e.loud);
            seen.extend(new.then_some(*e));
            new
        });
        found
    }

    /// Number of words of the longest listed name that begins with this folded word; 0 if none does.
    #[must_use]
    pub fn longest(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or_else(|| usize::from(self.all(first).next().is_some()))
    }

    /// Facts of a state.
    #[must_use]
    pub fn state(&self, code: &str) -> Option<&StateFacts> {
        self.states.get(code)
    }

    /// The best name of a thing of the tables.
    #[must_use]
    pub fn best(&self, thing: u32) -> &str {
        self.best.get(thing as usize).map_or("", SmolStr::as_str)
    }

    /// The states of a region, by its folded adjective ("asian", "west african").
    #[must_use]
    pub fn region(&self, folded: &str) -> Option<&[SmolStr]> {
        self.regions.get(folded).map(Vec::as_slice)
    }

    /// Is it a common first name?
    #[must_use]
    pub fn is_given(&self, folded: &str) -> bool {
        self.given.contains_key(folded)
    }

    /// The state that a name in its own right stands for (state, adjective, people, seat, capital), folded.
    #[must_use]
    pub fn state_of(&self, folded: &str, loud: bool) -> Option<&Entry> {
        self.readings(folded, loud).into_iter().find(|e| {
            matches!(e.listed, Listed::State | Listed::Adjective | Listed::People | Listed::Seat | Listed::Capital)
        })
    }
}

/// The form in which names are looked up: folded words joined by single spaces, a possessive ending cut off each, no article.
pub(crate) fn key(name: &str) -> String {
    if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return name.to_ascii_lowercase();
    }
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '–'))
        .map(|w| fold(w.strip_suffix("'s").or_else(|| w.strip_suffix("’s")).unwrap_or(w)))
        .filter(|w| !w.is_empty() && w != "&")
        .collect();
    // "The National" is no paper without its article.
    let from = usize::from(words.len() > 2 && words[0] == "the");
    words[from..].join(" ")
}
