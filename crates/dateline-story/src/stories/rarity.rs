//! How much it tells that two reports share a word.

use dateline_data::{DataError, DataSet};
use smol_str::SmolStr;

/// Words of a report of usual length: what turns "occurrences per word" into "reports that have it".
const LENGTH: f64 = 300.0;
/// Frequency of a word that the table does not have.
const UNSEEN: f64 = 3e-7;

/// Rarity of words, from a table of the language and not from the reports of the run: what two reports have in common does not depend on which
/// others were read with them, or in which order.
#[derive(Debug, Clone)]
pub struct Rarity {
    /// Letters and commonness (see the table), sorted.
    words: Vec<(SmolStr, u8)>,
    /// By commonness.
    weights: Vec<f32>,
    unseen: f32,
}

impl Rarity {
    /// Reads `en/lexicon/rarity.tsv`.
    ///
    /// # Errors
    /// If the table is malformed.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let path = "en/lexicon/rarity.tsv";
        let mut words = Vec::new();
        for row in data.tsv(path)? {
            let common: u8 = row[1].parse().ok().filter(|n| *n <= 90).ok_or_else(|| DataError {
                file: path.into(),
                problem: format!("{}: '{}' is no whole number from 0 to 90", row[0], row[1]),
            })?;
            words.push((SmolStr::new(row[0]), common));
        }
        if !words.is_sorted() {
            words.sort();
        }
        let weights = (0..=90).map(|n| weight(10f64.powf(f64::from(n) / 10.0 - 9.0))).collect();
        Ok(Self { words, weights, unseen: weight(UNSEEN) })
    }

    /// Weight of a word by its letters in lower case: minus the logarithm of the share of reports that have it (Spärck Jones 1972); 0 for words
    /// that nearly all have, 9.3 for words that hardly any has. A number begins with `#`.
    #[must_use]
    pub fn weight(&self, word: &str) -> f32 {
        if let Some(number) = word.strip_prefix('#') {
            match number.chars().filter(char::is_ascii_digit).count() {
                0 => {}
                1 => return 1.0,
                2 => return 2.0,
                _ => return 3.5,
            }
        }
        let word = word.trim_start_matches('#');
        match self.words.binary_search_by(|w| w.0.as_str().cmp(word)) {
            Ok(at) => self.weights[self.words[at].1 as usize],
            Err(_) => self.unseen,
        }
    }
}

fn weight(frequency: f64) -> f32 {
    let share = 1.0 - (-LENGTH * frequency).exp();
    let weight = -share.ln();
    if weight < 0.05 { 0.0 } else { weight as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_tell_nothing_and_rare_ones_much() {
        let rarity = Rarity::load(&DataSet::built_in()).unwrap();
        assert_eq!(rarity.weight("the"), 0.0);
        assert!(rarity.weight("embassy") > rarity.weight("country"));
        assert!(rarity.weight("zzyzxia") > rarity.weight("embassy"));
        assert!(rarity.weight("#1098") > rarity.weight("#5"));
    }
}
