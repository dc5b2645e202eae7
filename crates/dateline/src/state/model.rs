//! What `dateline state --format json` writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{ActorKind, Day, Engine, EventType, Evidence, Origins, Precision, Standing, Status, TieAmount};

/// The value of `schema`.
pub const SCHEMA: &str = "dateline.state/1";

/// Events that a score needs at least, and independent origins that must tell them. Sums over fewer say more of what was reported than of the two.
pub const SCORE_EVENTS: u32 = 5;
/// See [`SCORE_EVENTS`].
pub const SCORE_ORIGINS: u32 = 2;

/// The web that the reports describe: who is tied to whom by what, what happened between them, and what no report says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// Always `dateline.state/1`.
    pub schema: String,
    /// What made the analysis.
    pub engine: Engine,
    /// Only what was published up to this day, where one was asked for.
    pub as_of: Option<Day>,
    /// The reports behind it.
    pub reports: Vec<StateReport>,
    /// States and bodies with at least one link or event, the most linked first.
    pub actors: Vec<StateActor>,
    /// Pairs of them, the most linked first.
    pub pairs: Vec<Pair>,
}

impl State {
    /// As one line of JSON with a line break at its end. The same state gives the same bytes.
    ///
    /// # Errors
    /// Never for what [`state`](super::state) makes.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string(self)?;
        text.push('\n');
        Ok(text)
    }
}

/// A report, without its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StateReport {
    /// Id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Last day on which it can have been published.
    pub published: Option<Day>,
}

/// A state or a body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StateActor {
    /// Code of a state (ISO 3166-1 alpha-3), or the analysis's id of a body.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// Number of pairs it is in.
    pub pairs: u32,
}

/// Two states or bodies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// Their ids, sorted.
    pub between: [String; 2],
    /// Their names.
    pub names: [String; 2],
    /// What binds them: alliance, troops, trade, membership.
    pub ties: Vec<Link>,
    /// Who depends on whom for what.
    pub dependencies: Vec<Link>,
    /// Agreements: in force, signed, announced.
    pub agreements: Vec<Link>,
    /// What divides them: disputes, sanctions, wars.
    pub disputes: Vec<Link>,
    /// Events between them in order of time; undated ones last.
    pub events: Vec<Deed>,
    /// Cooperation and conflict.
    pub score: Score,
    /// Id of the latest dated event that happened.
    pub last_change: Option<String>,
    /// Passages in which reports say how the two stand.
    pub said: Vec<Evidence>,
}

/// Something that holds between two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Id of the tie or event of the analysis; `null` for a dependency.
    pub id: Option<String>,
    /// Kind of tie, `dependency`, or `agreement`.
    pub kind: String,
    /// In words, with both names.
    pub text: String,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Has no direction.
    pub mutual: bool,
    /// How it stands as the latest report has it. An agreement that was signed or announced says so in `status`.
    pub standing: Standing,
    /// Status of the event that is the agreement.
    pub status: Option<Status>,
    /// What it is about, as printed.
    pub about: Vec<String>,
    /// Share of 1, of a dependency.
    pub share: Option<f64>,
    /// Numbers that the reports give.
    pub amounts: Vec<TieAmount>,
    /// What no report says of it.
    pub unknown: Vec<String>,
    /// Day of the first report that tells it.
    pub first_told: Option<Day>,
    /// Day of the last.
    pub last_told: Option<Day>,
    /// Id of the latest event that changed it.
    pub last_change: Option<String>,
    /// Day of that event.
    pub changed: Option<Day>,
    /// Independent origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// An event between two.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deed {
    /// Id in the analysis.
    pub id: String,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// How finely the time is given.
    pub precision: Precision,
    /// Who of the two acts; both where they act together.
    pub by: Vec<String>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: Option<EventType>,
    /// PLOVER quadrant, 1 to 4.
    pub quad: Option<u8>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Goldstein's value of that code.
    pub goldstein: Option<f64>,
    /// Status.
    pub status: Status,
    /// Counts for the score: it happened or is under way, has a type, and was read surely enough.
    pub counted: bool,
    /// In words.
    pub text: String,
    /// Independent origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// Cooperation and conflict of a pair; sums are `null` below [`SCORE_EVENTS`] events or [`SCORE_ORIGINS`] origins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// Events that count.
    pub events: u32,
    /// Independent families of reports that tell them.
    pub origins: u32,
    /// Sum of the positive values on Goldstein's scale.
    pub cooperation: Option<f64>,
    /// Sum of the negative ones.
    pub conflict: Option<f64>,
    /// Events by PLOVER quadrant: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: Option<[u32; 4]>,
    /// In words.
    pub note: String,
}

/// The JSON Schema of [`State`], pretty-printed.
#[must_use]
pub fn json_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(State)).unwrap_or_default();
    text.push('\n');
    text
}
