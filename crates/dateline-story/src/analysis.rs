//! What follows from several documents: the result of [`analyse`](crate::analyse). The contract's members, with typed ids and
//! evidence; the `dateline` crate turns it into JSON.

use dateline_lang::event::{Plover, Status};
use dateline_lang::mention::EntityKind;
use dateline_lang::quantity::Hedge;
use dateline_lang::tie::Standing;
use dateline_report::{Evidence, Interval, ReportIx};
use jiff::civil::Date;
use smol_str::SmolStr;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// For indexing.
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
ids! {
    /// Number of a story.
    StoryIx,
    /// Number of an actor.
    ActorIx,
    /// Number of an event.
    EventIx,
    /// Number of a statement.
    SaidIx,
    /// Number of a group of passages that say the same (statements or quantities).
    GroupIx,
}

/// How a report's day of publication is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum PublishedBasis {
    Given,
    Stated,
    Inferred,
}

/// When a report was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The days between which it was.
    pub interval: Interval,
    /// How that is known.
    pub basis: PublishedBasis,
    /// The likeliest day: against it the report's own expressions are resolved.
    pub best: Date,
    /// The reasons, for a person.
    pub why: String,
}

/// Reports of the same happenings.
#[derive(Debug, Clone)]
pub struct Story {
    /// What it is about.
    pub title: String,
    /// Its reports.
    pub reports: Vec<ReportIx>,
    /// The days its reports span.
    pub interval: Interval,
    /// Why its reports tell one story: each report but the first with the one that it is most like.
    pub links: Vec<StoryLink>,
    /// Stories of the same thread (another meeting of the same, a like happening elsewhere), with what they have in common.
    pub related: Vec<(StoryIx, StoryLink)>,
    /// Its reports by day, cut where a day or more passes without a report; one if it is told in one go.
    pub episodes: Vec<Episode>,
}

/// Two reports that are alike, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLink {
    /// The two.
    pub reports: [ReportIx; 2],
    /// Thousandths.
    pub likeness: u16,
    /// One line.
    pub why: String,
    /// A passage of each.
    pub evidence: Vec<Evidence>,
}

/// A run of days on which a story was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// The days.
    pub interval: Interval,
    /// Its reports, sorted.
    pub reports: Vec<ReportIx>,
}

/// Something in the world that the reports name.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Kind. `Demonym` does not occur.
    pub kind: EntityKind,
    /// The best name: full, in the commonest spelling.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub state: Option<SmolStr>,
    /// PLOVER's sectors (GOV, MIL, ...) by offices, professions and kinds of body; best first.
    pub sectors: Vec<SmolStr>,
    /// Every distinct surface form and the reports that print it.
    pub names: Vec<(String, Vec<ReportIx>)>,
    /// Offices: title, whose, where it says so.
    pub roles: Vec<ActorRole>,
    /// Named mentions, and resolved others.
    pub mentions: Vec<Evidence>,
    /// Why the names were joined, one reason a join ("'Mr. Rhee' and 'Lee': same office, same state").
    pub reasons: Vec<String>,
    /// For each name beside the best one, why it is this actor's; and names that a user's correction keeps apart from it.
    pub joins: Vec<NameJoin>,
}

/// Why a name is an actor's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameJoin {
    /// The name.
    pub name: String,
    /// The name that it was joined with or is kept apart from.
    pub with: String,
    /// "Korean romanisation", "family name alone, same report, same office", "kept apart by your correction (...)".
    pub why: String,
}

/// An office of an actor.
#[derive(Debug, Clone)]
pub struct ActorRole {
    /// Its title as printed.
    pub title: String,
    /// The state or body.
    pub of: Option<ActorIx>,
    /// Where it says so.
    pub evidence: Vec<Evidence>,
}

/// How many independent origins something has. See the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
    /// Lineage groups (reports of each that tell it).
    pub lineages: Vec<Vec<ReportIx>>,
    /// On whose word it rests.
    pub witnesses: Vec<ActorIx>,
    /// One sentence.
    pub why: String,
}

