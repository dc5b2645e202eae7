//! From a matched rule to [`TimeExpr`].

use jiff::civil::Weekday;
use smol_str::SmolStr;

use super::expr::{DayPart, Direction, MonthPart, Tense, TimeExpr, TimeUnit};
use super::pattern::{Capture, Match};
use super::rules::{Make, TimeRules, compact_day};
use crate::quantity::{Atom, AtomKind};

/// What came of a match.
pub(super) enum Built {
    /// It is no time, and its pieces are free for other rules.
    Reject,
    /// It is no time, and nothing else may be found in it.
    Consume,
    /// Expressions: first piece, the one after the last, what it says; outer ones first.
    Times(Vec<Piece>),
}

/// One built expression.
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) expr: TimeExpr,
    /// Tense that the expression itself settles ("last summer").
    pub(super) tense: Option<Tense>,
    /// "a day after ...": what it is relative to follows the expression.
    pub(super) follows: bool,
}

pub(super) fn unit(name: &str) -> Option<TimeUnit> {
    Some(match name {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" | "fortnight" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        "century" => TimeUnit::Century,
        _ => return None,
    })
}

fn part(name: &str) -> Option<MonthPart> {
    Some(match name {
        "early" => MonthPart::Early,
        "earlier" => MonthPart::Earlier,
        "mid" | "middle" => MonthPart::Mid,
        "late" => MonthPart::Late,
        "later" => MonthPart::Later,
        "end" => MonthPart::End,
        "start" => MonthPart::Start,
        _ => return None,
    })
}

fn day_part(name: &str) -> Option<DayPart> {
    Some(match name {
        "morning" => DayPart::Morning,
        "noon" => DayPart::Noon,
        "afternoon" => DayPart::Afternoon,
        "evening" => DayPart::Evening,
        "night" => DayPart::Night,
        _ => return None,
    })
}

pub(super) fn weekday(number: f64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number as i8).ok()
}

/// Classes of a day of the month.
// not language: names of classes in the rule files
const DAYS: &[&str] = &["DAY", "DAYTH", "DAYO", "DAYW"];

/// The slots of a match.
struct Slots<'a> {
    m: &'a Match,
    rules: &'a TimeRules,
}

impl Slots<'_> {
    fn set(&self, name: &str) -> Option<&SmolStr> {
        self.rules.rules.get(self.m.rule)?.set.get(name)
    }

    fn all<'s>(&'s self, class: &'s [&'s str]) -> impl Iterator<Item = &'s Capture> + 's {
        self.m.captures.iter().filter(move |c| class.contains(&c.class.as_str()))
    }

    fn first(&self, class: &[&str]) -> Option<&Capture> {
        self.m.captures.iter().find(|c| class.contains(&c.class.as_str()))
    }

    fn number(&self, class: &[&str]) -> Option<f64> {
        self.first(class).map(|c| c.number)
    }

    fn word(&self, of: &[&str]) -> bool {
        self.m.words.iter().any(|(at, w)| *at >= self.m.start && *at < self.m.end && of.contains(&w.as_str()))
    }

    fn year(&self) -> Option<i16> {
        // Two digits are a year of the last hundred that lie near.
        let short = || self.number(&["YY"]).map(|y| if y < 50.0 { 2000.0 + y } else { 1900.0 + y });
        self.number(&["YEAR", "YEARW"]).or_else(short).map(|y| y as i16)
    }

    fn month(&self) -> Option<u8> {
        self.number(&["MONTH", "MONTHU", "MM"]).map(|m| m as u8)
    }

    /// How many units: a fortnight is two weeks.
    fn count(&self) -> Option<f64> {
        let n = self.number(&["NUM"]);
        let two =
            self.all(&["UNIT", "CUNIT", "UNITS", "LONGS"]).any(|c| c.value == "fortnight") || self.word(&["fortnight"]);
        if two { Some(2.0 * n.unwrap_or(if self.word(&["half"]) { 0.5 } else { 1.0 })) } else { n }
    }

    fn day(&self) -> Option<u8> {
        self.number(DAYS).map(|d| d as u8)
    }

    fn weekday(&self) -> Option<Weekday> {
        weekday(self.number(&["WDA", "WEEKDAY", "WEEKDAYS"])?)
    }

    fn part(&self) -> Option<MonthPart> {
        if let Some(name) = self.set("part") {
            return part(name);
        }
        let captured = self.first(&["PART", "PARTOF"]).and_then(|c| part(&c.value));
        captured.or_else(|| self.m.words.iter().filter(|(at, _)| *at >= self.m.start).find_map(|(_, w)| part(w)))
    }

    fn day_part(&self) -> Option<DayPart> {
        if let Some(name) = self.set("day_part") {
            return day_part(name);
        }
        let captured = self.first(&["DAYPART"]).and_then(|c| day_part(&c.value));
        captured.or_else(|| self.m.words.iter().find_map(|(_, w)| day_part(w)))
    }

    fn shift(&self) -> Option<i8> {
        self.number(&["SHIFT", "LASTNEXT", "PREVNEXT"]).map(|s| s as i8)
    }

    fn unit(&self) -> Option<TimeUnit> {
        if let Some(name) = self.set("unit") {
            return unit(name);
        }
        let captured = self.first(&["UNIT", "CUNIT", "UNITS", "LONGS"]).and_then(|c| unit(&c.value));
        captured.or_else(|| {
            self.m.words.iter().filter(|(at, _)| *at >= self.m.start && *at < self.m.end).find_map(|(_, w)| {
                match w.as_str() {
                    "night" | "evening" | "morning" | "afternoon" => Some(TimeUnit::Day),
                    "days" => Some(TimeUnit::Day),
                    w => unit(w.trim_end_matches('s')),
                }
            })
        })
    }

    fn integer(&self, name: &str) -> Option<i32> {
        self.set(name)?.parse().ok()
    }
}

