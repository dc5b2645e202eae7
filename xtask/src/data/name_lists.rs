//! Name lists that only the names model reads: words of people's names, peoples and languages, political parties.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

/// How often a word must stand first or last in full names before it goes into the table.
const FLOOR: usize = 4;

/// Rows `kind<tab>name` of words that begin (`given`) or end (`family`) full names, or do both.
pub(super) fn name_words(from: &Path) -> Result<Vec<String>, String> {
    let mut count: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for file in ["wd_hebrew.tsv", "wd_korean.tsv"] {
        for line in super::gazetteer::read(&from.join("names/translit").join(file))?.lines() {
            let name = line.split('\t').next().unwrap_or_default();
            let words: Vec<&str> = name.split(' ').collect();
            if words.len() < 2 || words.contains(&"of") || !seen.insert(name.to_string()) {
                continue;
            }
            let plain = |w: &str| {
                w.chars().count() > 2
                    && w.chars().next().is_some_and(char::is_uppercase)
                    && w.chars().skip(1).any(char::is_lowercase)
                    && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
            };
            for (place, word) in [(0, words.first()), (1, words.last())] {
                if let Some(word) = word.filter(|w| plain(w)) {
                    count.entry((*word).to_string()).or_default()[place] += 1;
                }
            }
        }
    }
    let common = |a: usize, b: usize| a >= FLOOR && a * 5 >= b;
    Ok(count
        .into_iter()
        .filter_map(|(name, [given, family])| {
            let kind = match (common(given, family), common(family, given)) {
                (true, true) => "both",
                (true, false) => "given",
                (false, true) => "family",
                (false, false) => return None,
            };
            Some(format!("{kind}\t{name}"))
        })
        .collect())
}

fn text(country: &Value, key: &str) -> String {
    let value = &country[key];
    let found = value.as_str().or_else(|| value["text"].as_str()).or_else(|| value["Languages"].as_str());
    // what stands in brackets is a note
    let mut depth = 0;
    let keep = |c: &char| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth <= 0 && *c != ')'
    };
    found.unwrap_or_default().chars().filter(keep).collect()
}

/// Rows `kind<tab>names` of peoples and languages, each with its plural.
pub(super) fn peoples(countries: &[Value]) -> Vec<String> {
    let mut found: BTreeSet<(&str, String)> = BTreeSet::new();
    for country in countries {
        for (key, kind) in [("ethnic_groups", "people"), ("languages", "language")] {
            let all = text(country, key).replace(" and ", ",");
            for part in all.split([',', ';', '/']) {
                let name: String =
                    part.trim().chars().take_while(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'')).collect();
                let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
                let capital = |w: &&str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().count() > 2;
                // the first note after the name begins in lower case
                let words: Vec<&str> = words.into_iter().take_while(capital).collect();
                if !words.is_empty() && words.len() <= 2 {
                    found.insert((kind, words.join(" ")));
                }
            }
        }
    }
    found
        .into_iter()
        .map(
            |(kind, name)| {
                if name.ends_with('s') { format!("{kind}\t{name}") } else { format!("{kind}\t{name}|{name}s") }
            },
        )
        .collect()
}

/// Rows `state<tab>names` of political parties: the name and what is printed after it as "or ABC". `common` tells words that mean
/// something else as well.
pub(super) fn parties(countries: &[(String, &Value)], common: &BTreeSet<String>) -> Vec<String> {
    let mut rows = BTreeSet::new();
    for (state, country) in countries {
        for line in text(country, "political_parties").lines() {
            let mut names: Vec<&str> = Vec::new();
            for part in line.split(" or ").map(str::trim) {
                let letters = part.chars().filter(|c| c.is_alphabetic()).count();
                let capital = part.chars().next().is_some_and(char::is_uppercase);
                let words = part.split(' ').count();
                let plain =
                    part.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | '/' | '&'));
                if capital && plain && letters >= 3 && words <= 8 && !common.contains(&part.to_lowercase()) {
                    names.push(part);
                }
            }
            if !names.is_empty() {
                rows.insert(format!("{state}\t{}", names.join("|")));
            }
        }
    }
    rows.into_iter().collect()
}
