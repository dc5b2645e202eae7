//! Dates, counts and names in the words a reader sees.

use crate::contract::{Analysis, Day, Edge, EdgeKind, Origins, Precision, Report, Severity, Status, TimeValue};
pub(crate) use dateline_story::origin_count;

// not language: how our own output writes the months.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(day: Day) -> &'static str {
    MONTHS.get(usize::try_from(day.0.month()).unwrap_or(1).saturating_sub(1)).copied().unwrap_or("")
}

/// "5 Jan 2026"
pub(crate) fn day(day: Day) -> String {
    format!("{} {} {}", day.0.day(), month(day), day.0.year())
}

/// "5 Jan 2026", "4–7 Jan 2026", "Nov 2025", "2016", "by 2 Jan 2026", "from Nov 2025".
pub(crate) fn interval(time: &TimeValue) -> Option<String> {
    let coarse = |d: Day| match time.precision {
        Precision::Month => format!("{} {}", month(d), d.0.year()),
        Precision::Year => d.0.year().to_string(),
        _ => day(d),
    };
    Some(match (time.from, time.to) {
        (None, None) => return None,
        (Some(f), None) => format!("from {}", coarse(f)),
        (None, Some(t)) => format!("by {}", coarse(t)),
        (Some(f), Some(t)) => {
            let (a, b) = (coarse(f), coarse(t));
            if a == b {
                a
            } else if time.precision == Precision::Unknown {
                format!("between {} and {b}", shorten(f, t).unwrap_or(a))
            } else if matches!(time.precision, Precision::Year) {
                format!("{a}–{b}")
            } else {
                match shorten(f, t) {
                    Some(short) if !matches!(time.precision, Precision::Month) => {
                        format!("{short}–{b}")
                    }
                    _ => format!("{a} – {b}"),
                }
            }
        }
    })
}

/// The first day without what the last repeats.
fn shorten(from: Day, to: Day) -> Option<String> {
    let (f, t) = (from.0, to.0);
    if (f.year(), f.month()) == (t.year(), t.month()) {
        Some(f.day().to_string())
    } else if f.year() == t.year() {
        Some(format!("{} {}", f.day(), month(from)))
    } else {
        None
    }
}

/// "1 report", "5 reports".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// "a", "a and b", "a, b and c".
pub(crate) fn and<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [head @ .., last] => {
            format!("{} and {}", head.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

/// As [`and`], at most `most` by name: "a, b and 4 more".
pub(crate) fn and_some<S: AsRef<str>>(items: &[S], most: usize) -> String {
    if items.len() <= most + 1 {
        return and(items);
    }
    let mut shown: Vec<String> = items.iter().take(most).map(|s| s.as_ref().to_string()).collect();
    shown.push(format!("{} more", items.len() - most));
    and(&shown)
}

/// "2 to 3 independent origins", "1 origin, on the word of Ana Brandt".
pub(crate) fn origins(analysis: &Analysis, origins: &Origins) -> Option<String> {
    if origins.max.max(origins.min) == 0 {
        return None;
    }
    let mut text = origin_count(origins.min, origins.max);
    let names: Vec<&str> =
        origins.witnesses.iter().filter_map(|w| analysis.actor(w)).map(|a| a.name.as_str()).collect();
    if !names.is_empty() {
        text.push_str(", on the word of ");
        text.push_str(&and_some(&names, 2));
    }
    Some(text)
}

/// A share of 1: "33 %", "half".
pub(crate) fn share(share: f64) -> String {
    let percent = share * 100.0;
    if (percent - percent.round()).abs() < 0.05 { format!("{} %", percent.round()) } else { format!("{percent:.1} %") }
}

/// The word a reader sees for a status.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Ongoing => "under way",
        Status::Planned => "announced",
        Status::Expected => "expected",
        Status::Conditional => "if",
        Status::Denied => "denied",
        Status::Alleged => "alleged",
    }
}

