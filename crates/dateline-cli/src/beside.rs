//! `dateline check` and `dateline compare`.

use dateline::beside::{Beside, check as checked, side_by_side};
use dateline::contract::{Checks, SideBySide, Verdict};
use dateline::read::{ReadOptions, gather};
use dateline::{DataSet, Options, view};

use crate::args::{Check, Compare, Plain, exit};
use crate::brief::{tell, text_options};
use crate::{overlay, printed, say};

/// Options of the analysis, or the code to exit with after saying what is wrong.
fn options(plain: &Plain) -> Result<Options, u8> {
    match plain.data.as_deref().map(overlay::load).transpose() {
        Ok(loaded) => {
            Ok(Options { data: loaded.map_or_else(DataSet::built_in, |(data, _)| data), ..Options::default() })
        }
        Err(problem) => {
            say(&problem);
            Err(exit::USAGE)
        }
    }
}

/// `dateline check`
pub(crate) fn check(args: &Check) -> u8 {
    let options = match options(&args.plain) {
        Ok(options) => options,
        Err(code) => return code,
    };
    let read = ReadOptions { max_size: args.plain.max_size, ..ReadOptions::default() };
    let mut text = gather(std::slice::from_ref(&args.text), &read);
    let against = gather(&args.against, &read);
    text.problems.extend(against.problems);
    let [own] = text.inputs.as_slice() else {
        tell(&text.problems, args.plain.quiet);
        say(&format!("{}: is not one text; name one file, and the reports after --against", args.text));
        return exit::USAGE;
    };
    let inputs: Vec<_> = against.inputs.into_iter().filter(|i| i.path != own.path).collect();
    match checked(own, &inputs, &options) {
        Ok(found) => {
            let bad = found
                .found
                .as_ref()
                .is_some_and(|c| args.fail && c.sentences.iter().any(|s| s.verdict == Verdict::NotBorne));
            let code = write(found, &text.problems, &args.plain, &view::checks, &Checks::to_json);
            if bad && (code == exit::DONE || code == exit::PARTLY) { exit::FOUND } else { code }
        }
        Err(e) => faulty(&e.to_string()),
    }
}

/// `dateline compare`
pub(crate) fn compare(args: &Compare) -> u8 {
    let options = match options(&args.plain) {
        Ok(options) => options,
        Err(code) => return code,
    };
    let read = ReadOptions { max_size: args.plain.max_size, ..ReadOptions::default() };
    let named = args.within.is_empty();
    let paths = if named { vec![args.a.clone(), args.b.clone()] } else { args.within.clone() };
    let gathered = gather(&paths, &read);
    // Without --in the two are files, whose ids the reading gave.
    let id = |path: &String| {
        let own = gathered.inputs.iter().find(|i| named && i.path == *path);
        own.map_or(path.clone(), |i| i.id.clone())
    };
    let (a, b) = (id(&args.a), id(&args.b));
    match side_by_side(&gathered.inputs, &a, &b, &options) {
        Ok(found) => write(found, &gathered.problems, &args.plain, &view::side_by_side, &SideBySide::to_json),
        Err(e) => faulty(&e.to_string()),
    }
}

fn faulty(problem: &str) -> u8 {
    say(&format!(
        "language data: {problem}; mend the file (`dateline data check DIR` tells more), or leave out --data"
    ));
    exit::USAGE
}

fn write<T>(
    found: Beside<T>,
    before: &[dateline::read::Problem],
    plain: &Plain,
    show: &dyn Fn(&T, &view::TextOptions) -> String,
    json: &dyn Fn(&T) -> Result<String, String>,
) -> u8 {
    let mut problems = before.to_vec();
    problems.extend(found.problems);
    problems.sort();
    tell(&problems, plain.quiet);
    let Some(found) = found.found else {
        say("nothing to compare: the text and at least one report must be readable");
        return exit::NOTHING;
    };
    let text = if plain.json {
        match json(&found) {
            Ok(json) => json,
            Err(e) => {
                say(&format!("the result cannot be written as JSON: {e}; please report this as a bug"));
                return exit::NOTHING;
            }
        }
    } else {
        show(&found, &text_options(false, plain.width, plain.color))
    };
    let code = printed(&text);
    if code == exit::DONE && problems.iter().any(|p| p.left_out) { exit::PARTLY } else { code }
}
