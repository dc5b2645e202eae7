//! `cargo xtask data names --from PATH`: the tables below `data/en/names/` that rest on sets of others: how syllables of Korean names
//! are spelt, from names in both scripts, and forms of bodies with what kind they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// Initial sounds in the official romanisation, and in McCune-Reischauer (with what it writes between voiced sounds).
const ONSETS: [(&str, &[&str]); 19] = [
    ("g", &["k", "g"]),
    ("kk", &["kk", "k"]),
    ("n", &["n"]),
    ("d", &["t", "d"]),
    ("tt", &["tt", "t"]),
    ("r", &["r", "l"]),
    ("m", &["m"]),
    ("b", &["p", "b"]),
    ("pp", &["pp", "p"]),
    ("s", &["s"]),
    ("ss", &["ss", "s"]),
    ("", &[""]),
    ("j", &["ch", "j"]),
    ("jj", &["tch", "j"]),
    ("ch", &["ch"]),
    ("k", &["k"]),
    ("t", &["t"]),
    ("p", &["p"]),
    ("h", &["h"]),
];
const VOWELS: [(&str, &str); 21] = [
    ("a", "a"),
    ("ae", "ae"),
    ("ya", "ya"),
    ("yae", "yae"),
    ("eo", "o"),
    ("e", "e"),
    ("yeo", "yo"),
    ("ye", "ye"),
    ("o", "o"),
    ("wa", "wa"),
    ("wae", "wae"),
    ("oe", "oe"),
    ("yo", "yo"),
    ("u", "u"),
    ("wo", "wo"),
    ("we", "we"),
    ("wi", "wi"),
    ("yu", "yu"),
    ("eu", "u"),
    ("ui", "ui"),
    ("i", "i"),
];
const CODAS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// Official spelling and those of McCune-Reischauer; `None` for what is no syllable of Hangul.
pub(crate) fn syllable(c: char) -> Option<(String, Vec<String>)> {
    let n = (c as usize).checked_sub(0xAC00).filter(|n| *n < 11172)?;
    let ((onset, old), (vowel, old_vowel), coda) = (ONSETS[n / 588], VOWELS[n % 588 / 28], CODAS[n % 28]);
    Some((format!("{onset}{vowel}{coda}"), old.iter().map(|o| format!("{o}{old_vowel}{coda}")).collect()))
}

/// Which half a name of a set belongs to: tables are made from one, and measured on the other.
pub(crate) fn held_out(name: &str) -> bool {
    Sha256::digest(name.as_bytes())[0] % 2 == 1
}

/// A Korean name in both scripts, taken apart: family name, two syllables of the given name, in Hangul and in Latin letters.
pub(crate) fn korean(latin: &str, hangul: &str) -> Option<([char; 3], [String; 3])> {
    let chars: Vec<char> = hangul.chars().collect();
    let three: [char; 3] = chars.try_into().ok()?;
    three.iter().all(|c| syllable(*c).is_some()).then_some(())?;
    let folded = any_ascii::any_ascii(latin).to_lowercase().replace('\'', "");
    let words: Vec<&str> = folded.split(' ').collect();
    let [one, two] = words[..] else { return None };
    let name = match (one.split_once('-'), two.split_once('-')) {
        (None, Some((a, b))) => [one, a, b],
        (Some((a, b)), None) => [two, a, b],
        _ => return None,
    };
    let plain = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase());
    name.iter().all(plain).then(|| (three, name.map(str::to_string)))
}

/// Counts below this are slips of those who wrote the lists.
const SEEN: u32 = 2;
/// What a spelling of a system counts for although nobody in the list uses it.
const SYSTEM: u32 = 2;