/// A date as printed, also one that cannot be ("February 30"): the resolution marks it.
fn date(slots: &Slots) -> Option<TimeExpr> {
    let (year, month, day) = (slots.year(), slots.month(), slots.day());
    if let (Some(m), Some(d)) = (month, day)
        && (d > 31 || m > 12)
    {
        return None;
    }
    Some(TimeExpr::Date { year, month, day, weekday: slots.weekday(), part: slots.part(), day_part: slots.day_part() })
}

fn days_in(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) fn plain_date(year: Option<i16>, month: Option<u8>, day: Option<u8>) -> TimeExpr {
    TimeExpr::Date { year, month, day, weekday: None, part: None, day_part: None }
}

/// A numeric date. Year first where the first number has four digits. Else day first, unless only month first gives a date;
/// with slashes month first is as common in news, so that `3/10/2023` is read by `month_first`.
pub(super) fn numeric(a: u16, b: u8, c: u16, mark: char, month_first: bool) -> Option<TimeExpr> {
    let full = |y: u16| if y < 100 { if y < 70 { 2000 + y } else { 1900 + y } } else { y } as i16;
    let valid = |m: u16, d: u16| (1..=12).contains(&m) && (1..=31).contains(&d);
    let (year, month, day) = if a > 31 {
        (full(a), u16::from(b), c)
    } else {
        let day_first = valid(u16::from(b), a);
        let month_leads = valid(a, u16::from(b));
        match (day_first, month_leads) {
            (true, true) if mark == '/' && month_first => (full(c), a, u16::from(b)),
            (true, _) => (full(c), u16::from(b), a),
            (false, true) => (full(c), a, u16::from(b)),
            _ => return None,
        }
    };
    valid(month, day).then(|| plain_date(Some(year), Some(month as u8), Some(day as u8)))
}

