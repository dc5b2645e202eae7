//! From what an expression says to days: [`resolve`].

use dateline_report::{Interval, Precision};
use jiff::civil::{Date, Weekday};

use super::calendar::{self, civil, days, months};
use super::expr::{Anchor, DayPart, Direction, MonthPart, Resolved, Tense, TimeExpr, TimeMention, TimeUnit};
use super::parts::{feast, nth, nth_weekday, other_calendar};
use super::value::{
    counted, day_of, day_text, lasting, length, made, month_of, nowhere, offset, relative, season, stretch,
    weekday_expr, weekend_of, year_of, year_text, years,
};

/// Does the value hang on the day of writing (or of what was narrated)?
///
/// ```
/// use dateline_lang::time::{needs_anchor, TimeExpr};
/// assert!(!needs_anchor(&TimeExpr::Years(1990, 1999)));
/// ```
#[must_use]
pub fn needs_anchor(expr: &TimeExpr) -> bool {
    match expr {
        TimeExpr::Date { year, .. } => year.is_none(),
        TimeExpr::OtherCalendar { year, .. } => year.is_none(),
        TimeExpr::Season { year, .. } => year.is_none(),
        TimeExpr::Range(a, b) => needs_anchor(a) || needs_anchor(b),
        TimeExpr::Bound { at, .. }
        | TimeExpr::NthIn { of: at, .. }
        | TimeExpr::NthWeekday { of: at, .. }
        | TimeExpr::UnitOf { at, .. }
        | TimeExpr::WeekendOf(at)
        | TimeExpr::Lasting { at, .. } => needs_anchor(at),
        TimeExpr::Feast { year, .. } => year.is_none(),
        TimeExpr::Years(..) | TimeExpr::Duration { .. } | TimeExpr::Set(_) | TimeExpr::Fiscal(_) => false,
        TimeExpr::Weekday { .. }
        | TimeExpr::WeekdayInWeek { .. }
        | TimeExpr::Weekend { .. }
        | TimeExpr::DateIn { .. }
        | TimeExpr::Offset { .. }
        | TimeExpr::Relative { .. }
        | TimeExpr::Stretch { .. }
        | TimeExpr::Clock { .. }
        | TimeExpr::FiscalIn(_)
        | TimeExpr::Vague(_) => true,
    }
}

/// Resolves an expression against the day of writing.
///
/// Direction by tense: past is the most recent such time on or before the anchor, future the next on or after it, otherwise the
/// nearest (the past of two equally near). Weeks run Monday to Sunday. "Two days later" and the like need `anchor.narrated` and are
/// `None` without it. An impossible date or weekday gives `valid: false`; the date, not the weekday, gives the value.
///
/// ```
/// use dateline_lang::time::{resolve, Anchor, Tense, TimeExpr};
/// let said = TimeExpr::Date { year: None, month: Some(11), day: None, weekday: None, part: None, day_part: None };
/// let anchor = Anchor { day: jiff::civil::date(2026, 1, 2), narrated: None };
/// assert_eq!(resolve(&said, Tense::Past, &anchor).unwrap().timex3, "2025-11");
/// ```
#[must_use]
pub fn resolve(expr: &TimeExpr, tense: Tense, anchor: &Anchor) -> Option<Resolved> {
    let mut found = at(expr, direction(tense), anchor)?;
    if !matches!(expr, TimeExpr::Bound { .. }) {
        found.named = found.interval;
    }
    if matches!(expr, TimeExpr::Relative { to: Some(_), unit, count } if *count != 0 && *unit >= TimeUnit::Day) {
        // "two days before the vote": the words are a length, the day they come to is in the interval.
        if let TimeExpr::Relative { unit, count, .. } = expr {
            found.timex3 = length(i64::from(count.unsigned_abs()) * 1000, *unit);
        }
    }
    found.anchor = needs_anchor(expr).then_some(anchor.day);
    Some(found)
}

fn direction(tense: Tense) -> Direction {
    match tense {
        Tense::Past => Direction::Past,
        Tense::Future => Direction::Future,
        Tense::Present | Tense::Unknown => Direction::Near,
    }
}

/// Of "two days after 12 January", the place of the date that is named there: the mention after `n`.
#[must_use]
pub fn counted_from(times: &[TimeMention], n: usize) -> Option<usize> {
    let TimeExpr::Relative { to: Some(to), .. } = times.get(n)?.expr else { return None };
    times.get(n + 1).filter(|next| next.tokens.has(to.0)).map(|_| n + 1)
}

