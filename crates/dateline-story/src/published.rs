//! When each report was published: given, stated, or inferred jointly over the story.
//!
//! A report without a date still says much about its day: "on Monday", "will arrive on Sunday", "last month". Each candidate day is scored by how well
//! the report's own expressions then fit the dates that sister reports print for the same things, and by how far news usually looks back
//! and ahead. The days that fit about as well as the best one make the interval.

use std::collections::BTreeMap;

use dateline_lang::Document;
use dateline_lang::time::{Anchor, Tense, TimeExpr, TimeUnit, resolve};
use dateline_report::{Interval, Precision, Report, ReportIx};
use jiff::Span as Days;
use jiff::civil::Date;

use crate::align::Alignment;
use crate::{Published, PublishedBasis};

/// Days before and after a known day of the story that are tried for a report without a date.
const REACH: i64 = 14;
/// A day whose score is this much below the best no longer belongs to the interval (natural logarithm: about a tenth as likely).
const MARGIN: f64 = 2.3;
/// What a time that contradicts an aligned date of a sister report costs, and one that agrees gains.
const AGREES: f64 = 2.0;

/// A time in a report as far as it does not depend on the report's own day.
#[derive(Debug, Clone, Copy)]
struct Fixed {
    report: ReportIx,
    sentence: usize,
    interval: Interval,
}

/// Day of publication of each report of a story, in its order; `None` where nothing tells.
pub(crate) fn published(
    members: &[ReportIx],
    reports: &[Report],
    docs: &[Document],
    align: &Alignment,
) -> Vec<Option<Published>> {
    let mut found: BTreeMap<ReportIx, Published> = BTreeMap::new();
    let years = years(members, docs);
    // Full dates first: they tell which year a day without one is of.
    for partial in [false, true] {
        let known: Vec<Date> = found.values().map(|p: &Published| p.best).collect();
        for ix in members {
            if !found.contains_key(ix)
                && let Some(p) = stated(&reports[ix.0 as usize], &docs[ix.0 as usize], &years, &known, partial)
            {
                found.insert(*ix, p);
            }
        }
    }
    let mut open: Vec<ReportIx> = members.iter().copied().filter(|m| !found.contains_key(m)).collect();
    // Reports that print full dates of their own first: what is inferred for them helps the others.
    open.sort_by_key(|ix| (std::cmp::Reverse(full_dates(&docs[ix.0 as usize]).len()), *ix));
    for ix in open {
        if let Some(p) = inferred(ix, members, docs, align, &found) {
            found.insert(ix, p);
        }
    }
    members.iter().map(|m| found.get(m).cloned()).collect()
}

