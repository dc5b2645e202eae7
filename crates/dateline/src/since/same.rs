//! Which conclusion of an earlier analysis is which of today's: by the passages that both rest on, then by what they say.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Analysis, Evidence};

/// Ids of the earlier reports to those that they have today.
pub(super) type SameReports = BTreeMap<String, String>;

/// The earlier reports that are still there: the same file, or, where that is gone, the same text.
pub(super) fn reports(earlier: &Analysis, today: &Analysis) -> SameReports {
    let of = |r: &crate::contract::Report| {
        let same = today.reports.iter().find(|t| t.sha256 == r.sha256);
        same.or_else(|| today.reports.iter().find(|t| t.text == r.text))
    };
    earlier.reports.iter().filter_map(|r| Some((r.id.clone(), of(r)?.id.clone()))).collect()
}

/// What two conclusions are held together by.
#[derive(Debug, Default)]
pub(super) struct Key<'a> {
    /// What must be the same.
    pub(super) kind: String,
    /// Passages, with today's id of the report.
    pub(super) passages: Vec<(&'a str, [u32; 2])>,
    /// What may be the same: names, values, words.
    pub(super) labels: BTreeSet<String>,
}

impl<'a> Key<'a> {
    pub(super) fn new(kind: impl Into<String>, labels: impl IntoIterator<Item = String>) -> Self {
        Self { kind: kind.into(), passages: Vec::new(), labels: labels.into_iter().filter(|l| !l.is_empty()).collect() }
    }

    /// With passages; `reports` brings the ids of an earlier analysis to today's.
    pub(super) fn at(
        mut self,
        evidence: impl IntoIterator<Item = &'a Evidence>,
        reports: Option<&'a SameReports>,
    ) -> Self {
        for e in evidence {
            let report = match reports {
                None => Some(e.report.as_str()),
                Some(known) => known.get(&e.report).map(String::as_str),
            };
            self.passages.extend(report.map(|r| (r, e.span)));
        }
        self.passages.sort_unstable();
        self.passages.dedup();
        self
    }

    /// How many passages of the one are, in good part, passages of the other.
    fn shared(&self, other: &Self) -> usize {
        let within =
            |(report, span): &&(&str, [u32; 2])| other.passages.iter().any(|(r, s)| r == report && overlap(*span, *s));
        self.passages.iter().filter(within).count()
    }
}

/// Do two spans have half of the shorter in common?
pub(super) fn overlap(a: [u32; 2], b: [u32; 2]) -> bool {
    let common = a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
    let shorter = (a[1].saturating_sub(a[0])).min(b[1].saturating_sub(b[0]));
    common > 0 && common * 2 >= shorter
}

/// For each of today's keys the earlier one that is the same; each earlier one once, the surest pairs first.
pub(super) fn pairs(earlier: &[Key<'_>], today: &[Key<'_>]) -> Vec<Option<usize>> {
    // Only those with a report in common are compared.
    let mut at: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (n, key) in earlier.iter().enumerate() {
        let reports: BTreeSet<&str> = key.passages.iter().map(|p| p.0).collect();
        for report in reports {
            at.entry((key.kind.as_str(), report)).or_default().push(n);
        }
    }
    let mut ranked: Vec<(std::cmp::Reverse<usize>, usize, usize)> = Vec::new();
    for (n, key) in today.iter().enumerate() {
        let reports: BTreeSet<&str> = key.passages.iter().map(|p| p.0).collect();
        let near: BTreeSet<usize> =
            reports.iter().filter_map(|r| at.get(&(key.kind.as_str(), *r))).flatten().copied().collect();
        for m in near {
            let passages = earlier[m].shared(key);
            if passages == 0 {
                continue;
            }
            let labels = earlier[m].labels.intersection(&key.labels).count();
            ranked.push((std::cmp::Reverse(passages * 3 + labels * 2), m, n));
        }
    }
    ranked.sort_unstable();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut found = vec![None; today.len()];
    for (_, m, n) in ranked {
        if found[n].is_none() && taken.insert(m) {
            found[n] = Some(m);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'a>(kind: &str, labels: &[&str], passages: &[(&'a str, [u32; 2])]) -> Key<'a> {
        let mut key = Key::new(kind, labels.iter().map(ToString::to_string));
        key.passages = passages.to_vec();
        key
    }

    #[test]
    fn passages_decide_then_names() {
        let earlier = [key("meet", &["Ada"], &[("r1", [0, 40])]), key("meet", &["Bo"], &[("r1", [0, 40])])];
        let today = [
            key("meet", &["Bo"], &[("r1", [2, 38]), ("r9", [5, 60])]),
            key("meet", &["Ada"], &[("r1", [0, 40])]),
            key("meet", &["Ada"], &[("r9", [0, 40])]),
            key("visit", &["Ada"], &[("r1", [0, 40])]),
        ];
        assert_eq!(pairs(&earlier, &today), [Some(1), Some(0), None, None]);
    }

    #[test]
    fn half_of_the_shorter_is_enough() {
        assert!(overlap([0, 10], [5, 100]));
        assert!(!overlap([0, 10], [6, 100]));
        assert!(!overlap([0, 10], [10, 20]));
    }
}
