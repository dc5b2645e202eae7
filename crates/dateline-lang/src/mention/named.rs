//! Names: which capitalised words belong together, and what they name.

use std::collections::BTreeMap;
use std::ops::Range;

use smol_str::SmolStr;

use super::find::{Draft, DraftRole, Finder};
use super::gazetteer::{Entry, Listed};
use super::{EntityKind, MentionForm};
use crate::token::Upos;

/// A listed name found in the text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    words: usize,
    listed: Listed,
    state: Option<SmolStr>,
    /// There are readings of other kinds, too.
    loose: bool,
}

impl Finder<'_, '_> {
    /// Two passes: full names and titles first, then what only they make clear (a family name alone, headlines).
    pub(super) fn find_names(&mut self) {
        for sentence in self.sentences.clone() {
            if !self.titled.get(self.words.get(sentence.start).map_or(0, |w| w.sentence)).copied().unwrap_or(false) {
                self.scan(sentence, &BTreeMap::new(), false);
            }
        }
        let known = self.known_people();
        // The first pass did not know the short names: words it took for something else are read again.
        let stale: Vec<usize> = (0..self.drafts.len())
            .filter(|n| {
                let d = &self.drafts[*n];
                d.name.len() == 1
                    && d.kind != EntityKind::Person
                    && !matches!(d.kind, EntityKind::State | EntityKind::Demonym)
                    && d.confidence < 900
                    && known.contains_key(self.folded(d.name.start))
            })
            .collect();
        for n in stale {
            let at = self.drafts[n].name.start;
            if let Some(slot) = self.taken.get_mut(at) {
                *slot = None;
            }
            self.drafts[n].name = 0..0;
            let short = Draft::new(at..at + 1, EntityKind::Person, MentionForm::Name, 800);
            self.push(short);
        }
        for (n, sentence) in self.sentences.clone().into_iter().enumerate() {
            let titled = self.titled.get(n).copied().unwrap_or(false);
            self.scan(sentence, &known, titled);
        }
    }

    /// Family names (and single names) of the people named so far, by folded word.
    fn known_people(&self) -> BTreeMap<String, usize> {
        let mut known = BTreeMap::new();
        for (n, d) in self
            .drafts
            .iter()
            .enumerate()
            .filter(|(_, d)| d.kind == EntityKind::Person && d.form == MentionForm::Name && !d.name.is_empty())
        {
            let (first, last) = (self.folded(d.name.start).to_string(), self.folded(d.name.end - 1).to_string());
            if d.name.len() > 1 && self.rules.names.family_first(&first) {
                known.entry(first).or_insert(n);
            }
            known.entry(last).or_insert(n);
        }
        known
    }

    /// The longest listed name that begins at a word.
    pub(super) fn hit(&self, at: usize, end: usize) -> Option<Hit> {
        let longest = self.rules.gazetteer.longest(self.folded(at));
        for words in (1..=longest.min(end.saturating_sub(at))).rev() {
            let range = at..at + words;
            // Inside a name words stand side by side; "Workers' Party" has its possessive inside.
            if range.clone().skip(1).any(|n| {
                !self.words[n].joined
                    && self.words[n].before != "'s"
                    && !(self.words[n - 1].possessive && self.words[n].before.is_empty())
            }) {
                continue;
            }
            // All but the small words are capitalised.
            if range.clone().any(|n| {
                !self.words[n].cap
                    && !self.words[n].digit
                    && self.folded(n).chars().count() > 3
                    && !self.folded(n).contains('-')
            }) || !(self.words[at].cap || self.words[at].digit || self.folded(at).contains('-'))
            {
                continue;
            }
            let key = self.joined(range.clone());
            let loud = range
                .clone()
                .all(|n| self.words[n].loud || self.words[n].digit || self.form(n).chars().all(|c| !c.is_lowercase()));
            let found: Vec<&Entry> = self.rules.gazetteer.readings(&key, loud);
            if let Some(first) = found.first() {
                // A demonym that is also a people ("Saudis", "Russian"): as a people only after "the" or in the plural.
                let listed = match first.listed {
                    Listed::Adjective
                        if found.iter().any(|e| e.listed == Listed::People) && self.stands_alone(&range) =>
                    {
                        Listed::People
                    }
                    Listed::State if found.iter().any(|e| e.listed == Listed::Adjective) => Listed::State,
                    other => other,
                };
                return Some(Hit {
                    words,
                    listed,
                    state: first.state.clone(),
                    loose: found.iter().any(|e| e.state != first.state),
                });
            }
        }
        None
    }

