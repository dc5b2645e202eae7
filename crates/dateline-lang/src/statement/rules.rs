//! The cue words and frames of speech, compiled from `data/en/speech/`.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::CueForce;

/// One pair of quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Opening sign.
    pub open: char,
    /// Signs that may close it.
    pub close: Vec<char>,
    /// Its closing sign is also the apostrophe.
    pub single: bool,
}

impl Mark {
    /// Opened and closed by the same sign.
    #[must_use]
    pub fn symmetrical(&self) -> bool {
        self.close.contains(&self.open)
    }
}

/// How the content of a cue verb may stand; see `data/en/speech/verbs.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Takes {
    Clause,
    That,
    Quote,
    Object,
    Claim,
    As,
    Call,
    To,
    For,
    At,
    Of,
}

/// A cue verb.
#[derive(Debug, Clone)]
pub(crate) struct CueVerb {
    pub(crate) force: CueForce,
    pub(crate) takes: BTreeSet<Takes>,
    pub(crate) listener: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ForceName {
    Weak,
    Plain,
    Strong,
    Denial,
    Expectation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    force: ForceName,
    takes: Vec<Takes>,
    #[serde(default)]
    listener: bool,
    lemmas: Vec<SmolStr>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    open: char,
    close: Vec<char>,
    #[serde(default)]
    single: bool,
}

/// Words that introduce a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<SmolStr>,
    /// "any" or "actor".
    pub(crate) source: SmolStr,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Measure {
    pub(crate) prepositions: BTreeSet<SmolStr>,
    pub(crate) nouns: BTreeSet<SmolStr>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nouns {
    pub(crate) said: BTreeSet<SmolStr>,
    pub(crate) source: BTreeSet<SmolStr>,
    pub(crate) outlet: BTreeSet<SmolStr>,
    pub(crate) audience: BTreeSet<SmolStr>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) words: Vec<SmolStr>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guards {
    pub(crate) negators: BTreeSet<SmolStr>,
    pub(crate) modals: BTreeSet<SmolStr>,
    pub(crate) bridges: BTreeSet<SmolStr>,
    pub(crate) terms: BTreeSet<SmolStr>,
    pub(crate) unnamed: BTreeSet<SmolStr>,
    pub(crate) short: BTreeSet<SmolStr>,
    pub(crate) continuing: BTreeSet<SmolStr>,
    pub(crate) restating: BTreeSet<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frames {
    phrase: Vec<Phrase>,
    measure: Measure,
    nouns: Nouns,
    channel: Vec<Words>,
    guards: Guards,
}

/// An example of the data with the verdict it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechExample {
    /// The sentence.
    pub text: String,
    /// Must (or must not) give a statement whose cue is one of `cues`.
    pub found: bool,
    /// Lemmas of the verbs, or first word of the phrase.
    pub cues: Vec<SmolStr>,
}

/// Cue words and frames of speech.
#[derive(Debug, Clone)]
pub struct SpeechRules {
    marks: Vec<Mark>,
    verbs: BTreeMap<SmolStr, CueVerb>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) measure: Measure,
    pub(crate) nouns: Nouns,
    pub(crate) channels: Vec<Vec<SmolStr>>,
    pub(crate) guards: Guards,
    examples: Vec<SpeechExample>,
}

impl SpeechRules {
    /// Compiles `en/speech/*.toml`.
    ///
    /// # Errors
    /// If a file is missing or has not the shape its head describes.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let verbs: Verbs = data.toml("en/speech/verbs.toml")?;
        let frames: Frames = data.toml("en/speech/frames.toml")?;
        let mut examples = Vec::new();
        let mut table: BTreeMap<SmolStr, CueVerb> = BTreeMap::new();
        for group in verbs.group {
            let force = match group.force {
                ForceName::Weak => CueForce::Weak,
                ForceName::Plain => CueForce::Plain,
                ForceName::Strong => CueForce::Strong,
                ForceName::Denial => CueForce::Denial,
                ForceName::Expectation => CueForce::Expectation,
            };
            for (found, texts) in [(true, &group.yes), (false, &group.no)] {
                examples.extend(texts.iter().map(|t| SpeechExample {
                    text: t.clone(),
                    found,
                    cues: group.lemmas.clone(),
                }));
            }
            for lemma in group.lemmas {
                // A verb may stand in several groups: its frames add up, the first group decides its force.
                let verb =
                    table.entry(lemma).or_insert_with(|| CueVerb { force, takes: BTreeSet::new(), listener: false });
                verb.takes.extend(group.takes.iter().copied());
                verb.listener |= group.listener;
            }
        }
        for phrase in &frames.phrase {
            let cues: Vec<SmolStr> = phrase.words.first().cloned().into_iter().collect();
            for (found, texts) in [(true, &phrase.yes), (false, &phrase.no)] {
                examples.extend(texts.iter().map(|t| SpeechExample { text: t.clone(), found, cues: cues.clone() }));
            }
            if phrase.words.is_empty() || !["any", "actor"].contains(&phrase.source.as_str()) {
                return Err(DataError {
                    file: "en/speech/frames.toml".into(),
                    problem: "a [[phrase]] needs words and a source of \"any\" or \"actor\"".into(),
                });
            }
        }
        Ok(Self {
            marks: Self::load_marks(data)?,
            verbs: table,
            phrases: frames.phrase,
            measure: frames.measure,
            nouns: frames.nouns,
            channels: frames.channel.into_iter().map(|w| w.words).collect(),
            guards: frames.guards,
            examples,
        })
    }

    /// Reads the quotation marks alone.
    pub(crate) fn load_marks(data: &DataSet) -> Result<Vec<Mark>, DataError> {
        let marks: Marks = data.toml("en/speech/marks.toml")?;
        Ok(marks.pair.into_iter().map(|p| Mark { open: p.open, close: p.close, single: p.single }).collect())
    }

    /// The quotation marks.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The examples of the data, to be run as tests.
    #[must_use]
    pub fn examples(&self) -> &[SpeechExample] {
        &self.examples
    }

    pub(crate) fn verb(&self, lemma: &str) -> Option<&CueVerb> {
        // British spelling doubles a consonant that the dictionary form lacks ("signalled").
        self.verbs.get(lemma).or_else(|| self.verbs.get(lemma.strip_suffix('l').filter(|l| l.ends_with('l'))?))
    }

    /// Does a word of this phrase name an outlet? Compares lower-case words.
    pub(crate) fn outlet(&self, words: &str) -> bool {
        let has = |w: &str| self.nouns.outlet.contains(w);
        words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).any(|w| has(&w.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_data_loads() {
        let rules = SpeechRules::load(&DataSet::built_in()).unwrap();
        assert!(rules.verb("say").is_some_and(|v| v.takes.contains(&Takes::Clause)));
        assert!(rules.outlet("the Harbour Times") && !rules.outlet("the harbour office"));
        assert!(rules.examples().len() > 40);
    }
}
