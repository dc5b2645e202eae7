//! Bytes to [`Report`].

use sha2::{Digest, Sha256};

use crate::decode::decode;
use crate::format::{Format, format_of};
use crate::furniture::{FurnitureRules, Marked, Parts, classify, dateline_of, parts};
use crate::language::language;
use crate::mapped::{Line, Mapped, lines};
use crate::problem::ReadProblem;
use crate::report::{Dateline, DeclaredSource, Furniture, GivenMeta, Note, Report, SourceMark};
use crate::span::{Byte, Span};
use crate::unpack::Form;

/// The most bytes that [`read_report`] takes: 64 MB, of a file and of the text in it.
pub const MOST_BYTES: usize = 64 << 20;

/// Reads one file that is already in memory, of at most [`MOST_BYTES`].
///
/// `path` only names the report and, by its ending, its format. What `given` knows wins over what the file says of itself.
///
/// # Errors
/// If there is no text in the bytes, or too much; see [`ReadProblem`]. Whatever the text holds, reading it does not fail.
///
/// ```
/// # use dateline_report::{FurnitureRules, GivenMeta, read_report};
/// let rules = FurnitureRules::load(&dateline_data::DataSet::built_in()).unwrap();
/// let text = "Port of Kotka shut by ice\nBy Ada Noor\n\nThe port of Kotka was shut on Friday, the harbour master said.\n\n3 min read\n";
/// let report = read_report("a.txt", text.as_bytes(), &GivenMeta::default(), &rules).unwrap();
/// assert_eq!(report.text, "Port of Kotka shut by ice\n\nThe port of Kotka was shut on Friday, the harbour master said.");
/// assert_eq!(report.authors, ["Ada Noor"]);
/// ```
pub fn read_report(path: &str, bytes: &[u8], given: &GivenMeta, rules: &FurnitureRules) -> Result<Report, ReadProblem> {
    read_report_limited(path, bytes, given, rules, MOST_BYTES)
}

/// As [`read_report`], with another limit.
///
/// # Errors
/// As [`read_report`].
pub fn read_report_limited(
    path: &str,
    bytes: &[u8],
    given: &GivenMeta,
    rules: &FurnitureRules,
    most: usize,
) -> Result<Report, ReadProblem> {
    within(bytes.len(), most)?;
    let mut notes = Vec::new();
    let sha256 = hex(&Sha256::digest(bytes));
    let (format, charset) = match given.form {
        Form::Guess => (format_of(path, bytes), None),
        Form::Text => (Format::Plain, None),
        Form::Page(charset) => (Format::Html, charset),
    };
    let text = decode(bytes, charset.or_else(|| format.charset(bytes)), &mut notes)?;
    within(text.len(), most)?;
    let (body, said) = match format {
        Format::Plain => crate::format::plain(text),
        Format::Markdown => crate::format::markdown(text),
        Format::Html => crate::html::article(&text, &rules.pages, &mut notes),
    };
    let given = given.clone().or(said);
    if body.text().trim().is_empty() {
        let what = if format == Format::Html { "markup and white space" } else { "white space" };
        return Err(ReadProblem::NoText { what: what.into() });
    }
    let mut report = assemble(&body, given, rules, notes);
    report.path = path.to_string();
    report.sha256 = sha256;
    if report.text.is_empty() {
        return Err(ReadProblem::NoText { what: "lines of the page around an article".into() });
    }
    report.language = language(&report.text, rules).to_string();
    if report.language != "en" {
        let text = match report.language.as_str() {
            "und" => "The text is not in English; its language was not recognised.".to_string(),
            code => {
                format!("The text is not in English but in a language recognised as \"{code}\".")
            }
        };
        report.notes.push(Note { text });
    }
    Ok(report)
}

fn within(size: usize, most: usize) -> Result<(), ReadProblem> {
    if size <= most {
        return Ok(());
    }
    let mb = |n: usize| n.div_ceil(1 << 20) as u64;
    Err(ReadProblem::TooLarge { size: mb(size), limit: mb(most) })
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|n| DIGITS.get(usize::from(n)))
        .map(|d| char::from(*d))
        .collect()
}

