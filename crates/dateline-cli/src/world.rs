//! `dateline state` and `dateline export`.

use std::path::Path;

use dateline::export::{ExportOptions, Form, export as exported};
use dateline::state::{StateOptions, state as state_of};
use dateline::view::state as views;

use crate::args::{Export, ExportForm, State, StateFormat, exit};
use crate::{brief, output, printed, say, source};

/// `dateline state`
pub(crate) fn state(args: &State) -> u8 {
    let found = match source::open(&args.source) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let pair = match &args.pair[..] {
        [a, b] => Some([a.clone(), b.clone()]),
        _ => None,
    };
    let as_of = args.source.as_of.map(dateline::contract::Day);
    let state = match state_of(&found.analysis, &found.codes, &StateOptions { as_of, pair }) {
        Ok(state) => state,
        Err(e) => {
            say(&e.to_string());
            return exit::USAGE;
        }
    };
    let text = match args.format {
        StateFormat::Text => views::text(&state, &brief::text_options(args.output.is_some(), args.width, args.color)),
        StateFormat::Html => views::html(&state),
        StateFormat::Svg => views::svg(&state),
        StateFormat::Graphml => views::graphml(&state),
        StateFormat::Csv => views::csv(&state),
        StateFormat::Json => match state.to_json() {
            Ok(json) => json,
            Err(e) => {
                say(&format!("the state cannot be written as JSON: {e}; please report this as a bug"));
                return exit::NOTHING;
            }
        },
    };
    written(args.output.as_deref(), text.as_bytes(), found.code)
}

/// `dateline export`
pub(crate) fn export(args: &Export) -> u8 {
    let found = match source::open(&args.source) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let (form, name) = match args.form {
        ExportForm::PloverJsonl => (Form::PloverJsonl, "events.plover.jsonl"),
        ExportForm::Icews => (Form::Icews, "events.icews.tab"),
        ExportForm::Polecat => (Form::Polecat, "events.polecat.txt"),
        ExportForm::Gdelt => (Form::Gdelt, "events.gdelt.csv"),
        ExportForm::Csv => (Form::Csv, "events.csv"),
        ExportForm::Parquet => (Form::Parquet, "events.parquet"),
        ExportForm::Graphml => (Form::Graphml, "reports.graphml"),
        ExportForm::Jsonld => (Form::Jsonld, "reports.jsonld"),
    };
    let mut analysis = found.analysis;
    if let Some(day) = args.source.as_of.filter(|_| found.saved) {
        analysis = dateline::state::before(&analysis, dateline::contract::Day(day));
    }
    let options = ExportOptions { all_status: args.all_status, header: args.header };
    let bytes = match exported(&analysis, &found.codes, form, options) {
        Ok(bytes) => bytes,
        Err(e) => {
            say(&e.to_string());
            return exit::NOTHING;
        }
    };
    let inside = args.output.as_ref().map(|path| if path.is_dir() { path.join(name) } else { path.clone() });
    if inside.is_none() && form == Form::Parquet {
        say("Parquet is no text; name a file with -o");
        return exit::USAGE;
    }
    written(inside.as_deref(), &bytes, found.code)
}

fn written(path: Option<&Path>, bytes: &[u8], code: u8) -> u8 {
    let Some(path) = path else {
        let done = printed(&String::from_utf8_lossy(bytes));
        return if done == exit::DONE { code } else { done };
    };
    match output::save_bytes(path, bytes) {
        Ok(()) => code,
        Err(e) => {
            say(&format!("{}: cannot be written ({e}); check the folder and its permissions", path.display()));
            exit::NOTHING
        }
    }
}
