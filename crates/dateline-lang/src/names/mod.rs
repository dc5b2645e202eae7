//! Names of people and bodies: taking them apart, and the one place where two of them are compared.
//!
//! What is known of romanisation, name parts and company forms stands in `data/en/names/`; each file has examples of names
//! that are the same and of names that are not, which run as tests.

mod bodies;
mod chinese;
mod compare;
mod japanese;
mod korean;
mod parse;
mod parts;
mod rules;
mod sounds;
mod syllables;

pub use compare::NameMatch;
pub use parse::Name;
pub use rules::NameRules;
