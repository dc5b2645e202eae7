//! What was said to lie ahead, and what later reports say of it.
//!
//! An expectation is settled only by a later report, and only by a passage about the same happening: an earlier meeting of the same two confirms nothing.

mod passage;

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::{EventMentionIx, ExpectationMention, Status};
use dateline_lang::time::{TimeExpr, TimeUnit};
use dateline_lang::token::{Rel, Upos};
use dateline_report::{Byte, Evidence, Interval, ReportIx, Span};

use jiff::civil::Date;

use crate::digest::{Bag, Vocabulary, terms_of};
use crate::events::{Kin, Manner, Merged, ahead, effective, manner, unique};
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
pub(crate) fn conclude(view: &View<'_>, merged: &Merged, kin: &Kin) -> Vec<Expectation> {
    let mut vocabulary = Vocabulary::default();
    let mut all = collect(view, merged, kin, &mut vocabulary);
    join(view, &mut all);
    let mut groups: BTreeMap<usize, Vec<&Foreseen<'_>>> = BTreeMap::new();
    for f in &all {
        groups.entry(f.group).or_default().push(f);
    }
    let dated = passage::DatedSentences::of(view, &mut vocabulary);
    groups.into_values().map(|g| settle(view, merged, kin, &g, &dated)).collect()
}

fn collect<'a>(view: &View<'a>, merged: &Merged, kin: &Kin, vocabulary: &mut Vocabulary) -> Vec<Foreseen<'a>> {
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
            let terms =
                terms_of(view.report(*report), doc, dateline_report::Span::from_usize(from, to), view.terms, &|b| {
                    named.get(&b).copied()
                });
            let event = mention
                .event
                .map(|EventMentionIx(n)| n)
                .or_else(|| doc.events.iter().position(|e| e.predicate == mention.predicate).map(|n| n as u32))
                // "another topic is the ban": that it is a topic is foreseen, not the ban.
                .filter(|_| !doc.tokens.iter().any(|t| t.head == Some(mention.predicate) && t.rel == Rel::Cop));
            all.push(Foreseen {
                report: *report,
                mention,
                event: event.and_then(|n| merged.of.get(&(*report, n)).copied()),
                holder: mention.holder.and_then(|m| view.actor(*report, m)),
                due: mention.time.and_then(|t| {
                    let told = view.interval(*report, t).or_else(|| limit(view, *report, t, kin))?;
                    let told = ahead_of(view, *report, t, told);
                    // What lies before the report is the day of something else: "in December he said he would ...".
                    let over = told.to.zip(view.published.get(report).and_then(|p| p.interval.from));
                    Some(told).filter(|_| over.is_none_or(|(to, day)| to >= day))
                }),
                bag: Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect()),
                group: all.len(),
            });
        }
    }
    all
}

/// A weekday on which something is foreseen is the next one, whatever the tense around it: "offered to host talks on Wednesday".
fn ahead_of(view: &View<'_>, report: ReportIx, time: u32, told: Interval) -> Interval {
    let Some(mention) = view.doc(report).times.get(time as usize) else { return told };
    let Some(published) = view.published.get(&report) else { return told };
    let past = told.to.zip(published.interval.from).is_some_and(|(t, p)| t < p);
    if !past || !matches!(mention.expr, TimeExpr::Weekday { .. }) {
        return told;
    }
    let anchor = dateline_lang::time::Anchor { day: published.best, narrated: None };
    let next = dateline_lang::time::resolve(&mention.expr, dateline_lang::time::Tense::Future, &anchor);
    next.map_or(told, |r| r.interval)
}

/// "within two months": the last day of it, counted from the day of the report.
fn limit(view: &View<'_>, report: ReportIx, time: u32, kin: &Kin) -> Option<Interval> {
    let doc = view.doc(report);
    let mention = doc.times.get(time as usize)?;
    let TimeExpr::Duration { milli, unit } = mention.expr else { return None };
    let before = doc.tokens.get((mention.tokens.start as usize).checked_sub(1)?)?;
    if !kin.limit.contains(&before.lemma) {
        return None;
    }
    let count = i32::try_from(milli / 1000).ok()?;
    let span = match unit {
        TimeUnit::Day => jiff::Span::new().try_days(count),
        TimeUnit::Week => jiff::Span::new().try_weeks(count),
        TimeUnit::Month => jiff::Span::new().try_months(count),
        TimeUnit::Year => jiff::Span::new().try_years(count),
        _ => return None,
    };
    let last = view.published.get(&report)?.best.checked_add(span.ok()?).ok()?;
    Interval::new(None, Some(last), dateline_report::Precision::Day).into()
}

