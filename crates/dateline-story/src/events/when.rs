//! When a happening was: what its clause, the clause beside it and the words of its people lend it.

use std::collections::{BTreeMap, BTreeSet};

use dateline_lang::event::{EventMention, Plover, Status};
use dateline_lang::time::TimeExpr;
use dateline_lang::token::{Rel, Upos};
use dateline_report::{Interval, ReportIx};

use super::{Kin, Told};
use crate::parties;
use crate::view::View;

/// "Berg spoke at a summit in May": one happening told by two words. What is attended lends its time and place to the attending.
pub(super) fn attended(view: &View<'_>, told: &mut Vec<Told<'_>>, kin: &Kin) {
    let inner = |of: &Told<'_>, n: &Told<'_>| {
        of.report == n.report
            && of.mention.predicate != n.mention.predicate
            && kin.attending.contains(&of.mention.frame)
            && n.is_bare()
            && of.sentence == n.sentence
            && view.doc(n.report).tokens.get(n.mention.predicate.at()).is_some_and(|t| {
                matches!(t.upos, Upos::Noun | Upos::Propn)
                    && matches!(t.rel, Rel::Obl | Rel::Nmod | Rel::Obj)
                    && t.head == Some(of.mention.predicate)
            })
    };
    let found: Vec<(usize, usize)> =
        (0..told.len()).filter_map(|n| Some(((0..told.len()).find(|of| inner(&told[*of], &told[n]))?, n))).collect();
    for (of, n) in &found {
        let (time, place) = (told[*n].time, told[*n].place);
        told[*of].time = told[*of].time.or(time);
        told[*of].place = told[*of].place.or(place);
    }
    let gone: BTreeSet<usize> = found.into_iter().map(|f| f.1).collect();
    let mut n = 0;
    told.retain(|_| {
        n += 1;
        !gone.contains(&(n - 1))
    });
}

/// The day on which somebody is told to have spoken in the sentence before or behind: "Berg denied it. 'There is no promise,' he said on Thursday." dates
/// the denial.
pub(super) fn said_when(view: &View<'_>, report: ReportIx, mention: &EventMention) -> Option<Interval> {
    let words = matches!(
        mention.plover,
        Some(Plover::Reject | Plover::Accuse | Plover::Request | Plover::Threaten | Plover::Support | Plover::Concede)
    );
    if !words || mention.status != Status::Happened || mention.headline {
        return None;
    }
    let doc = view.doc(report);
    let here = view.sentence(report, mention.span)?;
    let own = parties::speakers(view, report, mention);
    let days: BTreeSet<Interval> = doc
        .statements
        .iter()
        .filter(|s| s.speaker.and_then(|m| view.actor(report, m)).is_some_and(|a| own.contains(&a)))
        .filter_map(|s| {
            let at = view.sentence(report, s.cue.unwrap_or(s.content))?;
            let token = s.cue_token.filter(|_| at.abs_diff(here) <= 1)?;
            let time = doc.times.iter().position(|t| t.of == Some(token))?;
            view.interval(report, time as u32)
        })
        .collect();
    let mut days = days.into_iter();
    days.next().filter(|_| days.next().is_none())
}

/// "... on 3 January, a day after it expelled the envoys": the day of the expelling.
pub(super) fn counted_back(view: &View<'_>, report: ReportIx, mention: &EventMention) -> Option<Interval> {
    let doc = view.doc(report);
    let (n, back) = doc.times.iter().enumerate().find_map(|(n, t)| match t.expr {
        TimeExpr::Relative { count, to, .. } if to == Some(mention.predicate) => Some((n as u32, count)),
        _ => None,
    })?;
    let told = view.interval(report, n)?;
    let main = view.interval(report, n.checked_sub(1)?)?;
    // Only where the other was counted from the day beside it, and not the reverse.
    let (day, beside) = told.single_day().zip(main.single_day())?;
    (back != 0 && (day < beside) == (back > 0)).then_some(told)
}

/// The days of a time; of "in 2021 and 2022" those of both.
pub(super) fn span_of_time(view: &View<'_>, report: ReportIx, time: u32) -> Option<Interval> {
    let own = view.interval(report, time)?;
    let doc = view.doc(report);
    let at = |n: u32| doc.times.get(n as usize).map(|t| t.tokens);
    let joined = |a: u32, b: u32| {
        let (a, b) = at(a).zip(at(b))?;
        let word = doc.tokens.get(a.end as usize).filter(|_| a.end + 1 == b.start)?;
        (word.rel == Rel::Cc).then_some(())
    };
    let (mut first, mut last) = (own, own);
    if let Some(before) = time.checked_sub(1)
        && joined(before, time).is_some()
    {
        first = view.interval(report, before)?;
    }
    if joined(time, time + 1).is_some() {
        last = view.interval(report, time + 1)?;
    }
    let ordered = first.from <= last.from && first.to <= last.to && first.precision == last.precision;
    Some(if ordered { Interval::new(first.from, last.to, own.precision) } else { own })
}

/// The time of the happening in whose clause this one is told: "they met in May, where he pressed for ..." dates the pressing too.
pub(super) fn narrated(view: &View<'_>, report: ReportIx, n: usize) -> Option<Interval> {
    let doc = view.doc(report);
    let own = doc.events.get(n)?;
    // What lies ahead of the clause it hangs on has no time of it.
    if !matches!(own.status, Status::Happened | Status::Alleged | Status::Denied) {
        return None;
    }
    let sentence = view.sentence(report, own.span);
    let mut at = own.predicate;
    for _ in 0..12 {
        let token = doc.tokens.get(at.at())?;
        if matches!(token.rel, Rel::Ccomp | Rel::Parataxis) {
            return None; // what is said has its own time
        }
        at = token.head?;
        let governor = doc.events.iter().find(|e| e.predicate == at && view.sentence(report, e.span) == sentence);
        if let Some(time) = governor.and_then(|g| g.time) {
            return view.interval(report, time);
        }
        if let Some(t) = doc.times.iter().position(|t| t.of == Some(at)) {
            return view.interval(report, t as u32);
        }
    }
    None
}

/// The time of an event: the finest that most lineages print; of equals the one of the latest report.
pub(super) fn best_time(view: &View<'_>, all: &[&Told<'_>]) -> Option<Interval> {
    let mut votes: BTreeMap<Interval, (BTreeSet<usize>, BTreeSet<ReportIx>, usize)> = BTreeMap::new();
    for t in all {
        let Some(time) = t.time else { continue };
        let group = view.lineage.groups.iter().position(|g| g.contains(&t.report)).unwrap_or(usize::MAX);
        let vote = votes.entry(time).or_default();
        vote.0.insert(group);
        vote.1.insert(t.report);
        vote.2 = vote.2.max(view.rank(t.report));
    }
    votes
        .into_iter()
        .max_by_key(|(i, (groups, reports, rank))| {
            (std::cmp::Reverse(i.precision), groups.len(), reports.len(), *rank, std::cmp::Reverse(*i))
        })
        .map(|v| v.0)
}
