//! Numbers with what they count, their unit and their hedge.

mod atoms;
mod count;
mod find;
mod fraction;
mod measure;
mod money;
mod noun;
mod number;
mod numeral;
mod rules;
mod share;

pub use atoms::{Atom, AtomKind, atoms};
pub use find::find_quantities;
pub use number::{NumberWords, Read};
pub use numeral::numbers_in;
pub use rules::QuantityRules;

use dateline_report::{Byte, Span, Tok};
use smol_str::SmolStr;

use crate::token::TokenIx;

/// How exactly a number is given; the contract's names with a space where the variant has a capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum Hedge {
    Exact,
    About,
    Nearly,
    MoreThan,
    LessThan,
    AtLeast,
    AtMost,
}

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberKind {
    /// A count of things ("28,500 troops", "five rounds").
    Count,
    /// "the second meeting", "150th anniversary".
    Ordinal,
    /// "half", "a third", "18 per cent": the value is a share of 1.
    Share,
    /// Percentage points.
    Points,
    /// An amount of money; the unit is an ISO 4217 code where known.
    Money,
    /// With a unit of measure ("7 kilometres", "magnitude 7.8", "minus 6 degrees").
    Measure,
    /// A length of time ("four days").
    Duration,
    /// A factor ("eightfold", "twice").
    Factor,
    /// Votes or scores ("188-6").
    Score,
}

/// One quantity. Years, dates, clock times, numbers inside names ("Ascend 950", "G20") are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number with its hedge, unit and what is counted ("about 28,500 US troops").
    pub span: Span<Byte>,
    /// Tokens of the number alone.
    pub tokens: Span<Tok>,
    /// The number; for ranges the lower end.
    pub value: f64,
    /// Upper end of a range.
    pub value_to: Option<f64>,
    /// How exact.
    pub hedge: Hedge,
    /// What sort.
    pub kind: NumberKind,
    /// Unit, or lemma of the noun counted ("troop", "KM", "USD", "day", "percent").
    pub unit: SmolStr,
    /// Head of the noun phrase counted or measured.
    pub counted: Option<TokenIx>,
    /// The noun phrase counted or measured, as bytes ("US troops", "of its rare earth mineral supply").
    pub what: Option<Span<Byte>>,
    /// For shares: the whole of which it is one ("South Korea's rare earth minerals").
    pub whole: Option<Span<Byte>>,
    /// Confidence, 0 to 1000.
    pub confidence: u16,
}

#[cfg(test)]
mod tests;
