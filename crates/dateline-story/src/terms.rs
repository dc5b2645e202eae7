//! Words as signs that two passages speak of the same: rarity, and words that reports put for one another.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

/// Rarity and equivalence of lemmas, from `data/en/lexicon/`.
#[derive(Debug, Clone)]
pub struct Terms {
    per_million: BTreeMap<SmolStr, u32>,
    stands_for: BTreeMap<SmolStr, SmolStr>,
}

#[derive(Deserialize)]
struct Equivalents {
    sets: Vec<Vec<SmolStr>>,
}

impl Terms {
    /// Reads the tables.
    ///
    /// # Errors
    /// If a table is malformed or a word stands in two sets.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let path = "en/lexicon/frequencies.tsv";
        let mut per_million = BTreeMap::new();
        for row in data.tsv(path)? {
            let count = row[1].parse().map_err(|_| DataError {
                file: path.into(),
                problem: format!("{}: '{}' is no count", row[0], row[1]),
            })?;
            per_million.insert(SmolStr::new(row[0]), count);
        }
        let path = "en/lexicon/equivalents.toml";
        let sets: Equivalents = data.toml(path)?;
        let mut stands_for = BTreeMap::new();
        for set in &sets.sets {
            for word in set.iter().skip(1) {
                if stands_for.insert(word.clone(), set[0].clone()).is_some() {
                    return Err(DataError {
                        file: path.into(),
                        problem: format!("'{word}' stands in two sets; take it out of one"),
                    });
                }
            }
        }
        Ok(Self { per_million, stands_for })
    }

    /// The word that stands for all that reports use for it ("accord" → "agreement").
    #[must_use]
    pub fn canonical<'a>(&'a self, lemma: &'a str) -> &'a str {
        self.stands_for.get(lemma).map_or(lemma, SmolStr::as_str)
    }

    /// How much a shared lemma tells: 0 for the commonest words, about 1 for common content words, up to 2.2 for words hardly ever seen.
    /// A logarithm of rarity, so that it adds up like evidence (Spärck Jones 1972).
    #[must_use]
    pub fn weight(&self, lemma: &str) -> f32 {
        let per_million = self.per_million.get(lemma).copied().unwrap_or(8);
        (((1e6 / f64::from(per_million + 8)).ln() - 5.0).max(0.0) / 3.0) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarity_and_equivalence() {
        let terms = Terms::load(&DataSet::built_in()).unwrap();
        assert_eq!(terms.canonical("accord"), "agreement");
        assert_eq!(terms.weight("the"), 0.0);
        assert!(terms.weight("embassy") > terms.weight("country"));
        assert!(terms.weight("say") < 1.0);
    }
}
