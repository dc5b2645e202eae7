//! What was read of one input, as `dateline read` shows it; copies and versions of one article are recognised by the way.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use dateline_report::{FurnitureRules, read_report_limited};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Input, Problem};

/// One report as it was read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Shown {
    /// File, with `!member` or `#number` behind it where the file holds several.
    pub path: String,
    /// SHA-256 of the report's bytes.
    pub sha256: String,
    /// Headline.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Address.
    pub url: Option<String>,
    /// What its publisher calls it.
    pub id: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Moment of publication, with its zone if one is named.
    pub published_at: Option<String>,
    /// Moment of the last change.
    pub modified_at: Option<String>,
    /// Language.
    pub language: String,
    /// The clean text; empty for a copy.
    pub text: String,
    /// Path of the report with the same clean text that was read before.
    pub same_as: Option<String>,
    /// Path of the version of this article that was read before: the same id or address, another text.
    pub version_of: Option<String>,
    /// Lines that the version before had not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Number of lines of the version before that are gone.
    #[serde(skip_serializing_if = "is_zero")]
    pub removed: usize,
    /// Lines of the page.
    pub furniture: Vec<ShownFurniture>,
    /// What was noticed.
    pub notes: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// A line that was left out.
#[derive(Debug, Clone, Serialize)]
pub struct ShownFurniture {
    /// The line.
    pub text: String,
    /// What it was taken for.
    pub kind: &'static str,
    /// Byte of the clean text before which it stood.
    pub before: u32,
}

/// Eight bytes of a hash: enough to tell the lines and texts of one run apart.
type Mark = [u8; 8];

fn mark(text: &str) -> Mark {
    let hash = Sha256::digest(text.as_bytes());
    let mut out = [0; 8];
    out.iter_mut().zip(hash).for_each(|(o, h)| *o = h);
    out
}

/// Reads inputs one after the other and remembers of each only marks of its lines.
#[derive(Debug)]
pub struct Reader {
    rules: FurnitureRules,
    /// Texts, with the path of the first report that has it.
    texts: BTreeMap<Mark, String>,
    /// Articles by id or address, with the path of the last version and its lines.
    articles: BTreeMap<Mark, (String, BTreeSet<Mark>)>,
}

impl Reader {
    /// A reader with some language data.
    ///
    /// # Errors
    /// If the data is faulty, which the built-in data never is.
    pub fn new(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self { rules: FurnitureRules::load(data)?, texts: BTreeMap::new(), articles: BTreeMap::new() })
    }

    /// Reads one input.
    ///
    /// # Errors
    /// If there is no report in it.
    ///
    /// ```
    /// # use dateline::read::{Input, Reader};
    /// let mut reader = Reader::new(&dateline::DataSet::built_in()).unwrap();
    /// let input = |path: &str| Input { id: String::new(), path: path.into(), bytes: b"Ice shuts port\n\nThe port was shut on Friday.".to_vec(), given: Default::default() };
    /// assert_eq!(reader.read(&input("a.txt")).unwrap().title.as_deref(), Some("Ice shuts port"));
    /// assert_eq!(reader.read(&input("b.txt")).unwrap().same_as.as_deref(), Some("a.txt"));
    /// ```
    pub fn read(&mut self, input: &Input) -> Result<Shown, Problem> {
        let most = input.bytes.len().max(1 << 20) * 4;
        let report = read_report_limited(&input.path, &input.bytes, &input.given, &self.rules, most)
            .map_err(|e| Problem::new(&input.path, e.to_string()))?;
        let printed = report.title.map(|t| report.slice(t).to_string());
        let mut out = Shown {
            path: report.path.clone(),
            sha256: report.sha256.clone(),
            title: report.given.title.clone().or(printed),
            outlet: report.outlet.clone(),
            authors: report.authors.clone(),
            url: report.given.url.clone(),
            id: report.given.id.clone(),
            published: report.given.published.map(|d| d.to_string()),
            published_at: report.given.published_at.clone(),
            modified_at: report.given.modified_at.clone(),
            language: report.language.clone(),
            furniture: report
                .furniture
                .iter()
                .map(|f| ShownFurniture { text: f.text.clone(), kind: f.kind.name(), before: f.before })
                .collect(),
            notes: report.notes.iter().map(|n| n.text.clone()).collect(),
            ..Shown::default()
        };
        let whole = mark(&report.text);
        if let Some(first) = self.texts.get(&whole) {
            out.same_as = Some(first.clone());
            return Ok(out);
        }
        self.texts.insert(whole, out.path.clone());
        if let Some(article) = out.id.as_deref().or(out.url.as_deref()) {
            let lines: BTreeSet<Mark> = report.text.lines().filter(|l| !l.is_empty()).map(mark).collect();
            let key = mark(&format!("{} {article}", out.outlet.as_deref().filter(|_| out.id.is_some()).unwrap_or("")));
            if let Some((path, before)) = self.articles.insert(key, (out.path.clone(), lines.clone())) {
                out.version_of = Some(path);
                out.removed = before.difference(&lines).count();
                let new = report.text.lines().filter(|l| !l.is_empty() && !before.contains(&mark(l)));
                out.added = new.map(str::to_string).collect();
            }
        }
        out.text = report.text;
        Ok(out)
    }
}
