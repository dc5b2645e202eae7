//! The word lists of `data/en/lexicon/coreference.toml` and the table of given names by sex.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use super::super::words::fold;
use crate::statement::{Mark, SpeechRules};

type List = BTreeSet<String>;

/// Function words around nouns, words that tell a sex, and kinds of things.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorefWords {
    pub(crate) patronymic: List,
    pub(crate) articles: List,
    pub(crate) indefinite_articles: List,
    pub(crate) introducing: List,
    pub(crate) known: List,
    pub(crate) owners: List,
    pub(crate) counting: List,
    pub(crate) openers: List,
    pub(crate) determiners: List,
    pub(crate) definite_bodies: List,
    pub(crate) plural_states: List,
    pub(crate) plural_groups: List,
    pub(crate) own_bodies: List,
    pub(crate) tail_adjectives: List,
    pub(crate) tail_prepositions: List,
    pub(crate) tail_bound: List,
    pub(crate) title_prepositions: List,
    pub(crate) apposition_stops: List,
    pub(crate) title_links: List,
    pub(crate) title_edges: List,
    pub(crate) male: List,
    pub(crate) female: List,
    pub(crate) animate: List,
    pub(crate) times: List,
    pub(crate) happenings: List,
    pub(crate) according: List,
    pub(crate) pronouns: Forms,
    #[serde(skip)]
    pub(crate) names: BTreeMap<String, bool>,
    #[serde(skip)]
    pub(crate) marks: Vec<Mark>,
}

/// Forms of pronouns beside those of `titles.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forms {
    pub(crate) first: List,
    pub(crate) first_plural: List,
    pub(crate) possessive: List,
    pub(crate) reflexive: List,
}

impl CorefWords {
    /// Reads the lists.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let mut words: Self = data.toml("en/lexicon/coreference.toml")?;
        words.names = data
            .tsv("gazetteer/name-sex.tsv")?
            .iter()
            .filter_map(|row| Some((fold(row.first()?), *row.get(1)? == "f")))
            .collect();
        words.marks = SpeechRules::load_marks(data)?;
        Ok(words)
    }

    /// Is this the given name of women (true) or men (false)?
    pub(crate) fn name_sex(&self, folded: &str) -> Option<bool> {
        let first = folded.split('-').next().unwrap_or(folded);
        self.names.get(folded).or_else(|| self.names.get(first)).copied()
    }

    /// Does the noun or title tell a sex: female (true) or male (false)?
    pub(crate) fn word_sex(&self, folded: &str) -> Option<bool> {
        if self.male.contains(folded) {
            Some(false)
        } else if self.female.contains(folded) {
            Some(true)
        } else {
            None
        }
    }
}
