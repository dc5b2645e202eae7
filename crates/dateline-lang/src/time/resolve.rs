//! From what an expression says to days: [`resolve`].

use dateline_report::{Interval, Precision};
use jiff::civil::{Date, Weekday};

use super::calendar::{self, civil, days, months};
use super::expr::{Anchor, DayPart, Direction, MonthPart, Resolved, Tense, TimeExpr, TimeMention, TimeUnit};
use super::parts::{feast, nth, other_calendar};

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
        TimeExpr::Bound { at, .. } | TimeExpr::NthIn { of: at, .. } | TimeExpr::UnitOf { at, .. } => needs_anchor(at),
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
    let direction = match tense {
        Tense::Past => Direction::Past,
        Tense::Future => Direction::Future,
        Tense::Present | Tense::Unknown => Direction::Near,
    };
    let mut found = at(expr, direction, anchor)?;
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

/// Of "two days after 12 January", the place of the date that is named there: the mention after `n`.
#[must_use]
pub fn counted_from(times: &[TimeMention], n: usize) -> Option<usize> {
    let TimeExpr::Relative { to: Some(to), .. } = times.get(n)?.expr else { return None };
    times.get(n + 1).filter(|next| next.tokens.has(to.0)).map(|_| n + 1)
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
    times
        .iter()
        .enumerate()
        .map(|(n, t)| {
            if let Some(base) = counted_from(times, n).and_then(|k| times.get(k)) {
                let base = resolve(&base.expr, base.tense, &Anchor { day, narrated }).map(|r| r.named);
                return resolve(&t.expr, t.tense, &Anchor { day, narrated: base.or(narrated) });
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
                _ => resolve(&t.expr, t.tense, &Anchor { day, narrated }),
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

/// TIMEX3's letter of a unit, without the `T` of hours, minutes and seconds.
pub(super) fn unit_letter(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "S",
        TimeUnit::Minute | TimeUnit::Month => "M",
        TimeUnit::Hour => "H",
        TimeUnit::Day => "D",
        TimeUnit::Week => "W",
        TimeUnit::Quarter => "Q",
        TimeUnit::Year => "Y",
        TimeUnit::Decade => "DE",
        TimeUnit::Century => "CE",
    }
}

/// `P4D`, `PT30M`, `PXY`; decades as ten years.
pub(super) fn length(milli: i64, unit: TimeUnit) -> String {
    let time = if matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour) { "T" } else { "" };
    let (milli, unit) = match unit {
        TimeUnit::Decade if milli > 0 => (milli.saturating_mul(10), TimeUnit::Year),
        TimeUnit::Century if milli > 0 => (milli.saturating_mul(100), TimeUnit::Year),
        unit => (milli, unit),
    };
    let letter = unit_letter(unit);
    if milli == 0 {
        return format!("P{time}X{letter}");
    }
    let number = milli as f64 / 1000.0;
    format!("P{time}{number}{letter}")
}

fn part_letters(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "TMO",
        DayPart::Noon => "T12:00",
        DayPart::Afternoon => "TAF",
        DayPart::Evening => "TEV",
        DayPart::Night => "TNI",
    }
}

pub(super) fn made(interval: Interval, timex3: String) -> Resolved {
    Resolved { interval, named: interval, timex3, valid: true, anchor: None }
}

fn nowhere(timex3: String) -> Resolved {
    made(Interval::new(None, None, Precision::Unknown), timex3)
}

pub(super) fn day_of(day: Date, part: Option<DayPart>) -> Resolved {
    made(Interval::day(day), format!("{day}{}", part.map_or("", part_letters)))
}

fn month_of(year: i16, month: u8, part: Option<MonthPart>) -> Option<Resolved> {
    let first = civil(year, month, 1)?;
    let mut interval = Interval::month_of(first);
    let (from, to) = match part {
        Some(MonthPart::Early) => (first, days(first, 9)?),
        Some(MonthPart::Mid) => (days(first, 10)?, days(first, 19)?),
        Some(MonthPart::Late) => (days(first, 20)?, first.last_of_month()),
        // What "earlier" and "later" are counted from is the anchor, which the caller knows.
        Some(MonthPart::End | MonthPart::Start | MonthPart::Earlier | MonthPart::Later) | None => {
            (first, first.last_of_month())
        }
    };
    (interval.from, interval.to) = (Some(from), Some(to));
    Some(made(interval, format!("{year:04}-{month:02}")))
}

fn year_of(year: i16, part: Option<MonthPart>) -> Option<Resolved> {
    let first = civil(year, 1, 1)?;
    let (a, b) = match part {
        Some(MonthPart::Early | MonthPart::Start) => (1, 4),
        Some(MonthPart::Mid) => (5, 8),
        Some(MonthPart::Late) => (9, 12),
        Some(MonthPart::End) => (10, 12),
        Some(MonthPart::Earlier | MonthPart::Later) | None => (1, 12),
    };
    let (from, to) = (civil(year, a, 1)?, civil(year, b, 1)?.last_of_month());
    debug_assert!(first <= from);
    Some(made(Interval::new(Some(from), Some(to), Precision::Year), format!("{year:04}")))
}

pub(super) fn week_of(day: Date) -> Option<Resolved> {
    let monday = calendar::monday(day)?;
    let iso = monday.iso_week_date();
    Some(made(
        Interval::new(Some(monday), days(monday, 6), Precision::Week),
        format!("{:04}-W{:02}", iso.year(), iso.week()),
    ))
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
    found.timex3 = format!("{year:04}-{month:02}-{day:02}");
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

fn weekday_expr(
    weekday: Weekday,
    shift: Option<i8>,
    part: Option<DayPart>,
    direction: Direction,
    anchor: &Anchor,
) -> Option<Resolved> {
    let today = anchor.day;
    let ahead = i64::from(today.weekday().until(weekday));
    let back = i64::from(today.weekday().since(weekday));
    let day = match shift {
        Some(..0) => days(today, if back == 0 { -7 } else { -back }),
        Some(1..) => days(calendar::monday(today)?, 7 + i64::from(weekday.to_monday_zero_offset())),
        Some(0) if direction == Direction::Past => days(today, -back),
        Some(0) => days(today, ahead),
        None => match direction {
            Direction::Past => days(today, -back),
            Direction::Future => days(today, ahead),
            Direction::Near => days(today, if back <= ahead { -back } else { ahead }),
        },
    }?;
    Some(day_of(day, part))
}

fn offset(
    unit: TimeUnit,
    count: i32,
    calendar_units: bool,
    part: Option<MonthPart>,
    day_part: Option<DayPart>,
    from: Date,
) -> Option<Resolved> {
    let n = i64::from(count);
    let mut found = match unit {
        TimeUnit::Second | TimeUnit::Minute => day_of(from, day_part),
        TimeUnit::Hour => {
            let (a, b) = (days(from, n.div_euclid(24))?, days(from, (n + 23).div_euclid(24))?);
            let interval = if a == b { Interval::day(a) } else { Interval::new(Some(a), Some(b), Precision::Unknown) };
            made(interval, if n < 0 { b } else { a }.to_string())
        }
        TimeUnit::Day => day_of(days(from, n)?, day_part),
        TimeUnit::Week => {
            let day = days(from, n.checked_mul(7)?)?;
            let mut week = week_of(day)?;
            if !calendar_units {
                week.timex3 = day.to_string();
            }
            week
        }
        TimeUnit::Month => {
            let day = months(from.first_of_month(), count)?;
            month_of(day.year(), day.month() as u8, part)?
        }
        TimeUnit::Quarter => {
            let day = months(from.first_of_month(), count.checked_mul(3)?)?;
            season(day.year(), (day.month() as u8 - 1) / 3 + 1, true)?
        }
        TimeUnit::Year => year_of(from.year().checked_add(i16::try_from(count).ok()?)?, part)?,
        TimeUnit::Decade => {
            let year = from.year().checked_add(i16::try_from(count.checked_mul(10)?).ok()?)?;
            if calendar_units {
                years(year.div_euclid(10) * 10, year.div_euclid(10) * 10 + 9)?
            } else {
                year_of(year, None)?
            }
        }
        TimeUnit::Century => {
            let year = from.year().checked_add(i16::try_from(count.checked_mul(100)?).ok()?)?;
            let first = (year - 1).div_euclid(100) * 100 + 1;
            years(first, first + 99)?
        }
    };
    // "earlier this month" is over, "later this week" is to come.
    if count == 0 && found.interval.from.is_some_and(|f| f <= from) && found.interval.to.is_some_and(|t| t >= from) {
        match part {
            Some(MonthPart::Earlier) => found.interval.to = Some(from),
            Some(MonthPart::Later) => found.interval.from = Some(from),
            _ => {}
        }
    }
    Some(found)
}

fn season(year: i16, n: u8, quarter: bool) -> Option<Resolved> {
    let (first, code) = match (quarter, n) {
        (true, 1..=4) => (n * 3 - 2, format!("Q{n}")),
        (false, 1) => (3, "SP".into()),
        (false, 2) => (6, "SU".into()),
        (false, 3) => (9, "FA".into()),
        (false, 4) => (12, "WI".to_string()),
        _ => return None,
    };
    let from = civil(year, first, 1)?;
    let to = months(from, 2)?.last_of_month();
    Some(made(Interval::new(Some(from), Some(to), Precision::Month), format!("{year:04}-{code}")))
}

fn years(from: i16, to: i16) -> Option<Resolved> {
    let timex3 = match to - from {
        9 if from % 10 == 0 => format!("{:03}", from / 10),
        99 if from % 100 == 1 => format!("{:02}", from / 100),
        _ => format!("{from:04}/{to:04}"),
    };
    Some(made(Interval::new(civil(from, 1, 1), civil(to, 12, 31), Precision::Year), timex3))
}

fn relative(unit: TimeUnit, count: i32, base: &Interval) -> Option<Resolved> {
    let end = if count < 0 { base.from.or(base.to)? } else { base.to.or(base.from)? };
    let mut found = offset(unit, count, false, None, None, end)?;
    if unit == TimeUnit::Day && base.precision != Precision::Day {
        // Counted in days from something that is not known to the day.
        let n = i64::from(count);
        found.interval =
            Interval::new(base.from.and_then(|d| days(d, n)), base.to.and_then(|d| days(d, n)), Precision::Unknown);
        found.timex3 = "XXXX-XX-XX".into();
    }
    Some(found)
}

fn range(a: &TimeExpr, b: &TimeExpr, direction: Direction, anchor: &Anchor) -> Option<Resolved> {
    // "18 November to 19 December 2015": the year is told once, at the end.
    let told;
    let a = match (a, b) {
        (
            TimeExpr::Date { year: None, month: Some(m), day, weekday, part, day_part },
            TimeExpr::Date { year: Some(y), month: Some(n), .. },
        ) => {
            let year = Some(if m > n { y.saturating_sub(1) } else { *y });
            told = TimeExpr::Date {
                year,
                month: Some(*m),
                day: *day,
                weekday: *weekday,
                part: *part,
                day_part: *day_part,
            };
            &told
        }
        _ => a,
    };
    let moved = |day: Option<Date>| Anchor { day: day.unwrap_or(anchor.day), narrated: anchor.narrated };
    let (first, second) = if direction == Direction::Future {
        let first = at(a, Direction::Future, anchor)?;
        let second = at(b, Direction::Future, &moved(first.interval.from))?;
        (first, second)
    } else {
        let second = at(b, direction, anchor)?;
        // What is counted from the day of writing does not move with the other end: "between now and 21 May".
        let counted = matches!(a, TimeExpr::Offset { .. });
        let first = at(a, Direction::Past, &if counted { *anchor } else { moved(second.interval.to) })?;
        (first, second)
    };
    let precision = first.interval.precision.max(second.interval.precision);
    let ordered = first.interval.from <= second.interval.to;
    let mut found = made(
        Interval::new(first.interval.from, second.interval.to, precision),
        format!("{}/{}", first.timex3, second.timex3),
    );
    found.valid = first.valid && second.valid && ordered;
    Some(found)
}

fn stretch(unit: TimeUnit, count: i32, past: bool, day: Date) -> Option<Resolved> {
    let timex3 = length(i64::from(count.unsigned_abs()) * 1000, unit);
    if count == 0 {
        let (from, to) = if past { (None, Some(day)) } else { (Some(day), None) };
        return Some(made(Interval::new(from, to, Precision::Unknown), timex3));
    }
    if unit == TimeUnit::Quarter {
        // Quarters are whole ones of the calendar.
        let near = offset(unit, if past { -1 } else { 1 }, true, None, None, day)?.interval;
        let far = offset(unit, count, true, None, None, day)?.interval;
        let (from, to) = (near.from.min(far.from), near.to.max(far.to));
        return Some(made(Interval::new(from, to, Precision::Month), timex3));
    }
    let (other, precision) = match unit {
        TimeUnit::Second | TimeUnit::Minute => (day, Precision::Day),
        TimeUnit::Hour => (days(day, i64::from(count).div_euclid(24))?, Precision::Day),
        TimeUnit::Day => (days(day, i64::from(count))?, Precision::Day),
        TimeUnit::Week => (days(day, i64::from(count) * 7)?, Precision::Day),
        TimeUnit::Month => (months(day, count)?, Precision::Month),
        TimeUnit::Quarter => (months(day, count.checked_mul(3)?)?, Precision::Month),
        TimeUnit::Year => (months(day, count.checked_mul(12)?)?, Precision::Year),
        TimeUnit::Decade => (months(day, count.checked_mul(120)?)?, Precision::Year),
        TimeUnit::Century => (months(day, count.checked_mul(1200)?)?, Precision::Year),
    };
    // What is to come in "the next three days" begins tomorrow.
    let first = if past || unit < TimeUnit::Day { other.min(day) } else { days(day, 1)?.min(other) };
    Some(made(Interval::new(Some(first), Some(other.max(day)), precision), timex3))
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
            let one = |d: Option<Date>, step: i64| d.and_then(|d| days(d, step));
            found.interval = match (*from, *outside) {
                (true, false) => Interval { to: None, ..found.interval },
                (true, true) => Interval { from: one(found.named.to, 1), to: None, ..found.interval },
                (false, false) => Interval { from: None, ..found.interval },
                (false, true) => Interval { from: None, to: one(found.named.from, -1), ..found.interval },
            };
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
        TimeExpr::Set(value) => Some(nowhere(value.to_string())),
        TimeExpr::Clock { minute, zone } => {
            let day = anchor.narrated.and_then(|n| n.single_day()).unwrap_or(anchor.day);
            let zone = match zone {
                Some(0) => "Z".to_string(),
                Some(z) => format!("{}{:02}:{:02}", if *z < 0 { '-' } else { '+' }, z.abs() / 60, z.abs() % 60),
                None => String::new(),
            };
            Some(made(Interval::day(day), format!("{day}T{:02}:{:02}{zone}", minute / 60, minute % 60)))
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
