//! The symbolic value of a time expression, before any anchor is known.

use dateline_report::{Byte, Interval, Span, Tok};
use jiff::civil::{Date, Weekday};
use smol_str::SmolStr;

use crate::token::TokenIx;

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Part of a month, year or decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum MonthPart {
    Early,
    Mid,
    Late,
    /// "the end of December": the month, its end.
    End,
    /// "the start of the year"
    Start,
    /// "earlier this year": from its beginning to the anchor.
    Earlier,
    /// "later this week": from the anchor to its end.
    Later,
}

/// Part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

/// Which way from the anchor an underspecified expression points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Before the anchor, or on it.
    Past,
    /// After the anchor, or on it.
    Future,
    /// Not told: the nearest.
    Near,
}

/// Tense of the clause in which an expression stands, as far as it tells the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "plain words")]
pub enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// What an expression says, free of any anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeExpr {
    /// A date with what is printed of it: "January 4, 2026", "in November", "2016", "Tuesday, January 7", "late October 2025".
    Date {
        /// Gregorian year.
        year: Option<i16>,
        /// 1 to 12.
        month: Option<u8>,
        /// 1 to 31.
        day: Option<u8>,
        /// Weekday printed beside a day of the month.
        weekday: Option<Weekday>,
        /// Part of the month or year.
        part: Option<MonthPart>,
        /// Part of the day.
        day_part: Option<DayPart>,
    },
    /// Days or months of another calendar, already converted to Gregorian days ("20 Esfand 1401"); `None` year: the nearest such.
    OtherCalendar {
        /// Name of the calendar ("persian", "hijri").
        calendar: SmolStr,
        /// Year in that calendar, if printed.
        year: Option<i32>,
        /// Month in that calendar, 1 to 12.
        month: u8,
        /// Day in that calendar, if printed.
        day: Option<u8>,
    },
    /// A weekday alone, with "last", "next", "this" where printed (-1, 1, 0).
    Weekday {
        /// Which day.
        day: Weekday,
        /// Modifier: "last" -1, "this" 0, "next" 1.
        shift: Option<i8>,
        /// Part of the day.
        day_part: Option<DayPart>,
    },
    /// Counted in whole units from the anchor: "today" (0 days), "last month" (-1 month), "two days ago" (-2 days), "this year".
    Offset {
        /// Unit.
        unit: TimeUnit,
        /// How many; negative is the past.
        count: i32,
        /// Whether the count is from the anchor's day ("two years ago": exact) or of calendar units ("last year").
        calendar: bool,
        /// Part of the month or year ("earlier this month": see `after_anchor`).
        part: Option<MonthPart>,
        /// Part of the day ("last night", "this morning").
        day_part: Option<DayPart>,
    },
    /// Relative to something narrated: "a day after the kingdom executed ...", "the day before that vote", "two days later".
    Relative {
        /// Unit.
        unit: TimeUnit,
        /// How many; negative is before.
        count: i32,
        /// Predicate or noun of the happening it is relative to, where printed; else the time narrated last.
        to: Option<TokenIx>,
    },
    /// From one to another: "from 6 to 10 March 2023".
    Range(Box<TimeExpr>, Box<TimeExpr>),
    /// "since 2017": begins then, open. "until Friday", "by 10 May": `from` is false.
    Bound {
        /// The bound.
        at: Box<TimeExpr>,
        /// The bound is the beginning.
        from: bool,
        /// What is named lies outside: "after 2018" begins in 2019, "before May" ends in April.
        outside: bool,
    },
    /// A length of time with no place on the calendar: "four days".
    Duration {
        /// How many, thousandths ("half a year" is 500 years/1000).
        milli: i64,
        /// Unit.
        unit: TimeUnit,
    },
    /// A season or quarter: "the summer", "Q3 2025". `n` 1 to 4: spring, summer, autumn, winter or first to fourth quarter.
    Season {
        /// Year, if printed.
        year: Option<i16>,
        /// Which.
        n: u8,
        /// A quarter, not a season.
        quarter: bool,
    },
    /// "the 1990s", "the 20th century": first and last year.
    Years(i16, i16),
    /// A month (or day) of a year counted from the anchor's: "in March last year", "last September".
    DateIn {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: Option<u8>,
        /// "last" -1, "this" 0, "next" 1.
        shift: i8,
        /// The modifier stands before the month ("last September": the latest before this month), not before "year".
        nearest: bool,
    },
    /// A weekday of a week counted from the anchor's: "Tuesday of last week".
    WeekdayInWeek {
        /// Which day.
        day: Weekday,
        /// "last" -1, "this" 0, "next" 1.
        shift: i8,
    },
    /// "the weekend", "last weekend": Saturday and Sunday of a week counted from the anchor's.
    Weekend {
        /// "last" -1, "this" 0, "next" 1.
        shift: Option<i8>,
    },
    /// A length of time that ends or begins at the anchor: "the past nine days" (-9), "the next six months" (6).
    Stretch {
        /// Unit.
        unit: TimeUnit,
        /// How many; negative is the past. 0: not told ("the past few years"), see `past`.
        count: i32,
        /// It ends at the anchor.
        past: bool,
    },
    /// A part of a longer time, counted: "the first week of March", "the last three days of 2021", "the second half of this year".
    NthIn {
        /// Which, from 1; negative from the end: -1 is the last.
        n: i8,
        /// How many of them.
        count: u8,
        /// What is counted; `None`: halves.
        unit: Option<TimeUnit>,
        /// Of what.
        of: Box<TimeExpr>,
    },
    /// The calendar unit in which a day lies: "the week of 10 April".
    UnitOf {
        /// Week, month or year.
        unit: TimeUnit,
        /// The day.
        at: Box<TimeExpr>,
    },
    /// A weekday of a longer time, counted: "the first Monday of May", "the last Friday in June".
    NthWeekday {
        /// Which, from 1; negative from the end: -1 is the last.
        n: i8,
        /// Which day.
        day: Weekday,
        /// Of what.
        of: Box<TimeExpr>,
    },
    /// The weekend at a day: "the weekend of 12 March", "Labor Day weekend".
    WeekendOf(Box<TimeExpr>),
    /// A length of time whose first day is told: "three days starting on Monday".
    Lasting {
        /// Unit.
        unit: TimeUnit,
        /// How many.
        count: i32,
        /// The first day.
        at: Box<TimeExpr>,
    },
    /// A feast whose day moves from year to year: "Easter", "Eid al-Fitr".
    Feast {
        /// How its day is found, as `data/en/time/words.toml` writes it.
        rule: SmolStr,
        /// Year, if printed.
        year: Option<i16>,
    },
    /// A financial year, by the year that names it. Its days differ from state to state and are not given.
    Fiscal(i16),
    /// A financial year counted from the year of the anchor: "last fiscal year".
    FiscalIn(i8),
    /// A repeated time: "every Friday". TIMEX3 value as far as known.
    Set(SmolStr),
    /// A clock time alone: "at 4:17 a.m.", with minutes since midnight and the zone's offset in minutes where printed.
    Clock {
        /// Minutes since midnight.
        minute: u16,
        /// Offset of the zone from UTC in minutes, where printed.
        zone: Option<i16>,
    },
    /// Vague: TIMEX3's `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`.
    Vague(Direction),
}

/// One time expression in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// The words of the expression, without preposition ("Friday", "Jan. 3, 2016", "last month").
    pub span: Span<Byte>,
    /// The same as tokens.
    pub tokens: Span<Tok>,
    /// What it says.
    pub expr: TimeExpr,
    /// Tense of its clause.
    pub tense: Tense,
    /// Predicate it modifies, by the parse.
    pub of: Option<TokenIx>,
    /// Stands inside quotation marks.
    pub quoted: bool,
}

/// What an expression is resolved against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Day of the document, or of the quoted statement.
    pub day: Date,
    /// Time narrated last before the expression, for "two days later", "that day" and months without a year.
    pub narrated: Option<Interval>,
}

/// A resolved expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The days of what is told: of "until Friday" all up to Friday.
    pub interval: Interval,
    /// The days that the words of the expression name: of "until Friday" that Friday. The preposition is no part of the expression.
    pub named: Interval,
    /// TIMEX3 value ("2026-01-02", "2025-11", "P4D", "PAST_REF").
    pub timex3: String,
    /// False if it cannot be (a weekday that the date is not).
    pub valid: bool,
    /// The day against which it was resolved, if one was needed.
    pub anchor: Option<Date>,
}
