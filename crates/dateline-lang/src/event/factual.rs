//! How surely a predicate is told as having happened: weights over the words around it, learnt from annotated texts.
//!
//! [`status`](super::status) names the kind of view (planned, denied, alleged) by rules, from which [`doubted`] follows; the weights give a
//! degree, for any predicate, event of the ontology or not. The weights are data (`data/en/factual/weights.tsv`); `cargo xtask facts` makes them.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use smol_str::SmolStr;

use super::view::View;
use super::{Ontology, Status};
use crate::mention::Mention;
use crate::syntax::Syntax;
use crate::time::TimeMention;
use crate::token::{Rel, TokenIx, Upos};

const TABLE: &str = "en/factual/weights.tsv";

/// Weights of the two readings, in thousandths.
#[derive(Debug, Clone, Default)]
pub struct FactWeights {
    weights: BTreeMap<SmolStr, (i32, i32)>,
}

/// How a predicate is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factual {
    /// From about -3000 (told as not having happened) to 3000 (as having happened).
    pub score: i32,
    /// Logit in thousandths that it is told as uncertain or as not so; above zero it is. What is announced for certain counts as certain.
    pub doubt: i32,
}

/// What of a predicate's surroundings the weights are for.
#[derive(Debug, Clone, Default)]
pub struct FactFeatures(pub Vec<SmolStr>);

impl FactWeights {
    /// Reads the table.
    ///
    /// # Errors
    /// If the table is missing or a weight is no whole number.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let mut weights = BTreeMap::new();
        for row in data.tsv(TABLE)? {
            let number = |n: usize| row.get(n).and_then(|c| c.parse::<i32>().ok());
            if let (Some(name), Some(score), Some(doubt)) = (row.first(), number(1), number(2)) {
                weights.insert(SmolStr::from(*name), (score, doubt));
            }
        }
        Ok(Self { weights })
    }

    /// The reading of one predicate. The doubt sees the score too.
    #[must_use]
    pub fn read(&self, features: &FactFeatures) -> Factual {
        let get = |f: &str| self.weights.get(f).copied().unwrap_or((0, 0));
        let sum = features.0.iter().map(|f| get(f)).fold((0i32, 0i32), |a, b| (a.0 + b.0, a.1 + b.1));
        Factual { score: sum.0, doubt: sum.1 + sum.0 * get(SCORE).1 / 1000 }
    }
}

/// The row that says how much of the doubt follows from the score.
pub const SCORE: &str = "score";

/// The predicate's surroundings, for each of the tokens asked for.
#[must_use]
pub fn fact_features(
    syntax: &Syntax<'_>,
    mentions: &[Mention],
    times: &[TimeMention],
    ontology: &Ontology,
    predicates: &[TokenIx],
) -> Vec<FactFeatures> {
    let view = View::new(syntax, mentions, times, ontology);
    predicates.iter().map(|p| FactFeatures(view.fact_features(*p))).collect()
}

/// Is the predicate told as uncertain, as not so, or only as wished for? For each of the tokens asked for, by the rules of
/// [`status`](super::status). What is announced for certain ("will") is not doubted.
#[must_use]
pub fn doubted(
    syntax: &Syntax<'_>,
    mentions: &[Mention],
    times: &[TimeMention],
    ontology: &Ontology,
    predicates: &[TokenIx],
) -> Vec<bool> {
    let view = View::new(syntax, mentions, times, ontology);
    predicates.iter().map(|p| view.doubted(*p)).collect()
}

fn has_form(s: &Syntax<'_>, token: TokenIx, forms: &[&str]) -> bool {
    forms.iter().any(|f| s.form(token).eq_ignore_ascii_case(f))
}

