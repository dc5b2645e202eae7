//! Holders of offices that are named behind the body they serve without a comma: "the vice-president of Peru Ana Torres". Translated reports write so, and the
//! recogniser of names then takes body and holder for one name.

use super::find::{Draft, Finder};
use super::{EntityKind, MentionForm};
use crate::token::Upos;

/// Confidence of a name that was cut off a longer one.
const CUT_OFF: u16 = 600;

impl Finder<'_, '_> {
    /// The word of the office that governs what begins at `at` with "of": `president` of "the president of Peru", `minister` of "the minister of defence
    /// of Peru".
    pub(super) fn office_of(&self, at: usize) -> Option<usize> {
        let prepositions = &self.rules.coref.title_prepositions;
        let governor = |at: usize| -> Option<usize> {
            let mut p = self.previous(at)?;
            if self.rules.coref.articles.contains(self.folded(p)) {
                p = self.previous(p)?;
            }
            prepositions.contains(self.folded(p)).then(|| self.previous(p))?
        };
        let office = |at: usize| self.rules.role_noun(self.folded(at)).is_some();
        let near = governor(at)?;
        if office(near) {
            return Some(near);
        }
        // a field of office between the two
        let field =
            self.words.get(near).is_some_and(|w| w.upos == Upos::Noun && !w.cap) && self.taken.get(near)?.is_none();
        governor(near).filter(|far| field && office(*far))
    }

    /// Names behind an office and its body are people.
    pub(super) fn find_holders(&mut self) {
        for n in 0..self.drafts.len() {
            let d = &self.drafts[n];
            if d.form != MentionForm::Name
                || matches!(d.kind, EntityKind::Person | EntityKind::State | EntityKind::Demonym)
                || d.name.len() < 2
            {
                continue;
            }
            let name = d.name.clone();
            let capital = |at: usize| self.words.get(at).is_some_and(|w| w.cap && !w.digit);
            let acronym = |at: usize| {
                let form = self.form(at);
                form.len() > 1 && form.chars().all(char::is_uppercase)
            };
            let person = |from: usize| {
                from + 1 < name.end
                    && (from..name.end).all(|w| capital(w) && !acronym(w))
                    && self.hit(from, name.end).is_none()
                    && !self.ends_as_body(from, name.end)
                    && self.other_head(from, name.end).is_none()
            };
            // "the head of the MFA Rosa Lima"
            if name.len() > 2 && acronym(name.start) && person(name.start + 1) && self.office_of(name.start).is_some() {
                let cut = name.start + 1;
                self.drafts[n].name = name.start..cut;
                self.drafts[n].full = name.start..cut;
                self.push(Draft::new(cut..name.end, EntityKind::Person, MentionForm::Name, CUT_OFF));
                continue;
            }
            let touching = self.words.get(name.start).is_some_and(|w| w.before.is_empty());
            let body = self.previous(name.start).filter(|_| touching).and_then(|p| self.taken[p]).filter(|b| *b != n);
            if let Some(body) = body
                && person(name.start)
                && !matches!(self.drafts[body].kind, EntityKind::Person | EntityKind::Demonym)
                && self.office_of(self.drafts[body].name.start).is_some()
            {
                self.drafts[n].kind = EntityKind::Person;
            }
        }
    }
}
