//! Values of parts of a longer time, of other calendars and of feasts.

use dateline_report::{Interval, Precision};
use jiff::civil::{Date, Weekday};

use super::calendar::{self, civil, days, months};
use super::expr::{Anchor, Direction, Resolved, TimeUnit};
use super::resolve::choose;
use super::value::{day_of, length, made, week_of};

/// A counted part of a time; halves without a unit.
pub(super) fn nth(n: i8, count: u8, unit: Option<TimeUnit>, of: &Resolved) -> Option<Resolved> {
    let (from, to) = (of.named.from?, of.named.to?);
    // Place of the first one, from the beginning or from the end.
    let place = |all: i64| if n > 0 { i64::from(n) - 1 } else { all + i64::from(n) - i64::from(count) + 1 };
    let length_of = |unit| length(i64::from(count) * 1000, unit);
    let inside = |first: Date, last: Date, precision, value: String| {
        (first <= to && last >= from).then(|| made(Interval::new(Some(first), Some(last), precision), value))
    };
    match unit {
        None => {
            let all = (to.duration_since(from).as_hours() / 24) + 1;
            let middle = if all > 360 && from.day() == 1 { months(from, 6)? } else { days(from, all / 2)? };
            let (first, last) = if n == 1 { (from, middle.yesterday().ok()?) } else { (middle, to) };
            let value =
                if all > 360 { format!("{}-H{}", of.timex3, if n == 1 { 1 } else { 2 }) } else { of.timex3.clone() };
            inside(first, last, Precision::Month, value)
        }
        Some(TimeUnit::Day) => {
            let first = days(from, place(to.duration_since(from).as_hours() / 24 + 1))?;
            let last = days(first, i64::from(count) - 1)?;
            inside(first, last, Precision::Day, if count == 1 { first.to_string() } else { length_of(TimeUnit::Day) })
        }
        Some(TimeUnit::Week) => {
            // A week belongs to the month or year in which its Thursday lies.
            let thursday = |day: Date| days(calendar::monday(day)?, 3);
            let (mut a, mut z) = (thursday(from)?, thursday(to)?);
            if a < from {
                a = days(a, 7)?;
            }
            if z > to {
                z = days(z, -7)?;
            }
            let first = days(calendar::monday(a)?, 7 * place(z.duration_since(a).as_hours() / 168 + 1))?;
            let last = days(first, 7 * i64::from(count) - 1)?;
            let value = if count == 1 { week_of(first)?.timex3 } else { length_of(TimeUnit::Week) };
            inside(first, last, Precision::Week, value)
        }
        Some(unit @ (TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year)) => {
            let step = match unit {
                TimeUnit::Month => 1,
                TimeUnit::Quarter => 3,
                _ => 12,
            };
            let all = i64::from(to.year() - from.year()) * 12 + i64::from(to.month() - from.month()) + 1;
            let first = months(from.first_of_month(), i32::try_from(place(all / step) * step).ok()?)?;
            let last = months(first, i32::try_from(i64::from(count) * step - 1).ok()?)?.last_of_month();
            let value = match (count, unit) {
                (1, TimeUnit::Month) => format!("{:04}-{:02}", first.year(), first.month()),
                (1, TimeUnit::Quarter) => format!("{:04}-Q{}", first.year(), (first.month() - 1) / 3 + 1),
                (1, _) => format!("{:04}", first.year()),
                _ => length_of(unit),
            };
            inside(first, last, if unit == TimeUnit::Year { Precision::Year } else { Precision::Month }, value)
        }
        Some(_) => None,
    }
}

/// "the first Monday of May", from the end with a negative count.
pub(super) fn nth_weekday(n: i8, weekday: Weekday, of: &Resolved) -> Option<Resolved> {
    let (from, to) = (of.named.from?, of.named.to?);
    let day = if n > 0 {
        let first = days(from, i64::from(from.weekday().until(weekday)))?;
        days(first, 7 * (i64::from(n) - 1))?
    } else {
        let last = days(to, -i64::from(to.weekday().since(weekday)))?;
        days(last, 7 * (i64::from(n) + 1))?
    };
    (day >= from && day <= to).then(|| day_of(day, None))
}

/// A day or month of another calendar.
pub(super) fn other_calendar(
    calendar: &str,
    year: Option<i32>,
    month: u8,
    day: Option<u8>,
    direction: Direction,
    anchor: &Anchor,
) -> Option<Resolved> {
    let convert = |y: i32, d: u8| {
        if calendar == "persian" { calendar::persian(y, month, d) } else { calendar::hijri(y, month, d) }
    };
    let exact = calendar == "persian";
    let whole = |y: i32| -> Option<(Date, Date, Resolved)> {
        match day {
            Some(d) => {
                let date = convert(y, d)?;
                let found = if exact {
                    day_of(date, None)
                } else {
                    // The month begins when the moon is seen: a day either way.
                    made(Interval::new(days(date, -1), days(date, 1), Precision::Unknown), date.to_string())
                };
                Some((date, date, found))
            }
            None => {
                let (from, to) = (
                    convert(y, 1)?,
                    days(convert(y, 29)?, i64::from(exact && month <= 6) + i64::from(exact && month <= 11))?,
                );
                Some((from, to, made(Interval::new(Some(from), Some(to), Precision::Month), format!("{from}/{to}"))))
            }
        }
    };
    if let Some(y) = year {
        return whole(y).map(|w| w.2);
    }
    let base = i32::from(anchor.day.year());
    let about = if exact { base - 621 } else { ((f64::from(base) - 622.0) * 1.0307) as i32 };
    choose((about - 3..=about + 3).filter_map(whole).collect(), direction, anchor.day)
}

/// A feast by its rule: "easter1", "11-4-4" (the fourth Thursday of November; a count of 0 is the last; a fourth number is the days after
/// it), "hijri-10-1", "persian-1-1".
pub(super) fn feast(rule: &str, year: i16) -> Option<Resolved> {
    if let Some(after) = rule.strip_prefix("easter") {
        return Some(day_of(days(calendar::easter(year)?, after.parse().ok()?)?, None));
    }
    if let Some((month, day)) = rule.strip_prefix("hijri-").and_then(|r| r.split_once('-')) {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let about = ((f64::from(year) - 622.0) * 1.0307) as i32;
        let date = (about - 1..=about + 2).find_map(|y| calendar::hijri(y, month, day).filter(|d| d.year() == year))?;
        // The month begins when the moon is seen: a day either way.
        return Some(made(Interval::new(days(date, -1), days(date, 1), Precision::Unknown), date.to_string()));
    }
    if let Some((month, day)) = rule.strip_prefix("persian-").and_then(|r| r.split_once('-')) {
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let date = [621, 622]
            .iter()
            .find_map(|n| calendar::persian(i32::from(year) - n, month, day).filter(|d| d.year() == year))?;
        return Some(day_of(date, None));
    }
    let mut parts = rule.split('-').map(str::parse::<i8>);
    let (month, weekday, count) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let first = civil(year, u8::try_from(month).ok()?, 1)?;
    let day = first.nth_weekday_of_month(if count == 0 { -1 } else { count }, weekday).ok()?;
    let after = parts.next().and_then(Result::ok).unwrap_or(0);
    Some(day_of(days(day, i64::from(after))?, None))
}
