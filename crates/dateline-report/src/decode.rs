//! Bytes to text: encodings, byte order marks, control characters, files that are no text.
//!
//! The order of the tests follows the Encoding Standard (byte order mark first), then: UTF-16 by its zero bytes, UTF-8 if valid,
//! and chardetng's guess for the rest.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::mapped::Mapped;
use crate::problem::ReadProblem;
use crate::report::Note;

/// First bytes of kinds of files that people mistake for reports, and what to call them. Signatures, not language.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an Ogg sound file"),
    (b"ID3", "an MP3 sound file"),
    (b"RIFF", "a RIFF sound, image or film file"),
    (b"{\\rtf", "an RTF document"),
];

/// How many bytes are looked at to guess an encoding or to see whether a file is text.
const SAMPLE: usize = 1 << 18;

/// Decodes a file. `hint` is an encoding that the file itself names (HTML `charset`), tried before guessing.
pub(crate) fn decode(
    bytes: &[u8],
    hint: Option<&'static Encoding>,
    notes: &mut Vec<Note>,
) -> Result<Mapped, ReadProblem> {
    if bytes.is_empty() {
        return Err(ReadProblem::Empty);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ReadProblem::Binary { what: (*what).into() });
    }
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) => (Some(encoding), skip),
        None => (utf16_without_mark(bytes), 0),
    };
    let body = bytes.get(skip..).unwrap_or_default();
    match encoding {
        Some(encoding) if encoding != UTF_8 => {
            let (text, broken) = encoding.decode_without_bom_handling(body);
            note(
                notes,
                format!(
                    "The file is {}; it was read as text, its places are counted in the decoded text.",
                    encoding.name()
                ),
            );
            if broken {
                note(notes, "Some bytes could not be decoded and stand as \u{fffd}.".into());
            }
            let text = text.into_owned();
            not_binary(&text)?;
            Ok(without_controls(Mapped::unmapped(text), notes))
        }
        known => {
            if body.iter().take(SAMPLE).any(|b| *b == 0) {
                return Err(ReadProblem::Binary { what: "binary data: it holds zero bytes".into() });
            }
            utf8_or_legacy(body, skip, hint, known.is_some(), notes)
        }
    }
}

fn note(notes: &mut Vec<Note>, text: String) {
    notes.push(Note { text });
}

/// UTF-16 shows as zero bytes on one side of the pairs: Latin letters, blanks and line ends have a zero high byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = sample.len() / 2;
    let high = sample.iter().step_by(2).filter(|b| **b == 0).count();
    let low = sample.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    // Two fifths: texts with many non-Latin names keep more zeros than that, no 8-bit text has any.
    let many = |n: usize| n * 5 >= pairs * 2;
    let few = |n: usize| n * 50 <= pairs;
    match () {
        () if many(low) && few(high) => Some(UTF_16LE),
        () if many(high) && few(low) => Some(UTF_16BE),
        () => None,
    }
}

fn utf8_or_legacy(
    body: &[u8],
    skip: usize,
    hint: Option<&'static Encoding>,
    marked: bool,
    notes: &mut Vec<Note>,
) -> Result<Mapped, ReadProblem> {
    if let Ok(text) = std::str::from_utf8(body) {
        not_binary(text)?;
        let mut mapped = Mapped::default();
        mapped.push_source(text, skip);
        return Ok(without_controls(mapped, notes));
    }
    let (good, bad) = valid_and_broken(body);
    // Mostly well-formed multi-byte sequences: UTF-8 that was damaged. In a legacy encoding nearly every high byte is a fault.
    if marked || good > bad * 2 {
        note(
            notes,
            format!(
                "The UTF-8 of the file is broken in {bad} place{}; they stand as \u{fffd}.",
                if bad == 1 { "" } else { "s" }
            ),
        );
        let mut mapped = Mapped::default();
        let mut at = skip;
        for chunk in body.utf8_chunks() {
            mapped.push_source(chunk.valid(), at);
            at += chunk.valid().len() + chunk.invalid().len();
            if !chunk.invalid().is_empty() {
                mapped.push_new("\u{fffd}");
            }
        }
        not_binary(mapped.text())?;
        return Ok(without_controls(mapped, notes));
    }
    let encoding = hint.filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE).unwrap_or_else(|| guess(body));
    let (text, broken) = encoding.decode_without_bom_handling(body);
    not_binary(&text)?;
    note(notes, format!("The file is no UTF-8; it was read as {}.", encoding.name()));
    if broken {
        note(notes, "Some bytes could not be decoded and stand as \u{fffd}.".into());
    }
    Ok(without_controls(Mapped::unmapped(text.into_owned()), notes))
}

