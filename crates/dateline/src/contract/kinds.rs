//! The closed lists of words that members of an analysis take.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How finely a time is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Precision {
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
    #[serde(rename = "day")]
    Day,
    #[serde(rename = "week")]
    Week,
    #[serde(rename = "month")]
    Month,
    #[serde(rename = "year")]
    Year,
}

/// How the day of publication is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum PublishedBasis {
    #[default]
    #[serde(rename = "inferred")]
    Inferred,
    #[serde(rename = "stated")]
    Stated,
    #[serde(rename = "given")]
    Given,
}

/// What a line of the page is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum FurnitureKind {
    #[default]
    #[serde(rename = "other")]
    Other,
    #[serde(rename = "byline")]
    Byline,
    #[serde(rename = "credit")]
    Credit,
    #[serde(rename = "date")]
    Date,
    #[serde(rename = "related")]
    Related,
    #[serde(rename = "counter")]
    Counter,
    #[serde(rename = "sources")]
    Sources,
    #[serde(rename = "teaser")]
    Teaser,
    #[serde(rename = "feedback")]
    Feedback,
    #[serde(rename = "share")]
    Share,
    #[serde(rename = "caption")]
    Caption,
    #[serde(rename = "navigation")]
    Navigation,
    #[serde(rename = "masthead")]
    Masthead,
    #[serde(rename = "correction")]
    Correction,
    #[serde(rename = "paywall")]
    Paywall,
    #[serde(rename = "advert")]
    Advert,
}

/// What an actor is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum ActorKind {
    #[default]
    #[serde(rename = "other")]
    Other,
    #[serde(rename = "person")]
    Person,
    #[serde(rename = "state")]
    State,
    #[serde(rename = "organisation")]
    Organisation,
    #[serde(rename = "place")]
    Place,
    #[serde(rename = "facility")]
    Facility,
    #[serde(rename = "product")]
    Product,
    #[serde(rename = "group")]
    Group,
}

/// An event type of PLOVER.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum EventType {
    #[default]
    #[serde(rename = "AGREE")]
    Agree,
    #[serde(rename = "CONSULT")]
    Consult,
    #[serde(rename = "SUPPORT")]
    Support,
    #[serde(rename = "CONCEDE")]
    Concede,
    #[serde(rename = "COOPERATE")]
    Cooperate,
    #[serde(rename = "AID")]
    Aid,
    #[serde(rename = "RETREAT")]
    Retreat,
    #[serde(rename = "REQUEST")]
    Request,
    #[serde(rename = "ACCUSE")]
    Accuse,
    #[serde(rename = "REJECT")]
    Reject,
    #[serde(rename = "THREATEN")]
    Threaten,
    #[serde(rename = "PROTEST")]
    Protest,
    #[serde(rename = "SANCTION")]
    Sanction,
    #[serde(rename = "MOBILIZE")]
    Mobilize,
    #[serde(rename = "COERCE")]
    Coerce,
    #[serde(rename = "ASSAULT")]
    Assault,
}

/// Whether it happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Status {
    #[default]
    #[serde(rename = "happened")]
    Happened,
    #[serde(rename = "ongoing")]
    Ongoing,
    #[serde(rename = "planned")]
    Planned,
    #[serde(rename = "expected")]
    Expected,
    #[serde(rename = "conditional")]
    Conditional,
    #[serde(rename = "denied")]
    Denied,
    #[serde(rename = "alleged")]
    Alleged,
}

/// How exactly a number is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Hedge {
    #[default]
    #[serde(rename = "exact")]
    Exact,
    #[serde(rename = "about")]
    About,
    #[serde(rename = "nearly")]
    Nearly,
    #[serde(rename = "more than")]
    MoreThan,
    #[serde(rename = "less than")]
    LessThan,
    #[serde(rename = "at least")]
    AtLeast,
    #[serde(rename = "at most")]
    AtMost,
}

