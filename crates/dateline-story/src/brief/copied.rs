//! Words that a line has from a report stand in quotation marks.

use std::collections::BTreeMap;

use crate::digest::plain_letters;
use crate::view::View;

/// Words in a row that may stand as in a report without quotation marks.
const RUN: usize = 8;

/// The texts of a story as words, for finding runs of them again.
pub(super) struct Copies {
    texts: Vec<Vec<String>>,
    /// Where each word stands: text and place.
    at: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Copies {
    pub(super) fn new(view: &View<'_>) -> Self {
        let texts: Vec<Vec<String>> =
            view.members.iter().map(|m| words(&view.report(*m).text).into_iter().map(|w| w.2).collect()).collect();
        let mut at: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (n, text) in texts.iter().enumerate() {
            for (k, word) in text.iter().enumerate() {
                at.entry(word.clone()).or_default().push((n, k));
            }
        }
        Self { texts, at }
    }

    /// The line with each long run of a report's words in quotation marks. What is quoted already stays as it is.
    pub(super) fn quote(&self, line: &str) -> String {
        let own = words(line);
        let mut out = String::new();
        let mut copied_to = 0;
        let mut n = 0;
        while n < own.len() {
            let run = self.run(&own[n..]);
            let Some(last) = own.get(n + run.saturating_sub(1)).filter(|_| run > RUN) else {
                n += 1;
                continue;
            };
            let (from, to) = (own[n].0, last.1);
            if line[from..to].contains(['“', '”', '"']) || inside_quotes(line, from) {
                n += 1;
                continue;
            }
            out.push_str(&line[copied_to..from]);
            out.push('“');
            out.push_str(&line[from..to]);
            out.push('”');
            copied_to = to;
            n += run;
        }
        out.push_str(&line[copied_to..]);
        out
    }

    /// How many words at the front of `own` stand so in one of the texts.
    fn run(&self, own: &[(usize, usize, String)]) -> usize {
        let Some(first) = own.first() else { return 0 };
        let places = self.at.get(&first.2).map_or(&[][..], Vec::as_slice);
        let length = |(text, at): &(usize, usize)| {
            own.iter().zip(&self.texts[*text][*at..]).take_while(|(a, b)| a.2 == **b).count()
        };
        places.iter().map(length).max().unwrap_or(0)
    }
}

fn inside_quotes(line: &str, at: usize) -> bool {
    line[..at].matches('“').count() > line[..at].matches('”').count()
}

/// Words with where they begin and end, in bytes, and their letters without marks.
fn words(text: &str) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let front = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        let letters = plain_letters(inner);
        if !letters.is_empty() {
            out.push((start + front, start + front + inner.len(), letters));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copies(text: &str) -> Copies {
        let texts = vec![words(text).into_iter().map(|w| w.2).collect::<Vec<String>>()];
        let mut at: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (k, word) in texts[0].iter().enumerate() {
            at.entry(word.clone()).or_default().push((0, k));
        }
        Copies { texts, at }
    }

    #[test]
    fn a_long_run_is_quoted_and_a_short_one_is_not() {
        let all = copies("On Monday the envoys of both states signed, in Oslo, a pact on fishing in the strait.");
        assert_eq!(
            all.quote("The envoys of both states signed in Oslo a pact on fishing (1 May)."),
            "“The envoys of both states signed in Oslo a pact on fishing” (1 May)."
        );
        assert_eq!(all.quote("Both states signed in Oslo."), "Both states signed in Oslo.");
        let told = "Berg: “the envoys of both states signed, in Oslo, a pact on fishing”.";
        assert_eq!(all.quote(told), told);
    }
}
