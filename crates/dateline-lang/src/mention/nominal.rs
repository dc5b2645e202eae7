//! Descriptions: "the president", "a Saudi official", "his office", "both countries", and offices in apposition to names.

use std::ops::Range;

use super::find::{Draft, DraftRole, Finder};
use super::rules::MentionRules;
use super::{EntityKind, MentionForm};
use crate::token::Upos;

/// How sure it is that a description beside a name tells of its bearer, 0 to 1000.
const APPOSITION: u16 = 900;

impl Finder<'_, '_> {
    /// Finds descriptions of persons, bodies and states by their nouns.
    pub(super) fn find_nominals(&mut self) {
        for at in 0..self.words.len() {
            if self.taken[at].is_some() || self.spent[at] {
                // "Lee's office", "the Lee administration" are found from the noun, which is not part of the name.
                continue;
            }
            let folded = self.folded(at).to_string();
            let noun = self.rules.role_noun(&folded);
            let group = self.rules.groups.contains(&folded);
            let (one, plural) = MentionRules::singular(&folded);
            let state = self.rules.state_nouns.contains(&folded);
            let country = self.rules.country_nouns.contains(&one);
            let capital = folded == "capital";
            if noun.is_none() && !group && !state && !country && !capital {
                continue;
            }
            if !matches!(self.words[at].upos, Upos::Noun | Upos::Propn | Upos::X | Upos::Adj | Upos::Det | Upos::Num) {
                continue;
            }
            // Not the last noun of its phrase: "president elections", "government bonds".
            if self.next(at).is_some_and(|n| {
                self.words[n].joined
                    && matches!(self.words[n].upos, Upos::Noun)
                    && !self.words[at].possessive
                    && self.taken[n].is_none()
            }) {
                continue;
            }
            let range = self.phrase(at);
            let opened = self.folded(range.start).to_string();
            let lists = &self.rules.coref;
            let definite = lists.openers.contains(&opened);
            let possessed = self.words[range.start..at].iter().any(|w| w.possessive)
                || (range.start < at && lists.owners.contains(&opened));
            let named_inside = (range.start..at).find_map(|n| self.taken[n]);
            if capital {
                self.capital_phrase(at, &range, named_inside);
                continue;
            }
            if state {
                if matches!(opened.as_str(), "the")
                    && range.len() <= 3
                    && !self.words.get(at + 1).is_some_and(|w| w.folded == "of")
                {
                    let mut draft = Draft::new(range, EntityKind::State, MentionForm::Nominal, 700);
                    draft.noun = folded;
                    self.add(draft);
                }
                continue;
            }
            let (kind, noun, plural) = match noun {
                Some((noun, plural)) => (EntityKind::Person, noun, plural),
                None if country => (EntityKind::State, one, plural),
                None if lists.plural_states.contains(&folded) => (EntityKind::State, one, true),
                None => (
                    if lists.plural_groups.contains(&folded) { EntityKind::Group } else { EntityKind::Organisation },
                    folded.clone(),
                    plural || folded == "police",
                ),
            };
            let ok = match kind {
                EntityKind::Person => definite || possessed || plural || named_inside.is_some(),
                _ => {
                    lists.definite_bodies.contains(&opened)
                        || possessed
                        || (named_inside.is_some() && kind == EntityKind::Organisation)
                        || (folded == "media" && range.len() > 1)
                        || folded == "police"
                }
            };
            if !ok {
                continue;
            }
            let mut draft = Draft::new(
                range.clone(),
                kind,
                MentionForm::Nominal,
                if kind == EntityKind::Person { 800 } else { 600 },
            );
            draft.noun = noun;
            draft.plural = plural || lists.counting.contains(&opened);
            draft.state = named_inside
                .map(|d| &self.drafts[d])
                .filter(|d| {
                    matches!(
                        d.kind,
                        EntityKind::State | EntityKind::Demonym | EntityKind::Organisation | EntityKind::Place
                    )
                })
                .and_then(|d| d.state.clone());
            // A body of a named person is a name in its own right: "Lee's office", "the Lee administration".
            if kind == EntityKind::Organisation
                && named_inside.is_some_and(|d| self.drafts[d].kind == EntityKind::Person)
                && lists.own_bodies.contains(&folded)
            {
                draft.form = MentionForm::Name;
                let article = usize::from(opened == "the");
                draft.name = range.start + article..range.end;
                draft.state = named_inside.and_then(|d| self.drafts[d].state.clone());
            }
            // The government of a state is the state.
            let national = named_inside.is_some_and(|d| {
                matches!(self.drafts[d].kind, EntityKind::Demonym | EntityKind::State) && self.drafts[d].name.end == at
            });
            if folded == "government" && national {
                draft.kind = EntityKind::State;
                draft.form = MentionForm::Name;
                draft.name = range.start + usize::from(opened == "the")..range.end;
            }
            // What tells an unnamed speaker from others: "a source close to the council", "an official there".
            draft.full = range.start..self.with_tail(at);
            if let Some(d) = named_inside.filter(|_| kind == EntityKind::Person) {
                let title = if lists.articles.contains(&opened) { range.start + 1..range.end } else { range.clone() };
                draft.roles.push(DraftRole { title, of: Some(d), span: range.clone() });
            }
            self.add(draft);
        }
    }

