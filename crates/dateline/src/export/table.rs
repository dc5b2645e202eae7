//! Tables of text cells, written as CSV or with tabs.

use csv::{QuoteStyle, WriterBuilder};

use super::ExportError;

/// A table: every row has as many cells as there are columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[&[&'static str]]) -> Self {
        Self { columns: columns.concat(), rows: Vec::new() }
    }

    pub(super) fn push(&mut self, mut row: Vec<String>) {
        row.resize(self.columns.len(), String::new());
        self.rows.push(row);
    }

    /// With commas, quoted where RFC 4180 asks for it.
    pub(super) fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let mut out = WriterBuilder::new().from_writer(Vec::new());
        out.write_record(&self.columns)?;
        for row in &self.rows {
            out.write_record(row)?;
        }
        out.into_inner().map_err(|e| ExportError::Write(e.to_string()))
    }

    /// With tabs and without quotation, as ICEWS, POLECAT and GDELT write theirs: a cell holds neither tab nor line break nor double quote.
    pub(super) fn tabs(&self, header: bool) -> Result<Vec<u8>, ExportError> {
        let mut out = WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Never).from_writer(Vec::new());
        if header {
            out.write_record(&self.columns)?;
        }
        for row in &self.rows {
            out.write_record(row.iter().map(|cell| plain(cell)))?;
        }
        out.into_inner().map_err(|e| ExportError::Write(e.to_string()))
    }
}

/// A cell on one line: white space and control characters as single spaces, double quotes as single ones.
fn plain(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '"' => out.push('\''),
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_cells_stay_in_their_cells() {
        let mut table = Table::new(&[&["a", "b"], &["c"]]);
        table.push(vec!["one\ttwo\nthree".into(), "say \"no\", please".into()]);
        let tabs = String::from_utf8(table.tabs(true).unwrap()).unwrap();
        assert_eq!(tabs, "a\tb\tc\none two three\tsay 'no', please\t\n");
        let csv = String::from_utf8(table.csv().unwrap()).unwrap();
        assert_eq!(csv, "a,b,c\n\"one\ttwo\nthree\",\"say \"\"no\"\", please\",\n");
    }
}
