//! Documents to [`Analysis`]: what follows from several reports.
//!
//! One pass in a fixed order, no fixpoint: stories, reports' own dates, times, actors, alignment, lineage, events,
//! disagreements, expectations, brief. Reads no files and prints nothing.

pub mod actors;
mod align;
mod amounts;
mod analyse;
mod analysis;
mod brief;
pub mod check;
mod claims;
pub mod compare;
mod corrections;
mod digest;
mod disagreements;
mod events;
mod expectations;
mod lineage;
mod meaning;
mod origins;
mod parties;
mod published;
mod relations;
mod retold;
pub mod reuse;
mod said;
pub mod stories;
mod terms;
mod times;
mod view;
mod wording;

pub use analyse::{StoryData, analyse, analyse_corrected};
pub use analysis::*;
pub use corrections::{Corrected, Corrections, NameCorrection, StoryCorrection, same_story};
pub use meaning::Meanings;
pub use origins::origin_count;
pub use terms::Terms;
pub use wording::plover_name;