/// Builds what a match says.
pub(super) fn build(rules: &TimeRules, atoms: &[Atom], m: &Match) -> Built {
    let slots = Slots { m, rules };
    let Some(rule) = rules.rules.get(m.rule) else {
        return Built::Reject;
    };
    let one =
        |expr: TimeExpr| Built::Times(vec![Piece { start: m.start, end: m.end, expr, tense: None, follows: false }]);
    let some = |expr: Option<TimeExpr>| expr.map_or(Built::Reject, one);
    match rule.make {
        Make::None => Built::Consume,
        // Month and year in figures are written without a space: "2015-12".
        Make::Date
            if slots.first(&["MM"]).is_some()
                && (!slots.year().is_some_and(|y| (1800..2200).contains(&y))
                    || atoms.get(m.start).is_some_and(|a| a.glued)
                    || !(m.start + 1..m.end).all(|n| atoms.get(n).is_some_and(|a| a.glued))) =>
        {
            Built::Reject
        }
        Make::Date | Make::DayAlone => some(date(&slots)),
        Make::DateIn => some(slots.month().and_then(|month| {
            let nearest = !slots.word(&["year"]);
            Some(TimeExpr::DateIn { month, day: slots.day(), shift: slots.shift()?, nearest })
        })),
        Make::NumericDate => some(match atoms.get(m.start).map(|a| a.kind) {
            Some(AtomKind::NumericDate(a, b, c, mark)) => numeric(a, b, c, mark, true),
            Some(AtomKind::Number { value, .. }) => {
                compact_day(value).map(|(year, month, day)| plain_date(Some(year), Some(month), Some(day)))
            }
            _ => None,
        }),
        Make::Year => some(slots.year().map(|y| plain_date(Some(y), None, None))),
        Make::Holiday => some(holiday(&slots)).with_tense(slots.shift()),
        Make::HolidayWeekend => some(holiday(&slots).map(|day| TimeExpr::WeekendOf(Box::new(day)))),
        Make::Range | Make::Pair => day_range(&slots, rule.make == Make::Range),
        Make::YearRange => year_range(&slots),
        Make::MonthRange => month_range(&slots),
        Make::Weekday => {
            some(slots.weekday().map(|day| TimeExpr::Weekday { day, shift: slots.shift(), day_part: slots.day_part() }))
        }
        Make::WeekdayInWeek => {
            some(slots.weekday().map(|day| TimeExpr::WeekdayInWeek { day, shift: slots.shift().unwrap_or(1) }))
        }
        Make::Weekend => {
            one(TimeExpr::Weekend { shift: slots.shift().or_else(|| slots.word(&["coming"]).then_some(1)) })
        }
        Make::Set => one(TimeExpr::Set(set_value(&slots))),
        Make::Offset => some(offset(&slots)),
        Make::Relative => relative(&slots, m),
        Make::Stretch => some(slots.unit().and_then(|unit| {
            let past = slots.integer("sign").unwrap_or(-1) < 0;
            let count = match slots.count() {
                Some(n) if n.fract() == 0.0 && n < 10_000.0 => n as i32,
                Some(_) => return None,
                None if slots.word(&["few", "several", "couple", "recent", "coming"]) => 0,
                None => 1,
            };
            Some(TimeExpr::Stretch { unit, count: if past { -count } else { count }, past })
        })),
        Make::Vague => one(TimeExpr::Vague(match slots.set("dir").map(SmolStr::as_str) {
            Some("past") => Direction::Past,
            Some("future") => Direction::Future,
            _ => Direction::Near,
        })),
        // "weeks later": a length that is not told, from a time that is not known.
        Make::Unplaced => some(slots.unit().map(|unit| TimeExpr::Duration { milli: 0, unit })),
        Make::Duration => some(duration(&slots)),
        Make::Season => some(slots.number(&["SEASON", "SEASONU"]).map(|n| TimeExpr::Season {
            year: slots.year(),
            n: n as u8,
            quarter: false,
        }))
        .with_tense(slots.shift()),
        Make::Quarter => quarter(&slots),
        Make::Decade => {
            some(slots.number(&["DECADE", "DECADEYY", "DECADEWORD"]).map(|y| TimeExpr::Years(y as i16, y as i16 + 9)))
        }
        Make::Century => some(
            slots
                .number(&["ORD"])
                .filter(|n| (1.0..=21.0).contains(n))
                .map(|n| TimeExpr::Years((n as i16 - 1) * 100 + 1, n as i16 * 100)),
        ),
        Make::Fiscal => {
            let named = slots.number(&["YEAR"]).or_else(|| slots.number(&["YY"]).map(|y| 2000.0 + y));
            let named = named.map(|y| TimeExpr::Fiscal(y as i16));
            some(named.or_else(|| slots.shift().map(TimeExpr::FiscalIn)))
        }
        Make::Clock => some(clock(&slots)),
        // Of what stands in a piece of its own, which joins the two.
        Make::NthIn => some(nth(&slots)),
        Make::NthWeekday => some(nth_weekday(&slots)),
        Make::WeekendOf => one(TimeExpr::WeekendOf(Box::new(TimeExpr::Vague(Direction::Near)))),
        Make::HalfYear => some(slots.first(&["HALF"]).zip(slots.year()).map(|(half, year)| {
            let of = Box::new(plain_date(Some(year), None, None));
            TimeExpr::NthIn { n: half.number as i8, count: 1, unit: None, of }
        })),
        Make::OldYear => {
            some(slots.number(&["OLD"]).map(|n| plain_date(Some(1 - n as i16), slots.month(), slots.day())))
        }
        Make::OldYears => some(match (slots.number(&["OLD"]), slots.number(&["ORD"])) {
            // "the 470s BC": 479 to 470.
            (Some(n), _) if n % 10.0 == 0.0 => Some(TimeExpr::Years(-8 - n as i16, 1 - n as i16)),
            (None, Some(n)) if (1.0..=90.0).contains(&n) => {
                Some(TimeExpr::Years(1 - n as i16 * 100, -(n as i16 - 1) * 100))
            }
            _ => None,
        }),
        Make::UnitOf => {
            some(slots.unit().map(|unit| TimeExpr::UnitOf { unit, at: Box::new(TimeExpr::Vague(Direction::Near)) }))
        }
        Make::OtherCalendar => {
            some(slots.number(&["PMONTH", "PMONTHU", "HMONTH"]).map(|month| TimeExpr::OtherCalendar {
                calendar: slots.set("calendar").cloned().unwrap_or_default(),
                year: slots.year().map(i32::from),
                month: month as u8,
                day: slots.day(),
            }))
        }
    }
}

