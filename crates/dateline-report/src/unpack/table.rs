//! Tables: a row a report, the first row names the columns.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Ctx, Flow, too_large};

pub(super) fn table(place: &str, delimiter: u8, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let names: Vec<String> = match reader.byte_headers() {
        Ok(row) => {
            row.iter().map(|c| String::from_utf8_lossy(c).trim_start_matches('\u{feff}').trim().to_string()).collect()
        }
        Err(e) => return ctx.fault(place, format!("cannot be read as a table ({e}); mend its first line")),
    };
    let mut row = csv::ByteRecord::new();
    for number in 1_u64.. {
        let here = format!("{place}#{number}");
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(e) if e.is_io_error() => {
                return ctx.fault(&here, format!("cannot be read ({e}); fetch the table again"));
            }
            Err(e) => {
                ctx.fault(&here, format!("is no row of the table ({e}); mend it"))?;
                continue;
            }
        }
        if row.as_slice().len() as u64 > ctx.limits.record {
            ctx.fault(&here, too_large(ctx.limits.record))?;
            continue;
        }
        let cells = row.iter().map(|c| match std::str::from_utf8(c) {
            Ok(text) => text.to_string(),
            // Tables of spreadsheets that are no UTF-8 are in the Western code page far more often than not.
            Err(_) => encoding_rs::WINDOWS_1252.decode(c).0.into_owned(),
        });
        let object: Map<String, Value> = names.iter().cloned().zip(cells.map(Value::String)).collect();
        match Fields::of(&object, ctx.fields).record(here.clone(), None) {
            Some(record) => ctx.record(record)?,
            None => ctx.fault(
                &here,
                "has no text in a column of a known name; say which column it is with --map text=COLUMN",
            )?,
        }
    }
    Flow::Continue(())
}
