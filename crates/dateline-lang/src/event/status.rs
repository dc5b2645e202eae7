//! Done, under way, ahead, conditional, denied or only claimed: read from auxiliaries, governors and modifiers.

use smol_str::SmolStr;

use super::Status;
use super::view::View;
use crate::token::{Rel, TokenIx, Upos};

/// What the words around a predicate tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) status: Status,
    pub(crate) negated: bool,
    /// Only asked for, or a habit: no event.
    pub(crate) unreal: bool,
    /// The verb has a past, perfect or future form of its own: it narrates.
    pub(crate) narrated: bool,
}

impl Told {
    const DONE: Self = Self { status: Status::Happened, negated: false, unreal: false, narrated: false };

    fn with(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

fn has(list: &[SmolStr], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

impl View<'_> {
    fn negated(&self, token: TokenIx) -> bool {
        let s = self.syntax;
        let words = &self.ontology.status.negation;
        if s.children_by(token, &[Rel::Advmod, Rel::Det, Rel::Cc, Rel::Aux, Rel::Discourse])
            .any(|c| has(words, s.form(c)))
        {
            return true;
        }
        // "No one had come": the subject carries the negation.
        s.child(token, &[Rel::Nsubj, Rel::NsubjPass])
            .is_some_and(|n| has(words, s.form(n)) || s.children_by(n, &[Rel::Det]).any(|d| has(words, s.form(d))))
    }

    /// Status of a verb or predicate adjective.
    pub(crate) fn told_verb(&self, verb: TokenIx, depth: u8) -> Told {
        let s = self.syntax;
        let words = &self.ontology.status;
        let mut told = Told { negated: self.negated(verb), ..Told::DONE };
        if depth > 5 {
            return told;
        }
        let xpos = s.token(verb).map_or("", |t| t.xpos.as_str());
        told.narrated = matches!(xpos, "VBD" | "VBN");
        let mut fixed = false;
        for aux in s.children_by(verb, &[Rel::Aux, Rel::AuxPass, Rel::Cop]) {
            let form = s.form(aux);
            if has(&words.future, form) && aux < verb {
                told = told.with(Status::Planned);
                told.narrated = true;
                fixed = true;
            } else if has(&words.possible, form) {
                told = told.with(Status::Expected);
                fixed = true;
            } else if has(&words.obliged, form) {
                told = told.with(Status::Expected);
                fixed = true;
            } else if matches!(form.to_lowercase().as_str(), "has" | "have" | "had" | "was" | "were") {
                told.narrated = true;
            }
        }
        for adverb in s.children_by(verb, &[Rel::Advmod]) {
            let form = s.form(adverb);
            if has(&words.habit, form) && !matches!(xpos, "VBD" | "VBN") {
                told.unreal = true;
            } else if has(&words.claim_adverbs, form) && !fixed {
                told = told.with(Status::Alleged);
                fixed = true;
            }
        }
        if told.negated && s.children_by(verb, &[Rel::Advmod]).any(|a| s.form(a).eq_ignore_ascii_case("yet")) {
            // "has not yet reopened": still to come.
            return Told { negated: false, ..told.with(Status::Planned) };
        }
        if s.children_by(verb, &[Rel::Mark]).any(|m| has(&words.conditional_marks, s.form(m))) {
            return told.with(Status::Conditional);
        }
        if s.children_by(verb, &[Rel::Advcl]).any(|c| {
            s.children_by(c, &[Rel::Mark]).any(|m| matches!(s.form(m).to_lowercase().as_str(), "if" | "unless"))
        }) && told.status != Status::Happened
        {
            return told.with(Status::Conditional);
        }
        // "before Peru holds another summit": the present after such a word lies ahead.
        let hidden =
            s.child(verb, &[Rel::Nsubj]).and_then(|n| self.subject_behind_conjunction(n, verb)).map(|(_, link)| link);
        if matches!(xpos, "VBZ" | "VBP")
            && s.children_by(verb, &[Rel::Mark, Rel::Case]).chain(hidden).any(|m| has(&words.before, s.form(m)))
        {
            return told.with(Status::Expected);
        }
        // "are to meet", "is to host"
        let to = s.children_by(verb, &[Rel::Mark, Rel::Aux]).find(|m| s.lemma(*m) == "to" && *m < verb);
        if let Some(to) = to {
            let before = to.at().checked_sub(1).and_then(|b| s.tokens.get(b)).map(|t| t.lemma.as_str());
            if before == Some("be") {
                return told.with(Status::Planned);
            }
        }
        if fixed {
            return told;
        }
        if let Some(governed) = self.told_by_governor(verb, told, depth) {
            return governed;
        }
        if let Some(surface) = self.told_before_to(verb, told) {
            return surface;
        }
        // "Xi to host Lee": an infinitive with a subject and no finite verb, as headlines have it.
        if to.is_some() && matches!(s.rel(verb), Rel::Root | Rel::Parataxis | Rel::Acl) {
            return told.with(Status::Planned);
        }
        if xpos == "VBG" && told.status == Status::Happened {
            let be_now = s.children_by(verb, &[Rel::Aux]).any(|a| {
                matches!(s.form(a).to_lowercase().as_str(), "is" | "are" | "am" | "'s" | "'re" | "’s" | "’re")
            });
            let perfect = s
                .children_by(verb, &[Rel::Aux])
                .any(|a| matches!(s.form(a).to_lowercase().as_str(), "has" | "have" | "been"));
            if be_now && !perfect {
                return told.with(if self.future_time(verb) { Status::Planned } else { Status::Ongoing });
            }
        }
        if matches!(xpos, "VBZ" | "VBP") && self.future_time(verb) {
            return told.with(Status::Planned);
        }
        told
    }

    /// Does a time expression of this predicate lie ahead by its own words?
    pub(crate) fn future_time(&self, verb: TokenIx) -> bool {
        use crate::time::TimeExpr;
        self.times.iter().filter(|t| t.of == Some(verb) || self.syntax.subtree(verb).contains(t.tokens)).any(|t| {
            match &t.expr {
                TimeExpr::Offset { count, .. } => *count > 0,
                TimeExpr::Weekday { shift, .. } => *shift == Some(1),
                _ => false,
            }
        })
    }

    /// "is due to open", "is likely to visit" by the words themselves, where the parse hung them up otherwise.
    fn told_before_to(&self, verb: TokenIx, told: Told) -> Option<Told> {
        let s = self.syntax;
        let words = &self.ontology.status;
        let to = TokenIx(verb.0.checked_sub(1)?);
        let cue = TokenIx(verb.0.checked_sub(2)?);
        if !s.form(to).eq_ignore_ascii_case("to") || s.sentence_of(cue) != s.sentence_of(verb) {
            return None;
        }
        let is = |list: &[SmolStr]| has(list, s.lemma(cue)) || has(list, s.form(cue));
        if is(&words.planned) {
            Some(told.with(Status::Planned))
        } else if is(&words.expected) {
            Some(told.with(Status::Expected))
        } else {
            None
        }
    }

    fn told_by_governor(&self, verb: TokenIx, told: Told, depth: u8) -> Option<Told> {
        let s = self.syntax;
        let words = &self.ontology.status;
        let head = s.head(verb)?;
        let rel = s.rel(verb);
        let infinitive = self.infinitive(verb);
        let participle = s.token(verb).is_some_and(|t| t.xpos == "VBG");
        let lemma = self.lower(head);
        let governed = matches!(rel, Rel::Xcomp)
            || (infinitive
                && matches!(rel, Rel::Advcl | Rel::Ccomp | Rel::Acl | Rel::Obl | Rel::Nmod | Rel::Dep | Rel::Csubj))
            || (participle
                && matches!(rel, Rel::Acl | Rel::Advcl | Rel::Obl | Rel::Nmod)
                && s.children_by(verb, &[Rel::Mark, Rel::Case])
                    .any(|m| matches!(s.form(m), "of" | "for" | "from" | "to" | "against" | "about" | "on")));
        if governed {
            if has(&words.asked, &lemma) {
                return Some(Told { unreal: true, ..told.with(Status::Expected) });
            }
            if has(&words.undone, &lemma) {
                return Some(Told { negated: !told.negated, ..told });
            }
            if has(&words.denied, &lemma) {
                return Some(told.with(Status::Denied));
            }
            if has(&words.alleged, &lemma) {
                return Some(told.with(Status::Alleged));
            }
            if has(&words.planned, &lemma) {
                return Some(told.with(Status::Planned));
            }
            if has(&words.expected, &lemma) {
                return Some(told.with(Status::Expected));
            }
            let nominal = matches!(s.upos(head), Upos::Noun | Upos::Propn);
            if nominal && has(&words.plan_nouns, &lemma) {
                return Some(told.with(Status::Planned));
            }
            if nominal {
                return Some(told.with(Status::Expected));
            }
            let above = self.told_verb(head, depth + 1);
            return Some(Told {
                negated: told.negated || above.negated,
                narrated: told.narrated || above.narrated,
                ..above
            });
        }
        match rel {
            Rel::Ccomp => {
                if has(&words.denied, &lemma) {
                    return Some(told.with(Status::Denied));
                }
                if has(&words.expected, &lemma)
                    && !has(&words.alleged, &lemma)
                    && told.status == Status::Happened
                    && !told.narrated
                {
                    return Some(told.with(Status::Expected));
                }
                None
            }
            // A conjunct shares the auxiliary of the first verb where it is a bare form.
            Rel::Conj
                if self.is_verb(head)
                    && s.token(verb).is_some_and(|t| matches!(t.xpos.as_str(), "VB" | "VBN" | "VBG"))
                    && s.children_by(verb, &[Rel::Aux, Rel::Nsubj, Rel::AuxPass]).next().is_none() =>
            {
                let above = self.told_verb(head, depth + 1);
                Some(Told { negated: told.negated || above.negated, ..above })
            }
            Rel::Advcl | Rel::Acl if participle || s.token(verb).is_some_and(|t| t.xpos == "VBN") => {
                if self.is_verb(head) {
                    let above = self.told_verb(head, depth + 1);
                    if matches!(above.status, Status::Planned | Status::Expected | Status::Conditional) {
                        return Some(Told { negated: told.negated, ..above });
                    }
                }
                None
            }
            _ => None,
        }
    }

    /// Status of a noun that names a deed.
    pub(crate) fn told_noun(&self, noun: TokenIx, depth: u8) -> Told {
        let s = self.syntax;
        let words = &self.ontology.status;
        let mut told = Told {
            negated: s.children_by(noun, &[Rel::Det, Rel::Advmod]).any(|c| has(&words.negation, s.form(c))),
            narrated: true,
            ..Told::DONE
        };
        if depth > 4 {
            return told;
        }
        for modifier in s.children_by(noun, &[Rel::Amod, Rel::Det, Rel::Compound, Rel::Acl]) {
            let form = s.form(modifier);
            if has(&words.noun_planned, form) {
                return told.with(Status::Planned);
            }
            if has(&words.noun_conditional, form) {
                return told.with(Status::Conditional);
            }
            if has(&words.noun_expected, form) {
                told = told.with(Status::Expected);
            } else if has(&words.noun_alleged, form) {
                told = told.with(Status::Alleged);
            } else if has(&words.noun_done, form) {
                return told;
            }
        }
        if told.status != Status::Happened {
            // "holds another summit": still ahead only if its governor is.
            return told;
        }
        let Some(head) = s.head(noun) else {
            return told;
        };
        let rel = s.rel(noun);
        let lemma = self.lower(head);
        let case: Vec<String> = s.children_by(noun, &[Rel::Case]).map(|c| s.form(c).to_lowercase()).collect();
        if case.iter().any(|c| has(&words.before, c)) && self.is_verb(head) {
            let above = self.told_verb(head, depth + 1);
            return if above.status == Status::Happened && above.narrated { told } else { told.with(Status::Expected) };
        }
        if case.iter().any(|c| has(&words.after, c)) && !(self.is_verb(head) && has(&words.aspect, &lemma)) {
            return told;
        }
        if matches!(s.upos(head), Upos::Noun) && matches!(rel, Rel::Nmod | Rel::Compound) {
            if has(&words.plan_nouns, &lemma) && case.iter().any(|c| matches!(c.as_str(), "for" | "of" | "on" | "to")) {
                return told.with(Status::Planned);
            }
            return told;
        }
        if self.is_verb(head) {
            if matches!(rel, Rel::Obj | Rel::Obl | Rel::Ccomp | Rel::NsubjPass) {
                if has(&words.denied, &lemma) {
                    return told.with(Status::Denied);
                }
                if has(&words.alleged, &lemma) && rel == Rel::Obj {
                    return told.with(Status::Alleged);
                }
                if has(&words.asked, &lemma) || (lemma == "call" && case.iter().any(|c| c == "for")) {
                    return Told { unreal: true, ..told };
                }
                if has(&words.noun_objects_planned, &lemma) {
                    return told.with(Status::Planned);
                }
                if has(&words.noun_objects_expected, &lemma) {
                    return told.with(Status::Expected);
                }
                if has(&words.undone, &lemma) {
                    return Told { negated: true, ..told };
                }
            }
            let above = self.told_verb(head, depth + 1);
            if has(&words.aspect, &lemma)
                || matches!(above.status, Status::Planned | Status::Conditional)
                    && matches!(rel, Rel::Obj | Rel::NsubjPass | Rel::Nsubj)
            {
                return Told {
                    negated: told.negated || above.negated,
                    unreal: above.unreal,
                    ..told.with(above.status)
                };
            }
        }
        told
    }
}
