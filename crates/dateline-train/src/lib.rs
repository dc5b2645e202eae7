//! Training of the weights that `dateline-lang` reads.
//!
//! Everything is an averaged perceptron over the features of `dateline_lang::engine`, with integer arithmetic and a fixed order
//! of the examples: the same data give the same bytes. Run by `cargo xtask train`; no part of the shipped binary.

pub mod conllu;
pub mod coref;
pub mod gum;
mod lemmas;
mod meantime;
mod names;
pub mod names_data;
mod parser;
pub mod perceptron;
mod tagger;

use std::path::{Path, PathBuf};

use dateline_data::DataSet;
use dateline_lang::engine::lists::Lists;
use dateline_lang::engine::model::{MAGIC, Model};
use dateline_lang::engine::tokens::Lexicon;

/// What can go wrong in training.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A data set is not where it should be.
    #[error("{path}: {problem}; the data sets are no part of the project, name their folder with --data DIR")]
    Missing {
        /// Path of the file.
        path: PathBuf,
        /// What the system says.
        problem: std::io::Error,
    },
    /// The language data of the project do not load.
    #[error(transparent)]
    Data(#[from] dateline_data::DataError),
    /// Weights that were just written cannot be read.
    #[error("the new weights cannot be read back: {0}")]
    Broken(&'static str),
}

/// Reads a file of a data set.
pub(crate) fn read(path: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(path).map_err(|problem| TrainError::Missing { path: path.into(), problem })
}

/// How long to train.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Passes over the data for the tagger.
    pub tagger: usize,
    /// Passes over the data for the parser.
    pub parser: usize,
    /// Passes over the data for the names.
    pub names: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { tagger: 8, parser: 10, names: 6 }
    }
}

/// Most bytes that the weights of tagger, parser and names may take.
const MOST: [usize; 3] = [1_500_000, 4_300_000, 1_600_000];

/// A line of the log for a person.
type Say<'a> = &'a (dyn Fn(&str) + Sync);

/// Trains everything on the data sets in `data`, and gives the bytes of the weights. With `keep`, the bytes of earlier weights,
/// their tagger, lemmas and parser stay and only the names are learnt anew.
///
/// # Errors
/// If a data set is missing.
pub fn train(data: &Path, effort: Effort, keep: Option<&[u8]>, say: Say<'_>) -> Result<Vec<u8>, TrainError> {
    let built_in = DataSet::built_in();
    let lexicon = Lexicon::load(&built_in)?;
    let lists = Lists::load(&built_in, &lexicon)?;
    let mut parts: Vec<Vec<u8>> = match keep {
        Some(bytes) => {
            parts(bytes).ok_or(TrainError::Broken("weights to keep"))?.into_iter().take(4).map(<[u8]>::to_vec).collect()
        }
        None => syntax(data, effort, say)?,
    };
    let bare = Model::read(&join(&parts)).ok_or(TrainError::Broken("syntax"))?;

    let sets = names_data::load(data, &lexicon, &lists)?;
    say(&format!("{} sentences with names", sets.iter().map(|d| d.sentences.len()).sum::<usize>()));
    let (names, confidence) = names::train(&sets, &lists, &|forms| bare.syntax(forms), effort.names, say);
    let bytes = names.write(4, MOST[2]);
    say(&format!("names: {}", names.size(&bytes)));
    parts.push(bytes);
    parts.push(confidence.iter().flat_map(|(m, c)| format!("{m}\t{c}\n").into_bytes()).collect());
    Ok(join(&parts))
}

/// Tag pairs, tagger, lemmas and parser from the treebanks.
fn syntax(data: &Path, effort: Effort, say: Say<'_>) -> Result<Vec<Vec<u8>>, TrainError> {
    let mut trees = conllu::read(&data.join("ud-ewt/en_ewt-ud-train.conllu"))?;
    trees.extend(conllu::read(&data.join("ud-gum/en_gum-ud-train.conllu"))?);
    say(&format!(
        "{} sentences, {} words of the treebanks",
        trees.len(),
        trees.iter().map(|t| t.words.len()).sum::<usize>()
    ));
    let tags = tagger::tag_set(&trees);
    let lemmas = lemmas::learn(&trees);

    let tagger = tagger::train(&tags, &trees, effort.tagger);
    let tagger_bytes = tagger.write(4, MOST[0]);
    say(&format!("tagger: {}", tagger.size(&tagger_bytes)));
    drop(tagger);

    let found = tagger::jackknife(&tags, &trees, effort.tagger.min(5));
    say("tags for the parser: by taggers that had not seen the sentence");
    let parser = parser::train(&tags, &trees, &found, effort.parser, say);
    let parser_bytes = parser.write(8, MOST[1]);
    say(&format!("parser: {}", parser.size(&parser_bytes)));

    let tag_text: String = tags.tags.iter().map(|(u, x)| format!("{}\t{x}\n", u.name())).collect();
    Ok(vec![tag_text.into_bytes(), tagger_bytes, lemmas.write().into_bytes(), parser_bytes])
}

/// The parts of a file of weights.
fn parts(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut out = Vec::new();
    while let Some((head, tail)) = rest.split_at_checked(4) {
        let (part, after) = tail.split_at_checked(u32::from_le_bytes(head.try_into().ok()?) as usize)?;
        out.push(part);
        rest = after;
    }
    Some(out)
}

/// A file of weights out of its parts; the last ones may be wanting.
fn join(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for part in parts {
        out.extend((part.len() as u32).to_le_bytes());
        out.extend(part);
    }
    out
}

/// SHA-256 of bytes as lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
