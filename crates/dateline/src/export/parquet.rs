//! A table as Parquet: one row group, plain encoding, no compression; columns of text, whole numbers and fractions.
//!
//! The format's own crate brings 45 others, one under a licence that `deny.toml` does not allow; this much of it is the footer's Thrift and
//! some lengths. Layout: <https://parquet.apache.org/docs/file-format/>.

use super::ExportError;
use super::table::Table;

const MAGIC: &[u8] = b"PAR1";

/// Columns of numbers; all others are text.
const WHOLE: &[&str] = &["undecided", "origins_min", "origins_max", "quad"];
const FRACTIONS: &[&str] = &["goldstein"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Fraction,
}

impl Kind {
    fn of(column: &str) -> Self {
        if WHOLE.contains(&column) {
            Kind::Whole
        } else if FRACTIONS.contains(&column) {
            Kind::Fraction
        } else {
            Kind::Text
        }
    }

    /// Number in the enumeration `Type`: INT64, DOUBLE, BYTE_ARRAY.
    fn physical(self) -> i64 {
        match self {
            Kind::Whole => 2,
            Kind::Fraction => 5,
            Kind::Text => 6,
        }
    }
}

/// Where a column's page lies.
struct Chunk {
    start: usize,
    length: usize,
}

pub(super) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    let mut out = MAGIC.to_vec();
    let mut chunks = Vec::new();
    for (n, column) in table.columns.iter().enumerate() {
        let cells: Vec<&str> = table.rows.iter().map(|r| r.get(n).map_or("", String::as_str)).collect();
        let page = page(&cells, Kind::of(column))?;
        let header = page_header(cells.len(), page.len());
        chunks.push(Chunk { start: out.len(), length: header.len() + page.len() });
        out.extend(header);
        out.extend(page);
    }
    let footer = footer(table, &chunks);
    let length = small(footer.len())?;
    out.extend(footer);
    out.extend(length.to_le_bytes());
    out.extend(MAGIC);
    small(out.len())?;
    Ok(out)
}

fn small(length: usize) -> Result<i32, ExportError> {
    i32::try_from(length).map_err(|_| ExportError::Write("more than 2 GB in one Parquet file; take --as csv".into()))
}

/// Definition levels (1 for a value, 0 for none), then the values.
fn page(cells: &[&str], kind: Kind) -> Result<Vec<u8>, ExportError> {
    let mut values = Vec::new();
    let mut there = Vec::new();
    for cell in cells {
        let known = match kind {
            Kind::Text => {
                values.extend(small(cell.len())?.to_le_bytes());
                values.extend(cell.as_bytes());
                true
            }
            Kind::Whole => cell.parse::<i64>().is_ok_and(|v| {
                values.extend(v.to_le_bytes());
                true
            }),
            Kind::Fraction => cell.parse::<f64>().is_ok_and(|v| {
                values.extend(v.to_le_bytes());
                true
            }),
        };
        there.push(known);
    }
    let levels = levels(&there);
    let mut out = small(levels.len())?.to_le_bytes().to_vec();
    out.extend(levels);
    out.extend(values);
    Ok(out)
}

/// Bits packed by eights, in one run of the hybrid encoding.
fn levels(there: &[bool]) -> Vec<u8> {
    let groups = there.len().div_ceil(8);
    let mut out = Vec::new();
    unsigned(&mut out, (groups as u64) << 1 | 1);
    for group in there.chunks(8) {
        out.push(group.iter().enumerate().fold(0u8, |byte, (n, one)| byte | u8::from(*one) << n));
    }
    out
}

fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A struct of Thrift's compact protocol.
#[derive(Default)]
struct Struct {
    bytes: Vec<u8>,
    last: i16,
}

impl Struct {
    fn field(&mut self, id: i16, kind: u8) {
        let step = id - self.last;
        // Ids grow by less than sixteen in every struct of the footer.
        self.bytes.push((step as u8) << 4 | kind);
        self.last = id;
    }

    fn zigzag(&mut self, value: i64) {
        unsigned(&mut self.bytes, ((value << 1) ^ (value >> 63)) as u64);
    }