    /// Adds a description; its words may hold names, which keep their own mentions.
    fn add(&mut self, draft: Draft) -> usize {
        self.drafts.push(draft);
        self.drafts.len() - 1
    }

    /// "the Chinese capital" is a place: the capital of that state.
    fn capital_phrase(&mut self, at: usize, range: &Range<usize>, inside: Option<usize>) {
        let Some(state) = inside.and_then(|d| self.drafts[d].state.clone()) else {
            return;
        };
        if self.folded(at) != "capital" || range.len() < 2 {
            return;
        }
        let mut draft = Draft::new(range.clone(), EntityKind::Place, MentionForm::Nominal, 800);
        draft.noun = "capital".into();
        draft.state = Some(state);
        self.add(draft);
    }

    /// The noun phrase that ends with a noun: back over adjectives, nouns, names and a determiner or possessive.
    fn phrase(&self, at: usize) -> Range<usize> {
        let mut from = at;
        while let Some(p) = self.previous(from) {
            let word = &self.words[p];
            if !self.words[from].before.is_empty()
                && !(word.possessive && self.words[from].before.chars().all(|c| c == '\'' || c == '’'))
                || p + 7 < at
            {
                break;
            }
            let determiner = self.rules.coref.determiners.contains(&word.folded);
            if determiner {
                from = p;
                break;
            }
            let name = self.taken[p].map(|d| &self.drafts[d]);
            let inside = match name {
                Some(d) => {
                    from = d.name.start.min(p);
                    // A possessive ends the phrase to the left, but for its own article.
                    if word.possessive {
                        if let Some(q) = self.previous(from).filter(|q| self.folded(*q) == "the") {
                            from = q;
                        }
                        break;
                    }
                    // A person's name before a noun ("the Lee administration"), a state's, a body's.
                    continue;
                }
                None => {
                    matches!(word.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num)
                        && !(word.upos == Upos::Noun && word.folded.len() < 3)
                }
            };
            if !inside {
                break;
            }
            from = p;
            if word.possessive {
                if let Some(q) = self.previous(from).filter(|q| self.rules.coref.known.contains(self.folded(*q))) {
                    from = q;
                }
                break;
            }
        }
        from..at + 1
    }

    /// End of the description with the words behind it that narrow it down.
    fn with_tail(&self, at: usize) -> usize {
        let lists = &self.rules.coref;
        let mut to = at + 1;
        let free =
            |n: usize| self.words.get(n).is_some_and(|w| w.before.is_empty() && w.sentence == self.words[at].sentence);
        if free(to) && self.folded(to) == "there" {
            return to + 1;
        }
        let close = free(to) && lists.tail_adjectives.contains(self.folded(to)) && free(to + 1);
        let preposition = to + usize::from(close);
        if free(preposition)
            && lists.tail_prepositions.contains(self.folded(preposition))
            && (close || !lists.tail_bound.contains(self.folded(preposition)))
        {
            let mut n = preposition + 1;
            while free(n)
                && n < preposition + 6
                && (self.taken[n].is_some()
                    || matches!(self.words[n].upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Num | Upos::Propn)
                    || self.folded(n) == "the")
            {
                n += 1;
            }
            // "of the" is no end: what it would narrow down stands further on
            while n > preposition + 1 && self.taken[n - 1].is_none() && self.words[n - 1].upos == Upos::Det {
                n -= 1;
            }
            if n > preposition + 1 {
                to = n;
            }
        }
        to
    }