impl GivenMeta {
    /// These, and where something is missing, the others.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            outlet: self.outlet.or(other.outlet),
            url: self.url.or(other.url),
            // A day that was given is not overruled by the hour of another.
            published_at: if self.published.is_none() || self.published_at.is_some() {
                self.published_at.or(other.published_at)
            } else {
                other.published_at.filter(|at| self.published.is_some_and(|d| at.starts_with(&d.to_string())))
            },
            published: self.published.or(other.published),
            modified_at: self.modified_at.or(other.modified_at),
            id: self.id.or(other.id),
            form: if self.form == Form::Guess { other.form } else { self.form },
            title: self.title.or(other.title),
            authors: if self.authors.is_empty() { other.authors } else { self.authors },
        }
    }
}

/// Takes the furniture out and reads what the lines say.
fn assemble(body: &Mapped, given: GivenMeta, rules: &FurnitureRules, notes: Vec<Note>) -> Report {
    let all = lines(body.text());
    let texts: Vec<&str> = all.iter().map(|l| l.of(body.text())).collect();
    let known: Vec<String> = given.outlet.iter().cloned().collect();
    let marked = classify(&texts, &known, rules);
    let said = parts(&texts, &marked, rules);
    let mut clean = Mapped::default();
    let mut furniture = Vec::new();
    // Furniture's number by line.
    let mut place = vec![None; all.len()];
    let mut blank = false;
    for (n, (line, mark)) in all.iter().zip(&marked).enumerate() {
        if let Some(kind) = mark.kind {
            place[n] = Some(furniture.len());
            furniture.push((kind, *line, clean.len()));
        } else if line.start == line.end {
            blank = clean.len() > 0;
        } else {
            if clean.len() > 0 {
                line_end(&mut clean, body, *line, blank);
            }
            blank = false;
            clean.push_from(body, line.start, line.end);
        }
    }
    let end = clean.len();
    let first_kept = clean.text().is_empty();
    let furniture: Vec<Furniture> = furniture
        .into_iter()
        .map(|(kind, line, before)| Furniture {
            text: line.of(body.text()).to_string(),
            source: body.source(line.start, line.end),
            kind,
            before: u32::try_from(before.min(end)).unwrap_or(u32::MAX),
        })
        .collect();
    debug_assert!(!first_kept || furniture.len() == texts.iter().filter(|t| !t.is_empty()).count());
    let (text, source_map) = clean.into_parts();
    let title = given_title(&text, given.title.as_deref()).or_else(|| title(&text, &texts, &marked));
    let dateline = dateline(&text, title, rules);
    let agency = dateline.as_ref().and_then(|d| d.agency);
    let declared_sources = declared(&said, agency, &text, &place);
    let outlet = outlet(&given, &said, agency.map(|a| a.of(&text)));
    let authors = if given.authors.is_empty() { said.authors.clone() } else { given.authors.clone() };
    Report {
        path: String::new(),
        sha256: String::new(),
        text,
        source_map,
        title,
        outlet,
        authors,
        language: "en".into(),
        given,
        furniture,
        declared_sources,
        dateline,
        notes,
    }
}

/// The end of the line before `next`: the file's own line feed where there is one, so that the map runs on.
fn line_end(clean: &mut Mapped, body: &Mapped, next: Line, blank: bool) {
    let feeds = if blank { 2 } else { 1 };
    let before = body.text().get(..next.start).unwrap_or("");
    let own = before.len() - before.trim_end_matches('\n').len();
    if own >= feeds {
        clean.push_from(body, next.start - feeds, next.start);
    } else {
        clean.push_new(if blank { "\n\n" } else { "\n" });
    }
}

