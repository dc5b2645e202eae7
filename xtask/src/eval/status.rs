//! `eval status`: is a predicate told as having happened?
//!
//! `--set` is a folder of MEANTIME (certainty and polarity of event mentions) or of UDS factuality, whose sentences are those of `ud-ewt`
//! beside it (or of `--treebank DIR`). The mentions of the set are given, their reading is ours. `noncertain_f1` is F1 of the mentions that
//! are not certain or negated, by the rules that give the brief its status; `factuality_pearson` the correlation of our weighed score with
//! the annotators'.
//!
//! MEANTIME is cut in two by a hash of the document: rules are tuned on one half and the other is reported (`tuned_noncertain_f1`: the
//! first). Of UDS the test part of the treebank is reported, `--part dev` the other.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::engine::Engine;
use dateline_lang::event::{FactFeatures, FactWeights, Ontology, doubted, fact_features};
use dateline_lang::mention::{MentionRules, find_mentions};
use dateline_lang::plain::Plain;
use dateline_lang::syntax::Syntax;
use dateline_lang::time::{TimeRules, find_times};
use dateline_lang::token::TokenIx;
use dateline_report::{Span, Tok};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Figures, Options};
use crate::data::timex;

/// One annotated predicate.
pub(crate) struct Item {
    /// Document or sentence.
    pub(crate) id: String,
    /// The predicate with some words around it, to show.
    pub(crate) words: String,
    /// Its surroundings.
    pub(crate) features: FactFeatures,
    /// Our reading: told as uncertain or as not so.
    pub(crate) doubted: bool,
    /// Degree of factuality, -3 to 3.
    pub(crate) factual: Option<f64>,
    /// Not certain, or negated.
    pub(crate) doubtful: Option<bool>,
}

/// Engine and rules that the features need.
pub(crate) struct Reader {
    engine: Engine,
    mentions: MentionRules,
    times: TimeRules,
    ontology: Ontology,
    /// Time spent reading.
    pub(crate) spent: Duration,
    /// Words read.
    pub(crate) words: usize,
}

impl Reader {
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let data = DataSet::built_in();
        Ok(Self {
            engine: super::language::engine(options)?,
            mentions: MentionRules::load(&data).map_err(|e| e.to_string())?,
            times: TimeRules::load(&data).map_err(|e| e.to_string())?,
            ontology: Ontology::load(&data).map_err(|e| e.to_string())?,
            spent: Duration::ZERO,
            words: 0,
        })
    }

    /// Features and words of the predicates at these ranges of bytes.
    fn read(&mut self, text: &str, at: &[(usize, usize)]) -> Vec<(FactFeatures, bool, String)> {
        let report = Plain::new(text).report;
        #[expect(clippy::disallowed_methods, reason = "the evaluation measures its own speed")]
        let started = Instant::now();
        let parsed = self.engine.parse(&report);
        let syntax = Syntax::new(&report, &parsed.sentences, &parsed.tokens);
        let entities: Vec<_> = parsed.entities.iter().map(|e| (e.tokens, e.kind, e.confidence)).collect();
        let mentions = find_mentions(&syntax, &entities, &self.mentions);
        let times = find_times(&syntax, &self.times);
        let heads: Vec<TokenIx> = at.iter().map(|(a, b)| head(&syntax, Span::from_usize(*a, *b))).collect();
        let features = fact_features(&syntax, &mentions, &times, &self.ontology, &heads);
        let doubts = doubted(&syntax, &mentions, &times, &self.ontology, &heads);
        self.spent += started.elapsed();
        self.words += parsed.tokens.len();
        let shown = heads.iter().map(|h| {
            let around = Span::<Tok>::new(h.0.saturating_sub(8), h.0 + 5);
            let around =
                Span::new(around.start, around.end.min(u32::try_from(syntax.tokens.len()).unwrap_or(u32::MAX)));
            format!("[{}] {}", syntax.form(*h), syntax.bytes(around).of(text).replace('\n', " / "))
        });
        features.into_iter().zip(doubts).zip(shown).map(|((f, d), s)| (f, d, s)).collect()
    }
}

