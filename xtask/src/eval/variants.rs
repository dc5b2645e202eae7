//! `variants`: names that are spelt in several ways in Latin letters and in one way in their own script, against names that look like them and
//! are others. `--set` is the folder of the transliteration lists (`names/translit`); `--half tune` measures on the half that tables were made
//! from, otherwise the other half is taken. `--dump FILE` writes the pairs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use dateline_data::DataSet;
use dateline_lang::names::NameRules;

use super::{Figures, Options};
use crate::data::names::{held_out, korean, syllable};

/// Pairs of one kind that are taken at most from one name.
const FEW: usize = 6;

struct Pair {
    kind: &'static str,
    same: bool,
    a: String,
    b: String,
}

fn folded(text: &str) -> String {
    any_ascii::any_ascii(text).to_lowercase().replace('\'', "")
}

/// Korean full names: one in Hangul, several in Latin letters; and names of one family that differ in one syllable.
fn koreans(set: &Path, held: bool, out: &mut Vec<Pair>) -> Result<(), String> {
    let text = fs::read_to_string(set.join("wd_korean.tsv")).map_err(|e| e.to_string())?;
    let mut names: BTreeMap<[char; 3], BTreeSet<String>> = BTreeMap::new();
    for line in text.lines() {
        let Some((latin, hangul)) = line.split_once('\t') else { continue };
        if held_out(hangul) != held {
            continue;
        }
        if let Some((signs, [family, one, two])) = korean(latin, hangul) {
            names.entry(signs).or_default().insert(format!("{family} {one}-{two}"));
        }
    }
    for (signs, forms) in &names {
        let forms: Vec<&String> = forms.iter().take(FEW).collect();
        for (n, a) in forms.iter().enumerate() {
            out.extend(forms[n + 1..].iter().map(|b| Pair {
                kind: "korean",
                same: true,
                a: (*a).clone(),
                b: (*b).clone(),
            }));
        }
        let family = forms[0].split(' ').next().unwrap_or("");
        let given: Vec<_> = signs[1..].iter().filter_map(|c| syllable(*c)).collect();
        let [one, two] = &given[..] else { continue };
        // As the official romanisation and as McCune-Reischauer write it.
        for b in [
            format!("{family} {}{}", one.0, two.0),
            format!("{family} {}-{}", one.1[0], two.1.last().cloned().unwrap_or_default()),
        ] {
            if folded(&b).replace([' ', '-'], "") != folded(forms[0]).replace([' ', '-'], "") {
                out.push(Pair { kind: "korean_systems", same: true, a: forms[0].clone(), b });
            }
        }
    }
    for place in [1, 2] {
        let mut alike: BTreeMap<[char; 2], Vec<&[char; 3]>> = BTreeMap::new();
        for signs in names.keys() {
            alike.entry([signs[0], signs[place]]).or_default().push(signs);
        }
        for group in alike.values() {
            for pair in group.windows(2) {
                if let (Some(a), Some(b)) = (names[pair[0]].first(), names[pair[1]].first()) {
                    if folded(a) != folded(b) {
                        out.push(Pair { kind: "korean", same: false, a: a.clone(), b: b.clone() });
                    }
                }
            }
        }
    }
    Ok(())
}

/// Words in one script: Latin spelling to what it stands for.
type Words = BTreeMap<String, BTreeSet<String>>;

fn words(set: &Path, script: &str) -> Result<Words, String> {
    let mut out = Words::new();
    let mut add = |latin: &str, other: &str| {
        let latin = folded(latin);
        if latin.len() >= 3 && latin.chars().all(|c| c.is_ascii_lowercase()) {
            out.entry(latin).or_default().insert(other.to_string());
        }
    };
    if script == "hebrew" {
        let text = fs::read_to_string(set.join("wd_hebrew.tsv")).map_err(|e| e.to_string())?;
        let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
        for line in text.lines() {
            let Some((latin, other)) = line.split_once('\t') else { continue };
            let (a, b): (Vec<&str>, Vec<&str>) = (latin.split(' ').collect(), other.split(' ').collect());
            if a.len() == b.len() {
                for (x, y) in a.iter().zip(&b) {
                    *seen.entry(((*x).to_string(), (*y).to_string())).or_default() += 1;
                }
            }
        }
        seen.iter().filter(|(_, n)| **n >= 2).for_each(|((x, y), _)| add(x, y));
        return Ok(out);
    }
    for part in ["16", "20", "64"] {
        let text = fs::read_to_string(set.join(format!("wd_{script}_{part}.tsv"))).map_err(|e| e.to_string())?;
        for line in text.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [latin, other, count] = cells[..] {
                if count.parse::<u32>().is_ok_and(|n| n >= 2) {
                    add(latin, &other.replace(' ', ""));
                }
            }
        }
    }
    Ok(out)
}

