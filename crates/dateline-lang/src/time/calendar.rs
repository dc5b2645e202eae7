//! Calendars: weekdays, the Gregorian reckoning, the solar year of Iran and the tabular lunar year of Islam.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Is that day of the Gregorian calendar that weekday? `false` also where there is no such day.
///
/// ```
/// use jiff::civil::Weekday;
/// assert!(dateline_lang::time::check_weekday(2026, 1, 4, Weekday::Sunday));
/// assert!(!dateline_lang::time::check_weekday(2023, 2, 6, Weekday::Tuesday));
/// ```
#[must_use]
pub fn check_weekday(year: i16, month: u8, day: u8, weekday: Weekday) -> bool {
    civil(year, month, day).is_some_and(|d| d.weekday() == weekday)
}

/// A day, if there is one.
pub(super) fn civil(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `n` days on.
pub(super) fn days(date: Date, n: i64) -> Option<Date> {
    date.checked_add(n.checked_mul(24).map_or(jiff::SignedDuration::MAX, jiff::SignedDuration::from_hours)).ok()
}

/// `n` months on; the day is kept within the month.
pub(super) fn months(date: Date, n: i32) -> Option<Date> {
    date.checked_add(i64::from(n).months()).ok()
}

/// Monday of the week of a day.
pub(super) fn monday(date: Date) -> Option<Date> {
    days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

fn from_julian_day(number: i64) -> Option<Date> {
    // Julian day 2440588 began at noon of 1 January 1970.
    days(civil(1970, 1, 1)?, number - 2_440_588)
}

/// A day of the solar hijri calendar in Gregorian reckoning.
///
/// The leap years follow the 33-year rule (`(25 y + 11) mod 33 < 8`), which agrees with the astronomical calendar from 1178 to 1633
/// (Gregorian 1799 to 2254); other years give `None`.
#[must_use]
pub fn persian(year: i32, month: u8, day: u8) -> Option<Date> {
    if !(1178..=1633).contains(&year) || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let leap = (25 * year + 11).rem_euclid(33) < 8;
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29 + u8::from(leap),
    };
    if day > length {
        return None;
    }
    let years = i64::from(year) - 1;
    let leaps = (8 * i64::from(year) + 21).div_euclid(33);
    let before = i64::from(month - 1);
    let in_year = before * 31 - (before - 6).max(0);
    from_julian_day(1_948_319 + 365 * years + leaps + in_year + i64::from(day))
}

/// A day of the tabular Islamic calendar (civil epoch) in Gregorian reckoning; the observed day may differ by one or two.
#[must_use]
pub fn hijri(year: i32, month: u8, day: u8) -> Option<Date> {
    if !(1..=1700).contains(&year) || !(1..=12).contains(&month) || !(1..=30).contains(&day) {
        return None;
    }
    let (y, m) = (i64::from(year), i64::from(month));
    from_julian_day(i64::from(day) + (59 * (m - 1) + 1) / 2 + (y - 1) * 354 + (3 + 11 * y).div_euclid(30) + 1_948_439)
}

/// Easter Sunday of the Gregorian calendar, by the tables of the calendar reform as Gauss and Meeus write them.
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let moon = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (b % 4) + 2 * (c / 4) - moon - c % 4).rem_euclid(7);
    let early = (a + 11 * moon + 22 * to_sunday) / 451;
    let n = moon + to_sunday - 7 * early + 114;
    civil(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persian_days() {
        // Nowruz of several years, and the leap day of 1399, as the official calendar has them.
        for (y, m, d, want) in [
            (1401, 12, 20, "2023-03-11"),
            (1402, 1, 1, "2023-03-21"),
            (1403, 1, 1, "2024-03-20"),
            (1399, 12, 30, "2021-03-20"),
            (1404, 1, 1, "2025-03-21"),
            (1357, 11, 22, "1979-02-11"),
        ] {
            assert_eq!(persian(y, m, d).map(|d| d.to_string()).as_deref(), Some(want), "{y}-{m}-{d}");
        }
        assert_eq!(persian(1402, 12, 30), None);
    }

    #[test]
    fn easter_sundays() {
        for day in ["1995-04-16", "2008-03-23", "2018-04-01", "2019-04-21", "2026-04-05", "2038-04-25"] {
            let day: Date = day.parse().unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn hijri_days() {
        assert_eq!(hijri(1444, 9, 1).unwrap().to_string(), "2023-03-23");
        assert_eq!(hijri(1446, 10, 1).unwrap().to_string(), "2025-03-31");
    }
}
