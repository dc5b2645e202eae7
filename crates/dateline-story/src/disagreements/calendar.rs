//! Dates: a weekday that the date is not, one happening on two days, a length of time that its days do not fit.

use std::collections::BTreeMap;

use dateline_lang::event::EventMention;
use dateline_lang::quantity::NumberKind;
use dateline_lang::time::{TimeExpr, TimeMention, needs_anchor};
use dateline_lang::token::Upos;
use dateline_report::{Byte, Evidence, Interval, Precision, ReportIx, Span};
use jiff::civil::Date;

use super::Scene;
use crate::digest::{Bag, Vocabulary, terms_of};
use crate::said::names_at;
use crate::{ConflictKind, Disagreement, PublishedBasis, Severity};

/// Likeness of the words around two dates from which they date the same thing.
const SAME_THING: f32 = 0.45;
/// The same where the two dates date different words.
const OTHER_WORD: f32 = 0.6;

pub(super) fn find(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let mut out = impossible(scene);
    out.extend(other_weekday(scene));
    out.extend(two_days(scene));
    out.extend(lengths(scene));
    out
}

/// A time with a weekday that its date is not.
struct Impossible<'a> {
    report: ReportIx,
    time: &'a TimeMention,
    date: Date,
    weekday: Span<Byte>,
    day: Span<Byte>,
}

fn all_impossible<'a>(scene: &Scene<'_, 'a>) -> Vec<Impossible<'a>> {
    let view = scene.view;
    let mut out = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        for (n, time) in doc.times.iter().enumerate() {
            let TimeExpr::Date { weekday: Some(_), year, .. } = time.expr else { continue };
            // A year that is only reckoned, from days that are only inferred, says nothing of the weekday.
            if year.is_none() && !sure_of_year(scene, *report) {
                continue;
            }
            let Some(value) = view.time(*report, n as u32).filter(|v| !v.valid) else { continue };
            let Some(date) = value.interval.from else { continue };
            if let Some((weekday, day)) = parts(scene, *report, time) {
                out.push(Impossible { report: *report, time, date, weekday, day });
            }
        }
    }
    out
}

/// Is the year in which a report was written known: from its day, or because its texts print one with a day?
fn sure_of_year(scene: &Scene<'_, '_>, report: ReportIx) -> bool {
    let view = scene.view;
    let Some(published) = view.published.get(&report) else { return false };
    let same = |y: i16| y == published.best.year();
    published.basis != PublishedBasis::Inferred
        || view.members.iter().any(|m| {
            let dates = view.doc(*m).times.iter().map(|t| &t.expr);
            dates
                .clone()
                .any(|e| matches!(e, TimeExpr::Date { year: Some(y), month: Some(_), day: Some(_), .. } if same(*y)))
                || view.published.get(m).is_some_and(|p| p.basis != PublishedBasis::Inferred && same(p.best.year()))
        })
}

/// The weekday and the rest of "Tuesday, January 7" or "7 January (Tuesday)": the weekday is the word that stands apart from any number.
fn parts(scene: &Scene<'_, '_>, report: ReportIx, time: &TimeMention) -> Option<(Span<Byte>, Span<Byte>)> {
    let doc = scene.view.doc(report);
    let words: Vec<Span<Byte>> =
        doc.tokens.get(time.tokens.range())?.iter().filter(|t| t.upos != Upos::Punct).map(|t| t.span).collect();
    let digit = |s: &Span<Byte>| scene.view.report(report).slice(*s).chars().any(|c| c.is_ascii_digit());
    let (first, last) = (words.first()?, words.last()?);
    if words.len() < 3 {
        return None;
    }
    let leading = !digit(first) && (!digit(&words[1]) || words.len() > 3 && digit(&words[2]))
        // "Monday 4 May", "Monday, 4 May 2031"
        || (!digit(first) && digit(&words[1]) && !digit(&words[2]) && (!digit(last) || words.len() > 3));
    if leading {
        Some((*first, words[1].hull(*last)))
    } else if !digit(last) {
        Some((*last, first.hull(words[words.len() - 2])))
    } else {
        None
    }
}

