//! Japanese names: Hepburn, Kunrei, and the many ways to write a long vowel, brought to one form.

use serde::Deserialize;

use super::rules::Pair;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JapaneseFile {
    /// Letters and what stands for them, in the order in which they are replaced.
    rewrite: Vec<(String, String)>,
    onsets: Vec<String>,
    vowels: String,
    pub(super) same_name: Vec<Pair>,
    pub(super) other_name: Vec<Pair>,
}

/// The rules, compiled.
#[derive(Debug, Default)]
pub(super) struct Japanese {
    rewrite: Vec<(String, String)>,
    /// Longest first.
    onsets: Vec<String>,
    vowels: Vec<char>,
}

impl Japanese {
    pub(super) fn new(file: &JapaneseFile) -> Self {
        let mut onsets = file.onsets.clone();
        onsets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Self { rewrite: file.rewrite.clone(), onsets, vowels: file.vowels.chars().collect() }
    }

    /// A folded word in its one form, if it can be read as Japanese throughout; "n" may end a syllable.
    pub(super) fn form(&self, word: &str) -> Option<String> {
        if word.len() < 2 || word.len() > 24 || !word.is_ascii() {
            return None;
        }
        let mut text = format!("{word}.");
        for (from, to) in &self.rewrite {
            text = text.replace(from.as_str(), to);
        }
        let text = text.trim_end_matches('.').to_string();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            // A doubled consonant belongs to the next syllable.
            let bytes = rest.as_bytes();
            if bytes.len() > 2
                && bytes[0] == bytes[1]
                && bytes[0] != b'n'
                && !self.vowels.contains(&char::from(bytes[0]))
            {
                rest = &rest[1..];
                continue;
            }
            let taken = self.onsets.iter().find_map(|onset| {
                let after = rest.strip_prefix(onset.as_str())?;
                let vowel = after.chars().next()?;
                self.vowels.contains(&vowel).then_some(onset.len() + 1)
            });
            match taken {
                Some(n) => rest = &rest[n..],
                None if rest.starts_with('n') => rest = &rest[1..],
                None => return None,
            }
        }
        Some(text)
    }
}