/// Of "at 4:17 a.m. on Monday", the place of the day beside the time of day, before it or behind it.
///
/// ```
/// use dateline_lang::time::beside_clock;
/// assert_eq!(beside_clock(&[], 0), None);
/// ```
#[must_use]
pub fn beside_clock(times: &[TimeMention], n: usize) -> Option<usize> {
    /// Words between the two: "on", "local time on".
    const BETWEEN: u32 = 2;
    let own = times.get(n).filter(|t| matches!(t.expr, TimeExpr::Clock { .. }))?;
    let near = |k: &usize| {
        times.get(*k).is_some_and(|t| {
            let gap = t.tokens.start.saturating_sub(own.tokens.end).max(own.tokens.start.saturating_sub(t.tokens.end));
            gap <= BETWEEN
                && matches!(
                    t.expr,
                    TimeExpr::Date { day: Some(_), .. }
                        | TimeExpr::Weekday { .. }
                        | TimeExpr::WeekdayInWeek { .. }
                        | TimeExpr::Offset { unit: TimeUnit::Day, .. }
                )
        })
    };
    Some(n + 1).filter(near).or_else(|| n.checked_sub(1).filter(near))
}

/// Resolves what is counted from a time that is named beside it ("two weeks before 12 January"): to the day, where that is one.
#[must_use]
pub fn resolve_counted(time: &TimeMention, base: &Interval, anchor: &Anchor) -> Option<Resolved> {
    let mut found = resolve(&time.expr, time.tense, &Anchor { narrated: Some(*base), ..*anchor })?;
    if let TimeExpr::Relative { unit, count, .. } = time.expr
        && let Some(day) = counted(unit, count, base)
    {
        (found.interval, found.named) = (Interval::day(day), Interval::day(day));
    }
    Some(found)
}

/// Resolves all expressions of a document in order. Each is the narrated time of the next, as far as it is a day or a period.
///
/// Histories, whose printed years lie far from the day of writing, have dates without a year reckoned from the date before them, not
/// from the day of writing.
#[must_use]
pub fn resolve_in_order(times: &[TimeMention], day: Date) -> Vec<Option<Resolved>> {
    let years: Vec<i16> = times.iter().filter_map(|t| printed_year(&t.expr)).collect();
    let far = years.iter().filter(|y| (**y - day.year()).abs() > 2).count();
    let history = far > 4 && far * 4 > years.len() * 3;
    let mut narrated: Option<Interval> = None;
    // The two ends of the range before, and where it ends.
    let mut ends: (u32, Vec<Resolved>) = (0, Vec::new());
    times
        .iter()
        .enumerate()
        .map(|(n, t)| {
            let mut anchor = Anchor { day, narrated };
            let told_day = beside_clock(times, n)
                .and_then(|k| times.get(k))
                .and_then(|beside| resolve(&beside.expr, beside.tense, &anchor))
                .and_then(|r| r.named.single_day());
            if let Some(told) = told_day {
                anchor = Anchor { day: told, narrated: Some(Interval::day(told)) };
            }
            if t.tokens.start >= ends.0 || matches!(t.expr, TimeExpr::Range(..)) {
                ends.1.clear();
            }
            if !ends.1.is_empty() {
                let end = ends.1.remove(0);
                // "between now and May": what names the present has a value of its own.
                if !matches!(t.expr, TimeExpr::Vague(_)) {
                    narrated = Some(end.named);
                    return Some(end);
                }
            }
            if let Some(base) = counted_from(times, n).and_then(|k| times.get(k)) {
                let base = resolve(&base.expr, base.tense, &anchor).map(|r| r.named).or(narrated);
                return base.map_or_else(|| resolve(&t.expr, t.tense, &anchor), |b| resolve_counted(t, &b, &anchor));
            }
            let partial = matches!(
                &t.expr,
                TimeExpr::Date { year: None, .. }
                    | TimeExpr::Season { year: None, .. }
                    | TimeExpr::Range(..)
                    | TimeExpr::Bound { .. }
                    | TimeExpr::NthIn { .. }
            );
            let found = match narrated {
                Some(n) if history && partial && needs_anchor(&t.expr) => {
                    let base = n.from.or(n.to).unwrap_or(day);
                    // A year told alone is the year of the dates that follow it.
                    let (base, tense) =
                        if n.precision == Precision::Year { (base, Tense::Future) } else { (base, Tense::Unknown) };
                    resolve(&t.expr, tense, &Anchor { day: base, narrated })
                }
                _ => resolve(&t.expr, t.tense, &anchor),
            };
            if let Some(r) = &found
                && r.valid
                && r.interval.precision != Precision::Unknown
                && !matches!(
                    t.expr,
                    TimeExpr::Clock { .. }
                        | TimeExpr::Set(_)
                        | TimeExpr::Duration { .. }
                        | TimeExpr::Stretch { .. }
                        | TimeExpr::Years(..)
                )
            {
                narrated = Some(r.named);
            }
            if let (TimeExpr::Range(a, b), false) = (&t.expr, history)
                && let Some((mut first, mut second)) = range_ends(a, b, direction(t.tense), &anchor)
            {
                for (end, expr) in [(&mut first, a), (&mut second, b)] {
                    end.anchor = needs_anchor(expr).then_some(day);
                }
                ends = (t.tokens.end, vec![first, second]);
            }
            found
        })
        .collect()
}

