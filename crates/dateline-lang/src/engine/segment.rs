//! Lines to sentences. A line of the clean text is a paragraph; inside it a sentence ends at a stop that no abbreviation,
//! initial, number or quotation claims for itself.

use dateline_report::{Byte, Report, Span};

use crate::engine::boundary::Style;
use crate::engine::tokens::{Lexicon, initials};
use crate::engine::word::plain;
use crate::token::SentenceKind;

/// Longest sentence in tokens; longer ones are cut, so that the time taken grows with the text alone.
pub const LONGEST: usize = 250;
/// Mark of the rules: no sentence ends after this token.
pub const NEVER: u8 = 2;
/// Mark of the rules: a sentence ends after this token.
pub const ALWAYS: u8 = 3;
/// Longest line without a stop at its end that may be a heading, in tokens.
const HEADING: usize = 16;

/// A sentence with its tokens as byte ranges of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// First and last byte.
    pub span: Span<Byte>,
    /// Its tokens.
    pub tokens: Vec<(usize, usize)>,
    /// What kind of line it stands in.
    pub kind: SentenceKind,
    /// Number of its line.
    pub paragraph: u32,
}

pub(crate) fn terminal(form: &str) -> bool {
    !form.is_empty() && form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？'))
}

pub(crate) fn closer(form: &str) -> bool {
    !form.is_empty() && form.chars().all(|c| matches!(plain(c), '"' | '\'' | ')' | ']' | '}'))
}

fn quote(form: &str) -> bool {
    form.chars().all(|c| matches!(plain(c), '"' | '\''))
}

fn opener(form: &str) -> bool {
    !form.is_empty() && form.chars().all(|c| matches!(plain(c), '"' | '\'' | '(' | '[' | '—' | '–' | '-' | '•'))
}