impl Built {
    fn with_tense(mut self, shift: Option<i8>) -> Self {
        if let (Built::Times(list), Some(shift)) = (&mut self, shift) {
            for piece in list {
                piece.tense = match shift {
                    ..0 => Some(Tense::Past),
                    1.. => Some(Tense::Future),
                    0 => None,
                };
            }
        }
        self
    }
}

fn piece(start: usize, end: usize, expr: TimeExpr) -> Piece {
    Piece { start, end, expr, tense: None, follows: false }
}

fn holiday(slots: &Slots) -> Option<TimeExpr> {
    let c = slots.first(&["HOLIDAY"])?;
    let fixed = c.value.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
    Some(match fixed {
        Some((month, day)) => plain_date(slots.year(), Some(month), Some(day)),
        None => TimeExpr::Feast { rule: c.value.clone(), year: slots.year() },
    })
}

/// "the first Monday" of what stands in a piece of its own.
fn nth_weekday(slots: &Slots) -> Option<TimeExpr> {
    let n = slots.first(&["NTHIN", "ORD"])?.number;
    let n = (1.0..=5.0).contains(&n.abs()).then_some(n as i8)?;
    Some(TimeExpr::NthWeekday { n, day: slots.weekday()?, of: Box::new(TimeExpr::Vague(Direction::Near)) })
}

/// Of "18 November to 19 December 2015" the first end with its year, which is told once.
pub(super) fn with_year_of(a: &TimeExpr, b: &TimeExpr) -> Option<TimeExpr> {
    let TimeExpr::Date { year: Some(y), month: Some(last), .. } = b else { return None };
    let mut told = a.clone();
    if let TimeExpr::Date { year: year @ None, month: Some(m), .. } = &mut told {
        *year = Some(if *m > *last { y.saturating_sub(1) } else { *y });
        return Some(told);
    }
    None
}

