//! What `dateline check` and `dateline compare` write as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DisagreementKind, Evidence, Stance};

/// What can be said of a sentence that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Reports say it.
    Borne,
    /// Reports say otherwise, or none prints what it says.
    NotBorne,
    /// Its words are too far from the reports'.
    CannotTell,
}

/// What is wrong with a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckFault {
    /// Which kind.
    pub kind: DisagreementKind,
    /// The words at fault.
    pub words: Evidence,
    /// What the reports have instead, for a person.
    pub text: String,
    /// Their passages; empty where none has it.
    pub evidence: Vec<Evidence>,
}

/// One sentence of the text that is checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckedSentence {
    /// The sentence.
    pub sentence: Evidence,
    /// What can be said of it.
    pub verdict: Verdict,
    /// Share of its content that the passages have, 0 to 1.
    pub covered: f64,
    /// Passages that say the same, the nearest first.
    pub passages: Vec<Evidence>,
    /// Why it is not borne.
    pub faults: Vec<CheckFault>,
    /// What speaks against its being borne without settling it; empty where it is borne.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<CheckFault>,
    /// Its words that the passages lack, where it is borne all the same: what a free retelling puts of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own_words: Vec<Evidence>,
}

/// A text checked against reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Checks {
    /// Always `dateline.check/1`.
    pub schema: String,
    /// Sentences in the order of the text; those without a verb are left out.
    pub sentences: Vec<CheckedSentence>,
}

/// Two passages that say the same, or speak of the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// Passage of the first side.
    pub a: Evidence,
    /// Passage of the second side.
    pub b: Evidence,
    /// What they have in common: `utterance`, `event`, `quantity`, `fact`.
    pub matter: Vec<String>,
    /// How sure it is, 0 to 1.
    pub score: f64,
    /// How the second tells it, measured by the first.
    pub stance: Option<Stance>,
    /// What they disagree on, for a person.
    pub disagreements: Vec<String>,
    /// Words with content that only the first has.
    pub only_a: Vec<String>,
    /// Words with content that only the second has.
    pub only_b: Vec<String>,
}

/// Two reports, or the reports of two outlets, side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SideBySide {
    /// Always `dateline.compare/1`.
    pub schema: String,
    /// Ids of the reports of the first side.
    pub a: Vec<String>,
    /// Ids of the reports of the second side.
    pub b: Vec<String>,
    /// Passages with a counterpart, in the order of the first side.
    pub pairs: Vec<Pair>,
    /// What only the first side says.
    pub only_a: Vec<Evidence>,
    /// What only the second side says.
    pub only_b: Vec<Evidence>,
    /// Every text of the one side stands on the other byte for byte.
    pub identical: bool,
}

fn json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|t| t + "\n").map_err(|e| e.to_string())
}

impl Checks {
    /// As JSON, one member a line.
    ///
    /// # Errors
    /// If a number cannot be written as JSON, which none of ours is.
    pub fn to_json(&self) -> Result<String, String> {
        json(self)
    }
}

impl SideBySide {
    /// As [`Checks::to_json`].
    ///
    /// # Errors
    /// As there.
    pub fn to_json(&self) -> Result<String, String> {
        json(self)
    }
}
