//! A checked text, and two sides beside one another, for a terminal.

use super::rich::{Rich, Style};
use super::{TextOptions, safe, words};
use crate::contract::{CheckFault, CheckedSentence, Checks, Evidence, Pair, SideBySide, Stance, Verdict};

/// Passages shown under a sentence.
const SHOWN: usize = 2;

struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    fn new(options: &TextOptions) -> Self {
        Self { out: String::new(), width: options.width.clamp(40, 200), colour: options.colour }
    }

    fn put(&mut self, rich: &Rich, first: &str, rest: &str) {
        rich.wrap(&mut self.out, self.width, first, rest, self.colour);
    }

    fn head(&mut self, title: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.put(&Rich::new().add(title, Style::Bold), "", "");
    }

    fn passage(&mut self, e: &Evidence) {
        let rich = Rich::new().add(&format!("{}: ", safe::line(&e.report)), Style::Dim).plain(&safe::line(&e.text));
        self.put(&rich, "      ", "      ");
    }
}

/// What the reports bear of a text: first what they do not, then what cannot be told, then how much is borne.
#[must_use]
pub fn checks(checks: &Checks, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    let of = |v: Verdict| checks.sentences.iter().filter(move |s| s.verdict == v).collect::<Vec<_>>();
    let (bad, open, good) = (of(Verdict::NotBorne), of(Verdict::CannotTell), of(Verdict::Borne));
    let total = words::count(checks.sentences.len(), "sentence", "sentences");
    page.head(&format!(
        "{total} checked: {} borne, {} not borne, {} that cannot be told",
        good.len(),
        bad.len(),
        open.len()
    ));
    if !bad.is_empty() {
        page.head("Not borne by the reports");
        bad.iter().for_each(|s| page.fault(s));
    }
    if !open.is_empty() {
        page.head("Cannot tell: the reports say it in no words near enough, or lack some of its words");
        for s in &open {
            page.put(&Rich::new().plain(&safe::line(&s.sentence.text)), "  ? ", "    ");
            page.faults(s, &s.doubts, Style::Yellow);
            // A doubt that shows its passage need not have the nearest one repeated.
            if s.doubts.iter().all(|d| d.evidence.is_empty()) {
                s.passages.iter().take(1).for_each(|e| page.passage(e));
            }
        }
    }
    if !good.is_empty() {
        page.head("Borne");
        for s in &good {
            page.put(&Rich::new().plain(&safe::line(&s.sentence.text)), "  ✓ ", "    ");
            s.passages.iter().take(1).for_each(|e| page.passage(e));
            let own: Vec<String> = s.own_words.iter().map(|e| format!("“{}”", safe::line(&e.text))).collect();
            if !own.is_empty() {
                page.put(&Rich::new().add(&format!("of its own: {}", own.join(", ")), Style::Dim), "    · ", "      ");
            }
        }
    }
    page.out
}

impl Page {
    fn fault(&mut self, s: &CheckedSentence) {
        self.put(&Rich::new().plain(&safe::line(&s.sentence.text)), "  ≠ ", "    ");
        self.faults(s, &s.faults, Style::Red);
    }

    fn faults(&mut self, s: &CheckedSentence, faults: &[CheckFault], style: Style) {
        for fault in faults {
            // A fault of the whole sentence need not repeat it.
            let all = fault.words.span == s.sentence.span;
            let words = if all { String::new() } else { format!(" “{}”", safe::line(&fault.words.text)) };
            let rich = Rich::new()
                .add(&format!("{}{words}", fault.kind.word()), style)
                .plain(&format!(": {}", safe::line(&fault.text)));
            self.put(&rich, "    · ", "      ");
            fault.evidence.iter().take(SHOWN).for_each(|e| self.passage(e));
        }
    }

    fn pair(&mut self, p: &Pair) {
        let told = match p.stance {
            Some(Stance::Contradicted) => Some(("the second says the contrary", Style::Red)),
            Some(Stance::Weaker) => Some(("the second says it weaker", Style::Yellow)),
            Some(Stance::Stronger) => Some(("the second says it stronger", Style::Yellow)),
            _ => None,
        };
        self.put(&marked(&p.a, &p.only_a), "  1 ", "    ");
        self.put(&marked(&p.b, &p.only_b), "  2 ", "    ");
        if let Some((text, style)) = told {
            self.put(&Rich::new().add(text, style), "    ", "    ");
        }
        for d in &p.disagreements {
            self.put(&Rich::new().add("they disagree: ", Style::Red).plain(&safe::line(d)), "    ", "    ");
        }
    }
}

/// A passage with the words that only it has in bold.
fn marked(e: &Evidence, only: &[String]) -> Rich {
    let text = safe::line(&e.text);
    let mut rich = Rich::new();
    let mut rest = text.as_str();
    for word in only {
        let word = safe::line(word);
        let Some(at) = rest.find(word.as_str()) else { continue };
        rich = rich.plain(&rest[..at]).add(&word, Style::Bold);
        rest = &rest[at + word.len()..];
    }
    rich.plain(rest)
}

/// Two sides: where they differ, what only one says, and what both say.
#[must_use]
pub fn side_by_side(found: &SideBySide, options: &TextOptions) -> String {
    let mut page = Page::new(options);
    let (a, b) = (words::and(&found.a), words::and(&found.b));
    page.head(&format!("1 {}   2 {}", safe::line(&a), safe::line(&b)));
    if found.identical {
        page.put(&Rich::new().plain("The two texts are the same, byte for byte."), "", "");
        return page.out;
    }
    let differs = |p: &&Pair| !p.disagreements.is_empty() || p.stance.is_some_and(|s| s != Stance::Stated);
    let (other, same): (Vec<&Pair>, Vec<&Pair>) = found.pairs.iter().partition(differs);
    if !other.is_empty() {
        page.head("Told otherwise");
        for (n, p) in other.iter().enumerate() {
            if n > 0 {
                page.out.push('\n');
            }
            page.pair(p);
        }
    }
    for (name, list) in [(a, &found.only_a), (b, &found.only_b)] {
        if !list.is_empty() {
            page.head(&format!("Only in {}", safe::line(&name)));
            for e in list {
                page.put(&Rich::new().plain(&safe::line(&e.text)), "  • ", "    ");
            }
        }
    }
    if !same.is_empty() {
        page.head("Told by both");
        for (n, p) in same.iter().enumerate() {
            if n > 0 {
                page.out.push('\n');
            }
            page.pair(p);
        }
    }
    page.out
}
