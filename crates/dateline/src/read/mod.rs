//! Paths to inputs: files, folders and standard input, each problem with its file, reason and remedy, the others read all the same.

mod again;
mod ids;
mod shown;
mod sidecar;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub use again::again;
pub use dateline_report::FieldMap;
use dateline_report::{Found, GivenMeta, Limits, Source, is_container, unpack};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

pub use ids::ids;
pub use shown::{Reader, Shown, ShownFurniture};

/// Endings of files that a folder is searched for. Tables, JSON and XML are not among them: in a folder they are more often something
/// else than reports, and are read when they are named.
// not language: endings of files
pub const ENDINGS: [&str; 15] =
    ["txt", "md", "html", "htm", "xhtml", "jsonl", "ndjson", "rss", "atom", "warc", "gz", "zip", "tar", "eml", "mhtml"];

/// The largest file that is read unless another limit is given: 5 MiB, ten times a long web page.
pub const MAX_SIZE: u64 = 5 << 20;

/// How to read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Day of publication of every report that has none of its own in a sidecar.
    pub published: Option<Date>,
    /// Files beyond this many bytes are refused.
    pub max_size: u64,
    /// Names of fields and columns beside the usual ones.
    pub fields: FieldMap,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { published: None, max_size: MAX_SIZE, fields: FieldMap::default() }
    }
}

/// One file as it was found.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its id in the analysis.
    pub id: String,
    /// Its path as given, or as found below a folder that was given; `-` for standard input.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is said of it.
    pub given: GivenMeta,
}

/// Something that kept a file from being read, or that the user should know. Shown as `path: text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file or folder.
    pub path: String,
    /// Reason; remedy.
    pub text: String,
    /// Was something left out that the user asked for?
    pub left_out: bool,
}

impl Problem {
    /// A file that could not be used.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), left_out: true }
    }

    /// A remark; nothing is lost.
    pub fn note(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), left_out: false }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", crate::view::safe::line(&self.path), crate::view::safe::line(&self.text))
    }
}

/// What was found under some paths.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// Sorted by id.
    pub inputs: Vec<Input>,
    /// Sorted by path.
    pub problems: Vec<Problem>,
}

/// Reads files, folders (recursively, in a fixed order) and `-` for standard input. Never fails: what cannot be read is a problem.
#[must_use]
pub fn gather(paths: &[String], options: &ReadOptions) -> Gathered {
    let mut walk = Walk { files: Vec::new(), problems: Vec::new() };
    let mut stdin = false;
    for path in paths {
        if path == "-" {
            stdin = true;
        } else {
            walk.path(path);
        }
    }
    let Walk { mut files, mut problems } = walk;
    files.sort();
    for pair in files.windows(2).filter(|p| p[0] == p[1]) {
        problems.push(Problem::note(&pair[0], "was given twice; read once"));
    }
    files.dedup();
    let mut found: Vec<Input> = Vec::new();
    if stdin {
        let given = GivenMeta { published: options.published, ..GivenMeta::default() };
        match limited(io::stdin().lock(), options.max_size) {
            Ok(bytes) => found.push(Input { id: String::new(), path: "-".into(), bytes, given }),
            Err(problem) => problems.push(Problem::new("-", problem)),
        }
    }
    for path in files {
        if holds_several(&path) {
            each_record(&path, options, &mut |item| {
                match item {
                    Ok(input) => found.push(input),
                    Err(problem) => problems.push(problem),
                }
                ControlFlow::Continue(())
            });
            continue;
        }
        match file(&path, options) {
            Ok((bytes, given, remark)) => {
                problems.extend(remark);
                found.push(Input { id: String::new(), path, bytes, given });
            }
            Err(problem) => problems.push(Problem::new(path, problem)),
        }
    }
    let mut inputs = once_each(found, &mut problems);
    let names = ids(&inputs.iter().map(|i| i.path.as_str()).collect::<Vec<_>>());
    for (input, id) in inputs.iter_mut().zip(names) {
        input.id = id;
    }
    inputs.sort_by(|a, b| a.id.cmp(&b.id));
    problems.sort();
    problems.dedup();
    Gathered { inputs, problems }
}

