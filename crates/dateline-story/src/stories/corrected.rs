//! What a user says of reports: they tell one story, or not one.

use std::collections::{BTreeMap, BTreeSet};

use dateline_report::{Report, ReportIx};

use crate::corrections::{Corrected, StoryCorrection};

/// The corrections of a run, by place in the order of grouping.
#[derive(Debug)]
pub(super) struct Wishes {
    /// By correction: for each report it names, the reports that are meant; none if there is no such report.
    meant: Vec<Vec<Option<(u32, ReportIx)>>>,
    /// Pairs that never tell one story.
    pub(super) apart: Vec<(u32, u32)>,
}

impl Wishes {
    pub(super) fn new(
        order: &[ReportIx],
        copies: &BTreeMap<ReportIx, Vec<ReportIx>>,
        reports: &[Report],
        corrections: &[StoryCorrection],
    ) -> Self {
        let find = |sha: &String| {
            order.iter().enumerate().find_map(|(at, m)| {
                let mut all = std::iter::once(m).chain(copies.get(m).into_iter().flatten());
                let found = all.find(|r| reports[r.0 as usize].sha256.starts_with(sha.as_str()))?;
                Some((at as u32, *found))
            })
        };
        let meant: Vec<Vec<Option<(u32, ReportIx)>>> =
            corrections.iter().map(|c| c.reports.iter().map(find).collect()).collect();
        let mut apart = BTreeSet::new();
        for (_, found) in corrections.iter().zip(&meant).filter(|(c, _)| !c.same) {
            let places: Vec<u32> = found.iter().flatten().map(|f| f.0).collect();
            for (n, a) in places.iter().enumerate() {
                apart.extend(places[n + 1..].iter().filter(|b| *b != a).map(|b| (*a.min(b), *a.max(b))));
            }
        }
        Self { meant, apart: apart.into_iter().collect() }
    }

    /// Joins the groups of reports that are said to tell one story, and tells what became of all corrections.
    pub(super) fn join(
        &self,
        groups: &mut Vec<Vec<u32>>,
        corrections: &[StoryCorrection],
        reports: &[Report],
    ) -> Vec<Corrected> {
        let mut out = Vec::new();
        for (c, found) in corrections.iter().zip(&self.meant) {
            let names: Vec<String> = c
                .reports
                .iter()
                .zip(found)
                .map(|(sha, f)| f.map_or_else(|| sha.clone(), |f| file(&reports[f.1.0 as usize].path)))
                .collect();
            let names = names.join(" and ");
            let idle = |reason: String| Corrected {
                applied: false,
                text: format!("{}: the correction of the stories of {names} did nothing: {reason}", c.place),
            };
            let there: BTreeSet<u32> = found.iter().flatten().map(|f| f.0).collect();
            if there.len() < 2 {
                let lost = c.reports.iter().zip(found).find(|(_, f)| f.is_none());
                out.push(idle(match lost {
                    Some((sha, _)) => {
                        format!("no report has the sha256 {sha}; take it from the JSON output, or take the entry out")
                    }
                    None => "these reports are one text; take the entry out".into(),
                }));
                continue;
            }
            let why = c.why.as_ref().map(|w| format!(": {w}")).unwrap_or_default();
            if c.same {
                let (mine, rest): (Vec<Vec<u32>>, Vec<Vec<u32>>) =
                    std::mem::take(groups).into_iter().partition(|g| g.iter().any(|n| there.contains(n)));
                let mut joined: Vec<u32> = mine.iter().flatten().copied().collect();
                joined.sort_unstable();
                let has = |n: &u32| joined.binary_search(n).is_ok();
                if self.apart.iter().any(|(a, b)| has(a) && has(b)) {
                    *groups = mine.into_iter().chain(rest).collect();
                    groups.sort();
                    out.push(idle("another entry keeps reports of these stories apart; take one of them out".into()));
                    continue;
                }
                *groups = rest;
                groups.push(joined);
                groups.sort();
            }
            let what = if c.same { "one story" } else { "not one story" };
            out.push(Corrected {
                applied: true,
                text: format!("{names}: {what} by your correction ({}){why}", c.place),
            });
        }
        out
    }
}

/// The last part of a path.
fn file(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_string()
}