fn impossible(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut by_sentence: BTreeMap<(ReportIx, Option<usize>), Vec<Impossible<'_>>> = BTreeMap::new();
    for i in all_impossible(scene) {
        by_sentence.entry((i.report, view.sentence(i.report, i.time.span))).or_default().push(i);
    }
    let mut out = Vec::new();
    for ((report, _), list) in by_sentence {
        let words = |span: Span<Byte>| view.report(report).slice(span).to_string();
        let evidence = |span| Evidence { report, span };
        let weekdays: Vec<String> = list.iter().map(|i| words(i.weekday)).collect();
        let days: Vec<String> = list.iter().map(|i| words(i.day)).collect();
        let is: Vec<String> =
            list.iter().map(|i| format!("{} was a {}", day_month(i.date), weekday_name(i.date))).collect();
        let sides = vec![
            scene.side(weekdays.join(", "), list.iter().map(|i| evidence(i.weekday))),
            scene.side(days.join(", "), list.iter().map(|i| evidence(i.day))),
        ];
        let about = format!("weekday and date do not fit: {}", crate::origins::list(&is));
        let Some(mut d) = scene.conflict(ConflictKind::Weekday, Severity::Material, about, sides) else { continue };
        d.subkind = Some("calendar".into());
        d.reading = reading(scene, report, &list);
        out.push(d);
    }
    out
}

/// Which of weekday and date fits better: sister reports, or the report's own other dates.
fn reading(scene: &Scene<'_, '_>, report: ReportIx, list: &[Impossible<'_>]) -> Option<(String, String)> {
    let view = scene.view;
    let first = list.first()?;
    let TimeExpr::Date { weekday: Some(printed), .. } = first.time.expr else { return None };
    // Another report gives the same day with the right weekday, or a day with the printed weekday next to it.
    for other in view.members.iter().filter(|m| **m != report) {
        let doc = view.doc(*other);
        for (n, time) in doc.times.iter().enumerate() {
            let Some(day) = view.time(*other, n as u32).filter(|v| v.valid).and_then(|v| v.interval.single_day())
            else {
                continue;
            };
            let weekday = matches!(time.expr, TimeExpr::Weekday { .. } | TimeExpr::Date { weekday: Some(_), .. });
            if weekday && day == first.date {
                return Some((
                    format!("{} {}", weekday_name(day), day_month(day)),
                    "other reports give this day with its right weekday".into(),
                ));
            }
        }
    }
    // The report's own right pair ("Monday, January 5") just before: the weekdays go on from it, the dates jump.
    let doc = view.doc(report);
    let anchor = doc.times.iter().enumerate().find_map(|(n, t)| {
        let v = view.time(report, n as u32).filter(|v| v.valid)?;
        let day = v.interval.single_day()?;
        (matches!(t.expr, TimeExpr::Date { weekday: Some(_), .. }) && (first.date - day).get_days().abs() <= 7)
            .then_some(day)
    })?;
    let mut day = anchor.tomorrow().ok()?;
    while day.weekday() != printed {
        day = day.tomorrow().ok()?;
    }
    let shift = (day - first.date).get_days();
    let days: Vec<String> = list
        .iter()
        .filter_map(|i| i.date.checked_add(jiff::Span::new().days(shift)).ok())
        .map(|d| format!("{} {}", weekday_name(d), day_month(d)))
        .collect();
    Some((
        crate::origins::list(&days),
        format!("the weekdays follow on from {} {}, which is right", weekday_name(anchor), day_month(anchor)),
    ))
}

/// The date that is printed with a wrong weekday here is given its right weekday by other reports.
fn other_weekday(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for i in all_impossible(scene) {
        let mut right: Vec<Evidence> = Vec::new();
        for other in view.members.iter().filter(|m| **m != i.report) {
            let doc = view.doc(*other);
            let fitting = doc.times.iter().enumerate().find(|(n, t)| {
                matches!(t.expr, TimeExpr::Weekday { .. } | TimeExpr::Date { weekday: Some(_), .. })
                    && view.time(*other, *n as u32).is_some_and(|v| v.valid && v.interval.single_day() == Some(i.date))
            });
            right.extend(
                fitting
                    .and_then(|(_, t)| view.sentence(*other, t.span))
                    .map(|s| Evidence { report: *other, span: doc.sentences[s].span }),
            );
        }
        let printed = view.report(i.report).slice(i.weekday).to_string();
        let about = format!("weekday of {}", day_month(i.date));
        let sides = vec![
            scene.side(printed, [Evidence { report: i.report, span: i.time.span }]),
            scene.side(weekday_name(i.date), right),
        ];
        if let Some(mut d) = scene.conflict(ConflictKind::Weekday, Severity::Material, about, sides) {
            d.subkind = Some("calendar".into());
            d.reading = Some((weekday_name(i.date), "the calendar".into()));
            out.push(d);
        }
    }
    out
}

struct Dated<'a> {
    report: ReportIx,
    number: u32,
    time: &'a TimeMention,
    interval: Interval,
    around: Bag,
    /// The surroundings without names: shared names alone do not make two dates the same thing's.
    plain: Bag,
    of: Option<String>,
    passage: Option<u32>,
}