/// Numbers of well-formed multi-byte sequences and of faults, in a sample.
fn valid_and_broken(body: &[u8]) -> (usize, usize) {
    let sample = body.get(..body.len().min(SAMPLE)).unwrap_or(body);
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

fn guess(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(body.get(..body.len().min(SAMPLE)).unwrap_or(body), true);
    detector.guess(None, false)
}

/// Can there be a control character, a mark of direction, or a character that stands for broken bytes? By bytes: most pages have none
/// of them, and need not be gone through by characters.
fn doubtful(text: &str) -> bool {
    let bytes = text.as_bytes();
    let after = |n: usize| bytes.get(n).copied().unwrap_or(0);
    bytes.iter().enumerate().any(|(n, b)| match b {
        0x20..=0x7e | b'\n' | b'\r' | b'\t' => false,
        0..=0x1f | 0x7f => true,
        0xc2 => after(n + 1) < 0xa0,
        0xe2 => matches!((after(n + 1), after(n + 2)), (0x80, 0xaa..=0xae) | (0x81, 0xa6..=0xa9)),
        0xef => matches!((after(n + 1), after(n + 2)), (0xbb, 0xbf) | (0xbf, 0xbd)),
        _ => false,
    })
}

/// Text has next to no control characters: more than one in fifty, and it is something else.
fn not_binary(text: &str) -> Result<(), ReadProblem> {
    if !doubtful(text) {
        return Ok(());
    }
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        odd += usize::from(c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}') || c == '\u{fffd}');
    }
    if odd > 8 && odd * 50 > all {
        return Err(ReadProblem::Binary { what: "binary data: it is full of control characters".into() });
    }
    Ok(())
}

/// Leaves out the control characters other than line ends and tabs, and says so.
fn without_controls(text: Mapped, notes: &mut Vec<Note>) -> Mapped {
    if !doubtful(text.text()) {
        return text;
    }
    let drop = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{feff}');
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.text().chars().any(bidi) {
        note(
            notes,
            "The text holds characters that turn the direction of writing; they are kept, and shown visibly.".into(),
        );
    }
    let mut out = Mapped::default();
    let (mut start, mut count) = (0, 0_usize);
    for (at, c) in text.text().char_indices() {
        if drop(c) {
            out.push_from(&text, start, at);
            start = at + c.len_utf8();
            count += 1;
        }
    }
    if count == 0 {
        return text;
    }
    out.push_from(&text, start, text.len());
    note(notes, format!("{count} control character{} left out.", if count == 1 { " was" } else { "s were" }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, usize) {
        let mut notes = Vec::new();
        let mapped = decode(bytes, None, &mut notes).unwrap();
        (mapped.text().to_string(), notes.len())
    }

    #[test]
    fn encodings() {
        let line = "Zoë said the café in Łódź was shut.\n";
        assert_eq!(text(line.as_bytes()), (line.into(), 0));
        let utf16: Vec<u8> = line.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16), (line.into(), 1));
        let marked: Vec<u8> = "\u{feff}".encode_utf16().chain(line.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&marked), (line.into(), 1));
        assert_eq!(text(b"The caf\xe9 and the na\xefve mayor of Malm\xf6").0, "The café and the naïve mayor of Malmö");
        let broken = text("Ä ö ü ß é \u{fffd} ".replace('\u{fffd}', "x").as_bytes());
        assert_eq!(broken.1, 0);
        let mut damaged = "Zoë, Łódź, Malmö, Tromsø".as_bytes().to_vec();
        damaged.push(0xff);
        assert_eq!(text(&damaged), ("Zoë, Łódź, Malmö, Tromsø\u{fffd}".into(), 1));
    }

    #[test]
    fn controls_go_and_the_map_stays() {
        let mut notes = Vec::new();
        let mapped = decode(b"\xef\xbb\xbfab\x07cd", None, &mut notes).unwrap();
        assert_eq!((mapped.text(), notes.len()), ("abcd", 1));
        assert_eq!(mapped.source(2, 4), Some(crate::Span::new(6, 8)));
    }
}
