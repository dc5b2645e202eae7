//! What a user says of names and stories that the program got wrong: the same, or not the same.

use std::collections::{BTreeMap, BTreeSet};

/// Corrections of a user, in the order in which they are written.
///
/// ```
/// use dateline_story::{Corrections, NameCorrection};
///
/// let corrections = Corrections {
///     names: vec![NameCorrection {
///         same: false,
///         names: vec!["Ada Berg".into(), "Ada Borg".into()],
///         reports: Vec::new(),
///         why: Some("two ministers".into()),
///         place: "corrections.toml, line 1".into(),
///     }],
///     ..Corrections::default()
/// };
/// assert!(!corrections.names[0].same);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Those of names.
    pub names: Vec<NameCorrection>,
    /// Those of stories.
    pub stories: Vec<StoryCorrection>,
}

/// Reports that tell one story, or no two of which tell one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryCorrection {
    /// One story, or several.
    pub same: bool,
    /// Two reports or more, by the beginning of their sha256 in lower case.
    pub reports: Vec<String>,
    /// The user's reason.
    pub why: Option<String>,
    /// Where it is written ("corrections.toml, line 4").
    pub place: String,
}

/// Names that are one thing's, or several things'.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameCorrection {
    /// The same, or kept apart.
    pub same: bool,
    /// Two names or more, as the reports print them, with title or without. Case, accents and hyphens do not matter.
    pub names: Vec<String>,
    /// The reports in which it holds, by the beginning of their sha256 in lower case; all if empty.
    pub reports: Vec<String>,
    /// The user's reason.
    pub why: Option<String>,
    /// Where it is written ("corrections.toml, line 4").
    pub place: String,
}

/// Corrections by which all these reports tell one story.
#[must_use]
pub fn same_story(reports: &[dateline_report::Report]) -> Corrections {
    let one = StoryCorrection {
        same: true,
        reports: reports.iter().map(|r| r.sha256.to_string()).collect(),
        why: None,
        place: String::new(),
    };
    Corrections { names: Vec::new(), stories: vec![one] }
}

/// What became of a correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// Some story prints two of its names or more.
    pub applied: bool,
    /// One sentence for the reader, with the place of the correction.
    pub text: String,
}

/// A name as corrections compare it.
pub(crate) fn key(name: &str) -> String {
    any_ascii::any_ascii(&name.replace(['-', '‑', '‐', '–'], " "))
        .to_lowercase()
        .split_whitespace()
        .map(|w| w.trim_matches(['.', ',', '"']))
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Corrections as the actors of one story look them up.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// Key of a name to its correction and its position there.
    by_key: BTreeMap<String, Vec<(usize, usize)>>,
    /// By report: the corrections that hold in it.
    holds: Vec<BTreeSet<usize>>,
}

impl Lookup {
    /// `shas`: for each report of the story, its hash and those of its copies.
    pub(crate) fn new(corrections: &Corrections, shas: &[Vec<&str>]) -> Self {
        let mut by_key: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (n, c) in corrections.names.iter().enumerate() {
            for (side, name) in c.names.iter().enumerate() {
                by_key.entry(key(name)).or_default().push((n, side));
            }
        }
        let holds = |own: &Vec<&str>| {
            let meant = |c: &NameCorrection| {
                c.reports.is_empty() || c.reports.iter().any(|r| own.iter().any(|s| s.starts_with(r.as_str())))
            };
            (0..corrections.names.len()).filter(|n| meant(&corrections.names[*n])).collect()
        };
        Self { by_key, holds: shas.iter().map(holds).collect() }
    }

    /// The corrections that name this text in this report, and which of their names it is.
    pub(crate) fn sides(&self, report: usize, text: &str) -> Vec<(usize, usize)> {
        let Some(holds) = self.holds.get(report).filter(|h| !h.is_empty()) else { return Vec::new() };
        let found = self.by_key.get(&key(text)).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter(|(n, _)| holds.contains(n)).copied().collect()
    }
}

