//! Training of the weights that `dateline-lang` reads.
//!
//! Tags and trees are learnt by the network of [`net`], names by a linear model over the features of `dateline_lang::engine`. The
//! order of the examples is fixed: the same data give the same bytes on one machine. Run by `cargo xtask train`; no part of the shipped binary.

pub mod boundary;
mod calibrate;
pub mod conllu;
pub mod coref;
mod crf;
mod features;
pub mod gum;
mod lemmas;
mod meantime;
mod names;
pub mod names_data;
mod names_vary;
pub mod net;
pub mod perceptron;
mod tags;

use std::path::{Path, PathBuf};

use dateline_data::DataSet;
use dateline_lang::engine::lists::Lists;
use dateline_lang::engine::model::{MAGIC, Model};
use dateline_lang::engine::tokens::Lexicon;

use crf::Plan;

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
    /// The file of an unfinished run cannot be written.
    #[error("{path}: {problem}; a run is kept there after each pass")]
    Kept {
        /// Path of the file.
        path: PathBuf,
        /// What the system says.
        problem: std::io::Error,
    },
    /// Weights that were just written cannot be read.
    #[error("the new weights cannot be read back: {0}")]
    Broken(&'static str),
}

/// Reads a file of a data set.
pub(crate) fn read(path: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(path).map_err(|problem| TrainError::Missing { path: path.into(), problem })
}

/// How long to train, and what to keep of earlier weights.
#[derive(Debug, Clone, Default)]
pub struct Effort {
    /// The network of tags and trees.
    pub net: net::Course,
    /// Passes over the data for the names; nought: as many as usual.
    pub names: usize,
    /// Where an unfinished run of the network is kept.
    pub unfinished: Option<PathBuf>,
    /// A network that was trained before, as [`net::train`] gave it: taken instead of a new one.
    pub network: Option<Vec<u8>>,
}

/// Passes over the data for the names.
const NAMES: usize = 8;
/// Most bytes that the weights of the names may take.
const MOST: usize = 2_000_000;
/// Parts of the weights before those of the names: tag pairs, network, lemmas, features, calibration.
const SYNTAX: usize = 5;

/// A line of the log for a person.
type Say<'a> = &'a (dyn Fn(&str) + Sync);

/// Trains everything on the data sets in `data`, and gives the bytes of the weights. With `keep`, the bytes of earlier weights,
/// their tags, trees and lemmas stay and only the names are learnt anew.
///
/// # Errors
/// If a data set is missing.
pub fn train(data: &Path, effort: &Effort, keep: Option<&[u8]>, say: Say<'_>) -> Result<Vec<u8>, TrainError> {
    let built_in = DataSet::built_in();
    let lexicon = Lexicon::load(&built_in)?;
    let lists = Lists::load(&built_in, &lexicon)?;
    let mut parts: Vec<Vec<u8>> = match keep {
        Some(bytes) => {
            let kept = parts(bytes).ok_or(TrainError::Broken("weights to keep"))?;
            kept.into_iter().take(SYNTAX).map(<[u8]>::to_vec).collect()
        }
        None => syntax(data, effort, say)?,
    };
    let bare = Model::read(&join(&parts)).ok_or(TrainError::Broken("syntax"))?;

    let sets = names_data::load(data, &lexicon, &lists)?;
    say(&format!("{} sentences with names", sets.iter().map(|d| d.sentences.len()).sum::<usize>()));
    let plan = Plan { passes: if effort.names == 0 { NAMES } else { effort.names }, ..Plan::default() };
    let (bytes, confidence) = names::train(&sets, &lists, &|forms| bare.syntax(forms), plan, MOST, say);
    parts.push(bytes);
    parts.push(confidence.iter().flat_map(|(m, c)| format!("{m}\t{c}\n").into_bytes()).collect());
    Ok(join(&parts))
}

/// Tag pairs, network, lemmas and calibration from the treebanks.
fn syntax(data: &Path, effort: &Effort, say: Say<'_>) -> Result<Vec<Vec<u8>>, TrainError> {
    let file = |name: &str| conllu::read(&data.join(name));
    let mut trees = file("ud-ewt/en_ewt-ud-train.conllu")?;
    trees.extend(file("ud-gum/en_gum-ud-train.conllu")?);
    let check = [("ewt", file("ud-ewt/en_ewt-ud-dev.conllu")?), ("gum", file("ud-gum/en_gum-ud-dev.conllu")?)];
    say(&format!(
        "{} sentences, {} words of the treebanks",
        trees.len(),
        trees.iter().map(|t| t.words.len()).sum::<usize>()
    ));
    let tags = tags::tag_set(&trees);
    let lemmas = lemmas::learn(&trees);
    let net = match &effort.network {
        Some(bytes) => bytes.clone(),
        None => net::train(&effort.net, &tags, &trees, &check, effort.unfinished.as_deref(), say)?,
    };
    say(&format!("network: {} bytes", net.len()));
    let tag_text: String = tags.tags.iter().map(|(u, x)| format!("{}\t{x}\n", u.name())).collect();
    let features = features::learn(&trees);
    let mut parts = vec![tag_text.into_bytes(), net, lemmas.write().into_bytes(), features.write().into_bytes()];
    let bare = Model::read(&join(&parts)).ok_or(TrainError::Broken("network"))?;
    let development: Vec<conllu::Tree> = check.into_iter().flat_map(|(_, t)| t).collect();
    parts.push(calibrate::syntax(&bare, &development).into_bytes());
    Ok(parts)
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
