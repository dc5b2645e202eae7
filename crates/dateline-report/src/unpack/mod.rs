//! Many reports in one file: feeds, lines and arrays of JSON, tables, web archives, zip and tar, mail, news exchange formats.
//!
//! A file is known by its content first. Records are handed out one by one, so that a web archive of any size needs the memory of one
//! record. What is broken is told with its place, and the rest is read. Nothing is ever written: a member called `../x` is a name only.

mod archive;
mod fields;
mod gzip;
mod json;
mod kind;
mod mail;
mod table;
mod warc;
mod xml;

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use encoding_rs::Encoding;

pub use fields::FieldMap;
use kind::{Kind, kind};

use crate::report::GivenMeta;

/// How the bytes of a record are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// By name and content.
    #[default]
    Guess,
    /// Plain text.
    Text,
    /// HTML, with the encoding that its container names.
    Page(Option<&'static Encoding>),
}

/// The bytes of one report.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where it stands in the file: `!member` of an archive, `#3` for the third record, one after the other where they nest; empty for
    /// a file that is one report.
    pub place: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the container says of it.
    pub given: GivenMeta,
    /// Byte of the file at which `bytes` begin, if they stand there as they are.
    pub offset: Option<u64>,
}

/// What was met in a file.
#[derive(Debug, Clone)]
pub enum Found {
    /// A report.
    Record(Box<Record>),
    /// An address in a list of pages (a sitemap): told, not read.
    Listed {
        /// Where it stands.
        place: String,
        /// The address.
        url: String,
        /// When the page was changed, as printed.
        modified: Option<String>,
    },
    /// A part that could not be read: reason; remedy.
    Fault {
        /// Where it stands.
        place: String,
        /// The message.
        text: String,
    },
}

/// Bounds of what is read.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of one record.
    pub record: u64,
    /// Bytes of what has to be in memory as a whole: an array of JSON, a feed, an archive inside an archive.
    pub whole: u64,
    /// A file may unpack to so many times its size (and to 64 MB in any case).
    pub ratio: u64,
    /// Archives within archives.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record: 5 << 20, whole: 64 << 20, ratio: 200, depth: 4 }
    }
}

/// A file to unpack.
pub struct Source<'a, R> {
    /// Its name; only the ending is used, and only where the content leaves a doubt.
    pub name: &'a str,
    /// Its bytes, from the first one.
    pub bytes: R,
    /// Which fields of records and columns of tables mean what, beside the usual names.
    pub fields: &'a FieldMap,
}

/// What the readers of the formats share.
struct Ctx<'a> {
    limits: &'a Limits,
    fields: &'a FieldMap,
    /// Bytes that may still be unpacked.
    left: &'a Cell<u64>,
    each: &'a mut dyn FnMut(Found) -> ControlFlow<()>,
    depth: usize,
}

type Flow = ControlFlow<()>;

impl Ctx<'_> {
    fn fault(&mut self, place: &str, text: impl Into<String>) -> Flow {
        (self.each)(Found::Fault { place: place.into(), text: text.into() })
    }

    fn record(&mut self, record: Record) -> Flow {
        (self.each)(Found::Record(Box::new(record)))
    }
}

/// Can the file hold more than one report, by its first bytes (some thousand) and its name?
#[must_use]
pub fn is_container(name: &str, head: &[u8]) -> bool {
    kind(name, head, &FieldMap::default()) != Kind::Single
}

/// Hands out the records of a file in their order, until `each` breaks off.
///
/// ```
/// use dateline_report::{FieldMap, Found, Limits, Source, unpack};
/// use std::{io::Cursor, ops::ControlFlow};
/// let lines = "{\"headline\": \"Ice shuts port\", \"text\": \"The port was shut.\"}\n{\"headline\": \"Port open\", \"text\": \"It is open.\"}\n";
/// let source = Source { name: "dump.jsonl", bytes: Cursor::new(lines), fields: &FieldMap::default() };
/// let mut places = Vec::new();
/// unpack(source, &Limits::default(), &mut |found| {
///     if let Found::Record(record) = found {
///         places.push(record.place);
///     }
///     ControlFlow::Continue(())
/// });
/// assert_eq!(places, ["#1", "#2"]);
/// ```
pub fn unpack<R: Read + Seek>(source: Source<'_, R>, limits: &Limits, each: &mut dyn FnMut(Found) -> ControlFlow<()>) {
    let Source { name, mut bytes, fields } = source;
    let size = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
    let left = Cell::new(size.saturating_mul(limits.ratio).max(64 << 20));
    let mut ctx = Ctx { limits, fields, left: &left, each, depth: 0 };
    let head = bytes.rewind().and_then(|()| peek(&mut bytes)).and_then(|head| bytes.rewind().map(|()| head));
    // Who breaks off knows why.
    let _ = match head {
        Err(e) => ctx.fault("", format!("cannot be read ({e}); check the path and the disk")),
        Ok(head) if kind(name, &head, fields) == Kind::Zip => archive::zip("", BufReader::new(bytes), &mut ctx),
        Ok(_) => walk("", name, &mut BufReader::with_capacity(1 << 16, bytes), &mut ctx),
    };
}

