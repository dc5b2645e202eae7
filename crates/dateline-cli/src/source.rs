//! What `state` and `export` start from: reports, or a saved analysis; which of the two, the content says.

use std::io::Read as _;

use dateline::contract::Analysis;
use dateline::export::Codes;
use dateline::{DataSet, Options};

use crate::args::{Source, exit};
use crate::{brief, overlay, say};

/// An analysis with the tables to show it by, and the code to exit with when it has been written.
pub(crate) struct Sourced {
    pub(crate) analysis: Analysis,
    pub(crate) codes: Codes,
    pub(crate) code: u8,
    /// It was saved: what was published later is still in it.
    pub(crate) saved: bool,
}

/// Reads and analyses reports, or reads a saved analysis. The code to exit with where there is none; why not has been said.
pub(crate) fn open(source: &Source) -> Result<Sourced, u8> {
    let data = match source.data.as_deref().map(overlay::load).transpose() {
        Ok(loaded) => loaded.map_or_else(DataSet::built_in, |(data, _)| data),
        Err(problem) => {
            say(&problem);
            return Err(exit::USAGE);
        }
    };
    let codes = Codes::load(&data).map_err(|e| {
        say(&format!("language data: {e}; mend the file (`dateline data check DIR` tells more), or leave out --data"));
        exit::USAGE
    })?;
    let mut stdin = None;
    if let [one] = &source.paths[..] {
        let bytes = if one == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(|e| {
                say(&format!("standard input: cannot be read ({e})"));
                exit::NOTHING
            })?;
            Some(bytes)
        } else if std::fs::metadata(one).is_ok_and(|m| m.is_file()) {
            // What cannot be read is named where reports are read.
            std::fs::read(one).ok()
        } else {
            None
        };
        if let Some(text) = bytes.as_deref().and_then(saved) {
            let analysis = Analysis::from_json(text).map_err(|e| {
                say(&format!("{one}: {e}"));
                exit::USAGE
            })?;
            return Ok(Sourced { analysis, codes, code: exit::DONE, saved: true });
        }
        stdin = bytes.filter(|_| one == "-");
    }
    let given = brief::Given {
        paths: &source.paths,
        stdin,
        published: source.published,
        corrections: source.corrections.as_deref(),
        quiet: source.quiet,
        max_size: source.max_size,
    };
    let options = Options { data, threads: source.threads, as_of: source.as_of, ..Options::default() };
    let (analysis, left_out) = brief::analysed(&given, options)?;
    Ok(Sourced { analysis, codes, code: if left_out { exit::PARTLY } else { exit::DONE }, saved: false })
}

/// The text of a saved analysis: an object that names its schema early on.
fn saved(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
    let object = head.get(start) == Some(&b'{');
    let named = head.windows(b"\"dateline.analysis/".len()).any(|w| w == b"\"dateline.analysis/");
    if object && named { std::str::from_utf8(bytes).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_analysis_is_known_by_its_content() {
        assert!(saved(b" {\"schema\":\"dateline.analysis/1\"}").is_some());
        assert!(saved(b"{\"a\": 1}").is_none());
        assert!(saved(b"The \"dateline.analysis/1\" was released.").is_none());
        assert!(saved(b"").is_none());
    }
}
