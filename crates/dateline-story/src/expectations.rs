//! What was said to lie ahead, and what later reports say of it.
//!
//! An expectation is settled only by a later report, and only by a passage about the same happening: an earlier meeting of the same two confirms nothing.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::{EventMentionIx, ExpectationMention, Status};
use dateline_report::{Evidence, Interval, ReportIx};

use jiff::civil::Date;

use crate::digest::{Bag, Vocabulary, terms_of};
use crate::events::{Merged, unique};
use crate::said::names_at;
use crate::view::View;
use crate::{ActorIx, Event, Expectation, Outcome};

/// Content that two expectations of different reports share when they are one.
const SAME: f32 = 0.42;

struct Foreseen<'a> {
    report: ReportIx,
    mention: &'a ExpectationMention,
    event: Option<usize>,
    holder: Option<ActorIx>,
    due: Option<Interval>,
    bag: Bag,
    group: usize,
}

/// Expectations of a story with their outcome.
pub(crate) fn conclude(view: &View<'_>, merged: &Merged) -> Vec<Expectation> {
    let mut all = collect(view, merged);
    join(view, &mut all);
    let mut groups: BTreeMap<usize, Vec<&Foreseen<'_>>> = BTreeMap::new();
    for f in &all {
        groups.entry(f.group).or_default().push(f);
    }
    groups.into_values().map(|g| settle(view, merged, &g)).collect()
}

fn collect<'a>(view: &View<'a>, merged: &Merged) -> Vec<Foreseen<'a>> {
    let mut vocabulary = Vocabulary::default();
    let mut all = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        let named = names_at(view, *report);
        for mention in &doc.expectations {
            if view.is_headline(*report, mention.span) {
                continue;
            }
            let from = doc.tokens.partition_point(|k| k.span.start < mention.span.start);
            let to = doc.tokens.partition_point(|k| k.span.end <= mention.span.end).max(from);
            let terms = terms_of(view.report(*report), doc, dateline_report::Span::from_usize(from, to), view.terms, &|b| named.get(&b).copied());
            let event = mention.event.map(|EventMentionIx(n)| n).or_else(|| doc.events.iter().position(|e| e.predicate == mention.predicate).map(|n| n as u32));
            all.push(Foreseen {
                report: *report,
                mention,
                event: event.and_then(|n| merged.of.get(&(*report, n)).copied()),
                holder: mention.holder.and_then(|m| view.actor(*report, m)),
                due: mention.time.and_then(|t| view.interval(*report, t)),
                bag: Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect()),
                group: all.len(),
            });
        }
    }
    all
}

fn join(view: &View<'_>, all: &mut [Foreseen<'_>]) {
    for a in 0..all.len() {
        for b in a + 1..all.len() {
            let (x, y) = (&all[a], &all[b]);
            if x.group == y.group {
                continue;
            }
            let one_event = x.event.is_some() && x.event == y.event;
            let overlap = x.report == y.report && x.mention.span.shared(y.mention.span) * 2 > x.mention.span.len().min(y.mention.span.len());
            let alike = x.report != y.report
                && x.bag.dice(&y.bag).max(aligned(view, x, y)) > SAME
                && (x.event.is_none() || y.event.is_none() || x.event == y.event)
                && match (x.due, y.due) {
                    (Some(p), Some(q)) => p.touches(&q),
                    _ => true,
                };
            if one_event || overlap || alike {
                let (keep, gone) = (x.group.min(y.group), x.group.max(y.group));
                for f in all.iter_mut().filter(|f| f.group == gone) {
                    f.group = keep;
                }
            }
        }
    }
}

fn aligned(view: &View<'_>, x: &Foreseen<'_>, y: &Foreseen<'_>) -> f32 {
    match (view.passage(x.report, x.mention.span), view.passage(y.report, y.mention.span)) {
        (Some(a), Some(b)) => view.align.score(a, b) - 0.08,
        _ => 0.0,
    }
}

