//! Runs of text with a style, wrapped by display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How a run of text looks in a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Style {
    #[default]
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "\x1b[1m",
            Self::Dim => "\x1b[2m",
            Self::Red => "\x1b[31m",
            Self::Green => "\x1b[32m",
            Self::Yellow => "\x1b[33m",
            Self::Cyan => "\x1b[36m",
        }
    }
}

/// Text in runs of one style each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rich(Vec<(String, Style)>);

impl Rich {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a run.
    pub(crate) fn add(mut self, text: &str, style: Style) -> Self {
        if !text.is_empty() {
            self.0.push((text.to_string(), style));
        }
        self
    }

    /// Adds a plain run.
    pub(crate) fn plain(self, text: &str) -> Self {
        self.add(text, Style::Plain)
    }

    /// Lines of at most `width` columns: the first begins with `first`, the others with `rest`. Words longer than a line are broken
    /// between graphemes. Without colour no code is written.
    pub(crate) fn wrap(&self, out: &mut String, width: usize, first: &str, rest: &str, colour: bool) {
        let mut at = 0;
        let mut style = Style::Plain;
        let mut fresh = true;
        out.push_str(first);
        at += first.width();
        let mut pending = false;
        for (words, place) in words(&self.0) {
            if words.is_empty() {
                pending = true;
                continue;
            }
            let wide: usize = words.iter().map(|(t, _)| t.width()).sum();
            let space = usize::from(pending && !fresh);
            if !fresh && at + space + wide > width && place {
                turn(out, &mut style, Style::Plain, colour);
                out.push('\n');
                out.push_str(rest);
                at = rest.width();
            } else if space == 1 {
                out.push(' ');
                at += 1;
            }
            pending = false;
            for (text, wanted) in words {
                turn(out, &mut style, wanted, colour);
                for grapheme in text.graphemes(true) {
                    let w = grapheme.width();
                    if at + w > width && at > rest.width() {
                        turn(out, &mut style, Style::Plain, colour);
                        out.push('\n');
                        out.push_str(rest);
                        at = rest.width();
                        turn(out, &mut style, wanted, colour);
                    }
                    out.push_str(grapheme);
                    at += w;
                }
            }
            fresh = false;
        }
        turn(out, &mut style, Style::Plain, colour);
        out.push('\n');
    }
}

fn turn(out: &mut String, now: &mut Style, wanted: Style, colour: bool) {
    if *now == wanted || !colour {
        return;
    }
    if *now != Style::Plain {
        out.push_str("\x1b[0m");
    }
    out.push_str(wanted.code());
    *now = wanted;
}

type Word<'a> = Vec<(&'a str, Style)>;

/// Words (pieces that no line break may part) with an empty one for each run of spaces; the flag says that a line may break before.
fn words(runs: &[(String, Style)]) -> Vec<(Word<'_>, bool)> {
    let mut out: Vec<(Word<'_>, bool)> = Vec::new();
    let mut open: Word<'_> = Vec::new();
    for (text, style) in runs {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let word = rest.find(' ').unwrap_or(rest.len());
            if word > 0 {
                open.push((&rest[..word], *style));
            }
            rest = &rest[word..];
            let gap = rest.len() - rest.trim_start_matches(' ').len();
            if gap > 0 {
                if !open.is_empty() {
                    out.push((std::mem::take(&mut open), true));
                }
                out.push((Vec::new(), true));
                rest = &rest[gap..];
            }
        }
    }
    if !open.is_empty() {
        out.push((open, true));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        Rich::new().plain(text).wrap(&mut out, width, "- ", "  ", false);
        out
    }

    #[test]
    fn wraps_by_display_width() {
        assert_eq!(wrapped("one two three", 9), "- one two\n  three\n");
        // Each of these characters is two columns wide.
        assert_eq!(wrapped("外交 部長", 8), "- 外交\n  部長\n");
    }

    #[test]
    fn a_long_word_is_broken() {
        assert_eq!(wrapped("abcdefghij", 6), "- abcd\n  efgh\n  ij\n");
    }

    #[test]
    fn styles_do_not_leak_over_a_line_break() {
        let mut out = String::new();
        Rich::new().add("aa bb", Style::Bold).wrap(&mut out, 3, "", "", true);
        assert_eq!(out, "\x1b[1maa\x1b[0m\n\x1b[1mbb\x1b[0m\n");
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "The quick brown fox, jumps; over 外交部長 the lazy dog's backyard antidisestablishmentarianism";
        for width in 6..60 {
            for line in wrapped(text, width).lines() {
                assert!(line.width() <= width, "{width}: {line:?}");
            }
        }
    }
}
