//! `cargo xtask data meanings --from PATH`: which words can stand for one another and which are opposites, from the files of WordNet 3.0.
//!
//! PATH is the folder of `data.noun`, `index.noun` and their sisters. Writes `data/en/meaning/words.tsv`: only words that English uses often
//! enough (`data/en/lexicon/rarity.tsv`), and of the graph only what joins two of them directly.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// A word is kept from this commonness, in the measure of `rarity.tsv`: two in a million words.
const COMMON: u32 = 33;
/// Senses of a word that count, in WordNet's order, which is that of frequency; and those that count as what the word mostly means.
const SENSES: usize = 5;
const MAIN: usize = 2;

/// Names of WordNet's lexicographer files without the part of speech, by their numbers.
const KINDS: [&str; 45] = [
    "all",
    "pert",
    "all",
    "tops",
    "act",
    "animal",
    "artifact",
    "attribute",
    "body",
    "cognition",
    "communication",
    "event",
    "feeling",
    "food",
    "group",
    "location",
    "motive",
    "object",
    "person",
    "phenomenon",
    "plant",
    "possession",
    "process",
    "quantity",
    "relation",
    "shape",
    "state",
    "substance",
    "time",
    "body",
    "change",
    "cognition",
    "communication",
    "competition",
    "consumption",
    "contact",
    "creation",
    "emotion",
    "motion",
    "perception",
    "possession",
    "social",
    "stative",
    "weather",
    "ppl",
];

/// A part of speech (`n`, `v`, `a`, `r`) and the place of the meaning in its file.
type Place = (char, u32);

struct Pointer {
    sign: String,
    to: Place,
    /// Words that are joined, counted from 1; 0 where whole meanings are.
    ends: (usize, usize),
}

struct Meaning {
    words: Vec<String>,
    kind: usize,
    pointers: Vec<Pointer>,
}

#[derive(Default)]
struct Net {
    meanings: BTreeMap<Place, Meaning>,
    senses: BTreeMap<(String, char), Vec<Place>>,
}

/// One line of a `data` file, none where it is part of the licence or not whole.
fn meaning(pos: char, line: &str) -> Option<(Place, Meaning)> {
    let mut cells = line.split('|').next()?.split(' ').filter(|c| !c.is_empty());
    let at = cells.next()?.parse().ok()?;
    let kind = cells.next()?.parse().ok()?;
    let count = usize::from_str_radix(cells.nth(1)?, 16).ok()?;
    let mut words = Vec::new();
    for _ in 0..count {
        let word = cells.next()?;
        // "galore(ip)": where an adjective stands is noted behind it.
        words.push(word.split('(').next()?.to_lowercase());
        cells.next()?;
    }
    let count: usize = cells.next()?.parse().ok()?;
    let mut pointers = Vec::new();
    for _ in 0..count {
        let sign = cells.next()?.to_string();
        let to = cells.next()?.parse().ok()?;
        // "s" is an adjective that stands by another one.
        let other = cells.next()?.chars().next().map(|c| if c == 's' { 'a' } else { c })?;
        let ends = cells.next()?;
        let end = |part: Option<&str>| usize::from_str_radix(part?, 16).ok();
        let ends = (end(ends.get(..2))?, end(ends.get(2..4))?);
        pointers.push(Pointer { sign, to: (other, to), ends });
    }
    Some(((pos, at), Meaning { words, kind, pointers }))
}

fn read(from: &Path) -> Result<Net, String> {
    let mut net = Net::default();
    for (pos, name) in [('n', "noun"), ('v', "verb"), ('a', "adj"), ('r', "adv")] {
        for line in super::gazetteer::read(&from.join(format!("data.{name}")))?.lines().filter(|l| !l.starts_with(' '))
        {
            let (place, one) = meaning(pos, line).ok_or_else(|| format!("data.{name}: not understood: {line}"))?;
            net.meanings.insert(place, one);
        }
        for line in super::gazetteer::read(&from.join(format!("index.{name}")))?.lines().filter(|l| !l.starts_with(' '))
        {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let skip = cells.get(3).and_then(|c| c.parse::<usize>().ok()).map_or(usize::MAX, |n| n + 6);
            let places = cells.iter().skip(skip).filter_map(|c| Some((pos, c.parse().ok()?))).collect();
            net.senses.insert((cells.first().unwrap_or(&"").to_string(), pos), places);
        }
    }
    Ok(net)
}