fn printed_year(expr: &TimeExpr) -> Option<i16> {
    match expr {
        TimeExpr::Date { year, .. } => *year,
        TimeExpr::Range(a, _) => printed_year(a),
        TimeExpr::Bound { at, .. } => printed_year(at),
        _ => None,
    }
}

/// Of candidates in order, the one the direction asks for. Each has its first and last day.
pub(super) fn choose<T>(candidates: Vec<(Date, Date, T)>, direction: Direction, day: Date) -> Option<T> {
    let distance = |c: &(Date, Date, T)| {
        if c.1 < day {
            (day.duration_since(c.1).as_hours() / 24, 0)
        } else if c.0 > day {
            (c.0.duration_since(day).as_hours() / 24, 1)
        } else {
            (0, 0)
        }
    };
    let fits = |c: &(Date, Date, T)| match direction {
        Direction::Past => c.0 <= day,
        Direction::Future => c.1 >= day,
        Direction::Near => true,
    };
    let best =
        candidates.iter().enumerate().filter(|(_, c)| fits(c)).min_by_key(|(_, c)| distance(c)).map(|(n, _)| n)?;
    candidates.into_iter().nth(best).map(|c| c.2)
}

/// A day that the calendar does not have: its month, marked.
fn impossible(year: i16, month: u8, day: u8) -> Option<Resolved> {
    let mut found = month_of(year, month, None)?;
    found.valid = false;
    found.timex3 = format!("{}-{month:02}-{day:02}", year_text(year));
    Some(found)
}

fn date_expr(
    fields: (Option<i16>, Option<u8>, Option<u8>),
    weekday: Option<Weekday>,
    part: Option<MonthPart>,
    day_part: Option<DayPart>,
    direction: Direction,
    anchor: &Anchor,
) -> Option<Resolved> {
    let near = || [-8i16, -4, -3, -2, -1, 0, 1, 2, 3, 4, 8].iter().map(|n| anchor.day.year().saturating_add(*n));
    let mut found = match fields {
        (Some(y), Some(m), Some(d)) => match civil(y, m, d) {
            Some(day) => day_of(day, day_part),
            None => return impossible(y, m, d),
        },
        (Some(y), Some(m), None) => month_of(y, m, part)?,
        (Some(y), None, _) => year_of(y, part)?,
        (None, Some(m), Some(d)) => {
            let all = || near().filter_map(|y| civil(y, m, d)).map(|c| (c, c, day_of(c, day_part))).collect();
            let far =
                |r: &Resolved| r.interval.from.map_or(0, |c| (c.duration_since(anchor.day).as_hours() / 24).abs());
            let told = choose(all(), direction, anchor.day);
            let nearest = choose(all(), Direction::Near, anchor.day);
            // A day nearly a year off would be printed with its year; the tense was misread, or the day of writing is only inferred.
            let misread = told.as_ref().map_or(0, far) > 300 && nearest.as_ref().is_some_and(|r| far(r) <= 21);
            if misread { nearest } else { told }.or_else(|| impossible(anchor.day.year(), m, d))?
        }
        (None, Some(m), None) => {
            let all = near()
                .filter_map(|y| Some((civil(y, m, 1)?, civil(y, m, 1)?.last_of_month(), month_of(y, m, part)?)))
                .collect();
            choose(all, direction, anchor.day)?
        }
        (None, None, Some(d)) => {
            // With its weekday a day of the month comes round seldom: "Friday the 13th".
            let reach = if weekday.is_some() { 14 } else { 2 };
            let all = (-reach..=reach)
                .filter_map(|n| months(anchor.day.first_of_month(), n))
                .filter_map(|f| civil(f.year(), f.month() as u8, d))
                .filter(|day| weekday.is_none_or(|w| day.weekday() == w))
                .map(|c| (c, c, day_of(c, day_part)))
                .collect();
            choose(all, direction, anchor.day)?
        }
        (None, None, None) => return None,
    };
    if let (Some(w), Some(day)) = (weekday, found.interval.single_day()) {
        found.valid = day.weekday() == w;
    }
    Some(found)
}

