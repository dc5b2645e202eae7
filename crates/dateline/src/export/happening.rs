//! What every event format needs of an event, reckoned once.

use std::collections::BTreeSet;

use super::{Codes, ExportOptions};
use crate::contract::{Actor, ActorKind, Analysis, Day, Event, EventType, Evidence, Report, Status, TimeValue};
use unicode_segmentation::UnicodeSegmentation;

/// Our own columns, which stand behind those of every data set.
// not language: the names of our columns.
pub(super) const OWN: &[&str] = &[
    "dl_event",
    "dl_status",
    "dl_polarity",
    "dl_undecided",
    "dl_date_basis",
    "dl_origins_min",
    "dl_origins_max",
    "dl_disagreements",
    "dl_reports",
    "dl_spans",
];

/// An event with what follows from it.
pub(super) struct Happening<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) event: &'a Event,
    /// Place among the events of the analysis, from 1.
    pub(super) number: usize,
    /// The type to be coded: of an announcement that of the announcement.
    pub(super) kind: EventType,
    pub(super) cameo: String,
    pub(super) day: Option<Day>,
    /// `event`, or `publication` where only the report's day is known; empty where neither is.
    pub(super) basis: &'static str,
}

/// The events that a data set of happenings may hold. See [`ExportOptions::all_status`].
pub(super) fn coded<'a>(
    analysis: &'a Analysis,
    codes: &Codes,
    options: ExportOptions,
) -> impl Iterator<Item = Happening<'a>> {
    let all = options.all_status;
    let mut out = Vec::new();
    for (n, event) in analysis.events.iter().enumerate() {
        let told = matches!(event.status, Status::Happened | Status::Ongoing | Status::Planned) && !event.undecided;
        if !(all || told) {
            continue;
        }
        // What is only expected has no announcement that could be coded instead.
        let (Some(deed), Some(cameo)) = (event.kind, codes.cameo(event)) else { continue };
        let kind = if event.status == Status::Planned { event.plan_type.unwrap_or(deed) } else { deed };
        let (day, basis) = day_of(analysis, event);
        out.push(Happening { analysis, event, number: n + 1, kind, cameo, day, basis });
    }
    out.into_iter()
}

/// The day of the deed; of an announcement, or where the deed has none, the day of the report that tells it first.
fn day_of(analysis: &Analysis, event: &Event) -> (Option<Day>, &'static str) {
    let own = event.time.as_ref().and_then(|t| t.from.or(t.to)).filter(|_| event.status != Status::Planned);
    let own = own.filter(|day| !crate::state::after_reports(analysis, event, Some(*day)));
    if own.is_some() {
        return (own, "event");
    }
    let told = event.evidence.iter().filter_map(|e| analysis.report(&e.report)).filter_map(published).min();
    (told, if told.is_some() { "publication" } else { "" })
}

/// The last day on which a report can have been published.
pub(super) fn published(report: &Report) -> Option<Day> {
    report.published.as_ref().and_then(|p| p.to.or(p.from))
}

impl<'a> Happening<'a> {
    pub(super) fn actors(&self, ids: &[String]) -> Vec<&'a Actor> {
        ids.iter().filter_map(|id| self.analysis.actor(id)).collect()
    }

    /// Directed pairs. Equals (no target) are coded both ways, as the coders of CAMEO do; one alone has nobody on the other side.
    pub(super) fn dyads(&self) -> Vec<(Option<&'a Actor>, Option<&'a Actor>)> {
        let (source, target) = (self.actors(&self.event.source), self.actors(&self.event.target));
        let mut out = Vec::new();
        match (&source[..], &target[..]) {
            ([], []) => {}
            ([one], []) => out.push((Some(*one), None)),
            ([], many) => out.extend(many.iter().map(|t| (None, Some(*t)))),
            (many, []) => {
                for (n, a) in many.iter().enumerate() {
                    out.extend(many.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, b)| (Some(*a), Some(*b))));
                }
            }
            (many, others) => {
                out.extend(many.iter().flat_map(|a| others.iter().map(move |b| (Some(*a), Some(*b)))));
            }
        }
        out
    }

    pub(super) fn place(&self) -> Option<&'a Actor> {
        self.analysis.actor(self.event.place.as_deref()?)
    }

    /// City and state of the place.
    pub(super) fn city_and_state(&self) -> (String, Option<&'a str>) {
        match self.place() {
            Some(p) if p.kind == ActorKind::State => (String::new(), p.state.as_deref()),
            Some(p) => (p.name.clone(), p.state.as_deref()),
            None => (String::new(), None),
        }
    }

    /// The report that tells it first in the order of publication.
    pub(super) fn first_report(&self) -> Option<&'a Report> {
        let id = self.event.history.first().map(|h| &h.report).or(self.event.evidence.first().map(|e| &e.report))?;
        self.analysis.report(id)
    }

    /// Number of the sentence of the first passage, from 1.
    pub(super) fn sentence(&self) -> Option<usize> {
        let report = self.first_report()?;
        let passage = self.event.evidence.iter().find(|e| e.report == report.id)?;
        let before = report.text.get(..passage.span[0] as usize)?;
        Some(before.lines().map(|l| l.unicode_sentences().count()).sum::<usize>().max(1))
    }

    pub(super) fn reports(&self) -> BTreeSet<&'a str> {
        self.event.evidence.iter().map(|e| e.report.as_str()).collect()
    }

    /// Cells of [`OWN`].
    pub(super) fn own(&self) -> Vec<String> {
        let e = self.event;
        vec![
            e.id.clone(),
            e.status.word().into(),
            polarity(e.status).into(),
            u8::from(e.undecided).to_string(),
            self.basis.into(),
            e.origins.min.to_string(),
            e.origins.max.to_string(),
            disagreements(self.analysis, e).join(";"),
            self.reports().into_iter().collect::<Vec<_>>().join(";"),
            spans(&e.evidence),
        ]
    }
}

/// `negative` only where it is said not to have happened.
pub(super) fn polarity(status: Status) -> &'static str {
    if status == Status::Denied { "negative" } else { "positive" }
}

/// Disagreements over the passages of an event.
pub(super) fn disagreements(analysis: &Analysis, event: &Event) -> Vec<String> {
    let touches = |d: &&crate::contract::Disagreement| {
        d.sides.iter().flat_map(|s| &s.evidence).any(|p| event.evidence.iter().any(|q| crate::view::meet(p, q)))
    };
    analysis.disagreements.iter().filter(touches).map(|d| d.id.clone()).collect()
}

/// "000:12-40;001:3-9": report and bytes of its clean text.
pub(super) fn spans(evidence: &[Evidence]) -> String {
    evidence.iter().map(|e| format!("{}:{}-{}", e.report, e.span[0], e.span[1])).collect::<Vec<_>>().join(";")
}

/// First day, last day and precision, empty where unknown.
pub(super) fn days(time: Option<&TimeValue>) -> [String; 3] {
    let iso = |d: Option<Day>| d.map(|d| d.0.to_string()).unwrap_or_default();
    match time {
        Some(t) => [iso(t.from), iso(t.to), t.precision.word().into()],
        None => Default::default(),
    }
}

/// A number without a needless fraction.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}