/// Sentences on what became of the corrections. `found`: by correction, by story, which of its names the story prints.
pub(crate) fn told(corrections: &Corrections, found: &[Vec<BTreeSet<usize>>], shas: &BTreeSet<&str>) -> Vec<Corrected> {
    let quoted =
        |names: &[&String]| names.iter().map(|n| format!("\u{201c}{n}\u{201d}")).collect::<Vec<_>>().join(" and ");
    let one = |n: usize, c: &NameCorrection| {
        let none = Vec::new();
        let stories = found.get(n).unwrap_or(&none);
        let all: Vec<&String> = c.names.iter().collect();
        if stories.iter().any(|s| s.len() > 1) {
            let what = if c.same { "taken for one" } else { "kept apart" };
            let why = c.why.as_ref().map(|w| format!(": {w}")).unwrap_or_default();
            return Corrected {
                applied: true,
                text: format!("{}: {what} by your correction ({}){why}", quoted(&all), c.place),
            };
        }
        let printed: BTreeSet<usize> = stories.iter().flatten().copied().collect();
        let missing: Vec<&String> =
            c.names.iter().enumerate().filter(|(k, _)| !printed.contains(k)).map(|(_, n)| n).collect();
        let lost = c.reports.iter().find(|r| !shas.iter().any(|s| s.starts_with(r.as_str())));
        let reason = match lost {
            Some(sha) => {
                format!("no report has the sha256 {sha}; take it from the JSON output, or leave out `reports`")
            }
            None if missing.is_empty() => {
                "no story prints them together, so they are apart already; take the entry out".into()
            }
            None => format!(
                "no report prints {}; write the names as the reports print them, or take the entry out",
                quoted(&missing)
            ),
        };
        Corrected {
            applied: false,
            text: format!("{}: the correction of {} matched nothing: {reason}", c.place, quoted(&all)),
        }
    };
    corrections.names.iter().enumerate().map(|(n, c)| one(n, c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(same: bool, names: [&str; 2], reports: &[&str]) -> NameCorrection {
        NameCorrection {
            same,
            names: names.map(str::to_string).to_vec(),
            reports: reports.iter().map(ToString::to_string).collect(),
            why: None,
            place: "c.toml, line 1".into(),
        }
    }

    #[test]
    fn names_are_found_however_they_are_hyphened() {
        let all =
            Corrections { names: vec![entry(false, ["Han Seo-jin", "Hàn Seo Min"], &[])], ..Corrections::default() };
        let lookup = Lookup::new(&all, &[vec!["ab"]]);
        assert_eq!(lookup.sides(0, "HAN SEO JIN"), [(0, 0)]);
        assert_eq!(lookup.sides(0, "Han Seo-min"), [(0, 1)]);
        assert!(lookup.sides(0, "Han").is_empty());
    }

    #[test]
    fn a_correction_holds_in_its_reports_alone() {
        let all = Corrections { names: vec![entry(true, ["A", "B"], &["cd12"])], ..Corrections::default() };
        let lookup = Lookup::new(&all, &[vec!["ab34"], vec!["cd1299"]]);
        assert!(lookup.sides(0, "A").is_empty());
        assert_eq!(lookup.sides(1, "A"), [(0, 0)]);
    }

    #[test]
    fn what_matched_nothing_says_why() {
        let all = Corrections {
            names: vec![entry(true, ["A", "B"], &[]), entry(true, ["A", "B"], &["cd"])],
            ..Corrections::default()
        };
        let told = told(&all, &[vec![BTreeSet::from([0])], Vec::new()], &BTreeSet::from(["ab"]));
        assert!(!told[0].applied && told[0].text.contains("no report prints \u{201c}B\u{201d}"), "{}", told[0].text);
        assert!(told[1].text.contains("sha256 cd"), "{}", told[1].text);
    }
}
