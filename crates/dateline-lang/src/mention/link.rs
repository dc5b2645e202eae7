//! Within one report: which mention stands for which earlier one. Precision before recall; what is not clear stays open.

use super::coref::{Choose, Class};
use super::find::{Draft, Finder};
use super::gazetteer::Listed;
use super::{EntityKind, MentionForm};
use crate::token::{Rel, TokenIx};
use smol_str::SmolStr;

impl Finder<'_, '_> {
    /// Pronouns, as mentions of their own.
    pub(super) fn find_pronouns(&mut self) {
        for t in 0..self.syntax.tokens.len() {
            let (form, span) = (self.syntax.form(TokenIx(t as u32)), self.syntax.tokens[t].span);
            let at = self.words.partition_point(|w| w.span.end <= span.start);
            if form.len() > 10
                || form.chars().nth(1).is_some_and(char::is_uppercase)
                || !self.words.get(at).is_some_and(|w| w.span.has(span.start) && self.taken[at].is_none())
            {
                continue;
            }
            let form = form.to_lowercase();
            let p = &self.rules.pronouns;
            let kind = match Class::of(self.rules, &form) {
                Some(Class::He | Class::She | Class::I) => EntityKind::Person,
                Some(Class::They | Class::We) => EntityKind::Group,
                Some(Class::It) => EntityKind::Other,
                None if p.relative.contains(&form) => EntityKind::Person,
                None => continue,
            };
            let mut draft = Draft::new(at..at + 1, kind, MentionForm::Pronoun, 600);
            draft.exact = Some(span);
            draft.plural = kind == EntityKind::Group;
            draft.noun = form;
            self.drafts.push(draft);
        }
    }

    /// Antecedents: short names, descriptions, pronouns, in text order; then those of the first person, who speak in quotations.
    pub(super) fn link(&mut self, choose: &mut dyn Choose) {
        self.titles_alone();
        self.appositions();
        let mut scene = self.scene();
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(|n| !self.drafts[*n].name.is_empty()).collect();
        order.sort_by_key(|n| (self.drafts[*n].name.start, std::cmp::Reverse(self.drafts[*n].name.end), *n));
        let mut told = Vec::new();
        for (place, n) in order.iter().enumerate() {
            let before = &order[..place];
            let after = &order[place + 1..];
            let found = match (self.drafts[*n].form, self.drafts[*n].kind) {
                (MentionForm::Name, EntityKind::Person) => self.full_name(*n, before).or_else(|| {
                    self.full_name(*n, after).filter(|m| self.drafts[*m].name.len() > self.drafts[*n].name.len())
                }),
                (MentionForm::Name, _) => self.same_body(*n, before),
                (MentionForm::Nominal, _) if self.drafts[*n].antecedent.is_none() => self.description(*n, before),
                (MentionForm::Pronoun, _) if self.rules.pronouns.relative.contains(&self.drafts[*n].noun) => {
                    self.relative(*n, before)
                }
                (MentionForm::Pronoun, _) if self.first_person(*n) => {
                    told.push(*n);
                    None
                }
                (MentionForm::Pronoun, _) => {
                    self.resolve(*n, &mut scene, choose);
                    None
                }
                _ => None,
            };
            if let Some(m) = found.filter(|m| m != n && !self.leads_to(*m, *n)) {
                self.drafts[*n].antecedent = Some(m);
                self.drafts[*n].link = self.sure(*n, m);
                scene.join_drafts(*n, m);
                self.take_over(*n, m);
            }
        }
        for n in told {
            self.resolve(n, &mut scene, choose);
            if self.drafts[n].antecedent.is_none() {
                self.drafts[n].name = 0..0;
            }
        }
        // The office of a person is of that person's state.
        for n in 0..self.drafts.len() {
            let d = &self.drafts[n];
            if d.form == MentionForm::Name && d.kind == EntityKind::Organisation && d.state.is_none() {
                let person =
                    d.name.clone().filter_map(|w| self.taken[w]).find(|p| self.drafts[*p].kind == EntityKind::Person);
                self.drafts[n].state = person.and_then(|p| self.drafts[self.root(p)].state.clone());
            }
        }
    }