fn settle(view: &View<'_>, merged: &Merged, group: &[&Foreseen<'_>]) -> Expectation {
    let lead = group.iter().min_by_key(|f| (view.rank(f.report), f.mention.span)).expect("a group is never empty");
    let said: usize = group.iter().map(|f| view.rank(f.report)).min().unwrap_or(0);
    let due = group.iter().filter_map(|f| f.due).min_by_key(|d| (d.precision, *d));
    let (outcome, why, outcome_evidence) = outcome(view, merged, group, said, due);
    Expectation {
        story: view.story,
        expected: view.report(lead.report).slice(lead.mention.span).split_whitespace().collect::<Vec<_>>().join(" "),
        holder: group.iter().find_map(|f| f.holder),
        due,
        evidence: unique(group.iter().map(|f| Evidence { report: f.report, span: f.mention.span })),
        outcome,
        why,
        outcome_evidence,
    }
}

type Verdict = (Outcome, Option<String>, Vec<Evidence>);

fn outcome(view: &View<'_>, merged: &Merged, group: &[&Foreseen<'_>], said: usize, due: Option<Interval>) -> Verdict {
    let events: BTreeSet<usize> = group.iter().filter_map(|f| f.event).collect();
    let later = |r: ReportIx| view.rank(r) > said;
    // What was over before anybody voiced the expectation does not settle it.
    let voiced = group.iter().filter_map(|f| view.published.get(&f.report)).filter_map(|p| p.interval.from).min();
    // The same event, told as done (or as not done) by a later report.
    for event in events.iter().filter_map(|n| merged.events.get(*n)) {
        let done = told(view, merged, event, &[Status::Happened, Status::Ongoing], later, voiced);
        if !done.is_empty() {
            return on_time(due, event, done);
        }
        let undone = told(view, merged, event, &[Status::Denied], later, None);
        if !undone.is_empty() {
            return (Outcome::Contradicted, Some("a later report says it did not happen".into()), undone);
        }
    }
    // Another event of the same type, people and place that a later report tells as done and that lies after the expectation was voiced.
    for f in group {
        let Some(own) = f.event.and_then(|n| merged.events.get(n)) else { continue };
        for (n, event) in merged.events.iter().enumerate() {
            if events.contains(&n) || event.plover != own.plover || event.frame != own.frame {
                continue;
            }
            let who = |e: &Event| -> BTreeSet<ActorIx> { e.source.iter().chain(&e.target).copied().collect() };
            let (mine, theirs) = (who(own), who(event));
            if mine.is_empty() || !mine.is_subset(&theirs) {
                continue;
            }
            let voiced = view.published.get(&f.report).map(|p| p.best);
            let after = event.time.and_then(|t| t.from).zip(voiced).is_some_and(|(t, v)| t >= v);
            let done = told(view, merged, event, &[Status::Happened, Status::Ongoing], later, voiced);
            if after && !done.is_empty() {
                return on_time(due, event, done);
            }
        }
    }
    (Outcome::Open, None, Vec::new())
}

/// Done, but was it in time?
fn on_time(due: Option<Interval>, event: &Event, done: Vec<Evidence>) -> Verdict {
    let late = due.and_then(|d| d.to).zip(event.time.and_then(|t| t.from)).is_some_and(|(limit, happened)| happened > limit);
    if late {
        (Outcome::Contradicted, Some("a later report tells it as done, but after the time named".into()), done)
    } else {
        (Outcome::Confirmed, Some("a later report tells it as done".into()), done)
    }
}

/// Passages of an event in later reports that tell it with one of these statuses.
fn told(view: &View<'_>, merged: &Merged, event: &Event, statuses: &[Status], later: impl Fn(ReportIx) -> bool, voiced: Option<Date>) -> Vec<Evidence> {
    let mut out = Vec::new();
    for ((report, n), owner) in &merged.of {
        if !std::ptr::eq(&merged.events[*owner], event) || !later(*report) {
            continue;
        }
        let Some(m) = view.doc(*report).events.get(*n as usize) else { continue };
        let status = if m.negated { Status::Denied } else { m.status };
        let over = merged.when.get(&(*report, *n)).and_then(|w| w.to).zip(voiced).is_some_and(|(end, day)| end < day);
        if !m.headline && !over && statuses.contains(&status) {
            out.push(Evidence { report: *report, span: m.span });
        }
    }
    out
}
