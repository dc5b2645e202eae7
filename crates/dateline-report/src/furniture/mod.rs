//! Tells the lines of the page from the lines of the article.
//!
//! Every line gets the score of the best rule that matches it (`rules`), weighed by its form and by where it stands: before the first
//! paragraph of the article, between paragraphs, or after the last (`classify`). What the lines mean for the report's metadata
//! is read in `parts`.

mod classify;
mod parts;
mod pattern;
mod rules;
mod token;

pub(crate) use classify::{Marked, classify};
pub(crate) use parts::{Parts, dateline_of, parts};
pub use rules::FurnitureRules;
pub(crate) use token::{Shape, tokens};