    /// A people's name that no noun follows ("the Saudis kept ..."; "the Chinese say").
    fn stands_alone(&self, range: &Range<usize>) -> bool {
        let article =
            self.previous(range.start).is_some_and(|p| matches!(self.folded(p), "the" | "many" | "most" | "some"));
        let noun_after = self.next(range.end - 1).is_some_and(|n| {
            self.words[n].before.is_empty()
                && matches!(self.words[n].upos, Upos::Noun | Upos::Adj | Upos::Propn | Upos::Num | Upos::X)
        });
        article && !noun_after
    }

    /// End of the run of name-like words that begins at `at`.
    fn run_end(&self, at: usize, end: usize) -> usize {
        let office = (3..=4).rev().find(|w| at + w < end && self.rules.offices.contains(&self.joined(at..at + w)));
        let mut to = at + self.hit(at, end).map_or(1, |h| h.words).max(office.unwrap_or(1));
        let mut heads = (at..to)
            .any(|n| self.rules.org_of.contains(self.folded(n)) || self.rules.state_of.contains(self.folded(n)));
        while to < end {
            let (word, last) = (&self.words[to], &self.words[to - 1]);
            if last.possessive || !word.joined {
                break;
            }
            let cap = |n: usize| n < end && self.words[n].cap && self.words[n].joined;
            if word.cap {
                let more = self.hit(to, end).map_or(1, |h| h.words);
                heads |= self.rules.org_of.contains(&word.folded) || self.rules.state_of.contains(&word.folded);
                to += more;
            } else if word.digit
                && !last.digit
                && last.cap
                && !self.rules.not_names.contains(&last.folded)
                && word.folded.len() >= 2
                && word.folded.chars().all(|c| c.is_ascii_digit())
            {
                to += 1;
            } else if self.rules.particles.contains(&word.folded)
                && (cap(to + 1) || (to + 2 < end && self.rules.particles.contains(self.folded(to + 1)) && cap(to + 2)))
            {
                to += 1;
            } else if heads
                && matches!(word.folded.as_str(), "of" | "for" | "on")
                && !self.rules.title_heads.contains(&last.folded)
            {
                let skip = usize::from(self.folded(to + 1) == "the");
                if !cap(to + 1 + skip) || self.is_office_word(at, to) {
                    break;
                }
                to += 1 + skip;
            } else if heads
                && word.folded == "and"
                && cap(to + 1)
                && (at..to).any(|n| matches!(self.folded(n), "of" | "for"))
                && self.hit(to + 1, end).is_none()
            {
                to += 1;
            } else if word.folded == "and"
                && cap(to + 1)
                && to <= at + 2
                && self.ends_as_body(to + 1, end)
                && self.hit(at, end).is_none_or(|h| matches!(h.listed, Listed::City | Listed::Province))
            {
                to += 1;
            } else {
                break;
            }
        }
        to
    }

    fn is_office_word(&self, at: usize, to: usize) -> bool {
        to == at + 1 && self.rules.title_heads.contains(self.folded(at)) && !self.rules.org_of.contains(self.folded(at))
    }

    /// Do the capitalised words from here end with a word for a body ("... Emergency Management Authority")?
    pub(super) fn ends_as_body(&self, from: usize, end: usize) -> bool {
        let to = (from + 1..end)
            .take_while(|n| self.words[*n].cap && self.words[*n].joined && !self.words[*n - 1].possessive)
            .last()
            .map_or(from, |n| n);
        to > from && self.rules.org_heads.contains(self.folded(to))
    }

