//! Tables of romanisation and of name parts, compiled.
use dateline_data::{DataError, DataSet};

/// Everything that is known of names.
#[derive(Debug, Default)]
pub struct NameRules {}

impl NameRules {
    /// Reads `en/names/`.
    ///
    /// # Errors
    /// If a file is missing or not of its form.
    pub fn load(_data: &DataSet) -> Result<Self, DataError> {
        Ok(Self::default())
    }

    /// Is it a family name that stands first (Chinese, Korean, Vietnamese)? Folded.
    #[must_use]
    pub fn family_first(&self, _folded: &str) -> bool {
        false
    }
}
