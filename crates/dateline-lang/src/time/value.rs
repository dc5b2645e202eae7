//! Days and TIMEX3 values of units, months, years and lengths, counted from a day.

use dateline_report::{Interval, Precision};
use jiff::civil::{Date, Weekday};

use super::calendar::{self, civil, days, months};
use super::expr::{Anchor, DayPart, Direction, MonthPart, Resolved, TimeUnit};

/// A year as TIMEX3 has it; years before ours are counted without a year nought (`-299` is 300 BC).
pub(super) fn year_text(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

/// A day as TIMEX3 has it.
pub(super) fn day_text(day: Date) -> String {
    format!("{}-{:02}-{:02}", year_text(day.year()), day.month(), day.day())
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

pub(super) fn part_letters(part: DayPart) -> &'static str {
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

pub(super) fn nowhere(timex3: String) -> Resolved {
    made(Interval::new(None, None, Precision::Unknown), timex3)
}

pub(super) fn day_of(day: Date, part: Option<DayPart>) -> Resolved {
    made(Interval::day(day), format!("{}{}", day_text(day), part.map_or("", part_letters)))
}

pub(super) fn month_of(year: i16, month: u8, part: Option<MonthPart>) -> Option<Resolved> {
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
    Some(made(interval, format!("{}-{month:02}", year_text(year))))
}

pub(super) fn year_of(year: i16, part: Option<MonthPart>) -> Option<Resolved> {
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
    Some(made(Interval::new(Some(from), Some(to), Precision::Year), year_text(year)))
}

pub(super) fn week_of(day: Date) -> Option<Resolved> {
    let monday = calendar::monday(day)?;
    let iso = monday.iso_week_date();
    Some(made(
        Interval::new(Some(monday), days(monday, 6), Precision::Week),
        format!("{:04}-W{:02}", iso.year(), iso.week()),
    ))
}

pub(super) fn weekday_expr(
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

pub(super) fn offset(
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

pub(super) fn season(year: i16, n: u8, quarter: bool) -> Option<Resolved> {
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
    Some(made(Interval::new(Some(from), Some(to), Precision::Month), format!("{}-{code}", year_text(year))))
}

pub(super) fn years(from: i16, to: i16) -> Option<Resolved> {
    let timex3 = match to - from {
        9 if from > 0 && from % 10 == 0 => format!("{:03}", from / 10),
        9 if from < 0 && (1 - to) % 10 == 0 => format!("BC{:03}", (1 - to) / 10),
        99 if from > 0 && from % 100 == 1 => format!("{:02}", from / 100),
        99 if from < 0 && from % 100 == -99 => format!("BC{:02}", -to / 100),
        _ => format!("{}/{}", year_text(from), year_text(to)),
    };
    Some(made(Interval::new(civil(from, 1, 1), civil(to, 12, 31), Precision::Year), timex3))
}

pub(super) fn relative(unit: TimeUnit, count: i32, base: &Interval) -> Option<Resolved> {
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

/// A count of days or longer units from a day that is known: to the day.
pub(super) fn counted(unit: TimeUnit, count: i32, base: &Interval) -> Option<Date> {
    let day = base.single_day()?;
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => None,
        TimeUnit::Day => days(day, i64::from(count)),
        TimeUnit::Week => days(day, i64::from(count) * 7),
        TimeUnit::Month => months(day, count),
        TimeUnit::Quarter => months(day, count.checked_mul(3)?),
        TimeUnit::Year => months(day, count.checked_mul(12)?),
        TimeUnit::Decade => months(day, count.checked_mul(120)?),
        TimeUnit::Century => months(day, count.checked_mul(1200)?),
    }
}

/// A length that begins on a day: "three days starting on Monday".
pub(super) fn lasting(unit: TimeUnit, count: i32, base: &Interval) -> Option<Resolved> {
    let from = base.single_day()?;
    let to = days(counted(unit, count, base)?, -1)?;
    Some(made(Interval::new(Some(from), Some(to.max(from)), Precision::Day), length(i64::from(count) * 1000, unit)))
}

/// The Saturday and Sunday nearest to a day: the ones before it for the first half of a week.
pub(super) fn weekend_of(day: Date) -> Option<Resolved> {
    let week = calendar::monday(days(day, if day.weekday().to_monday_zero_offset() < 2 { -7 } else { 0 })?)?;
    let iso = week.iso_week_date();
    Some(made(
        Interval::new(days(week, 5), days(week, 6), Precision::Day),
        format!("{:04}-W{:02}-WE", iso.year(), iso.week()),
    ))
}

pub(super) fn stretch(unit: TimeUnit, count: i32, past: bool, day: Date) -> Option<Resolved> {
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