/// First and last of a range.
fn range_ends(a: &TimeExpr, b: &TimeExpr, direction: Direction, anchor: &Anchor) -> Option<(Resolved, Resolved)> {
    let moved = |day: Option<Date>| Anchor { day: day.unwrap_or(anchor.day), narrated: anchor.narrated };
    // What is counted from the day of writing does not move with the other end: "between now and 21 May".
    let counted = |e: &TimeExpr| matches!(e, TimeExpr::Offset { .. });
    let month = |e: &TimeExpr| matches!(e, TimeExpr::Date { year: None, month: Some(_), day: None, .. });
    // "from May to September", said in June: what is under way or ahead ends next, and began before its end.
    if direction == Direction::Future && !(month(a) && month(b)) {
        let first = at(a, Direction::Future, anchor)?;
        let second = at(b, Direction::Future, &if counted(b) { *anchor } else { moved(first.interval.from) })?;
        Some((first, second))
    } else {
        let second = at(b, direction, anchor)?;
        let first = at(a, Direction::Past, &if counted(a) { *anchor } else { moved(second.interval.to) })?;
        Some((first, second))
    }
}

fn range(a: &TimeExpr, b: &TimeExpr, direction: Direction, anchor: &Anchor) -> Option<Resolved> {
    let (first, second) = range_ends(a, b, direction, anchor)?;
    let precision = first.interval.precision.max(second.interval.precision);
    let ordered = first.interval.from <= second.interval.to;
    let mut found = made(
        Interval::new(first.interval.from, second.interval.to, precision),
        format!("{}/{}", first.timex3, second.timex3),
    );
    found.valid = first.valid && second.valid && ordered;
    Some(found)
}

/// The days that a bound leaves open.
fn bounded(named: Interval, inner: &TimeExpr, from: bool, outside: bool) -> Interval {
    let one = |d: Option<Date>, step: i64| d.and_then(|d| days(d, step));
    let part = match inner {
        TimeExpr::Date { part, .. } | TimeExpr::Offset { part, .. } => *part,
        _ => None,
    };
    // "after the beginning of March" and "before the end of December" have most of the month in them.
    let outside = outside && !matches!((from, part), (true, Some(MonthPart::Start)) | (false, Some(MonthPart::End)));
    match (from, outside) {
        (true, false) => Interval { to: None, ..named },
        (true, true) => Interval { from: one(named.to, 1), to: None, ..named },
        (false, false) => Interval { from: None, ..named },
        (false, true) => Interval { from: None, to: one(named.from, -1), ..named },
    }
}

