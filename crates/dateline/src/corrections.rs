//! The file in which a user corrects what the program took for the same, or did not: `corrections.toml`. This module reads its text; the
//! caller reads the file.
//!
//! ```toml
//! [[not_same]]
//! names = ["Han Seo-jin", "Han Seo-min"]
//! why = "the president and her sister"
//!
//! [[same]]
//! names = ["Trade Council", "Council for Commerce"]
//! reports = ["0f3a…"]   # in these alone; sha256 as the JSON output gives it, or its first eight digits or more
//!
//! [[same_story]]            # joins the stories of these reports
//! reports = ["0f3a…", "77b1…"]
//!
//! [[not_same_story]]        # no two of these reports tell one story
//! reports = ["0f3a…", "c402…"]
//! why = "last year's summit"
//! ```

use std::collections::BTreeSet;

use dateline_story::{Corrections, NameCorrection, StoryCorrection};
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    same: Vec<Spanned<Entry>>,
    #[serde(default)]
    not_same: Vec<Spanned<Entry>>,
    #[serde(default)]
    same_story: Vec<Spanned<StoryEntry>>,
    #[serde(default)]
    not_same_story: Vec<Spanned<StoryEntry>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoryEntry {
    reports: Vec<String>,
    why: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    names: Vec<String>,
    #[serde(default)]
    reports: Vec<String>,
    why: Option<String>,
}

/// The least of a sha256 that says which report is meant.
const FEWEST_DIGITS: usize = 8;

/// Reads the text of a file of corrections; `path` is named in messages.
///
/// # Errors
/// One line that names file, line, reason and remedy.
///
/// ```
/// let text = "[[same]]\nnames = [\"Ada Berg\", \"A. Berg\"]\n";
/// assert_eq!(dateline::corrections::parse("corrections.toml", text).unwrap().names.len(), 1);
/// let wrong = dateline::corrections::parse("corrections.toml", "[[same]]\nnames = [\"Ada Berg\"]\n").unwrap_err();
/// assert_eq!(wrong, "corrections.toml, line 1: an entry needs two names or more that differ; write names = [\"One\", \"Other\"]");
/// ```
pub fn parse(path: &str, text: &str) -> Result<Corrections, String> {
    let line = |at: usize| text.get(..at).map_or(1, |t| t.matches('\n').count() + 1);
    let written: Written = toml::from_str(text).map_err(|e| {
        let place = e.span().map(|s| format!(", line {}", line(s.start))).unwrap_or_default();
        let said = e.message().lines().collect::<Vec<_>>().join(" ");
        format!("{path}{place}: {said}; write entries as [[same]] or [[not_same]] with names = [\"One\", \"Other\"], and why and reports where you like, or as [[same_story]] or [[not_same_story]] with reports = [\"sha256\", \"sha256\"]")
    })?;
    let all = written.same.iter().map(|e| (true, e)).chain(written.not_same.iter().map(|e| (false, e)));
    let mut entries: Vec<(usize, bool, &Entry)> =
        all.map(|(same, e)| (line(e.span().start), same, e.get_ref())).collect();
    entries.sort_by_key(|(line, same, _)| (*line, *same));
    let mut out = Corrections::default();
    for (line, same, entry) in entries {
        let place = format!("{path}, line {line}");
        let distinct: BTreeSet<String> = entry.names.iter().map(|n| folded(n)).filter(|n| !n.is_empty()).collect();
        if distinct.len() < 2 || distinct.len() < entry.names.len() {
            return Err(format!(
                "{place}: an entry needs two names or more that differ; write names = [\"One\", \"Other\"]"
            ));
        }
        let reports = hashes(&entry.reports, &place)?;
        let new = NameCorrection { same, names: entry.names.clone(), reports, why: entry.why.clone(), place };
        if let Some(old) = out.names.iter().find(|old| contradict(old, &new)) {
            return Err(format!("{}: says the contrary of {}; take one of them out", new.place, old.place));
        }
        out.names.push(new);
    }
    out.stories = stories(path, &written, &line)?;
    Ok(out)
}

/// Hashes of reports in lower case.
fn hashes(written: &[String], place: &str) -> Result<Vec<String>, String> {
    let reports: Vec<String> = written.iter().map(|r| r.trim().to_ascii_lowercase()).collect();
    let hash = |r: &String| (FEWEST_DIGITS..=64).contains(&r.len()) && r.chars().all(|c| c.is_ascii_hexdigit());
    match reports.iter().find(|r| !hash(r)) {
        Some(bad) => Err(format!(
            "{place}: '{bad}' is no sha256; take it from \"sha256\" of the report in the JSON output ({FEWEST_DIGITS} digits or more)"
        )),
        None => Ok(reports),
    }
}