impl View<'_> {
    fn doubted(&self, at: TokenIx) -> bool {
        let s = self.syntax;
        let unsure = |verb: TokenIx, told: super::status::Told| {
            // "will", at the verb or at the one that holds it: "will see them delivered", "will be willing to pay".
            let will =
                |t: TokenIx| s.children_by(t, &[Rel::Aux]).any(|a| has_form(s, a, &["will", "'ll", "’ll", "shall"]));
            let announced =
                told.status == Status::Planned && std::iter::once(verb).chain(s.ancestors(verb).take(2)).any(will);
            told.negated || told.unreal || !matches!(told.status, Status::Happened | Status::Ongoing) && !announced
        };
        let verbal = |t: TokenIx| self.is_verb(t) || s.child(t, &[Rel::Cop]).is_some() || s.upos(t) == Upos::Adj;
        let told = |t: TokenIx| if verbal(t) { self.told_verb(t, 0) } else { self.told_noun(t, 0) };
        if unsure(at, told(at)) {
            return true;
        }
        // What a verb has for its object or complement is in the view of that verb.
        let mut below = at;
        for up in s.ancestors(at).take(2) {
            if !matches!(s.rel(below), Rel::Xcomp | Rel::Ccomp | Rel::Obj | Rel::Nmod | Rel::Conj) {
                return false;
            }
            if verbal(up) {
                let above = told(up);
                return s.rel(below) != Rel::Conj && unsure(up, above);
            }
            below = up;
        }
        false
    }

    fn fact_features(&self, at: TokenIx) -> Vec<SmolStr> {
        let s = self.syntax;
        let mut out: Vec<SmolStr> = vec!["bias".into()];
        let form = |t: TokenIx| s.form(t).to_lowercase().replace('’', "'");
        let verbal = self.is_verb(at) || s.child(at, &[Rel::Cop]).is_some() || s.upos(at) == Upos::Adj;
        let told = if verbal { self.told_verb(at, 0) } else { self.told_noun(at, 0) };
        let kind = if verbal { "v" } else { "n" };
        let status = format!("{kind}{:?}{}{}", told.status, u8::from(told.negated), u8::from(told.unreal));
        let rel = s.rel(at).name();
        let tag = s.token(at).map_or("", |t| t.xpos.as_str());
        out.push(format!("told={status}").into());
        out.push(format!("told={status},{rel}").into());
        out.push(format!("tag={tag},{rel}").into());
        out.push(format!("word={kind},{}", self.lower(at)).into());
        self.around(at, "", &mut out);
        // Upwards through the clauses that hold this one: whose view it is in.
        let mut below = at;
        for (level, up) in s.ancestors(at).take(4).enumerate() {
            let how = s.rel(below).name();
            let lemma = self.lower(up);
            let infinitive = if self.infinitive(below) { "to" } else { "" };
            if level == 0 {
                out.push(format!("up={how}{infinitive},{lemma}").into());
                out.push(format!("up={how}{infinitive},{}", s.token(up).map_or("", |t| t.xpos.as_str())).into());
                let case = s.child(at, &[Rel::Case, Rel::Mark]).map(form).unwrap_or_default();
                out.push(format!("case={case},{lemma}").into());
                self.around(up, "up", &mut out);
                if matches!(s.rel(below), Rel::Xcomp | Rel::Ccomp | Rel::Obj | Rel::Acl | Rel::Nmod | Rel::Conj) {
                    let above = if self.is_verb(up) { self.told_verb(up, 0) } else { self.told_noun(up, 0) };
                    out.push(
                        format!("upTold={how},{:?}{}{}", above.status, u8::from(above.negated), u8::from(above.unreal))
                            .into(),
                    );
                }
            } else {
                out.push(format!("over={lemma}").into());
                self.around(up, "over", &mut out);
            }
            below = up;
        }
        // The nearest clause above that is not told as done holds what is below it in the same view.
        let above = s.ancestors(at).take(4).enumerate().filter(|(_, up)| self.is_verb(*up));
        let views = above.map(|(level, up)| (level, self.told_verb(up, 0)));
        if let Some((level, told)) = views.into_iter().find(|(_, t)| t.status != Status::Happened || t.negated) {
            out.push(format!("scope={kind},{:?}{}", told.status, u8::from(told.negated)).into());
            out.push(format!("scope={kind}{level},{rel}").into());
        }
        if self.infinitive(at) {
            out.push(format!("to={rel}").into());
        }
        let sentence = s.sentences.get(s.sentence_of(at));
        if let Some(sentence) = sentence {
            if (sentence.tokens.start..sentence.tokens.end).rev().take(3).any(|t| s.form(TokenIx(t)) == "?") {
                out.push("asked".into());
                out.push(format!("asked,{rel}").into());
            }
            out.push(format!("sentence={:?}", sentence.kind).into());
        }
        if tag == "VB" && s.child(at, &[Rel::Nsubj, Rel::Aux, Rel::Mark]).is_none() && rel == "root" {
            out.push("imperative".into());
        }
        if self.future_time(at) {
            out.push("ahead".into());
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The small words that hang on a predicate, with a mark for where it stands.
    fn around(&self, at: TokenIx, place: &str, out: &mut Vec<SmolStr>) {
        let s = self.syntax;
        for child in s.children(at) {
            let word = || s.form(*child).to_lowercase().replace('’', "'");
            let name = match s.rel(*child) {
                Rel::Aux | Rel::AuxPass | Rel::Cop => "aux",
                Rel::Mark => "mark",
                Rel::Advmod => "adv",
                Rel::Det => "det",
                Rel::Case => "case",
                Rel::Amod => "mod",
                Rel::Nsubj | Rel::NsubjPass => {
                    if s.upos(*child) == Upos::Pron {
                        out.push(format!("{place}subj={}", word()).into());
                    } else if let Some(d) = s.child(*child, &[Rel::Det]) {
                        out.push(format!("{place}subjdet={}", s.form(d).to_lowercase()).into());
                    }
                    continue;
                }
                Rel::Advcl => {
                    if let Some(m) = s.child(*child, &[Rel::Mark]) {
                        out.push(format!("{place}clause={}", s.form(m).to_lowercase()).into());
                    }
                    continue;
                }
                Rel::Obj => {
                    if let Some(d) = s.child(*child, &[Rel::Det]) {
                        out.push(format!("{place}objdet={}", s.form(d).to_lowercase()).into());
                    }
                    continue;
                }
                _ => continue,
            };
            out.push(format!("{place}{name}={}", word()).into());
        }
    }
}
