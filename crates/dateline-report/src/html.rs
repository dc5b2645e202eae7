//! Article text and metadata out of HTML.

use crate::mapped::Mapped;
use crate::report::{GivenMeta, Note};

/// The article of a page, a line a block, and what the page says of itself.
pub(crate) fn article(page: &Mapped, notes: &mut Vec<Note>) -> (Mapped, GivenMeta) {
    let _ = notes;
    (page.clone(), GivenMeta::default())
}