    /// Offices told of a name: before it ("security spokesman John X"), behind it ("X, commander of Y,"), and with "of" before it.
    pub(super) fn find_roles(&mut self) {
        let people: Vec<usize> = (0..self.drafts.len())
            .filter(|n| {
                self.drafts[*n].kind == EntityKind::Person
                    && self.drafts[*n].form == MentionForm::Name
                    && !self.drafts[*n].name.is_empty()
            })
            .collect();
        for n in people {
            self.title_owner(n);
            self.role_before(n);
            self.role_after(n);
            let of_state = self.drafts[n].roles.iter().find_map(|r| r.of.and_then(|o| self.drafts[o].state.clone()));
            if self.drafts[n].state.is_none() {
                self.drafts[n].state = of_state;
            }
        }
    }

    /// Whose office a capitalised title is: a state, adjective or body inside it or just before it.
    fn title_owner(&mut self, n: usize) {
        let d = &self.drafts[n];
        let (start, title) = (d.full.start, d.title.clone());
        let inside = title.and_then(|t| {
            t.filter_map(|w| self.taken[w]).rfind(|o| {
                matches!(self.drafts[*o].kind, EntityKind::State | EntityKind::Demonym | EntityKind::Organisation)
            })
        });
        let before = self
            .previous(start)
            .filter(|_| self.words[start].before.is_empty() || self.words[start].before == ")")
            .and_then(|p| {
                let p = if self.words[start].before == ")" { p.checked_sub(1)? } else { p };
                self.taken[p]
            });
        let before = before.filter(|o| {
            *o != n
                && matches!(self.drafts[*o].kind, EntityKind::State | EntityKind::Demonym | EntityKind::Organisation)
        });
        let Some(of) = inside.or(before) else { return };
        let lead = before.map_or(start, |b| self.drafts[b].name.start.min(start));
        for role in &mut self.drafts[n].roles {
            role.of.get_or_insert(of);
            role.span.start = role.span.start.min(lead);
        }
        if self.drafts[n].state.is_none() {
            self.drafts[n].state = self.drafts[of].state.clone();
        }
    }

    /// "White House spokesman John X", "the secretary of the council Ali X".
    fn role_before(&mut self, n: usize) {
        let start = self.drafts[n].full.start;
        if !self.words.get(start).is_some_and(|w| w.before.is_empty() || w.before == ",") {
            return;
        }
        let comma = self.words[start].before == ",";
        let Some(last) = self.previous(start) else {
            return;
        };
        // A description that ends just before the name.
        let near = (0..self.drafts.len()).find(|m| {
            let d = &self.drafts[*m];
            d.form == MentionForm::Nominal
                && d.kind == EntityKind::Person
                && !d.plural
                && !d.name.is_empty()
                && (d.name.end == last + 1 || (d.full.end == last + 1 && d.full.end > d.name.end))
                && self.words[d.name.start].sentence == self.words[start].sentence
        });
        if let Some(m) = near {
            // With a comma the description must be whose it is: "Huawei's South Korea chief, X"; "he told the president, X" is not.
            let d = self.drafts[m].clone();
            let owned = d.roles.iter().any(|r| r.of.is_some());
            if comma && !owned {
                return;
            }
            let title = d.full.end.max(d.name.end);
            let from = if self.rules.coref.articles.contains(self.folded(d.name.start)) {
                d.name.start + 1
            } else {
                d.name.start
            };
            let of = d
                .roles
                .first()
                .and_then(|r| r.of)
                .or_else(|| (from..title).rev().filter_map(|w| self.taken[w]).find(|o| *o != n));
            let until = self.drafts[n].full.end;
            self.drafts[n].roles.push(DraftRole { title: from..title, of, span: d.name.start..until });
            if self.drafts[n].state.is_none() {
                self.drafts[n].state = d.state.clone();
            }
            self.drafts[m].antecedent = Some(n);
            self.drafts[m].link = APPOSITION;
            return;
        }
        if comma {
            return;
        }
        // A bare office before the name: "military spokesman John X", "spokesman John X".
        if self.rules.role_noun(self.folded(last)).is_some_and(|(_, plural)| !plural)
            && !self.words[last].cap
            && self.taken[last].is_none()
        {
            let range = self.phrase(last);
            let of = (range.start..last).filter_map(|w| self.taken[w]).next_back();
            let title = if self.rules.coref.articles.contains(self.folded(range.start)) && range.len() > 1 {
                range.start + 1..range.end
            } else {
                range.clone()
            };
            let until = self.drafts[n].full.end;
            self.drafts[n].roles.push(DraftRole { title, of, span: range.start..until });
            if self.drafts[n].state.is_none() {
                self.drafts[n].state = of.and_then(|o| self.drafts[o].state.clone());
            }
            return;
        }
        // "secretary of the Supreme Council Ali X": a body that an office governs with "of" ends just before the name.
        if let Some(body) = self.taken[last]
            .filter(|b| *b != n && !matches!(self.drafts[*b].kind, EntityKind::Person | EntityKind::Demonym))
        {
            if let Some(head) = self.office_of(self.drafts[body].name.start) {
                let range = self.phrase(head);
                let from = if self.rules.coref.articles.contains(self.folded(range.start)) && range.len() > 1 {
                    range.start + 1
                } else {
                    range.start
                };
                let state = self.drafts[body].state.clone();
                let d = &mut self.drafts[n];
                d.roles.push(DraftRole { title: from..last + 1, of: Some(body), span: range.start..d.full.end });
                if d.state.is_none() {
                    d.state = state;
                }
                self.own_description(head, n);
            }
        }
    }

