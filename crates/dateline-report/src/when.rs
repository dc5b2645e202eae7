//! Dates as intervals: what a report says of a day is seldom one instant.

use jiff::civil::Date;

/// How finely a time is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day, or a run of days whose ends are known.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month, or a part of one.
    Month,
    /// A year, or several.
    Year,
    /// Only bounds are known, or nothing.
    Unknown,
}

/// An interval of days, both ends inclusive; an open end is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How finely it is given.
    pub precision: Precision,
}

impl Interval {
    /// One day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self { from: Some(day), to: Some(day), precision: Precision::Day }
    }

    /// From one day to another.
    #[must_use]
    pub fn new(from: Option<Date>, to: Option<Date>, precision: Precision) -> Self {
        Self { from, to, precision }
    }

    /// The calendar month of a day.
    #[must_use]
    pub fn month_of(day: Date) -> Self {
        Self::new(Some(day.first_of_month()), Some(day.last_of_month()), Precision::Month)
    }

    /// The calendar year of a day.
    #[must_use]
    pub fn year_of(day: Date) -> Self {
        Self::new(Some(day.first_of_year()), Some(day.last_of_year()), Precision::Year)
    }

    /// Could the two be the same time? Open ends meet everything on their side.
    #[must_use]
    pub fn touches(&self, other: &Self) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// Is it one known day?
    #[must_use]
    pub fn single_day(&self) -> Option<Date> {
        (self.from == self.to).then_some(self.from).flatten()
    }
}
