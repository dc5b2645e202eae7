//! Sets that give their actors as codes: `ARNGOV`, `HUN/GOV+ROU/GOV`, or lists of `code` and `sector`.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::DataSet;
use dateline_lang::event::{EventMention, EventReading, Plover};
use dateline_lang::mention::{ActorCode, MentionIx, SectorRules};
use dateline_report::{Byte, Span};
use serde_json::Value;
use smol_str::SmolStr;

/// An event in codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Coded {
    pub(super) source: BTreeSet<ActorCode>,
    pub(super) target: BTreeSet<ActorCode>,
    pub(super) root: String,
    pub(super) code: String,
}

/// What was counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    gold: usize,
    type_and_states: usize,
    events_exact: usize,
    dyads: [usize; 3],
    sentences: usize,
    sentences_exact: usize,
}

/// Codes of the World Event/Interaction Survey by frame and verb, of `ontology/weis.tsv`.
pub(super) struct Weis(BTreeMap<(String, String), String>);

impl Weis {
    pub(super) fn load(data: &DataSet) -> Result<Self, String> {
        let rows = data.tsv("ontology/weis.tsv").map_err(|e| e.to_string())?;
        Ok(Self(
            rows.iter()
                .filter_map(|r| Some(((r.first()?.to_string(), r.get(1)?.to_string()), r.get(2)?.to_string())))
                .collect(),
        ))
    }

    pub(super) fn code(&self, reading: &EventReading, event: &EventMention) -> Option<&str> {
        let lemma = reading.parsed.tokens.get(event.predicate.at()).map_or("", |t| t.lemma.as_str()).to_lowercase();
        let frame = event.frame.to_string();
        self.0.get(&(frame.clone(), lemma)).or_else(|| self.0.get(&(frame, String::new()))).map(String::as_str)
    }
}

/// Are the numbers of a set those of WEIS? CAMEO ends with 20.
pub(super) fn is_weis(rows: &[Value]) -> bool {
    rows.iter()
        .flat_map(|r| r["expected"].as_array().into_iter().flatten())
        .any(|e| e["code"].as_str().is_some_and(|c| c.len() == 3 && (c.starts_with("21") || c.starts_with("22"))))
}

/// Does the set give codes in place of words?
pub(super) fn are_codes(rows: &[Value]) -> bool {
    let code = |v: &Value| {
        v.as_str().is_some_and(|t| {
            t.len() >= 3
                && t.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '+' | '-' | '#'))
        })
    };
    let events = || rows.iter().flat_map(|r| r["expected"].as_array().into_iter().flatten());
    events().any(|e| e["source_actors"].is_array())
        || (events().count() > 0 && events().filter(|e| code(&e["source"])).count() * 2 > events().count())
}

fn actors(event: &Value, side: &str, rules: &SectorRules) -> BTreeSet<ActorCode> {
    let text = |v: &Value| v.as_str().unwrap_or("").to_string();
    let lists = &event[format!("{side}_actors")];
    let words: Vec<String> = match lists.as_array() {
        Some(list) => list
            .iter()
            .map(|a| if a.is_string() { text(a) } else { format!("{}/{}", text(&a["code"]), text(&a["sector"])) })
            .collect(),
        None => vec![text(&event[side])],
    };
    words.iter().flat_map(|w| w.split('+')).map(|w| rules.read_code(w)).filter(|c| *c != ActorCode::default()).collect()
}

/// The events that the set gives for a row.
pub(super) fn gold(row: &Value, rules: &SectorRules, root: &dyn Fn(&str) -> String) -> Vec<Coded> {
    row["expected"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| {
            let code = e["code"].as_str().unwrap_or("").to_string();
            Coded { source: actors(e, "source", rules), target: actors(e, "target", rules), root: root(&code), code }
        })
        .collect()
}

