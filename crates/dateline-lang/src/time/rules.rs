//! The rules of time expressions, read from `data/en/time` once.

use std::collections::BTreeMap;

use dateline_data::{DataError, DataSet};
use serde::Deserialize;
use smol_str::SmolStr;

use super::pattern::{self, Here, Match, Member, Step};
use crate::quantity::{Atom, AtomKind, NumberWords, atoms};

const WORDS: &str = "en/time/words.toml";
const RULES: &str = "en/time/rules.toml";
const TENSE: &str = "en/time/tense.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    capital: Vec<SmolStr>,
    lower: Vec<SmolStr>,
    lower_beside_figure: Vec<SmolStr>,
    lower_last: Vec<SmolStr>,
    class: BTreeMap<SmolStr, BTreeMap<SmolStr, Vec<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    rule: Vec<RuleEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    make: SmolStr,
    pattern: Vec<String>,
    #[serde(default)]
    set: BTreeMap<SmolStr, toml::Value>,
    #[serde(default)]
    examples: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TenseFile {
    future: Vec<String>,
    future_words: Vec<SmolStr>,
    past: Vec<SmolStr>,
    not_past: Vec<SmolStr>,
    proposing: Vec<SmolStr>,
    deferring: Vec<SmolStr>,
    perhaps: Vec<SmolStr>,
}

/// One rule: what is built, and its fixed slots.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) make: Make,
    pub(super) set: BTreeMap<SmolStr, SmolStr>,
}

/// What a rule builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Make {
    Date,
    DateIn,
    NumericDate,
    DayAlone,
    Year,
    Holiday,
    Range,
    Pair,
    YearRange,
    MonthRange,
    Weekday,
    WeekdayInWeek,
    Weekend,
    Set,
    Offset,
    Relative,
    Stretch,
    Vague,
    Unplaced,
    Duration,
    Season,
    Quarter,
    Decade,
    Century,
    Fiscal,
    Clock,
    OtherCalendar,
    NthIn,
    NthWeekday,
    UnitOf,
    WeekendOf,
    HolidayWeekend,
    HalfYear,
    OldYear,
    OldYears,
    None,
}

/// Compiled rules, word classes and tense cues for time expressions.
///
/// ```
/// let rules = dateline_lang::time::TimeRules::load(&dateline_data::DataSet::built_in()).unwrap();
/// assert!(rules.examples().count() > 10);
/// ```
#[derive(Debug, Clone)]
pub struct TimeRules {
    pub(super) numbers: NumberWords,
    /// First piece of a member → class, further pieces, value; longest first.
    members: BTreeMap<SmolStr, Vec<(SmolStr, Vec<SmolStr>, SmolStr)>>,
    capital: Vec<SmolStr>,
    /// Members of those classes that are no other word of the language, so that they need no capital.
    lower: Vec<SmolStr>,
    /// Those that need none beside a figure ("feb 30").
    lower_beside_figure: Vec<SmolStr>,
    /// Members of several words that end so need none either ("earth day").
    lower_last: Vec<SmolStr>,
    pub(super) rules: Vec<Rule>,
    sequences: Vec<(usize, Vec<Step>)>,
    by_word: BTreeMap<SmolStr, Vec<usize>>,
    by_class: BTreeMap<SmolStr, Vec<usize>>,
    examples: Vec<String>,
    pub(super) future: Vec<Vec<SmolStr>>,
    pub(super) future_words: Vec<SmolStr>,
    pub(super) past: Vec<SmolStr>,
    pub(super) not_past: Vec<SmolStr>,
    pub(super) proposing: Vec<SmolStr>,
    pub(super) deferring: Vec<SmolStr>,
    pub(super) perhaps: Vec<SmolStr>,
}

fn pieces(text: &str) -> Vec<SmolStr> {
    atoms(text, 0).into_iter().map(|a| a.text).collect()
}