    /// Reads the names of one sentence; words that are taken already are left.
    fn scan(&mut self, sentence: Range<usize>, known: &BTreeMap<String, usize>, titled: bool) {
        let mut at = sentence.start;
        while at < sentence.end {
            if self.taken[at].is_some() || self.spent[at] {
                at += 1;
                continue;
            }
            let prefixed = self.folded(at).split_once('-').is_some_and(|(p, _)| p.len() <= 3)
                && self
                    .form(at)
                    .split(['-', '‑'])
                    .nth(1)
                    .is_some_and(|t| t.chars().next().is_some_and(char::is_uppercase));
            let hit = self.hit(at, sentence.end);
            if !self.words[at].cap
                && !(prefixed
                    && self.words[at].folded.len() > 4
                    && !self.words[at].digit
                    && self.rules.particles.contains(self.folded(at).split('-').next().unwrap_or("")))
                && hit.is_none()
            {
                at += 1;
                continue;
            }
            let end = if titled { self.titled_end(at, sentence.end, known) } else { self.run_end(at, sentence.end) };
            let end = (at + 1..end).find(|n| self.taken[*n].is_some() || self.spent[*n]).unwrap_or(end);
            if end <= at {
                at += 1;
                continue;
            }
            self.parse(at, end, known, titled);
            at = end;
        }
    }

    /// In a line whose words are all capitalised a name is what is listed, known, recognised, or follows a title.
    fn titled_end(&self, at: usize, end: usize, known: &BTreeMap<String, usize>) -> usize {
        if let Some(hit) = self.hit(at, end).filter(|h| {
            h.words > 1
                || !h.loose
                || matches!(h.listed, Listed::State | Listed::Adjective | Listed::Capital | Listed::Organisation)
        }) {
            return if matches!(hit.listed, Listed::City | Listed::Province | Listed::Firm | Listed::Outlet)
                && hit.words == 1
                && self.ner[at].is_none()
                && !known.contains_key(self.folded(at))
            {
                at
            } else {
                at + hit.words
            };
        }
        if let Some(to) = self.title_end(at, end) {
            let name = (to..end)
                .take_while(|n| {
                    self.words[*n].joined
                        && (known.contains_key(self.folded(*n))
                            || self.is_person_ner(*n)
                            || (*n == to
                                && self.words[*n].cap
                                && !matches!(self.words[*n].upos, Upos::Verb | Upos::Aux | Upos::Adp)))
                })
                .last();
            return name.map_or(at, |n| n + 1);
        }
        if known.contains_key(self.folded(at)) {
            return at + 1;
        }
        if let Some((kind, number)) = self.ner[at] {
            let to = (at..end)
                .take_while(|n| self.ner[*n] == Some((kind, number)) && (*n == at || self.words[*n].joined))
                .last()
                .map_or(at, |n| n + 1);
            // The recogniser errs most in headlines: only what has more than one word, or is tagged a name.
            return if to > at + 1 || self.words[at].upos == Upos::Propn { to } else { at };
        }
        at
    }

    fn is_person_ner(&self, at: usize) -> bool {
        matches!(self.ner.get(at), Some(Some((EntityKind::Person, _))))
    }

    /// End of a title that begins here and is followed by a name: "Foreign Minister", "Rear Admiral", "South Korean President".
    fn title_end(&self, at: usize, end: usize) -> Option<usize> {
        if self.rules.gazetteer.is_given(self.folded(at)) && !self.rules.title_heads.contains(self.folded(at)) {
            return None;
        }
        let mut found = None;
        let mut n = at;
        while n + 1 < end && n < at + 7 {
            if !self.words[n].cap
                || (n > at && (!self.words[n].joined || self.words[n - 1].possessive))
                || self.words[n].possessive
            {
                break;
            }
            let follows = self.words[n + 1].joined && (self.words[n + 1].cap || self.particle_name(n + 1, end));
            if self.rules.title_heads.contains(self.folded(n)) && follows {
                found = Some(n + 1);
            } else if found.is_some() {
                break;
            }
            n += 1;
        }
        // "Secretary of State", "Commander in Chief": offices of several words with small ones inside.
        for words in 3..=4 {
            if at + words < end
                && self.rules.offices.contains(&self.joined(at..at + words))
                && self.words[at + words].cap
                && self.words[at + words].joined
            {
                found = found.max(Some(at + words));
            }
        }
        found
    }

