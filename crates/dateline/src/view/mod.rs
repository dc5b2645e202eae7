//! The analysis as people read it: for a terminal, as Markdown, as a page. Each view shows the same choice in the same order.

mod beside;
mod family;
mod html;
mod markdown;
mod model;
mod rich;
pub mod safe;
pub mod state;
mod text;
pub(crate) mod words;

pub(crate) use model::meet;

pub use beside::{checks, side_by_side};
pub use html::html;
pub use markdown::markdown;
pub use text::{TextOptions, text};
