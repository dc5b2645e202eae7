//! The reports of an earlier analysis, read once more.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Gathered, Input, Problem, ReadOptions, file, ids};
use crate::contract::{Analysis, PublishedBasis, Report};
use dateline_report::GivenMeta;

/// Adds the reports of an earlier analysis that are not among the inputs: from where they were, if the file is still the same, or else the clean text that
/// the analysis keeps. Ids are given to all of them together.
pub fn again(earlier: &Analysis, gathered: &mut Gathered, options: &ReadOptions) {
    let known: Vec<String> = gathered.inputs.iter().map(|i| sum(&i.bytes)).collect();
    for report in earlier.reports.iter().filter(|r| !known.contains(&r.sha256)) {
        let (input, problem) = one(report, options);
        // Another version of it is given under its own path: the earlier one stays beside it.
        gathered.inputs.push(input);
        gathered.problems.extend(problem);
    }
    let names = ids(&gathered.inputs.iter().map(|i| i.path.as_str()).collect::<Vec<_>>());
    for (input, id) in gathered.inputs.iter_mut().zip(names) {
        input.id = id;
    }
    gathered.inputs.sort_by(|a, b| a.id.cmp(&b.id));
    gathered.problems.sort();
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn one(report: &Report, options: &ReadOptions) -> (Input, Option<Problem>) {
    let path = &report.path;
    if fs::metadata(Path::new(path)).is_ok_and(|m| m.is_file())
        && let Ok((bytes, given, _)) = file(path, options)
        && sum(&bytes) == report.sha256
    {
        return (Input { id: String::new(), path: path.clone(), bytes, given }, None);
    }
    let given = GivenMeta {
        title: report.title.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        authors: report.authors.clone(),
        published: report
            .published
            .as_ref()
            .filter(|p| p.basis == PublishedBasis::Given && p.from == p.to)
            .and_then(|p| p.from)
            .map(|d| d.0),
        ..GivenMeta::default()
    };
    let note = Problem::note(path, "is no longer as it was; its text is taken from the earlier analysis");
    (Input { id: String::new(), path: path.clone(), bytes: report.text.clone().into_bytes(), given }, Some(note))
}
