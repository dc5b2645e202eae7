//! Training of the weights that `dateline-lang` reads.
//!
//! Everything is an averaged perceptron over the features of `dateline_lang::engine`, with integer arithmetic and a fixed order
//! of the examples: the same data give the same bytes. Run by `cargo xtask train`; no part of the shipped binary.

pub mod conllu;
mod lemmas;
mod names;
pub mod names_data;
mod parser;
pub mod perceptron;
mod tagger;

use std::path::{Path, PathBuf};

use dateline_data::DataSet;
use dateline_lang::engine::lists::Lists;
use dateline_lang::engine::model::{Line, MAGIC};
use dateline_lang::engine::table::Table;
use dateline_lang::engine::tokens::Lexicon;

/// What can go wrong in training.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A data set is not where it should be.
    #[error(
        "{path}: {problem}; the data sets are no part of the project, name their folder with --data DIR"
    )]
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
    std::fs::read_to_string(path).map_err(|problem| TrainError::Missing {
        path: path.into(),
        problem,
    })
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
        Self {
            tagger: 8,
            parser: 12,
            names: 10,
        }
    }
}

/// Trains everything on the data sets in `data`, and gives the bytes of the weights.
///
/// # Errors
/// If a data set is missing.
pub fn train(
    data: &Path,
    effort: Effort,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Vec<u8>, TrainError> {
    let built_in = DataSet::built_in();
    let lexicon = Lexicon::load(&built_in)?;
    let lists = Lists::load(&built_in)?;
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
    let tagger_bytes = tagger.write(6);
    say(&format!("tagger: {}", tagger.size(&tagger_bytes)));
    drop(tagger);
    let tagger = Table::read(&tagger_bytes).ok_or(TrainError::Broken("tagger"))?;

    let found = tagger::jackknife(&tags, &trees, effort.tagger.min(5));
    say("tags for the parser: by taggers that had not seen the sentence");
    let parser = parser::train(&tags, &trees, &found, effort.parser, say);
    let parser_bytes = parser.write(8);
    say(&format!("parser: {}", parser.size(&parser_bytes)));
    drop(parser);
    let parser = Table::read(&parser_bytes).ok_or(TrainError::Broken("parser"))?;

    let sets = names_data::load(data, &lexicon)?;
    say(&format!(
        "{} sentences with names",
        sets.iter().map(|d| d.sentences.len()).sum::<usize>()
    ));
    let syntax = |forms: &[&str]| -> Line {
        dateline_lang::engine::model::syntax(&tags, &tagger, &parser, forms)
    };
    let (names, confidence) = names::train(&sets, &lists, &syntax, effort.names, say);
    let names_bytes = names.write(6);
    say(&format!("names: {}", names.size(&names_bytes)));

    let mut out = MAGIC.to_vec();
    let tag_text: String = tags
        .tags
        .iter()
        .map(|(u, x)| format!("{}\t{x}\n", u.name()))
        .collect();
    let confidence: String = confidence
        .iter()
        .map(|(m, c)| format!("{m}\t{c}\n"))
        .collect();
    for part in [
        tag_text.as_bytes(),
        &tagger_bytes,
        lemmas.write().as_bytes(),
        &parser_bytes,
        &names_bytes,
        confidence.as_bytes(),
    ] {
        out.extend((part.len() as u32).to_le_bytes());
        out.extend(part);
    }
    Ok(out)
}

/// SHA-256 of bytes as lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
