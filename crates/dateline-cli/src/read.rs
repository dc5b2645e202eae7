//! `dateline read`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::path::Path;

use dateline::DataSet;
use dateline::read::{Problem, ReadOptions, Reader, Shown, each_record, files};
use dateline::view::safe;

use crate::args::{Read, ReadFormat, exit};
use crate::say;

/// So many reports between two lines of progress.
const STEP: u64 = 1000;

pub(crate) fn run(options: &Read) -> u8 {
    let mut reader = match Reader::new(&DataSet::built_in()) {
        Ok(reader) => reader,
        Err(e) => {
            say(&format!("language data: {e}; please report this as a bug"));
            return exit::NOTHING;
        }
    };
    let (mut out, last): (Box<dyn Write>, Option<String>) = match options.output.as_deref() {
        None => (Box::new(BufWriter::new(io::stdout().lock())), None),
        Some(path) => match open(path, options.resume) {
            Ok((file, last)) => (Box::new(BufWriter::new(file)), last),
            Err(e) => {
                say(&format!("{}: cannot be written ({e}); check the folder and its permissions", path.display()));
                return exit::NOTHING;
            }
        },
    };
    let how =
        ReadOptions { max_size: options.max_size, fields: options.map.clone().unwrap_or_default(), published: None };
    let (paths, problems) = files(&options.paths);
    let (mut read, mut wrong) = (0_u64, problems.len());
    for problem in &problems {
        say(&problem.to_string());
    }
    // Until the report that was written last comes by, everything was written before.
    let mut waiting = last;
    let mut failed = None;
    for path in paths {
        each_record(&path, &how, &mut |found| {
            let shown = found.and_then(|input| match &waiting {
                Some(last) => {
                    if *last == input.path {
                        waiting = None;
                    }
                    Ok(None)
                }
                None => reader.read(&input).map(Some),
            });
            match shown {
                Ok(None) => {}
                Ok(Some(shown)) => {
                    read += 1;
                    if !options.quiet && read.is_multiple_of(STEP) && io::stderr().is_terminal() {
                        say(&format!("{read} reports read, at {}", safe::line(&shown.path)));
                    }
                    if let Err(e) = write(&mut out, &shown, options) {
                        failed = Some(e);
                        return ControlFlow::Break(());
                    }
                }
                Err(problem) => {
                    wrong += usize::from(problem.left_out);
                    tell(&problem, options.quiet);
                }
            }
            ControlFlow::Continue(())
        });
        if failed.is_some() {
            break;
        }
    }
    if let Some(e) = failed.or_else(|| out.flush().err()) {
        // Whoever reads the first lines only has closed the pipe.
        if e.kind() == io::ErrorKind::BrokenPipe {
            return exit::DONE;
        }
        say(&format!("the output cannot be written ({e}); check the disk"));
        return exit::NOTHING;
    }
    match (read, wrong) {
        (0, 0) if options.resume => exit::DONE,
        (0, _) => {
            say("no report could be read");
            exit::NOTHING
        }
        (_, 0) => exit::DONE,
        _ => exit::PARTLY,
    }
}

fn tell(problem: &Problem, quiet: bool) {
    if problem.left_out || !quiet {
        say(&problem.to_string());
    }
}

/// The output file; when going on, behind its last whole line, with the path that line names.
fn open(path: &Path, resume: bool) -> io::Result<(File, Option<String>)> {
    if !resume || !path.exists() {
        return Ok((File::create(path)?, None));
    }
    let mut last = None;
    let mut good = 0_u64;
    let mut lines = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let named = serde_json::from_slice::<serde_json::Value>(&line).ok();
        let Some(name) =
            named.filter(|_| line.ends_with(b"\n")).and_then(|v| Some(v.get("path")?.as_str()?.to_string()))
        else {
            break;
        };
        good += line.len() as u64;
        last = Some(name);
        line.clear();
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.set_len(good)?;
    file.seek(SeekFrom::End(0))?;
    fs::metadata(path)?;
    Ok((file, last))
}

fn write(out: &mut dyn Write, shown: &Shown, options: &Read) -> io::Result<()> {
    match options.format {
        ReadFormat::Jsonl => {
            let mut shown = shown.clone();
            if !options.explain {
                shown.furniture.clear();
            }
            serde_json::to_writer(&mut *out, &shown).map_err(io::Error::other)?;
            out.write_all(b"\n")
        }
        ReadFormat::Text => text(out, shown, options.explain),
    }
}

fn text(out: &mut dyn Write, shown: &Shown, explain: bool) -> io::Result<()> {
    writeln!(out, "== {}", safe::line(&shown.path))?;
    let authors = (!shown.authors.is_empty()).then(|| shown.authors.join(", "));
    let parts = [
        ("title", &shown.title),
        ("outlet", &shown.outlet),
        ("authors", &authors),
        ("published", if shown.published_at.is_some() { &shown.published_at } else { &shown.published }),
        ("modified", &shown.modified_at),
        ("url", &shown.url),
        ("same text as", &shown.same_as),
        ("version of", &shown.version_of),
    ];
    for (name, value) in parts.into_iter().filter_map(|(n, v)| Some((n, v.as_ref()?))) {
        writeln!(out, "{name}: {}", safe::line(value))?;
    }
    if shown.version_of.is_some() {
        writeln!(out, "changed: {} new lines, {} gone", shown.added.len(), shown.removed)?;
    }
    for note in &shown.notes {
        writeln!(out, "note: {}", safe::line(note))?;
    }
    writeln!(out)?;
    let mut furniture = shown.furniture.iter().filter(|_| explain).peekable();
    let mut at = 0_u32;
    for line in shown.text.split_inclusive('\n') {
        while let Some(f) = furniture.next_if(|f| f.before <= at) {
            writeln!(out, "  [{}] {}", f.kind, safe::line(&f.text))?;
        }
        writeln!(out, "{}", safe::line(line.trim_end_matches('\n')))?;
        at = at.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
    }
    for f in furniture {
        writeln!(out, "  [{}] {}", f.kind, safe::line(&f.text))?;
    }
    writeln!(out)
}
