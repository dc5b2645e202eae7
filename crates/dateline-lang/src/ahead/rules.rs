//! The cues of what lies ahead, compiled from `data/en/ahead/`.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use crate::event::Status;

/// Planned by its doer, or expected by somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StatusName {
    Planned,
    Expected,
}

impl From<StatusName> for Status {
    fn from(name: StatusName) -> Self {
        match name {
            StatusName::Planned => Self::Planned,
            StatusName::Expected => Self::Expected,
        }
    }
}

/// When a modal verb speaks of what lies ahead; see the data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum When {
    Always,
    Open,
    Reported,
    Timed,
    Change,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Modal {
    forms: Vec<SmolStr>,
    status: StatusName,
    when: When,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordCue {
    words: Vec<SmolStr>,
    status: StatusName,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LemmaCue {
    lemmas: Vec<SmolStr>,
    status: StatusName,
    #[serde(default)]
    past: bool,
    #[serde(default)]
    progressive: bool,
    #[serde(default)]
    other: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) happening: BTreeSet<SmolStr>,
    pub(super) timetable: BTreeSet<SmolStr>,
    pub(super) beginning: BTreeSet<SmolStr>,
    pub(super) change: BTreeSet<SmolStr>,
    pub(super) perceived: BTreeSet<SmolStr>,
    pub(super) soon: BTreeSet<SmolStr>,
    pub(super) condition: BTreeSet<SmolStr>,
    pub(super) until: BTreeSet<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    modal: Vec<Modal>,
    ready: Vec<WordCue>,
    infinitive: Vec<LemmaCue>,
    object: Vec<LemmaCue>,
    noun: Vec<LemmaCue>,
    adjective: Vec<WordCue>,
    phrase: Vec<WordCue>,
    words: Words,
}

/// Cues of what lies ahead.
#[derive(Debug, Clone)]
pub struct AheadRules {
    pub(super) modals: BTreeMap<SmolStr, (Status, When)>,
    pub(super) ready: BTreeMap<SmolStr, Status>,
    /// Status, whether the past tense counts, whether only with another doer.
    pub(super) infinitives: BTreeMap<SmolStr, (Status, bool, bool)>,
    /// Status, and whether only the progressive counts with a noun phrase.
    pub(super) objects: BTreeMap<SmolStr, (Status, bool)>,
    pub(super) nouns: BTreeMap<SmolStr, Status>,
    pub(super) adjectives: BTreeMap<SmolStr, Status>,
    pub(super) phrases: Vec<(Vec<SmolStr>, Status)>,
    pub(super) words: Words,
    examples: Vec<(String, bool)>,
}

impl AheadRules {
    /// Compiles `en/ahead/cues.toml`.
    ///
    /// # Errors
    /// If the file is missing or has not the shape its head describes.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/ahead/cues.toml")?;
        let mut examples = Vec::new();
        let mut note = |yes: &[String], no: &[String]| {
            examples.extend(yes.iter().map(|t| (t.clone(), true)));
            examples.extend(no.iter().map(|t| (t.clone(), false)));
        };
        file.modal.iter().for_each(|c| note(&c.yes, &c.no));
        file.ready.iter().chain(&file.adjective).chain(&file.phrase).for_each(|c| note(&c.yes, &c.no));
        file.infinitive.iter().chain(&file.object).chain(&file.noun).for_each(|c| note(&c.yes, &c.no));
        let words = |cues: Vec<WordCue>| {
            cues.into_iter().flat_map(|c| c.words.into_iter().map(move |w| (w, c.status.into()))).collect()
        };
        Ok(Self {
            modals: file
                .modal
                .into_iter()
                .flat_map(|m| m.forms.into_iter().map(move |f| (f, (m.status.into(), m.when))))
                .collect(),
            ready: words(file.ready),
            infinitives: file
                .infinitive
                .into_iter()
                .flat_map(|c| c.lemmas.into_iter().map(move |l| (l, (c.status.into(), c.past, c.other))))
                .collect(),
            objects: file
                .object
                .into_iter()
                .flat_map(|c| c.lemmas.into_iter().map(move |l| (l, (c.status.into(), c.progressive))))
                .collect(),
            nouns: file
                .noun
                .into_iter()
                .flat_map(|c| c.lemmas.into_iter().map(move |l| (l, c.status.into())))
                .collect(),
            adjectives: words(file.adjective),
            phrases: file.phrase.into_iter().map(|c| (c.words, c.status.into())).collect(),
            words: file.words,
            examples,
        })
    }

    /// Sentences of the data with whether they must give an expectation.
    #[must_use]
    pub fn examples(&self) -> &[(String, bool)] {
        &self.examples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_data_loads() {
        let rules = AheadRules::load(&DataSet::built_in()).unwrap();
        assert!(rules.modals.contains_key("will") && rules.examples().len() > 20);
    }
}
