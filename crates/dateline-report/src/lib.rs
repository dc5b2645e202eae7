//! Bytes to [`Report`]: formats, encodings, article text out of HTML, page furniture, metadata.
//!
//! Pure: it is handed bytes and metadata, and reads no files. It knows nothing of language beyond what tells a line of the
//! page from a line of the article, and nothing of other reports.

mod decode;
mod format;
mod furniture;
mod html;
mod language;
mod mapped;
mod problem;
mod read;
mod report;
mod span;
mod unpack;
mod when;

pub use furniture::FurnitureRules;
pub use language::language;
pub use problem::ReadProblem;
pub use read::{MOST_BYTES, find_dateline, read_report, read_report_limited};
pub use report::{
    Dateline, DeclaredSource, Evidence, Furniture, FurnitureKind, GivenMeta, Note, Report, ReportIx, SourceMap,
    SourceMark,
};
pub use span::{Byte, SourceByte, Span, Tok};
pub use unpack::{FieldMap, Form, Found, Limits, Record, Source, is_container, unpack};
pub use when::{Interval, Precision};