/// The same thing on two dates: times of one precision whose surroundings say the same and whose days exclude each other.
fn two_days(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let dated = dated(scene);
    let mut out: Vec<Disagreement> = Vec::new();
    let mut used: Vec<(ReportIx, u32)> = Vec::new();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (a, x) in dated.iter().enumerate() {
        for (b, y) in dated.iter().enumerate().skip(a + 1) {
            if x.report == y.report || x.interval.precision != y.interval.precision || x.interval.touches(&y.interval) {
                continue;
            }
            let near = x.around.dice(&y.around);
            let aligned = match (x.passage, y.passage) {
                (Some(p), Some(q)) => scene.view.align.score(p, q),
                _ => 0.0,
            };
            let one_word = x.of.is_some() && x.of == y.of;
            // Two deeds in like surroundings: "suggested in November" and "a summit later this month".
            let two_words = x.of.is_some() && y.of.is_some() && !one_word && aligned < SAME_THING;
            // Each the day of its own report: they were written on two days.
            let own = own_day(scene, x) && own_day(scene, y);
            if own
                || reckoned(scene, x)
                || reckoned(scene, y)
                || stamp(scene, x)
                || stamp(scene, y)
                || printed_alike(scene, x, y)
                || over_and_ahead(scene, x, y)
            {
                continue;
            }
            // A day years before the story is a rare fact: two such days of one year are likelier one day misprinted than two.
            let rare = long_ago(scene, x)
                && x.interval.precision == Precision::Day
                && x.interval.from.map(|d| d.year()) == y.interval.from.map(|d| d.year());
            // Years and months leave much room for two things.
            let coarse =
                x.interval.precision != Precision::Day && !one_word && aligned < SAME_THING && near < OTHER_WORD;
            if (two_words || coarse) && !rare && near < OTHER_WORD {
                continue;
            }
            let score = near.max(0.8 * aligned) + if one_word { 0.1 } else { 0.0 } + if rare { 0.2 } else { 0.0 };
            if score >= SAME_THING
                && x.plain.common(&y.plain) >= 0.8
                && !elsewhere(&dated, x, y)
                && !elsewhere(&dated, y, x)
                && !moved(scene, x, y)
            {
                pairs.push((score, a, b));
            }
        }
    }
    pairs.sort_by(|p, q| q.0.total_cmp(&p.0).then((p.1, p.2).cmp(&(q.1, q.2))));
    for (_, a, b) in pairs {
        let (x, y) = (&dated[a], &dated[b]);
        if used.contains(&(x.report, x.number)) || used.contains(&(y.report, y.number)) {
            continue;
        }
        // All other reports that date the same thing stand with one of the two.
        let side = |lead: &Dated<'_>, other: &Dated<'_>| -> Vec<usize> {
            dated
                .iter()
                .enumerate()
                .filter(|(_, d)| {
                    d.interval == lead.interval
                        && d.report != other.report
                        && (d.report == lead.report && d.number == lead.number
                            || d.around.dice(&lead.around) >= SAME_THING)
                })
                .map(|(n, _)| n)
                .collect()
        };
        let (left, right) = (side(x, y), side(y, x));
        used.extend(left.iter().chain(&right).map(|n| (dated[*n].report, dated[*n].number)));
        let clause = |list: &[usize]| list.iter().map(|n| clause(scene, &dated[*n])).collect::<Vec<_>>();
        let words = |d: &Dated<'_>| {
            let (printed, value) = (scene.view.report(d.report).slice(d.time.span), show(d.interval));
            if printed == value { value } else { format!("{printed} ({value})") }
        };
        let subject = subject(scene, x);
        let sides = vec![scene.side(words(x), clause(&left)), scene.side(words(y), clause(&right))];
        // Like words around a day: only where the sentences say the same, or one happening is told, it is a red mark.
        let aligned = x.passage.zip(y.passage).map_or(0.0, |(p, q)| scene.view.align.score(p, q));
        let same_word = x.of.is_some() && x.of == y.of && x.around.dice(&y.around) >= OTHER_WORD;
        let plain = aligned >= SAME_THING
            || same_word
            || one_event(scene, x, y)
            || scene.one_family(x.report, y.report)
            || long_ago(scene, x);
        let severity = if plain { Severity::Material } else { Severity::Wording };
        if let Some(mut d) = scene.conflict(ConflictKind::Date, severity, format!("when: {subject}"), sides) {
            d.subkind = Some(match x.interval.precision {
                Precision::Day | Precision::Week => "day".into(),
                Precision::Month => "month".into(),
                _ => "year".into(),
            });
            out.push(d);
        }
    }
    out
}