impl Lexicon {
    /// Where the sentences of a line end: numbers of the tokens after their last ones.
    pub fn rule_ends(&self, line: &str, tokens: &[(usize, usize)]) -> Vec<usize> {
        let form = |n: usize| tokens.get(n).map_or("", |(a, b)| &line[*a..*b]);
        let starts = |n: usize| form(n).chars().next();
        let touches = |n: usize| n > 0 && tokens.get(n).zip(tokens.get(n - 1)).is_some_and(|(b, a)| a.1 == b.0);
        let mut ends = Vec::new();
        let mut first = 0;
        let mut i = 0;
        while i < tokens.len() {
            let here = form(i);
            let stop = terminal(here);
            let short = !stop && here.len() > 1 && here.ends_with('.');
            if !stop && !short {
                i += 1;
                if i - first >= LONGEST {
                    ends.push(i);
                    first = i;
                }
                continue;
            }
            // marks that close what the stop ends
            let mut to = i + 1;
            let mut quoted = false;
            while to < tokens.len() && (closer(form(to)) || terminal(form(to))) && (touches(to) || terminal(form(to))) {
                // a straight quote with a space before it opens; one between two words may do either
                quoted |= quote(form(to));
                to += 1;
            }
            let mut next = to;
            while next < tokens.len() && opener(form(next)) {
                next += 1;
            }
            let begin = starts(next);
            let capital =
                begin.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase() && c.is_alphabetic());
            let low = form(next).to_lowercase();
            let starter = begin.is_some_and(char::is_uppercase) && self.starters.contains(low.as_str());
            let ends_here = if to >= tokens.len() {
                false // the line's end, added below
            } else if stop {
                let ordinal = here == "."
                    && i == first + 1
                    && form(first).chars().all(|c| c.is_ascii_digit())
                    && form(first).len() <= 3;
                let ellipsis = here.starts_with("..") || here == "…";
                if ordinal || !capital && begin.is_some() {
                    false
                } else if ellipsis {
                    starter || quoted
                } else if quoted && !here.ends_with('.') {
                    !self.reported(line, tokens, next)
                } else {
                    true
                }
            } else {
                let stem = here.trim_end_matches('.').to_lowercase();
                // numbered ones are joined to their stop by the tokeniser only before a number
                let never = self.never.contains(&stem) && !self.may_end.contains(&stem);
                if never || self.numbered.contains(&stem) {
                    false
                } else if quoted && capital {
                    true
                } else if initials(&stem) && !self.may_end.contains(&stem) {
                    // an initial of a name; two or more letters may end a sentence
                    stem.contains('.') && starter
                } else {
                    starter || (next > to && capital)
                }
            };
            if ends_here {
                ends.push(to);
                first = to;
            }
            i = to;
        }
        if first < tokens.len() {
            ends.push(tokens.len());
        }
        ends
    }

    /// Where the sentences of a line end: numbers of the tokens after their last ones.
    fn ends(&self, line: &str, tokens: &[(usize, usize)], style: &Style) -> Vec<usize> {
        if self.boundary.is_empty() {
            return self.rule_ends(line, tokens);
        }
        let gaps = self.boundary.gaps(self, line, tokens, self.rule_marks(line, tokens), style);
        self.boundary.ends(&gaps, LONGEST)
    }

    /// Is this an abbreviation, with its stop?
    fn dotted(form: &str) -> bool {
        form.len() > 1 && form.ends_with('.') && form.starts_with(char::is_alphabetic)
    }

    /// What the rules say of each token: 1 where they end a sentence after it, [`NEVER`] where none may end, [`ALWAYS`] where one
    /// ends whatever the model says, 0 elsewhere.
    #[must_use]
    pub fn rule_marks(&self, line: &str, tokens: &[(usize, usize)]) -> Vec<u8> {
        let mut marks = vec![0; tokens.len()];
        for end in self.rule_ends(line, tokens) {
            if let Some(mark) = marks.get_mut(end - 1) {
                *mark = 1;
            }
        }
        let form = |n: usize| tokens.get(n).map_or("", |(a, b)| &line[*a..*b]);
        let touches = |n: usize| n > 0 && tokens.get(n).zip(tokens.get(n - 1)).is_some_and(|(b, a)| a.1 == b.0);
        for (n, mark) in marks.iter_mut().enumerate() {
            let here = form(n);
            let short = here.len() > 2 && here.ends_with('.');
            let stem = here.trim_end_matches('.').to_lowercase();
            // what closes belongs to what it closes; a title never ends a sentence; a question within a sentence of saying
            let closed = touches(n + 1) && !touches(n + 2) && closer(form(n + 1)) && (closer(here) || terminal(here));
            let title = short && self.never.contains(&stem) && !self.may_end.contains(&stem);
            let asked = quote(here)
                && n > 0
                && touches(n)
                && matches!(form(n - 1), "?" | "!")
                && self.reported(line, tokens, n + 1);
            // "[former head of the museum] Ada Brandt": what an editor puts in ends nothing
            let put_in = here == "]" && !touches(n + 1) && n > 0 && form(n - 1).ends_with(char::is_alphabetic);
            if closed || *mark == 0 && (title || asked || put_in) {
                *mark = NEVER;
            } else if *mark == 1 && here == "." && Self::dotted(form(n + 1)) {
                *mark = ALWAYS;
            }
        }
        marks
    }

    /// Does a verb of saying follow within a few words, so that the sentence goes on after the quotation?
    fn reported(&self, line: &str, tokens: &[(usize, usize)], from: usize) -> bool {
        tokens
            .iter()
            .skip(from)
            .take(5)
            .map(|(a, b)| &line[*a..*b])
            .take_while(|f| !matches!(*f, "," | "." | ";" | "?" | "!"))
            .any(|f| self.reporting.contains(f.to_lowercase().as_str()))
    }

    /// Sentences of a report.
    #[must_use]
    pub fn sentences(&self, report: &Report) -> Vec<Segment> {
        self.segment(&report.text, report.title, report.dateline.as_ref().map(|d| d.span))
    }

    /// Sentences of a text, given where its title and its dateline stand.
    #[must_use]
    pub fn segment(&self, text: &str, title: Option<Span<Byte>>, dateline: Option<Span<Byte>>) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::new();
        let mut start = 0;
        let mut lines = Vec::new();
        let mut style = Style::default();
        for (number, line) in text.split('\n').enumerate() {
            let tokens = self.tokens(line);
            if !tokens.is_empty() {
                style.add(line, &tokens);
                lines.push((number, start, line, tokens));
            }
            start += line.len() + 1;
        }
        style.finish();
        for (number, from, line, tokens) in lines {
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
                continue;
            };
            let span = Span::from_usize(from + first.0, from + last.1);
            let is_title = title.is_some_and(|t| !t.is_empty() && t.overlaps(span));
            let form = |n: usize| tokens.get(n).map_or("", |(a, b)| &line[*a..*b]);
            let bullet = tokens.len() > 1
                && form(0).chars().count() == 1
                && form(0).chars().all(|c| self.bullets.contains(&c))
                && line[first.1..].starts_with(char::is_whitespace);
            let item = bullet
                || tokens.len() > 2
                    && matches!(form(1), "." | ")")
                    && form(0).len() <= 2
                    && form(0).chars().all(|c| c.is_ascii_digit());
            let mut tail = tokens.len();
            while tail > 0 && closer(form(tail - 1)) {
                tail -= 1;
            }
            let stopped = tail > 0
                && (terminal(form(tail - 1))
                    || matches!(form(tail - 1), ":" | ";" | ",")
                    || form(tail - 1).ends_with('.'));
            let kind = if is_title {
                SentenceKind::Title
            } else if item {
                SentenceKind::Item
            } else if !stopped && tokens.len() <= HEADING {
                SentenceKind::Heading
            } else {
                SentenceKind::Prose
            };
            // what stands between headline and dateline sums the report up
            if dateline.is_some_and(|d| d.overlaps(span)) && !much_prose(&out, 3) {
                for s in out.iter_mut().filter(|s| matches!(s.kind, SentenceKind::Prose)) {
                    s.kind = SentenceKind::Standfirst;
                }
            }
            let mut at = 0;
            for end in self.ends(line, &tokens, &style) {
                let Some(inside) = tokens.get(at..end).filter(|t| !t.is_empty()) else {
                    continue;
                };
                let tokens: Vec<(usize, usize)> = inside.iter().map(|(a, b)| (a + from, b + from)).collect();
                at = end;
                // a parser that has to fit "OSLO, May 6 -" into the tree of the sentence gets the sentence wrong
                let opening = dateline.map_or(0, |d| tokens.partition_point(|t| t.0 < d.end as usize));
                let (opening, rest) =
                    if dateline.is_some_and(|d| tokens.first().is_some_and(|t| t.0 >= d.start as usize)) {
                        tokens.split_at(opening)
                    } else {
                        tokens.split_at(0)
                    };
                for (tokens, kind) in [(opening, SentenceKind::Dateline), (rest, kind)] {
                    if let (Some(a), Some(b)) = (tokens.first(), tokens.last()) {
                        let span = Span::from_usize(a.0, b.1);
                        out.push(Segment { span, kind, paragraph: number as u32, tokens: tokens.to_vec() });
                    }
                }
            }
        }
        out
    }
}

/// Does more prose stand there already than a standfirst would have?
fn much_prose(out: &[Segment], most: usize) -> bool {
    out.iter().filter(|s| s.kind == SentenceKind::Prose).count() > most
}