    /// The description whose noun stands at `head` is that person.
    fn own_description(&mut self, head: usize, n: usize) {
        for d in &mut self.drafts {
            if d.form == MentionForm::Nominal && d.name.end == head + 1 {
                d.antecedent = Some(n);
                d.link = APPOSITION;
            }
        }
    }

    /// "X, secretary of the council," and "X (the prime minister)".
    fn role_after(&mut self, n: usize) {
        let end = self.drafts[n].full.end.max(self.drafts[n].name.end);
        let Some(first) = self.words.get(end).filter(|w| w.before == "," && w.sentence == self.words[end - 1].sentence)
        else {
            return;
        };
        let sentence = first.sentence;
        let mut from = end;
        if self.rules.coref.articles.contains(self.folded(end)) {
            from += 1;
        }
        // The noun phrase: to its first role noun, no verb before it.
        let mut head = None;
        let mut n2 = from;
        while n2 < from + 10 {
            let Some(w) = self.words.get(n2).filter(|w| w.sentence == sentence && (n2 == end || w.before.is_empty()))
            else {
                break;
            };
            if matches!(w.upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Pron) && self.taken[n2].is_none() {
                break;
            }
            if self.taken[n2].is_none_or(|d| self.drafts[d].kind != EntityKind::Person)
                && self.rules.role_noun(self.folded(n2)).is_some()
            {
                // The last of several ("senior fellow"; "vice minister").
                head = Some(n2);
                if self
                    .words
                    .get(n2 + 1)
                    .is_none_or(|x| !x.before.is_empty() || self.rules.role_noun(&x.folded).is_none())
                {
                    break;
                }
            }
            if self.rules.coref.apposition_stops.contains(&w.folded) && head.is_none() {
                break;
            }
            n2 += 1;
        }
        let Some(head) = head.filter(|h| self.rules.role_noun(self.folded(*h)).is_some_and(|(_, plural)| !plural))
        else {
            return;
        };
        // With what "of", "at", "for" join to it, up to a comma or verb.
        let mut to = head + 1;
        while let Some(w) = self.words.get(to) {
            if w.sentence != sentence || !w.before.is_empty() || to > head + 14 {
                break;
            }
            let stays = self.rules.coref.title_links.contains(&w.folded)
                || self.taken[to].is_some()
                || matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num);
            if !stays || matches!(w.upos, Upos::Verb | Upos::Aux) && self.taken[to].is_none() {
                break;
            }
            to += 1;
        }
        while to > head + 1 && self.rules.coref.title_edges.contains(self.folded(to - 1)) {
            to -= 1;
        }
        let of = (from..to).filter_map(|w| self.taken[w]).find(|o| {
            *o != n
                && matches!(self.drafts[*o].kind, EntityKind::State | EntityKind::Demonym | EntityKind::Organisation)
        });
        let body =
            (head..to).filter_map(|w| self.taken[w]).find(|o| self.drafts[*o].kind == EntityKind::Organisation).or(of);
        let start = self.drafts[n].full.start;
        self.drafts[n].roles.push(DraftRole { title: from..to, of: body, span: start..to });
        if self.drafts[n].state.is_none() {
            self.drafts[n].state = of
                .and_then(|o| self.drafts[o].state.clone())
                .or_else(|| body.and_then(|o| self.drafts[o].state.clone()));
        }
        self.own_description(head, n);
    }
}