    fn particle_name(&self, at: usize, end: usize) -> bool {
        (self.rules.particles.contains(self.folded(at)) && at + 1 < end && self.words[at + 1].cap)
            || self.folded(at).split_once('-').is_some_and(|(p, _)| self.rules.names.is_article(p))
    }

    /// Takes a run of name-like words apart.
    fn parse(&mut self, at: usize, end: usize, known: &BTreeMap<String, usize>, titled: bool) {
        let mut at = at;
        while at < end {
            let folded = self.folded(at).to_string();
            let hit = self.hit(at, end);
            let long_hit = hit.as_ref().is_some_and(|h| h.words > 1);
            if !long_hit
                && (self.rules.not_names.contains(&folded)
                    || (self.words[at].opens && self.opener(at, end, hit.is_some())))
            {
                at += 1;
                continue;
            }
            if let Some(to) = self.state_noun(at, end) {
                at = to;
                continue;
            }
            if known.contains_key(&folded)
                && end == at + 1
                && !hit.as_ref().is_some_and(|h| matches!(h.listed, Listed::State))
            {
                self.push(Draft::new(at..end, EntityKind::Person, MentionForm::Name, 850));
                return;
            }
            // A title with a name behind it.
            let body = self.body_end(at, end);
            if let Some(to) = self.title_end(at, end).filter(|to| {
                !long_hit
                    && hit.is_none()
                    && body.is_none_or(|b| b >= *to || self.rules.portfolios.contains(self.folded(b - 1)))
            }) {
                self.sub_names(at, to);
                for n in at..to {
                    self.spent[n] = true;
                }
                let stop = self.person_end(to, end);
                let mut draft = Draft::new(to..stop, EntityKind::Person, MentionForm::Name, 950);
                draft.full = at..stop;
                draft.title = Some(at..to);
                if !self.rules.honorifics.contains(&self.joined(at..to))
                    && !self.rules.ranks.contains(&self.joined(at..to))
                {
                    draft.roles.push(DraftRole { title: at..to, of: None, span: at..stop });
                }
                self.push(draft);
                at = stop;
                continue;
            }
            if let Some(hit) = hit {
                let next = at + hit.words;
                // A longer name that begins with a listed one: "Seoul National University", "Japanese Defense Ministry".
                if let Some(to) = body.filter(|to| *to > next) {
                    let from = self.after_adjective(at, next, to, &hit);
                    if from > at {
                        self.push_hit(at, &hit);
                    }
                    self.push_body(from, to, hit.state.clone());
                    at = to;
                    continue;
                }
                if self.is_person_here(at, end, &hit, next) {
                    let stop = self.person_end(at, end);
                    self.push(Draft::new(at..stop, EntityKind::Person, MentionForm::Name, 850));
                    at = stop;
                    continue;
                }
                if let Some((to, kind)) = self.other_head(at, end).filter(|(to, _)| {
                    *to > next && !matches!(hit.listed, Listed::Adjective) && self.title_end(next, end).is_none()
                }) {
                    let mut draft = Draft::new(at..to, kind, MentionForm::Name, 700);
                    draft.state = hit.state.clone();
                    self.push(draft);
                    at = to;
                    continue;
                }
                self.push_hit(at, &hit);
                at = next;
                continue;
            }
            if let Some(to) = body {
                self.push_body(at, to, None);
                at = to;
                continue;
            }
            at = self.unlisted(at, end, known, titled);
        }
    }