/// "6 to 10 March 2023": the range and its two ends, or the two ends alone.
fn day_range(slots: &Slots, whole: bool) -> Built {
    let days: Vec<&Capture> = slots.all(DAYS).collect();
    let (Some(month), [a, b, ..]) = (slots.first(&["MONTH"]), days.as_slice()) else {
        return Built::Reject;
    };
    let (from, to) = (a.number as u8, b.number as u8);
    let m = month.number as u8;
    if to > days_in(m) || from > 31 || (whole && from >= to) {
        return Built::Reject;
    }
    let year = slots.year();
    let first = plain_date(year, Some(m), Some(from));
    let second = plain_date(year, Some(m), Some(to));
    let month_leads = month.at < a.at;
    let mut times = Vec::new();
    if whole {
        times.push(piece(
            slots.m.start,
            slots.m.end,
            TimeExpr::Range(Box::new(first.clone()), Box::new(second.clone())),
        ));
    }
    let a_start = if month_leads { slots.m.start.max(month.at) } else { a.at };
    times.push(piece(a_start, a.at + a.len, first));
    times.push(piece(b.at, slots.m.end, second));
    Built::Times(times)
}

fn year_range(slots: &Slots) -> Built {
    let years: Vec<&Capture> = slots.all(&["YEAR", "YY"]).collect();
    let [a, b, ..] = years.as_slice() else {
        return Built::Reject;
    };
    let from = a.number as i16;
    let short = b.class == "YY";
    let to = if short { from / 100 * 100 + b.number as i16 } else { b.number as i16 };
    if to <= from || (short && to - from > 20) || to - from > 1000 {
        return Built::Reject;
    }
    let (first, second) = (plain_date(Some(from), None, None), plain_date(Some(to), None, None));
    let mut times =
        vec![piece(slots.m.start, slots.m.end, TimeExpr::Range(Box::new(first.clone()), Box::new(second.clone())))];
    times.push(piece(a.at, a.at + a.len, first));
    times.push(piece(b.at, b.at + b.len, second));
    Built::Times(times)
}

fn month_range(slots: &Slots) -> Built {
    let months: Vec<&Capture> = slots.all(&["MONTH", "MONTHU"]).collect();
    let [a, b, ..] = months.as_slice() else {
        return Built::Reject;
    };
    let (from, to) = (a.number as u8, b.number as u8);
    let year = slots.year();
    let first = plain_date(year.map(|y| if from > to { y - 1 } else { y }), Some(from), None);
    let second = plain_date(year, Some(to), None);
    let mut times =
        vec![piece(slots.m.start, slots.m.end, TimeExpr::Range(Box::new(first.clone()), Box::new(second.clone())))];
    times.push(piece(a.at, a.at + a.len, first));
    times.push(piece(b.at, slots.m.end, second));
    Built::Times(times)
}

fn set_value(slots: &Slots) -> SmolStr {
    if let Some(value) = slots.set("value") {
        return value.clone();
    }
    if let Some(day) = slots.weekday() {
        return format!("XXXX-WXX-{}", day.to_monday_one_offset()).into();
    }
    let count = slots.count().unwrap_or(if slots.word(&["other"]) { 2.0 } else { 1.0 });
    let letter = slots.unit().map_or("D", super::value::unit_letter);
    if matches!(slots.unit(), Some(TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second)) {
        format!("PT{count}{letter}").into()
    } else {
        format!("P{count}{letter}").into()
    }
}

fn offset(slots: &Slots) -> Option<TimeExpr> {
    let unit = slots.unit()?;
    let day_part = slots.day_part();
    if let Some(count) = slots.integer("count") {
        let part = slots.set("part").and_then(|_| slots.part());
        return Some(TimeExpr::Offset { unit, count, calendar: true, part, day_part });
    }
    if slots.set("calendar").is_some() {
        let count = slots.shift().map_or(if slots.word(&["previous"]) { -1 } else { 0 }, i32::from);
        return Some(TimeExpr::Offset { unit, count, calendar: true, part: slots.part(), day_part: None });
    }
    let number = slots.count().unwrap_or(if slots.word(&["half"]) { 0.5 } else { 1.0 });
    let sign = slots.integer("sign").unwrap_or(-1);
    // Half a year is six months, a year and a half eighteen.
    let (number, unit) = match unit {
        TimeUnit::Year if number.fract() != 0.0 => ((number * 12.0).round(), TimeUnit::Month),
        TimeUnit::Decade if number.fract() != 0.0 => ((number * 10.0).round(), TimeUnit::Year),
        unit => (number.round(), unit),
    };
    (number.abs() < 100_000.0).then_some(TimeExpr::Offset {
        unit,
        count: number as i32 * sign,
        calendar: false,
        part: None,
        day_part: None,
    })
}

