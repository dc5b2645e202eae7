//! Who says what, against a set in the form of PolNeAR: JSON lines with `text` and, for each annotator, attributions of source, cue and
//! content as spans of characters.
//!
//! For each article the annotator who agrees best on the contents counts. `content_f1`, `cue_f1` and `source_f1` compare the tokens that
//! stand in any content, cue or source. `direct_source_f1` looks at contents that stand in quotation marks: one is right if a direct
//! statement shares half of the shorter one and its speaker's words overlap the source.

use std::collections::BTreeSet;
use std::time::Instant;

use dateline_data::DataSet;
use dateline_lang::mention::{MentionRules, find_mentions};
use dateline_lang::statement::{SpeechRules, Statement, find_statements, stretches};
use dateline_lang::{Syntax, plain::Plain};
use dateline_report::{Byte, Span};
use serde::Deserialize;

use super::{Figures, Options};

type Chars = Vec<[usize; 2]>;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    attributions: Vec<Attribution>,
}

#[derive(Deserialize)]
struct Attribution {
    #[serde(default)]
    source: Chars,
    #[serde(default)]
    cue: Chars,
    #[serde(default)]
    content: Chars,
}

/// Right, found and wanted.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Tally {
    fn f1(self) -> f64 {
        let both = self.found + self.wanted;
        if both == 0 { 0.0 } else { 200.0 * self.right as f64 / both as f64 }
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }
}

/// One article against one annotator: contents, cues, sources, sources of direct quotations.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    content: Tally,
    cue: Tally,
    source: Tally,
    direct: Tally,
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let set = std::fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
    let data = DataSet::built_in();
    let engine = super::language::engine(options)?;
    let mentions = MentionRules::load(&data).map_err(|e| e.to_string())?;
    let rules = SpeechRules::load(&data).map_err(|e| e.to_string())?;
    let mut total = Score::default();
    let mut figures = Figures::default();
    for (n, line) in set.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let article: Article = serde_json::from_str(line).map_err(|e| format!("line {}: {e}", n + 1))?;
        let report = Plain::new(&article.text).report;
        #[expect(clippy::disallowed_methods, reason = "the evaluation measures its own speed")]
        let started = Instant::now();
        let parsed = engine.parse(&report);
        let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
        let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
        let found = find_mentions(&syntax, &entities, &mentions);
        let said = find_statements(&syntax, &found, &rules);
        figures.spent += started.elapsed();
        figures.words += parsed.tokens.len();
        figures.items += 1;
        let bytes: Vec<usize> = article.text.char_indices().map(|(n, _)| n).chain([article.text.len()]).collect();
        let spans = |chars: &Chars| -> Vec<Span<Byte>> {
            chars.iter().filter_map(|[a, b]| Some(Span::from_usize(*bytes.get(*a)?, *bytes.get(*b)?))).collect()
        };
        let quoted: Vec<Span<Byte>> = stretches(&article.text, rules.marks()).iter().map(|s| s.inner).collect();
        let best = article
            .annotations
            .iter()
            .map(|a| score(&syntax, &said, a, &spans, &quoted))
            .max_by(|a, b| a.content.f1().total_cmp(&b.content.f1()));
        let Some(best) = best else { continue };
        total.content.add(best.content);
        total.cue.add(best.cue);
        total.source.add(best.source);
        total.direct.add(best.direct);
        figures.worst.push((best.content.f1(), article.id.clone()));
        reliability(&article, &said, &spans, &mut figures.reliability);
    }
    figures.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    figures.figures = [
        ("direct_source_f1", total.direct),
        ("content_f1", total.content),
        ("source_f1", total.source),
        ("cue_f1", total.cue),
    ]
    .map(|(key, tally)| (key.to_string(), tally.f1()))
    .to_vec();
    Ok(figures)
}

fn score(
    syntax: &Syntax<'_>,
    said: &[Statement],
    gold: &Annotation,
    spans: &dyn Fn(&Chars) -> Vec<Span<Byte>>,
    quoted: &[Span<Byte>],
) -> Score {
    let tokens = |all: &[Span<Byte>]| -> BTreeSet<u32> {
        all.iter()
            .flat_map(|s| {
                let t = syntax.tokens_in(*s);
                t.start..t.end
            })
            .filter(|t| syntax.tokens.get(*t as usize).is_some_and(|t| t.upos != dateline_lang::token::Upos::Punct))
            .collect()
    };
    let compare = |have: Vec<Span<Byte>>, want: Vec<Span<Byte>>| {
        let (have, want) = (tokens(&have), tokens(&want));
        Tally { right: have.intersection(&want).count(), found: have.len(), wanted: want.len() }
    };
    let gold_spans =
        |of: fn(&Attribution) -> &Chars| gold.attributions.iter().flat_map(|a| spans(of(a))).collect::<Vec<_>>();
    let mut direct = Tally::default();
    let mine: Vec<&Statement> = said.iter().filter(|s| s.direct && s.speaker_span.is_some()).collect();
    direct.found = mine.len();
    let mut right = BTreeSet::new();
    for attribution in &gold.attributions {
        let (content, source) = (spans(&attribution.content), spans(&attribution.source));
        for q in quoted.iter().filter(|q| content.iter().any(|c| 2 * c.shared(**q) >= q.len())) {
            if source.is_empty() || !content.iter().any(|c| 10 * q.len() >= 7 * c.len() || q.contains(*c)) {
                continue; // an indirect content with quoted words in it
            }
            direct.wanted += 1;
            let hit = mine.iter().enumerate().find(|(_, s)| {
                2 * s.content.shared(*q) >= s.content.len().min(q.len())
                    && s.speaker_span.is_some_and(|w| source.iter().any(|x| x.overlaps(w)))
            });
            if let Some((n, _)) = hit {
                right.insert(n);
                direct.right += 1;
            }
        }
    }
    // Quoted words inside an indirect content are neither right nor wrong.
    let neutral = mine
        .iter()
        .enumerate()
        .filter(|(n, s)| {
            !right.contains(n)
                && gold.attributions.iter().any(|a| {
                    spans(&a.content).iter().any(|c| c.contains(s.content) && 10 * s.content.len() < 7 * c.len())
                })
        })
        .count();
    direct.found = direct.found.saturating_sub(neutral);
    Score {
        content: compare(said.iter().map(|s| s.content).collect(), gold_spans(|a| &a.content)),
        cue: compare(said.iter().filter_map(|s| s.cue).collect(), gold_spans(|a| &a.cue)),
        source: compare(said.iter().filter_map(|s| s.speaker_span).collect(), gold_spans(|a| &a.source)),
        direct,
    }
}

/// A statement is right if some annotator has a content that shares half of the shorter one and a source that overlaps the speaker's words.
fn reliability(
    article: &Article,
    said: &[Statement],
    spans: &dyn Fn(&Chars) -> Vec<Span<Byte>>,
    out: &mut Vec<(f64, bool)>,
) {
    for s in said {
        let right = article.annotations.iter().flat_map(|a| &a.attributions).any(|a| {
            spans(&a.content).iter().any(|c| 2 * c.shared(s.content) >= c.len().min(s.content.len()).max(1))
                && (s.speaker_span.is_none()
                    || spans(&a.source).iter().any(|x| s.speaker_span.is_some_and(|w| x.overlaps(w))))
        });
        out.push((f64::from(s.confidence) / 1000.0, right));
    }
}
