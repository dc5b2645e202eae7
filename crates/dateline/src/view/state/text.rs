//! The state for a terminal.

use super::{groups, notes, sign};
use crate::contract::Evidence;
use crate::state::{Deed, Pair, State};
use crate::view::rich::{Rich, Style};
use crate::view::text::{TextOptions, capital, clip};
use crate::view::{safe, words};

/// Passages cited for one line, events shown for one pair, passages on the relation itself.
const PASSAGES: usize = 3;
const EVENTS: usize = 6;
const SAID: usize = 3;
/// Pairs shown in full; of the others only the names.
const PAIRS: usize = 12;

/// The state as text: pair by pair what holds between the two, what happened, and the passages that the numbers lead to.
#[must_use]
pub fn text(state: &State, options: &TextOptions) -> String {
    let mut page =
        Page { out: String::new(), width: options.width.clamp(40, 200), colour: options.colour, cited: Vec::new() };
    page.head(state);
    for pair in state.pairs.iter().take(PAIRS) {
        page.pair(pair);
    }
    let rest: Vec<String> = state.pairs.iter().skip(PAIRS).map(|p| p.names.join(" – ")).collect();
    if !rest.is_empty() {
        page.title("Further pairs");
        page.line(&Rich::new().plain(&safe::line(&words::and_some(&rest, 20))), "  ", "  ");
    }
    page.passages(state);
    page.out
}

struct Page<'a> {
    out: String,
    width: usize,
    colour: bool,
    cited: Vec<&'a Evidence>,
}

impl<'a> Page<'a> {
    fn line(&mut self, text: &Rich, first: &str, rest: &str) {
        text.wrap(&mut self.out, self.width, first, rest, self.colour);
    }

    fn title(&mut self, text: &str) {
        self.out.push('\n');
        self.line(&Rich::new().add(&safe::line(text), Style::Bold), "", "");
    }

    fn head(&mut self, state: &State) {
        let reports = words::count(state.reports.len(), "report", "reports");
        let day = state.as_of.map(|d| format!(", as of {}", words::day(d))).unwrap_or_default();
        let text = format!("What holds between states and bodies, as {reports} describe it{day}.");
        self.line(&Rich::new().add(&text, Style::Bold), "", "");
        if state.pairs.is_empty() {
            self.line(&Rich::new().plain("The reports tell of nothing between two states or bodies."), "", "");
            return;
        }
        let names: Vec<String> = state.actors.iter().map(|a| a.name.clone()).collect();
        self.line(&Rich::new().plain(&safe::line(&words::and_some(&names, 12))), "", "");
    }

    fn pair(&mut self, pair: &'a Pair) {
        self.title(&pair.names.join(" – "));
        let mut bare = true;
        for (name, links) in groups(pair) {
            if links.is_empty() {
                continue;
            }
            bare = false;
            self.label(name);
            for link in links {
                let marks = self.marks(&link.evidence);
                let text = Rich::new()
                    .plain(&safe::line(&capital(&link.text)))
                    .add(&marks, Style::Cyan)
                    .add(&format!(" · {}", safe::line(&notes(link))), Style::Dim);
                self.line(&text, &format!("    {} ", sign(link)), "      ");
            }
        }
        if bare {
            let text = "no report tells of a standing tie, dependency, agreement or dispute";
            self.line(&Rich::new().add(text, Style::Dim), "  ", "  ");
        }
        if !pair.said.is_empty() {
            self.label("In the reports’ words");
            for passage in pair.said.iter().take(SAID) {
                let marks = self.marks(std::slice::from_ref(passage));
                let text =
                    Rich::new().plain(&format!("“{}”", clip(&safe::line(&passage.text), 160))).add(&marks, Style::Cyan);
                self.line(&text, "    ", "    ");
            }
        }
        self.events(pair);
    }

    fn events(&mut self, pair: &'a Pair) {
        if pair.events.is_empty() {
            return;
        }
        self.label("Events");
        // The latest dated ones first, then what lies ahead; shown in order of time.
        let mut order: Vec<usize> = (0..pair.events.len()).collect();
        let key = |n: &usize| {
            pair.events.get(*n).map(|d| (!d.counted, d.from.or(d.to).is_none(), std::cmp::Reverse(d.from.or(d.to))))
        };
        order.sort_by_key(key);
        order.truncate(EVENTS);
        order.sort_unstable();
        let shown: Vec<&Deed> = order.into_iter().filter_map(|n| pair.events.get(n)).collect();
        if shown.len() < pair.events.len() {
            let n = pair.events.len() - shown.len();
            self.line(&Rich::new().add(&format!("{n} more; --format json has all"), Style::Dim), "    ", "    ");
        }
        for deed in shown {
            let when = deed.from.or(deed.to).map_or_else(|| "undated".to_string(), words::day);
            let latest = if pair.last_change.as_ref() == Some(&deed.id) { " · latest" } else { "" };
            let marks = self.marks(&deed.evidence);
            let text = Rich::new()
                .add(&format!("{when}: "), Style::Dim)
                .plain(&safe::line(&deed.text))
                .add(&marks, Style::Cyan)
                .add(&format!(" · {}{latest} · {}", words::status(deed.status), deed.id), Style::Dim);
            self.line(&text, &format!("    {} ", words::sign(deed.status)), "      ");
        }
        self.line(&Rich::new().plain(&pair.score.note), "    = ", "      ");
        if let Some(q) = pair.score.quads {
            let text = format!(
                "in words {} cooperative, {} conflictual; in deeds {} cooperative, {} conflictual",
                q[0], q[2], q[1], q[3]
            );
            self.line(&Rich::new().plain(&text), "      ", "      ");
        }
    }

    fn label(&mut self, name: &str) {
        self.line(&Rich::new().add(name, Style::Dim), "  ", "  ");
    }

    /// Numbers of some passages, one of each report first.
    fn marks(&mut self, evidence: &'a [Evidence]) -> String {
        let mut seen: Vec<&str> = Vec::new();
        let (mut first, mut later) = (Vec::new(), Vec::new());
        for e in evidence {
            if seen.contains(&e.report.as_str()) {
                later.push(e);
            } else {
                seen.push(&e.report);
                first.push(e);
            }
        }
        first.extend(later);
        let mut out = String::new();
        for e in first.into_iter().take(PASSAGES) {
            let number = match self.cited.iter().position(|c| *c == e) {
                Some(n) => n + 1,
                None => {
                    self.cited.push(e);
                    self.cited.len()
                }
            };
            out.push_str(&format!("{}[{number}]", if out.is_empty() { " " } else { "" }));
        }
        out
    }

    fn passages(&mut self, state: &State) {
        if self.cited.is_empty() {
            return;
        }
        self.title("Passages");
        for (n, e) in self.cited.clone().into_iter().enumerate() {
            let outlet = state.reports.iter().find(|r| r.id == e.report).and_then(|r| r.outlet.clone());
            let place = match outlet {
                Some(o) if !o.eq_ignore_ascii_case(&e.report) => format!("{o} ({})", e.report),
                _ => e.report.clone(),
            };
            let text = Rich::new()
                .add(&format!("{}: ", safe::line(&place)), Style::Dim)
                .plain(&clip(&safe::line(&e.text), 220));
            self.line(&text, &format!("{:>4} ", format!("[{}]", n + 1)), "     ");
        }
    }
}
