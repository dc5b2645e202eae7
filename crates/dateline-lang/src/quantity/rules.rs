//! Rules of quantities, read from `data/en/number` once.

use std::collections::{BTreeMap, BTreeSet};

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::Hedge;
use super::atoms::{Atom, atoms};
use super::number::NumberWords;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgeFile {
    before: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    unit: Vec<UnitEntry>,
    smaller: Vec<SmallerEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SmallerEntry {
    unit: SmolStr,
    part: SmolStr,
    count: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    symbol: SmolStr,
    forms: Vec<String>,
    #[serde(default)]
    glued_only: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyFile {
    currency: Vec<CurrencyEntry>,
    minor: Vec<MinorEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyEntry {
    code: SmolStr,
    signs: Vec<String>,
    words: Vec<String>,
    #[serde(default)]
    glued: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MinorEntry {
    codes: Vec<SmolStr>,
    words: Vec<String>,
}

/// How a sign of money must be printed to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// It has a mark that nothing else has ("$", "C$", "€").
    None,
    /// Letters that are no other word ("usd").
    Any,
    /// The first letter is a capital ("Rs").
    Capital,
    /// All letters are capitals ("MUSD").
    Capitals,
}

/// A sign of money before a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sign {
    pub(super) code: SmolStr,
    /// "MUSD" counts millions.
    pub(super) factor: f64,
    pub(super) letters: Letters,
    /// A number may be written onto it ("USD115").
    pub(super) glued: bool,
}

/// The signs of a currency as the table gives them, and for codes of three letters their millions ("MUSD").
fn signs_of(entry: &CurrencyEntry) -> Vec<(String, Sign)> {
    let mut all = Vec::new();
    for text in &entry.signs {
        let code = text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase());
        let short = text.len() == 3 && text.chars().all(|c| c.is_ascii_alphabetic());
        let cased = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let letters = if !cased || !text.chars().all(|c| c.is_alphabetic() || c == '.') {
            Letters::None
        } else if text.chars().all(char::is_lowercase) {
            Letters::Any
        } else if code {
            Letters::Capitals
        } else {
            Letters::Capital
        };
        let glued = short || entry.glued.contains(text);
        let sign = Sign { code: entry.code.clone(), factor: 1.0, letters, glued };
        if code {
            let millions = Sign { factor: 1e6, letters: Letters::Capitals, ..sign.clone() };
            all.push((format!("M{text}"), millions));
        }
        all.push((text.clone(), sign));
    }
    all
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    pub(super) designators: BTreeSet<SmolStr>,
    pub(super) stop: BTreeSet<SmolStr>,
    pub(super) plurals: BTreeSet<SmolStr>,
    pub(super) one_phrases: BTreeSet<SmolStr>,
    pub(super) definite: BTreeSet<SmolStr>,
    pub(super) ordinal_not: BTreeSet<SmolStr>,
    pub(super) ordinal_adverb: BTreeSet<SmolStr>,
    pub(super) times_factor: BTreeSet<SmolStr>,
    pub(super) score_cues: BTreeSet<SmolStr>,
    pub(super) magnitude: BTreeSet<SmolStr>,
    pub(super) states: BTreeSet<SmolStr>,
    pub(super) state_links: BTreeSet<SmolStr>,
    pub(super) not_half_before: BTreeSet<SmolStr>,
    pub(super) not_half_after: BTreeSet<SmolStr>,
    pub(super) share_after: BTreeSet<SmolStr>,
    pub(super) metre_after: BTreeSet<SmolStr>,
    pub(super) whole_starts: BTreeSet<SmolStr>,
    pub(super) plain_parts: BTreeSet<SmolStr>,
    pub(super) ratio_bottoms: BTreeSet<u32>,
    pub(super) range_joints: BTreeSet<SmolStr>,
    pub(super) magnitude_links: BTreeSet<SmolStr>,
    pub(super) weight_names: BTreeSet<SmolStr>,
    pub(super) weight_cues: BTreeSet<SmolStr>,
    pub(super) weight_verbs: BTreeSet<SmolStr>,
    pub(super) money_nouns: BTreeSet<SmolStr>,
    percent: Vec<String>,
    pub(super) not_one_before: BTreeSet<SmolStr>,
    pub(super) more: BTreeSet<SmolStr>,
}

/// Phrases looked up by their first piece, longest first.
#[derive(Debug, Clone)]
pub(super) struct Phrases<T> {
    by_first: BTreeMap<SmolStr, Vec<(Vec<SmolStr>, T)>>,
    longest: usize,
}

impl<T: Clone> Phrases<T> {
    fn new(all: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut by_first: BTreeMap<SmolStr, Vec<(Vec<SmolStr>, T)>> = BTreeMap::new();
        let mut longest = 0;
        for (text, value) in all {
            let pieces: Vec<SmolStr> = atoms(&text, 0).into_iter().map(|a| a.text).collect();
            longest = longest.max(pieces.len());
            if let Some(first) = pieces.first() {
                by_first.entry(first.clone()).or_default().push((pieces, value));
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|(p, _)| usize::MAX - p.len());
        }
        Self { by_first, longest }
    }

    /// The longest phrase that begins at `at`: its length and value.
    pub(super) fn at(&self, atoms: &[Atom], at: usize) -> Option<(usize, T)> {
        let list = self.by_first.get(&atoms.get(at)?.text)?;
        list.iter()
            .find(|(p, _)| p.iter().enumerate().all(|(n, w)| atoms.get(at + n).is_some_and(|a| a.text == *w)))
            .map(|(p, v)| (p.len(), v.clone()))
    }

    /// The longest phrase that ends before `end`: where it begins, and its value.
    pub(super) fn before(&self, atoms: &[Atom], end: usize) -> Option<(usize, T)> {
        (1..=self.longest.min(end)).rev().find_map(|len| {
            let start = end - len;
            let list = self.by_first.get(&atoms.get(start)?.text)?;
            list.iter()
                .find(|(p, _)| {
                    p.len() == len
                        && p.iter().enumerate().all(|(n, w)| atoms.get(start + n).is_some_and(|a| a.text == *w))
                })
                .map(|(_, v)| (start, v.clone()))
        })
    }
}

/// Compiled rules of quantities.
///
/// ```
/// assert!(dateline_lang::quantity::QuantityRules::load(&dateline_data::DataSet::built_in()).is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct QuantityRules {
    pub(super) numbers: NumberWords,
    pub(super) hedges_before: Phrases<Hedge>,
    pub(super) hedges_after: Phrases<Hedge>,
    pub(super) units: Phrases<SmolStr>,
    pub(super) glued_units: Phrases<SmolStr>,
    pub(super) smaller: BTreeMap<SmolStr, (SmolStr, f64)>,
    pub(super) percent: Phrases<()>,
    pub(super) signs: Phrases<Sign>,
    pub(super) currencies: Phrases<SmolStr>,
    pub(super) minor: Phrases<Vec<SmolStr>>,
    pub(super) context: Context,
}

