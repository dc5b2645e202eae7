//! From inputs to the contract: the one place where the layers are called, in order.

use dateline_data::{DataError, DataSet};
use dateline_lang::engine::segment::LONGEST as LONGEST_SENTENCE;
use dateline_lang::engine::tokens::CHUNK as LONGEST_WORD;
use dateline_lang::{Document, Language};
use dateline_report::{Byte, FurnitureRules, Report, ReportIx, Span, read_report_limited};
use dateline_story::compare::compare;
use dateline_story::{Analysis, Corrections, StoryData};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::contract;
use crate::convert::{self, Source};
use crate::export::Codes;
use crate::read::{Input, Problem};
use crate::since::{self, Retold};
use crate::view::words::count;
use crate::watch::{self, Watch};

/// How to analyse.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language data.
    pub data: DataSet,
    /// Threads; 0 takes one for each processor. The result does not depend on it.
    pub threads: usize,
    /// Hide reports that were published after this day.
    pub as_of: Option<Date>,
    /// What the user says of names; see [`crate::corrections`].
    pub corrections: Corrections,
    /// An earlier analysis: what changed since is told, and ids stay. Its reports must be among the inputs; see [`crate::read::again`].
    pub since: Option<Box<contract::Analysis>>,
    /// What comes first in every list.
    pub watch: Watch,
}

/// Where the work stands, for a progress line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many reports of so many are read as language.
    Reading(usize, usize),
    /// The reports are being compared.
    Comparing,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The analysis of the reports that could be read.
    pub analysis: contract::Analysis,
    /// Inputs that gave no report, and remarks, sorted by path.
    pub problems: Vec<Problem>,
}

/// Reads and analyses reports. Never fails on text: what cannot be used is a problem, and the others are analysed.
///
/// # Errors
/// Only if the language data is faulty, which the built-in data never is.
pub fn analyse(inputs: &[Input], options: &Options) -> Result<Outcome, DataError> {
    analyse_with(inputs, options, &|_| {})
}

/// As [`analyse`], telling `progress` where the work stands. It may be called from several threads.
///
/// # Errors
/// As [`analyse`].
pub fn analyse_with(
    inputs: &[Input],
    options: &Options,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Outcome, DataError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    match pool {
        Ok(pool) => pool.install(|| run(inputs, options, progress)),
        // No threads to be had: the calling one does.
        Err(_) => run(inputs, options, progress),
    }
}

/// What is wrong with a set of language data: nothing where every file that the program uses can be read as it should.
#[must_use]
pub fn check(data: &DataSet) -> Vec<DataError> {
    let mut faults: Vec<DataError> = Vec::new();
    for path in data.paths() {
        let fault = if path.ends_with(".toml") { data.toml::<toml::Table>(path).err() } else { data.tsv(path).err() };
        faults.extend(fault);
    }
    faults.extend(Engine::load(data).err());
    faults.extend(Codes::load(data).err());
    faults.dedup();
    faults
}

fn run(inputs: &[Input], options: &Options, progress: &(dyn Fn(Step) + Sync)) -> Result<Outcome, DataError> {
    let engine = Engine::load(&options.data)?;
    // Each input on its own; the order of the result is that of the ids, whichever thread was first.
    // By id: the result does not depend on the order in which the reports were given.
    let mut inputs: Vec<&Input> = inputs.iter().collect();
    inputs.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    let (mut all, mut problems) = engine.read_every(&inputs);
    engine.understand(&mut all, progress);
    problems.extend(all.iter().filter_map(|r| cut(&r.document).map(|text| Problem::note(&r.report.path, text))));
    progress(Step::Comparing);
    let (mut analysis, mut concluded) = engine.compare(&all, &options.corrections);
    if let Some(day) = options.as_of {
        let late: Vec<bool> = analysis.reports.iter().map(|r| after(r, day)).collect();
        if late.contains(&true) {
            for (read, _) in all.iter().zip(&late).filter(|(_, late)| **late) {
                problems
                    .push(Problem::note(&read.report.path, format!("was published after {day}; hidden by --as-of")));
            }
            let mut keep = late.iter().map(|late| !late);
            all.retain(|_| keep.next().unwrap_or(true));
            (analysis, concluded) = engine.compare(&all, &options.corrections);
        }
    }
    let idle = concluded.corrected.iter().filter(|c| !c.applied);
    problems.extend(idle.filter_map(|c| {
        let (place, text) = c.text.split_once(": ")?;
        Some(Problem::note(place, text))
    }));
    problems.sort();
    analysis.as_of = options.as_of.map(contract::Day).or(analysis.as_of);
    if let Some(earlier) = &options.since {
        let retold = engine.retold(&since::added(earlier, &analysis), &all, &concluded);
        since::hold(earlier, &mut analysis, &retold);
    }
    analysis.watched = watch::look(&options.watch, &analysis);
    if let Some(since) = &mut analysis.since {
        since::order(since, &analysis.watched);
    }
    Ok(Outcome { analysis, problems })
}

