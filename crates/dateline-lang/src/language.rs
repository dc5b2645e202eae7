//! All rules and weights of a language, and the one function that reads a report with them.

use dateline_data::{DataError, DataSet};
use dateline_report::Report;

use crate::ahead::{AheadRules, find_expectations};
use crate::dependency::{DependencyRules, find_dependencies};
use crate::document::Document;
use crate::engine::Engine;
use crate::event::{Ontology, find_events};
use crate::mention::{MentionRules, find_mentions};
use crate::quantity::{QuantityRules, find_quantities};
use crate::statement::{SpeechRules, find_statements};
use crate::syntax::Syntax;
use crate::tie::{TieRules, find_ties};
use crate::time::{TimeRules, find_times, furniture_times};

/// Everything that is known of English: loaded once, shared by all threads.
#[derive(Debug)]
pub struct Language {
    engine: Engine,
    times: TimeRules,
    quantities: QuantityRules,
    mentions: MentionRules,
    speech: SpeechRules,
    ontology: Ontology,
    ahead: AheadRules,
    dependencies: DependencyRules,
    ties: TieRules,
}

impl Language {
    /// Reads and compiles the language data.
    ///
    /// # Errors
    /// If a file is malformed; the message names file, place and remedy.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self {
            engine: Engine::load(data)?,
            times: TimeRules::load(data)?,
            quantities: QuantityRules::load(data)?,
            mentions: MentionRules::load(data)?,
            speech: SpeechRules::load(data)?,
            ontology: Ontology::load(data)?,
            ahead: AheadRules::load(data)?,
            dependencies: DependencyRules::load(data)?,
            ties: TieRules::load(data)?,
        })
    }

    /// The frames of standing ties.
    #[must_use]
    pub fn ties(&self) -> &TieRules {
        &self.ties
    }

    /// Reads one report. Never fails: what cannot be understood is left out.
    #[must_use]
    pub fn read(&self, report: &Report) -> Document {
        let parsed = self.engine.parse(report);
        let syntax = Syntax::new(report, &parsed.sentences, &parsed.tokens);
        let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
        let mentions = find_mentions(&syntax, &entities, &self.mentions);
        let times = find_times(&syntax, &self.times);
        let quantities = find_quantities(&syntax, &times, &self.quantities);
        let statements = find_statements(&syntax, &mentions, &self.speech);
        let events = find_events(&syntax, &mentions, &times, &statements, &self.ontology);
        let expectations = find_expectations(&syntax, &mentions, &times, &statements, &events, &self.ahead);
        let dependencies = find_dependencies(&syntax, &mentions, &quantities, &self.dependencies);
        let ties = find_ties(&syntax, &mentions, &times, &statements, &quantities, &self.ties);
        let furniture_times = furniture_times(report, &self.times);
        drop(syntax);
        Document {
            sentences: parsed.sentences,
            tokens: parsed.tokens,
            mentions,
            times,
            furniture_times,
            quantities,
            statements,
            events,
            expectations,
            dependencies,
            ties,
        }
    }
}
