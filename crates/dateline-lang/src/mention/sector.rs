//! Codes of actors: the state, and the sectors of PLOVER that follow from office, profession and kind of body (`data/en/lexicon/sectors.toml`).

use std::collections::BTreeMap;
use std::fmt;

use dateline_data::{DataError, DataSet};
use dateline_report::Span;
use serde::Deserialize;
use smol_str::SmolStr;

use super::gazetteer::key;
use super::rules::MentionRules;
use super::{EntityKind, Mention};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<SmolStr, Vec<String>>,
    bodies: BTreeMap<SmolStr, Vec<String>>,
    stateless: Vec<SmolStr>,
    #[serde(default)]
    examples: BTreeMap<String, String>,
}

/// Words and bodies with their sectors, and the actors of the user's own.
#[derive(Debug, Clone, Default)]
pub struct SectorRules {
    words: BTreeMap<String, SmolStr>,
    bodies: BTreeMap<String, SmolStr>,
    own: BTreeMap<String, ActorCode>,
    /// Codes that stand in the place of a state's.
    stateless: Vec<SmolStr>,
    legacy: BTreeMap<SmolStr, SmolStr>,
    /// Text and sectors joined by spaces, as the file has them.
    pub examples: BTreeMap<String, String>,
}

/// Who somebody is in the codes of event data: `KOR/GOV`, `IGO`, `/MIL` where the state is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorCode {
    /// ISO 3166-1 alpha-3, or the code of the user's table.
    pub state: Option<SmolStr>,
    /// PLOVER's sectors; IGO and NGO for bodies of no state.
    pub sectors: Vec<SmolStr>,
}

impl fmt::Display for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.state.as_deref().unwrap_or(""))?;
        self.sectors.iter().try_for_each(|s| write!(f, "/{s}"))
    }
}

/// Words of a phrase that are looked up together.
const LONGEST: usize = 4;

impl SectorRules {
    /// Reads the lists.
    ///
    /// # Errors
    /// If a file is missing or not of its form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/lexicon/sectors.toml")?;
        let turn = |lists: BTreeMap<SmolStr, Vec<String>>| -> BTreeMap<String, SmolStr> {
            lists.into_iter().flat_map(|(s, words)| words.into_iter().map(move |w| (key(&w), s.clone()))).collect()
        };
        let mut out = Self {
            words: turn(file.words),
            bodies: turn(file.bodies),
            examples: file.examples,
            stateless: file.stateless,
            legacy: data
                .tsv("gazetteer/legacy-codes.tsv")?
                .iter()
                .filter_map(|row| Some(((*row.first()?).into(), (*row.get(1)?).into())))
                .collect(),
            ..Self::default()
        };
        for (file, column, sector) in [("outlets", 1, "JRN"), ("firms", 1, "BUS"), ("parties", 1, "PTY")]
            .map(|(f, c, s)| (format!("gazetteer/{f}.tsv"), c, s))
        {
            data.each_row(&file, |row| {
                for name in row.get(column).copied().unwrap_or("").split('|').filter(|n| !n.is_empty()) {
                    out.bodies.entry(key(name)).or_insert_with(|| sector.into());
                }
            })?;
        }
        for row in data.tsv("gazetteer/actors.tsv")? {
            let (Some(names), Some(code)) = (row.first(), row.get(1)) else { continue };
            for name in names.split('|') {
                out.own.insert(key(name), out.read_code(code));
            }
        }
        Ok(out)
    }

    /// Reads a code as event data write it: `KOR`, `KORMIL`, `KOR/MIL`, `IGOUNO`, `---GOV`. States' older codes become those of ISO 3166-1.
    #[must_use]
    pub fn read_code(&self, text: &str) -> ActorCode {
        let mut parts: Vec<SmolStr> = Vec::new();
        for part in text.split(['/', ' ', ';']).filter(|p| !p.is_empty()) {
            let letters: Vec<char> = part.chars().collect();
            parts.extend(letters.chunks(3).map(|c| c.iter().collect::<String>().to_uppercase().into()));
        }
        let mut parts = parts.into_iter();
        let first = parts.next().filter(|p| p != "---" && p != "###");
        let mut code = ActorCode { state: None, sectors: Vec::new() };
        match first {
            Some(body) if self.stateless.contains(&body) => {
                code.sectors.push(body);
            }
            Some(state) => code.state = Some(self.legacy.get(&state).cloned().unwrap_or(state)),
            None => {}
        }
        code.sectors.extend(parts.filter(|p| p != "---"));
        code
    }

    /// The sectors that follow from a description, best first: "Prime Minister Jonas Berg" GOV, "opposition leader" OPP.
    #[must_use]
    pub fn of_words(&self, text: &str) -> Vec<SmolStr> {
        let folded = key(text);
        // What stands behind "of", "from", "in" belongs to another: "the president of the union" is told by both.
        let words: Vec<&str> = folded.split(' ').collect();
        let mut best: Option<(usize, usize, &SmolStr)> = None;
        for from in 0..words.len() {
            for length in (1..=LONGEST.min(words.len() - from)).rev() {
                let phrase = words.get(from..from + length).unwrap_or(&[]).join(" ");
                let (single, _) = MentionRules::singular(&phrase);
                let Some(sector) = self.words.get(&phrase).or_else(|| self.words.get(&single)) else { continue };
                if best.is_none_or(|(l, f, _)| (length, from) > (l, f)) {
                    best = Some((length, from, sector));
                }
                break;
            }
        }
        best.map(|(_, _, sector)| sector.clone()).into_iter().collect()
    }

    /// The sector of a body by its name ("African Union" IGO).
    #[must_use]
    pub fn of_body(&self, name: &str) -> Option<SmolStr> {
        self.bodies.get(&key(name)).cloned()
    }

    /// The code that the user's table gives a name.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<&ActorCode> {
        self.own.get(&key(name))
    }

    /// The code of a mention in its text: the user's own name in it, else state and sectors by its words and roles. A state that acts is its
    /// government (`implied`).
    #[must_use]
    pub fn code(&self, mention: &Mention, text: &str, implied: bool) -> ActorCode {
        // "Sudanese refugees", "Ethiopian ships": the noun behind an adjective says who they are.
        let behind = if mention.kind == EntityKind::Demonym { noun_behind(mention, text) } else { "" };
        let full = Span::new(mention.full.start, mention.full.end + u32::try_from(behind.len()).unwrap_or(0)).of(text);
        let described: Vec<&str> =
            std::iter::once(full).chain(mention.roles.iter().map(|r| r.title.as_str())).collect();
        let sectors = || described.iter().map(|t| self.of_words(t)).find(|s| !s.is_empty()).unwrap_or_default();
        if let Some(own) = self.own_in(full) {
            let mut code = own.clone();
            if code.sectors.is_empty() {
                code.sectors = sectors();
            }
            return code;
        }
        if let Some(body) = self.of_body(mention.span.of(text)) {
            let state = mention.state.clone().filter(|_| !self.stateless.contains(&body));
            return ActorCode { state, sectors: vec![body] };
        }
        let mut code = ActorCode { state: mention.state.clone(), sectors: sectors() };
        if implied && code.sectors.is_empty() && code.state.is_some() {
            let state = mention.kind == EntityKind::State
                || mention.metonym
                || (mention.kind == EntityKind::Demonym && behind.is_empty());
            code.sectors.extend(state.then(|| SmolStr::new("GOV")));
        }
        code
    }

    /// The sectors of an actor of a story: by the user's table, as a body, by the offices told of it, by the words of its names; a state is a government.
    #[must_use]
    pub fn of_actor(&self, kind: EntityKind, names: &[&str], offices: &[&str]) -> Vec<SmolStr> {
        if let Some(own) = names.iter().find_map(|n| self.own(n)).filter(|c| !c.sectors.is_empty()) {
            return own.sectors.clone();
        }
        if let Some(body) = names.iter().find_map(|n| self.of_body(n)) {
            return vec![body];
        }
        let words: Vec<&&str> = match kind {
            EntityKind::State => return vec!["GOV".into()],
            EntityKind::Person | EntityKind::Organisation | EntityKind::Group => offices.iter().chain(names).collect(),
            _ => return Vec::new(),
        };
        let mut out: Vec<SmolStr> = Vec::new();
        for sector in words.into_iter().flat_map(|w| self.of_words(w)) {
            if !out.contains(&sector) {
                out.push(sector);
            }
        }
        out
    }

    /// The code of a phrase that is no mention ("a court in Nairobi"): the user's name in it, else its sector.
    #[must_use]
    pub fn code_of_words(&self, words: &str) -> ActorCode {
        self.own_in(words).cloned().unwrap_or_else(|| ActorCode { state: None, sectors: self.of_words(words) })
    }

    /// The longest of the user's names in some words.
    fn own_in(&self, words: &str) -> Option<&ActorCode> {
        if self.own.is_empty() {
            return None;
        }
        let folded = key(words);
        let all: Vec<&str> = folded.split(' ').collect();
        (1..=all.len().min(8)).rev().find_map(|n| all.windows(n).find_map(|w| self.own.get(&w.join(" "))))
    }
}