fn at(expr: &TimeExpr, direction: Direction, anchor: &Anchor) -> Option<Resolved> {
    match expr {
        TimeExpr::Date { year, month, day, weekday, part, day_part } => {
            date_expr((*year, *month, *day), *weekday, *part, *day_part, direction, anchor)
        }
        TimeExpr::OtherCalendar { calendar, year, month, day } => {
            other_calendar(calendar, *year, *month, *day, direction, anchor)
        }
        TimeExpr::DateIn { month, day, shift, nearest } => {
            let mut year = anchor.day.year().checked_add(i16::from(*shift))?;
            if *nearest {
                let now = anchor.day.month() as u8;
                year = match shift {
                    i8::MIN..=-1 if *month < now => anchor.day.year(),
                    1..=i8::MAX if *month > now => anchor.day.year(),
                    _ => year,
                };
            }
            date_expr((Some(year), Some(*month), *day), None, None, None, direction, anchor)
        }
        TimeExpr::Weekday { day, shift, day_part } => weekday_expr(*day, *shift, *day_part, direction, anchor),
        TimeExpr::WeekdayInWeek { day, shift } => {
            let n = i64::from(*shift) * 7 + i64::from(day.to_monday_zero_offset());
            Some(day_of(days(calendar::monday(anchor.day)?, n)?, None))
        }
        TimeExpr::Weekend { shift } => {
            let week = calendar::monday(anchor.day)?;
            let n = match shift {
                Some(n) => i64::from(*n),
                None if direction == Direction::Past && anchor.day.weekday().to_monday_zero_offset() < 5 => -1,
                None => 0,
            };
            let week = days(week, 7 * n)?;
            let iso = week.iso_week_date();
            Some(made(
                Interval::new(days(week, 5), days(week, 6), Precision::Day),
                format!("{:04}-W{:02}-WE", iso.year(), iso.week()),
            ))
        }
        TimeExpr::Offset { unit, count, calendar, part, day_part } => {
            offset(*unit, *count, *calendar, *part, *day_part, anchor.day)
        }
        TimeExpr::Relative { unit, count, to } => match anchor.narrated {
            Some(base) => relative(*unit, *count, &base),
            // Where nothing has been told yet, "the next month" and "the day" are those of the day of writing.
            None if to.is_none() && (*unit > TimeUnit::Day || *count == 0) && count.abs() <= 1 => {
                offset(*unit, *count, true, None, None, anchor.day)
            }
            None => None,
        },
        TimeExpr::NthIn { n, count, unit, of } => nth(*n, *count, *unit, &at(of, direction, anchor)?),
        TimeExpr::UnitOf { unit, at: day } => {
            let base = at(day, direction, anchor)?;
            offset(*unit, 0, true, None, None, base.interval.single_day()?)
        }
        TimeExpr::Feast { rule, year: Some(y) } => feast(rule, *y),
        TimeExpr::Feast { rule, year: None } => {
            let all = (-1..=1)
                .filter_map(|k| feast(rule, anchor.day.year().checked_add(k)?))
                .filter_map(|r| Some((r.interval.from?, r.interval.to?, r)))
                .collect();
            choose(all, direction, anchor.day)
        }
        TimeExpr::Range(a, b) => range(a, b, direction, anchor),
        TimeExpr::Bound { at: inner, from, outside } => {
            // Without a tense, what is due "until Friday" lies ahead, and what holds "since March" began before.
            let direction = match (direction, from) {
                (Direction::Near, true) => Direction::Past,
                (Direction::Near, false) => Direction::Future,
                (direction, _) => direction,
            };
            let mut found = at(inner, direction, anchor)?;
            found.named = found.interval;
            found.interval = bounded(found.interval, inner, *from, *outside);
            Some(found)
        }
        TimeExpr::Duration { milli, unit } => Some(nowhere(length(*milli, *unit))),
        TimeExpr::Stretch { unit, count, past } => stretch(*unit, *count, *past, anchor.day),
        TimeExpr::Season { year: Some(y), n, quarter } => season(*y, *n, *quarter),
        TimeExpr::Season { year: None, n, quarter } => {
            let all = (-2..=2)
                .filter_map(|k| season(anchor.day.year().checked_add(k)?, *n, *quarter))
                .filter_map(|r| Some((r.interval.from?, r.interval.to?, r)))
                .collect();
            choose(all, direction, anchor.day)
        }
        TimeExpr::Years(a, b) => years(*a, *b),
        TimeExpr::Fiscal(y) => Some(nowhere(format!("FY{y:04}"))),
        TimeExpr::FiscalIn(shift) => {
            Some(nowhere(format!("FY{:04}", anchor.day.year().checked_add(i16::from(*shift))?)))
        }
        TimeExpr::NthWeekday { n, day, of } => nth_weekday(*n, *day, &at(of, direction, anchor)?),
        TimeExpr::WeekendOf(day) => weekend_of(at(day, direction, anchor)?.interval.single_day()?),
        TimeExpr::Lasting { unit, count, at: first } => lasting(*unit, *count, &at(first, direction, anchor)?.interval),
        TimeExpr::Set(value) => Some(nowhere(value.to_string())),
        TimeExpr::Clock { minute, zone } => {
            let day = anchor.narrated.and_then(|n| n.single_day()).unwrap_or(anchor.day);
            let zone = match zone {
                Some(0) => "Z".to_string(),
                Some(z) => format!("{}{:02}:{:02}", if *z < 0 { '-' } else { '+' }, z.abs() / 60, z.abs() % 60),
                None => String::new(),
            };
            let date = day_text(day);
            Some(made(Interval::day(day), format!("{date}T{:02}:{:02}{zone}", minute / 60, minute % 60)))
        }
        TimeExpr::Vague(Direction::Past) => {
            Some(made(Interval::new(None, Some(anchor.day), Precision::Unknown), "PAST_REF".into()))
        }
        TimeExpr::Vague(Direction::Future) => {
            Some(made(Interval::new(Some(anchor.day), None, Precision::Unknown), "FUTURE_REF".into()))
        }
        TimeExpr::Vague(Direction::Near) => Some(nowhere("PRESENT_REF".into())),
    }
}
