//! Where reports contradict one another, or one contradicts itself or the calendar.
//!
//! Each detector looks at one sort of conflict and gives sides with their passages; nothing here says who is right. A reading is offered only where a rule
//! (the calendar, arithmetic, the parent text) supports it. What merely looks different (rounding, hedges, counts at different hours, a plan and its fulfilment)
//! is left out by the detectors themselves.

mod about;
mod calendar;
mod names;
mod numbers;
mod polarity;
mod quotes;
mod substitution;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use calendar::{day_month as show_day, show as show_interval};
use dateline_data::{DataError, DataSet};
use dateline_report::{Evidence, ReportIx};
pub(crate) use numbers::number as show_number;
use serde::Deserialize;
use smol_str::SmolStr;

use crate::amounts::Measured;
use crate::events::{Kin, Merged, unique};
use crate::said::Utterance;
use crate::view::View;
use crate::{ConflictKind, Derivation, Disagreement, Parent, Severity, Side, origins};

/// Words that turn or soften a meaning, from `data/en/contrast.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Contrast {
    /// Pairs of opposites, each side a list of phrases (lower case); whether they are set phrases that say by themselves what they are about.
    pub(crate) opposites: Vec<(Vec<String>, Vec<String>, bool)>,
    /// Words that soften what is said ("slightly").
    pub(crate) softeners: BTreeSet<SmolStr>,
    /// Words that deny ("not").
    pub(crate) negations: BTreeSet<SmolStr>,
    /// Nouns whose count grows with time ("dead", "building").
    pub(crate) tallies: BTreeSet<SmolStr>,
    pub(crate) dimensions: BTreeSet<SmolStr>,
    pub(crate) no_denial: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    softeners: Vec<SmolStr>,
    negations: Vec<SmolStr>,
    tallies: Vec<SmolStr>,
    dimensions: Vec<SmolStr>,
    no_denial: Vec<String>,
    opposites: Vec<Opposite>,
}

#[derive(Deserialize)]
struct Opposite {
    #[serde(default)]
    set_phrase: bool,
    one: Vec<String>,
    other: Vec<String>,
}

impl Contrast {
    /// Reads the lists.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml("en/contrast.toml")?;
        Ok(Self {
            opposites: file.opposites.into_iter().map(|o| (o.one, o.other, o.set_phrase)).collect(),
            softeners: file.softeners.into_iter().collect(),
            negations: file.negations.into_iter().collect(),
            tallies: file.tallies.into_iter().collect(),
            dimensions: file.dimensions.into_iter().collect(),
            no_denial: file.no_denial,
        })
    }
}

/// What the detectors see.
pub(crate) struct Scene<'v, 'a> {
    pub(crate) view: &'v View<'a>,
    pub(crate) merged: &'v Merged,
    pub(crate) said: &'v [Utterance<'a>],
    pub(crate) amounts: &'v [Measured<'a>],
    pub(crate) contrast: &'v Contrast,
    pub(crate) kin: &'v Kin,
}

impl Scene<'_, '_> {
    /// Do two reports descend from one text?
    pub(crate) fn one_family(&self, a: ReportIx, b: ReportIx) -> bool {
        a != b && self.view.lineage.groups.iter().any(|g| g.contains(&a) && g.contains(&b))
    }

    /// Is one of two reports a translation or rewriting, so that a slip in it is put right by the other?
    pub(crate) fn derived(&self, a: ReportIx, b: ReportIx) -> Option<ReportIx> {
        self.view
            .lineage
            .edges
            .iter()
            .find(|e| (e.to == a && e.from == Parent::Report(b)) || (e.to == b && e.from == Parent::Report(a)))
            .filter(|e| e.kind != Derivation::CommonParent)
            .map(|e| e.to)
    }

    /// A side with its origins.
    pub(crate) fn side(&self, value: impl Into<String>, evidence: impl IntoIterator<Item = Evidence>) -> Side {
        let evidence = unique(evidence.into_iter());
        let tellers: BTreeSet<ReportIx> = evidence.iter().map(|e| e.report).collect();
        Side {
            value: value.into(),
            origins: origins::count(self.view.lineage, self.view.reports, &tellers, &BTreeSet::new()),
            evidence,
        }
    }

    /// A disagreement; `None` unless two sides have evidence.
    pub(crate) fn conflict(
        &self,
        kind: ConflictKind,
        severity: Severity,
        about: impl Into<String>,
        sides: Vec<Side>,
    ) -> Option<Disagreement> {
        let sides: Vec<Side> = sides.into_iter().filter(|s| !s.evidence.is_empty()).collect();
        let reports: BTreeSet<ReportIx> = sides.iter().flat_map(|s| &s.evidence).map(|e| e.report).collect();
        (sides.len() >= 2).then(|| Disagreement {
            story: self.view.story,
            kind,
            subkind: None,
            about: about.into(),
            within_one_report: reports.len() == 1,
            severity,
            sides,
            reading: None,
        })
    }
}

/// The same two values about the same thing, found at different passages, are one disagreement.
fn one_card(scene: &Scene<'_, '_>, all: Vec<Disagreement>) -> Vec<Disagreement> {
    let mut out: Vec<Disagreement> = Vec::new();
    for d in all {
        let values = |d: &Disagreement| d.sides.iter().map(|s| s.value.to_lowercase()).collect::<BTreeSet<_>>();
        let same = out.iter_mut().find(|o| {
            o.kind == d.kind
                && o.severity == d.severity
                && values(o) == values(&d)
                && (o.about == d.about
                    || o.sides.iter().flat_map(|s| &s.evidence).any(|e| d.sides.iter().any(|s| s.evidence.contains(e))))
        });
        let Some(known) = same else {
            out.push(d);
            continue;
        };
        for side in d.sides {
            if let Some(mine) = known.sides.iter_mut().find(|s| s.value.to_lowercase() == side.value.to_lowercase()) {
                let passages: Vec<Evidence> = mine.evidence.iter().chain(&side.evidence).copied().collect();
                *mine = scene.side(mine.value.clone(), passages);
            }
        }
        let reports: BTreeSet<ReportIx> = known.sides.iter().flat_map(|s| &s.evidence).map(|e| e.report).collect();
        known.within_one_report = reports.len() == 1;
    }
    out
}

/// All disagreements of a story, gravest first.
pub(crate) fn conclude(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut all = Vec::new();
    all.extend(calendar::find(scene));
    all.extend(numbers::find(scene));
    all.extend(polarity::find(scene));
    all.extend(quotes::find(scene));
    all.extend(substitution::find(scene));
    all.extend(names::find(scene));
    // One and the same pair of passages is one disagreement, whichever detector saw it first.
    let mut seen: BTreeMap<Vec<Evidence>, usize> = BTreeMap::new();
    let mut out: Vec<Disagreement> = Vec::new();
    for d in all {
        let key: Vec<Evidence> = unique(d.sides.iter().flat_map(|s| s.evidence.iter().copied()));
        if let std::collections::btree_map::Entry::Vacant(e) = seen.entry(key) {
            e.insert(out.len());
            out.push(d);
        }
    }
    let mut out = one_card(scene, out);
    out.sort_by_key(|d| {
        (
            d.severity,
            std::cmp::Reverse(d.sides.iter().map(|s| s.origins.min).min().unwrap_or(0)),
            d.kind,
            d.sides.first().and_then(|s| s.evidence.first().copied()),
        )
    });
    out
}