    /// "The Deputy Minister", "the Home Secretary", written like names: descriptions by an office, with the article and nothing but the
    /// office. "Prince said" may be a name.
    fn titles_alone(&mut self) {
        for n in 0..self.drafts.len() {
            let d = &self.drafts[n];
            if d.form != MentionForm::Name || d.kind != EntityKind::Person || d.name.is_empty() {
                continue;
            }
            let all = d.full.start.min(d.name.start)..d.name.end;
            let office = self.rules.offices.contains(&self.joined(all.clone()))
                || all.clone().all(|w| {
                    self.rules.portfolios.contains(self.folded(w)) || self.rules.role_noun(self.folded(w)).is_some()
                });
            let last = self.rules.role_noun(self.folded(d.name.end - 1)).filter(|(_, plural)| !plural);
            let article = self.previous(all.start).is_some_and(|p| self.rules.coref.articles.contains(self.folded(p)));
            if let (true, true, Some((noun, _))) = (office, article, last) {
                let d = &mut self.drafts[n];
                d.form = MentionForm::Nominal;
                d.noun = noun;
                d.name = all.start - 1..all.end;
                d.full = d.name.clone();
                d.title = None;
                d.roles.clear();
                d.confidence = 700;
                for w in d.name.clone() {
                    self.taken[w] = None;
                }
            }
        }
    }

    /// "A monk on the far bank, Jonas Berg, said": the description of one person to whose noun the parse hangs a name.
    fn appositions(&mut self) {
        for n in 0..self.drafts.len() {
            let d = &self.drafts[n];
            if d.form != MentionForm::Nominal
                || d.kind != EntityKind::Person
                || d.plural
                || d.antecedent.is_some()
                || d.name.is_empty()
            {
                continue;
            }
            let noun = self.words[d.name.end - 1].token;
            let name = self.syntax.children_by(noun, &[Rel::Appos]).find_map(|c| {
                let start = self.syntax.token(c)?.span.start;
                let at = self.words.partition_point(|w| w.span.end <= start);
                let m = self.taken.get(at).copied().flatten()?;
                let o = &self.drafts[m];
                (o.kind == EntityKind::Person && o.form == MentionForm::Name && !o.plural).then_some(m)
            });
            if let Some(m) = name {
                self.drafts[n].antecedent = Some(m);
                self.drafts[n].link = 850;
            }
        }
    }

    fn first_person(&self, n: usize) -> bool {
        Class::of(self.rules, &self.drafts[n].noun).is_some_and(Class::first_person)
    }

    /// How sure a link by rule is: shares right on annotated news.
    fn sure(&self, n: usize, m: usize) -> u16 {
        let (d, o) = (&self.drafts[n], &self.drafts[m]);
        match d.form {
            MentionForm::Name if self.joined(d.name.clone()) == self.joined(o.name.clone()) => 950,
            MentionForm::Name => 900,
            MentionForm::Nominal => 700,
            MentionForm::Pronoun => 900,
        }
    }

    /// Would following antecedents from `m` come back to `n`?
    fn leads_to(&self, m: usize, n: usize) -> bool {
        let mut at = Some(m);
        for _ in 0..self.drafts.len() {
            match at {
                Some(x) if x == n => return true,
                Some(x) => at = self.drafts[x].antecedent,
                None => return false,
            }
        }
        true
    }

    /// What a mention learns from the one it stands for.
    pub(super) fn take_over(&mut self, n: usize, m: usize) {
        let (state, kind) = (self.drafts[m].state.clone(), self.drafts[m].kind);
        let d = &mut self.drafts[n];
        if d.form == MentionForm::Pronoun {
            d.kind = if kind == EntityKind::Demonym { EntityKind::State } else { kind };
        }
        if d.state.is_none() {
            d.state = state;
        }
    }

    /// The full name that a short one repeats: the nearest that has it as family (or only) name, if no other person has it, too.
    fn full_name(&self, n: usize, among: &[usize]) -> Option<usize> {
        let d = &self.drafts[n];
        let key = self.joined(d.name.clone());
        let same = |m: &usize| {
            let o = &self.drafts[*m];
            o.form == MentionForm::Name && o.kind == EntityKind::Person && !o.name.is_empty()
        };
        // The same words again.
        if let Some(m) =
            among.iter().rev().copied().find(|m| same(m) && self.joined(self.drafts[*m].name.clone()) == key)
        {
            return Some(self.root(m));
        }
        if d.name.len() > 2 {
            return None;
        }
        let holds: Vec<usize> = among
            .iter()
            .copied()
            .filter(|m| same(m) && self.drafts[*m].name.len() > d.name.len() && self.is_short_of(n, *m))
            .collect();
        let mut people: Vec<usize> = holds.iter().map(|m| self.root(*m)).collect();
        people.sort_unstable();
        people.dedup_by_key(|m| self.joined(self.drafts[*m].name.clone()));
        match people.as_slice() {
            [one] => Some(*one),
            [] => None,
            // Several bear the name: the one whose title or sex agrees, else the nearest is not safe.
            _ => {
                let title = self.drafts[n].title.clone().map(|t| self.joined(t));
                let agreeing: Vec<usize> = people
                    .iter()
                    .copied()
                    .filter(|m| {
                        title
                            .as_ref()
                            .is_some_and(|t| self.drafts[*m].title.clone().map(|x| self.joined(x)).as_ref() == Some(t))
                    })
                    .collect();
                // Without a title the first told in full leads a story: its bearer is called by the family name alone.
                if agreeing.len() == 1 {
                    agreeing.first().copied()
                } else {
                    people.iter().copied().max_by_key(|m| {
                        (
                            among.iter().filter(|x| self.root(**x) == *m).count(),
                            std::cmp::Reverse(self.drafts[*m].name.start),
                        )
                    })
                }
            }
        }
    }