fn hedge(name: &str) -> Option<Hedge> {
    Some(match name {
        "exact" => Hedge::Exact,
        "about" => Hedge::About,
        "nearly" => Hedge::Nearly,
        "more than" => Hedge::MoreThan,
        "less than" => Hedge::LessThan,
        "at least" => Hedge::AtLeast,
        "at most" => Hedge::AtMost,
        _ => return None,
    })
}

fn hedges(table: BTreeMap<String, Vec<String>>) -> Result<Phrases<Hedge>, DataError> {
    let mut all = Vec::new();
    for (name, words) in table {
        let value = hedge(&name).ok_or_else(|| DataError {
            file: "en/number/hedges.toml".into(),
            problem: format!("there is no hedge `{name}`; see the contract's names"),
        })?;
        all.extend(words.into_iter().map(|w| (w, value)));
    }
    Ok(Phrases::new(all))
}

impl QuantityRules {
    /// The sign in a word that has a number written onto it ("USD115"), and where in the word the number begins.
    pub(super) fn glued_sign(&self, atom: &Atom) -> Option<(usize, Sign)> {
        let cut = atom.text.find(|c: char| c.is_ascii_digit()).filter(|_| atom.capital)?;
        let (_, sign) = self.signs.at(&atoms(atom.text.get(..cut)?, 0), 0)?;
        sign.glued.then_some((cut, sign))
    }

    /// Reads `en/number/*.toml`.
    ///
    /// # Errors
    /// If a file is missing or not of its shape, or names a hedge that does not exist.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let hedge_file: HedgeFile = data.toml("en/number/hedges.toml")?;
        let units: UnitFile = data.toml("en/number/units.toml")?;
        let money: CurrencyFile = data.toml("en/number/currencies.toml")?;
        let (mut plain, mut glued) = (Vec::new(), Vec::new());
        for unit in units.unit {
            plain.extend(unit.forms.into_iter().map(|f| (f, unit.symbol.clone())));
            glued.extend(unit.glued_only.into_iter().map(|f| (f, unit.symbol.clone())));
        }
        let (mut signs, mut words) = (Vec::new(), Vec::new());
        for c in money.currency {
            signs.extend(signs_of(&c));
            words.extend(c.words.into_iter().map(|w| (w, c.code.clone())));
        }
        // Pieces are compared in lower case: of "usd" and "USD" the one that asks for less comes first.
        signs.sort_by_key(|(_, s)| s.letters != Letters::Any);
        let minor = money.minor.into_iter().flat_map(|m| m.words.into_iter().map(move |w| (w, m.codes.clone())));
        let smaller = units.smaller.into_iter().map(|s| (s.unit, (s.part, s.count))).collect();
        let context: Context = data.toml("en/number/context.toml")?;
        Ok(Self {
            numbers: NumberWords::load(data)?,
            hedges_before: hedges(hedge_file.before)?,
            hedges_after: hedges(hedge_file.after)?,
            units: Phrases::new(plain),
            glued_units: Phrases::new(glued),
            smaller,
            percent: Phrases::new(context.percent.iter().map(|w| (w.clone(), ()))),
            signs: Phrases::new(signs),
            currencies: Phrases::new(words),
            minor: Phrases::new(minor),
            context,
        })
    }
}