impl Net {
    fn senses(&self, word: &str, pos: char, most: usize) -> &[Place] {
        let all = self.senses.get(&(word.to_string(), pos)).map_or(&[][..], Vec::as_slice);
        &all[..all.len().min(most)]
    }

    fn pointers(&self, place: Place) -> &[Pointer] {
        self.meanings.get(&place).map_or(&[], |m| &m.pointers)
    }

    fn beyond(&self, place: Place, signs: &[&str]) -> Vec<Place> {
        self.pointers(place).iter().filter(|p| signs.contains(&p.sign.as_str())).map(|p| p.to).collect()
    }

    /// Meanings opposed to one: those of which a word is opposed to a word of it. Of adjectives also what resembles the opposite, and the opposite
    /// of what it resembles, but not both at once: "first" is not opposed to "ten" because it is an ordinal.
    fn opposed(&self, place: Place) -> Vec<Place> {
        let mut out = self.beyond(place, &["!"]);
        let near: Vec<Place> = out.iter().flat_map(|p| self.beyond(*p, &["&"])).collect();
        out.extend(near);
        out.extend(self.beyond(place, &["&"]).into_iter().flat_map(|p| self.beyond(p, &["!"])));
        out
    }

    /// Words joined to a word, itself, by one of the signs.
    fn joined(&self, word: &str, pos: char, signs: &[&str]) -> Vec<(String, char)> {
        let mut out = Vec::new();
        for place in self.senses(word, pos, usize::MAX) {
            let Some(meaning) = self.meanings.get(place) else { continue };
            for p in meaning.pointers.iter().filter(|p| signs.contains(&p.sign.as_str()) && p.ends.0 > 0) {
                let own = meaning.words.get(p.ends.0 - 1).is_some_and(|w| w == word);
                let other = self.meanings.get(&p.to).and_then(|m| m.words.get(p.ends.1.max(1) - 1));
                if let Some(other) = other.filter(|_| own) {
                    out.push((other.clone(), p.to.0));
                }
            }
        }
        out
    }
}

/// A word with its part of speech.
type Word<'a> = (&'a str, char);
/// Pairs of words, the earlier one first.
type Pairs<'a> = BTreeSet<(Word<'a>, Word<'a>)>;

/// Enters a pair of words that are both kept.
fn enter<'a>(known: &BTreeMap<&'a str, Vec<char>>, pairs: &mut Pairs<'a>, a: Word<'_>, b: Word<'_>) {
    let own =
        |w: Word<'_>| known.get_key_value(w.0).filter(|(_, all)| all.contains(&w.1)).map(|(word, _)| (*word, w.1));
    if let (Some(a), Some(b)) = (own(a), own(b)) {
        if a.0 != b.0 {
            pairs.insert((a.min(b), a.max(b)));
        }
    }
}

/// The partners of a word, those of another part of speech with its letter.
fn list<'a>(pairs: &Pairs<'a>, own: Word<'a>) -> String {
    let name = |(word, pos): Word<'a>| if pos == own.1 { word.to_string() } else { format!("{word}.{pos}") };
    pairs.range((own, ("", ' '))..).take_while(|p| p.0 == own).map(|p| name(p.1)).collect::<Vec<_>>().join(",")
}