    fn root(&self, m: usize) -> usize {
        let mut at = m;
        for _ in 0..self.drafts.len() {
            match self.drafts[at].antecedent {
                Some(x) if x < self.drafts.len() && x != at => at = x,
                _ => break,
            }
        }
        at
    }

    /// Is the name of `n` the family name (or first two words, or last two) of the name of `m`?
    fn is_short_of(&self, n: usize, m: usize) -> bool {
        let (short, long) = (self.drafts[n].name.clone(), self.drafts[m].name.clone());
        let key = self.joined(short.clone());
        if self.joined(long.end - short.len()..long.end) == key {
            // The last name after "bin" is the father's.
            return !(short.len() == 1
                && long.len() > 2
                && self.rules.coref.patronymic.contains(self.folded(long.end - 2)));
        }
        if short.len() == 1 && self.rules.names.family_first(&key) && self.folded(long.start) == key {
            return true;
        }
        // "al-Harbi" for "... Al Harbi"; a royal or Arabic given name after a title.
        let flat = |r: std::ops::Range<usize>| self.joined(r).replace([' ', '-'], "");
        if long.len() >= 2
            && (flat(long.end - 2..long.end) == flat(short.clone())
                || flat(long.end - 1..long.end).trim_start_matches("al")
                    == flat(short.clone()).trim_start_matches("al")
                    && flat(short.clone()).len() > 4)
        {
            return true;
        }
        short.len() == 1
            && self.folded(long.start) == key
            && (self.drafts[n].title.is_some()
                || self.drafts[m].name.clone().any(|w| self.rules.coref.patronymic.contains(self.folded(w))))
    }

    /// The same words, an abbreviation, or a listed other name of a thing that is no person; states by code.
    fn same_body(&self, n: usize, before: &[usize]) -> Option<usize> {
        let d = &self.drafts[n];
        let key = self.joined(d.name.clone());
        let thing = |range: std::ops::Range<usize>| {
            self.rules
                .gazetteer
                .readings(&self.joined(range), true)
                .first()
                .filter(|e| !matches!(e.listed, Listed::City | Listed::Province | Listed::Capital))
                .map(|e| (e.listed, e.thing))
        };
        let mine = thing(d.name.clone());
        before.iter().rev().copied().find(|m| {
            let o = &self.drafts[*m];
            if o.form != MentionForm::Name || o.kind != d.kind || o.name.is_empty() || o.kind == EntityKind::Demonym {
                return false;
            }
            if d.kind == EntityKind::State {
                return d.state.is_some() && d.state == o.state;
            }
            let other = self.joined(o.name.clone());
            other == key
                || (mine.is_some() && mine == thing(o.name.clone()))
                || (d.kind == EntityKind::Organisation && self.initials(o.name.clone()) == key && key.len() > 2)
        })
    }

    fn initials(&self, range: std::ops::Range<usize>) -> String {
        range.filter(|n| self.words[*n].cap).filter_map(|n| self.folded(n).chars().next()).collect()
    }

