//! Tables of romanisation and of name parts, compiled.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use super::bodies::{Form, forms};
use super::chinese::Chinese;
use super::japanese::{Japanese, JapaneseFile};
use super::korean::Korean;
use super::sounds::{SoundFile, Sounds};
use super::syllables::{Scheme, SchemeFile};
use crate::mention::fold;

/// Two names of an example.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) a: String,
    pub(super) b: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile {
    particles: Vec<String>,
    articles: Vec<String>,
    titles: Vec<String>,
    father_links: Vec<String>,
    servants: Vec<String>,
    god: Vec<String>,
    faith: Vec<String>,
    faith_endings: Vec<String>,
    lookalikes: Vec<(char, char)>,
    feminine: Vec<String>,
    patronymic_endings: Vec<String>,
    nicknames: Vec<Vec<String>>,
    same_name: Vec<Pair>,
    other_name: Vec<Pair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyFile {
    forms: Vec<String>,
    small: Vec<String>,
    numbers: Vec<(String, u32)>,
    roman: Vec<(String, u32)>,
    same: Vec<Vec<String>>,
    weak: Vec<String>,
    same_body: Vec<Pair>,
    other_body: Vec<Pair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KoreanFile {
    family: Vec<Vec<String>>,
    onsets: Vec<(String, String)>,
    nuclei: Vec<(String, String)>,
    codas: Vec<(String, String)>,
    same_name: Vec<Pair>,
    other_name: Vec<Pair>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChineseFile {
    family: Vec<String>,
    others: Vec<(String, String)>,
    vietnamese: Vec<String>,
    same_name: Vec<Pair>,
    other_name: Vec<Pair>,
}

/// Everything that is known of names.
#[derive(Debug, Default)]
pub struct NameRules {
    pub(super) particles: BTreeSet<String>,
    pub(super) articles: BTreeSet<String>,
    pub(super) titles: BTreeSet<String>,
    pub(super) father_links: BTreeSet<String>,
    /// Longest first.
    pub(super) servants: Vec<String>,
    pub(super) god: Vec<String>,
    pub(super) faith: Vec<String>,
    pub(super) faith_endings: Vec<String>,
    pub(super) lookalikes: Vec<(char, char)>,
    pub(super) feminine: Vec<String>,
    pub(super) patronymic_endings: Vec<String>,
    /// Word to the numbers of its groups.
    pub(super) nicknames: BTreeMap<String, Vec<usize>>,
    /// First names that people in the world bear, folded.
    pub(super) given: BTreeSet<String>,
    /// Forms of bodies by their words; longest first within a first word.
    pub(super) forms: BTreeMap<String, Vec<Form>>,
    pub(super) small: BTreeSet<String>,
    pub(super) numbers: BTreeMap<String, u32>,
    pub(super) roman: BTreeMap<String, u32>,
    /// Words (or several) to the first of their group.
    pub(super) same: Vec<(String, usize)>,
    pub(super) weak: BTreeSet<String>,
    pub(super) vietnamese: BTreeSet<String>,
    pub(super) korean: Korean,
    pub(super) chinese: Chinese,
    pub(super) japanese: Japanese,
    pub(super) sounds: Sounds,
    examples: Vec<(Pair, bool, bool)>,
}

fn groups(rows: &[Vec<String>]) -> BTreeMap<String, Vec<usize>> {
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        for word in row {
            out.entry(word.clone()).or_default().push(n);
        }
    }
    out
}

impl NameRules {
    /// Reads `en/names/`.
    ///
    /// # Errors
    /// If a file is missing or not of its form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let parts: PartFile = data.toml("en/names/parts.toml")?;
        let bodies: BodyFile = data.toml("en/names/bodies.toml")?;
        let sounds: SoundFile = data.toml("en/names/sounds.toml")?;
        let korean: KoreanFile = data.toml("en/names/korean.toml")?;
        let chinese: ChineseFile = data.toml("en/names/chinese.toml")?;
        let japanese: JapaneseFile = data.toml("en/names/japanese.toml")?;
        let mut examples = Vec::new();
        for (list, same, body) in [
            (&parts.same_name, true, false),
            (&parts.other_name, false, false),
            (&bodies.same_body, true, true),
            (&bodies.other_body, false, true),
            (&sounds.same_name, true, false),
            (&sounds.other_name, false, false),
            (&korean.same_name, true, false),
            (&korean.other_name, false, false),
            (&chinese.same_name, true, false),
            (&chinese.other_name, false, false),
            (&japanese.same_name, true, false),
            (&japanese.other_name, false, false),
        ] {
            examples.extend(list.iter().map(|p| (p.clone(), same, body)));
        }
        let mut same: Vec<(String, usize)> =
            bodies.same.iter().enumerate().flat_map(|(n, row)| row.iter().map(move |w| (w.clone(), n))).collect();
        // Longest first, so that "united states" is read before "states".
        same.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let letters = Scheme::new(SchemeFile { onsets: korean.onsets, nuclei: korean.nuclei, codas: korean.codas });
        let mut chinese_family: BTreeSet<String> = chinese.family.into_iter().collect();
        chinese_family.extend(chinese.vietnamese.iter().cloned());
        Ok(Self {
            particles: parts.particles.into_iter().collect(),
            articles: parts.articles.into_iter().collect(),
            titles: parts.titles.into_iter().collect(),
            father_links: parts.father_links.into_iter().collect(),
            servants: parts.servants,
            god: parts.god,
            faith: parts.faith,
            faith_endings: parts.faith_endings,
            lookalikes: parts.lookalikes,
            feminine: parts.feminine,
            patronymic_endings: parts.patronymic_endings,
            nicknames: groups(&parts.nicknames),
            given: data.tsv("gazetteer/given-names.tsv")?.iter().map(|row| fold(row[0])).collect(),
            forms: forms(data, &bodies.forms)?,
            small: bodies.small.into_iter().collect(),
            numbers: bodies.numbers.into_iter().collect(),
            roman: bodies.roman.into_iter().collect(),
            same,
            weak: bodies.weak.into_iter().collect(),
            vietnamese: chinese.vietnamese.into_iter().collect(),
            korean: Korean::new(data, groups(&korean.family), letters)?,
            chinese: Chinese::new(data, chinese_family, &chinese.others)?,
            japanese: Japanese::new(&japanese),
            sounds: Sounds::new(&sounds),
            examples,
        })
    }

    /// Is it a family name that stands first (Chinese, Korean, Vietnamese)? Folded.
    #[must_use]
    pub fn family_first(&self, folded: &str) -> bool {
        self.korean.family.contains_key(folded) || self.chinese.family.contains(folded)
    }

    /// Is it an Arabic article that may hang on a name ("al", "an")?
    #[must_use]
    pub fn is_article(&self, folded: &str) -> bool {
        self.articles.contains(folded)
    }

    /// Examples of the data files that do not hold, each in a sentence; empty if all do.
    #[must_use]
    pub fn failing_examples(&self) -> Vec<String> {
        self.examples
            .iter()
            .filter_map(|(pair, same, body)| {
                let found =
                    if *body { self.match_bodies(&pair.a, &pair.b) } else { self.match_names(&pair.a, &pair.b) };
                (found.same() != *same).then(|| {
                    format!(
                        "{} ~ {}: {} ({}), should be {}",
                        pair.a,
                        pair.b,
                        found.score,
                        found.reason,
                        if *same { "the same" } else { "different" }
                    )
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_data_hold() {
        let rules = NameRules::load(&DataSet::built_in()).unwrap();
        assert_eq!(rules.failing_examples(), Vec::<String>::new());
    }
}