/// Years that the story's reports print, of full dates and alone.
fn years(members: &[ReportIx], docs: &[Document]) -> Vec<i16> {
    let mut all = Vec::new();
    for doc in members.iter().map(|m| &docs[m.0 as usize]) {
        let exprs = doc.times.iter().map(|t| &t.expr).chain(doc.furniture_times.iter().map(|t| &t.expr));
        all.extend(
            exprs.filter_map(|e| if let TimeExpr::Date { year: Some(y), .. } = named(e) { Some(*y) } else { None }),
        );
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The date that a report prints of itself: metadata, a date line of the page, the dateline.
fn stated(report: &Report, doc: &Document, years: &[i16], known: &[Date], partial_too: bool) -> Option<Published> {
    if let Some(day) = report.given.published {
        return Some(Published {
            interval: Interval::day(day),
            best: day,
            basis: PublishedBasis::Given,
            why: "given with the report".into(),
        });
    }
    let anchor = Anchor { day: jiff::civil::date(2000, 1, 1), narrated: None };
    let mut partial = None;
    let furniture = doc.furniture_times.iter().map(|t| (&t.expr, "printed on the page"));
    let dateline = report.dateline.as_ref().map(|d| d.span);
    let first_line = doc
        .times
        .iter()
        .filter(|t| dateline.is_some_and(|d| d.contains(t.span)) || leads(doc, t.span.start))
        .map(|t| (&t.expr, "printed in the dateline"));
    let mut full: Vec<(Date, &str)> = Vec::new();
    for (expr, why) in furniture.chain(first_line) {
        let expr = named(expr);
        match expr {
            TimeExpr::Date { year: None, month: Some(m), day: Some(d), weekday, .. } => {
                partial = partial.or(Some((*m, *d, *weekday, why)))
            }
            TimeExpr::Date { year: Some(_), day: Some(_), .. }
            | TimeExpr::OtherCalendar { year: Some(_), day: Some(_), .. } => {
                if let Some(day) = resolve(expr, Tense::Past, &anchor).and_then(|r| r.interval.single_day()) {
                    full.push((day, why));
                }
            }
            _ => {}
        }
    }
    // "Published ... Updated ...": the later one, for the text is as of then.
    if let Some((day, why)) = full.into_iter().max_by_key(|f| f.0) {
        return Some(Published {
            interval: Interval::day(day),
            best: day,
            basis: PublishedBasis::Stated,
            why: why.into(),
        });
    }
    let (month, day, weekday, why) = partial.filter(|_| partial_too)?;
    let with_year: Vec<Date> = years.iter().filter_map(|y| Date::new(*y, month as i8, day as i8).ok()).collect();
    // The year in which sister reports were published; else the one in which the weekday fits; else the latest.
    let near = with_year.iter().find(|d| known.iter().any(|k| (**d - *k).get_days().abs() <= 60));
    let best = near
        .or_else(|| with_year.iter().rev().find(|d| weekday.is_some_and(|w| w == d.weekday())))
        .or(with_year.last())?;
    Some(Published {
        interval: Interval::day(*best),
        best: *best,
        basis: PublishedBasis::Stated,
        why: format!("{why}; the year from the dates of the story"),
    })
}

/// Does a byte stand in a short dateline, or in a first sentence that is no longer than one? ("Thursday, March 10. The two ...")
fn leads(doc: &Document, byte: u32) -> bool {
    let Some(at) = doc.tokens.iter().position(|t| t.span.has(byte)) else { return false };
    let Some(sentence) = doc.sentences.iter().find(|s| s.tokens.has(at as u32)) else { return false };
    let first_prose =
        doc.sentences.iter().find(|s| s.kind == dateline_lang::token::SentenceKind::Prose).map(|s| s.span);
    let words =
        doc.tokens[sentence.tokens.range()].iter().filter(|t| t.upos != dateline_lang::token::Upos::Punct).count();
    (sentence.kind == dateline_lang::token::SentenceKind::Dateline || first_prose == Some(sentence.span)) && words <= 4
}

/// The time that the words name, without the bound that a preposition makes of it: "by 10 May" names that day.
fn named(expr: &TimeExpr) -> &TimeExpr {
    if let TimeExpr::Bound { at, .. } = expr { at } else { expr }
}

/// Full dates (day, month and year) in the running text, with the tense of their clause.
fn full_dates(doc: &Document) -> Vec<(Date, Tense)> {
    let anchor = Anchor { day: jiff::civil::date(2000, 1, 1), narrated: None };
    doc.times
        .iter()
        .filter(|t| matches!(named(&t.expr), TimeExpr::Date { year: Some(_), month: Some(_), day: Some(_), .. }))
        .filter_map(|t| Some((resolve(named(&t.expr), t.tense, &anchor)?.interval.single_day()?, t.tense)))
        .collect()
}

fn inferred(
    ix: ReportIx,
    members: &[ReportIx],
    docs: &[Document],
    align: &Alignment,
    known: &BTreeMap<ReportIx, Published>,
) -> Option<Published> {
    let doc = &docs[ix.0 as usize];
    let mut days: Vec<Date> = known.values().filter_map(|p| p.interval.to).collect();
    if days.is_empty() {
        // No sister has a date: the full dates that the reports print, the latest month of them.
        let mut printed: Vec<Date> =
            members.iter().flat_map(|m| full_dates(&docs[m.0 as usize])).map(|d| d.0).collect();
        printed.sort_unstable();
        let last = *printed.last()?;
        days = printed.into_iter().filter(|d| (last - *d).get_days() <= 31).collect();
    }
    let (first, last) = (
        days.iter().min()?.checked_sub(Days::new().days(REACH)).ok()?,
        days.iter().max()?.checked_add(Days::new().days(REACH)).ok()?,
    );
    let fixed = fixed_times(ix, members, docs, known);
    let mut scored: Vec<(Date, f64)> = Vec::new();
    let mut day = first;
    while day <= last {
        scored.push((day, fit(ix, doc, day, align, &fixed)));
        day = day.tomorrow().ok()?;
    }
    let near =
        |d: Date| known.values().filter_map(|p| p.interval.to).map(|k| (d - k).get_days().abs()).min().unwrap_or(0);
    // Of days that fit alike the one nearest to a sister report's day.
    let best = scored
        .iter()
        .copied()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(near(b.0).cmp(&near(a.0))).then(b.0.cmp(&a.0)))?;
    let mut own = known
        .values()
        .filter_map(|p| p.interval.single_day())
        .filter(|k| scored.iter().any(|s| s.0 == *k && s.1 >= best.1 - MARGIN));
    let mut from = best.0;
    let mut to = best.0;
    let at = scored.iter().position(|s| s.0 == best.0)?;
    for s in scored[..at].iter().rev().take_while(|s| s.1 >= best.1 - MARGIN) {
        from = s.0;
    }
    for s in scored[at..].iter().take_while(|s| s.1 >= best.1 - MARGIN) {
        to = s.0;
    }
    let why = match own.next() {
        Some(_) => "its times fit the dates of its sister reports",
        None => "its times fit the dates that the reports of this story print",
    };
    Some(Published {
        interval: Interval::new(Some(from), Some(to), Precision::Day),
        best: best.0,
        basis: PublishedBasis::Inferred,
        why: why.into(),
    })
}

/// Times of the other reports whose days are known: printed in full, or resolved against a known day of publication.
fn fixed_times(
    ix: ReportIx,
    members: &[ReportIx],
    docs: &[Document],
    known: &BTreeMap<ReportIx, Published>,
) -> Vec<Fixed> {
    let mut out = Vec::new();
    for other in members.iter().filter(|m| **m != ix) {
        let doc = &docs[other.0 as usize];
        let printed: Vec<Date> = full_dates(doc).iter().map(|d| d.0).collect();
        let Some(day) = known.get(other).map(|p| p.best).or_else(|| printed.last().copied()) else { continue };
        let anchor = Anchor { day, narrated: None };
        for time in &doc.times {
            let absolute = matches!(
                named(&time.expr),
                TimeExpr::Date { year: Some(_), .. } | TimeExpr::Date { month: Some(_), day: Some(_), .. }
            );
            if !absolute && !known.contains_key(other) {
                continue;
            }
            let Some(value) = resolve(&time.expr, time.tense, &anchor) else { continue };
            if !value.valid || value.interval.from.is_none() || value.interval.precision == Precision::Year {
                continue;
            }
            let Some(at) = doc.sentences.iter().position(|s| s.span.contains(time.span)) else { continue };
            out.push(Fixed { report: *other, sentence: at, interval: value.interval });
        }
    }
    out
}

/// How well a report's own times fit if it was published on `day`; a logarithm, higher is better.
fn fit(ix: ReportIx, doc: &Document, day: Date, align: &Alignment, fixed: &[Fixed]) -> f64 {
    let anchor = Anchor { day, narrated: None };
    let mut score = 0.0;
    for time in &doc.times {
        let Some(value) = resolve(&time.expr, time.tense, &anchor) else { continue };
        let (Some(from), Some(to)) = (value.named.from, value.named.to) else { continue };
        let lag = (day - from).get_days();
        match (named(&time.expr), time.tense) {
            // A date printed in full does not move with the day: it must lie on the side that the tense says.
            (TimeExpr::Date { year: Some(_), day: Some(_), .. }, Tense::Past) if from > day => score -= 5.0,
            (TimeExpr::Date { year: Some(_), day: Some(_), .. }, Tense::Future) if to < day => score -= 5.0,
            // News speaks of days close by: the farther a full date, the less likely.
            (TimeExpr::Date { year: Some(_), day: Some(_), .. }, _) if lag.abs() < 60 => {
                score -= 0.12 * f64::from(lag.abs())
            }
            (TimeExpr::Date { year: Some(_), .. }, _) => {}
            // A weekday that lies ahead is seldom today.
            (TimeExpr::Weekday { .. }, Tense::Future) if lag == 0 => score -= 1.5,
            (TimeExpr::Weekday { .. }, _) => score -= 0.35 * f64::from(lag.abs()),
            // "in December", told in the past, is seldom said in December.
            (TimeExpr::Date { month: Some(m), day: None, .. }, Tense::Past)
                if i8::try_from(*m).is_ok_and(|m| m == day.month()) =>
            {
                score -= 1.5
            }
            (TimeExpr::Date { month: Some(_), day: Some(_), .. }, _) => score -= 0.4 * f64::from(1 + lag.abs()).ln(),
            // "last month" and the like move by whole units: nothing to choose by.
            (TimeExpr::Offset { unit: TimeUnit::Day, .. }, _) => {}
            _ => {}
        }
        if !anchored(&time.expr) {
            continue;
        }
        let Some(here) =
            doc.sentences.iter().position(|s| s.span.contains(time.span)).and_then(|s| align.passage(ix, s as u32))
        else {
            continue;
        };
        // The best aligned passage that has a time of like grain decides.
        let mut best: Option<(f32, bool)> = None;
        for f in fixed {
            let Some(there) = align.passage(f.report, f.sentence as u32) else { continue };
            let s = align.score(here, there);
            if s <= 0.0 || f.interval.precision != value.interval.precision {
                continue;
            }
            let agrees = f.interval.touches(&value.interval);
            if best.is_none_or(|(b, a)| s > b || (s == b && agrees && !a)) {
                best = Some((s, agrees));
            }
        }
        if let Some((s, agrees)) = best {
            score += if agrees { AGREES } else { -AGREES } * f64::from(s);
        }
    }
    score
}

/// Does the value depend on the day of publication?
fn anchored(expr: &TimeExpr) -> bool {
    match expr {
        TimeExpr::Date { year: Some(_), .. }
        | TimeExpr::Duration { .. }
        | TimeExpr::Years(..)
        | TimeExpr::Set(_)
        | TimeExpr::Vague(_) => false,
        TimeExpr::OtherCalendar { year, .. } => year.is_none(),
        TimeExpr::Range(a, b) => anchored(a) || anchored(b),
        TimeExpr::Bound { at, .. }
        | TimeExpr::NthIn { of: at, .. }
        | TimeExpr::NthWeekday { of: at, .. }
        | TimeExpr::UnitOf { at, .. }
        | TimeExpr::WeekendOf(at)
        | TimeExpr::Lasting { at, .. } => anchored(at),
        TimeExpr::Feast { year, .. } => year.is_none(),
        _ => true,
    }
}