/// Number of letters to change, at most 3.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let best = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    row.last().copied().unwrap_or(0).min(3)
}

/// Family names of one spelling in a script, behind one first name; and others that differ by one or two letters.
fn scripts(set: &Path, held: bool, out: &mut Vec<Pair>) -> Result<(), String> {
    let lists = ["arabic", "hebrew", "chinese"].map(|s| (s, words(set, s)));
    let mut all: Vec<(&'static str, Words)> = Vec::new();
    for (script, list) in lists {
        all.push((script, list?));
    }
    let full = |w: &str| format!("Mara {w}");
    for (script, list) in &all {
        let mut turned: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        for (latin, others) in list {
            for other in others.iter().filter(|o| held_out(o) == held) {
                turned.entry(other).or_default().push(latin);
            }
        }
        for group in turned.values() {
            for pair in group.windows(2).take(FEW) {
                out.push(Pair { kind: script, same: true, a: full(pair[0]), b: full(pair[1]) });
            }
        }
        // Like words: neighbours in the order of their consonants.
        let mut order: Vec<(String, &String)> = list
            .keys()
            .filter(|w| held_out(w) == held)
            .map(|w| (w.chars().filter(|c| !"aeiouyh".contains(*c)).collect(), w))
            .collect();
        order.sort();
        for window in order.windows(4) {
            let a = window[0].1;
            for (_, b) in &window[1..] {
                let common = all.iter().any(|(_, l)| match (l.get(a), l.get(*b)) {
                    (Some(x), Some(y)) => !x.is_disjoint(y),
                    _ => false,
                });
                if !common && distance(a, b) <= 2 {
                    out.push(Pair { kind: script, same: false, a: full(a), b: full(b) });
                }
            }
        }
    }
    Ok(())
}

/// Measures [`NameRules`]: share of the same names that are found, share of other names that are taken for the same.
pub(super) fn eval(options: &Options) -> Result<Figures, String> {
    let more = |name: &str| options.more.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let held = more("half") != Some("tune");
    let mut pairs = Vec::new();
    koreans(&options.set, held, &mut pairs)?;
    scripts(&options.set, held, &mut pairs)?;
    if let Some(path) = more("dump") {
        let mut text = String::new();
        for p in &pairs {
            let _ = writeln!(text, "{}\tPerson\t{}\t{}\t{}", p.kind, p.same, p.a, p.b);
        }
        fs::write(path, text).map_err(|e| format!("{path}: {e}"))?;
    }
    let rules = NameRules::load(&DataSet::built_in()).map_err(|e| e.to_string())?;
    let mut found = Figures::default();
    // By kind: same and found, same, other and taken for the same, other.
    let mut counts: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for p in &pairs {
        let result = rules.match_names(&p.a, &p.b);
        let count = counts.entry(p.kind).or_default();
        let at = if p.same { 0 } else { 3 };
        count[at] += usize::from(result.same());
        count[at + 1] += usize::from(result.sure());
        count[at + 2] += 1;
        found.items += 1;
        if result.same() != p.same {
            let score = f64::from(result.score) / 1000.0;
            found.worst.push((score, format!("{} {} | {} is {}: {}", p.kind, p.a, p.b, p.same, result.told())));
        }
    }
    let share = |a: usize, b: usize| if b == 0 { 0.0 } else { 100.0 * a as f64 / b as f64 };
    for (kind, c) in counts {
        found.figures.push((format!("{kind}_found"), share(c[0], c[2])));
        found.figures.push((format!("{kind}_found_sure"), share(c[1], c[2])));
        if c[5] > 0 {
            found.figures.push((format!("{kind}_mistaken"), share(c[3], c[5])));
            found.figures.push((format!("{kind}_mistaken_sure"), share(c[4], c[5])));
        }
    }
    Ok(found)
}
