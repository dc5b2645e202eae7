//! The lines a reader gets first: the few happenings that matter most, then where the reports part, then what is open.

use std::collections::BTreeSet;

use dateline_data::{DataError, DataSet};
use dateline_lang::event::{Plover, Status};
use dateline_report::ReportIx;
use serde::Deserialize;
use smol_str::SmolStr;

use crate::events::{is_nameless, unique};
use crate::view::View;
use crate::{BriefLine, Dependency, Disagreement, Event, EventIx, Expectation, Origins, Outcome, Said, origins};

mod copied;
mod lines;
mod toll;

/// Words that the brief looks for, from `data/en/brief/words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BriefWords {
    /// Say that a number counts the dead.
    toll: Vec<SmolStr>,
    /// Point to something told before.
    pointing: Vec<SmolStr>,
}

impl BriefWords {
    /// Reads the words.
    ///
    /// # Errors
    /// If the file is malformed.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        data.toml("en/brief/words.toml")
    }
}

/// Most words of a brief, the line on origins among them; lines beyond are left out from the end.
const WORDS: usize = 250;
/// Most lines of a brief.
const LINES: usize = 14;
/// Words of a sentence that says little.
const FEW_WORDS: usize = 5;
/// Most lines of happenings, of words quoted, of disagreements, of what was foreseen.
const EVENTS: usize = 7;
/// Happenings that are told however little they matter beside the first, and what share of its weight the others need.
const SURE_EVENTS: usize = 4;
const FAR_LESS: f32 = 0.25;
const SAID: usize = 2;
const DIFFERENCES: usize = 3;
const OUTCOMES: usize = 2;
/// Most dependencies, which share a line.
const TIES: usize = 2;

/// What a brief is made of besides happenings.
pub(crate) struct Rest<'a> {
    pub(crate) statements: &'a [Said],
    pub(crate) disagreements: &'a [Disagreement],
    pub(crate) dependencies: &'a [Dependency],
    pub(crate) expectations: &'a [Expectation],
    pub(crate) words: &'a BriefWords,
}