/// One happening, however many reports tell it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Story.
    pub story: StoryIx,
    /// Frame of the ontology.
    pub frame: SmolStr,
    /// Type of the deed.
    pub plover: Option<Plover>,
    /// The manual's type for an announcement, where it lies ahead.
    pub plan_type: Option<Plover>,
    /// Mode.
    pub mode: Option<SmolStr>,
    /// Contexts.
    pub context: Vec<SmolStr>,
    /// CAMEO code.
    pub cameo: Option<SmolStr>,
    /// One plain sentence.
    pub summary: String,
    /// Who.
    pub source: Vec<ActorIx>,
    /// To whom.
    pub target: Vec<ActorIx>,
    /// Where.
    pub place: Option<ActorIx>,
    /// When.
    pub time: Option<Interval>,
    /// As of the latest report.
    pub status: Status,
    /// Status report by report, in order of publication.
    pub history: Vec<(Status, ReportIx)>,
    /// Origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
    /// Every passage that tells it was read too unsurely to be told as a fact.
    pub undecided: bool,
    /// Those whom a passage may name as taking part, but not surely.
    pub unsure: Vec<ActorIx>,
    /// Confidence, 0 to 1000.
    pub confidence: u16,
}

/// A statement.
#[derive(Debug, Clone)]
pub struct Said {
    /// Story.
    pub story: StoryIx,
    /// Who.
    pub speaker: Option<ActorIx>,
    /// As printed.
    pub speaker_text: Option<String>,
    /// Through whom.
    pub channel: Vec<String>,
    /// In quotation marks.
    pub direct: bool,
    /// Same utterance.
    pub group: Option<GroupIx>,
    /// What.
    pub content: Evidence,
    /// The words that mark it.
    pub cue: Option<Evidence>,
}

/// A quantity.
#[derive(Debug, Clone)]
pub struct Amount {
    /// Story.
    pub story: StoryIx,
    /// What is counted, in words.
    pub what: String,
    /// The number.
    pub value: f64,
    /// Upper end of a range.
    pub value_to: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Hedge.
    pub hedge: Hedge,
    /// The same quantity elsewhere.
    pub group: Option<GroupIx>,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A dependency.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// Story.
    pub story: StoryIx,
    /// Who depends.
    pub dependent: ActorIx,
    /// On whom.
    pub on: ActorIx,
    /// For what.
    pub what: String,
    /// Share of 1.
    pub share: Option<f64>,
    /// Hedge of the share.
    pub hedge: Hedge,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// Kinds of disagreement. The contract's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum ConflictKind {
    Date,
    Weekday,
    Number,
    Duration,
    Name,
    Role,
    Place,
    Status,
    Quote,
    Attribution,
    Polarity,
    Meaning,
}

/// How much a disagreement matters. The contract's names, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Severity {
    Material,
    Garble,
    Wording,
    Spelling,
}

/// One side of a disagreement.
#[derive(Debug, Clone)]
pub struct Side {
    /// What it says, short.
    pub value: String,
    /// Where.
    pub evidence: Vec<Evidence>,
    /// Origins.
    pub origins: Origins,
}

/// A disagreement.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// Story.
    pub story: StoryIx,
    /// Kind.
    pub kind: ConflictKind,
    /// Finer name.
    pub subkind: Option<SmolStr>,
    /// What about.
    pub about: String,
    /// Inside one report.
    pub within_one_report: bool,
    /// Severity.
    pub severity: Severity,
    /// Two or more.
    pub sides: Vec<Side>,
    /// Reading that fits best, and the rule.
    pub reading: Option<(String, String)>,
}

/// Where a derivation comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parent {
    /// A report at hand.
    Report(ReportIx),
    /// A text not at hand, by the name of its publisher.
    Lost(String),
}

/// How a report descends. The contract's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Derivation {
    Copy,
    Trim,
    Rewrite,
    Translation,
    Aggregation,
    CommonParent,
}

/// One edge of the family of reports.
#[derive(Debug, Clone)]
pub struct LineageEdge {
    /// Parent.
    pub from: Parent,
    /// Child.
    pub to: ReportIx,
    /// How.
    pub kind: Derivation,
    /// 0 to 1000.
    pub confidence: u16,
    /// Signs, in words.
    pub signs: Vec<String>,
    /// Signs in clean texts.
    pub evidence: Vec<Evidence>,
    /// Signs in furniture: report, index into its furniture.
    pub furniture: Vec<(ReportIx, usize)>,
}

/// The family of reports.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// Reports of one origin together; a partition of all reports.
    pub groups: Vec<Vec<ReportIx>>,
    /// Edges.
    pub edges: Vec<LineageEdge>,
}

/// What became of an expectation. The contract's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Outcome {
    Confirmed,
    Contradicted,
    Open,
}