fn join(view: &View<'_>, all: &mut [Foreseen<'_>]) {
    for a in 0..all.len() {
        for b in a + 1..all.len() {
            let (x, y) = (&all[a], &all[b]);
            if x.group == y.group {
                continue;
            }
            let one_event = x.event.is_some() && x.event == y.event;
            let overlap = x.report == y.report
                && x.mention.span.shared(y.mention.span) * 2 > x.mention.span.len().min(y.mention.span.len());
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

fn settle(
    view: &View<'_>,
    merged: &Merged,
    kin: &Kin,
    group: &[&Foreseen<'_>],
    dated: &passage::DatedSentences,
) -> Expectation {
    let said: usize = group.iter().map(|f| view.rank(f.report)).min().unwrap_or(0);
    // The day that most of its tellings name; of equals the finest and first.
    let mut days: BTreeMap<Interval, usize> = BTreeMap::new();
    for d in group.iter().filter_map(|f| f.due) {
        *days.entry(d).or_default() += 1;
    }
    let due = days.into_iter().min_by_key(|(d, n)| (std::cmp::Reverse(*n), d.precision, *d)).map(|d| d.0);
    // In the words of the first report that names the day.
    let lead = group
        .iter()
        .min_by_key(|f| (f.due != due, view.rank(f.report), f.mention.span))
        .expect("a group is never empty");
    let mut verdict = outcome(view, merged, kin, group, said, due);
    if verdict.0 == Outcome::Open
        && let Some(told) = passage::of_the_day(view, kin, group, dated, said, due)
    {
        verdict = told;
    }
    let (outcome, why, outcome_evidence) = verdict;
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

fn outcome(
    view: &View<'_>,
    merged: &Merged,
    kin: &Kin,
    group: &[&Foreseen<'_>],
    said: usize,
    due: Option<Interval>,
) -> Verdict {
    let events: BTreeSet<usize> = group.iter().filter_map(|f| f.event).collect();
    let later = |r: ReportIx| view.rank(r) > said;
    // What was over before anybody voiced the expectation does not settle it.
    let voiced = group.iter().filter_map(|f| view.published.get(&f.report)).filter_map(|p| p.interval.from).min();
    if let Some(verdict) = deadline(view, merged, kin, group, &events, said, due) {
        return verdict;
    }
    // The same event, told as done (or as not done) by a later report.
    for event in events.iter().filter_map(|n| merged.events.get(*n)) {
        let done = told(view, merged, kin, event, &[Status::Happened, Status::Ongoing], later, voiced);
        if !done.is_empty() {
            return on_time(due, event, done);
        }
        let undone = told(view, merged, kin, event, &[Status::Denied], later, None);
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
            let done = told(view, merged, kin, event, &[Status::Happened, Status::Ongoing], later, voiced);
            if after && !done.is_empty() {
                return on_time(due, event, done);
            }
        }
    }
    (Outcome::Open, None, Vec::new())
}

/// The day named has passed: did a report printed after it tell the deed as done in time, done late, or still not done?
fn deadline(
    view: &View<'_>,
    merged: &Merged,
    kin: &Kin,
    group: &[&Foreseen<'_>],
    events: &BTreeSet<usize>,
    said: usize,
    due: Option<Interval>,
) -> Option<Verdict> {
    let limit = due.and_then(|d| d.to)?;
    let voiced = group.iter().filter_map(|f| view.published.get(&f.report)).filter_map(|p| p.interval.from).min()?;
    if limit < voiced {
        return None;
    }
    let past = |r: ReportIx| {
        view.rank(r) > said && view.published.get(&r).and_then(|p| p.interval.from).is_some_and(|d| d > limit)
    };
    // "That deadline ran out on Friday."
    let mut lapsed: Vec<Evidence> = Vec::new();
    for report in view.members.iter().copied().filter(|r| past(*r)) {
        let doc = view.doc(report);
        for (n, sentence) in doc.sentences.iter().enumerate() {
            let tokens = || doc.tokens.iter().filter(|t| sentence.span.contains(t.span));
            let over = tokens().any(|t| kin.lapse.contains(&t.lemma) && t.xpos.starts_with("VB") && t.head.is_none())
                && tokens().any(|t| {
                    kin.deadline.contains(&t.lemma) && matches!(t.rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj)
                });
            if !over {
                continue;
            }
            let day = doc
                .times
                .iter()
                .enumerate()
                .filter(|(_, t)| sentence.span.contains(t.span))
                .filter_map(|(n, _)| view.interval(report, n as u32))
                .find_map(|i| i.to);
            // Without a day it must be the only such expectation nearby: the sentence before tells the same event.
            // A limit runs out; a day on which something was to be does not.
            let is_limit = due.is_some_and(|d| d.from.is_none());
            let near = if is_limit { 3 } else { 0 };
            let same_day = day.is_some_and(|d| (d - limit).get_days().abs() <= near);
            let told_before = merged.of.iter().any(|((r, m), owner)| {
                *r == report
                    && events.contains(owner)
                    && view
                        .doc(*r)
                        .events
                        .get(*m as usize)
                        .and_then(|e| view.sentence(*r, e.span))
                        .is_some_and(|s| s == n || s + 1 == n)
            });
            if same_day || (day.is_none() && told_before) {
                lapsed.push(Evidence { report, span: sentence.span });
            }
        }
    }
    if !lapsed.is_empty() {
        return Some((
            Outcome::Contradicted,
            Some("a later report says that the time named has run out".into()),
            lapsed,
        ));
    }
    // The deed itself, or one of the kind by the same people, as a report after the day has it.
    let frames: BTreeSet<&str> = group
        .iter()
        .filter_map(|f| Some((f.report, f.event?)))
        .flat_map(|(_, n)| {
            merged
                .of
                .iter()
                .filter(move |(_, owner)| **owner == n)
                .filter_map(|((r, m), _)| Some(view.doc(*r).events.get(*m as usize)?.frame.as_str()))
        })
        .collect();
    let states = |e: &Event| -> BTreeSet<String> {
        e.source.iter().chain(&e.target).filter_map(|a| view.state(*a)).map(str::to_string).collect()
    };
    let mine: BTreeSet<String> = events.iter().filter_map(|n| merged.events.get(*n)).flat_map(&states).collect();
    // It speaks of the same things: "reopen their embassies", "has not yet reopened its own embassy".
    let nouns = |r: ReportIx, span: Span<Byte>| -> BTreeSet<&str> {
        view.doc(r)
            .tokens
            .iter()
            .filter(|t| t.upos == Upos::Noun && span.contains(t.span))
            .map(|t| t.lemma.as_str())
            .collect()
    };
    let things: BTreeSet<&str> = group.iter().flat_map(|f| nouns(f.report, f.mention.span)).collect();
    let names_same = |span: Span<Byte>, r: ReportIx| nouns(r, span).iter().any(|n| things.contains(n));
    let mut undone: Vec<Evidence> = Vec::new();
    for ((report, m), owner) in merged.of.iter().filter(|((r, _), _)| past(*r)) {
        let (Some(mention), Some(event)) = (view.doc(*report).events.get(*m as usize), merged.events.get(*owner))
        else {
            continue;
        };
        let own = events.contains(owner);
        // "has not yet reopened"
        let not_yet = view.doc(*report).tokens.iter().any(|t| t.head == Some(mention.predicate) && t.lemma == "yet")
            && ahead(effective(mention));
        let kindred = not_yet
            && names_same(mention.span, *report)
            && frames.contains(mention.frame.as_str())
            && !mine.is_empty()
            && !states(event).is_empty()
            && states(event).is_subset(&mine);
        if mention.headline || !(own || kindred) {
            continue;
        }
        let status = effective(mention);
        // Another year for the same plan is another telling of it, not its end.
        let late = due.is_some_and(|d| d.precision == dateline_report::Precision::Day)
            && merged.when.get(&(*report, *m)).and_then(|w| w.from).is_some_and(|d| d > limit);
        if (ahead(status) && (late || not_yet)) || (status == Status::Denied && own) {
            undone.push(Evidence { report: *report, span: mention.span });
        }
    }
    (!undone.is_empty())
        .then(|| (Outcome::Contradicted, Some("a report after the time named tells it as not done".into()), undone))
}

/// Done, but was it in time?
fn on_time(due: Option<Interval>, event: &Event, done: Vec<Evidence>) -> Verdict {
    let late = due.and_then(|d| d.to).zip(event.time.and_then(|t| t.from)).is_some_and(|(limit, happened)| {
        happened > limit && event.time.is_some_and(|t| t.precision == dateline_report::Precision::Day)
    });
    if late {
        (Outcome::Contradicted, Some("a later report tells it as done, but after the time named".into()), done)
    } else {
        (Outcome::Confirmed, Some("a later report tells it as done".into()), done)
    }
}

/// Passages of an event in later reports that tell it with one of these statuses.
fn told(
    view: &View<'_>,
    merged: &Merged,
    kin: &Kin,
    event: &Event,
    statuses: &[Status],
    later: impl Fn(ReportIx) -> bool,
    voiced: Option<Date>,
) -> Vec<Evidence> {
    let mut out = Vec::new();
    for ((report, n), owner) in &merged.of {
        if !std::ptr::eq(&merged.events[*owner], event) || !later(*report) {
            continue;
        }
        let Some(m) = view.doc(*report).events.get(*n as usize) else { continue };
        let status = effective(m);
        // A deed that is only named, or told in the present, is not told as done.
        if status == Status::Happened && manner(view.doc(*report), m, kin) == Manner::Loose {
            continue;
        }
        let over = merged.when.get(&(*report, *n)).and_then(|w| w.to).zip(voiced).is_some_and(|(end, day)| end < day);
        if !m.headline && !over && statuses.contains(&status) {
            out.push(Evidence { report: *report, span: m.span });
        }
    }
    out
}
