//! Documents to [`Analysis`]: what follows from several reports.
//!
//! One pass in a fixed order, no fixpoint: stories, reports' own dates, times, actors, alignment, lineage, events,
//! disagreements, expectations, brief. Reads no files and prints nothing.

pub mod actors;
mod analysis;

pub use analysis::*;