/// An expectation.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Story.
    pub story: StoryIx,
    /// What, in words.
    pub expected: String,
    /// Who.
    pub holder: Option<ActorIx>,
    /// By when.
    pub due: Option<Interval>,
    /// Passages.
    pub evidence: Vec<Evidence>,
    /// Outcome.
    pub outcome: Outcome,
    /// Why, in words.
    pub why: Option<String>,
    /// Passages that settle it.
    pub outcome_evidence: Vec<Evidence>,
}

/// How two states stand.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The two: state codes, or names of bodies that are no state, in order.
    pub between: [RelationEnd; 2],
    /// Events between them.
    pub events: Vec<EventIx>,
    /// Of these, cooperative and conflictual (PLOVER quad classes).
    pub cooperation: u32,
    /// Conflictual.
    pub conflict: u32,
    /// Passages that state how it stands.
    pub sentiments: Vec<Evidence>,
}

/// One end of a relation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RelationEnd {
    /// ISO 3166-1 alpha-3.
    State(SmolStr),
    /// A body that is no state.
    Body(ActorIx),
}

/// How a view groups a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieClass {
    /// What binds: alliance, troops, trade, membership.
    Tie,
    /// An agreement in force.
    Agreement,
    /// What divides: disputes, sanctions, wars.
    Dispute,
}

/// A number that passages give for a tie.
#[derive(Debug, Clone)]
pub struct TieAmount {
    /// The number.
    pub value: f64,
    /// Upper end of a range.
    pub value_to: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Hedge.
    pub hedge: Hedge,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A standing tie between two states or bodies: it holds until something ends it.
#[derive(Debug, Clone)]
pub struct Tie {
    /// Story.
    pub story: StoryIx,
    /// Kind, as `data/en/relations.toml` lists them.
    pub kind: SmolStr,
    /// How views group it.
    pub class: TieClass,
    /// The kind in words.
    pub label: SmolStr,
    /// Has no direction.
    pub mutual: bool,
    /// Divides.
    pub conflict: bool,
    /// The two, in order of their ids if the tie is mutual, else from whom to whom.
    pub between: [RelationEnd; 2],
    /// What it is about, as printed.
    pub about: Vec<String>,
    /// Numbers that the reports give.
    pub amounts: Vec<TieAmount>,
    /// As of the latest report.
    pub standing: Standing,
    /// Report by report, in order of publication.
    pub history: Vec<(Standing, ReportIx)>,
    /// What no report says of it.
    pub open: Vec<String>,
    /// The latest event between the two that changes such a tie.
    pub last_change: Option<EventIx>,
    /// Origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// A time expression with its value.
#[derive(Debug, Clone)]
pub struct TimeValue {
    /// Where.
    pub evidence: Evidence,
    /// Days.
    pub interval: Interval,
    /// TIMEX3 value.
    pub timex3: String,
    /// Can it be?
    pub valid: bool,
}

/// How a report stands to a claim. The contract's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Stance {
    Stated,
    Weaker,
    Stronger,
    Contradicted,
    Silent,
}

/// A row of the claim × report matrix.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Story.
    pub story: StoryIx,
    /// In words.
    pub text: String,
    /// Events.
    pub events: Vec<EventIx>,
    /// Cells.
    pub cells: Vec<(ReportIx, Stance, Vec<Evidence>)>,
    /// Origins.
    pub origins: Origins,
}

/// A line of the brief.
#[derive(Debug, Clone)]
pub struct BriefLine {
    /// Story.
    pub story: StoryIx,
    /// In words.
    pub text: String,
    /// Events.
    pub events: Vec<EventIx>,
    /// Origins.
    pub origins: Origins,
    /// Passages.
    pub evidence: Vec<Evidence>,
}

/// Everything concluded from the reports. All vectors are in a fixed order that does not depend on the order of the input.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub struct Analysis {
    /// By report.
    pub published: Vec<Option<Published>>,
    /// By report: what each calls itself, lineage excluded.
    pub stories: Vec<Story>,
    pub actors: Vec<Actor>,
    pub events: Vec<Event>,
    pub statements: Vec<Said>,
    pub quantities: Vec<Amount>,
    pub dependencies: Vec<Dependency>,
    pub disagreements: Vec<Disagreement>,
    pub lineage: Lineage,
    pub expectations: Vec<Expectation>,
    pub relations: Vec<Relation>,
    pub ties: Vec<Tie>,
    pub times: Vec<TimeValue>,
    pub claims: Vec<Claim>,
    pub brief: Vec<BriefLine>,
    /// What was noticed: text in another language, reports left out.
    pub notes: Vec<String>,
    /// What became of the user's corrections, in their order.
    pub corrected: Vec<crate::Corrected>,
}