/// One lies weeks before its report, the other ahead of its own: what is over is not what is to come.
fn over_and_ahead(scene: &Scene<'_, '_>, x: &Dated<'_>, y: &Dated<'_>) -> bool {
    const WEEKS: i32 = 14;
    let day = |d: &Dated<'_>| scene.view.published.get(&d.report).map(|p| p.best);
    let over = |d: &Dated<'_>| d.interval.to.zip(day(d)).is_some_and(|(to, day)| to < day);
    let ahead = |d: &Dated<'_>| d.interval.to.zip(day(d)).is_some_and(|(to, day)| to > day);
    let apart = |a: &Dated<'_>, b: &Dated<'_>| {
        a.interval.to.zip(b.interval.from).is_some_and(|(a, b)| (b - a).get_days() > WEEKS)
    };
    (over(x) && ahead(y) && apart(x, y)) || (over(y) && ahead(x) && apart(y, x))
}

/// Is it a day counted from the day of a report that is itself only inferred? Then it says nothing against another.
fn reckoned(scene: &Scene<'_, '_>, d: &Dated<'_>) -> bool {
    let inferred = scene
        .view
        .published
        .get(&d.report)
        .is_none_or(|p| p.basis == PublishedBasis::Inferred && p.interval.from != p.interval.to);
    inferred
        && needs_anchor(&d.time.expr)
        && matches!(d.interval.precision, Precision::Day | Precision::Week)
        // A day and a month without its year stand for themselves.
        && !matches!(d.time.expr, TimeExpr::Date { month: Some(_), day: Some(_), .. })
}

/// Is it a time stamp at the head of a page: a day with its year and the minute beside it?
fn stamp(scene: &Scene<'_, '_>, d: &Dated<'_>) -> bool {
    const HEAD: usize = 3;
    const BESIDE: u32 = 3;
    let doc = scene.view.doc(d.report);
    let clock = doc.times.iter().any(|t| {
        matches!(t.expr, TimeExpr::Clock { .. })
            && t.tokens.start.saturating_sub(d.time.tokens.end).max(d.time.tokens.start.saturating_sub(t.tokens.end))
                <= BESIDE
    });
    let year = matches!(d.time.expr, TimeExpr::Date { year: Some(_), day: Some(_), .. });
    // "Minister resigns 4 May 2031": a day without a preposition is the page's, not the sentence's.
    let first = doc.tokens.get(d.time.tokens.start as usize);
    let bare = first.is_some_and(|t| t.upos != Upos::Adp)
        && (d.time.tokens.start as usize)
            .checked_sub(1)
            .and_then(|b| doc.tokens.get(b))
            .is_none_or(|t| t.upos != Upos::Adp)
        && !doc.tokens[d.time.tokens.range()].iter().any(|t| t.upos == Upos::Adp);
    year && (clock || bare) && scene.view.sentence(d.report, d.time.span).is_some_and(|s| s < HEAD)
}

