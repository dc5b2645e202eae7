//! Standing ties, a member beyond the contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kinds::Hedge;
use super::parts::{Evidence, Origins, number, optional_number};

/// How a tie is said to stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It stands.
    #[default]
    Stands,
    /// It stood, and does not any more.
    Ended,
    /// There is none.
    Denied,
    /// It is sought, planned, threatened, or hangs on an if.
    Ahead,
    /// Somebody says so whom the reporter does not vouch for.
    Alleged,
}

impl Standing {
    /// The word in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Standing::Stands => "stands",
            Standing::Ended => "ended",
            Standing::Denied => "denied",
            Standing::Ahead => "ahead",
            Standing::Alleged => "alleged",
        }
    }
}

/// How views group a tie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TieClass {
    /// What binds: alliance, troops, trade, membership.
    #[default]
    Tie,
    /// An agreement in force.
    Agreement,
    /// What divides: disputes, sanctions, wars.
    Dispute,
}

/// What one report says of a tie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TieHistory {
    /// How it stands.
    pub standing: Standing,
    /// Who says so.
    pub report: String,
}

/// A number that reports give for a tie.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TieAmount {
    /// The number; for a range its lower end.
    #[serde(serialize_with = "number")]
    pub value: f64,
    /// Upper end of a range.
    #[serde(default, serialize_with = "optional_number")]
    pub value_to: Option<f64>,
    /// Unit.
    pub unit: String,
    /// How exactly.
    pub hedge: Hedge,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A standing tie between two states or bodies: it holds until something ends it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tie {
    /// `k1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// `alliance`, `partnership`, `agreement`, `troops`, `trade`, `exports`, `membership`, `relations`, `sanctions`, `dispute`, `war`, or a kind of the
    /// user's own data.
    pub kind: String,
    /// How views group it.
    pub class: TieClass,
    /// The kind in words, as the view puts it between the two.
    pub label: String,
    /// Has no direction.
    pub mutual: bool,
    /// Divides.
    pub conflict: bool,
    /// State codes, or actor ids for bodies that are no state; from whom to whom unless `mutual`.
    pub between: [String; 2],
    /// What it is about, as printed.
    pub about: Vec<String>,
    /// Numbers that the reports give; several where they differ.
    pub amounts: Vec<TieAmount>,
    /// As of the latest report.
    pub standing: Standing,
    /// Report by report, in order of publication.
    pub history: Vec<TieHistory>,
    /// What no report says of it.
    pub open: Vec<String>,
    /// Id of the latest event between the two that changes such a tie.
    pub last_change: Option<String>,
    /// Independent origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}
