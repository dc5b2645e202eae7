//! The word lists and tables from which mentions are read, compiled once.

use std::collections::BTreeSet;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use super::coref::{CorefWords, Ranker};
use super::gazetteer::Gazetteer;
use super::sector::SectorRules;
use super::words::fold;
use crate::names::NameRules;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    honorifics: Vec<String>,
    ranks: Vec<String>,
    offices: Vec<String>,
    people: Vec<String>,
    groups: Vec<String>,
    state_nouns: Vec<String>,
    country_nouns: Vec<String>,
    org_heads: Vec<String>,
    org_of: Vec<String>,
    state_of: Vec<String>,
    generic_bodies: Vec<String>,
    portfolios: Vec<String>,
    facility_heads: Vec<String>,
    place_heads: Vec<String>,
    event_heads: Vec<String>,
    product_heads: Vec<String>,
    particles: Vec<String>,
    not_names: Vec<String>,
    openers: Vec<String>,
    motion: Vec<String>,
    place_prepositions: Vec<String>,
    government_prepositions: Vec<String>,
    place_nouns: Vec<String>,
    policy_nouns: Vec<String>,
    saying: Vec<String>,
    halves: Vec<String>,
    bodies_of_people: Vec<String>,
    pronouns: PronounFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PronounFile {
    male: Vec<String>,
    female: Vec<String>,
    plural: Vec<String>,
    neuter: Vec<String>,
    relative: Vec<String>,
}

/// A word list, folded.
pub(super) type List = BTreeSet<String>;

/// Pronouns by what they agree with.
#[derive(Debug)]
pub(super) struct Pronouns {
    pub(super) male: List,
    pub(super) female: List,
    pub(super) plural: List,
    pub(super) neuter: List,
    pub(super) relative: List,
}

/// Everything that [`find_mentions`](super::find_mentions) knows of the language and the world.
#[derive(Debug)]
pub struct MentionRules {
    /// States, places, bodies.
    pub gazetteer: Gazetteer,
    /// How names are matched.
    pub names: NameRules,
    /// Sectors of actors, and the user's own actors.
    pub sectors: SectorRules,
    pub(super) honorifics: List,
    pub(super) ranks: List,
    pub(super) offices: List,
    /// Plural forms of offices and people count as plural.
    pub(super) people: List,
    pub(super) groups: List,
    pub(super) state_nouns: List,
    pub(super) country_nouns: List,
    pub(super) org_heads: List,
    pub(super) org_of: List,
    pub(super) state_of: List,
    pub(super) generic_bodies: List,
    pub(super) portfolios: List,
    pub(super) facility_heads: List,
    pub(super) place_heads: List,
    pub(super) event_heads: List,
    pub(super) product_heads: List,
    pub(super) particles: List,
    pub(super) not_names: List,
    pub(super) openers: List,
    pub(super) motion: List,
    pub(super) place_prepositions: List,
    pub(super) government_prepositions: List,
    pub(super) place_nouns: List,
    pub(super) policy_nouns: List,
    pub(super) saying: List,
    pub(super) halves: List,
    pub(super) bodies_of_people: List,
    pub(super) pronouns: Pronouns,
    /// Words from which it is read which mention stands for which.
    pub(super) coref: CorefWords,
    /// The model that links pronouns.
    pub(super) ranker: Ranker,
    /// Last words of titles ("minister", "gen"): a capitalised one may end a title.
    pub(super) title_heads: List,
}

fn list(words: Vec<String>) -> List {
    words.iter().map(|w| fold(w)).collect()
}

impl MentionRules {
    /// Reads the lists and tables.
    ///
    /// # Errors
    /// If a file is missing or not of its form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let f: File = data.toml("en/lexicon/titles.toml")?;
        let (honorifics, ranks, offices) = (list(f.honorifics), list(f.ranks), list(f.offices));
        let title_heads = honorifics
            .iter()
            .chain(&ranks)
            .chain(&offices)
            .filter_map(|t| t.rsplit(' ').next())
            .map(str::to_string)
            .collect();
        Ok(Self {
            gazetteer: Gazetteer::load(data)?,
            sectors: SectorRules::load(data)?,
            names: NameRules::load(data)?,
            honorifics,
            ranks,
            offices,
            people: list(f.people),
            groups: list(f.groups),
            state_nouns: list(f.state_nouns),
            country_nouns: list(f.country_nouns),
            org_heads: list(f.org_heads),
            org_of: list(f.org_of),
            state_of: list(f.state_of),
            generic_bodies: list(f.generic_bodies),
            portfolios: list(f.portfolios),
            facility_heads: list(f.facility_heads),
            place_heads: list(f.place_heads),
            event_heads: list(f.event_heads),
            product_heads: list(f.product_heads),
            particles: list(f.particles),
            not_names: list(f.not_names),
            openers: list(f.openers),
            motion: list(f.motion),
            place_prepositions: list(f.place_prepositions),
            government_prepositions: list(f.government_prepositions),
            place_nouns: list(f.place_nouns),
            policy_nouns: list(f.policy_nouns),
            saying: list(f.saying),
            halves: list(f.halves),
            bodies_of_people: list(f.bodies_of_people),
            pronouns: Pronouns {
                male: list(f.pronouns.male),
                female: list(f.pronouns.female),
                plural: list(f.pronouns.plural),
                neuter: list(f.pronouns.neuter),
                relative: list(f.pronouns.relative),
            },
            coref: CorefWords::load(data)?,
            ranker: Ranker::built_in(),
            title_heads,
        })
    }

    /// The model that links pronouns.
    #[must_use]
    pub fn ranker(&self) -> &Ranker {
        &self.ranker
    }

    /// Singular of a noun of the lists, and whether it was plural: "officials", "spokesmen", "countries".
    pub(super) fn singular(word: &str) -> (String, bool) {
        if let Some(stem) = word.strip_suffix("men") {
            return (format!("{stem}man"), true);
        }
        if word == "people" || word == "persons" {
            return ("person".into(), true);
        }
        if word == "children" {
            return ("child".into(), true);
        }
        if word == "wives" {
            return ("wife".into(), true);
        }
        if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
            return (format!("{stem}y"), true);
        }
        if let Some(stem) = word.strip_suffix("sses").or_else(|| word.strip_suffix("ches")).filter(|s| s.len() > 1) {
            return (format!("{stem}{}", &word[stem.len()..word.len() - 2]), true);
        }
        match word
            .strip_suffix('s')
            .filter(|s| s.len() > 2 && !s.ends_with('s') && !s.ends_with('u') && !s.ends_with('i'))
        {
            Some(stem) => (stem.to_string(), true),
            None => (word.to_string(), false),
        }
    }

    /// Does the word stand for a person by office or kind? Gives the singular and whether it was plural.
    pub(super) fn role_noun(&self, folded: &str) -> Option<(String, bool)> {
        if self.offices.contains(folded) || self.people.contains(folded) || self.ranks.contains(folded) {
            return Some((folded.to_string(), false));
        }
        let (one, plural) = Self::singular(folded);
        (plural && (self.offices.contains(&one) || self.people.contains(&one) || self.ranks.contains(&one)))
            .then_some((one, true))
    }
}
