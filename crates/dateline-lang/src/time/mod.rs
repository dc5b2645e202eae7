//! Time expressions: found by [`find_times`] and kept symbolically, resolved against an anchor by [`resolve`].
//!
//! Follows TIMEX3 (TimeML 1.2.1) for what counts as an expression and how its value is written. The rules are data
//! (`data/en/time`): word classes, patterns over them, and cues of tense.

mod build;
mod calendar;
mod expr;
mod find;
mod parts;
mod pattern;
mod resolve;
mod rules;
mod tense;
mod value;

pub use calendar::{check_weekday, hijri, persian};
pub use expr::{Anchor, DayPart, Direction, MonthPart, Resolved, Tense, TimeExpr, TimeMention, TimeUnit};
pub(crate) use find::tokens_of;
pub use find::{find_times, furniture_times, line_times};
pub use resolve::{beside_clock, counted_from, needs_anchor, resolve, resolve_counted, resolve_in_order};
pub use rules::TimeRules;

#[cfg(test)]
mod tests;