fn relative(slots: &Slots, m: &Match) -> Built {
    let Some(unit) = slots.unit() else {
        return Built::Reject;
    };
    let count = match slots.integer("count") {
        Some(c) => c,
        None => {
            let sign = slots.integer("sign").unwrap_or(1);
            let n = slots.count().unwrap_or(1.0);
            if n > 100_000.0 {
                return Built::Reject;
            }
            sign * n.round() as i32
        }
    };
    // "a day after the vote": the expression is "a day", what follows "after" is what it is counted from; "two days after," stands alone.
    let last = m.words.iter().rfind(|(at, _)| *at < m.end).map(|(_, w)| w.as_str());
    let follows = matches!(last, Some("after" | "before"));
    let expr = TimeExpr::Relative { unit, count, to: None };
    Built::Times(vec![Piece { start: m.start, end: m.end, expr, tense: None, follows }])
}

fn duration(slots: &Slots) -> Option<TimeExpr> {
    let unit = slots.unit()?;
    let number = match slots.count() {
        Some(n) => n,
        None if slots.first(&["LONGS"]).is_some() || slots.word(&["several", "few", "many", "couple", "number"]) => 0.0,
        None if slots.word(&["half"]) && slots.word(&["and"]) => 1.5,
        None if slots.word(&["half"]) => 0.5,
        None => 1.0,
    };
    (number < 1e9).then_some(TimeExpr::Duration { milli: (number * 1000.0).round() as i64, unit })
}

fn nth(slots: &Slots) -> Option<TimeExpr> {
    let ordinal = slots.first(&["NTHIN", "NTHHALF", "ORD", "DAYTH"])?;
    let n = (ordinal.number.abs() <= 100.0).then_some(ordinal.number as i8).filter(|n| *n != 0)?;
    let unit = if slots.set("half").is_some() { None } else { Some(slots.unit()?) };
    let count = match slots.number(&["NUM"]) {
        Some(c) if (1.0..=100.0).contains(&c) => c as u8,
        Some(_) => return None,
        None => 1,
    };
    Some(TimeExpr::NthIn { n, count, unit, of: Box::new(TimeExpr::Vague(Direction::Near)) })
}

fn quarter(slots: &Slots) -> Built {
    let Some(n) = slots.number(&["QN", "NTH"]) else {
        return Built::Reject;
    };
    let expr = match slots.shift() {
        // "the third quarter of last year": of a year that is counted from the anchor.
        Some(shift) => {
            let year = TimeExpr::Offset {
                unit: TimeUnit::Year,
                count: i32::from(shift),
                calendar: true,
                part: None,
                day_part: None,
            };
            TimeExpr::NthIn { n: n as i8, count: 1, unit: Some(TimeUnit::Quarter), of: Box::new(year) }
        }
        None => TimeExpr::Season { year: slots.year(), n: n as u8, quarter: true },
    };
    Built::Times(vec![Piece { start: slots.m.start, end: slots.m.end, expr, tense: None, follows: false }])
}

fn clock(slots: &Slots) -> Option<TimeExpr> {
    let named = slots.integer("minute").map(f64::from);
    let hours = slots.number(&["HOUR"]).or_else(|| slots.number(&["NUM"])).map(|h| h * 60.0);
    let minute = named.or_else(|| slots.number(&["CLOCK", "CLOCKDOT", "HHMM"])).or(hours)?;
    let half = slots.first(&["AMPM", "LONGAMPM"]).map(|c| c.value.as_str());
    if half.is_some() && !(60.0..780.0).contains(&minute) && minute >= 780.0 {
        return None;
    }
    let minute = match half {
        Some("pm") if minute < 720.0 => minute + 720.0,
        Some("am") if minute >= 720.0 => minute - 720.0,
        _ => minute,
    };
    if !(0.0..=1440.0).contains(&minute) {
        return None;
    }
    Some(TimeExpr::Clock { minute: (minute as u16) % 1440, zone: slots.number(&["ZONE"]).map(|z| z as i16) })
}