fn syllables(from: &Path) -> Result<String, String> {
    let path = from.join("names/translit/wd_korean.tsv");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut sounds: BTreeMap<char, u32> = BTreeMap::new();
    for line in text.lines() {
        let Some((latin, hangul)) = line.split_once('\t') else { continue };
        if held_out(hangul) {
            continue;
        }
        let Some((chars, words)) = korean(latin, hangul) else { continue };
        for (c, spelled) in chars.iter().zip(&words).skip(1) {
            *sounds.entry(*c).or_default() += 1;
            if let Some((official, _)) = syllable(*c) {
                *counts.entry((spelled.clone(), official)).or_default() += 1;
            }
        }
    }
    counts.retain(|_, n| *n >= SEEN);
    for (c, _) in sounds.iter().filter(|(_, n)| **n >= SEEN) {
        let Some((official, old)) = syllable(*c) else { continue };
        for spelled in old.into_iter().chain([official.clone()]).collect::<BTreeSet<_>>() {
            *counts.entry((spelled, official.clone())).or_default() += SYSTEM;
        }
    }
    let mut out = String::from(
        "# How syllables of Korean given names are spelt in Latin letters, how often: from names in both scripts (Wikidata), with what the\n# official romanisation and McCune-Reischauer write. Made by `cargo xtask data names`. The sound is the official spelling.\nspelling\tsound\tcount\n",
    );
    for ((spelled, sound), n) in counts {
        let _ = writeln!(out, "{spelled}\t{sound}\t{n}");
    }
    Ok(out)
}

/// Forms of bodies: words in Latin letters, folded, and their kind (LLC, JSC, LP ...), "-" where it is none in particular.
fn forms(from: &Path) -> Result<String, String> {
    let path = from.join("names/rigour/names/org_types.yml");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut block: (Option<String>, Vec<String>) = (None, Vec::new());
    let mut end = |block: &mut (Option<String>, Vec<String>)| {
        let (kind, names) = std::mem::take(block);
        for name in names {
            let all = found.entry(name).or_default();
            all.extend(kind.clone());
        }
    };
    for line in text.lines() {
        let (inner, new) = match line.strip_prefix("  - ") {
            Some(inner) => (inner, true),
            None => (line.trim(), false),
        };
        if new {
            end(&mut block);
        }
        let value = |v: &str| v.split(" #").next().unwrap_or("").trim().trim_matches(['"', '\'']).to_string();
        if let Some(kind) = inner.strip_prefix("generic:") {
            block.0 =
                Some(value(kind)).filter(|k| (2..=4).contains(&k.len()) && k.chars().all(|c| c.is_ascii_uppercase()));
        } else if let Some(name) = inner.strip_prefix("display:").or_else(|| inner.strip_prefix("- ")) {
            let name = value(name);
            if name.chars().all(|c| !c.is_alphabetic() || (c as u32) < 0x250) {
                let plain: String = any_ascii::any_ascii(&name).to_lowercase().replace(['.', '\''], "");
                let words: Vec<&str> =
                    plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
                // One letter, or a word with no form in it, is no form.
                if words.concat().len() >= 2 && words.len() <= 6 {
                    block.1.push(words.join(" "));
                }
            }
        }
    }
    end(&mut block);
    let mut out = String::from(
        "# Forms of companies and other bodies, folded, and their kind where they have one. From the organisation types of rigour (MIT), see\n# data/SOURCES.toml. Made by `cargo xtask data names`.\nform\tkind\n",
    );
    for (name, kinds) in found {
        let kind = if kinds.len() == 1 { kinds.first().cloned().unwrap_or_default() } else { "-".into() };
        let _ = writeln!(out, "{name}\t{kind}");
    }
    Ok(out)
}

/// Writes the tables; gives what it did.
pub(crate) fn build(from: &Path) -> Result<String, String> {
    let mut said = String::new();
    for (file, text) in [("korean-syllables.tsv", syllables(from)?), ("forms.tsv", forms(from)?)] {
        let path = Path::new("data/en/names").join(file);
        fs::write(&path, &text).map_err(|e| format!("{}: {e}", path.display()))?;
        let _ = writeln!(said, "{}: {} lines", path.display(), text.lines().count());
    }
    Ok(said)
}
