//! The analysis in the forms that event data is exchanged in: PLOVER records, tables with the columns of ICEWS, POLECAT and GDELT 2, a flat table
//! with everything, a graph, and RDF.
//!
//! An event that did not happen must not look like one that did. Tables of happenings (ICEWS, POLECAT, GDELT) hold what happened or is under way,
//! and of what was announced the announcement, under the code of an announcement; what is expected, hangs on an if, is alleged or denied is left out
//! unless [`ExportOptions::all_status`] asks for it. Every row says in `dl_status` what it is. The other forms hold all events with their status.

mod codes;
mod flat;
mod gdelt;
mod graphml;
mod happening;
mod icews;
mod jsonld;
mod parquet;
mod plover;
mod polecat;
mod table;

pub use codes::Codes;

use crate::contract::Analysis;

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// PLOVER records, one JSON object a line.
    PloverJsonl,
    /// Tabs, the columns of ICEWS.
    Icews,
    /// Tabs, the columns of POLECAT.
    Polecat,
    /// Tabs without a header, the 61 columns of GDELT 2's event table.
    Gdelt,
    /// One row an event, everything in it.
    Csv,
    /// As `Csv`, as Parquet.
    Parquet,
    /// Actors and what is between them, as a graph.
    Graphml,
    /// RDF: Simple Event Model, PROV-O and Web Annotation selectors, as JSON-LD.
    Jsonld,
}

/// How to export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Also write what did not happen into tables of happenings, and what was read too unsurely.
    pub all_status: bool,
    /// Write a header line where the data set has none (GDELT).
    pub header: bool,
}

/// Why nothing could be exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The table could not be written.
    #[error("the table cannot be written: {0}")]
    Write(String),
}

impl From<csv::Error> for ExportError {
    fn from(e: csv::Error) -> Self {
        ExportError::Write(e.to_string())
    }
}

/// The analysis in one of the forms, as the bytes of a file. The same analysis gives the same bytes.
///
/// # Errors
/// Never for an analysis of this program; a table of more than 2 GB cannot be written as Parquet.
///
/// ```
/// use dateline::export::{Codes, ExportOptions, Form, export};
/// let codes = Codes::load(&dateline::DataSet::built_in()).unwrap();
/// let table = export(&dateline::contract::Analysis::default(), &codes, Form::Icews, ExportOptions::default()).unwrap();
/// assert!(table.starts_with(b"Event ID\tEvent Date\tSource Name\t"));
/// ```
pub fn export(analysis: &Analysis, codes: &Codes, form: Form, options: ExportOptions) -> Result<Vec<u8>, ExportError> {
    match form {
        Form::PloverJsonl => Ok(plover::jsonl(analysis, codes).into_bytes()),
        Form::Icews => icews::table(analysis, codes, options).tabs(true),
        Form::Polecat => polecat::table(analysis, codes, options).tabs(true),
        Form::Gdelt => gdelt::table(analysis, codes, options).tabs(options.header),
        Form::Csv => flat::table(analysis, codes).csv(),
        Form::Parquet => parquet::write(&flat::table(analysis, codes)),
        Form::Graphml => Ok(graphml::graph(analysis, codes).into_bytes()),
        Form::Jsonld => Ok(jsonld::graph(analysis).into_bytes()),
    }
}
