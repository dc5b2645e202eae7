//! Web archives (ISO 28500): records of a head and so many bytes. Streams: one record is in memory.

use std::io::{self, BufRead, Cursor, Read};

use encoding_rs::Encoding;
use flate2::read::{GzDecoder, ZlibDecoder};

use super::{Ctx, Flow, Form, Metered, Record, held, too_large, unreadable};
use crate::format::moment;
use crate::report::GivenMeta;

/// Heads are longer than this only by mistake.
const HEAD: usize = 64 << 10;
/// What ends a record and begins the next.
const NEXT: &[u8] = b"\r\n\r\nWARC/1.";

/// A stream of which some was read too far.
struct Pushed<'a> {
    back: Cursor<Vec<u8>>,
    input: &'a mut dyn BufRead,
    at: u64,
}

impl Pushed<'_> {
    fn push(&mut self, bytes: &[u8]) {
        let rest = self.back.get_ref().get(usize::try_from(self.back.position()).unwrap_or(0)..).unwrap_or_default();
        self.at -= bytes.len() as u64;
        self.back = Cursor::new([bytes, rest].concat());
    }
}

impl Read for Pushed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = match self.back.read(out)? {
            0 => self.input.read(out)?,
            n => n,
        };
        self.at += n as u64;
        Ok(n)
    }
}

impl BufRead for Pushed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let pushed = self.back.position() < self.back.get_ref().len() as u64;
        if pushed { self.back.fill_buf() } else { self.input.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        let pushed = self.back.position() < self.back.get_ref().len() as u64;
        self.at += n as u64;
        if pushed { self.back.consume(n) } else { self.input.consume(n) }
    }
}

/// One line with its end; `None` at the end of the stream. Cut at the limit of heads.
fn line(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    from.by_ref().take(HEAD as u64).read_until(b'\n', &mut bytes)?;
    Ok((!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned()))
}

/// Fields of a head up to the blank line.
fn head(from: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut size = 0;
    while let Some(line) = line(from)? {
        size += line.len();
        let text = line.trim_end_matches(['\r', '\n']);
        if text.is_empty() || size > HEAD {
            break;
        }
        if let Some((name, value)) = text.split_once(':') {
            out.push((name.trim().to_ascii_lowercase(), value.trim().to_string()));
        }
    }
    Ok(out)
}

fn get<'a>(head: &'a [(String, String)], name: &str) -> Option<&'a str> {
    head.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

pub(super) fn warc(place: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut from = Pushed { back: Cursor::default(), input, at: 0 };
    let mut number = 0_u64;
    loop {
        let version = match line(&mut from) {
            Ok(Some(line)) => line,
            Ok(None) => return Flow::Continue(()),
            Err(e) => return ctx.fault(place, unreadable(&e)),
        };
        // Blank lines between records, and what a wrong length left over.
        if !version.starts_with("WARC/") {
            continue;
        }
        number += 1;
        let here = format!("{place}#{number}");
        let fields = match head(&mut from) {
            Ok(fields) => fields,
            Err(e) => return ctx.fault(&here, unreadable(&e)),
        };
        let Some(length) = get(&fields, "content-length").and_then(|l| l.parse::<u64>().ok()) else {
            ctx.fault(&here, "does not say how long it is; the next record is read")?;
            continue;
        };
        let kind = get(&fields, "warc-type").unwrap_or("").to_ascii_lowercase();
        let wanted = matches!(kind.as_str(), "response" | "resource" | "conversion");
        if !wanted || length > ctx.limits.record.saturating_mul(2) {
            if wanted {
                ctx.fault(&here, too_large(ctx.limits.record))?;
            }
            // What is passed over is looked at as well: a wrong length must not cost the records behind it.
            match pass(&mut from, length) {
                Ok(true) => {}
                Ok(false) => ctx.fault(&here, "has a wrong length; the next record is read")?,
                Err(e) => return ctx.fault(&here, unreadable(&e)),
            }
            continue;
        }
        let start = from.at;
        let mut body = Vec::new();
        if let Err(e) = from.by_ref().take(length).read_to_end(&mut body) {
            return ctx.fault(&here, unreadable(&e));
        }
        if let Some(at) = find(&body, NEXT) {
            let rest = body.split_off(at);
            from.push(&rest);
            ctx.fault(&here, "is longer than it says or the next record is cut; it was read up to the next one")?;
        } else if (body.len() as u64) < length {
            ctx.fault(&here, "ends before its length; what there is was read, fetch the archive again for the rest")?;
        }
        let offset = (ctx.depth == 0).then_some(start);
        match record(here.clone(), &fields, body, offset, ctx) {
            Ok(Some(record)) => ctx.record(record)?,
            Ok(None) => {}
            Err(text) => ctx.fault(&here, text)?,
        }
    }
}

