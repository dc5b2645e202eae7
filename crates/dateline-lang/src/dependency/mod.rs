//! Dependencies: which party needs which other for what, and for how much of it.
//!
//! "nearly half of its rare earths come from", "accounts for a third of its exports", "its largest trading partner". The frames are data
//! (`data/en/dependency/`). A dependency is only found between two parties that the text names or clearly points to.

mod find;
mod rules;

pub use find::find_dependencies;
pub use rules::DependencyRules;