/// The brief of a story.
pub(crate) fn conclude(view: &View<'_>, events: &[Event], first_event: u32, rest: &Rest<'_>) -> Vec<BriefLine> {
    let mut ranked: Vec<(f32, usize)> = events
        .iter()
        .enumerate()
        .filter(|(_, e)| !e.undecided)
        .map(|(n, e)| (importance(view, e) * telling(view, e, rest.words), n))
        .filter(|x| x.0 > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut out: Vec<BriefLine> = Vec::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    let best = ranked.first().map_or(0.0, |r| r.0);
    for (place, (weight, n)) in ranked.iter().take(EVENTS).enumerate() {
        // What matters far less than the story's first happening is not told in a brief to fill it.
        if place >= SURE_EVENTS && *weight < FAR_LESS * best {
            break;
        }
        let e = &events[*n];
        if told.insert(e.summary.clone()) {
            out.push(BriefLine {
                story: view.story,
                text: e.summary.clone(),
                events: vec![EventIx(first_event + *n as u32)],
                origins: e.origins.clone(),
                evidence: e.evidence.clone(),
            });
        }
    }
    let mut differ: Vec<BriefLine> = toll::rising(view, rest.words).into_iter().collect();
    differ.extend(
        lines::gravest(rest.disagreements)
            .into_iter()
            .take(DIFFERENCES)
            .map(|d| line(view, lines::differ(view, d), d.sides.iter().flat_map(|s| s.evidence.iter().copied()))),
    );
    // What turned out otherwise is told before what came true.
    let mut outcomes: Vec<&Expectation> = rest.expectations.iter().filter(|x| x.outcome != Outcome::Open).collect();
    outcomes.sort_by_key(|x| x.outcome == Outcome::Confirmed);
    differ.extend(outcomes.into_iter().take(OUTCOMES).map(|x| lines::outcome(view, x)));
    differ.extend(lines::dependence(view, rest.dependencies, TIES));
    let mut said = lines::said(view, rest.statements, SAID);
    let family = lines::family(view);
    let copies = copied::Copies::new(view);
    for line in out.iter_mut().chain(&mut differ) {
        line.text = copies.quote(&line.text);
    }
    // Where the brief grows too long the last happenings go first, then the words of others.
    let length = |lines: &[BriefLine]| lines.iter().map(|l| l.text.split_whitespace().count()).sum::<usize>();
    let last = length(family.as_slice());
    while length(&out) + length(&said) + length(&differ) + last > WORDS {
        if said.len() > 1 {
            said.pop();
        } else if out.len() > SURE_EVENTS {
            out.remove(out.len() - 1);
        } else if said.pop().is_none() && differ.pop().is_none() {
            break;
        }
    }
    out.extend(said);
    out.extend(differ);
    out.truncate(LINES - usize::from(family.is_some()));
    out.extend(family);
    out
}

/// How well the sentence of an event stands by itself: less where nobody does it by name, least where it points back to what was told before.
fn telling(view: &View<'_>, event: &Event, words: &BriefWords) -> f32 {
    let points = event
        .summary
        .split(|c: char| !c.is_alphanumeric())
        .any(|w| words.pointing.contains(&SmolStr::new(w.to_lowercase())));
    let named = event.source.iter().chain(&event.target).any(|a| !is_nameless(view, *a));
    match (named || event.plover.is_none(), points && event.source.iter().all(|a| is_nameless(view, *a))) {
        (true, false) => 1.0,
        (true, true) => 0.7,
        (false, false) => 0.6,
        (false, true) => 0.35,
    }
}

fn line(view: &View<'_>, text: String, evidence: impl Iterator<Item = dateline_report::Evidence>) -> BriefLine {
    let evidence = unique(evidence);
    let tellers: BTreeSet<ReportIx> = evidence.iter().map(|e| e.report).collect();
    let origins: Origins = origins::count(view.lineage, view.reports, &tellers, &BTreeSet::new());
    BriefLine { story: view.story, text, events: Vec::new(), origins, evidence }
}

/// How much an event matters in its story: told by many, told early in the reports, between named parties, done rather than foreseen.
fn importance(view: &View<'_>, event: &Event) -> f32 {
    let reports: BTreeSet<ReportIx> = event.evidence.iter().map(|e| e.report).collect();
    let share = reports.len() as f32 / view.members.len().max(1) as f32;
    let early = event
        .evidence
        .iter()
        .filter_map(|e| view.sentence(e.report, e.span))
        .map(|n| 1.0 / (1.0 + n as f32))
        .fold(0.0, f32::max);
    let status = match event.status {
        Status::Happened | Status::Ongoing => 1.0,
        Status::Planned => 0.7,
        Status::Denied | Status::Alleged => 0.6,
        Status::Expected => 0.5,
        Status::Conditional => 0.3,
    };
    // An earthquake has no doer, and matters no less for it.
    let named = if event.plover.is_none() && event.source.is_empty() {
        0.67
    } else {
        (event.source.len() + event.target.len()).min(3) as f32 / 3.0
    };
    let weight = match event.plover {
        Some(Plover::Assault | Plover::Agree | Plover::Sanction | Plover::Mobilize | Plover::Coerce) => 1.2,
        Some(Plover::Request | Plover::Accuse | Plover::Support | Plover::Reject) => 0.8,
        _ => 1.0,
    };
    // What lies long before the story is background.
    let now = view.members.last().and_then(|m| view.published.get(m)).map(|p| p.best);
    let recent = match (event.time.and_then(|t| t.to.or(t.from)), now) {
        (Some(t), Some(n)) if (n - t).get_days() > 120 => 0.4,
        (Some(_), _) => 1.0,
        // Without a day it is less likely the news.
        (None, _) => 0.75,
    };
    // Told at the top by many: what the story is about.
    let top: BTreeSet<ReportIx> = event
        .evidence
        .iter()
        .filter(|e| view.sentence(e.report, e.span).is_some_and(|n| n < 3))
        .map(|e| e.report)
        .collect();
    let top = top.len() as f32 / view.members.len().max(1) as f32;
    // "Lima is to meet": who does what is hardly told; what can be said in whole comes first.
    let words = event.summary.split(" (").next().unwrap_or("").split_whitespace().count();
    let whole = if words < FEW_WORDS { 0.5 } else { 1.0 };
    // What several origins tell outweighs what one text's descendants repeat.
    let origins = event.origins.max.min(4) as f32 / 4.0;
    whole * weight * recent * status * (1.5 * top + 0.6 * share + 0.6 * origins + 0.4 * early + 0.4 * named)
}