/// Builds the table; gives a line that says what was written.
pub(super) fn build(from: &Path) -> Result<String, String> {
    let net = read(from)?;
    let rarity = super::gazetteer::read(Path::new("data/en/lexicon/rarity.tsv"))?;
    let common: BTreeSet<&str> = rarity
        .lines()
        .filter_map(|l| l.split_once('\t'))
        .filter(|(_, n)| n.parse::<u32>().is_ok_and(|n| n >= COMMON))
        .map(|(word, _)| word)
        .collect();
    // A verb is often rarer in its first form than in others: "detain", "detained".
    let is_common = |word: &str| {
        let stem = word.strip_suffix('e').unwrap_or(word);
        ["", "s", "d"].iter().any(|end| common.contains(format!("{word}{end}").as_str()))
            || ["ed", "ing"].iter().any(|end| common.contains(format!("{stem}{end}").as_str()))
    };
    let kept: Vec<Word<'_>> = net.senses.keys().filter(|(w, _)| is_common(w)).map(|(w, p)| (w.as_str(), *p)).collect();
    let mut known: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for (word, pos) in &kept {
        known.entry(word).or_default().push(*pos);
    }
    // Which words have a meaning, and which mostly mean it.
    let mut with: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    let mut mostly: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
    for (word, pos) in &kept {
        for (n, place) in net.senses(word, *pos, SENSES).iter().enumerate() {
            with.entry(*place).or_default().push(word);
            if n < MAIN {
                mostly.entry(*place).or_default().push(word);
            }
        }
    }
    let (mut akin, mut opposite): (Pairs<'_>, Pairs<'_>) = Default::default();
    for (word, pos) in &kept {
        let own = (*word, *pos);
        for place in net.senses(word, *pos, MAIN) {
            for other in with.get(place).into_iter().flatten() {
                enter(&known, &mut akin, own, (other, *pos));
            }
            for wider in net.beyond(*place, &["@", "@i"]) {
                for other in mostly.get(&wider).into_iter().flatten() {
                    enter(&known, &mut akin, own, (other, *pos));
                }
                // "surge" and "fall": what is wider than the one is opposed to the other.
                for place in if matches!(pos, 'n' | 'v') { net.opposed(wider) } else { Vec::new() } {
                    for other in mostly.get(&place).into_iter().flatten() {
                        enter(&known, &mut opposite, own, (other, *pos));
                    }
                }
            }
            for place in net.opposed(*place) {
                for other in mostly.get(&place).into_iter().flatten() {
                    enter(&known, &mut opposite, own, (other, *pos));
                }
            }
        }
        for (other, pos) in net.joined(word, *pos, &["+", "\\", "<"]) {
            enter(&known, &mut akin, own, (&other, pos));
        }
        for (other, pos) in net.joined(word, *pos, &["!"]) {
            enter(&known, &mut opposite, own, (&other, pos));
        }
    }
    // What is said to be both is neither.
    let both: Vec<_> = akin.intersection(&opposite).copied().collect();
    for pair in &both {
        akin.remove(pair);
    }
    let mut out = String::from(
        "# Which words can stand for one another (one meaning, a wider word, a word of another part of speech from the same root) and which are\n# opposites; n noun, v verb, a adjective, r adverb. The kind is that of the first meaning. A pair stands with the earlier of its words.\n# Built by `cargo xtask data meanings` from WordNet 3.0, Copyright 2006 by Princeton University; licence in NOTICE. Do not edit.\nword\tpos\tkind\takin\topposite\n",
    );
    for own in &kept {
        let kind = net.senses(own.0, own.1, 1).first().and_then(|p| net.meanings.get(p)).map_or(0, |m| m.kind);
        let kind = KINDS.get(kind).copied().unwrap_or("all");
        let _ = writeln!(out, "{}\t{}\t{kind}\t{}\t{}", own.0, own.1, list(&akin, *own), list(&opposite, *own));
    }
    let path = Path::new("data/en/meaning/words.tsv");
    std::fs::create_dir_all("data/en/meaning").map_err(|e| format!("data/en/meaning: {e}"))?;
    std::fs::write(path, &out).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(format!(
        "{}: {} words, {} akin, {} opposite, {} bytes",
        path.display(),
        kept.len(),
        akin.len(),
        opposite.len(),
        out.len()
    ))
}