/// Is it the day of the report, in its first lines?
fn own_day(scene: &Scene<'_, '_>, d: &Dated<'_>) -> bool {
    /// Sentences of the head of a page.
    const HEAD: usize = 3;
    let day = scene.view.published.get(&d.report).map(|p| p.best);
    let first = scene.view.sentence(d.report, d.time.span).is_some_and(|s| s < HEAD);
    first && day.is_some() && d.interval.single_day() == day
}

/// Two reports of one day that print the same words, "on Wednesday", mean the same day, whatever was made of them.
fn printed_alike(scene: &Scene<'_, '_>, x: &Dated<'_>, y: &Dated<'_>) -> bool {
    /// Days of one news cycle.
    const CYCLE: i32 = 3;
    let words = |d: &Dated<'_>| scene.view.report(d.report).slice(d.time.span).to_lowercase();
    let day = |d: &Dated<'_>| scene.view.published.get(&d.report).map(|p| p.best);
    let near = day(x).zip(day(y)).is_some_and(|(a, b)| (a - b).get_days().abs() <= CYCLE);
    near && needs_anchor(&x.time.expr) && words(x) == words(y)
}

/// Is a date more than a year before the report?
fn long_ago(scene: &Scene<'_, '_>, d: &Dated<'_>) -> bool {
    scene.view.published.get(&d.report).zip(d.interval.to).is_some_and(|(p, to)| (p.best - to).get_days() > 365)
}

