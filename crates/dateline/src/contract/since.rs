//! What is new since an earlier analysis, and what the user watches: members beyond the contract.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parts::{Day, Evidence};

/// What became of one conclusion of an earlier analysis, or how a new one came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// A new report contradicts what was told, or an expectation did not come true.
    Contradicted,
    /// No report told it before.
    #[default]
    New,
    /// Its status, its day or its number is told otherwise now.
    Status,
    /// An expectation came true, or a second origin tells what only one told.
    Confirmed,
    /// The reports that told it are no longer there.
    Withdrawn,
    /// The day named for it has come, and no report tells its end.
    Due,
}

/// One change.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Which kind.
    pub kind: ChangeKind,
    /// Id of the event, expectation, disagreement, quantity, tie or story; of a withdrawn one the id that it had.
    pub item: String,
    /// Its story.
    pub story: Option<String>,
    /// What it is, in words.
    pub text: String,
    /// What was told before.
    pub before: Option<String>,
    /// What is told now.
    pub after: Option<String>,
    /// Passages: of new reports, where there are any.
    pub evidence: Vec<Evidence>,
}

/// An analysis held against an earlier one. Ids of what was there before are those of the earlier one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Since {
    /// The day as of which the earlier analysis told.
    pub as_of: Option<Day>,
    /// Ids of the reports that it did not have.
    pub added: Vec<String>,
    /// Paths of reports that it had and that are no longer there.
    pub gone: Vec<String>,
    /// What changed, by kind, what is watched first.
    pub changes: Vec<Change>,
    /// Ids of what was there before and is told as before; also of what the new reports tell in other words.
    pub unchanged: Vec<String>,
    /// For each letter the highest number that an id ever had, so that none is given twice.
    #[serde(default)]
    pub used: BTreeMap<String, u32>,
}

/// What the user watches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WatchKind {
    /// A state, body or person.
    #[default]
    Actor,
    /// Two of them.
    Pair,
    /// Words.
    Topic,
    /// Words of something foreseen.
    Expectation,
}

/// One thing that the user watches, and what is told of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Watched {
    /// What kind of thing.
    pub kind: WatchKind,
    /// As the user wrote it.
    pub name: String,
    /// Ids of events, expectations, disagreements and ties; empty where nothing is told of it.
    pub items: Vec<String>,
}
