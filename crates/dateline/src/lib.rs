//! Dateline as a library: read several reports of the same happenings, and rebuild what they describe.
//!
//! [`read::gather`] turns paths into inputs, [`analyse`] turns inputs into a [`contract::Analysis`], [`view`] shows one to people and
//! [`why`](why::why) explains one conclusion. Everything below is an implementation detail.
//!
//! ```
//! use dateline::{Options, analyse, read::Input};
//!
//! let input = Input { id: "wire".into(), path: "wire.txt".into(), bytes: b"Envoys of two states met in Geneva.".to_vec(), given: Default::default() };
//! let outcome = analyse(&[input], &Options::default()).expect("the built-in data is sound");
//! assert_eq!(outcome.analysis.reports.len(), 1);
//! ```

pub mod beside;
pub mod contract;
pub mod convert;
pub mod corrections;
pub mod export;
mod facade;
pub mod read;
mod since;
pub mod state;
pub mod view;
pub mod watch;
pub mod why;

pub use dateline_data::{DataError, DataSet};
pub use dateline_report::GivenMeta;
pub use dateline_story::{Corrections, NameCorrection, StoryCorrection};
pub use facade::{Options, Outcome, Step, analyse, analyse_with, check};
