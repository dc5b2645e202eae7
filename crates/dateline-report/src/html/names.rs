//! What the names of a page's elements say, as `data/html/page.toml` has it.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

/// Where the data stand.
const FILE: &str = "html/page.toml";

/// Thresholds; the data file says what each is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    pub(crate) least_text: usize,
    pub(crate) piece: usize,
    pub(crate) dropped_share: f64,
    pub(crate) comments_share: f64,
    pub(crate) linked_share: f64,
    pub(crate) linked_most: usize,
    pub(crate) linked_paragraph_share: f64,
    pub(crate) linked_paragraph_most: usize,
    pub(crate) fallback_share: f64,
    pub(crate) fullest_share: f64,
    pub(crate) least_lead: usize,
    pub(crate) most_lead: usize,
    pub(crate) lead_gap: usize,
    pub(crate) label_words: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    limits: Limits,
    body: Vec<Group>,
    lead: Lead,
    date: Dates,
    drop: Drop,
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    share: f64,
    #[serde(default)]
    elements: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dates {
    names: Vec<String>,
    between: BTreeSet<String>,
    months: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Drop {
    elements: Vec<String>,
    names: Vec<String>,
    never: Vec<String>,
    comments: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    finds: String,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Holds the text; the number of the group.
    Body(usize),
    /// The paragraph between headline and text.
    Lead,
    /// No part of the article.
    Drop,
    /// No part of the article whatever its size.
    Never,
    /// Holds the day of publication.
    Dated,
    /// Comments of readers.
    Comments,
}

#[derive(Debug, Clone)]
struct Row {
    rest: Vec<String>,
    whole: bool,
    means: Meaning,
}

/// What element names and the names given to elements mean.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageNames {
    pub(crate) limits: Limits,
    /// Least share of the page's text by group.
    pub(crate) shares: Vec<f64>,
    elements: BTreeMap<String, Meaning>,
    rows: BTreeMap<String, Vec<Row>>,
    /// Words that stand between the parts of a date.
    pub(crate) between: BTreeSet<String>,
    months: Vec<Vec<String>>,
}

impl PageNames {
    /// Reads the data, and tries its examples.
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        let file: File = data.toml(FILE)?;
        let mut out = Self { limits: file.limits, ..Self::default() };
        for (n, group) in file.body.into_iter().enumerate() {
            out.shares.push(group.share);
            out.elements.extend(group.elements.into_iter().map(|e| (e, Meaning::Body(n))));
            out.add(&group.names, Meaning::Body(n));
        }
        out.elements.extend(file.drop.elements.into_iter().map(|e| (e, Meaning::Drop)));
        out.add(&file.lead.names, Meaning::Lead);
        out.add(&file.drop.names, Meaning::Drop);
        out.add(&file.date.names, Meaning::Dated);
        out.between = file.date.between;
        out.months = file.date.months;
        out.add(&file.drop.never, Meaning::Never);
        out.add(&file.drop.comments, Meaning::Comments);
        for example in file.example {
            let mut found = "nothing";
            out.each(&example.name, &mut |m| {
                found = match m {
                    Meaning::Body(_) => "body",
                    Meaning::Lead => "lead",
                    Meaning::Drop | Meaning::Never => "drop",
                    Meaning::Comments => "comments",
                    Meaning::Dated => found,
                };
            });
            if found != example.finds {
                let problem = format!("\"{}\" should find {}, and finds {found}", example.name, example.finds);
                return Err(DataError { file: FILE.into(), problem });
            }
        }
        Ok(out)
    }

    fn add(&mut self, names: &[String], means: Meaning) {
        for name in names {
            let mut words = name.trim_start_matches('=').split(' ').map(str::to_string);
            if let Some(first) = words.next() {
                let row = Row { rest: words.collect(), whole: name.starts_with('='), means };
                self.rows.entry(first).or_default().push(row);
            }
        }
    }

    /// Number of a month, by its name or the beginning of it (three letters or more), in lower case.
    pub(crate) fn month(&self, word: &str) -> Option<i8> {
        let long = word.chars().count() >= 3;
        let at = self.months.iter().position(|names| names.iter().any(|n| n == word || long && n.starts_with(word)))?;
        i8::try_from(at + 1).ok()
    }

    /// What the element by itself means.
    pub(crate) fn element(&self, name: &str) -> Option<Meaning> {
        self.elements.get(name).copied()
    }

    /// Gives everything that the names in an attribute mean.
    pub(crate) fn each(&self, attribute: &str, give: &mut impl FnMut(Meaning)) {
        for name in attribute.split_ascii_whitespace().take(40) {
            let words = words(name);
            for (n, word) in words.iter().enumerate() {
                for row in self.rows.get(word).map(Vec::as_slice).unwrap_or_default() {
                    let after = words.get(n + 1..).unwrap_or_default();
                    let fits = after.starts_with(&row.rest);
                    if fits && (!row.whole || n == 0 && after.len() == row.rest.len()) {
                        give(row.means);
                    }
                }
            }
        }
    }
}

/// The words of a name in lower case, cut at signs and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    let mut small = false;
    for c in name.chars().take(120) {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || small && c.is_uppercase() {
            out.push(String::new());
            open = true;
        }
        small = c.is_lowercase();
        if let Some(last) = out.last_mut() {
            last.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold() {
        PageNames::load(&DataSet::built_in()).unwrap();
    }

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(words("articleBody__main-2"), ["article", "body", "main", "2"]);
        assert_eq!(words("ABC"), ["abc"]);
    }
}