/// Can the file hold several reports? What cannot be opened is told when it is read.
fn holds_several(path: &str) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|f| f.take(8192).read_to_end(&mut head));
    read.is_ok() && is_container(path, &head)
}

/// Hands out the records of one file in their order, or its only one, each with what is known of it, and the problems among them. The
/// path of a record is that of the file with `!member` or `#number` behind it. Streams: a web archive needs the memory of one record.
pub fn each_record(path: &str, options: &ReadOptions, each: &mut dyn FnMut(Result<Input, Problem>) -> ControlFlow<()>) {
    let handle = match File::open(path) {
        Ok(handle) => handle,
        Err(e) => {
            // Nothing comes behind it, whatever the answer.
            let _ = each(Err(Problem::new(path, cause(&e))));
            return;
        }
    };
    let limits = Limits { record: options.max_size, ..Limits::default() };
    let source = Source { name: path, bytes: handle, fields: &options.fields };
    let mut listed = 0_usize;
    unpack(source, &limits, &mut |found| match found {
        Found::Record(record) => {
            let given = GivenMeta { published: options.published, ..GivenMeta::default() };
            let given = record.given.or(given);
            let path = format!("{path}{}", record.place);
            each(Ok(Input { id: String::new(), path, bytes: record.bytes, given }))
        }
        Found::Fault { place, text } => each(Err(Problem::new(format!("{path}{place}"), text))),
        Found::Listed { .. } => {
            listed += 1;
            ControlFlow::Continue(())
        }
    });
    if listed > 0 {
        let text = format!("lists {listed} addresses and holds no report; fetch the pages and give those");
        let _ = each(Err(Problem::new(path, text)));
    }
}

/// The paths that hold reports below some paths, in a fixed order, and what was wrong with the others. Standard input is left out.
#[must_use]
pub fn files(paths: &[String]) -> (Vec<String>, Vec<Problem>) {
    let mut walk = Walk { files: Vec::new(), problems: Vec::new() };
    for path in paths.iter().filter(|p| *p != "-") {
        walk.path(path);
    }
    walk.files.sort();
    walk.files.dedup();
    (walk.files, walk.problems)
}

/// The same bytes with the same metadata are one report, whatever the files are called.
fn once_each(found: Vec<Input>, problems: &mut Vec<Problem>) -> Vec<Input> {
    let mut first: BTreeMap<(Vec<u8>, String), String> = BTreeMap::new();
    let mut kept = Vec::new();
    for input in found {
        let key = (Sha256::digest(&input.bytes).to_vec(), format!("{:?}", input.given));
        match first.get(&key) {
            // An empty file has its own problem, and is no copy of another.
            Some(path) if !input.bytes.is_empty() => {
                problems.push(Problem::note(&input.path, format!("is the same, byte for byte, as {path}; read once")))
            }
            _ => {
                first.insert(key, input.path.clone());
                kept.push(input);
            }
        }
    }
    kept
}

struct Walk {
    files: Vec<String>,
    problems: Vec<Problem>,
}