/// Does `x`'s report also have a date that agrees with `y` and is about the same thing?
fn elsewhere(dated: &[Dated<'_>], x: &Dated<'_>, y: &Dated<'_>) -> bool {
    dated.iter().any(|d| {
        d.report == x.report
            && d.number != x.number
            && d.interval.touches(&y.interval)
            && d.around.dice(&y.around) > 0.8 * x.around.dice(&y.around)
    })
}

/// Do the two date one happening, as the events were merged?
fn one_event(scene: &Scene<'_, '_>, x: &Dated<'_>, y: &Dated<'_>) -> bool {
    dated_event(scene, x).is_some() && dated_event(scene, x) == dated_event(scene, y)
}

/// The event that a date dates.
fn dated_event(scene: &Scene<'_, '_>, d: &Dated<'_>) -> Option<usize> {
    let doc = scene.view.doc(d.report);
    let n = doc.events.iter().position(|e| e.time == Some(d.number))?;
    scene.merged.of.get(&(d.report, n as u32)).copied()
}

/// Do the two dates belong to events that the merging kept apart, or to different deeds of one type?
fn moved(scene: &Scene<'_, '_>, x: &Dated<'_>, y: &Dated<'_>) -> bool {
    let event = |d: &Dated<'_>| dated_event(scene, d);
    let gap = match (x.interval.from, y.interval.from) {
        (Some(a), Some(b)) => (a - b).get_days().abs(),
        _ => 0,
    };
    matches!((event(x), event(y)), (Some(a), Some(b)) if a != b) && !(scene.one_family(x.report, y.report) || gap > 300)
}

fn dated<'a>(scene: &Scene<'_, 'a>) -> Vec<Dated<'a>> {
    let view = scene.view;
    let mut vocabulary = Vocabulary::default();
    let mut out = Vec::new();
    for report in &view.members {
        let doc = view.doc(*report);
        let named = names_at(view, *report);
        for (n, time) in doc.times.iter().enumerate() {
            if matches!(
                time.expr,
                TimeExpr::Range(..)
                    | TimeExpr::Duration { .. }
                    | TimeExpr::Clock { .. }
                    | TimeExpr::Set(_)
                    | TimeExpr::Vague(_)
            ) {
                continue;
            }
            // The day on which somebody spoke: of two reports each may have its own.
            if time.of.is_some() && doc.statements.iter().any(|s| s.cue_token == time.of) {
                continue;
            }
            let Some(value) = view.time(*report, n as u32).filter(|v| v.valid) else { continue };
            if value.interval.from.is_none() || value.interval.to.is_none() {
                continue;
            }
            let Some(s) = view.sentence(*report, time.span) else { continue };
            let sentence = doc.sentences[s].tokens;
            let window: Span<dateline_report::Tok> = Span::new(
                time.tokens.start.saturating_sub(9).max(sentence.start),
                (time.tokens.end + 9).min(sentence.end),
            );
            let mut terms =
                terms_of(view.report(*report), doc, Span::new(window.start, time.tokens.start), view.terms, &|b| {
                    named.get(&b).copied()
                });
            terms.extend(terms_of(
                view.report(*report),
                doc,
                Span::new(time.tokens.end, window.end),
                view.terms,
                &|b| named.get(&b).copied(),
            ));
            out.push(Dated {
                report: *report,
                number: n as u32,
                time,
                interval: value.interval,
                plain: Bag::new(
                    terms.iter().filter(|(t, _)| !t.starts_with('@')).map(|(t, w)| (vocabulary.id(t), *w)).collect(),
                ),
                around: Bag::new(terms.into_iter().map(|(t, w)| (vocabulary.id(&t), w)).collect()),
                of: time
                    .of
                    .and_then(|t| doc.tokens.get(t.at()))
                    .map(|t| view.terms.canonical(&t.lemma.to_lowercase()).to_string()),
                passage: view.passage(*report, time.span),
            });
        }
    }
    out
}

/// The words from what a date dates to the date, within its sentence.
fn clause(scene: &Scene<'_, '_>, d: &Dated<'_>) -> Evidence {
    let doc = scene.view.doc(d.report);
    let sentence = scene.view.sentence(d.report, d.time.span).map(|s| doc.sentences[s].tokens);
    let span = match (d.time.of.and_then(|t| doc.tokens.get(t.at())), sentence) {
        (Some(of), _) => of.span.hull(d.time.span),
        (None, Some(s)) => {
            let from = d.time.tokens.start.saturating_sub(6).max(s.start);
            doc.tokens.get(from as usize).map_or(d.time.span, |t| t.span.hull(d.time.span))
        }
        _ => d.time.span,
    };
    Evidence { report: d.report, span }
}

/// What a date dates, in the report's words: the clause before it, without the preposition.
fn subject(scene: &Scene<'_, '_>, d: &Dated<'_>) -> String {
    let e = clause(scene, d);
    let words = scene.view.report(d.report).slice(Span::new(e.span.start, d.time.span.start.max(e.span.start)));
    let words: Vec<&str> = words.split_whitespace().collect();
    let end =
        words.len() - usize::from(words.last().is_some_and(|w| w.len() <= 5 && w.chars().all(char::is_lowercase)));
    match words.get(..end) {
        None | Some([]) => d.of.clone().unwrap_or_else(|| "the same thing".into()),
        // "signed": what was signed says more.
        Some(words @ ([_] | [_, _])) => {
            let tokens = &scene.view.doc(d.report).tokens;
            let first = tokens.partition_point(|t| t.span.start < e.span.start);
            let noun = super::about::described(scene.view, d.report, first).map_or(String::new(), |n| format!("{n} "));
            format!("{noun}{}", words.join(" "))
        }
        Some(words) => words.join(" "),
    }
}

/// A length in days against the days themselves, and lengths of one thing against each other where one is given as a range of dates.
fn lengths(scene: &Scene<'_, '_>) -> Vec<Disagreement> {
    let view = scene.view;
    let mut out = Vec::new();
    for m in scene
        .amounts
        .iter()
        .filter(|m| m.quantity.kind == NumberKind::Duration && m.quantity.unit == "day" && m.quantity.value >= 2.0)
    {
        let doc = view.doc(m.report);
        let Some(s) = view.sentence(m.report, m.quantity.span) else { continue };
        let days = m.quantity.value as i32;
        // Ranges of dates elsewhere for the same thing.
        for report in view.members.iter().filter(|r| **r != m.report) {
            let theirs = view.doc(*report);
            for (n, t) in theirs.times.iter().enumerate().filter(|(_, t)| matches!(t.expr, TimeExpr::Range(..))) {
                let Some(i) = view.interval(*report, n as u32).filter(|i| i.precision == Precision::Day) else {
                    continue;
                };
                let (Some(a), Some(b)) = (i.from, i.to) else { continue };
                let Some(other) = view.sentence(*report, t.span) else { continue };
                let score = match (view.passage(m.report, m.quantity.span), view.align.passage(*report, other as u32)) {
                    (Some(p), Some(q)) => view.align.score(p, q),
                    _ => 0.0,
                };
                let counted = theirs.tokens[theirs.sentences[other].tokens.range()]
                    .iter()
                    .any(|k| view.terms.canonical(&k.lemma.to_lowercase()) == m.counted);
                let span = (b - a).get_days() + 1;
                if span != days && (score > 0.3 || counted) {
                    let sides = vec![
                        scene.side(format!("{days} days"), [Evidence { report: m.report, span: m.quantity.span }]),
                        scene.side(format!("{span} days ({})", show(i)), [Evidence { report: *report, span: t.span }]),
                    ];
                    out.extend(scene.conflict(
                        ConflictKind::Duration,
                        Severity::Material,
                        super::about::lasting(view, m),
                        sides,
                    ));
                }
            }
        }
        // The report's own days: it begins on one of them in the same sentence, and a later leg of the same doer runs past its length.
        let start = doc.times.iter().enumerate().find_map(|(n, t)| {
            (view.sentence(m.report, t.span) == Some(s))
                .then(|| {
                    view.time(m.report, n as u32)
                        .filter(|v| v.valid)
                        .and_then(|v| v.interval.single_day())
                        .map(|d| (d, t.span))
                })
                .flatten()
        });
        let Some((first, start_span)) = start else { continue };
        let leg = |e: &&EventMention| scene.kin.legs.contains(&e.frame);
        let who: Vec<_> = doc
            .events
            .iter()
            .filter(leg)
            .filter(|e| view.sentence(m.report, e.span) == Some(s))
            .flat_map(|e| e.source.iter().filter_map(|x| view.actor(m.report, *x)))
            .collect();
        let later = doc
            .events
            .iter()
            .filter(leg)
            .filter(|e| e.source.iter().filter_map(|x| view.actor(m.report, *x)).any(|a| who.contains(&a)))
            .filter_map(|e| Some((view.interval(m.report, e.time?)?, e.span)))
            .filter(|(i, _)| i.precision == Precision::Day && i.from.is_some_and(|f| f > first))
            .filter_map(|(i, span)| Some((i.to?, span)))
            .filter(|(end, _)| (*end - first).get_days() < 21)
            .max();
        if let Some((end, span)) = later
            // On the day on which somebody goes on, the visit is over.
            && (end - first).get_days() > days
        {
            let sides = vec![
                scene.side(format!("{days} days"), [Evidence { report: m.report, span: m.quantity.span }]),
                scene.side(
                    format!("{} to {} as printed", day_month(first), day_month(end)),
                    [Evidence { report: m.report, span: start_span }, Evidence { report: m.report, span }],
                ),
            ];
            out.extend(scene.conflict(
                ConflictKind::Duration,
                Severity::Material,
                super::about::lasting(view, m),
                sides,
            ));
        }
    }
    out
}

/// "7 January 2026".
pub(crate) fn day_month(d: Date) -> String {
    d.strftime("%-d %B %Y").to_string()
}

fn weekday_name(d: Date) -> String {
    d.strftime("%A").to_string()
}

/// An interval for a person.
pub(crate) fn show(i: Interval) -> String {
    match (i.from, i.to, i.precision) {
        (Some(a), Some(b), _) if a == b => day_month(a),
        (Some(a), Some(b), Precision::Month)
            if a.year() == b.year() && a.month() == b.month() && a.day() == 1 && b == b.last_of_month() =>
        {
            a.strftime("%B %Y").to_string()
        }
        (Some(a), Some(b), Precision::Year) if a.year() == b.year() => a.year().to_string(),
        (Some(a), Some(b), _) => format!("{} to {}", day_month(a), day_month(b)),
        (Some(a), None, _) => format!("since {}", day_month(a)),
        (None, Some(b), _) => format!("until {}", day_month(b)),
        (None, None, _) => "unknown".into(),
    }
}
