//! The code tables of the event data sets: CAMEO with Goldstein's scale, PLOVER, country codes, sectors.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use crate::contract::{Actor, ActorKind, Event, EventType, Status};

/// One CAMEO code.
#[derive(Debug, Clone)]
struct Cameo {
    goldstein: Option<f64>,
    label: String,
}

/// One PLOVER type.
#[derive(Debug, Clone)]
struct Plover {
    quad: u8,
    intensity: f64,
    /// CAMEO root where only the type is known.
    root: String,
    /// CAMEO code of the announcement of such a deed.
    announced: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sector {
    code: String,
    icews: String,
    title: Vec<String>,
    body: Vec<String>,
}

#[derive(Deserialize)]
struct SectorFile {
    sector: Vec<Sector>,
}

/// The tables of `data/codes/` and `data/en/sectors.toml`, read once.
#[derive(Debug, Clone)]
pub struct Codes {
    cameo: BTreeMap<String, Cameo>,
    plover: BTreeMap<String, Plover>,
    fips: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    sectors: Vec<Sector>,
}

impl Codes {
    /// Reads the tables.
    ///
    /// # Errors
    /// If one is missing or malformed; the message names it.
    ///
    /// ```
    /// let codes = dateline::export::Codes::load(&dateline::DataSet::built_in()).unwrap();
    /// assert_eq!(codes.goldstein("042"), Some(1.9));
    /// assert_eq!(codes.label("042"), "Make a visit");
    /// ```
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let cell = |row: &[&str], n: usize| row.get(n).copied().unwrap_or_default().to_string();
        let mut cameo = BTreeMap::new();
        for row in data.tsv("codes/cameo.tsv")? {
            cameo.insert(cell(&row, 0), Cameo { goldstein: cell(&row, 3).parse().ok(), label: cell(&row, 4) });
        }
        let mut plover = BTreeMap::new();
        for row in data.tsv("codes/plover.tsv")? {
            let wrong = |what: &str| DataError {
                file: "codes/plover.tsv".into(),
                problem: format!("type {}: the {what} is no number", cell(&row, 0)),
            };
            let entry = Plover {
                quad: cell(&row, 1).parse().map_err(|_| wrong("quadrant"))?,
                intensity: cell(&row, 2).parse().map_err(|_| wrong("intensity"))?,
                root: cell(&row, 3),
                announced: cell(&row, 4),
            };
            plover.insert(cell(&row, 0), entry);
        }
        let two = |path: &str, at: usize| -> Result<BTreeMap<String, String>, DataError> {
            Ok(data.tsv(path)?.iter().map(|row| (cell(row, 0), cell(row, at))).collect())
        };
        let sectors: SectorFile = data.toml("en/sectors.toml")?;
        Ok(Self {
            cameo,
            plover,
            fips: two("codes/fips.tsv", 1)?,
            names: two("gazetteer/states.tsv", 1)?,
            sectors: sectors.sector,
        })
    }

    /// Value of a CAMEO code on Goldstein's scale, -10 (conflict) to 10 (cooperation); of a code that is not listed that of the nearest one above it.
    #[must_use]
    pub fn goldstein(&self, cameo: &str) -> Option<f64> {
        (2..=cameo.len()).rev().filter_map(|n| cameo.get(..n)).find_map(|c| self.cameo.get(c)?.goldstein)
    }

    /// What a CAMEO code means, in the words of its code book.
    #[must_use]
    pub fn label(&self, cameo: &str) -> &str {
        let own = self.cameo.get(cameo).map(|c| c.label.as_str()).filter(|l| !l.is_empty());
        own.or_else(|| self.cameo.get(&format!("{cameo}0")).map(|c| c.label.as_str())).unwrap_or_default()
    }

    /// Quadrant of a PLOVER type, 1 to 4, as its manual numbers them.
    #[must_use]
    pub fn quad(&self, kind: EventType) -> u8 {
        self.plover.get(kind.word()).map_or(0, |p| p.quad)
    }

    /// Intensity of a PLOVER type as its manual gives it.
    #[must_use]
    pub fn intensity(&self, kind: EventType) -> f64 {
        self.plover.get(kind.word()).map_or(0.0, |p| p.intensity)
    }

    /// The CAMEO code of what an event was at the time of writing: of the deed if it was done, of its announcement if it was announced.
    #[must_use]
    pub fn cameo(&self, event: &Event) -> Option<String> {
        let kind = event.kind?;
        let entry = self.plover.get(kind.word())?;
        let announced = event.status == Status::Planned && event.plan_type.is_some_and(|p| p != kind);
        if announced {
            return Some(entry.announced.clone());
        }
        Some(event.cameo.clone().unwrap_or_else(|| entry.root.clone()))
    }