impl TimeRules {
    /// Reads `en/time/*.toml` and the number words.
    ///
    /// # Errors
    /// If a file is missing, is not of its shape, or names a class, builder or pattern that does not exist.
    pub fn load(data: &DataSet) -> Result<Self, DataError> {
        let wrong = |file: &str, problem: String| DataError { file: file.into(), problem };
        let words: WordsFile = data.toml(WORDS)?;
        let file: RulesFile = data.toml(RULES)?;
        let tense: TenseFile = data.toml(TENSE)?;
        let mut members: BTreeMap<SmolStr, Vec<(SmolStr, Vec<SmolStr>, SmolStr)>> = BTreeMap::new();
        for (class, values) in &words.class {
            for (value, forms) in values {
                for form in forms {
                    let all = pieces(form);
                    let Some((first, rest)) = all.split_first() else {
                        return Err(wrong(
                            WORDS,
                            format!("class {class}, value {value}: a form without letters; take it out"),
                        ));
                    };
                    members.entry(first.clone()).or_default().push((class.clone(), rest.to_vec(), value.clone()));
                }
            }
        }
        for list in members.values_mut() {
            list.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.cmp(b)));
        }
        let mut rules = Vec::new();
        let mut sequences: Vec<(usize, Vec<Step>)> = Vec::new();
        let mut examples = Vec::new();
        for entry in file.rule {
            let make =
                Make::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(&entry.make))
                    .map_err(|e| wrong(RULES, format!("make = {:?}: {e}", entry.make)))?;
            let set = entry
                .set
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().map_or_else(|| SmolStr::from(v.to_string()), SmolStr::from)))
                .collect();
            for text in &entry.pattern {
                for steps in pattern::sequences(text).map_err(|e| wrong(RULES, e))? {
                    for step in &steps {
                        if let Step::Class(name) = step
                            && !BUILT_IN_CLASSES.contains(&name.as_str())
                            && !words.class.contains_key(name)
                        {
                            return Err(wrong(RULES, format!("`{text}`: there is no class {name} in {WORDS}")));
                        }
                    }
                    if !sequences.iter().any(|(r, s)| *r == rules.len() && *s == steps) {
                        sequences.push((rules.len(), steps));
                    }
                }
            }
            examples.extend(entry.examples);
            rules.push(Rule { make, set });
        }
        let mut by_word: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
        let mut by_class: BTreeMap<SmolStr, Vec<usize>> = BTreeMap::new();
        for (n, (_, steps)) in sequences.iter().enumerate() {
            match steps.iter().find(|s| matches!(s, Step::Words(_) | Step::Class(_))) {
                Some(Step::Words(list)) => list.iter().for_each(|w| by_word.entry(w.clone()).or_default().push(n)),
                Some(Step::Class(name)) => by_class.entry(name.clone()).or_default().push(n),
                _ => {}
            }
        }
        Ok(Self {
            numbers: NumberWords::load(data)?,
            members,
            capital: words.capital,
            lower: words.lower,
            lower_beside_figure: words.lower_beside_figure,
            lower_last: words.lower_last,
            rules,
            sequences,
            by_word,
            by_class,
            examples,
            future: tense.future.iter().map(|f| pieces(f)).collect(),
            future_words: tense.future_words,
            past: tense.past,
            not_past: tense.not_past,
            proposing: tense.proposing,
            deferring: tense.deferring,
            perhaps: tense.perhaps,
        })
    }

    /// The examples of the rules: `@day text => words=TIMEX3; ...`.
    pub fn examples(&self) -> impl Iterator<Item = &str> {
        self.examples.iter().map(String::as_str)
    }

    /// Is the piece at `at` (with what follows) a member of a class of the table? Its length.
    pub(super) fn member(&self, class: &str, atoms: &[Atom], at: usize) -> Option<Member> {
        let first = atoms.get(at)?;
        for (name, rest, value) in self.members.get(&first.text)? {
            if name == class
                && rest.iter().enumerate().all(|(n, r)| atoms.get(at + 1 + n).is_some_and(|a| a.text == *r))
            {
                return Some(Member {
                    len: 1 + rest.len(),
                    number: value.parse().unwrap_or(0.0),
                    value: value.clone(),
                });
            }
        }
        None
    }

    /// The classes of every piece.
    pub(super) fn classes(&self, atoms: &[Atom]) -> Vec<Here> {
        (0..atoms.len()).map(|at| self.classes_at(atoms, at)).collect()
    }

    fn classes_at(&self, atoms: &[Atom], at: usize) -> Here {
        let mut here = Here::new();
        let atom = &atoms[at];
        for (class, rest, value) in self.members.get(&atom.text).into_iter().flatten() {
            let small = !atom.capital
                && self.capital.contains(class)
                && !self.lower.contains(&atom.text)
                && !(self.lower_beside_figure.contains(&atom.text) && beside_figure(atoms, at))
                && !rest.last().is_some_and(|w| self.lower_last.contains(w));
            if here.contains_key(class) || small {
                continue;
            }
            if rest.iter().enumerate().all(|(n, r)| atoms.get(at + 1 + n).is_some_and(|a| a.text == *r)) {
                // An abbreviation's full stop must touch it: "in Jan . 3" is tokenised text, which is let pass.
                here.insert(
                    class.clone(),
                    Member { len: 1 + rest.len(), number: value.parse().unwrap_or(0.0), value: value.clone() },
                );
            }
        }
        let mut add = |class: &str, len: usize, number: f64| {
            here.insert(class.into(), Member { len, value: SmolStr::default(), number });
        };
        let suffix = |n: usize| atoms.get(at + n).filter(|a| a.glued && a.kind == AtomKind::Word);
        match atom.kind {
            AtomKind::NumericDate(..) => add("NUMDATE", 1, 0.0),
            AtomKind::Clock(h, m) => add("CLOCK", 1, f64::from(h) * 60.0 + f64::from(m)),
            AtomKind::Number { value, plain, digits, decimals } => {
                let ordinal = suffix(1).is_some_and(|s| matches!(s.text.as_str(), "st" | "nd" | "rd" | "th"));
                let bare = suffix(1).is_none();
                let before = at.checked_sub(1).and_then(|n| atoms.get(n));
                let after_letter = atom.glued
                    && before.is_some_and(|b| b.kind == AtomKind::Word || matches!(b.text.as_str(), "$" | "€" | "£"));
                if plain && digits <= 2 && (1.0..=31.0).contains(&value) && (bare || ordinal) && !after_letter {
                    add("DAY", if ordinal { 2 } else { 1 }, value);
                }
                if plain && digits <= 2 && (1.0..=31.0).contains(&value) && !after_letter {
                    if ordinal {
                        add("DAYTH", 2, value);
                    }
                    if ordinal || bare {
                        add("DAYO", if ordinal { 2 } else { 1 }, value);
                    }
                }
                if plain && digits == 4 && (1000.0..2200.0).contains(&value) && bare && !after_letter {
                    add("YEAR", 1, value);
                }
                if plain && digits == 2 && bare {
                    add("YY", 1, value);
                }
                if plain && digits <= 2 && (1.0..=12.0).contains(&value) && bare && !after_letter {
                    add("MM", 1, value);
                }
                if plain && digits == 8 && bare && compact_day(value).is_some() {
                    add("YMD", 1, value);
                }
                if plain
                    && (1..=4).contains(&digits)
                    && value >= 1.0
                    && !after_letter
                    && (bare || suffix(1).is_some_and(|s| s.text == "s"))
                {
                    add("OLD", if bare { 1 } else { 2 }, value);
                }
                if plain && digits <= 2 && value <= 24.0 {
                    add("HOUR", 1, value);
                }
                if plain && digits == 4 && value < 2400.0 && (value % 100.0) < 60.0 {
                    add("HHMM", 1, (value / 100.0).floor() * 60.0 + value % 100.0);
                }
                let printed_minutes = ((value.fract() * 100.0).round()).clamp(0.0, 99.0);
                if !plain && decimals == 2 && digits <= 2 && value < 24.0 && printed_minutes < 60.0 {
                    add("CLOCKDOT", 1, value.floor() * 60.0 + printed_minutes);
                }
                if plain
                    && value % 10.0 == 0.0
                    && suffix(1).is_some_and(|s| s.text == "s")
                    && (digits == 4 || digits == 2)
                {
                    // "the 30s" and "the '80s"; "in his 30s" is an age.
                    if digits == 4 { add("DECADE", 2, value) } else { add("DECADEYY", 2, 1900.0 + value) }
                }
                if plain && value % 10.0 == 0.0 && digits == 4 && suffix(1).is_some_and(|s| s.text == "'s") {
                    add("DECADE", 2, value);
                }
                if let Some((len, n)) = self.numbers.ordinal(atoms, at) {
                    add("ORD", len, n);
                }
                if !ordinal
                    && !after_letter
                    && let Some(read) = self.numbers.cardinal(atoms, at)
                {
                    add("NUM", read.len, read.value);
                }
            }
            AtomKind::Word => {
                if let Some(read) = self.numbers.cardinal(atoms, at) {
                    add("NUM", read.len, read.value);
                }
                if let Some((len, year)) = self.year_in_words(atoms, at) {
                    add("YEARW", len, year);
                }
                if let Some((len, day)) = self.words_for(atoms, at, 3, 1.0, 31.0) {
                    add("DAYW", len, day);
                }
                if let Some((len, n)) = self.numbers.ordinal(atoms, at) {
                    add("ORD", len, n);
                    if (1.0..=31.0).contains(&n) {
                        add("DAYO", len, n);
                    }
                }
                if atom.capital {
                    add("CAP", 1, 0.0);
                }
            }
            AtomKind::Mark => {}
        }
        here
    }

    /// The longest number in words of at most `most` pieces that lies between two values: pieces and value.
    fn words_for(&self, atoms: &[Atom], at: usize, most: usize, low: f64, high: f64) -> Option<(usize, f64)> {
        (1..=most).rev().find_map(|len| {
            let part = atoms.get(..at + len)?;
            let read = self.numbers.cardinal(part, at)?;
            let fits = read.len == len && !read.digits && read.value.fract() == 0.0;
            (fits && (low..=high).contains(&read.value)).then_some((len, read.value))
        })
    }

    /// A year in words: "nineteen ninety-six", "two thousand and five". What may as well count something ("two thousand guests") has to end
    /// the clause, or to stand before a word that is nothing to be counted.
    fn year_in_words(&self, atoms: &[Atom], at: usize) -> Option<(usize, f64)> {
        if let Some((len, value)) = self.words_for(atoms, at, 6, 1000.0, 2099.0) {
            let next = atoms.get(at + len);
            let ends =
                next.is_none_or(|a| a.kind == AtomKind::Mark) || self.member("AFTERDAY", atoms, at + len).is_some();
            return ends.then_some((len, value));
        }
        let (first, century) = self.words_for(atoms, at, 1, 15.0, 20.0)?;
        let (len, rest) = self.words_for(atoms, at + first, 3, 10.0, 99.0)?;
        Some((first + len, century * 100.0 + rest))
    }

    /// All matches in a sentence: leftmost, then longest, then first rule; overlapping ones dropped.
    pub(super) fn matches(&self, atoms: &[Atom], here: &[Here]) -> Vec<Match> {
        let mut all: Vec<Match> = Vec::new();
        for at in 0..atoms.len() {
            let Some(classes) = here.get(at) else {
                continue;
            };
            let by_word = self.by_word.get(&atoms[at].text).into_iter().flatten();
            let by_class = classes.keys().filter_map(|c| self.by_class.get(c)).flatten();
            for n in by_word.chain(by_class) {
                if let Some((rule, steps)) = self.sequences.get(*n) {
                    all.extend(pattern::walk(steps, *rule, atoms, here, at));
                }
            }
        }
        all.sort_by_key(|m| (m.start, usize::MAX - m.end, m.rule));
        all
    }
}