/// What a disagreement is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum DisagreementKind {
    #[default]
    #[serde(rename = "meaning")]
    Meaning,
    #[serde(rename = "date")]
    Date,
    #[serde(rename = "weekday")]
    Weekday,
    #[serde(rename = "number")]
    Number,
    #[serde(rename = "duration")]
    Duration,
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "role")]
    Role,
    #[serde(rename = "place")]
    Place,
    #[serde(rename = "status")]
    Status,
    #[serde(rename = "quote")]
    Quote,
    #[serde(rename = "attribution")]
    Attribution,
    #[serde(rename = "polarity")]
    Polarity,
}

/// How much a disagreement matters, gravest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Severity {
    #[default]
    #[serde(rename = "material")]
    Material,
    #[serde(rename = "garble")]
    Garble,
    #[serde(rename = "wording")]
    Wording,
    #[serde(rename = "spelling")]
    Spelling,
}

/// How a report descends from a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum EdgeKind {
    #[default]
    #[serde(rename = "copy")]
    Copy,
    #[serde(rename = "trim")]
    Trim,
    #[serde(rename = "rewrite")]
    Rewrite,
    #[serde(rename = "translation")]
    Translation,
    #[serde(rename = "aggregation")]
    Aggregation,
    #[serde(rename = "common-parent")]
    CommonParent,
}

/// What became of an expectation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Outcome {
    #[default]
    #[serde(rename = "open")]
    Open,
    #[serde(rename = "confirmed")]
    Confirmed,
    #[serde(rename = "contradicted")]
    Contradicted,
}

/// How a report stands to a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Stance {
    #[default]
    #[serde(rename = "stated")]
    Stated,
    #[serde(rename = "weaker")]
    Weaker,
    #[serde(rename = "stronger")]
    Stronger,
    #[serde(rename = "contradicted")]
    Contradicted,
    #[serde(rename = "silent")]
    Silent,
}

macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* })*) => {$(
        impl $name {
            /// The contract's word for it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    )*};
}
words! {
    Precision { Unknown = "unknown", Day = "day", Week = "week", Month = "month", Year = "year" }
    PublishedBasis { Inferred = "inferred", Stated = "stated", Given = "given" }
    FurnitureKind { Other = "other", Byline = "byline", Credit = "credit", Date = "date", Related = "related", Counter = "counter", Sources = "sources", Teaser = "teaser", Feedback = "feedback", Share = "share", Caption = "caption", Navigation = "navigation", Masthead = "masthead", Correction = "correction", Paywall = "paywall", Advert = "advert" }
    ActorKind { Other = "other", Person = "person", State = "state", Organisation = "organisation", Place = "place", Facility = "facility", Product = "product", Group = "group" }
    EventType { Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE", Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT" }
    Status { Happened = "happened", Ongoing = "ongoing", Planned = "planned", Expected = "expected", Conditional = "conditional", Denied = "denied", Alleged = "alleged" }
    Hedge { Exact = "exact", About = "about", Nearly = "nearly", MoreThan = "more than", LessThan = "less than", AtLeast = "at least", AtMost = "at most" }
    DisagreementKind { Meaning = "meaning", Date = "date", Weekday = "weekday", Number = "number", Duration = "duration", Name = "name", Role = "role", Place = "place", Status = "status", Quote = "quote", Attribution = "attribution", Polarity = "polarity" }
    Severity { Material = "material", Garble = "garble", Wording = "wording", Spelling = "spelling" }
    EdgeKind { Copy = "copy", Trim = "trim", Rewrite = "rewrite", Translation = "translation", Aggregation = "aggregation", CommonParent = "common-parent" }
    Outcome { Open = "open", Confirmed = "confirmed", Contradicted = "contradicted" }
    Stance { Stated = "stated", Weaker = "weaker", Stronger = "stronger", Contradicted = "contradicted", Silent = "silent" }
}
