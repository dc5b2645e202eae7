//! The day that a page prints at its article, where its head names none.

use jiff::civil::Date;

use super::letters;
use super::names::PageNames;
use super::tree::{Item, Kind};

/// Longer texts are no line with a date.
const LONGEST: usize = 160;

/// A line of its own with a date is no longer.
const SHORT: usize = 60;

/// So many elements and texts behind the headline are beside it.
const NEAR: usize = 60;

/// The first day in an element whose name says that it holds one.
pub(crate) fn printed(items: &[Item], names: &PageNames) -> Option<Date> {
    items.iter().enumerate().filter(|(_, i)| i.dated && i.chars <= LONGEST).find_map(|(n, item)| {
        let pieces = items.get(n..item.end.max(n)).unwrap_or_default().iter().map(|i| i.text.as_str());
        day(&pieces.collect::<Vec<_>>().join(" "), names)
    })
}

/// The first day in a short line beside the headline: behind it, or else before it.
pub(crate) fn beside(items: &[Item], title: &str, names: &PageNames) -> Option<Date> {
    let title = letters(title);
    let of = |n: usize, item: &Item| -> String {
        items.get(n..item.end.max(n)).unwrap_or_default().iter().map(|i| i.text.as_str()).collect()
    };
    let heads = |(n, item): (usize, &Item)| item.kind == Kind::Heading && letters(&of(n, item)) == title;
    let at = items.iter().enumerate().find(|(n, i)| heads((*n, i))).map(|(n, _)| n)?;
    let short = |i: &&Item| i.kind == Kind::Text && i.chars <= SHORT;
    let behind = items.iter().skip(at).take(NEAR).filter(short).find_map(|i| day(&i.text, names));
    let before =
        || items.get(at.saturating_sub(NEAR / 2)..at)?.iter().rev().filter(short).find_map(|i| day(&i.text, names));
    behind.or_else(before)
}

/// The day that an address names: `/2031/02/03/`.
pub(crate) fn of_address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(3).find_map(|w| match w {
        [y, m, d] if y.len() == 4 && m.len() <= 2 && d.len() <= 2 => {
            date(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
        }
        _ => None,
    })
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (1990..2100).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// The first day in a line: `3.2.2031`, `2031-02-03`, `3. Februar 2031`, `Feb 3, 2031`. Of `3/2/2031` nobody knows which is the month, unless
/// one of them can be none.
fn day(line: &str, names: &PageNames) -> Option<Date> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in line.chars() {
        let kind = if c.is_ascii_digit() {
            1
        } else if c.is_alphabetic() {
            2
        } else {
            0
        };
        match (kind, words.last_mut()) {
            (0, _) if matches!(c, '.' | '-' | '/') => words.push(c.to_string()),
            (0, _) => {}
            (k, Some(word)) if last == Some(k) => word.extend(c.to_lowercase()),
            _ => words.push(c.to_lowercase().collect()),
        }
        last = Some(kind);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |w: &str| w.parse::<i16>().ok().filter(|_| w.len() <= 4);
    let small = |w: &str| number(w).filter(|_| w.len() <= 2).and_then(|n| i8::try_from(n).ok());
    let year = |w: &str| number(w).filter(|_| w.len() == 4);
    for at in 0..words.len() {
        let found = match words.get(at..).unwrap_or_default() {
            [y, a, m, b, d, ..] if a == b && matches!(*a, "-" | "." | "/") && y.len() == 4 => {
                year(y).zip(small(m)).zip(small(d)).and_then(|((y, m), d)| date(y, m, d))
            }
            [d, a, m, b, y, ..] if a == b && matches!(*a, "-" | "." | "/") && y.len() == 4 => {
                year(y).zip(small(m)).zip(small(d)).and_then(|((y, m), d)| match *a {
                    "/" if m > 12 => date(y, d, m),
                    "/" if d <= 12 && d != m => None,
                    _ => date(y, m, d),
                })
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    // Signs and little words between the parts: "3 de febrero de 2031", "Feb. 3rd, 2031".
    let words: Vec<&str> =
        words.into_iter().filter(|w| !matches!(*w, "." | "-" | "/") && !names.between.contains(*w)).collect();
    words.windows(3).find_map(|w| match w {
        [d, m, y] if small(d).is_some() => date(year(y)?, names.month(m)?, small(d)?),
        [m, d, y] => date(year(y)?, names.month(m)?, small(d)?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let names = PageNames::load(&dateline_data::DataSet::built_in()).unwrap();
        let said = |line: &str| day(line, &names).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(said("Freitag, 3. Februar 2031, 14:05 Uhr"), "2031-02-03");
        assert_eq!(said("Feb. 3rd, 2031"), "2031-02-03");
        assert_eq!(said("Publicado el 3 de febrero de 2031"), "2031-02-03");
        assert_eq!(said("14:05 | 03.02.2031"), "2031-02-03");
        assert_eq!(said("2031-02-03T14:05"), "2031-02-03");
        assert_eq!(said("13/02/2031"), "2031-02-13");
        assert_eq!(said("03/02/2031"), "");
        assert_eq!(said("31. Februar 2031"), "");
        assert_eq!(
            of_address("https://kotka.example/2031/02/03/ice.html").map(|d| d.to_string()).as_deref(),
            Some("2031-02-03")
        );
        assert_eq!(of_address("https://kotka.example/2031/ice"), None);
    }
}
