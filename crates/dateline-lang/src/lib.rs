//! [`Report`](dateline_report::Report) to [`Document`]: one report as language.
//!
//! Sentences, tokens, tags, dependency parse and names from small weights trained by `dateline-train`; times, quantities,
//! statements and event mentions by rules over the parse that are kept as data. Assembled once by plain functions; no stage
//! knows another report.

pub mod ahead;
pub mod dependency;
pub mod document;
pub mod engine;
pub mod event;
mod language;
pub mod mention;
pub mod names;
pub mod plain;
pub mod quantity;
pub mod statement;
pub mod syntax;
pub mod tie;
pub mod time;
pub mod token;

pub use document::Document;
pub use engine::{Engine, EntitySpan, Parsed};
pub use language::Language;
pub use syntax::Syntax;
pub use token::TokenIx;
