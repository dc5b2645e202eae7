//! Time expressions: found and kept symbolically here, resolved against an anchor by [`resolve`].
//!
//! Follows TIMEX3 (TimeML 1.2.1) for what counts as an expression and how its value is written.

mod expr;

pub use expr::{
    Anchor, DayPart, Direction, MonthPart, Resolved, Tense, TimeExpr, TimeMention, TimeUnit,
};
