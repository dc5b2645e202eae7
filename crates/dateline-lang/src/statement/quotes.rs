//! Quoted stretches: what stands between quotation marks. Works on characters alone, line by line.

use dateline_report::{Byte, Span};

use super::rules::Mark;

/// What stands between one pair of quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// With the marks.
    pub outer: Span<Byte>,
    /// Without the marks and without surrounding white space.
    pub inner: Span<Byte>,
    /// Not closed: the quotation goes on with an opening mark in the next paragraph, as long quotations are printed.
    pub goes_on: bool,
    /// Begins a paragraph after a stretch that goes on.
    pub continues: bool,
    /// Opened, never closed: the stretch was ended at the end of its line.
    pub unclosed: bool,
}

/// An open quotation.
struct Open<'m> {
    mark: &'m Mark,
    outer: usize,
    inner: usize,
}

/// All quoted stretches of a text, in text order, none inside another.
#[must_use]
pub fn stretches(text: &str, marks: &[Mark]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let rest = text.get(at + line.len()..).unwrap_or("").trim_start();
        in_line(line, at, rest, marks, &mut found);
        at += line.len() + 1;
    }
    found
}

fn in_line(line: &str, base: usize, rest: &str, marks: &[Mark], found: &mut Vec<Stretch>) {
    let first = found.len();
    let goes_on_before = found.last().is_some_and(|s| s.goes_on && first > 0);
    let mut open: Option<Open<'_>> = None;
    let mut before: Option<char> = None;
    let mut chars = line.char_indices().peekable();
    while let Some((n, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        match &open {
            None => {
                if let Some(mark) = marks
                    .iter()
                    .find(|m| m.open == c && opens(m, before, after, line.get(n + c.len_utf8()..).unwrap_or("")))
                {
                    open = Some(Open { mark, outer: n, inner: n + c.len_utf8() });
                }
            }
            Some(o) => {
                if closes(o.mark, c, before, after)
                    && !(o.mark.single
                        && later_close(o.mark, before, after, line.get(n + c.len_utf8()..).unwrap_or("")))
                {
                    push(found, line, base, o.outer, o.inner, n, n + c.len_utf8());
                    open = None;
                } else if c == o.mark.open
                    && !o.mark.symmetrical()
                    && !o.mark.single
                    && before.is_none_or(char::is_whitespace)
                {
                    // The one before was never closed; what it held is not known to end anywhere.
                    open = Some(Open { mark: o.mark, outer: n, inner: n + c.len_utf8() });
                }
            }
        }
        before = Some(c);
    }
    if let Some(o) = open {
        let goes_on = !o.mark.single && rest.starts_with(o.mark.open);
        let whole = line.get(..o.outer).is_some_and(|b| b.trim().is_empty());
        if goes_on || (whole && !o.mark.symmetrical() && !o.mark.single) {
            push(found, line, base, o.outer, o.inner, line.len(), line.len());
            if found.len() > first
                && let Some(last) = found.last_mut()
            {
                last.goes_on = goes_on;
                last.unclosed = !goes_on;
            }
        }
    }
    if goes_on_before && let Some(s) = found.get_mut(first) {
        let lead = (s.outer.start as usize).checked_sub(base).and_then(|n| line.get(..n));
        s.continues = lead.is_some_and(|l| l.trim().is_empty());
    }
}

fn push(
    found: &mut Vec<Stretch>,
    line: &str,
    base: usize,
    outer: usize,
    inner: usize,
    inner_end: usize,
    outer_end: usize,
) {
    let Some(words) = line.get(inner..inner_end) else { return };
    if !words.chars().any(char::is_alphanumeric) {
        return;
    }
    let lead = words.len() - words.trim_start().len();
    let len = words.trim().len();
    found.push(Stretch {
        outer: Span::from_usize(base + outer, base + outer_end),
        inner: Span::from_usize(base + inner + lead, base + inner + lead + len),
        goes_on: false,
        continues: false,
        unclosed: false,
    });
}

fn opens(mark: &Mark, before: Option<char>, after: Option<char>, rest: &str) -> bool {
    let Some(after) = after else { return false };
    if after.is_whitespace() && (mark.symmetrical() || mark.single) {
        return false;
    }
    let free = before.is_none_or(|b| b.is_whitespace() || "([{—–-/“„«\"‘…:,".contains(b));
    if mark.single {
        return free && (after.is_alphabetic() || after == '[') && single_closes(mark, rest);
    }
    !mark.symmetrical() || free
}

/// Is there a sign in the rest of the line that can close a single quotation?
fn single_closes(mark: &Mark, rest: &str) -> bool {
    let mut before = None;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        if closes(mark, c, before, chars.peek().copied()) {
            return true;
        }
        before = Some(c);
    }
    false
}

