//! The frames of ties, compiled from `data/en/ties/`.

use std::collections::BTreeSet;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use crate::event::Ontology;

const FOLDER: &str = "en/ties";

/// Words around a tie, from `data/en/relations.toml`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct StandingWords {
    /// Verbs whose object ends: "lifted the sanctions".
    pub(crate) ending: BTreeSet<SmolStr>,
    /// Verbs whose object is not there yet: "sought an alliance".
    pub(crate) wanting: BTreeSet<SmolStr>,
    /// Verbs whose object is there once they are done: "restored relations".
    pub(crate) returning: BTreeSet<SmolStr>,
    /// Adjectives of what stood once: "former ally".
    pub(crate) past: BTreeSet<SmolStr>,
    /// Determiners and verbs of what is not there: "no diplomatic relations".
    pub(crate) none: BTreeSet<SmolStr>,
}

#[derive(Deserialize)]
struct File {
    standing: StandingWords,
    kind: Vec<KindName>,
}

#[derive(Deserialize)]
struct KindName {
    name: SmolStr,
}

/// Frames of ties.
#[derive(Debug, Clone)]
pub struct TieRules {
    pub(crate) ontology: Ontology,
    pub(crate) words: StandingWords,
}

impl TieRules {
    /// Compiles `en/ties/*.toml` and the words of `en/relations.toml`.
    ///
    /// # Errors
    /// If a file is malformed, or a frame is of a kind that `en/relations.toml` does not list.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let ontology = Ontology::load_from(data, FOLDER)?;
        let file: File = data.toml("en/relations.toml")?;
        for frame in ontology.frames() {
            let known = frame.mode.as_ref().is_some_and(|m| file.kind.iter().any(|k| k.name == *m));
            if !known {
                return Err(DataError {
                    file: FOLDER.into(),
                    problem: format!(
                        "frame `{}`: its `mode` names the kind of tie, one of those listed as [[kind]] in en/relations.toml",
                        frame.name
                    ),
                });
            }
        }
        Ok(Self { ontology, words: file.standing })
    }

    /// Examples of the data by frame: `text => kind A>B standing`, or `text => -`.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ontology.frames().iter().flat_map(|f| f.examples.iter().map(move |e| (f.name.as_str(), e.as_str())))
    }
}
