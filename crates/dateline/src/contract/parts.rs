//! The members of an analysis.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::kinds::{
    ActorKind, DisagreementKind, EdgeKind, EventType, FurnitureKind, Hedge, Outcome, Precision, PublishedBasis,
    Severity, Stance, Status,
};

/// A day, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub Date);

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date", "description": "A day, YYYY-MM-DD."})
    }
}

/// Whole numbers without a fraction, as the contract prints them.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::cast_possible_truncation,
    reason = "serde hands a reference; the range is checked"
)]
pub(super) fn number<S: Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        out.serialize_i64(*value as i64)
    } else {
        out.serialize_f64(*value)
    }
}

#[expect(clippy::ref_option, reason = "serde hands a reference")]
pub(super) fn optional_number<S: Serializer>(value: &Option<f64>, out: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, out),
        None => out.serialize_none(),
    }
}

/// What made the analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Engine {
    /// Version of the program.
    pub version: String,
    /// Version or hash of the language data.
    pub data: String,
}

/// A passage of one report: what a conclusion rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Id of the report.
    pub report: String,
    /// Half-open, in UTF-8 bytes of the report's clean text.
    pub span: [u32; 2],
    /// Exactly that slice.
    pub text: String,
}

/// When a report was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// First possible day.
    pub from: Option<Day>,
    /// Last possible day.
    pub to: Option<Day>,
    /// How that is known.
    pub basis: PublishedBasis,
    /// *Added.* The reasons, for a person.
    #[serde(default)]
    pub why: String,
}

/// A line of the input that belongs to the page and not to the article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Furniture {
    /// The line.
    pub text: String,
    /// Bytes of the input file; `null` where the text does not stand in the file byte for byte.
    pub source_span: Option<[u32; 2]>,
    /// What it is.
    pub kind: FurnitureKind,
}

/// One report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Its id: from the file's name, see the contract.
    pub id: String,
    /// As given.
    pub path: String,
    /// Of the input bytes, lower-case hex.
    pub sha256: String,
    /// The clean text: what remains when the page furniture is taken away.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// The outlet.
    pub outlet: Option<String>,
    /// Names in the byline.
    pub authors: Vec<String>,
    /// ISO 639-1.
    pub language: String,
    /// When it was published.
    pub published: Option<Published>,
    /// Lines of the page.
    pub furniture: Vec<Furniture>,
    /// Agencies and outlets the report names as its sources.
    pub declared_sources: Vec<String>,
    /// *Added.* Address of the page, where given.
    #[serde(default)]
    pub url: Option<String>,
    /// *Added.* For each line of the clean text its line in the input file, from 1; empty where the file has no such lines (HTML).
    #[serde(default)]
    pub lines: Vec<u32>,
    /// *Added.* Runs of equal bytes: first byte of the clean text, first byte of the input file, length.
    #[serde(default)]
    pub source_map: Vec<[u32; 3]>,
    /// *Added.* What was noticed while reading.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Reports of the same happenings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// `s1` ...
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Ids of its reports.
    pub reports: Vec<String>,
    /// First day of its reports.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Why its reports tell one story: each report but the first with the one that it is most like. Not in the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Stories near it that are not the same: another meeting of the same, a like happening elsewhere. Not in the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Its reports by day, cut where a day or more passes without a report; left out if there is one. Not in the contract.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub episodes: Vec<Episode>,
}

/// Two reports of one story, and why they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The two.
    pub reports: [String; 2],
    /// How alike they are, 0 to 1.
    pub likeness: f64,
    /// In one line.
    pub why: String,
    /// A passage of each.
    pub evidence: Vec<Evidence>,
}

/// A story near another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Related {
    /// Which.
    pub story: String,
    /// What the two have in common, and what their days say.
    pub why: String,
    /// A passage of each.
    pub evidence: Vec<Evidence>,
}

/// A run of days on which a story was reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Episode {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Ids of its reports.
    pub reports: Vec<String>,
}

/// A surface form of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActorName {
    /// As printed.
    pub text: String,
    /// Who prints it.
    pub reports: Vec<String>,
}

/// Why a name is an actor's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameJoin {
    /// The name, as printed.
    pub name: String,
    /// The name that it was joined with, or is kept apart from.
    pub with: String,
    /// The rule and its signs; or that the user's correction keeps the two apart.
    pub why: String,
}

/// An office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// As printed.
    pub title: String,
    /// Id of the state or body.
    pub of: Option<String>,
    /// Where it says so.
    pub evidence: Vec<Evidence>,
}

/// Something in the world that the reports name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// `a1` ...
    pub id: String,
    /// What it is.
    pub kind: ActorKind,
    /// The best name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub state: Option<String>,
    /// *Added.* PLOVER's sectors (GOV, MIL, OPP, ...; IGO and NGO for bodies of no state), best first; absent where no word tells one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// Every distinct surface form.
    pub names: Vec<ActorName>,
    /// Offices.
    pub roles: Vec<Role>,
    /// Named mentions; pronouns only if resolved.
    pub mentions: Vec<Evidence>,
    /// *Added.* Why the names were joined.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// *Added.* For each name beside the best one, why it is this actor's; and names that a correction keeps apart from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<NameJoin>,
}

/// An interval of days, both inclusive; an open end is `null`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeValue {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// How finely it is given.
    pub precision: Precision,
}

/// What one report says of an event's status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct History {
    /// The status.
    pub status: Status,
    /// Who says so.
    pub report: String,
}

/// How many independent origins a conclusion has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origins {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
    /// The lineage groups that tell it.
    pub lineages: Vec<Vec<String>>,
    /// Ids of those on whose word it rests.
    pub witnesses: Vec<String>,
    /// One sentence.
    pub why: String,
}