fn stories(path: &str, written: &Written, line: &dyn Fn(usize) -> usize) -> Result<Vec<StoryCorrection>, String> {
    let all = written.same_story.iter().map(|e| (true, e)).chain(written.not_same_story.iter().map(|e| (false, e)));
    let mut entries: Vec<(usize, bool, &StoryEntry)> =
        all.map(|(same, e)| (line(e.span().start), same, e.get_ref())).collect();
    entries.sort_by_key(|(line, same, _)| (*line, *same));
    let mut out: Vec<StoryCorrection> = Vec::new();
    for (line, same, entry) in entries {
        let place = format!("{path}, line {line}");
        let reports = hashes(&entry.reports, &place)?;
        let meets = |a: &String, b: &String| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
        let twice = reports.iter().enumerate().any(|(n, a)| reports[..n].iter().any(|b| meets(a, b)));
        if reports.len() < 2 || twice {
            return Err(format!(
                "{place}: an entry needs two reports or more that differ; write reports = [\"sha256\", \"sha256\"]"
            ));
        }
        let shared = |old: &StoryCorrection| {
            old.same != same && old.reports.iter().filter(|a| reports.iter().any(|b| meets(a, b))).count() > 1
        };
        if let Some(old) = out.iter().find(|old| shared(old)) {
            return Err(format!("{place}: says the contrary of {}; take one of them out", old.place));
        }
        out.push(StoryCorrection { same, reports, why: entry.why.clone(), place });
    }
    Ok(out)
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One says that two names are the same, the other that they are not, of a report in common.
fn contradict(a: &NameCorrection, b: &NameCorrection) -> bool {
    let names = |c: &NameCorrection| c.names.iter().map(|n| folded(n)).collect::<BTreeSet<_>>();
    let reports = a.reports.is_empty()
        || b.reports.is_empty()
        || a.reports.iter().any(|x| b.reports.iter().any(|y| x.starts_with(y.as_str()) || y.starts_with(x.as_str())));
    a.same != b.same && reports && names(a).intersection(&names(b)).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wrong(text: &str, parts: &[&str]) {
        let said = parse("c.toml", text).unwrap_err();
        for part in parts {
            assert!(said.contains(part), "{said:?} lacks {part:?}");
        }
    }

    #[test]
    fn entries_in_the_order_of_their_lines() {
        let text = "[[not_same]]\nnames = [\"A B\", \"A C\"]\nwhy = \"two\"\n\n[[same]]\nnames = [\"D\", \"E\", \"F\"]\nreports = [\"0123abcd\"]\n";
        let read = parse("c.toml", text).unwrap();
        let places: Vec<&str> = read.names.iter().map(|c| c.place.as_str()).collect();
        assert_eq!(places, ["c.toml, line 1", "c.toml, line 5"]);
        assert_eq!((read.names[0].same, read.names[1].names.len()), (false, 3));
    }

    #[test]
    fn faults_name_line_and_remedy() {
        wrong("[[same]\n", &["c.toml, line 1", "[[same]] or [[not_same]]"]);
        wrong("\n[[equal]]\nnames = [\"A\", \"B\"]\n", &["c.toml, line 2", "equal", "[[same]] or [[not_same]]"]);
        wrong("[[same]]\nnames = [\"A\", \"a\"]\n", &["line 1", "two names"]);
        wrong("[[same]]\nnames = [\"A\", \"B\"]\nreports = [\"wire.txt\"]\n", &["wire.txt", "JSON output"]);
        wrong(
            "[[same]]\nnames = [\"A\", \"B\"]\n[[not_same]]\nnames = [\"b\", \"a\"]\n",
            &["line 3", "contrary", "line 1", "take one"],
        );
    }

    #[test]
    fn stories_are_named_by_their_reports() {
        let text = "[[same_story]]\nreports = [\"0123ABCD\", \"1123abcd\"]\n[[not_same_story]]\nreports = [\"0123abcd\", \"2123abcd\"]\nwhy = \"last year\"\n";
        let read = parse("c.toml", text).unwrap().stories;
        assert_eq!((read[0].same, read[0].reports[0].as_str(), read[1].same), (true, "0123abcd", false));
        wrong("[[same_story]]\nreports = [\"0123abcd\"]\n", &["line 1", "two reports"]);
        wrong("[[same_story]]\nreports = [\"a.txt\", \"b.txt\"]\n", &["a.txt", "JSON output"]);
        let contrary = "[[same_story]]\nreports = [\"0123abcd\", \"1123abcd\"]\n[[not_same_story]]\nreports = [\"1123abcdff\", \"0123abcd\"]\n";
        wrong(contrary, &["line 3", "contrary", "line 1"]);
    }

    #[test]
    fn other_reports_may_differ() {
        let text = "[[same]]\nnames = [\"A\", \"B\"]\nreports = [\"00000000\"]\n[[not_same]]\nnames = [\"A\", \"B\"]\nreports = [\"11111111\"]\n";
        assert!(parse("c.toml", text).is_ok());
    }
}
