//! The stages that events need, run on one text: for tests, for evaluation, and for `cargo xtask events`.

use std::fmt::Write as _;

use dateline_data::{DataError, DataSet};
use dateline_report::{Byte, FurnitureRules, Report, Span, Tok, find_dateline};

use super::{EventMention, Ontology, find_events};
use crate::engine::{Engine, Parsed};
use crate::mention::{EntityKind, Mention, MentionForm, MentionIx, MentionRules, find_mentions};
use crate::plain::Plain;
use crate::statement::{SpeechRules, Statement, find_statements};
use crate::syntax::Syntax;
use crate::time::{TimeMention, TimeRules, find_times};
use crate::token::TokenIx;

/// Engine and rules up to the events, loaded once.
#[derive(Debug)]
pub struct EventReader {
    engine: Engine,
    mentions: MentionRules,
    times: TimeRules,
    speech: SpeechRules,
    ontology: Ontology,
    furniture: FurnitureRules,
}

/// A text read up to its events.
#[derive(Debug)]
pub struct EventReading {
    /// The text.
    pub report: Report,
    /// Its parse.
    pub parsed: Parsed,
    /// Its mentions.
    pub mentions: Vec<Mention>,
    /// Its time expressions.
    pub times: Vec<TimeMention>,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// Its events.
    pub events: Vec<EventMention>,
}

impl EventReader {
    /// Loads engine and rules.
    ///
    /// # Errors
    /// If a data file is faulty.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self {
            engine: Engine::load(data)?,
            mentions: MentionRules::load(data)?,
            times: TimeRules::load(data)?,
            speech: SpeechRules::load(data)?,
            ontology: Ontology::load(data)?,
            furniture: FurnitureRules::load(data)?,
        })
    }

    /// The ontology in use.
    #[must_use]
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Reads a text without title or dateline.
    #[must_use]
    pub fn text(&self, text: &str) -> EventReading {
        self.report(Plain::new(text).report)
    }

    /// Reads a report.
    #[must_use]
    pub fn report(&self, report: Report) -> EventReading {
        self.read(report, &[])
    }

    /// Reads a text of which the actors' spans are known: these stand in place of the mentions that were found there.
    #[must_use]
    pub fn text_with_actors(&self, text: &str, actors: &[Span<Byte>]) -> EventReading {
        self.read(Plain::new(text).report, actors)
    }

    fn read(&self, report: Report, actors: &[Span<Byte>]) -> EventReading {
        let mut report = report;
        if report.dateline.is_none() && report.title.is_none() {
            report.dateline = find_dateline(&report.text, &self.furniture);
        }
        let parsed = self.engine.parse(&without_dateline(&report));
        let (mentions, times, statements, events) = {
            let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
            let entities: Vec<(Span<Tok>, EntityKind, u16)> =
                parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
            let mut mentions = find_mentions(&syntax, &entities, &self.mentions);
            if !actors.is_empty() {
                mentions = given(&syntax, mentions, actors);
            }
            let times = find_times(&syntax, &self.times);
            let statements = find_statements(&syntax, &mentions, &self.speech);
            let events = find_events(&syntax, &mentions, &times, &statements, &self.ontology);
            (mentions, times, statements, events)
        };
        EventReading { report, parsed, mentions, times, statements, events }
    }
}

/// The report with spaces in place of its dateline, which is no part of the sentence behind it. Spans stay what they are.
fn without_dateline(report: &Report) -> Report {
    let mut out = report.clone();
    if let Some(dateline) = &report.dateline {
        let (start, end) = (dateline.span.start as usize, dateline.span.end as usize);
        if out.text.is_char_boundary(start) && out.text.is_char_boundary(end) && start <= end {
            out.text.replace_range(start..end, &" ".repeat(end - start));
        }
    }
    out
}

/// Puts mentions at the given spans in place of those found there.
fn given(syntax: &Syntax<'_>, found: Vec<Mention>, actors: &[Span<Byte>]) -> Vec<Mention> {
    let spans: Vec<Span<Byte>> = found.iter().map(|m| m.span).collect();
    let mut all: Vec<Mention> = found.into_iter().filter(|m| !actors.iter().any(|a| a.overlaps(m.span))).collect();
    for span in actors {
        let tokens = syntax.tokens_in(*span);
        if tokens.is_empty() {
            continue;
        }
        let head = tokens
            .range()
            .filter_map(|t| u32::try_from(t).ok().map(TokenIx))
            .find(|t| syntax.head(*t).is_none_or(|h| !tokens.has(h.0)));
        all.push(Mention {
            tokens,
            span: *span,
            full: *span,
            head: head.unwrap_or(TokenIx(tokens.start)),
            kind: EntityKind::Organisation,
            form: MentionForm::Name,
            state: None,
            metonym: false,
            title: None,
            roles: Vec::new(),
            antecedent: None,
            link: 0,
            plural: false,
            confidence: 1000,
        });
    }
    all.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    // Numbers of mentions have changed: links go to what now stands where the old antecedent stood.
    let now = |old: MentionIx| {
        let span = spans.get(old.at())?;
        all.iter().position(|m| m.span.overlaps(*span)).and_then(|n| u32::try_from(n).ok()).map(MentionIx)
    };
    let links: Vec<Option<MentionIx>> = all.iter().map(|m| m.antecedent.and_then(now)).collect();
    for (n, (mention, link)) in all.iter_mut().zip(links).enumerate() {
        mention.antecedent = link.filter(|l| l.at() != n);
        mention.link = if mention.antecedent.is_some() { mention.link } else { 0 };
        for role in &mut mention.roles {
            role.of = None;
        }
    }
    all
}

impl EventReading {
    /// The words of a mention, with title.
    #[must_use]
    pub fn words(&self, ix: MentionIx) -> &str {
        self.mentions.get(ix.at()).map_or("", |m| self.report.slice(m.full))
    }

    /// One event as a line: `CONSULT Kenya+Chad>Norway @Oslo planned`. A null type is `-` with the frame's name; `happened` is not written.
    #[must_use]
    pub fn line(&self, event: &EventMention) -> String {
        let names = |list: &[MentionIx]| list.iter().map(|m| self.words(*m)).collect::<Vec<_>>().join("+");
        let mut out = match event.plover {
            Some(plover) => plover.name().to_string(),
            None => format!("-{}", event.frame),
        };
        let _ = write!(out, " {}>{}", names(&event.source), names(&event.target));
        if let Some(place) = event.place {
            let _ = write!(out, " @{}", self.words(place));
        }
        if event.negated {
            out.push_str(" not");
        }
        if event.status != super::Status::Happened {
            let _ = write!(out, " {}", format!("{:?}", event.status).to_lowercase());
        }
        out
    }

    /// All events as lines joined by `; `, or `-` where there are none.
    #[must_use]
    pub fn lines(&self) -> String {
        if self.events.is_empty() {
            return "-".into();
        }
        self.events.iter().map(|e| self.line(e)).collect::<Vec<_>>().join("; ")
    }
}