    fn i32(mut self, id: i16, value: i64) -> Self {
        self.field(id, 5);
        self.zigzag(value);
        self
    }

    fn i64(mut self, id: i16, value: usize) -> Self {
        self.field(id, 6);
        self.zigzag(i64::try_from(value).unwrap_or(i64::MAX));
        self
    }

    fn text(mut self, id: i16, value: &str) -> Self {
        self.field(id, 8);
        unsigned(&mut self.bytes, value.len() as u64);
        self.bytes.extend(value.as_bytes());
        self
    }

    fn one(mut self, id: i16, value: Struct) -> Self {
        self.field(id, 12);
        self.bytes.extend(value.end());
        self
    }

    /// A list; `kind` 5 whole numbers, 8 texts, 12 structs, each already written.
    fn list(mut self, id: i16, kind: u8, items: Vec<Vec<u8>>) -> Self {
        self.field(id, 9);
        if items.len() < 15 {
            self.bytes.push((items.len() as u8) << 4 | kind);
        } else {
            self.bytes.push(0xf0 | kind);
            unsigned(&mut self.bytes, items.len() as u64);
        }
        self.bytes.extend(items.concat());
        self
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn page_header(values: usize, bytes: usize) -> Vec<u8> {
    let count = i64::try_from(values).unwrap_or(i64::MAX);
    let length = i64::try_from(bytes).unwrap_or(i64::MAX);
    // DATA_PAGE; values PLAIN, levels RLE.
    let data = Struct::default().i32(1, count).i32(2, 0).i32(3, 3).i32(4, 3);
    Struct::default().i32(1, 0).i32(2, length).i32(3, length).one(5, data).end()
}

fn footer(table: &Table, chunks: &[Chunk]) -> Vec<u8> {
    let rows = table.rows.len();
    let columns = i64::try_from(table.columns.len()).unwrap_or(i64::MAX);
    let mut schema = vec![Struct::default().text(4, "events").i32(5, columns).end()];
    let mut meta = Vec::new();
    for (column, chunk) in table.columns.iter().zip(chunks) {
        let kind = Kind::of(column);
        // OPTIONAL; texts are UTF8.
        let element = Struct::default().i32(1, kind.physical()).i32(3, 1).text(4, column);
        schema.push(if kind == Kind::Text { element.i32(6, 0).end() } else { element.end() });
        let mut encodings = Struct::default();
        encodings.zigzag(0);
        let plain = std::mem::take(&mut encodings.bytes);
        encodings.zigzag(3);
        let mut name = Vec::new();
        unsigned(&mut name, column.len() as u64);
        name.extend(column.as_bytes());
        let data = Struct::default()
            .i32(1, kind.physical())
            .list(2, 5, vec![plain, encodings.bytes])
            .list(3, 8, vec![name])
            .i32(4, 0)
            .i64(5, rows)
            .i64(6, chunk.length)
            .i64(7, chunk.length)
            .i64(9, chunk.start);
        meta.push(Struct::default().i64(2, chunk.start).one(3, data).end());
    }
    let bytes: usize = chunks.iter().map(|c| c.length).sum();
    let group = Struct::default().list(1, 12, meta).i64(2, bytes).i64(3, rows).end();
    Struct::default()
        .i32(1, 1)
        .list(2, 12, schema)
        .i64(3, rows)
        .list(4, 12, vec![group])
        .text(6, concat!("dateline ", env!("CARGO_PKG_VERSION")))
        .end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_frame_and_the_length_of_its_footer() {
        let mut table = Table::new(&[&["event", "goldstein"]]);
        table.push(vec!["e1".into(), "1.9".into()]);
        table.push(vec!["e2".into(), String::new()]);
        let file = write(&table).unwrap();
        assert!(file.starts_with(MAGIC) && file.ends_with(MAGIC));
        let at = file.len() - 8;
        let length = u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        assert!(length < at && file[at - 1] == 0, "the footer ends with the end of a struct");
    }

    #[test]
    fn levels_are_packed_by_eights() {
        assert_eq!(levels(&[true, false, true]), [3, 0b101]);
        assert_eq!(levels(&[true; 9]), [5, 0xff, 1]);
    }
}