/// Was it surely published after this day?
fn after(report: &contract::Report, day: Date) -> bool {
    report.published.as_ref().and_then(|p| p.from.or(p.to)).is_some_and(|from| from.0 > day)
}

/// One report as text and as language.
pub(crate) struct Read {
    pub(crate) id: String,
    pub(crate) report: Report,
    pub(crate) document: Document,
    lines: Vec<u32>,
}

/// The language data, parsed once.
pub(crate) struct Engine {
    data_version: String,
    furniture: FurnitureRules,
    language: Language,
    story: StoryData,
}

impl Engine {
    pub(crate) fn load(data: &DataSet) -> Result<Self, DataError> {
        Ok(Self {
            data_version: data.version(),
            furniture: FurnitureRules::load(data)?,
            language: Language::load(data)?,
            story: StoryData::load(data)?,
        })
    }

    pub(crate) fn story(&self) -> &StoryData {
        &self.story
    }

    /// Reads inputs in the order of their ids; what cannot be used is a problem.
    pub(crate) fn read_all(&self, inputs: &[Input]) -> (Vec<Read>, Vec<Problem>) {
        let mut inputs: Vec<&Input> = inputs.iter().collect();
        inputs.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        self.read_every(&inputs)
    }

    fn read_every(&self, inputs: &[&Input]) -> (Vec<Read>, Vec<Problem>) {
        let reports: Vec<Result<Read, Problem>> = inputs.par_iter().map(|input| self.read(input)).collect();
        let (mut all, mut problems) = (Vec::new(), Vec::new());
        for read in reports {
            match read {
                Ok(read) => {
                    let notes = read.report.notes.iter();
                    problems.extend(notes.map(|n| Problem::note(&read.report.path, n.text.clone())));
                    all.push(read);
                }
                Err(problem) => problems.push(problem),
            }
        }
        (all, problems)
    }

    /// Reads every text as language, also one that stands there twice: where reports are laid side by side each has its own words.
    pub(crate) fn understand_each(&self, all: &mut [Read]) {
        all.par_iter_mut().for_each(|read| read.document = self.language.read(&read.report));
    }

    pub(crate) fn read(&self, input: &Input) -> Result<Read, Problem> {
        // What was let in by its size may be read in full.
        let most = input.bytes.len().max(1 << 20) * 4;
        let left_out = |text: String| Problem::new(&input.path, text);
        let report = read_report_limited(&input.path, &input.bytes, &input.given, &self.furniture, most)
            .map_err(|e| left_out(e.to_string()))?;
        if report.language != ENGLISH {
            return Err(left_out(other_language(&report.language)));
        }
        let words = report.text.split_whitespace().take(FEW_WORDS).count();
        if words < FEW_WORDS {
            let words = count(words, "word", "words");
            return Err(left_out(format!("holds only {words}; save the whole report in it")));
        }
        if report.text.len() > MOST_TEXT {
            let mb = report.text.len().div_ceil(1 << 20);
            return Err(left_out(format!(
                "holds {mb} MB of text, more than a report can be; split it into single reports"
            )));
        }
        Ok(Read {
            id: input.id.clone(),
            lines: line_numbers(&report, &input.bytes),
            document: Document::default(),
            report,
        })
    }

