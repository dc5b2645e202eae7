//! Tags, lemmas and trees against a treebank in CoNLL-U form, on gold tokens and from text.

use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::engine::{Engine, Model, Parsed};
use dateline_train::conllu::{self, Tree};

use super::{Figures, Options};

#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
    fn percent(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

/// F1 in percent.
fn f1(right: usize, gold: usize, found: usize) -> f64 {
    200.0 * right as f64 / (gold + found).max(1) as f64
}

/// A document as text, with the character ranges of its gold tokens and sentences.
#[derive(Default)]
struct Raw {
    text: String,
    /// For each token: bytes, position of its governor, relation.
    tokens: Vec<(usize, usize, Option<usize>, &'static str)>,
    sentences: Vec<(usize, usize)>,
}

fn documents(trees: &[Tree]) -> Vec<Raw> {
    let mut out: Vec<Raw> = Vec::new();
    for tree in trees {
        if tree.new_document || out.is_empty() {
            out.push(Raw::default());
        }
        let Some(raw) = out.last_mut() else { continue };
        if !raw.text.is_empty() {
            raw.text.push_str(if tree.new_paragraph { "\n\n" } else { " " });
        }
        let base = raw.tokens.len();
        let start = raw.text.len();
        raw.text.push_str(&tree.text);
        let mut at = start;
        for w in &tree.words {
            // words of one printed token may not stand in the text as such: they share its place
            let found = raw.text[at..].find(w.form.as_str()).filter(|n| raw.text[at..at + n].trim().is_empty());
            let (a, b) = found.map_or((at, at), |n| (at + n, at + n + w.form.len()));
            raw.tokens.push((a, b, w.head.map(|h| base + h), w.rel.universal()));
            at = b;
        }
        raw.sentences.push((start, raw.text.len()));
    }
    out
}

/// The engine with the weights of `--weights FILE`, or those that are part of the program.
pub(crate) fn engine(options: &Options) -> Result<Engine, String> {
    let data = DataSet::built_in();
    match options.more.iter().find(|(name, _)| name == "weights") {
        Some((_, path)) => {
            let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
            let model = Model::read(&bytes).ok_or_else(|| format!("{path}: no weights of this version"))?;
            Engine::with_model(&data, model)
        }
        None => Engine::load(&data),
    }
    .map_err(|e| e.to_string())
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let trees = conllu::read(&options.set).map_err(|e| e.to_string())?;
    let engine = engine(options)?;
    let (mut upos, mut xpos, mut feats, mut lemma, mut uas, mut las) =
        (Count::default(), Count::default(), Count::default(), Count::default(), Count::default(), Count::default());
    let mut worst = Vec::new();
    let (mut tag_decisions, mut arc_decisions) = (Vec::new(), Vec::new());
    for tree in &trees {
        let found = engine.parse_tokens(&tree.forms());
        let mut here = Count::default();
        for (gold, t) in tree.words.iter().zip(&found) {
            upos.add(gold.upos == t.upos);
            xpos.add(gold.xpos == t.xpos);
            feats.add(gold.features == t.features.as_str());
            lemma.add(gold.lemma == t.lemma || gold.lemma == "_");
            let head = gold.head == t.head.map(|h| h.at());
            uas.add(head);
            let both = head && gold.rel.universal() == t.rel.universal();
            las.add(both);
            here.add(both);
            tag_decisions.push((f64::from(t.tag_sure) / 1000.0, gold.upos == t.upos && gold.xpos == t.xpos));
            arc_decisions.push((f64::from(t.arc_sure) / 1000.0, both));
        }
        if options.worst > 0 {
            worst.push((here.percent(), tree.text.clone()));
        }
    }
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (
        mut tokens,
        mut sentences,
        mut trees_right,
        mut gold_tokens,
        mut found_tokens,
        mut gold_sentences,
        mut found_sentences,
    ) = (0, 0, 0, 0, 0, 0, 0);
    let mut spent = Duration::ZERO;
    for raw in documents(&trees) {
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let parsed: Parsed = engine.parse_text(&raw.text);
        spent += begin.elapsed();
        let gold: Vec<(usize, usize)> = raw.tokens.iter().map(|t| (t.0, t.1)).collect();
        gold_tokens += gold.len();
        found_tokens += parsed.tokens.len();
        for t in &parsed.tokens {
            let span = (t.span.start as usize, t.span.end as usize);
            let Ok(at) = gold.binary_search(&span) else {
                continue;
            };
            tokens += 1;
            let governor = t
                .head
                .map(|h| parsed.tokens.get(h.at()).map_or((0, 0), |h| (h.span.start as usize, h.span.end as usize)));
            let (_, _, head, rel) = raw.tokens[at];
            trees_right += usize::from(head.map(|h| gold[h]) == governor && rel == t.rel.universal());
        }
        gold_sentences += raw.sentences.len();
        found_sentences += parsed.sentences.len();
        sentences += parsed
            .sentences
            .iter()
            .filter(|s| raw.sentences.binary_search(&(s.span.start as usize, s.span.end as usize)).is_ok())
            .count();
    }
    let figures = vec![
        ("upos".into(), upos.percent()),
        ("xpos".into(), xpos.percent()),
        ("feats".into(), feats.percent()),
        ("lemma".into(), lemma.percent()),
        ("uas".into(), uas.percent()),
        ("las".into(), las.percent()),
        ("token_f1".into(), f1(tokens, gold_tokens, found_tokens)),
        ("sentence_f1".into(), f1(sentences, gold_sentences, found_sentences)),
        ("las_raw".into(), f1(trees_right, gold_tokens, found_tokens)),
    ];
    Ok(Figures {
        figures,
        items: trees.len(),
        words: found_tokens,
        spent,
        worst,
        kinds: vec![("tags", tag_decisions), ("arcs", arc_decisions)],
        ..Figures::default()
    })
}
