//! A text against reports, and reports against one another: `dateline check` and `dateline compare`.

use std::collections::BTreeSet;

use dateline_data::DataError;
use dateline_lang::Document;
use dateline_report::{Byte, Evidence, Report, ReportIx, Span};
use dateline_story as story;
use dateline_story::compare::{Comparison, Matter, compare};

use crate::contract as out;
use crate::convert::{disagreement_kind, stance};
use crate::facade::{Engine, Options, Read};
use crate::read::{Input, Problem};

/// What came of checking a text, or of comparing: nothing where the text, or one side, could not be read.
#[derive(Debug, Clone)]
pub struct Beside<T> {
    /// The result.
    pub found: Option<T>,
    /// Inputs that gave no report, and remarks, sorted by path.
    pub problems: Vec<Problem>,
}

/// Checks a text sentence by sentence against reports: what they bear, what they do not, and why.
///
/// The text and the reports count as one story.
///
/// # Errors
/// Only if the language data is faulty, which the built-in data never is.
pub fn check(text: &Input, against: &[Input], options: &Options) -> Result<Beside<out::Checks>, DataError> {
    let engine = Engine::load(&options.data)?;
    let meanings = story::Meanings::load(&options.data)?;
    let (mut all, mut problems) = engine.read_all(against);
    let known = all.len();
    match engine.read(text) {
        Ok(own) => all.push(own),
        Err(problem) => problems.push(problem),
    }
    problems.sort();
    if known == 0 || all.len() == known {
        return Ok(Beside { found: None, problems });
    }
    let desk = Desk::new(&engine, all, options);
    let last = ReportIx(desk.reports.len() as u32 - 1);
    let checked = story::check::check(last, &desk.reports, &desk.documents, &desk.analysis, engine.story(), &meanings);
    let sentences = checked.iter().map(|c| desk.checked(c)).collect();
    Ok(Beside { found: Some(out::Checks { schema: "dateline.check/1".into(), sentences }), problems })
}

/// Lays two sides of some reports side by side: what both say and how, and what only one says. `a` and `b` say which reports a side has: the id of
/// a report or the name of its outlet, in any case.
///
/// All reports count as one story.
///
/// # Errors
/// As [`check`].
pub fn side_by_side(
    inputs: &[Input],
    a: &str,
    b: &str,
    options: &Options,
) -> Result<Beside<out::SideBySide>, DataError> {
    let engine = Engine::load(&options.data)?;
    let (all, mut problems) = engine.read_all(inputs);
    let desk = Desk::new(&engine, all, options);
    let (xs, ys) = (desk.side(a), desk.side(b));
    for (name, side) in [(a, &xs), (b, &ys)] {
        if side.is_empty() {
            let like = desk.ids.first().map_or(String::new(), |i| format!("; ids look like '{i}'"));
            problems.push(Problem::new(name, format!("is neither the id nor the outlet of a report{like}")));
        }
    }
    problems.sort();
    if xs.is_empty() || ys.is_empty() {
        return Ok(Beside { found: None, problems });
    }
    Ok(Beside { found: Some(desk.compared(&xs, &ys, &engine)), problems })
}

/// Reports that were read and analysed as one story.
struct Desk {
    ids: Vec<String>,
    reports: Vec<Report>,
    documents: Vec<Document>,
    analysis: story::Analysis,
}

impl Desk {
    fn new(engine: &Engine, mut all: Vec<Read>, options: &Options) -> Self {
        engine.understand_each(&mut all);
        let ids = all.iter().map(|r| r.id.clone()).collect();
        let (reports, documents): (Vec<Report>, Vec<Document>) =
            all.into_iter().map(|r| (r.report, r.document)).unzip();
        let mut corrections = options.corrections.clone();
        corrections.stories.extend(story::same_story(&reports).stories);
        let analysis = story::analyse_corrected(&reports, &documents, engine.story(), &corrections);
        Self { ids, reports, documents, analysis }
    }

    fn side(&self, name: &str) -> Vec<ReportIx> {
        let wanted = name.trim().to_lowercase();
        let fits = |n: &usize| {
            let outlet = self.reports[*n].outlet.as_deref();
            self.ids[*n].to_lowercase() == wanted || outlet.is_some_and(|o| o.to_lowercase() == wanted)
        };
        (0..self.reports.len()).filter(fits).map(|n| ReportIx(n as u32)).collect()
    }