/// Our events in codes; `scheme` gives root and code. In a deed of equals the first is source and the others target, and each pair stands in both
/// directions where the set does so (`both`), which then codes no phrase without a mention. What has no code on either side is left out, as by every
/// coder of pairs.
pub(super) fn ours(
    reading: &EventReading,
    rules: &SectorRules,
    implied: bool,
    both: bool,
    scheme: &dyn Fn(&EventReading, &EventMention) -> (String, String),
) -> Vec<Coded> {
    let text = &reading.report.text;
    let code = |ix: &MentionIx| -> Option<ActorCode> {
        let mut mention = reading.mentions.get(ix.at())?;
        for _ in 0..8 {
            let Some(next) = mention.settled().and_then(|m| reading.mentions.get(m.at())) else { break };
            mention = next;
        }
        Some(rules.code(mention, text, implied)).filter(|c| *c != ActorCode::default())
    };
    let mut out: Vec<Coded> = Vec::new();
    for event in reading.events.iter().filter(|e| e.plover.is_some()) {
        let toward = if event.target.is_empty() { &event.addressed } else { &event.target };
        let side = |list: &[MentionIx], words: Option<Span<Byte>>| -> BTreeSet<ActorCode> {
            let phrase = words.filter(|_| !both && list.is_empty()).map(|w| rules.code_of_words(w.of(text)));
            list.iter().filter_map(code).chain(phrase.filter(|c| *c != ActorCode::default())).collect()
        };
        let mut source = side(&event.source, event.source_words);
        let mut target = side(toward, event.target_words);
        let equals = target.is_empty() && source.len() > 1;
        if equals && let Some(first) = source.pop_first() {
            target = std::mem::replace(&mut source, BTreeSet::from([first]));
        }
        if source.is_empty() || target.is_empty() || source == target {
            continue;
        }
        let (root, code) = scheme(reading, event);
        let coded = Coded { source, target, root, code };
        // Who visits is received: coders of numbers count both.
        let returned = if coded.code == "032" { "033".to_string() } else { coded.code.clone() };
        let meets = event.plover == Some(Plover::Consult);
        if !both {
            out.push(coded);
            continue;
        }
        for source in &coded.source {
            for target in coded.target.iter().filter(|t| *t != source) {
                let one = |a: &ActorCode, b: &ActorCode, code: &str| Coded {
                    source: BTreeSet::from([a.clone()]),
                    target: BTreeSet::from([b.clone()]),
                    root: coded.root.clone(),
                    code: code.to_string(),
                };
                out.push(one(source, target, &coded.code));
                if equals || meets {
                    out.push(one(target, source, &returned));
                }
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

impl Tally {
    /// Counts one sentence. Codes are compared where the set gives numbers (`numbers`), else types.
    pub(super) fn add(&mut self, gold: &[Coded], ours: &[Coded], numbers: bool) {
        let states = |codes: &BTreeSet<ActorCode>| -> BTreeSet<SmolStr> {
            codes.iter().map(|c| c.state.clone().or_else(|| c.sectors.first().cloned()).unwrap_or_default()).collect()
        };
        let dyads = |list: &[Coded]| -> BTreeSet<(SmolStr, SmolStr, String)> {
            list.iter()
                .flat_map(|e| {
                    let targets = states(&e.target);
                    states(&e.source)
                        .into_iter()
                        .flat_map(move |s| targets.clone().into_iter().map(move |t| (s.clone(), t)))
                        .map(|(s, t)| (s, t, e.root.clone()))
                        .collect::<Vec<_>>()
                })
                .collect()
        };
        let key =
            |e: &Coded| (e.source.clone(), e.target.clone(), if numbers { e.code.clone() } else { e.root.clone() });
        let (want, have): (BTreeSet<_>, BTreeSet<_>) = (gold.iter().map(key).collect(), ours.iter().map(key).collect());
        self.sentences += 1;
        self.sentences_exact += usize::from(want == have);
        self.gold += gold.len();
        self.events_exact += gold.iter().filter(|g| have.contains(&key(g))).count();
        self.type_and_states += gold
            .iter()
            .filter(|g| {
                ours.iter().any(|o| {
                    o.root == g.root && states(&o.source) == states(&g.source) && states(&o.target) == states(&g.target)
                })
            })
            .count();
        let (want, have) = (dyads(gold), dyads(ours));
        self.dyads[0] += want.len();
        self.dyads[1] += have.len();
        self.dyads[2] += want.intersection(&have).count();
    }

    /// The figures of `evaluation.md`, and the number of sentences behind `exact`.
    pub(super) fn figures(&self) -> Vec<(String, f64)> {
        let percent = super::percent;
        vec![
            ("type_and_states".into(), self.type_and_states as f64),
            ("states_root_f1".into(), percent(2 * self.dyads[2], self.dyads[0] + self.dyads[1])),
            ("exact".into(), percent(self.sentences_exact, self.sentences)),
            ("exact_sentences".into(), self.sentences_exact as f64),
            ("exact_events".into(), self.events_exact as f64),
            ("events_of_the_set".into(), self.gold as f64),
        ]
    }
}