/// Up to three words right behind a mention, in lower case and without a mark between.
fn noun_behind<'t>(mention: &Mention, text: &'t str) -> &'t str {
    let rest = text.get(mention.full.end as usize..).unwrap_or("");
    let mut end = 0;
    for word in rest.split_inclusive(' ').take(4) {
        let bare = word.trim_end();
        if !bare.is_empty() && !bare.chars().all(|c| c.is_lowercase() || c == '-') {
            let stem = bare.trim_end_matches(|c: char| c.is_ascii_punctuation());
            if !stem.is_empty() && stem.chars().all(|c| c.is_lowercase() || c == '-') {
                end += stem.len();
            }
            break;
        }
        end += word.len();
    }
    rest.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold() {
        let rules = SectorRules::load(&DataSet::built_in()).unwrap();
        for (text, expected) in &rules.examples {
            assert_eq!(rules.of_words(text).join(" "), *expected, "{text}");
        }
    }

    #[test]
    fn codes_are_read_in_every_form() {
        let rules = SectorRules::load(&DataSet::built_in()).unwrap();
        for (text, expected) in [
            ("HUN/GOV", "HUN/GOV"),
            ("JAPMIL", "JPN/MIL"),
            ("IGOUNO", "/IGO/UNO"),
            ("---GOV", "/GOV"),
            ("", ""),
            ("é", "É"),
        ] {
            assert_eq!(rules.read_code(text).to_string(), expected, "{text}");
        }
        assert_eq!(rules.of_body("African Union").as_deref(), Some("IGO"));
    }

    #[test]
    fn a_users_actor_has_its_code() {
        let rows = "names\tcode\nOromi|Oromian\tORM\nBlue Guard\tORMMIL\n".to_string();
        let data = DataSet::with_overlay([("gazetteer/actors.tsv".to_string(), rows)]);
        let rules = SectorRules::load(&data).unwrap();
        assert_eq!(rules.own("Oromian").unwrap().to_string(), "ORM");
        assert_eq!(rules.own_in("the Blue Guard of Oromi").unwrap().to_string(), "ORM/MIL");
    }
}