    fn evidence(&self, e: &Evidence) -> out::Evidence {
        let n = e.report.0 as usize;
        out::Evidence {
            report: self.ids[n].clone(),
            span: [e.span.start, e.span.end],
            text: self.reports[n].slice(e.span).to_string(),
        }
    }

    fn checked(&self, c: &story::check::Checked) -> out::CheckedSentence {
        let all = |list: &[Evidence]| list.iter().map(|e| self.evidence(e)).collect();
        out::CheckedSentence {
            sentence: self.evidence(&c.sentence),
            verdict: match c.verdict {
                story::check::Verdict::Borne => out::Verdict::Borne,
                story::check::Verdict::NotBorne => out::Verdict::NotBorne,
                story::check::Verdict::CannotTell => out::Verdict::CannotTell,
            },
            covered: f64::from(c.covered) / 1000.0,
            passages: all(&c.passages),
            faults: c.faults.iter().map(|f| self.fault(f)).collect(),
            doubts: c.doubts.iter().map(|f| self.fault(f)).collect(),
            own_words: all(&c.own_words),
        }
    }

    fn fault(&self, f: &story::check::Fault) -> out::CheckFault {
        out::CheckFault {
            kind: disagreement_kind(f.kind),
            words: self.evidence(&f.words),
            text: f.text.clone(),
            evidence: f.evidence.iter().map(|e| self.evidence(e)).collect(),
        }
    }

    fn compared(&self, xs: &[ReportIx], ys: &[ReportIx], engine: &Engine) -> out::SideBySide {
        let mut pairs = Vec::new();
        let (mut left, mut right): (BTreeSet<Evidence>, BTreeSet<Evidence>) = (BTreeSet::new(), BTreeSet::new());
        let (mut with_left, mut with_right): (BTreeSet<Evidence>, BTreeSet<Evidence>) = Default::default();
        let mut identical = true;
        for x in xs {
            for y in ys.iter().filter(|y| *y != x) {
                let found: Comparison =
                    compare((*x, *y), &self.reports, &self.documents, &self.analysis, engine.story());
                if found.identical {
                    let sentences = |r: &ReportIx| {
                        let of = |s: &dateline_lang::token::Sentence| Evidence { report: *r, span: s.span };
                        self.documents[r.0 as usize].sentences.iter().map(of).collect::<Vec<_>>()
                    };
                    with_left.extend(sentences(x));
                    with_right.extend(sentences(y));
                    continue;
                }
                identical = false;
                left.extend(found.only_a);
                right.extend(found.only_b);
                with_left.extend(found.pairs.iter().map(|p| p.a));
                with_right.extend(found.pairs.iter().map(|p| p.b));
                pairs.extend(found.pairs);
            }
        }
        let words = |r: ReportIx, spans: &[Span<Byte>]| -> Vec<String> {
            spans.iter().map(|s| self.reports[r.0 as usize].slice(*s).to_string()).collect()
        };
        let ids = |side: &[ReportIx]| side.iter().map(|r| self.ids[r.0 as usize].clone()).collect();
        out::SideBySide {
            schema: "dateline.compare/1".into(),
            a: ids(xs),
            b: ids(ys),
            pairs: pairs
                .iter()
                .map(|p| out::Pair {
                    a: self.evidence(&p.a),
                    b: self.evidence(&p.b),
                    matter: p.matter.iter().map(|m| matter(*m).to_string()).collect(),
                    score: f64::from(p.score) / 1000.0,
                    stance: p.stance.map(stance),
                    disagreements: p
                        .disagreements
                        .iter()
                        .filter_map(|d| Some(self.analysis.disagreements.get(*d)?.about.clone()))
                        .collect(),
                    only_a: words(p.a.report, &p.only_a),
                    only_b: words(p.b.report, &p.only_b),
                })
                .collect(),
            only_a: left.difference(&with_left).map(|e| self.evidence(e)).collect(),
            only_b: right.difference(&with_right).map(|e| self.evidence(e)).collect(),
            identical,
        }
    }
}

fn matter(matter: Matter) -> &'static str {
    match matter {
        Matter::Utterance => "utterance",
        Matter::Event => "event",
        Matter::Quantity => "quantity",
        Matter::Fact => "fact",
    }
}