    /// What a description stands for: a person with that office told before, the state with that form of government, the body just named.
    fn description(&self, n: usize, before: &[usize]) -> Option<usize> {
        let d = &self.drafts[n];
        let opened = self.folded(d.name.start);
        let lists = &self.rules.coref;
        if lists.introducing.contains(opened) && !(d.plural && d.kind != EntityKind::Person) {
            return None;
        }
        let definite = lists.known.contains(opened)
            || self.words.get(d.name.start..d.name.end).is_some_and(|w| w.iter().any(|x| x.possessive));
        match d.kind {
            EntityKind::Place => before.iter().rev().copied().find(|m| {
                self.drafts[*m].kind == EntityKind::Place && self.drafts[*m].state == d.state && self.is_capital(*m)
            }),
            EntityKind::State if !d.plural => {
                if self.rules.state_nouns.contains(&d.noun) {
                    return before.iter().rev().copied().find(|m| {
                        let o = &self.drafts[*m];
                        matches!(o.kind, EntityKind::State | EntityKind::Demonym)
                            && o.state.as_ref().and_then(|s| self.rules.gazetteer.state(s)).is_some_and(|f| {
                                f.form.as_str() == d.noun || f.form.ends_with(&d.noun) && d.noun != "republic"
                            })
                    });
                }
                // "the Asian country": the state of that region last named, if it is no other's description.
                if let Some(states) = self.region(d.name.clone()) {
                    return before.iter().rev().copied().filter(|m| definite && self.near(*m, n, 4)).find(|m| {
                        let o = &self.drafts[*m];
                        o.kind == EntityKind::State
                            && o.form == MentionForm::Name
                            && o.state.as_ref().is_some_and(|s| states.contains(s))
                    });
                }
                // "the country": the subject state of the sentence or the one before.
                (definite && d.noun == "country")
                    .then(|| {
                        before.iter().rev().copied().filter(|m| self.near(*m, n, 1)).find(|m| {
                            self.drafts[*m].kind == EntityKind::State
                                && self.drafts[*m].form == MentionForm::Name
                                && self.is_subject(*m)
                        })
                    })
                    .flatten()
            }
            EntityKind::Person if !d.plural && definite => {
                // "the president": somebody called so before, of the same state if one is named.
                let noun = d.noun.as_str();
                before.iter().rev().copied().find(|m| {
                    let o = &self.drafts[*m];
                    if o.kind != EntityKind::Person || o.plural {
                        return false;
                    }
                    if d.state.is_some() && o.state.is_some() && d.state != o.state {
                        return false;
                    }
                    match o.form {
                        MentionForm::Name => {
                            let owned = lists.owners.contains(opened);
                            !owned && o.roles.iter().any(|r| self.head_noun(r.title.clone()) == noun)
                        }
                        // "the source" after "a source close to ...".
                        MentionForm::Nominal => {
                            o.noun == noun
                                && lists.indefinite_articles.contains(self.folded(o.name.start))
                                && self.near(*m, n, 4)
                        }
                        MentionForm::Pronoun => false,
                    }
                })
            }
            EntityKind::Organisation if definite && !d.plural => {
                let noun = d.noun.as_str();
                before.iter().rev().copied().find(|m| {
                    let o = &self.drafts[*m];
                    o.kind == EntityKind::Organisation
                        && o.form == MentionForm::Name
                        && self.folded(o.name.end - 1) == noun
                        && self.near(*m, n, 6)
                        && (d.state.is_none() || d.state == o.state)
                })
            }
            _ => None,
        }
    }

    /// The states of the region that a description names ("the West African nation").
    fn region(&self, range: std::ops::Range<usize>) -> Option<&[SmolStr]> {
        let last = range.end.checked_sub(1)?;
        [2, 1].into_iter().filter_map(|n| last.checked_sub(n)).find_map(|from| {
            if from < range.start {
                return None;
            }
            self.rules.gazetteer.region(&(from..last).map(|n| self.folded(n)).collect::<Vec<_>>().join(" "))
        })
    }

    /// Last role noun of a title.
    fn head_noun(&self, range: std::ops::Range<usize>) -> String {
        let stop =
            range.clone().find(|n| self.rules.coref.title_prepositions.contains(self.folded(*n))).unwrap_or(range.end);
        (range.start..stop)
            .rev()
            .map(|n| self.folded(n))
            .find(|f| self.rules.role_noun(f).is_some())
            .unwrap_or("")
            .to_string()
    }

    fn is_capital(&self, m: usize) -> bool {
        let d = &self.drafts[m];
        d.form == MentionForm::Name
            && self
                .rules
                .gazetteer
                .readings(&self.joined(d.name.clone()), true)
                .iter()
                .any(|e| e.listed == Listed::Capital && e.state == d.state)
    }

    fn near(&self, m: usize, n: usize, sentences: usize) -> bool {
        let (a, b) = (self.words[self.drafts[m].name.start].sentence, self.words[self.drafts[n].name.start].sentence);
        b.saturating_sub(a) <= sentences
    }

    fn is_subject(&self, m: usize) -> bool {
        let tokens = self.drafts[m].name.clone();
        tokens
            .filter_map(|n| self.words.get(n))
            .any(|w| matches!(self.syntax.rel(w.token), Rel::Nsubj | Rel::NsubjPass))
    }

    /// "who", "whose": the noun just before it (and a comma).
    fn relative(&self, n: usize, before: &[usize]) -> Option<usize> {
        let at = self.drafts[n].name.start;
        before.iter().rev().copied().find(|m| {
            let o = &self.drafts[*m];
            let end = o.full.end.max(o.name.end);
            matches!(o.kind, EntityKind::Person | EntityKind::Group | EntityKind::Organisation | EntityKind::State)
                && o.form != MentionForm::Pronoun
                && (end == at || o.name.end == at)
                && self.words[at].sentence == self.words[o.name.start].sentence
        })
    }
}
