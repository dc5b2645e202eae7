//! Until `dateline_report::read_report` exists: a file as it stands, UTF-8 only.

use dateline_report::{GivenMeta, Report, SourceMap};
use sha2::{Digest, Sha256};

pub(crate) fn read_report(path: &str, bytes: &[u8], given: &GivenMeta) -> Result<Report, String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if text.trim().is_empty() {
        return Err("is empty; leave it out or save the report's text in it".into());
    }
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    Ok(Report {
        path: path.into(),
        sha256: Sha256::digest(bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect(),
        source_map: SourceMap {
            runs: vec![(0, 0, len)],
        },
        text,
        title: None,
        outlet: given.outlet.clone(),
        authors: given.authors.clone(),
        language: "en".into(),
        given: given.clone(),
        furniture: Vec::new(),
        declared_sources: Vec::new(),
        dateline: None,
        notes: Vec::new(),
    })
}
