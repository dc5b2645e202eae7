//! Events: `TYPE source+source>target @place status`, joined by `; `; `-` where there is none.

use std::sync::OnceLock;

use dateline_data::DataSet;
use dateline_lang::event::EventReader;

/// The events of a text.
pub(crate) fn check(input: &str) -> String {
    static READER: OnceLock<EventReader> = OnceLock::new();
    READER.get_or_init(|| EventReader::load(&DataSet::built_in()).expect("the built-in data loads")).text(input).lines()
}
