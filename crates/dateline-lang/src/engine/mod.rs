//! The language engine: sentences, tokens, tags, dependency trees and named entities, from rules for the first two and small
//! trained weights for the rest.
//!
//! Everything is integer arithmetic over weights that are part of the program: the same text gives the same analysis on every
//! machine. The time taken grows linearly with the text. Weights are made by `cargo xtask train` (crate `dateline-train`),
//! which uses the very functions of this module for the features; `data/models/cards` says from what and how well.

pub mod boundary;
pub mod features;
pub mod hash;
mod labels;
pub mod lemma;
pub mod lists;
pub mod model;
pub mod names;
pub mod net;
pub mod segment;
pub mod table;
pub mod tokens;
pub mod word;

use dateline_data::{DataError, DataSet};
use dateline_report::{Report, Span, Tok};

pub use labels::REL_COUNT;
pub use model::Model;

use crate::mention::EntityKind;
use crate::token::{Rel, Sentence, Token, TokenIx};
use lists::Lists;
use segment::Segment;
use tokens::Lexicon;
use word::Word;

/// A name in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntitySpan {
    /// Its tokens.
    pub tokens: Span<Tok>,
    /// What it names. Places that are states are [`EntityKind::Place`] here; a gazetteer tells them apart later.
    pub kind: EntityKind,
    /// 0 to 1000: how sure the model is of span and kind.
    pub confidence: u16,
}

/// A text as sentences, tokens with tags and trees, and names; all in text order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Sentences.
    pub sentences: Vec<Sentence>,
    /// Tokens.
    pub tokens: Vec<Token>,
    /// Names; they do not overlap.
    pub entities: Vec<EntitySpan>,
}

/// The loaded engine. Loading takes some tens of milliseconds; one engine serves any number of threads.
#[derive(Debug, Clone)]
pub struct Engine {
    lexicon: Lexicon,
    lists: Lists,
    model: Model,
}

impl Engine {
    /// Loads the word lists from `data` and the weights that are part of the program.
    ///
    /// # Errors
    /// If a word list of `data` is missing or has not the right form.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let model = Model::built_in().ok_or_else(|| DataError {
            file: model::FILE.into(),
            problem: "the built-in weights are damaged; make them anew with `cargo xtask train`".into(),
        })?;
        Self::with_model(data, model)
    }

    /// As [`Engine::load`] with other weights.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn with_model(data: &DataSet, model: Model) -> Result<Self, DataError> {
        let lexicon = Lexicon::load(data)?;
        let lists = Lists::load(data, &lexicon)?;
        Ok(Self { lexicon, lists, model })
    }

    /// The word lists of the segmenter.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Analyses the clean text of a report.
    ///
    /// ```
    /// use dateline_lang::engine::Engine;
    /// let engine = Engine::load(&dateline_data::DataSet::built_in()).unwrap();
    /// let parsed = engine.parse_text("Envoys met in the old port. They signed nothing.");
    /// assert_eq!(parsed.sentences.len(), 2);
    /// ```
    #[must_use]
    pub fn parse(&self, report: &Report) -> Parsed {
        self.analyse(&report.text, &self.lexicon.sentences(report))
    }

    /// Analyses a bare text, without title or dateline known.
    #[must_use]
    pub fn parse_text(&self, text: &str) -> Parsed {
        self.analyse(text, &self.lexicon.segment(text, None, None))
    }

    fn analyse(&self, text: &str, segments: &[Segment]) -> Parsed {
        let mut parsed = Parsed::default();
        let mut lines = Vec::with_capacity(segments.len());
        for s in segments {
            let base = parsed.tokens.len() as u32;
            let forms: Vec<&str> = s.tokens.iter().map(|(a, b)| text.get(*a..*b).unwrap_or("")).collect();
            let line = self.model.syntax(&forms);
            let spans = s.tokens.iter().map(|(a, b)| Span::from_usize(*a, *b));
            parsed.tokens.extend(self.tokens(&forms, &line, base).zip(spans).map(|(t, span)| Token { span, ..t }));
            parsed.sentences.push(Sentence {
                span: s.span,
                tokens: Span::from_usize(base as usize, parsed.tokens.len()),
                kind: s.kind,
                paragraph: s.paragraph,
            });
            lines.push((forms, line));
        }
        parsed.entities = self
            .names(&lines)
            .into_iter()
            .enumerate()
            .flat_map(|(n, found)| {
                let base = parsed.sentences.get(n).map_or(0, |s| s.tokens.start);
                found.into_iter().map(move |(a, b, kind, confidence)| EntitySpan {
                    tokens: Span::new(base + a as u32, base + b as u32),
                    kind: names::KINDS.get(kind).copied().unwrap_or(EntityKind::Other),
                    confidence,
                })
            })
            .collect();
        parsed
    }

    /// Names of the sentences of one document: (first token, token after the last, number of the kind, confidence).
    fn names(&self, lines: &[(Vec<&str>, model::Line)]) -> Vec<Vec<(usize, usize, usize, u16)>> {
        self.model.names(lines.iter().map(|(f, l)| (f.as_slice(), l)), &self.lists)
    }

    /// Tags, lemmas, heads and relations of a sentence whose tokens are given, for measuring on gold tokens.
    #[must_use]
    pub fn parse_tokens(&self, forms: &[&str]) -> Vec<Token> {
        let line = self.model.syntax(forms);
        self.tokens(forms, &line, 0).collect()
    }

    /// The tokens of a sentence without their places in the text; `base` is the number of the first in its document.
    fn tokens<'a>(&'a self, forms: &'a [&str], line: &'a model::Line, base: u32) -> impl Iterator<Item = Token> + 'a {
        let tags: Vec<_> = line.tags.iter().map(|t| self.model.tag(*t)).collect();
        let heads: Vec<Option<usize>> =
            line.heads.iter().map(|h| Some(usize::from(*h)).filter(|h| *h < forms.len())).collect();
        let rels: Vec<Rel> = line.rels.iter().map(|r| Rel::from_number(*r)).collect();
        let words: Vec<_> = forms.iter().zip(&tags).map(|(form, (upos, xpos))| (*form, *upos, xpos.as_str())).collect();
        let features = self.model.features.sentence(&words, &heads, &rels);
        features.into_iter().enumerate().map(move |(n, features)| {
            let (upos, xpos) = tags[n].clone();
            Token {
                span: Span::new(0, 0),
                lemma: self.model.lemmas.lemma(forms[n], &xpos),
                upos,
                xpos,
                features,
                head: heads[n].map(|h| TokenIx(base + h as u32)),
                rel: rels[n],
                tag_sure: line.tag_sure[n],
                arc_sure: line.arc_sure[n],
            }
        })
    }

    /// Names in the sentences of one document whose tokens are given; positions count within each sentence.
    #[must_use]
    pub fn names_in_tokens(&self, sentences: &[Vec<&str>]) -> Vec<Vec<(Span<Tok>, EntityKind, u16)>> {
        let lines: Vec<(Vec<&str>, model::Line)> =
            sentences.iter().map(|s| (s.clone(), self.model.syntax(s))).collect();
        let kind = |k: usize| names::KINDS.get(k).copied().unwrap_or(EntityKind::Other);
        self.names(&lines)
            .into_iter()
            .map(|s| s.into_iter().map(|(a, b, k, c)| (Span::from_usize(a, b), kind(k), c)).collect())
            .collect()
    }
}

/// The words of a sentence, with what the models see of them.
#[must_use]
pub fn words(forms: &[&str]) -> Vec<Word> {
    Word::sentence(forms)
}