/// A happening.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `e1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// Type of the deed; `null` where PLOVER has no code.
    #[serde(rename = "type")]
    pub kind: Option<EventType>,
    /// *Added.* The manual's type for the announcement of what lies ahead.
    #[serde(default)]
    pub plan_type: Option<EventType>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// One plain sentence.
    pub summary: String,
    /// Ids of those who do it.
    pub source: Vec<String>,
    /// Ids of those to whom it is done.
    pub target: Vec<String>,
    /// Id of the place.
    pub place: Option<String>,
    /// When.
    pub time: Option<TimeValue>,
    /// As of the latest report.
    pub status: Status,
    /// Report by report, in order of publication.
    pub history: Vec<History>,
    /// Independent origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
    /// *Added.* Frame of the ontology that found it.
    #[serde(default)]
    pub frame: Option<String>,
    /// *Added.* 0 to 1.
    #[serde(default, serialize_with = "optional_number")]
    pub confidence: Option<f64>,
    /// *Added.* The sentences that tell it were read too unsurely to tell it as a fact; the brief leaves it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
    /// *Added.* Actors that may take part: their tie to the deed was read unsurely.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perhaps: Vec<String>,
    /// *Added.* A remark for the reader.
    #[serde(default)]
    pub note: Option<String>,
}

/// A statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `t1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// Id of who speaks.
    pub speaker: Option<String>,
    /// The words that name the speaker.
    pub speaker_text: Option<String>,
    /// Through whom the report has it.
    pub channel: Vec<String>,
    /// Inside quotation marks.
    pub direct: bool,
    /// The same utterance in another report or wording.
    pub group: Option<String>,
    /// What is said.
    pub content: Evidence,
    /// The words that mark it as said.
    pub cue: Option<Evidence>,
}

/// A number and what it counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// `n1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// What is counted.
    pub what: String,
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
    /// The same quantity elsewhere.
    pub group: Option<String>,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A dependency.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dependency {
    /// *Added.* Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// Id of who depends.
    pub dependent: String,
    /// Id of on whom.
    pub on: String,
    /// For what.
    pub what: String,
    /// Share of 1.
    #[serde(serialize_with = "optional_number")]
    pub share: Option<f64>,
    /// How exactly.
    pub hedge: Hedge,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// One side of a disagreement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// What it says.
    pub value: String,
    /// Where.
    pub evidence: Vec<Evidence>,
    /// Independent origins.
    pub origins: Origins,
}

/// The reading that fits best.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// The reading.
    pub value: String,
    /// By which rule.
    pub rule: String,
}

/// Where reports differ, or one report contradicts itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Disagreement {
    /// `d1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// Kind.
    pub kind: DisagreementKind,
    /// What about.
    pub about: String,
    /// Inside one report.
    pub within_one_report: bool,
    /// Finer name of the kind.
    pub subkind: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// Two or more.
    pub sides: Vec<Side>,
    /// Which fits best.
    pub reading: Option<Reading>,
}

/// A sign of descent in the furniture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FurnitureEvidence {
    /// Id of the report.
    pub report: String,
    /// Bytes of the input file.
    pub source_span: Option<[u32; 2]>,
    /// Exactly that slice.
    pub text: String,
}

/// How one report descends.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edge {
    /// Id of a report, or `lost:` and the name of a publisher whose text is not at hand.
    pub from: String,
    /// Id of the report that descends.
    pub to: String,
    /// How.
    pub kind: EdgeKind,
    /// 0 to 1.
    pub confidence: f64,
    /// Signs, in words.
    pub signs: Vec<String>,
    /// Signs in clean texts.
    pub evidence: Vec<Evidence>,
    /// Signs in furniture.
    pub furniture_evidence: Vec<FurnitureEvidence>,
}

/// The family of reports.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lineage {
    /// Reports of one origin together; groups are independent of each other.
    pub groups: Vec<Vec<String>>,
    /// Descent.
    pub edges: Vec<Edge>,
}

/// Something foreseen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expectation {
    /// `x1` ...
    pub id: String,
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// What.
    pub expected: String,
    /// Id of who foresees it.
    pub holder: Option<String>,
    /// *Added.* By when.
    #[serde(default)]
    pub due: Option<TimeValue>,
    /// Passages.
    pub evidence: Vec<Evidence>,
    /// What became of it.
    pub outcome: Outcome,
    /// *Added.* Why.
    #[serde(default)]
    pub why: Option<String>,
    /// Passages that settle it.
    pub outcome_evidence: Vec<Evidence>,
}

/// How two states or bodies stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// *Added.* Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// State codes, or actor ids for bodies that are no state.
    pub between: [String; 2],
    /// Events between them.
    pub events: Vec<String>,
    /// How many of them are cooperative.
    pub cooperation: u32,
    /// How many are conflictual.
    pub conflict: u32,
    /// Passages that state how the relation stands.
    pub sentiments: Vec<Evidence>,
}

/// A time expression with its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// The words.
    pub evidence: Evidence,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// How finely it is given.
    pub precision: Precision,
    /// TIMEX3 value.
    pub timex3: String,
    /// Can it be?
    pub valid: bool,
}

/// How one report stands to a claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// Id of the report.
    pub report: String,
    /// How.
    pub stance: Stance,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A row of the claim × report matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `c1` ...
    pub id: String,
    /// *Added.* Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// In words.
    pub text: String,
    /// Ids of events.
    pub events: Vec<String>,
    /// Report by report.
    pub cells: Vec<Cell>,
    /// Independent origins.
    pub origins: Origins,
}

/// A line of the brief.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BriefLine {
    /// Its story.
    #[serde(default)]
    pub story: Option<String>,
    /// In words.
    pub text: String,
    /// Ids of events.
    pub events: Vec<String>,
    /// Independent origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}