/// How many first bytes are looked at.
const HEAD: u64 = 8192;

fn peek(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    from.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Reads a stream whose kind is not known yet.
fn walk(place: &str, name: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut input = input;
    let head = match peek(&mut input) {
        Ok(head) => head,
        Err(e) => return ctx.fault(place, unreadable(&e)),
    };
    let what = kind(name, &head, ctx.fields);
    let mut input = Cursor::new(head).chain(input);
    if ctx.depth > ctx.limits.depth {
        return ctx.fault(place, format!("lies in more than {} archives; unpack it first", ctx.limits.depth));
    }
    match what {
        Kind::Gzip => {
            let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
            let inner = inner.strip_suffix(".tgz").map_or_else(|| inner.to_string(), |stem| format!("{stem}.tar"));
            deeper(ctx, |ctx| gzip::gzip(place, &inner, &mut input, ctx))
        }
        Kind::Warc => warc::warc(place, &mut input, ctx),
        Kind::Tar => archive::tar(place, &mut input, ctx),
        Kind::JsonLines => json::lines(place, &mut input, ctx),
        Kind::Zip | Kind::Json | Kind::Feed | Kind::News | Kind::Sitemap | Kind::Mail => {
            let bytes = match held(&mut input, ctx.limits.whole) {
                Ok(bytes) => bytes,
                Err(text) => return ctx.fault(place, text),
            };
            match what {
                Kind::Zip => deeper(ctx, |ctx| archive::zip(place, Cursor::new(bytes), ctx)),
                Kind::Json => json::whole(place, &bytes, ctx),
                Kind::Feed => xml::feed(place, &bytes, ctx),
                Kind::News => xml::news(place, &bytes, ctx),
                Kind::Sitemap => xml::sitemap(place, &bytes, ctx),
                _ => mail::mail(place, &bytes, ctx),
            }
        }
        Kind::Table(delimiter) => table::table(place, delimiter, &mut input, ctx),
        Kind::Single => match held(&mut input, ctx.limits.record) {
            Ok(bytes) => {
                let offset = (ctx.depth == 0).then_some(0);
                ctx.record(Record { place: place.into(), bytes, given: GivenMeta::default(), offset })
            }
            Err(text) => ctx.fault(place, text),
        },
    }
}

fn deeper(ctx: &mut Ctx<'_>, run: impl FnOnce(&mut Ctx<'_>) -> Flow) -> Flow {
    ctx.depth += 1;
    let flow = run(ctx);
    ctx.depth -= 1;
    flow
}

/// All bytes, or the message that there are too many.
fn held(input: &mut impl Read, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    input.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| unreadable(&e))?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

fn too_large(most: u64) -> String {
    format!("is larger than {} MB, the limit for one part; split it, or raise --max-size", (most >> 20).max(1))
}

fn unreadable(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::UnexpectedEof => "ends too early; fetch it again".into(),
        io::ErrorKind::QuotaExceeded => e.to_string(),
        _ => format!("cannot be unpacked ({e}); fetch it again"),
    }
}

/// A reader that takes what it gives from the bytes that may still be unpacked.
struct Metered<'a, R> {
    inner: R,
    left: &'a Cell<u64>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        let left = self.left.get();
        if n as u64 > left {
            let text = "unpacks to an absurd size; the rest of it is not read";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, text));
        }
        self.left.set(left - n as u64);
        Ok(n)
    }
}

#[cfg(test)]
mod tests;
