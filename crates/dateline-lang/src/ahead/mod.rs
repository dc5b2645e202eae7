//! What is said to lie ahead: clauses with "will", "is expected to", "plans to", "an expected visit" and the like.
//!
//! Finds the clause, who foresees it and by when; whether it came true is a matter of several reports and not known here. The cues are
//! data (`data/en/ahead/`).

mod clause;
mod find;
mod rules;

pub use find::find_expectations;
pub use rules::AheadRules;