/// The token of a span that the others hang on.
fn head(syntax: &Syntax<'_>, span: Span<dateline_report::Byte>) -> TokenIx {
    let tokens = syntax.tokens_in(span);
    (tokens.start..tokens.end)
        .map(TokenIx)
        .find(|t| syntax.head(*t).is_none_or(|h| !tokens.has(h.0)))
        .unwrap_or(TokenIx(tokens.start))
}

/// Is this document one of those that weights are learnt on?
pub(crate) fn tuned(id: &str) -> bool {
    Sha256::digest(id.as_bytes()).first().is_some_and(|b| b % 2 == 0)
}

/// Documents of MEANTIME.
pub(crate) fn meantime(folder: &Path, reader: &mut Reader) -> Result<Vec<Item>, String> {
    let mut out = Vec::new();
    for path in articles(folder)? {
        let source = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let id = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let Some((text, places)) = timex::meantime_text(&source) else { continue };
        let bytes: Vec<usize> = text.char_indices().map(|(n, _)| n).chain([text.len()]).collect();
        let (mut spans, mut gold) = (Vec::new(), Vec::new());
        for part in source.split("<EVENT_MENTION ").skip(1) {
            let Some((tag, after)) = part.split_once('>') else { continue };
            let (certainty, polarity) =
                (timex::attribute(tag, "certainty").unwrap_or(""), timex::attribute(tag, "polarity").unwrap_or(""));
            let inside = after.split("</EVENT_MENTION>").next().unwrap_or("");
            let at: Vec<(usize, usize)> =
                inside.split("t_id=\"").skip(1).filter_map(|t| places.get(t.split('"').next()?).copied()).collect();
            let (Some(from), Some(to)) = (at.iter().map(|s| s.0).min(), at.iter().map(|s| s.1).max()) else { continue };
            if certainty.is_empty() {
                continue;
            }
            if let (Some(from), Some(to)) = (bytes.get(from), bytes.get(to)) {
                spans.push((*from, *to));
                gold.push(certainty != "CERTAIN" || polarity == "NEG");
            }
        }
        for ((features, doubted, words), doubtful) in reader.read(&text, &spans).into_iter().zip(gold) {
            out.push(Item { id: id.clone(), words, features, doubted, factual: None, doubtful: Some(doubtful) });
        }
    }
    Ok(out)
}

/// The articles in a folder and the folders in it, in the order of their names.
fn articles(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).map_err(|e| format!("{}: {e}", next.display()))?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "xml") {
                all.push(path);
            }
        }
    }
    all.sort();
    Ok(all)
}

/// Sentences of one part (`train`, `dev`, `test`) of UDS.
pub(crate) fn uds(folder: &Path, treebank: &Path, part: &str, reader: &mut Reader) -> Result<Vec<Item>, String> {
    let mut trees: BTreeMap<String, (String, Vec<(usize, usize)>)> = BTreeMap::new();
    let path = treebank.join(format!("en_ewt-ud-{part}.conllu"));
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    for block in text.split("\n\n") {
        let comment = |name: &str| block.lines().find_map(|l| l.strip_prefix(name)).map(str::to_string);
        let (Some(id), Some(text)) = (comment("# sent_id = "), comment("# text = ")) else { continue };
        let mut at = 0;
        let mut places = Vec::new();
        for line in block.lines() {
            let mut cells = line.split('\t');
            let (Some(number), Some(form)) = (cells.next(), cells.next()) else { continue };
            if number.parse::<u32>().is_err() {
                continue;
            }
            // Words of one printed token may not stand in the text as such: they share its place.
            let found = text[at..].find(form).filter(|n| text[at..at + n].trim().is_empty());
            let (from, to) = found.map_or((at, at), |n| (at + n, at + n + form.len()));
            places.push((from, to));
            at = to;
        }
        trees.insert(id, (text, places));
    }
    let file = folder.join("factuality.jsonl.gz");
    let mut lines = String::new();
    fs::File::open(&file)
        .and_then(|f| flate2::read::GzDecoder::new(f).read_to_string(&mut lines))
        .map_err(|e| format!("{}: {e}", file.display()))?;
    let mut out = Vec::new();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let Some((text, places)) = row["sent_id"].as_str().and_then(|id| trees.get(id)) else { continue };
        let (mut spans, mut gold) = (Vec::new(), Vec::new());
        for node in row["nodes"].as_array().into_iter().flatten() {
            let place = node["token"].as_u64().and_then(|n| places.get(usize::try_from(n).ok()?.checked_sub(1)?));
            if let (Some((from, to)), Some(value)) = (place.filter(|p| p.0 < p.1), node["factual"][0].as_f64()) {
                spans.push((*from, *to));
                gold.push(value);
            }
        }
        if spans.is_empty() {
            continue;
        }
        let id = row["id"].as_str().unwrap_or("").to_string();
        for ((features, doubted, words), factual) in reader.read(text, &spans).into_iter().zip(gold) {
            out.push(Item { id: id.clone(), words, features, doubted, factual: Some(factual), doubtful: None });
        }
    }
    Ok(out)
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len().max(1) as f64;
    let mean = pairs.iter().fold((0.0, 0.0), |a, p| (a.0 + p.0 / n, a.1 + p.1 / n));
    let sums = pairs.iter().fold((0.0, 0.0, 0.0), |a, p| {
        let (x, y) = (p.0 - mean.0, p.1 - mean.1);
        (a.0 + x * y, a.1 + x * x, a.2 + y * y)
    });
    if sums.1 * sums.2 > 0.0 { 100.0 * sums.0 / (sums.1 * sums.2).sqrt() } else { 0.0 }
}

