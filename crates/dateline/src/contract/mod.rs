//! The output contract, version 1, as types: what `--format json` writes and every other view shows.
//!
//! These are the wire format and nothing else: the analysis inside the program has types of its own, and
//! [`convert`](crate::convert) turns one into the other. The order of the members here is the order in the JSON. A member that the
//! contract names is always written, `null` where nothing is known; members beyond the contract are marked *added*.

mod beside;
mod kinds;
mod parts;
mod since;
mod ties;

pub use beside::{CheckFault, CheckedSentence, Checks, Pair, SideBySide, Verdict};
pub use kinds::{
    ActorKind, DisagreementKind, EdgeKind, EventType, FurnitureKind, Hedge, Outcome, Precision, PublishedBasis,
    Severity, Stance, Status,
};
pub use parts::{
    Actor, ActorName, BriefLine, Cell, Claim, Day, Dependency, Disagreement, Edge, Engine, Episode, Event, Evidence,
    Expectation, Furniture, FurnitureEvidence, History, Lineage, Link, NameJoin, Origins, Published, Quantity, Reading,
    Related, Relation, Report, Role, Side, Statement, Story, Time, TimeValue,
};
pub use since::{Change, ChangeKind, Since, WatchKind, Watched};
pub use ties::{Standing, Tie, TieAmount, TieClass, TieHistory};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The value of `schema`.
pub const SCHEMA: &str = "dateline.analysis/1";

/// Everything the program concluded from the reports it was given, and the passage behind each conclusion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// Always `dateline.analysis/1`.
    pub schema: String,
    /// What made it.
    pub engine: Engine,
    /// The reports, in order of their ids.
    pub reports: Vec<Report>,
    /// The stories the reports tell.
    pub stories: Vec<Story>,
    /// What the reports name.
    pub actors: Vec<Actor>,
    /// One entry for one happening, however many reports tell it.
    pub events: Vec<Event>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// Numbers and what they count.
    pub quantities: Vec<Quantity>,
    /// Who depends on whom.
    pub dependencies: Vec<Dependency>,
    /// Where the reports differ.
    pub disagreements: Vec<Disagreement>,
    /// Which reports descend from one text.
    pub lineage: Lineage,
    /// What was foreseen, and what later reports say of it.
    pub expectations: Vec<Expectation>,
    /// How states stand to each other.
    pub relations: Vec<Relation>,
    /// *Added.* What binds or divides two states or bodies until something ends it.
    #[serde(default)]
    pub ties: Vec<Tie>,
    /// Every time expression with its value.
    pub times: Vec<Time>,
    /// The claim × report matrix.
    pub claims: Vec<Claim>,
    /// The brief, line by line; the first line is the headline.
    pub brief: Vec<BriefLine>,
    /// *Added.* The day as of which it tells: the one that was given, or the latest on which a report surely was published.
    #[serde(default)]
    pub as_of: Option<Day>,
    /// *Added.* What changed since an earlier analysis, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// *Added.* What the user watches, and what is told of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watched: Vec<Watched>,
    /// *Added.* What was noticed on the way: reports left out and why.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl Analysis {
    /// An analysis from saved JSON.
    ///
    /// # Errors
    /// If the text is not JSON, or not an analysis of this version; the message says what to do.
    pub fn from_json(text: &str) -> Result<Self, ContractError> {
        #[derive(Deserialize)]
        struct Head {
            schema: Option<String>,
        }
        let head: Head = serde_json::from_str(text).map_err(|e| ContractError::NotAnAnalysis(e.to_string()))?;
        match head.schema.as_deref() {
            Some(SCHEMA) => serde_json::from_str(text).map_err(|e| ContractError::NotAnAnalysis(e.to_string())),
            other => Err(ContractError::OtherVersion(other.unwrap_or("none").to_string())),
        }
    }

    /// As one line of JSON with a line break at its end. The same analysis gives the same bytes.
    ///
    /// # Errors
    /// Never for what [`convert`](crate::convert) makes.
    pub fn to_json(&self) -> Result<String, ContractError> {
        let mut text = serde_json::to_string(self).map_err(|e| ContractError::NotAnAnalysis(e.to_string()))?;
        text.push('\n');
        Ok(text)
    }

    /// The report with this id.
    #[must_use]
    pub fn report(&self, id: &str) -> Option<&Report> {
        self.reports.iter().find(|r| r.id == id)
    }

    /// The actor with this id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.actors.iter().find(|a| a.id == id)
    }
}

/// The JSON Schema of [`Analysis`], pretty-printed.
#[must_use]
pub fn json_schema() -> String {
    let schema = schemars::schema_for!(Analysis);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Why a text is no analysis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// Not JSON, or a member is missing or of the wrong form.
    #[error("not an analysis: {0}; give a file written by `dateline brief --format json`")]
    NotAnAnalysis(String),
    /// Another version of the contract.
    #[error("its schema is '{0}', and this program reads '{SCHEMA}'; make the analysis again with this version")]
    OtherVersion(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_analysis_has_every_member_and_comes_back() {
        let analysis = Analysis { schema: SCHEMA.into(), ..Analysis::default() };
        let json = analysis.to_json().unwrap();
        for member in ["reports", "lineage", "brief", "times", "relations"] {
            assert!(json.contains(&format!("\"{member}\":")), "{member}");
        }
        assert_eq!(Analysis::from_json(&json).unwrap(), analysis);
    }

    #[test]
    fn whole_numbers_are_written_without_a_fraction() {
        let quantity = Quantity { value: 28500.0, ..Quantity::default() };
        let json = serde_json::to_string(&quantity).unwrap();
        assert!(json.contains("\"value\":28500,"), "{json}");
        let half = serde_json::to_string(&Quantity { value: 0.5, ..Quantity::default() }).unwrap();
        assert!(half.contains("\"value\":0.5,"), "{half}");
    }

    #[test]
    fn another_version_is_refused_with_a_remedy() {
        let error = Analysis::from_json("{\"schema\": \"dateline.analysis/9\"}").unwrap_err();
        assert!(error.to_string().contains("dateline.analysis/9"));
        assert!(Analysis::from_json("[1, 2").unwrap_err().to_string().contains("dateline brief"));
    }

    #[test]
    fn the_schema_names_the_contract_s_values() {
        let schema = json_schema();
        for word in ["more than", "common-parent", "contradicted", "published", "source_span"] {
            assert!(schema.contains(word), "{word}");
        }
    }
}
