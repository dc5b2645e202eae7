//! The rules of `data/en/furniture`, compiled.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;

use super::pattern::{Caught, Classes, Known, Pattern};
use super::token::{Token, tokens};
use crate::html::PageNames;
use crate::report::FurnitureKind;

/// Folder of the rules below the data folder.
const FOLDER: &str = "en/furniture";

/// Where in a text a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Where {
    /// Everywhere, between paragraphs of the article too.
    Any,
    /// Before the first or after the last paragraph.
    Edge,
    /// After the last paragraph.
    Tail,
}

/// What a line of a rule opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Begins {
    /// Names of outlets, one a line.
    Sources,
    /// Headlines of other stories, one a line.
    Teasers,
    /// Headlines of other stories, as many as the line says.
    List,
    /// Nothing: the line itself lists the sources.
    Declares,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    kind: String,
    rule: Vec<WrittenRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    name: String,
    r#where: Where,
    score: Option<i32>,
    #[serde(default)]
    sentences: bool,
    begins: Option<Begins>,
    patterns: Vec<String>,
    examples: Vec<String>,
    counter_examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    classes: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DatelineFile {
    classes: BTreeMap<String, Vec<String>>,
    dateline: DatelineRules,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DatelineRules {
    patterns: Vec<String>,
    examples: Vec<[String; 3]>,
    counter_examples: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    function: BTreeSet<String>,
}

/// Weights of `scoring.toml`; what each means stands there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scoring {
    pub(crate) threshold: i32,
    pub(crate) rule: i32,
    pub(crate) sentence: i32,
    pub(crate) sentence_words: usize,
    pub(crate) long: i32,
    pub(crate) long_words: usize,
    pub(crate) middle: i32,
    pub(crate) first: i32,
    pub(crate) neighbour: i32,
    pub(crate) shares_part: f64,
    pub(crate) paragraph_sentence_words: usize,
    pub(crate) paragraph_words: usize,
    pub(crate) longest: usize,
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) name: String,
    pub(crate) kind: FurnitureKind,
    pub(crate) place: Where,
    pub(crate) score: i32,
    pub(crate) sentences: bool,
    pub(crate) begins: Option<Begins>,
    patterns: Vec<Pattern>,
    examples: Vec<String>,
    counter_examples: Vec<String>,
}

/// The rules that tell lines of the page from lines of the article, and what opens a news text.
#[derive(Debug, Clone)]
pub struct FurnitureRules {
    pub(crate) classes: Classes,
    pub(crate) rules: Vec<Rule>,
    pub(crate) scoring: Scoring,
    pub(crate) function: BTreeSet<String>,
    pub(crate) datelines: Vec<Pattern>,
    /// What the names of elements say, for HTML.
    pub(crate) pages: PageNames,
    index: Index,
    dateline_examples: Vec<[String; 3]>,
    dateline_counter_examples: Vec<String>,
}

/// Which patterns can match a line at all, by the words in it. A line of the article meets a handful of the hundreds.
#[derive(Debug, Clone, Default)]
struct Index {
    /// Rule and pattern of every entry.
    entries: Vec<(usize, usize)>,
    /// Entries that need one of several words, by each of these.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Entries that need no word.
    always: Vec<usize>,
}

impl Index {
    fn new(rules: &[Rule], classes: &Classes) -> Self {
        let mut out = Self::default();
        for (r, rule) in rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                let entry = out.entries.len();
                out.entries.push((r, p));
                match classes.needs(pattern) {
                    None => out.always.push(entry),
                    Some(words) => words.into_iter().for_each(|w| out.by_word.entry(w).or_default().push(entry)),
                }
            }
        }
        out
    }

    /// Entries that may match, sorted: by rule, then as written.
    fn candidates(&self, line: &[Token]) -> Vec<usize> {
        let words = line.iter().filter_map(|t| self.by_word.get(&t.form)).flatten();
        let mut out: Vec<usize> = words.chain(&self.always).copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The best rule for a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    /// Number of the rule.
    pub(crate) rule: usize,
    /// Its score for this line, wherever the line stands.
    pub(crate) score: i32,
}