/// F1 of the doubtful, in percent: pairs of found and wanted.
pub(crate) fn doubt_f1(pairs: impl Iterator<Item = (bool, bool)>) -> f64 {
    let (mut right, mut both) = (0usize, 0usize);
    for (found, wanted) in pairs {
        right += usize::from(found && wanted);
        both += usize::from(found) + usize::from(wanted);
    }
    if both == 0 { 100.0 } else { 200.0 * right as f64 / both as f64 }
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let weights = FactWeights::load(&super::time::data(options)?).map_err(|e| e.to_string())?;
    let mut reader = Reader::new(options)?;
    let mut figures = Figures::default();
    let more = |name: &str| options.more.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    if options.set.join("factuality.jsonl.gz").exists() {
        let beside = options.set.join("../ud-ewt");
        let treebank = more("treebank").map_or(beside, PathBuf::from);
        let items = uds(&options.set, &treebank, more("part").unwrap_or("test"), &mut reader)?;
        let pairs: Vec<(f64, f64)> = items
            .iter()
            .filter_map(|i| Some((f64::from(weights.read(&i.features).score) / 1000.0, i.factual?)))
            .collect();
        figures.figures.push(("factuality_pearson".into(), pearson(&pairs)));
        figures.items = items.len();
        for (item, (found, wanted)) in items.iter().zip(&pairs) {
            figures.worst.push((-(found - wanted).abs(), format!("{found:.1} for {wanted:.1} {}", item.words)));
        }
    } else {
        let items = meantime(&options.set, &mut reader)?;
        let (tune, report): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|i| tuned(&i.id));
        let f1 = |part: &[&Item]| doubt_f1(part.iter().map(|i| (i.doubted, i.doubtful == Some(true))));
        // A set without a half of its own to report is reported whole.
        figures.figures.push(("noncertain_f1".into(), f1(if report.is_empty() { &tune } else { &report })));
        figures.figures.push(("tuned_noncertain_f1".into(), f1(&tune)));
        figures.items = report.len();
        for item in tune {
            // Errors of the other half are not shown: who reads them tunes on them.
            let wanted = item.doubtful == Some(true);
            let told: Vec<&str> = item
                .features
                .0
                .iter()
                .filter(|f| f.starts_with("told=") || f.starts_with("upTold="))
                .map(|f| f.as_str())
                .collect();
            let sort = match (item.doubted, wanted) {
                (true, true) | (false, false) => continue,
                (true, false) => "extra",
                (false, true) => "missed",
            };
            figures.worst.push((-1.0, format!("{sort} {} {}", told.join(" "), item.words)));
        }
    }
    figures.worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    (figures.spent, figures.words) = (reader.spent, reader.words);
    Ok(figures)
}
