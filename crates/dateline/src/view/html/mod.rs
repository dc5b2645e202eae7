//! The brief as one page.

use crate::contract::Analysis;

/// The brief as one page.
#[must_use]
pub fn html(_analysis: &Analysis) -> String {
    String::new()
}
