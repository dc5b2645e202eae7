//! The immutable result of reading one file.

use jiff::civil::Date;

use crate::span::{Byte, SourceByte, Span};

/// Kinds of lines that belong to the page, not to the article. The contract's names are their lower-case forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the contract")]
pub enum FurnitureKind {
    Byline,
    Credit,
    Date,
    Related,
    Counter,
    Sources,
    Teaser,
    Feedback,
    Share,
    Caption,
    Navigation,
    Masthead,
    Correction,
    Paywall,
    Advert,
    Other,
}

impl FurnitureKind {
    /// All kinds.
    pub const ALL: [Self; 16] = [
        Self::Byline,
        Self::Credit,
        Self::Date,
        Self::Related,
        Self::Counter,
        Self::Sources,
        Self::Teaser,
        Self::Feedback,
        Self::Share,
        Self::Caption,
        Self::Navigation,
        Self::Masthead,
        Self::Correction,
        Self::Paywall,
        Self::Advert,
        Self::Other,
    ];

    /// The contract's name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Byline => "byline",
            Self::Credit => "credit",
            Self::Date => "date",
            Self::Related => "related",
            Self::Counter => "counter",
            Self::Sources => "sources",
            Self::Teaser => "teaser",
            Self::Feedback => "feedback",
            Self::Share => "share",
            Self::Caption => "caption",
            Self::Navigation => "navigation",
            Self::Masthead => "masthead",
            Self::Correction => "correction",
            Self::Paywall => "paywall",
            Self::Advert => "advert",
            Self::Other => "other",
        }
    }
}

/// One line of the input that belongs to the page and not to the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Furniture {
    /// Exactly the bytes of `source` in the input file (for HTML: the text as it is shown), without the line's ends.
    pub text: String,
    /// Bytes of the input file. `None` where the text does not stand in the file byte for byte (HTML entities, other encodings).
    pub source: Option<Span<SourceByte>>,
    /// What it is.
    pub kind: FurnitureKind,
    /// Byte of the clean text before which the line stood.
    pub before: u32,
}

/// What is known of a report apart from its text: given by the user, a sidecar, front matter or the page's metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenMeta {
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Moment of publication in ISO 8601, with its zone if the source names one: `2031-02-03T10:00:00+02:00`.
    pub published_at: Option<String>,
    /// Moment of the last change, in the same form.
    pub modified_at: Option<String>,
    /// What its publisher calls the article, whatever its text is at the time.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// How the bytes are to be read, where the container they came in says it.
    pub form: crate::unpack::Form,
}

/// Maps spans of the clean text back to bytes of the input file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Runs of equal bytes: (first byte of clean text, first byte of source, length), sorted. Empty where there is no such map.
    pub runs: Vec<(u32, u32, u32)>,
}

impl SourceMap {
    /// The source bytes of a span of clean text, if the whole of it stands in one run.
    #[must_use]
    pub fn source(&self, span: Span<Byte>) -> Option<Span<SourceByte>> {
        let at = self.runs.partition_point(|r| r.0 <= span.start).checked_sub(1)?;
        let (clean, source, len) = self.runs[at];
        (span.end <= clean + len).then(|| Span::new(source + span.start - clean, source + span.end - clean))
    }
}

/// A named agency or outlet that a report says it draws on (a list of sources, a credit line, `(Agency) -` after the dateline).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredSource {
    /// Its name as printed.
    pub name: String,
    /// Where the name is printed, if in furniture: index into `Report::furniture`.
    pub furniture: Option<usize>,
    /// Where it is printed, if in the clean text.
    pub span: Option<Span<Byte>>,
    /// How the report says so.
    pub how: SourceMark,
}

/// How a report names a source of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceMark {
    /// One of a list headed "Sources".
    List,
    /// A credit line of an agency: the text is that agency's.
    Credit,
    /// `(Agency)` in the dateline: the text is that agency's.
    Dateline,
}

/// A dateline: the place (and often day and agency) with which a news text opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole of it, up to and including the dash or colon.
    pub span: Span<Byte>,
    /// The place, as printed.
    pub place: Option<Span<Byte>>,
    /// The agency, as printed.
    pub agency: Option<Span<Byte>>,
}

/// What the program noticed while reading: never an error, always shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// One sentence for a person.
    pub text: String,
}

/// One report: its clean text with a map back to the file, its metadata, and the page furniture taken away.
#[derive(Debug, Clone)]
pub struct Report {
    /// Path as given.
    pub path: String,
    /// SHA-256 of the input bytes, lower-case hex.
    pub sha256: String,
    /// The article: headline, standfirst, subheads, datelines and body, line structure kept, furniture gone.
    pub text: String,
    /// Clean text to source bytes.
    pub source_map: SourceMap,
    /// The headline, where one was recognised in the clean text.
    pub title: Option<Span<Byte>>,
    /// Name of the outlet, given or printed.
    pub outlet: Option<String>,
    /// Names in the byline.
    pub authors: Vec<String>,
    /// ISO 639-1 code of the language.
    pub language: String,
    /// What was given about the report.
    pub given: GivenMeta,
    /// Lines of the page.
    pub furniture: Vec<Furniture>,
    /// Agencies and outlets the report itself names as its sources.
    pub declared_sources: Vec<DeclaredSource>,
    /// The dateline, where there is one.
    pub dateline: Option<Dateline>,
    /// What was noticed while reading.
    pub notes: Vec<Note>,
}

impl Report {
    /// The text of a span; `""` if it does not lie in the clean text.
    #[must_use]
    pub fn slice(&self, span: Span<Byte>) -> &str {
        span.of(&self.text)
    }
}

/// Number of a report in one analysis: reports stand in the order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportIx(pub u32);

/// A passage of one report: what every conclusion rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// Which report.
    pub report: ReportIx,
    /// Bytes of its clean text.
    pub span: Span<Byte>,
}
