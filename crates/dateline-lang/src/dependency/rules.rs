//! The frames of dependence, compiled from `data/en/dependency/`.

use std::collections::BTreeSet;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    #[serde(alias = "words")]
    lemmas: Vec<SmolStr>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) rank: BTreeSet<SmolStr>,
    pub(super) bare: BTreeSet<SmolStr>,
    pub(super) bearing: BTreeSet<SmolStr>,
    pub(super) standing: BTreeSet<SmolStr>,
    pub(super) flow: BTreeSet<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rely: Vec<Frame>,
    source: Vec<Frame>,
    come: Vec<Frame>,
    take: Vec<Frame>,
    role: Vec<Frame>,
    words: Words,
}

/// Frames of dependence.
#[derive(Debug, Clone)]
pub struct DependencyRules {
    pub(super) rely: BTreeSet<SmolStr>,
    pub(super) source: BTreeSet<SmolStr>,
    pub(super) come: BTreeSet<SmolStr>,
    pub(super) take: BTreeSet<SmolStr>,
    pub(super) role: BTreeSet<SmolStr>,
    pub(super) words: Words,
    examples: Vec<(String, bool)>,
}

impl DependencyRules {
    /// Compiles `en/dependency/frames.toml`.
    ///
    /// # Errors
    /// If the file is missing or has not the shape its head describes.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/dependency/frames.toml")?;
        let mut examples = Vec::new();
        let mut lemmas = |frames: Vec<Frame>| -> BTreeSet<SmolStr> {
            let mut all = BTreeSet::new();
            for frame in frames {
                examples.extend(frame.yes.into_iter().map(|t| (t, true)));
                examples.extend(frame.no.into_iter().map(|t| (t, false)));
                all.extend(frame.lemmas);
            }
            all
        };
        let (rely, source, come, take, role) =
            (lemmas(file.rely), lemmas(file.source), lemmas(file.come), lemmas(file.take), lemmas(file.role));
        Ok(Self { rely, source, come, take, role, words: file.words, examples })
    }

    /// Sentences of the data with whether they must give a dependency.
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
        let rules = DependencyRules::load(&DataSet::built_in()).unwrap();
        assert!(rules.rely.contains("depend") && rules.examples().len() >= 10);
    }
}
