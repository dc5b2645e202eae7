//! Why the program concluded something: passages, rule, origins.

use std::fmt::Write as _;

use crate::contract::{Analysis, Evidence, Origins};
use crate::view::safe;
use crate::view::words;

/// The reasons behind the conclusion with this id, as text for people; `None` if the analysis has none of that id.
///
/// Ids: `a1` an actor, `e1` an event, `t1` a statement, `n1` a quantity, `d1` a disagreement, `x1` an expectation, `c1` a claim, `k1` a tie, `g1` a
/// group of passages that say the same, `s1` a story, or the id of a report.
#[must_use]
pub fn why(analysis: &Analysis, id: &str) -> Option<String> {
    let mut page = Page { analysis, out: String::new() };
    let known = page.event(id)
        || page.statement(id)
        || page.disagreement(id)
        || page.actor(id)
        || page.quantity(id)
        || page.expectation(id)
        || page.claim(id)
        || page.tie(id)
        || page.group(id)
        || page.story(id)
        || page.report(id);
    known.then_some(page.out)
}

struct Page<'a> {
    analysis: &'a Analysis,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", safe::line(text));
    }

    fn field(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            let _ = writeln!(self.out, "  {name}: {}", safe::line(text));
        }
    }

    fn joined(&mut self, text: &str) {
        let _ = writeln!(self.out, "    {}", safe::line(text));
    }

    fn names(&self, ids: &[String]) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.name(id)).collect();
        words::and(&names)
    }

    fn name(&self, id: &str) -> String {
        self.analysis.actor(id).map_or_else(|| id.to_string(), |a| format!("{} ({id})", a.name))
    }

    fn passages(&mut self, title: &str, passages: &[Evidence]) {
        if passages.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "  {title}:");
        for p in passages {
            let place = self.analysis.report(&p.report).map_or_else(
                || p.report.clone(),
                |r| {
                    format!(
                        "{}, line {}, bytes {}-{}",
                        words::report(r),
                        words::line_number(r, p.span[0]),
                        p.span[0],
                        p.span[1]
                    )
                },
            );
            let _ = writeln!(self.out, "    {}: {}", safe::line(&place), safe::line(&p.text));
        }
    }

    fn origins(&mut self, origins: &Origins) {
        if origins.max == 0 && origins.lineages.is_empty() {
            return;
        }
        let groups: Vec<String> = origins.lineages.iter().map(|g| words::and(g)).collect();
        let mut text = words::origin_count(origins.min, origins.max);
        if !groups.is_empty() {
            let _ = write!(text, ": {}", groups.join(" | "));
        }
        self.field("origins", &text);
        let witnesses = self.names(&origins.witnesses);
        self.field("on the word of", &witnesses);
        self.field("counted so because", &origins.why);
    }

    fn event(&mut self, id: &str) -> bool {
        let Some(e) = self.analysis.events.iter().find(|e| e.id == id) else {
            return false;
        };
        self.line(&format!("{id}, an event: {}", e.summary));
        self.field("status", words::status(e.status));
        self.field("when", &e.time.as_ref().and_then(words::interval).unwrap_or_default());
        let kind = [
            e.kind.map(|k| k.word().to_string()),
            e.mode.clone(),
            e.cameo.as_ref().map(|c| format!("CAMEO {c}")),
            e.frame.as_ref().map(|f| format!("rule '{f}'")),
        ];
        self.field("type", &kind.into_iter().flatten().collect::<Vec<_>>().join(", "));
        let (source, target) = (self.names(&e.source), self.names(&e.target));
        self.field("who", &source);
        self.field("to or with whom", &target);
        let place = e.place.as_deref().map(|p| self.name(p)).unwrap_or_default();
        self.field("where", &place);
        let history: Vec<String> =
            e.history.iter().map(|h| format!("{} {}", h.report, words::status(h.status))).collect();
        self.field("report by report", &history.join(", "));
        self.origins(&e.origins);
        self.field("note", e.note.as_deref().unwrap_or_default());
        self.passages("passages", &e.evidence);
        let about: Vec<String> = self
            .analysis
            .disagreements
            .iter()
            .filter(|d| {
                d.sides.iter().flat_map(|s| &s.evidence).any(|p| e.evidence.iter().any(|q| crate::view::meet(p, q)))
            })
            .map(|d| format!("{} ({})", d.id, d.about))
            .collect();
        self.field("disagreements over these passages", &words::and(&about));
        true
    }

    fn statement(&mut self, id: &str) -> bool {
        let Some(t) = self.analysis.statements.iter().find(|t| t.id == id) else {
            return false;
        };
        self.line(&format!(
            "{id}, a statement{}: {}",
            if t.direct { " in quotation marks" } else { "" },
            t.content.text
        ));
        let speaker = t.speaker.as_deref().map(|s| self.name(s)).unwrap_or_default();
        self.field("speaker", &speaker);
        self.field("as printed", t.speaker_text.as_deref().unwrap_or_default());
        self.field("through", &words::and(&t.channel));
        self.passages("passage", std::slice::from_ref(&t.content));
        if let Some(cue) = &t.cue {
            self.passages("marked as said by", std::slice::from_ref(cue));
        }
        if let Some(group) = &t.group {
            let others: Vec<Evidence> = self
                .analysis
                .statements
                .iter()
                .filter(|o| o.group.as_ref() == Some(group) && o.id != id)
                .map(|o| o.content.clone())
                .collect();
            self.passages("the same utterance", &others);
        }
        true
    }

    fn disagreement(&mut self, id: &str) -> bool {
        let Some(d) = self.analysis.disagreements.iter().find(|d| d.id == id) else {
            return false;
        };
        self.line(&format!("{id}, a disagreement: {}", d.about));
        let within = if d.within_one_report { ", inside one report" } else { "" };
        let finer = d.subkind.as_ref().map(|s| format!(" ({s})")).unwrap_or_default();
        self.field("kind", &format!("{}{finer}{within}", d.kind.word()));
        self.field("severity", d.severity.word());
        for side in &d.sides {
            self.field("side", &side.value);
            self.origins(&side.origins);
            self.passages("passages", &side.evidence);
        }
        match &d.reading {
            Some(reading) => {
                self.field("fits best", &reading.value);
                self.field("because", &reading.rule);
            }
            None => self.field("fits best", "no rule prefers one of them"),
        }
        true
    }

    fn actor(&mut self, id: &str) -> bool {
        let Some(a) = self.analysis.actors.iter().find(|a| a.id == id) else {
            return false;
        };
        self.line(&format!("{id}, {}: {}", a.kind.word(), a.name));
        self.field("state", a.state.as_deref().unwrap_or_default());
        let names: Vec<String> = a.names.iter().map(|n| format!("{} ({})", n.text, n.reports.join(", "))).collect();
        self.field("printed as", &names.join("; "));
        for role in &a.roles {
            let of = role.of.as_deref().map(|o| format!(" of {}", self.name(o))).unwrap_or_default();
            self.field("role", &format!("{}{of}", role.title));
            self.passages("passages", &role.evidence);
        }
        if a.joins.is_empty() {
            for reason in &a.reasons {
                self.field("joined because", reason);
            }
        } else {
            let _ = writeln!(self.out, "  names, and why they are one's:");
            for name in &a.names {
                let mut told = false;
                for join in a.joins.iter().filter(|j| j.name == name.text) {
                    self.joined(&format!("{} | {}: {}", join.name, join.with, join.why));
                    told = true;
                }
                if !told && name.text == a.name {
                    self.joined(&format!("{}: the fullest name", name.text));
                }
            }
            for join in a.joins.iter().filter(|j| a.names.iter().all(|n| n.text != j.name)) {
                self.joined(&format!("{} | {}: {}", join.name, join.with, join.why));
            }
        }
        self.passages("mentions", &a.mentions);
        true
    }

    fn quantity(&mut self, id: &str) -> bool {
        let Some(q) = self.analysis.quantities.iter().find(|q| q.id == id) else {
            return false;
        };
        let to = q.value_to.map(|v| format!(" to {v}")).unwrap_or_default();
        self.line(&format!("{id}, a quantity: {}: {} {}{to} {}", q.what, q.hedge.word(), q.value, q.unit));
        self.passages("passages", &q.evidence);
        if let Some(group) = &q.group {
            let others: Vec<Evidence> = self
                .analysis
                .quantities
                .iter()
                .filter(|o| o.group.as_ref() == Some(group) && o.id != id)
                .flat_map(|o| o.evidence.clone())
                .collect();
            self.passages("the same quantity", &others);
        }
        true
    }

    fn expectation(&mut self, id: &str) -> bool {
        let Some(x) = self.analysis.expectations.iter().find(|x| x.id == id) else {
            return false;
        };
        self.line(&format!("{id}, an expectation: {}", x.expected));
        let holder = x.holder.as_deref().map(|h| self.name(h)).unwrap_or_default();
        self.field("foreseen by", &holder);
        self.field("due", &x.due.as_ref().and_then(words::interval).unwrap_or_default());
        self.field("outcome", x.outcome.word());
        self.field("because", x.why.as_deref().unwrap_or_default());
        self.passages("passages", &x.evidence);
        self.passages("settled by", &x.outcome_evidence);
        true
    }

    fn claim(&mut self, id: &str) -> bool {
        let Some(c) = self.analysis.claims.iter().find(|c| c.id == id) else {
            return false;
        };
        self.line(&format!("{id}, a claim: {}", c.text));
        self.origins(&c.origins);
        for cell in &c.cells {
            self.passages(&format!("{} {}", cell.report, cell.stance.word()), &cell.evidence);
            if cell.evidence.is_empty() {
                self.field(&cell.report, cell.stance.word());
            }
        }
        true
    }

    fn tie(&mut self, id: &str) -> bool {
        let Some(t) = self.analysis.ties.iter().find(|t| t.id == id) else {
            return false;
        };
        let [a, b] = &t.between;
        self.line(&format!("{id}, a standing tie: {}, {}, {}", self.name(a), t.label, self.name(b)));
        self.field("as the latest report has it", t.standing.word());
        self.field("about", &words::and(&t.about));
        self.field("not told", &words::and(&t.open));
        let history: Vec<String> = t.history.iter().map(|h| format!("{} {}", h.report, h.standing.word())).collect();
        self.field("report by report", &history.join(", "));
        self.field("last changed by", t.last_change.as_deref().unwrap_or_default());
        self.origins(&t.origins);
        self.passages("passages", &t.evidence);
        true
    }

    fn group(&mut self, id: &str) -> bool {
        let said: Vec<Evidence> = self
            .analysis
            .statements
            .iter()
            .filter(|t| t.group.as_deref() == Some(id))
            .map(|t| t.content.clone())
            .collect();
        let counted: Vec<Evidence> = self
            .analysis
            .quantities
            .iter()
            .filter(|q| q.group.as_deref() == Some(id))
            .flat_map(|q| q.evidence.clone())
            .collect();
        if said.is_empty() && counted.is_empty() {
            return false;
        }
        self.line(&format!("{id}, passages that say the same"));
        self.passages("statements", &said);
        self.passages("quantities", &counted);
        true
    }

    fn story(&mut self, id: &str) -> bool {
        let Some(s) = self.analysis.stories.iter().find(|s| s.id == id) else {
            return false;
        };
        self.line(&format!("{id}, a story: {}", s.title));
        self.field("reports", &words::and(&s.reports));
        for e in &s.episodes {
            let days = [e.from, e.to].map(|d| d.map_or_else(|| "no day".into(), |d| d.0.to_string()));
            let days = if days[0] == days[1] { days[0].clone() } else { days.join(" to ") };
            self.field("episode", &format!("{days}: {}", words::and(&e.reports)));
        }
        for l in &s.links {
            let [a, b] = &l.reports;
            self.field("one story", &format!("{a} and {b} (likeness {:.2}): {}", l.likeness, l.why));
            self.passages("passages", &l.evidence);
        }
        let near: Vec<(String, &crate::contract::Related)> = s
            .related
            .iter()
            .map(|r| {
                let title = self.analysis.stories.iter().find(|o| o.id == r.story).map_or("", |o| o.title.as_str());
                (format!("{} ({title}): {}", r.story, r.why), r)
            })
            .collect();
        for (text, r) in near {
            self.field("beside it, not the same", &text);
            self.passages("passages", &r.evidence);
        }
        true
    }

    fn report(&mut self, id: &str) -> bool {
        let Some(r) = self.analysis.report(id) else {
            return false;
        };
        self.line(&format!("{id}, a report: {}", words::report(r)));
        self.field("path", &r.path);
        self.field("published", &words::published(r).unwrap_or_default());
        self.field("dated so because", r.published.as_ref().map(|p| p.why.as_str()).unwrap_or_default());
        self.field("names as its sources", &words::and(&r.declared_sources));
        for edge in self.analysis.lineage.edges.iter().filter(|e| e.to == id) {
            let (from, lost) = words::parent(edge);
            let lost = if lost { ", not at hand" } else { "" };
            self.field(
                "comes from",
                &format!(
                    "{from}{lost} ({}, confidence {}): {}",
                    edge.kind.word(),
                    edge.confidence,
                    edge.signs.join("; ")
                ),
            );
            self.passages("passages", &edge.evidence);
        }
        for note in &r.notes {
            self.field("note", note);
        }
        true
    }
}
