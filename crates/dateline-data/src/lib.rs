//! The language data of Dateline as text.
//!
//! Knows where the text of a data file comes from (built in, or laid over it by the user with `--data DIR`) and nothing of
//! what it means: each stage parses the files it needs, once, into its own types. Reads no files itself: the edge hands
//! the overlay in as text.
//!
//! A data file is TOML (rules, with examples that run as tests) or TSV (large tables; the first line names the columns,
//! lines that begin with `#` are comments).

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// What is wrong with a data file. The message names file, place and remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct DataError {
    /// Path of the file below the data folder.
    pub file: String,
    /// What is wrong, where, and what would put it right.
    pub problem: String,
}

/// The text of every data file: the built-in set, and over it the files of a user.
///
/// ```
/// let data = dateline_data::DataSet::built_in();
/// assert!(data.paths().count() > 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct DataSet {
    overlay: BTreeMap<String, String>,
}

impl DataSet {
    /// The data that is part of the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The built-in data with `files` (path below the data folder, text) laid over it: a file of the same path replaces the
    /// built-in one, a new path is added to its folder.
    #[must_use]
    pub fn with_overlay(files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { overlay: files.into_iter().collect() }
    }

    /// Text of one file, or `None` if there is none of that path.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        if let Some(text) = self.overlay.get(path) {
            return Some(text);
        }
        let at = BUILT_IN.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
        Some(BUILT_IN[at].1)
    }

    /// Paths of all files, sorted, each once.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let mut all: Vec<&str> =
            BUILT_IN.iter().map(|(n, _)| *n).chain(self.overlay.keys().map(String::as_str)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// Files in a folder (and below it), sorted by path.
    pub fn folder<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        self.paths().filter(move |p| p.starts_with(&prefix)).filter_map(|p| Some((p, self.text(p)?)))
    }

    /// One TOML file, parsed.
    ///
    /// # Errors
    /// If there is no such file, or its text is not TOML of the shape `T`.
    pub fn toml<T: DeserializeOwned>(&self, path: &str) -> Result<T, DataError> {
        let text = self
            .text(path)
            .ok_or_else(|| DataError { file: path.into(), problem: "there is no such data file".into() })?;
        toml::from_str(text).map_err(|e| DataError { file: path.into(), problem: e.to_string() })
    }

    /// Rows of one TSV file below its header, as cells. Empty lines and lines beginning with `#` are passed over.
    ///
    /// # Errors
    /// If there is no such file, or a row has not as many cells as the header.
    pub fn tsv(&self, path: &str) -> Result<Vec<Vec<&str>>, DataError> {
        let mut rows = Vec::new();
        self.each_row(path, |cells| rows.push(cells.to_vec()))?;
        Ok(rows)
    }

    /// As [`DataSet::tsv`] without keeping the rows: tens of thousands of them cost more to keep than to read.
    ///
    /// # Errors
    /// As [`DataSet::tsv`]; the rows before the faulty one have been given.
    pub fn each_row<'a>(&'a self, path: &str, mut give: impl FnMut(&[&'a str])) -> Result<(), DataError> {
        let text = self
            .text(path)
            .ok_or_else(|| DataError { file: path.into(), problem: "there is no such data file".into() })?;
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let Some((_, header)) = lines.next() else { return Ok(()) };
        let width = header.split('\t').count();
        let mut cells: Vec<&str> = Vec::with_capacity(width);
        for (n, line) in lines {
            cells.clear();
            cells.extend(line.split('\t'));
            if cells.len() != width {
                return Err(DataError {
                    file: path.into(),
                    problem: format!(
                        "line {}: {} cells where the header has {width}; separate cells by one tab",
                        n + 1,
                        cells.len()
                    ),
                });
            }
            give(&cells);
        }
        Ok(())
    }

    /// A short hash over all paths and texts, for `engine.data` of an analysis: two runs with the same hash used the same
    /// language data. FNV-1a, 64 bit; it guards against mix-ups, not against forgery.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for path in self.paths() {
            for byte in path.bytes().chain([0]).chain(self.text(path).unwrap_or_default().bytes()).chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("{hash:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlay_replaces_and_adds() {
        let data = DataSet::with_overlay([("zz/new.tsv".to_string(), "a\tb\n# note\n1\t2\n".to_string())]);
        assert_eq!(data.tsv("zz/new.tsv").unwrap(), vec![vec!["1", "2"]]);
        assert_ne!(data.version(), DataSet::built_in().version());
        assert_eq!(data.folder("zz").count(), 1);
    }

    #[test]
    fn a_short_row_is_named() {
        let data = DataSet::with_overlay([("t.tsv".to_string(), "a\tb\n1\n".to_string())]);
        assert!(data.tsv("t.tsv").unwrap_err().to_string().contains("line 2"));
    }
}
