//! Page furniture: which lines of a page go, and as what.

use std::sync::OnceLock;

use dateline_report::{FurnitureRules, GivenMeta, read_report};
use indexmap::IndexMap;

pub(super) fn rules() -> &'static FurnitureRules {
    static RULES: OnceLock<FurnitureRules> = OnceLock::new();
    RULES.get_or_init(|| FurnitureRules::load(&dateline_data::DataSet::built_in()).expect("the built-in rules load"))
}

/// Numbers of the lines (blank ones not counted) that were kept, and by kind of those that were not, in the order of first appearance.
pub(crate) fn check(input: &str) -> String {
    let report = match read_report("case.txt", input.as_bytes(), &GivenMeta::default(), rules()) {
        Ok(report) => report,
        Err(problem) => return problem.to_string(),
    };
    let mut furniture = report.furniture.iter().peekable();
    let mut at = 0;
    let mut found: IndexMap<&str, Vec<String>> = IndexMap::new();
    for (n, line) in input.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        let start = u32::try_from(line.as_ptr() as usize - input.as_ptr() as usize).unwrap_or(u32::MAX);
        let label = match furniture.peek() {
            Some(f) if f.source.is_some_and(|s| s.start >= start && s.start < start + line.len() as u32) => {
                furniture.next().map_or("?", |f| f.kind.name())
            }
            _ => match report.text.get(at..).and_then(|t| t.find(line.trim())) {
                Some(place) => {
                    at += place + line.trim().len();
                    "kept"
                }
                None => "lost",
            },
        };
        found.entry(label).or_default().push((n + 1).to_string());
    }
    found.into_iter().map(|(label, lines)| format!("{label}: {}", lines.join(" "))).collect::<Vec<_>>().join("; ")
}