    /// "the Kingdom", "the Islamic Republic", "the North": descriptions of a state that are written like names.
    fn state_noun(&mut self, at: usize, end: usize) -> Option<usize> {
        let words = (1..=2.min(end - at)).rev().find(|w| self.rules.state_nouns.contains(&self.joined(at..at + w)));
        if let Some(words) = words {
            let to = at + words;
            let of = self.words.get(to).is_some_and(|w| w.folded == "of" && w.joined);
            if of || to < end {
                return None;
            }
            let mut draft = Draft::new(at..to, EntityKind::State, MentionForm::Nominal, 700);
            draft.noun = self.joined(at..to);
            self.push(draft);
            return Some(to);
        }
        // One half of a divided country, where the report has named it in full.
        let half = self.rules.halves.contains(self.folded(at))
            && end == at + 1
            && self.previous(at).is_some_and(|p| self.folded(p) == "the");
        let whole = self.drafts.iter().position(|d| {
            half && d.kind == EntityKind::State && d.name.len() == 2 && self.folded(d.name.start) == self.folded(at)
        })?;
        let mut draft = Draft::new(at..end, EntityKind::State, MentionForm::Name, 850);
        draft.state = self.drafts[whole].state.clone();
        self.push(draft);
        Some(end)
    }

    /// Names inside a title ("South Korean Industry Minister", "Huawei Korea CEO").
    fn sub_names(&mut self, at: usize, end: usize) {
        let mut n = at;
        while n < end {
            match self.hit(n, end).filter(|h| !matches!(h.listed, Listed::City | Listed::Province | Listed::Group)) {
                Some(hit) if !self.rules.title_heads.contains(self.folded(n)) => {
                    self.push_hit(n, &hit);
                    n += hit.words;
                }
                _ => n += 1,
            }
        }
    }

    /// Is a capital at the start of a sentence there for that reason alone?
    fn opener(&self, at: usize, end: usize, listed: bool) -> bool {
        // "Trade Minister ...": the field is part of the title.
        let field = self.rules.portfolios.contains(self.folded(at)) && !self.is_function(at);
        if field && end > at + 1 && self.rules.title_heads.contains(self.folded(at + 1)) {
            return false;
        }
        if self.rules.openers.contains(self.folded(at)) {
            return true;
        }
        if listed || end > at + 1 && self.rules.title_heads.contains(self.folded(at)) {
            return false;
        }
        // Before another capital a word is dropped only if it is a small one; a verb there is as likely a first name.
        let small = !matches!(self.words[at].upos, Upos::Verb | Upos::Adv | Upos::Intj | Upos::Sym);
        if end > at + 1 && (!small || self.rules.gazetteer.is_given(self.folded(at))) {
            return false;
        }
        // Whatever the tagger calls a name or the recogniser marks is kept; a plural noun or a verb is not.
        self.ner[at].is_none() && self.is_function(at)
            || (self.ner[at].is_none()
                && end == at + 1
                && matches!(self.words[at].upos, Upos::Noun | Upos::Adj | Upos::Num)
                && !self.words[at].loud)
    }