    /// Reads each distinct text as language, once: of reports with the same text the first stands for all, as the story layer folds them.
    fn understand(&self, all: &mut [Read], progress: &(dyn Fn(Step) + Sync)) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let first: Vec<bool> = all.iter().map(|r| seen.insert(r.report.text.as_str())).collect();
        let total = seen.len();
        let done = AtomicUsize::new(0);
        all.par_iter_mut().zip(first).filter(|(_, first)| *first).for_each(|(read, _)| {
            read.document = self.language.read(&read.report);
            progress(Step::Reading(done.fetch_add(1, Ordering::Relaxed) + 1, total));
        });
    }

    fn compare(&self, all: &[Read], corrections: &Corrections) -> (contract::Analysis, Analysis) {
        let reports: Vec<Report> = all.iter().map(|r| r.report.clone()).collect();
        let documents: Vec<Document> = all.iter().map(|r| r.document.clone()).collect();
        let ids: Vec<String> = all.iter().map(|r| r.id.clone()).collect();
        let lines: Vec<Vec<u32>> = all.iter().map(|r| r.lines.clone()).collect();
        let analysis = dateline_story::analyse_corrected(&reports, &documents, &self.story, corrections);
        let told = convert::to_contract(
            &analysis,
            &Source { reports: &reports, ids: &ids, lines: &lines, data_version: &self.data_version },
        );
        (told, analysis)
    }

    /// Passages of reports whose ids are `added` that an earlier report of their story has in other words.
    fn retold(&self, added: &[String], all: &[Read], concluded: &Analysis) -> Vec<Retold> {
        let reports: Vec<Report> = all.iter().map(|r| r.report.clone()).collect();
        let documents: Vec<Document> = all.iter().map(|r| r.document.clone()).collect();
        let is_new = |r: ReportIx| all.get(r.0 as usize).is_some_and(|r| added.contains(&r.id));
        let mut pairs: Vec<(ReportIx, ReportIx)> = Vec::new();
        for story in &concluded.stories {
            let (new, old): (Vec<ReportIx>, Vec<ReportIx>) = story.reports.iter().partition(|r| is_new(**r));
            pairs.extend(old.iter().flat_map(|o| new.iter().map(|n| (*o, *n))));
        }
        pairs.truncate(MOST_COMPARED);
        let found: Vec<Vec<Retold>> = pairs
            .par_iter()
            .map(|(old, new)| {
                let id = &all[new.0 as usize].id;
                let bytes = |spans: &mut dyn Iterator<Item = Span<Byte>>| spans.map(|s| [s.start, s.end]).collect();
                let found = compare((*old, *new), &reports, &documents, concluded, &self.story);
                if found.identical {
                    // Another copy of what was there before: all of it is told before.
                    let [one, other] = [old, new].map(|r| &documents[r.0 as usize].tokens);
                    // Of texts that are the same only the first was read as language.
                    let whole = if one.is_empty() { other } else { one };
                    let whole = whole.iter().map(|t| [t.span.start, t.span.end]).collect();
                    return vec![Retold { report: id.clone(), common: whole, only: Vec::new() }];
                }
                let told = found.pairs.iter().map(|p| Retold {
                    report: id.clone(),
                    common: bytes(&mut p.words.iter().map(|w| w.1)),
                    only: bytes(&mut p.only_b.iter().copied()),
                });
                told.collect()
            })
            .collect();
        found.concat()
    }
}

/// At most so many pairs of a new and an earlier report are compared; in a story of hundreds the rest says the same again.
const MOST_COMPARED: usize = 2_000;

/// What was too long to be read in one piece.
fn cut(document: &Document) -> Option<String> {
    let sentences = document.sentences.iter().filter(|s| s.tokens.len() as usize >= LONGEST_SENTENCE).count();
    let words = document.tokens.iter().filter(|t| t.span.len() as usize >= LONGEST_WORD).count();
    let mut parts = Vec::new();
    if sentences > 0 {
        parts
            .push(format!("{} cut after {LONGEST_SENTENCE} words", count(sentences, "sentence was", "sentences were")));
    }
    if words > 0 {
        parts.push(format!("{} cut after {LONGEST_WORD} bytes", count(words, "word was", "words were")));
    }
    (!parts.is_empty()).then(|| format!("{}; check that the text has its full stops and spaces", parts.join(" and ")))
}

/// The only language that is analysed so far.
const ENGLISH: &str = "en";

/// Below so many words a file says nothing that could be analysed.
const FEW_WORDS: usize = 4;

/// Clean text beyond this is a book, not a report: 1 MB, some 160,000 words.
const MOST_TEXT: usize = 1 << 20;

fn other_language(code: &str) -> String {
    let guess = if code == "und" { String::new() } else { format!(" (it looks like '{code}')") };
    format!("is not in English{guess}, and only English is analysed; give a translation, or leave it out")
}

/// For each line of the clean text its line in the file, from 1. Empty where the text does not stand in the file byte for byte.
fn line_numbers(report: &Report, bytes: &[u8]) -> Vec<u32> {
    let path = report.path.to_ascii_lowercase();
    if report.source_map.runs.is_empty() || path.ends_with(".html") || path.ends_with(".htm") {
        return Vec::new();
    }
    let breaks: Vec<usize> = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(n, _)| n).collect();
    let mut start = 0u32;
    let mut last = 1;
    report
        .text
        .split('\n')
        .map(|line| {
            let first = start + u32::try_from(line.len() - line.trim_start().len()).unwrap_or(0);
            let width = line.trim_start().chars().next().map_or(0, char::len_utf8);
            if let Some(source) = report.source_map.source(Span::new(first, first + u32::try_from(width).unwrap_or(0)))
            {
                last =
                    u32::try_from(breaks.partition_point(|b| *b < source.start as usize)).unwrap_or(u32::MAX - 1) + 1;
            }
            start += u32::try_from(line.len()).unwrap_or(0) + 1;
            last
        })
        .collect()
}
