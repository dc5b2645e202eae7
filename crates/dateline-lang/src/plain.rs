//! Text without analysis: sentences at line ends and full stops, tokens by [`atoms`](crate::quantity::atoms), no tags and no tree.
//!
//! The recognisers of times and numbers work on it too, so that they can be tested and measured without weights.

use dateline_report::{Report, SourceMap, Span};

use crate::quantity::{AtomKind, atoms};
use crate::syntax::Syntax;
use crate::token::{Sentence, SentenceKind, Token};

/// A report of plain text with untagged tokens.
///
/// ```
/// let text = dateline_lang::plain::Plain::new("It opened. It closed.");
/// assert_eq!(text.sentences.len(), 2);
/// ```
#[derive(Debug)]
pub struct Plain {
    /// The text as a report without metadata.
    pub report: Report,
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Tokens without tags.
    pub tokens: Vec<Token>,
}

fn report(text: &str) -> Report {
    Report {
        path: String::new(),
        sha256: String::new(),
        text: text.to_string(),
        source_map: SourceMap::default(),
        title: None,
        outlet: None,
        authors: Vec::new(),
        language: "en".into(),
        given: dateline_report::GivenMeta::default(),
        furniture: Vec::new(),
        declared_sources: Vec::new(),
        dateline: None,
        notes: Vec::new(),
    }
}

impl Plain {
    /// Cuts a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let report = report(text);
        let all = atoms(text, 0);
        let tokens: Vec<Token> = all
            .iter()
            .map(|a| Token {
                span: a.span,
                lemma: a.text.clone(),
                upos: crate::token::Upos::X,
                features: smol_str::SmolStr::default(),
                xpos: crate::token::Xpos::default(),
                head: None,
                rel: crate::token::Rel::Dep,
                tag_sure: 1000,
                arc_sure: 1000,
            })
            .collect();
        let mut sentences = Vec::new();
        let mut first = 0;
        let mut paragraph = 0;
        for n in 0..all.len() {
            let next = all.get(n + 1);
            let gap = next.map_or("", |b| text.get(all[n].span.end as usize..b.span.start as usize).unwrap_or(""));
            let abbreviation = n > 0
                && all[n].glued
                && all[n - 1].kind == AtomKind::Word
                && all[n - 1].span.len() <= 4
                && all[n - 1].capital;
            let stop = matches!(all[n].text.as_str(), "." | "!" | "?")
                && !abbreviation
                && next.is_some_and(|b| b.capital && !b.glued);
            if next.is_none() || gap.contains('\n') || stop {
                sentences.push(Sentence {
                    span: all[first].span.hull(all[n].span),
                    tokens: Span::from_usize(first, n + 1),
                    kind: SentenceKind::Prose,
                    paragraph,
                });
                first = n + 1;
                paragraph += u32::from(gap.contains('\n'));
            }
        }
        Self { report, sentences, tokens }
    }

    /// A text with sentences and tokens made elsewhere, by the engine for instance.
    #[must_use]
    pub fn parsed(text: &str, sentences: Vec<Sentence>, tokens: Vec<Token>) -> Self {
        Self { report: report(text), sentences, tokens }
    }

    /// As the stages see it.
    #[must_use]
    pub fn syntax(&self) -> Syntax<'_> {
        Syntax::new(&self.report, &self.sentences, &self.tokens)
    }
}