    /// Name of the quadrant as PLOVER's manual prints it.
    #[must_use]
    pub fn quad_name(quad: u8) -> &'static str {
        match quad {
            1 => "VERBAL COOPERATION",
            2 => "MATERIAL COOPERATION",
            3 => "VERBAL CONFLICT",
            4 => "MATERIAL CONFLICT",
            _ => "",
        }
    }

    /// Quadrant of a CAMEO code by its root, as GDELT numbers them.
    #[must_use]
    pub fn quad_of_cameo(cameo: &str) -> u8 {
        match cameo.get(..2).and_then(|r| r.parse::<u8>().ok()).unwrap_or(0) {
            1..=5 => 1,
            6..=8 => 2,
            9..=13 => 3,
            14..=20 => 4,
            _ => 0,
        }
    }

    /// FIPS 10-4 code of a state, empty where none is known.
    #[must_use]
    pub fn fips(&self, state: &str) -> &str {
        self.fips.get(state).map_or("", String::as_str)
    }

    /// Short English name of a state, its code where none is known.
    #[must_use]
    pub fn country<'a>(&'a self, state: &'a str) -> &'a str {
        self.names.get(state).map_or(state, String::as_str)
    }

    /// PLOVER code and ICEWS name of an actor's sector; a state itself is its government. `None` where its offices and its name tell none.
    #[must_use]
    pub fn sector(&self, actor: &Actor) -> Option<(&str, &str)> {
        let has = |text: &str, words: &[String]| {
            let text = format!(" {} ", text.to_lowercase().replace(|c: char| !c.is_alphanumeric() && c != '-', " "));
            words.iter().any(|w| text.contains(&format!(" {w} ")) || text.contains(&format!(" {w}s ")))
        };
        let found = match actor.kind {
            ActorKind::State => self.sectors.iter().find(|s| s.code == "GOV"),
            ActorKind::Person => {
                let titles: Vec<&str> =
                    actor.roles.iter().map(|r| r.title.as_str()).chain([actor.name.as_str()]).collect();
                titles.iter().find_map(|t| self.sectors.iter().find(|s| has(t, &s.title)))
            }
            ActorKind::Organisation | ActorKind::Group => {
                self.sectors.iter().find(|s| has(&actor.name, &s.body) || has(&actor.name, &s.title))
            }
            _ => None,
        };
        found.map(|s| (s.code.as_str(), s.icews.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_load_and_answer() {
        let codes = Codes::load(&DataSet::built_in()).unwrap();
        assert_eq!(codes.goldstein("1823"), Some(-10.0));
        assert_eq!(codes.goldstein("0379"), Some(5.0), "the nearest code above");
        assert_eq!(codes.goldstein("99"), None);
        assert_eq!(codes.goldstein("é9"), None);
        assert_eq!(codes.fips("KOR"), "KS");
        assert_eq!((Codes::quad_of_cameo("20"), Codes::quad_of_cameo("")), (4, 0));
        for kind in codes.plover.values() {
            assert!(codes.goldstein(&kind.root).is_some() && codes.goldstein(&kind.announced).is_some());
        }
    }

    #[test]
    fn an_announcement_has_the_code_of_an_announcement() {
        let codes = Codes::load(&DataSet::built_in()).unwrap();
        let visit = Event {
            kind: Some(EventType::Consult),
            plan_type: Some(EventType::Agree),
            cameo: Some("042".into()),
            status: Status::Planned,
            ..Event::default()
        };
        assert_eq!(codes.cameo(&visit).as_deref(), Some("036"));
        assert_eq!(codes.cameo(&Event { status: Status::Happened, ..visit }).as_deref(), Some("042"));
    }

    #[test]
    fn sectors_come_from_offices() {
        let codes = Codes::load(&DataSet::built_in()).unwrap();
        let person = |title: &str| Actor {
            kind: ActorKind::Person,
            roles: vec![crate::contract::Role { title: title.into(), ..Default::default() }],
            ..Actor::default()
        };
        let code = |a: &Actor| codes.sector(a).map(|s| s.0.to_string());
        assert_eq!(code(&person("Minister of Defence")).as_deref(), Some("GOV"));
        assert_eq!(code(&person("commander of the Third Fleet")).as_deref(), Some("MIL"));
        assert_eq!(code(&person("sculptor")), None);
        assert_eq!(code(&Actor { kind: ActorKind::State, ..Actor::default() }).as_deref(), Some("GOV"));
    }
}