/// Does a figure of a day or year stand beside the piece, or a mark between the two?
fn beside_figure(atoms: &[Atom], at: usize) -> bool {
    let figure =
        |n: usize| atoms.get(n).is_some_and(|a| matches!(a.kind, AtomKind::Number { plain: true, digits: ..=4, .. }));
    let mark =
        |n: usize| atoms.get(n).is_some_and(|a| matches!(a.text.as_str(), "-" | "/" | "." | "st" | "nd" | "rd" | "th"));
    figure(at + 1)
        || mark(at + 1) && figure(at + 2)
        || at >= 1 && (figure(at - 1) || at >= 2 && mark(at - 1) && figure(at - 2))
}

/// "20160805": year, month and day of eight digits that are a day of our time.
pub(super) fn compact_day(value: f64) -> Option<(i16, u8, u8)> {
    let n = value as u32;
    let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
    ((1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some((
        year as i16,
        month as u8,
        day as u8,
    ))
}

/// Classes that the code knows; the others stand in the table.
// not language: names of classes in the rule files
const BUILT_IN_CLASSES: &[&str] = &[
    "NUM", "DAY", "DAYTH", "DAYO", "YEAR", "YY", "NUMDATE", "CLOCK", "CLOCKDOT", "HHMM", "HOUR", "DECADE", "DECADEYY",
    "ORD", "CAP", "MM", "YMD", "OLD", "YEARW", "DAYW",
];
