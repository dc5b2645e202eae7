//! A text that knows where its bytes stand in the file.

use crate::report::SourceMap;
use crate::span::{Byte, SourceByte, Span};

/// A text with a map of its runs back to the input file. Every step that leaves something out builds a new one from ranges of
/// the old, so that the map stays true without any step knowing the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mapped {
    text: String,
    map: SourceMap,
}

impl Mapped {
    /// Text without a map: it does not stand in the file byte for byte.
    pub(crate) fn unmapped(text: String) -> Self {
        Self { text, map: SourceMap::default() }
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Number of bytes of the text.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Where a span of the text stands in the file, if the whole of it stands there in one piece.
    pub(crate) fn source(&self, start: usize, end: usize) -> Option<Span<SourceByte>> {
        self.map.source(Span::<Byte>::from_usize(start, end))
    }

    /// Adds text that stands at byte `source` of the file.
    pub(crate) fn push_source(&mut self, text: &str, source: usize) {
        self.push_run(text, u32::try_from(source).unwrap_or(u32::MAX));
    }

    /// Adds text that does not stand in the file.
    pub(crate) fn push_new(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds bytes `start..end` of another text, with their map. A range that does not lie on character boundaries adds nothing.
    pub(crate) fn push_from(&mut self, other: &Self, start: usize, end: usize) {
        let Some(slice) = other.text.get(start..end) else {
            return;
        };
        let base = self.text.len();
        self.text.push_str(slice);
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (clip(start), clip(end));
        let first = other.map.runs.partition_point(|r| r.0 + r.2 <= start);
        for &(clean, source, len) in other.map.runs.iter().skip(first).take_while(|r| r.0 < end) {
            let from = clean.max(start);
            let to = (clean + len).min(end);
            if from < to {
                self.add_run(clip(base) + (from - start), source + (from - clean), to - from);
            }
        }
    }

    fn push_run(&mut self, text: &str, source: u32) {
        let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.add_run(at, source, u32::try_from(text.len()).unwrap_or(0));
    }

    fn add_run(&mut self, clean: u32, source: u32, len: u32) {
        if len == 0 {
            return;
        }
        if let Some(last) = self.map.runs.last_mut()
            && last.0 + last.2 == clean
            && last.1 + last.2 == source
        {
            last.2 += len;
            return;
        }
        self.map.runs.push((clean, source, len));
    }

    /// Text and map.
    pub(crate) fn into_parts(self) -> (String, SourceMap) {
        (self.text, self.map)
    }
}

/// A line of a text: its bytes without outer white space and line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
}

impl Line {
    /// The line's text.
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// The lines of a text, blank ones included. Line feeds, carriage returns (alone or before a line feed) and the separators
/// U+2028 and U+2029 end a line.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut skip_feed = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut skip_feed) && c == '\n' {
            start = at + 1;
            continue;
        }
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            out.push(trimmed(text, start, at));
            start = at + c.len_utf8();
            skip_feed = c == '\r';
        }
    }
    if start < text.len() {
        out.push(trimmed(text, start, text.len()));
    }
    out
}

fn trimmed(text: &str, start: usize, end: usize) -> Line {
    let Some(slice) = text.get(start..end) else {
        return Line { start, end: start };
    };
    let left = slice.len() - slice.trim_start().len();
    let kept = slice.trim().len();
    Line { start: start + left, end: start + left + kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_every_kind() {
        let text = "a\r\n b \n\nc\rd\u{2028}e";
        let found: Vec<&str> = lines(text).into_iter().map(|l| l.of(text)).collect();
        assert_eq!(found, ["a", "b", "", "c", "d", "e"]);
    }

    #[test]
    fn a_copy_of_a_copy_keeps_its_map() {
        let mut first = Mapped::default();
        first.push_source("abcdef", 10);
        first.push_new("--");
        first.push_source("ghi", 30);
        let mut second = Mapped::default();
        second.push_from(&first, 2, 10);
        assert_eq!(second.text(), "cdef--gh");
        assert_eq!(second.source(0, 4), Some(Span::new(12, 16)));
        assert_eq!(second.source(6, 8), Some(Span::new(30, 32)));
        assert_eq!(second.source(3, 7), None);
    }
}
