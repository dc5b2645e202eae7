//! Amounts of money: "$1.2bn", "420 million yen", "15 dollars and 50 cents".

use smol_str::SmolStr;

use super::atoms::{Atom, AtomKind, atoms};
use super::find::{Draft, Finder};
use super::measure::Figure;
use super::rules::{Letters, Sign};
use super::{NumberKind, Read, noun};

impl Finder<'_> {
    /// A sign or code of money that begins at `at`, with the number after it: pieces before the number (0 where both are one piece),
    /// the sign, the number, and the piece after it.
    fn sign_and_number(&self, at: usize) -> Option<(Sign, Read, usize)> {
        if let Some((len, sign)) = self.rules.signs.at(self.atoms, at).filter(|(_, s)| self.printed_as(at, s.letters)) {
            let in_word = at > 0 && self.atoms[at].glued && self.before(at) != "(";
            if sign.letters != Letters::None && in_word {
                return None;
            }
            let read = self.rules.numbers.cardinal(self.atoms, at + len).filter(|r| r.digits)?;
            return Some((sign, read, at + len + read.len));
        }
        self.glued_code(at).or_else(|| self.name_and_number(at))
    }

    /// "rupees 5 crore": the name before a large sum.
    fn name_and_number(&self, at: usize) -> Option<(Sign, Read, usize)> {
        let (len, code) = self.rules.currencies.at(self.atoms, at)?;
        let before = self.before(at);
        if self.rules.context.definite.contains(before) || self.rules.numbers.articles.contains(before) {
            return None;
        }
        let read = self.rules.numbers.cardinal(self.atoms, at + len).filter(|r| r.digits && r.scaled)?;
        let end = at + len + read.len;
        if self.rules.percent.at(self.atoms, end).is_some() || self.currency_at(end).is_some() {
            return None;
        }
        Some((Sign { code, factor: 1.0, letters: Letters::Any, glued: false }, read, end))
    }

    /// Is a sign in letters printed as it must be?
    fn printed_as(&self, at: usize, letters: Letters) -> bool {
        match letters {
            Letters::None | Letters::Any => true,
            Letters::Capital => self.atoms.get(at).is_some_and(|a| a.capital),
            Letters::Capitals => {
                self.atoms.get(at).is_some_and(|a| a.span.of(self.syntax.text()).chars().all(|c| c.is_uppercase()))
            }
        }
    }

    /// "USD1.5 billion", "Rs500": a code with the number written onto it, which the pieces keep as one word.
    fn glued_code(&self, at: usize) -> Option<(Sign, Read, usize)> {
        let atom = self.atoms.get(at)?;
        if atom.kind != AtomKind::Word || !atom.capital || atom.glued && self.before(at) != "(" {
            return None;
        }
        let (cut, sign) = self.rules.glued_sign(atom)?;
        let text = self.syntax.text();
        let start = atom.span.start + cut as u32;
        let capitals = |range: &str| range.chars().all(char::is_uppercase);
        if cut > 2 && !capitals(text.get(atom.span.start as usize..start as usize)?) {
            return None;
        }
        let last = self.atoms.get(self.atoms.len().min(at + 8) - 1)?;
        let rest: Vec<Atom> = atoms(text.get(start as usize..last.span.end as usize)?, start);
        let read = self.rules.numbers.cardinal(&rest, 0).filter(|r| r.digits)?;
        let stop = rest.get(read.len - 1)?.span.end;
        let end = self.atoms.partition_point(|a| a.span.end <= stop);
        (self.atoms.get(end.checked_sub(1)?)?.span.end == stop && end > at).then_some((sign, read, end))
    }

    /// "$1.2bn", "US$ 5 million", "€3-4 million", "USD1.5 billion".
    pub(super) fn money(&self, at: usize) -> Option<Draft> {
        let (sign, read, mut end) = self.sign_and_number(at)?;
        let code = sign.code;
        let (mut value, mut value_to) = (read.value, None);
        if matches!(self.text(end), "-" | "–" | "to") {
            let again = self.rules.signs.at(self.atoms, end + 1).map_or(0, |s| s.0);
            if let Some(upper) = self.rules.numbers.cardinal(self.atoms, end + 1 + again).filter(|r| r.digits) {
                // "$1.2-1.5 billion": the scale is said once.
                if upper.scaled && !read.scaled && value < 1000.0 {
                    let mantissa = self
                        .atoms
                        .get(end + 1 + again)
                        .map_or(1.0, |a| if let AtomKind::Number { value, .. } = a.kind { value } else { 1.0 });
                    value *= if mantissa > 0.0 { upper.value / mantissa } else { 1.0 };
                }
                if upper.value > value {
                    value_to = Some(upper.value);
                    end += 1 + again + upper.len;
                }
            }
        }
        let number_end = end;
        // "$5 million dollars", "$75 million US"
        if let Some((extra, _)) = self.rules.currencies.at(self.atoms, end)
            && !self.atoms.get(end + extra).is_some_and(Atom::is_numeric)
        {
            end += extra;
        }
        let worth_of = self.text(end) == "worth" && self.text(end + 1) == "of";
        let noun = if matches!(self.text(end), "of" | "in" | "worth") {
            noun::phrase(self.syntax, self.rules, self.atoms, end + if worth_of { 2 } else { 1 })
        } else {
            None
        };
        Some(Draft {
            number: (at, number_end),
            end,
            value: value * sign.factor,
            value_to: value_to.map(|v| v * sign.factor),
            kind: NumberKind::Money,
            unit: code,
            noun,
            whole: None,
            confidence: 950,
        })
    }

    /// Money named after the number: "420 million yen", "10 €", "30 MUSD", "50 cents".
    pub(super) fn money_after(&self, figure: Figure) -> Option<Draft> {
        let end = figure.end;
        let hyphen = usize::from(self.text(end) == "-");
        let p = end + hyphen;
        if let Some((len, code, factor)) = self.currency_at(p) {
            let name = self.text(p);
            let place = name == "won" && !figure.scaled && figure.value < 100.0;
            // "pounds per square inch"
            let longer = self.rules.units.at(self.atoms, p).is_some_and(|(n, _)| n > len);
            if place || longer || name == "mark" || self.is_weight(figure, p, len) {
                return None;
            }
            let mut draft = figure.draft(p + len, NumberKind::Money, code, 900);
            draft.value *= factor;
            draft.value_to = draft.value_to.map(|v| v * factor);
            self.add_scale(figure, &mut draft);
            if !figure.scaled
                && figure.value.fract() == 0.0
                && let Some((stop, part)) = self.minor_after(draft.end, &draft.unit)
            {
                draft.end = stop;
                draft.value += part;
            }
            return Some(draft);
        }
        let (len, minor) = self.rules.minor.at(self.atoms, p)?;
        let mut draft = figure.draft(p + len, NumberKind::Money, minor.first()?.clone(), 850);
        draft.value /= 100.0;
        draft.value_to = draft.value_to.map(|v| v / 100.0);
        Some(draft)
    }

    /// A name of money at `at`, or a sign that no number follows: pieces, code, factor.
    fn currency_at(&self, at: usize) -> Option<(usize, SmolStr, f64)> {
        if let Some((len, code)) = self.rules.currencies.at(self.atoms, at) {
            return Some((len, code, 1.0));
        }
        let (len, sign) = self.rules.signs.at(self.atoms, at)?;
        match sign.letters {
            Letters::None => {
                // "50 $10 bills": the sign belongs to what follows, unless that has its own ("10 $ 30 $").
                let next = self.rules.numbers.cardinal(self.atoms, at + len);
                let own = next.is_some_and(|r| {
                    let after = at + len + r.len;
                    self.rules.signs.at(self.atoms, after).is_some_and(|(_, s)| s.letters == Letters::None)
                        || self.rules.minor.at(self.atoms, after).is_some()
                });
                (next.is_none() || own).then_some((len, sign.code, sign.factor))
            }
            letters => {
                (self.printed_as(at, letters) && letters == Letters::Capitals).then_some((len, sign.code, sign.factor))
            }
        }
    }

    /// "75 USD million": the scale after the name.
    fn add_scale(&self, figure: Figure, draft: &mut Draft) {
        if figure.scaled {
            return;
        }
        if let Some(scale) =
            self.atoms.get(draft.end).and_then(|a| self.rules.numbers.outer_scale(a)).filter(|s| *s >= 1e5)
        {
            draft.value *= scale;
            draft.value_to = draft.value_to.map(|v| v * scale);
            draft.end += 1;
        }
    }

    /// "and 50 cents", "50" where the clause ends, after whole units of `code`: the piece after it, and its share of the unit.
    fn minor_after(&self, at: usize, code: &SmolStr) -> Option<(usize, f64)> {
        let from = at + usize::from(self.text(at) == "and");
        let read = self.rules.numbers.cardinal(self.atoms, from).filter(|r| r.value < 100.0 && !r.scaled)?;
        let end = from + read.len;
        if let Some((len, codes)) = self.rules.minor.at(self.atoms, end) {
            return codes.contains(code).then(|| (end + len, read.value / 100.0));
        }
        let two_figures = read.value >= 10.0 && read.value.fract() == 0.0;
        let free = self.ends_clause(end) && !matches!(self.text(end), "%" | "/" | "(")
            || self.rules.context.more.contains(self.text(end));
        let marked = self.rules.signs.at(self.atoms, end).is_some();
        (two_figures && free && !marked && self.time_at(from).is_none()).then(|| (end, read.value / 100.0))
    }

    /// Are "pounds" a weight? Where the sentence speaks of weight, or a stuff follows that is no money ("of explosives").
    fn is_weight(&self, figure: Figure, at: usize, len: usize) -> bool {
        let context = &self.rules.context;
        if len != 1 || !context.weight_names.contains(self.text(at)) {
            return false;
        }
        if self.atoms.iter().any(|a| context.weight_cues.contains(&a.text)) {
            return true;
        }
        if context.weight_verbs.contains(self.before(figure.start)) && !figure.scaled {
            return true;
        }
        self.text(at + 1) == "of"
            && noun::phrase(self.syntax, self.rules, self.atoms, at + 2)
                .is_some_and(|n| !context.money_nouns.contains(&n.lemma) && !n.capital)
    }
}