impl FurnitureRules {
    /// Compiles the rules of a data set.
    ///
    /// # Errors
    /// If a file is missing, has another shape, or a pattern cannot be compiled.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let at = |file: &str| format!("{FOLDER}/{file}.toml");
        let fail = |file: &str, problem: String| DataError { file: file.into(), problem };
        let mut written: ClassFile = data.toml(&at("classes"))?;
        let opening: DatelineFile = data.toml(&at("dateline"))?;
        written.classes.extend(opening.classes);
        let classes = Classes::new(&written.classes).map_err(|e| fail(&at("classes"), e))?;
        let scoring: Scoring = data.toml(&at("scoring"))?;
        let words: WordFile = data.toml(&at("words"))?;
        let apart = [at("classes"), at("dateline"), at("scoring"), at("words")];
        let files: Vec<String> = data
            .folder(FOLDER)
            .map(|(p, _)| p.to_string())
            .filter(|p| p.ends_with(".toml") && !apart.contains(p))
            .collect();
        let mut rules = Vec::new();
        for path in files {
            let file: RuleFile = data.toml(&path)?;
            let kind = kind(&file.kind).ok_or_else(|| fail(&path, format!("there is no kind \"{}\"", file.kind)))?;
            for rule in file.rule {
                let patterns: Result<Vec<Pattern>, String> =
                    rule.patterns.iter().map(|p| classes.pattern(p).map(|p| classes.measured(p))).collect();
                rules.push(Rule {
                    kind,
                    place: rule.r#where,
                    score: rule.score.unwrap_or(scoring.rule),
                    sentences: rule.sentences,
                    begins: rule.begins,
                    patterns: patterns.map_err(|e| fail(&path, format!("rule \"{}\": {e}", rule.name)))?,
                    name: rule.name,
                    examples: rule.examples,
                    counter_examples: rule.counter_examples,
                });
            }
        }
        let datelines: Result<Vec<Pattern>, String> =
            opening.dateline.patterns.iter().map(|p| classes.pattern(&format!("{p} ..."))).collect();
        let index = Index::new(&rules, &classes);
        Ok(Self {
            index,
            pages: PageNames::load(data)?,
            datelines: datelines.map_err(|e| fail(&at("dateline"), e))?,
            classes,
            rules,
            scoring,
            function: words.function,
            dateline_examples: opening.dateline.examples,
            dateline_counter_examples: opening.dateline.counter_examples,
        })
    }

    /// Runs every example and counter-example; gives back a sentence for each that does not hold.
    #[must_use]
    pub fn check_examples(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for rule in &self.rules {
            for line in &rule.examples {
                if self.rule_score(rule, line).is_none_or(|s| s < self.scoring.threshold) {
                    wrong.push(format!("rule \"{}\" does not take its example \"{line}\"", rule.name));
                }
            }
            for line in &rule.counter_examples {
                let best = self
                    .rules
                    .iter()
                    .filter(|r| r.score >= self.scoring.rule)
                    .find(|r| self.rule_score(r, line).is_some_and(|s| s >= self.scoring.threshold));
                if let Some(best) = best {
                    wrong.push(format!(
                        "rule \"{}\" takes the counter-example \"{line}\" of rule \"{}\"",
                        best.name, rule.name
                    ));
                }
            }
        }
        for [marked, place, agency] in &self.dateline_examples {
            let line: String = marked.replace(['{', '}'], "");
            let want = marked.find('}').unwrap_or(1).saturating_sub(1);
            let got = super::dateline_of(self, &line).map(|d| {
                let word = |s: Option<(usize, usize)>| s.and_then(|(a, b)| line.get(a..b)).unwrap_or("-").to_string();
                (d.end, word(d.place), word(d.agency))
            });
            if got != Some((want, place.clone(), agency.clone())) {
                wrong.push(format!("dateline example \"{marked}\": got {got:?}"));
            }
        }
        for line in &self.dateline_counter_examples {
            if super::dateline_of(self, line).is_some() {
                wrong.push(format!("dateline found in the counter-example \"{line}\""));
            }
        }
        wrong
    }

    fn rule_score(&self, rule: &Rule, line: &str) -> Option<i32> {
        let (found, complete) = tokens(line);
        self.score(rule, &found, complete)
    }

    /// The score of a rule for a line, apart from where the line stands. `None` if it does not match.
    fn score(&self, rule: &Rule, line: &[Token], complete: bool) -> Option<i32> {
        let mut known = Known::default();
        let hit = rule.patterns.iter().any(|p| self.classes.covers(p, line, complete, &mut known));
        hit.then(|| self.weighed(rule, line, complete))
    }

    /// The score of a rule that matches a line.
    fn weighed(&self, rule: &Rule, line: &[Token], complete: bool) -> i32 {
        let words = word_count(line);
        let mut score = rule.score;
        if !rule.sentences && ends_sentence(line) && words >= self.scoring.sentence_words {
            score += self.scoring.sentence;
        }
        if words > self.scoring.long_words || !complete {
            score += self.scoring.long;
        }
        score
    }

    /// The best rule for a line or a part of one: the highest score, then a rule that holds everywhere, then the first.
    pub(crate) fn best(&self, line: &[Token], complete: bool) -> Option<Hit> {
        let rank = |hit: Hit| (hit.score, self.rules.get(hit.rule).is_some_and(|r| r.place == Where::Any));
        let mut best: Option<Hit> = None;
        let mut matched = None;
        let mut known = Known::default();
        for entry in self.index.candidates(line) {
            let Some(&(r, p)) = self.index.entries.get(entry) else {
                continue;
            };
            let Some((rule, pattern)) = self.rules.get(r).and_then(|rule| Some((rule, rule.patterns.get(p)?))) else {
                continue;
            };
            if matched == Some(r) || !self.classes.covers(pattern, line, complete, &mut known) {
                continue;
            }
            matched = Some(r);
            let hit = Hit { rule: r, score: self.weighed(rule, line, complete) };
            if best.is_none_or(|b| rank(hit) > rank(b)) {
                best = Some(hit);
            }
        }
        best
    }

    /// What the first pattern of a rule that catches anything in a line catches.
    pub(crate) fn caught(&self, rule: usize, line: &[Token]) -> Vec<Caught> {
        let Some(rule) = self.rules.get(rule) else {
            return Vec::new();
        };
        rule.patterns.iter().map(|p| self.classes.catch(p, line)).find(|c| !c.is_empty()).unwrap_or_default()
    }
}

/// Number of words among the tokens.
pub(crate) fn word_count(line: &[Token]) -> usize {
    use super::token::Shape;
    line.iter().filter(|t| t.shape != Shape::Sign).count()
}

/// Does the line end like a sentence: with a full stop or its like, closing quotes or brackets after it aside?
pub(crate) fn ends_sentence(line: &[Token]) -> bool {
    let closing = |t: &&Token| matches!(t.form.as_str(), "\"" | "»" | "'" | ")" | "]");
    let last = line.iter().rev().find(|t| !closing(t));
    last.is_some_and(|t| matches!(t.form.as_str(), "." | "!" | "?" | "…" | "。"))
}

fn kind(name: &str) -> Option<FurnitureKind> {
    FurnitureKind::ALL.into_iter().find(|k| k.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_rules_load_and_hold() {
        let rules = FurnitureRules::load(&DataSet::built_in()).unwrap();
        assert!(rules.rules.len() > 20);
        let wrong = rules.check_examples();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
