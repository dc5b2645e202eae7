//! Names of people and bodies: taking them apart, and the one place where two of them are compared.
mod rules;
pub use rules::NameRules;
