//! The analysis as people read it: for a terminal, as Markdown, as a page. Each view shows the same choice in the same order.

mod family;
mod model;
mod rich;
pub mod safe;
mod text;
mod words;

pub use text::{TextOptions, text};