impl Walk {
    /// A path that the user named.
    fn path(&mut self, given: &str) {
        let path = tidy(given);
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() => {
                let before = (self.files.len(), self.problems.len());
                self.folder(Path::new(&path), &mut BTreeSet::new());
                if before == (self.files.len(), self.problems.len()) {
                    self.problems.push(Problem::new(&path, "has no report in it; reports are files that end in .txt, .md, .html, .jsonl, .rss, .warc, .gz, .zip, .tar, .eml and the like (name others one by one)"));
                }
            }
            Ok(_) => self.files.push(path),
            Err(e) => {
                let text = match e.kind() {
                    // A link to itself: the system's "too many levels" has no stable name in the library.
                    kind if !matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
                        && fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink()) =>
                    {
                        "is a link that leads back to itself; remove it, or mend it".to_string()
                    }
                    io::ErrorKind::NotFound if fs::symlink_metadata(&path).is_ok() => {
                        "is a link that leads nowhere; remove it, or mend it".to_string()
                    }
                    _ => cause(&e),
                };
                self.problems.push(Problem::new(path, text));
            }
        }
    }

    fn folder(&mut self, folder: &Path, above: &mut BTreeSet<PathBuf>) {
        let shown = folder.to_string_lossy().into_owned();
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if !above.insert(real.clone()) {
            self.problems.push(Problem::note(shown, "is a link back to a folder above it; not followed"));
            return;
        }
        match fs::read_dir(folder) {
            Err(e) => self.problems.push(Problem::new(shown, cause(&e))),
            Ok(entries) => {
                let mut names: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
                names.sort();
                for path in names {
                    self.entry(&path, above);
                }
            }
        }
        above.remove(&real);
    }

    fn entry(&mut self, path: &Path, above: &mut BTreeSet<PathBuf>) {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') {
            return;
        }
        let report = path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)));
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, above),
            Ok(meta) if meta.is_file() && report => {
                if name.to_ascii_lowercase().starts_with("readme.") {
                    self.problems.push(Problem::note(
                        path.to_string_lossy(),
                        "is taken for a note about the folder and not read; name it to read it",
                    ));
                } else {
                    self.files.push(path.to_string_lossy().into_owned());
                }
            }
            Ok(_) => {}
            // A link to itself shows as an error of the system ("too many levels").
            Err(e) if fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink()) => {
                let text = if e.kind() == io::ErrorKind::NotFound {
                    "is a link that leads nowhere; not read"
                } else {
                    "is a link that leads back to itself; not followed"
                };
                self.problems.push(Problem::note(path.to_string_lossy(), text));
            }
            Err(e) => self.problems.push(Problem::new(path.to_string_lossy(), cause(&e))),
        }
    }
}

/// A path without `./` at its front, doubled slashes and a slash at its end, so that one file has one name.
fn tidy(path: &str) -> String {
    let absolute = path.starts_with('/');
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    match (absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".into(),
        (false, false) => parts.join("/"),
    }
}

fn cause(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "does not exist; check the path".into(),
        io::ErrorKind::PermissionDenied => {
            "may not be read by you; change its permissions (chmod u+r), or leave it out".into()
        }
        _ => format!("cannot be read ({e}); check the path and the disk"),
    }
}

type Read1 = (Vec<u8>, GivenMeta, Option<Problem>);

fn file(path: &str, options: &ReadOptions) -> Result<Read1, String> {
    let handle = File::open(path).map_err(|e| cause(&e))?;
    let size = handle.metadata().map_err(|e| cause(&e))?.len();
    if size > options.max_size {
        return Err(too_large(Some(size), options.max_size));
    }
    let bytes = limited(handle, options.max_size)?;
    let (mut given, problem) = sidecar::read(Path::new(path));
    given.published = given.published.or(options.published);
    Ok((bytes, given, problem.map(|(file, text)| Problem::new(file.to_string_lossy(), text))))
}

/// All bytes, or the problem that there are too many: a pipe does not tell its size beforehand.
fn limited(from: impl Read, max: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    from.take(max + 1).read_to_end(&mut bytes).map_err(|e| cause(&e))?;
    if bytes.len() as u64 > max { Err(too_large(None, max)) } else { Ok(bytes) }
}

fn too_large(size: Option<u64>, max: u64) -> String {
    let mb = |n: u64| {
        let tenths = (n * 10).div_ceil(1 << 20);
        if tenths.is_multiple_of(10) {
            format!("{} MB", tenths / 10)
        } else {
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    };
    let is = size.map_or_else(|| "is larger".into(), |s| format!("is {}, larger", mb(s)));
    format!("{is} than the limit of {}; split it into single reports, or raise --max-size", mb(max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_name() {
        for (given, expected) in [("./a//b/", "a/b"), ("/a/./b", "/a/b"), ("./", "."), ("../x", "../x"), ("/", "/")] {
            assert_eq!(tidy(given), expected);
        }
    }

    #[test]
    fn sizes_are_told_in_words() {
        assert_eq!(
            too_large(Some(100 << 20), 5 << 20),
            "is 100 MB, larger than the limit of 5 MB; split it into single reports, or raise --max-size"
        );
    }
}