/// Passes over so many bytes, but not over the head of another record. False if one stood there.
fn pass(from: &mut Pushed<'_>, length: u64) -> io::Result<bool> {
    let mut left = length;
    let mut tail: Vec<u8> = Vec::new();
    while left > 0 {
        let mut piece = Vec::new();
        from.by_ref().take(left.min(1 << 16)).read_to_end(&mut piece)?;
        if piece.is_empty() {
            return Ok(false);
        }
        left -= piece.len() as u64;
        tail.extend_from_slice(&piece);
        if let Some(at) = find(&tail, NEXT) {
            let rest = tail.split_off(at);
            from.push(&rest);
            return Ok(false);
        }
        tail.drain(..tail.len().saturating_sub(NEXT.len()));
    }
    Ok(true)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    while let Some(n) = text.get(at..)?.iter().position(|b| *b == first) {
        if text.get(at + n..)?.starts_with(wanted) {
            return Some(at + n);
        }
        at += n + 1;
    }
    None
}

fn record(
    place: String,
    fields: &[(String, String)],
    body: Vec<u8>,
    offset: Option<u64>,
    ctx: &Ctx<'_>,
) -> Result<Option<Record>, String> {
    let mut url = get(fields, "warc-target-uri").unwrap_or("").trim_matches(['<', '>']).to_string();
    let mut media = get(fields, "content-type").unwrap_or("").to_string();
    let mut bytes = body;
    let mut offset = offset;
    let mut modified = None;
    if media.to_ascii_lowercase().starts_with("application/http") || bytes.starts_with(b"HTTP/") {
        let mut rest = Cursor::new(bytes.as_slice());
        let status = line(&mut rest).ok().flatten().unwrap_or_default();
        let http = head(&mut rest).unwrap_or_default();
        let at = usize::try_from(rest.position()).unwrap_or(usize::MAX);
        // Only what was delivered is a report; redirections and failures hold none.
        if !status.split_whitespace().nth(1).is_some_and(|s| s.starts_with('2')) {
            return Ok(None);
        }
        media = get(&http, "content-type").unwrap_or("").to_string();
        modified = get(&http, "last-modified").and_then(moment);
        let mut inner = bytes.split_off(at.min(bytes.len()));
        offset = offset.map(|o| o + at as u64);
        if get(&http, "transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked"))
            && let Some(joined) = unchunked(&inner)
        {
            inner = joined;
            offset = None;
        }
        let coding = get(&http, "content-encoding").unwrap_or("").to_ascii_lowercase();
        // Crawls often store the page unpacked and keep the header.
        let gzip = coding.contains("gzip") && inner.starts_with(b"\x1f\x8b");
        let zlib = coding.contains("deflate") && inner.first() == Some(&0x78);
        if gzip || zlib {
            let most = ctx.limits.record;
            let left = ctx.left;
            inner = if gzip {
                held(&mut Metered { inner: GzDecoder::new(inner.as_slice()), left }, most)?
            } else {
                held(&mut Metered { inner: ZlibDecoder::new(inner.as_slice()), left }, most)?
            };
            offset = None;
        } else if coding.contains("br") && std::str::from_utf8(&inner).is_err() {
            return Err("is packed with Brotli, which is not read; unpack it first".into());
        }
        bytes = inner;
    }
    if bytes.len() as u64 > ctx.limits.record {
        return Err(too_large(ctx.limits.record));
    }
    let media = media.to_ascii_lowercase();
    let charset = media.split_once("charset=").map(|(_, c)| c.trim_matches(['"', '\'', ' ']));
    let charset = charset.and_then(|c| c.split([';', '"', ' ']).next()).and_then(|c| Encoding::for_label(c.as_bytes()));
    let form = match media.split(';').next().unwrap_or("").trim() {
        "text/html" | "application/xhtml+xml" => Form::Page(charset),
        "text/plain" if !url.ends_with("robots.txt") => Form::Text,
        "" => Form::Guess,
        _ => return Ok(None),
    };
    if url.is_empty() {
        url = get(fields, "warc-record-id").unwrap_or("").trim_matches(['<', '>']).to_string();
    }
    let given =
        GivenMeta { url: Some(url).filter(|u| u.contains("://")), modified_at: modified, form, ..GivenMeta::default() };
    Ok(Some(Record { place, bytes, given, offset }))
}

/// A body sent in chunks, joined. `None` if it is not in that form.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.iter().take(64).position(|b| *b == b'\n')?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size.min(rest.len()))?);
        // A body that was cut keeps what came.
        let Some(after) = size.checked_add(2).and_then(|n| rest.get(n..)) else { return Some(out) };
        rest = after;
    }
}