fn closes(mark: &Mark, c: char, before: Option<char>, after: Option<char>) -> bool {
    if !mark.close.contains(&c) {
        return false;
    }
    if mark.single {
        return before.is_some_and(|b| !b.is_whitespace()) && after.is_none_or(|a| !a.is_alphanumeric());
    }
    !mark.symmetrical() || before.is_some_and(|b| !b.is_whitespace()) || after.is_none_or(|a| !a.is_alphanumeric())
}

/// After "the workers’" a closing sign may be an apostrophe: is there a better one before the next opening?
fn later_close(mark: &Mark, before: Option<char>, after: Option<char>, rest: &str) -> bool {
    if before != Some('s') || after != Some(' ') {
        return false;
    }
    let upto = rest.find(mark.open).filter(|_| !mark.symmetrical()).map_or(rest, |n| rest.get(..n).unwrap_or(""));
    !mark.symmetrical() && single_closes(mark, upto)
}

#[cfg(test)]
mod tests {
    use dateline_data::DataSet;
    use proptest::prelude::*;

    use super::*;
    use crate::statement::SpeechRules;

    fn inner(text: &str) -> Vec<&str> {
        let rules = SpeechRules::load(&DataSet::built_in()).unwrap();
        stretches(text, rules.marks()).iter().map(|s| s.inner.of(text)).collect()
    }

    #[test]
    fn kinds_of_marks() {
        assert_eq!(inner("He said: “It rains.” Then “stop”."), ["It rains.", "stop"]);
        assert_eq!(inner("«It rains», — told the man."), ["It rains"]);
        assert_eq!(inner("Er sagte: „It rains“, dann nichts."), ["It rains"]);
        assert_eq!(inner("\"It rains,\" he said. \"It pours.\""), ["It rains,", "It pours."]);
        assert_eq!(inner("the ‘strong protest’ of Ada’s office"), ["strong protest"]);
        assert_eq!(inner("the workers' party and Ada's dog"), Vec::<&str>::new());
        assert_eq!(
            inner("She called it 'the workers' day' again."),
            ["the workers"],
            "an apostrophe after a plural cannot be told from a closing sign"
        );
        assert_eq!(inner("a 6\" pipe and a 4\" one"), Vec::<&str>::new());
    }

    #[test]
    fn over_paragraphs() {
        let text = "“It rains.\n“It pours,” he said.";
        let rules = SpeechRules::load(&DataSet::built_in()).unwrap();
        let found = stretches(text, rules.marks());
        assert_eq!(found.len(), 2);
        assert!(found[0].goes_on && found[1].continues);
    }

    proptest! {
        #[test]
        fn in_bounds(text in "[a-zA-Zé’‘“”„«»\"' .,—\n한]{0,80}") {
            let rules = SpeechRules::load(&DataSet::built_in()).unwrap();
            let mut last = 0;
            for s in stretches(&text, rules.marks()) {
                prop_assert!(text.get(s.outer.range()).is_some());
                prop_assert!(!s.inner.of(&text).is_empty());
                prop_assert!(s.outer.contains(s.inner) && s.outer.start >= last);
                last = s.outer.end;
            }
        }
    }
}