    /// End of the name of a body within the run: the last word for one, with what "of" and "for" join to it.
    fn body_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut found = None;
        let mut n = at;
        while n < end {
            let folded = self.folded(n);
            let is_head = self.words[n].cap && self.rules.org_heads.contains(folded);
            if is_head {
                let alone = n == at && end == at + 1;
                let tail = (n + 1..end)
                    .take_while(|m| !self.rules.title_heads.contains(self.folded(*m)))
                    .last()
                    .map_or(n + 1, |m| m + 1);
                let of = n + 1 < end && matches!(self.folded(n + 1), "of" | "for" | "on");
                // "Council of Security of Iran Ali X": a person's name may follow without a break.
                let person = (n + 3..tail).find(|m| {
                    let state_before = self.hit(m - 1, end).is_some_and(|h| h.listed == Listed::State && h.words == 1);
                    self.words[*m].cap
                        && self.words[*m - 1].cap
                        && (state_before || self.rules.gazetteer.is_given(self.folded(*m)) && *m + 1 < end)
                });
                let tail = person.unwrap_or(tail);
                if of && self.rules.org_of.contains(folded) {
                    // "Ministry of Health and Welfare": to the end of the run, unless a person's name follows another head.
                    return Some(tail.max(n + 1));
                }
                // A word for a body that a title follows at once is part of that title ("Army Chief", "Press Secretary").
                let before_title = n + 1 < end
                    && self.rules.title_heads.contains(self.folded(n + 1))
                    && (n == at || self.rules.portfolios.contains(folded));
                if !alone && n > at && !before_title {
                    found = Some(n + 1);
                }
            } else if found.is_some() && self.rules.title_heads.contains(folded) {
                break;
            }
            n += 1;
        }
        // One more name of a state may follow ("U.S. Forces Korea", "Samsung Electronics America").
        found.map(|to| {
            if to < end && to + 1 == end && self.hit(to, end).is_some_and(|h| h.listed == Listed::State) {
                to + 1
            } else {
                to
            }
        })
    }

    /// An adjective of state before a common kind of body is a mention of its own.
    fn after_adjective(&self, at: usize, next: usize, to: usize, hit: &Hit) -> usize {
        let plain = (next..to).all(|n| {
            self.rules.portfolios.contains(self.folded(n)) || self.rules.generic_bodies.contains(self.folded(n))
        });
        if matches!(hit.listed, Listed::Adjective | Listed::People | Listed::State)
            && plain
            && self.rules.generic_bodies.contains(self.folded(to - 1))
        {
            next
        } else {
            at
        }
    }

    /// End of a person's name that begins here: the run, up to a word that begins something else.
    fn person_end(&self, at: usize, end: usize) -> usize {
        let mut to = at + 1;
        while to < end {
            let folded = self.folded(to);
            let hit = self.hit(to, end);
            let stranger =
                hit.as_ref().is_some_and(|h| h.words > 1 || matches!(h.listed, Listed::Organisation | Listed::Outlet))
                    && to > at + 1;
            if self.words[to].digit || stranger || self.rules.not_names.contains(folded) && to > at + 1 {
                break;
            }
            to += 1;
        }
        to
    }

    /// Does a listed word begin a person's name here ("Jordan Smith", "Van Yi")?
    fn is_person_here(&self, at: usize, end: usize, hit: &Hit, next: usize) -> bool {
        if end <= next
            || hit.words > 1
            || !matches!(hit.listed, Listed::City | Listed::Province | Listed::Capital | Listed::Firm | Listed::Outlet)
        {
            return false;
        }
        let follows = self.words[next].cap
            && !self.rules.title_heads.contains(self.folded(next))
            && !self.rules.org_heads.contains(self.folded(next));
        let given = self.rules.gazetteer.is_given(self.folded(at))
            || self.rules.names.family_first(self.folded(at))
            || self.folded(next).contains('-');
        follows
            && (given || self.is_person_ner(at))
            && self.hit(next, end).is_none_or(|h| matches!(h.listed, Listed::City | Listed::Province))
    }

    /// A name that ends with a word for a place, a building or a happening.
    pub(super) fn other_head(&self, at: usize, end: usize) -> Option<(usize, EntityKind)> {
        (at + 1..end).rev().find_map(|n| {
            let folded = self.folded(n);
            let kind = if self.rules.facility_heads.contains(folded) {
                EntityKind::Facility
            } else if self.rules.place_heads.contains(folded) {
                EntityKind::Place
            } else if self.rules.event_heads.contains(folded) {
                EntityKind::Event
            } else if self.rules.product_heads.contains(folded) {
                EntityKind::Product
            } else {
                return None;
            };
            Some((n + 1, kind))
        })
    }

    fn push_hit(&mut self, at: usize, hit: &Hit) {
        let range = at..at + hit.words;
        let (kind, confidence) = match hit.listed {
            Listed::State => (EntityKind::State, 980),
            Listed::Adjective => (EntityKind::Demonym, 970),
            Listed::People => (EntityKind::State, 900),
            Listed::Seat => (EntityKind::Organisation, 950),
            Listed::Capital => (EntityKind::Place, 960),
            Listed::City | Listed::Province => (EntityKind::Place, if hit.words > 1 { 850 } else { 700 }),
            Listed::Region => (EntityKind::Place, 950),
            Listed::Organisation | Listed::Outlet | Listed::Firm => {
                (EntityKind::Organisation, if hit.words > 1 { 970 } else { 850 })
            }
            Listed::Group => (EntityKind::Group, 900),
        };
        // A town's name that opens a sentence or that the recogniser takes for something else is weighed by its neighbours.
        let kind = match (hit.listed, self.ner[at]) {
            (Listed::City | Listed::Province, Some((kind, _)))
                if hit.words == 1
                    && matches!(kind, EntityKind::Person | EntityKind::Organisation)
                    && !self.words[at].loud
                    && !self.after_place_preposition(at)
                    && self.says(at, at + 1) =>
            {
                kind
            }
            _ => kind,
        };
        let mut draft = Draft::new(range, kind, MentionForm::Name, confidence);
        draft.state =
            if hit.loose && matches!(hit.listed, Listed::City | Listed::Province) { None } else { hit.state.clone() };
        if kind == EntityKind::Person {
            draft.state = None;
        }
        draft.plural = matches!(hit.listed, Listed::Group | Listed::People);
        self.push(draft);
    }

    pub(super) fn after_place_preposition(&self, at: usize) -> bool {
        self.previous(at).is_some_and(|p| {
            self.words[at].before.is_empty()
                && (self.rules.place_prepositions.contains(self.folded(p)) || matches!(self.folded(p), "to" | "from"))
        })
    }

    fn push_body(&mut self, at: usize, to: usize, state: Option<SmolStr>) {
        // Facilities and the like may contain a word for a body ("Seoul Central Station" has none; "Press Center" has).
        let kind = match self.ner[at] {
            Some((EntityKind::Facility, _)) => EntityKind::Facility,
            Some((EntityKind::Event, _)) => EntityKind::Event,
            _ => EntityKind::Organisation,
        };
        let mut draft = Draft::new(at..to, kind, MentionForm::Name, 880);
        draft.state = state;
        // A body is of the state whose possessive or adjective stands before it.
        if draft.state.is_none() {
            draft.state =
                self.previous(at).and_then(|p| self.taken[p]).filter(|_| self.words[at].before.is_empty()).and_then(
                    |d| {
                        let d = &self.drafts[d];
                        matches!(d.kind, EntityKind::State | EntityKind::Demonym).then(|| d.state.clone()).flatten()
                    },
                );
        }
        self.push(draft);
    }

    /// A run that no table knows: people by first name, particles, role beside it, the recogniser; else the recogniser's kind.
    fn unlisted(&mut self, at: usize, end: usize, known: &BTreeMap<String, usize>, titled: bool) -> usize {
        let text_end = end;
        // Up to the next listed name that can stand alone.
        let end = (at + 1..end)
            .find(|n| {
                self.hit(*n, end)
                    .is_some_and(|h| h.words > 1 || matches!(h.listed, Listed::State | Listed::Organisation))
                    && !self.particle_name(*n - 1, end)
            })
            .unwrap_or(text_end);
        if let Some(n) = (at + 1..end).find(|n| self.words[*n].digit) {
            // A name with a number is a make or a unit: "Ascend 950".
            let kind = if self.rules.org_heads.contains(self.folded(at)) {
                EntityKind::Organisation
            } else {
                EntityKind::Product
            };
            self.push(Draft::new(at..n + 1, kind, MentionForm::Name, 700));
            return n + 1;
        }
        if let Some((to, kind)) = self.other_head(at, end) {
            self.push(Draft::new(at..to, kind, MentionForm::Name, 700));
            return to;
        }
        let range = at..end;
        let folded = self.folded(at).to_string();
        let single = range.len() == 1;
        // An office alone is a description.
        let office = |n: usize| {
            let f = self.folded(n);
            self.rules.title_heads.contains(f) || self.rules.portfolios.contains(f) || self.rules.offices.contains(f)
        };
        if self.rules.title_heads.contains(self.folded(end - 1)) && range.clone().all(office) {
            return end;
        }
        let follows = |list: &super::rules::List, reach: usize| {
            (end..end + reach).any(|n| {
                self.words
                    .get(n)
                    .is_some_and(|w| w.joined && w.sentence == self.words[at].sentence && list.contains(&w.folded))
            })
        };
        let votes =
            |kind: EntityKind| range.clone().filter(|n| matches!(self.ner[*n], Some((k, _)) if k == kind)).count();
        let majority = [
            EntityKind::Person,
            EntityKind::Organisation,
            EntityKind::Place,
            EntityKind::State,
            EntityKind::Facility,
            EntityKind::Product,
            EntityKind::Group,
            EntityKind::Event,
            EntityKind::Demonym,
            EntityKind::Other,
        ]
        .into_iter()
        .map(|k| (votes(k), k))
        .rev()
        .max_by_key(|(n, _)| *n)
        .filter(|(n, _)| *n > 0)
        .map(|(_, k)| k);
        let eastern = !single
            && (self.rules.names.family_first(&folded))
            && (self.folded(at + 1).contains('-') || range.len() <= 3);
        let arabic = !single && range.clone().any(|n| self.particle_name(n, end) && n < end);
        let given = !single && (self.rules.gazetteer.is_given(&folded) || folded.len() == 1);
        let all_loud = range.clone().all(|n| self.words[n].loud);
        let bodies_of_people = single && !all_loud && follows(&self.rules.bodies_of_people, 1);
        let place = self.after_place_preposition(at)
            || follows(&self.rules.place_heads, 1)
            || follows(&self.rules.facility_heads, 1);
        let (kind, confidence) = if bodies_of_people {
            (EntityKind::Person, 800)
        } else if all_loud && single && follows(&self.rules.product_heads, 3) {
            (EntityKind::Product, 600)
        } else if arabic && !given && place {
            (EntityKind::Place, 700)
        } else if known.contains_key(&folded) && single
            || (!single && known.contains_key(self.folded(end - 1)) && !all_loud)
        {
            (EntityKind::Person, 850)
        } else if (given || eastern || arabic) && range.len() <= 6 && !all_loud {
            (EntityKind::Person, if majority == Some(EntityKind::Person) { 950 } else { 800 })
        } else if !single && majority.is_none_or(|k| k != EntityKind::Person) && self.role_beside(at, end) {
            (EntityKind::Person, 750)
        } else if let Some(kind) = majority {
            let kind = match kind {
                // What no table knows is no state and no nationality.
                EntityKind::State | EntityKind::Demonym => EntityKind::Place,
                EntityKind::Person if all_loud && single => EntityKind::Organisation,
                k => k,
            };
            (kind, 700)
        } else if titled {
            return end;
        } else if single && self.after_place_preposition(at) && !self.words[at].loud {
            (EntityKind::Place, 600)
        } else if all_loud && self.words[at].folded.len() >= 2 {
            (EntityKind::Organisation, 500)
        } else if !single && self.says(at, end) {
            (EntityKind::Person, 650)
        } else if single && self.says(at, end) && !self.words[at].opens {
            (EntityKind::Person, 450)
        } else if self.words[at].opens && single {
            return end;
        } else {
            (EntityKind::Other, 300)
        };
        self.push(Draft::new(range, kind, MentionForm::Name, confidence));
        end
    }

    /// Does a word for a person stand just before the name, or in apposition behind it?
    fn role_beside(&self, at: usize, end: usize) -> bool {
        let before = self.previous(at).is_some_and(|p| {
            self.words[at].before.is_empty()
                && !self.words[p].cap
                && self.rules.role_noun(self.folded(p)).is_some_and(|(_, plural)| !plural)
        });
        let after = self.words.get(end).is_some_and(|w| w.before == "," && w.sentence == self.words[at].sentence)
            && (end..end + 8)
                .take_while(|n| {
                    self.words.get(*n).is_some_and(|w| {
                        (*n == end || w.before.is_empty())
                            && w.sentence == self.words[at].sentence
                            && w.upos != Upos::Verb
                    })
                })
                .any(|n| !self.words[n].cap && self.rules.role_noun(self.folded(n)).is_some());
        before || after
    }

    /// Is a verb of saying next to the name?
    fn says(&self, at: usize, end: usize) -> bool {
        let verb = |n: usize| {
            self.words.get(n).is_some_and(|w| {
                self.rules.saying.contains(self.syntax.lemma(w.token))
                    || self.rules.saying.contains(&w.folded)
                    || matches!(w.folded.as_str(), "said" | "told")
            })
        };
        (verb(end) && self.words[end].before.is_empty() && self.words[end].sentence == self.words[at].sentence)
            || (self.previous(at).is_some_and(verb) && self.words[at].before.is_empty())
    }
}