/// The headline where the file names it and the text opens with it and goes on.
fn given_title(text: &str, title: Option<&str>) -> Option<Span<Byte>> {
    let title = title?;
    let first = text.lines().next()?;
    let same = first.split_whitespace().eq(title.split_whitespace());
    (same && text.len() > first.len() + 1).then(|| Span::from_usize(0, first.trim_end().len()))
}

/// The headline: the first line of the clean text, if it is short, ends like no sentence and a paragraph follows.
fn title(text: &str, lines: &[&str], marked: &[Marked]) -> Option<Span<Byte>> {
    let first = text.lines().next()?.trim();
    let (n, _) =
        lines.iter().enumerate().find(|(n, l)| !l.is_empty() && marked.get(*n).is_some_and(|m| m.kind.is_none()))?;
    let more = lines.iter().zip(marked).skip(n + 1).any(|(l, m)| m.kind.is_none() && l.len() > first.len().min(60));
    let words = first.split_whitespace().count();
    let ends = first.trim_end_matches(['"', '”', '»', '\'', '’', ')']);
    let stop = ends.ends_with(['.', '…', ':', ';', ',']) && !ends.ends_with("U.S.") && !ends.ends_with("...");
    let paragraph = marked.get(n).is_some_and(|m| m.paragraph) && words > 30;
    (more && !stop && !paragraph && (2..=35).contains(&words) && first.len() <= 260)
        .then(|| Span::from_usize(0, first.len()))
}

/// The dateline with which a text without a headline opens ("OSLO, May 3 (Reuters) -"), in bytes of the text.
///
/// ```
/// # use dateline_report::{FurnitureRules, find_dateline};
/// let rules = FurnitureRules::load(&dateline_data::DataSet::built_in()).unwrap();
/// let found = find_dateline("OSLO (Reuters) - The talks ended.", &rules).unwrap();
/// assert_eq!(found.span.end, 16);
/// assert!(find_dateline("The talks ended.", &rules).is_none());
/// ```
#[must_use]
pub fn find_dateline(text: &str, rules: &FurnitureRules) -> Option<Dateline> {
    dateline(text, None, rules)
}

/// The dateline, in one of the first lines after the headline.
fn dateline(text: &str, title: Option<Span<Byte>>, rules: &FurnitureRules) -> Option<Dateline> {
    for line in lines(text).into_iter().filter(|l| l.end > l.start).take(5) {
        if title.is_some_and(|t| t.end as usize >= line.end) {
            continue;
        }
        if let Some(found) = dateline_of(rules, line.of(text)) {
            let span = |(a, b): (usize, usize)| Span::from_usize(line.start + a, line.start + b);
            return Some(Dateline {
                span: span((0, found.end)),
                place: found.place.map(span),
                agency: found.agency.map(span),
            });
        }
    }
    None
}

fn declared(said: &Parts, agency: Option<Span<Byte>>, text: &str, place: &[Option<usize>]) -> Vec<DeclaredSource> {
    let mut out: Vec<DeclaredSource> = Vec::new();
    if let Some(span) = agency {
        out.push(DeclaredSource {
            name: span.of(text).to_string(),
            furniture: None,
            span: Some(span),
            how: SourceMark::Dateline,
        });
    }
    for (line, name, how) in &said.sources {
        let furniture = place.get(*line).copied().flatten();
        if !out.iter().any(|d| d.name == *name && d.how == *how) {
            out.push(DeclaredSource { name: name.clone(), furniture, span: None, how: *how });
        }
    }
    out
}

/// The outlet: as given; its masthead; the owner in a dated copyright line; the agency of the dateline, if a credit names the same.
fn outlet(given: &GivenMeta, said: &Parts, agency: Option<&str>) -> Option<String> {
    let printed = || {
        let credited = |a: &&str| {
            !said.sources.iter().any(|(_, name, how)| {
                *how == SourceMark::Credit && !name.starts_with(*a) && !a.starts_with(name.as_str())
            })
        };
        said.outlet.clone().or_else(|| agency.filter(credited).map(str::to_string)).or_else(|| said.owner.clone())
    };
    given.outlet.clone().or_else(printed)
}