/// A sign for a status.
pub(crate) fn sign(status: Status) -> &'static str {
    match status {
        Status::Happened => "●",
        Status::Ongoing => "◐",
        Status::Planned | Status::Expected | Status::Conditional => "○",
        Status::Denied | Status::Alleged => "?",
    }
}

/// What a severity means to a reader.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Material => "matters",
        Severity::Garble => "garbled in one report",
        Severity::Wording => "other words",
        Severity::Spelling => "other spelling",
    }
}

/// After a count: "3 of spelling".
pub(crate) fn folded(severity: Severity) -> &'static str {
    match severity {
        Severity::Material => "that matter",
        Severity::Garble => "garbled in one report",
        Severity::Wording => "of wording",
        Severity::Spelling => "of spelling",
    }
}

/// How the child comes from the parent, as "000: …".
pub(crate) fn descent(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Copy => "copied",
        EdgeKind::Trim => "cut down",
        EdgeKind::Rewrite => "rewritten",
        EdgeKind::Translation => "translated",
        EdgeKind::Aggregation => "draws on it",
        EdgeKind::CommonParent => "same source",
    }
}

/// The name of a parent: a report's id, or a publisher.
pub(crate) fn parent(edge: &Edge) -> (&str, bool) {
    match edge.from.strip_prefix("lost:") {
        Some(name) => (name, true),
        None => (&edge.from, false),
    }
}

/// "Meridian (01-meridian)", or the id where no outlet is known or the id says it.
pub(crate) fn report(report: &Report) -> String {
    match &report.outlet {
        Some(outlet) if !outlet.eq_ignore_ascii_case(&report.id) => {
            format!("{outlet} ({})", report.id)
        }
        _ => report.id.clone(),
    }
}

/// When a report was published, with "about" where it is inferred as an interval.
pub(crate) fn published(report: &Report) -> Option<String> {
    let p = report.published.as_ref()?;
    let time = TimeValue { from: p.from, to: p.to, precision: Precision::Day };
    let mut text = interval(&time)?;
    if p.basis == crate::contract::PublishedBasis::Inferred {
        text = format!("{text} (inferred)");
    }
    Some(text)
}

/// Line of a passage, from 1: of the input file where that is known, else of the clean text.
pub(crate) fn line_number(report: &Report, start: u32) -> u32 {
    let before = report.text.as_bytes().get(..start as usize).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count();
    report.lines.get(line).copied().unwrap_or_else(|| u32::try_from(line).unwrap_or(u32::MAX - 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(from: Option<(i16, i8, i8)>, to: Option<(i16, i8, i8)>, precision: Precision) -> TimeValue {
        let day = |d: (i16, i8, i8)| Day(jiff::civil::date(d.0, d.1, d.2));
        TimeValue { from: from.map(day), to: to.map(day), precision }
    }

    #[test]
    fn intervals_read_well() {
        let cases = [
            (time(Some((2031, 5, 6)), Some((2031, 5, 6)), Precision::Day), "6 May 2031"),
            (time(Some((2031, 5, 6)), Some((2031, 5, 9)), Precision::Day), "6–9 May 2031"),
            (time(Some((2031, 5, 30)), Some((2031, 6, 2)), Precision::Day), "30 May–2 Jun 2031"),
            (time(Some((2031, 5, 1)), Some((2031, 5, 31)), Precision::Month), "May 2031"),
            (time(Some((2030, 1, 1)), Some((2031, 12, 31)), Precision::Year), "2030–2031"),
            (time(None, Some((2031, 5, 6)), Precision::Unknown), "by 6 May 2031"),
            (time(Some((2031, 5, 1)), None, Precision::Month), "from May 2031"),
            (time(Some((2031, 5, 6)), Some((2031, 5, 9)), Precision::Unknown), "between 6 and 9 May 2031"),
        ];
        for (time, expected) in cases {
            assert_eq!(interval(&time).as_deref(), Some(expected));
        }
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!(and_some(&["a", "b", "c", "d", "e"], 2), "a, b and 3 more");
        assert_eq!(origin_count(2, 3), "2 to 3 independent origins");
    }
}
