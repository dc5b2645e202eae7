//! How a happening stands: as each telling has it, as a report has it, and as all of them leave it.

use std::collections::BTreeMap;

use dateline_lang::event::{EventMention, Status};
use dateline_lang::token::{Rel, Upos};
use dateline_lang::{Document, TokenIx};
use dateline_report::{Interval, Precision};

use super::when::best_time;
use super::{Kin, Told};
use crate::view::View;

/// How plainly the words say that it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// "has reopened": news of the day on which it is printed.
    Fresh,
    /// A past tense, or a noun after "following", "during".
    Firm,
    /// A bare noun ("Lee's visit") or a present tense: told by name, not told as done.
    Loose,
}

/// Lies it ahead?
pub(crate) fn ahead(s: Status) -> bool {
    matches!(s, Status::Planned | Status::Expected | Status::Conditional)
}

/// The status of a mention: what is said not to be so is denied.
pub(crate) fn effective(m: &EventMention) -> Status {
    if m.negated && matches!(m.status, Status::Happened | Status::Ongoing | Status::Alleged) {
        Status::Denied
    } else {
        m.status
    }
}

/// How plainly a mention says that the deed is done.
pub(crate) fn manner(doc: &Document, mention: &EventMention, kin: &Kin) -> Manner {
    let token = |t: TokenIx| doc.tokens.get(t.at());
    let Some(own) = token(mention.predicate) else { return Manner::Loose };
    let below = |of: TokenIx, rels: &'static [Rel]| {
        doc.tokens.iter().filter(move |t| t.head == Some(of) && rels.contains(&t.rel))
    };
    if own.upos == Upos::Verb || own.xpos.starts_with("VB") {
        let perfect = below(mention.predicate, &[Rel::Aux, Rel::AuxPass])
            .any(|a| a.lemma == "have" && matches!(a.xpos.as_str(), "VBZ" | "VBP"));
        return if perfect {
            Manner::Fresh
        } else if matches!(own.xpos.as_str(), "VBZ" | "VBP") {
            Manner::Loose
        } else {
            Manner::Firm
        };
    }
    let placed = below(mention.predicate, &[Rel::Case]).any(|c| kin.after.contains(&c.lemma));
    let told = own
        .head
        .and_then(token)
        .is_some_and(|h| h.xpos == "VBD" && matches!(own.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj));
    if placed || told { Manner::Firm } else { Manner::Loose }
}

/// What one report says of the status: its body text before its headlines, what is told before what is only named, its plainest telling.
/// The second value is false where it is only named.
pub(super) fn told_status(here: &[&&Told<'_>]) -> Option<(Status, bool)> {
    let loose = |t: &Told<'_>| t.status() == Status::Happened && t.manner == Manner::Loose;
    let body: Vec<&&&Told<'_>> = here.iter().filter(|t| !t.mention.headline).collect();
    let plainest = |list: &mut dyn Iterator<Item = Status>| list.max_by_key(|s| strength(*s));
    // Claimed by one and denied by another: in dispute, and denied as far as this report goes. What the report tells by itself stands.
    let told_here = || body.iter().filter(|t| !loose(t));
    if told_here().any(|t| t.status() == Status::Denied)
        && told_here().all(|t| t.status() != Status::Happened || t.mention.holder.is_some())
    {
        return Some((Status::Denied, true));
    }
    if let Some(status) = plainest(&mut body.iter().filter(|t| !loose(t)).map(|t| t.status())) {
        return Some((status, true));
    }
    if !body.is_empty() {
        return Some((Status::Happened, false));
    }
    // A headline in the present tense settles nothing; one in the past tells what is done.
    here.first().map(|t| match t.status() {
        Status::Happened if t.manner != Manner::Loose => (Status::Happened, false),
        Status::Happened | Status::Ongoing => (Status::Planned, false),
        other => (other, false),
    })
}

/// How much a telling settles: what is told as done outweighs what is foreseen.
pub(super) fn strength(s: Status) -> u8 {
    match s {
        Status::Happened => 6,
        Status::Ongoing => 5,
        Status::Denied => 4,
        Status::Alleged => 3,
        Status::Planned => 2,
        Status::Expected => 1,
        Status::Conditional => 0,
    }
}

/// Status as of the latest report that says something new: done stays done, denied stays denied unless told as done by a reporter later.
pub(super) fn settle(view: &View<'_>, all: &[&Told<'_>]) -> Status {
    let mut by_report: BTreeMap<usize, Vec<&&Told<'_>>> = BTreeMap::new();
    for t in all {
        by_report.entry(view.rank(t.report)).or_default().push(t);
    }
    let tellings: Vec<(Status, bool)> = by_report.values().filter_map(|here| told_status(here)).collect();
    // What is only named is weighed where nobody tells it.
    let firm = tellings.iter().any(|t| t.1);
    let mut settled: Option<Status> = None;
    for (said, _) in tellings.into_iter().filter(|t| t.1 || !firm) {
        settled = Some(match (settled, said) {
            (None, s) => s,
            (Some(Status::Planned), Status::Happened) if !firm => Status::Happened,
            (Some(Status::Happened), Status::Denied) => Status::Denied,
            (Some(Status::Happened), _) => Status::Happened,
            (Some(Status::Alleged), Status::Denied) => Status::Denied,
            (Some(Status::Denied), Status::Alleged) => Status::Denied,
            (Some(old), new) if strength(new) >= strength(old) => new,
            (Some(old), _) => old,
        });
    }
    let status = settled.unwrap_or(Status::Happened);
    let latest = view.members.last().and_then(|m| view.published.get(m)).map(|p| p.best);
    match (status, best_time(view, all), latest) {
        // Begun, and its end lies ahead of the last report.
        (
            Status::Happened | Status::Ongoing,
            Some(Interval { from: Some(a), to: Some(b), precision: Precision::Day }),
            Some(now),
        ) if a < b && a <= now && now < b => Status::Ongoing,
        (s, _, _) => s,
    }
}
