//! The generated tables of `data/gazetteer/`: states, cities, holders of office, given names.
//!
//! Sources and licences stand in `data/SOURCES.toml`. What these tables lack or get wrong for news (alternative names, peoples,
//! organisations, firms) stands in hand-written tables beside them and wins over them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::name_lists;

/// How often a first name must occur in the list of full names before it goes into the table.
const GIVEN_NAME_FLOOR: usize = 8;

struct State {
    code: String,
    short: String,
    long: String,
    adjective: String,
    people: String,
    capital: String,
    form: String,
}

/// Builds the tables and says how many rows each has.
pub(crate) fn build(from: &Path) -> Result<String, String> {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/gazetteer");
    let codes = csv(&read(&from.join("gazetteer/country-codes/country-codes.csv"))?);
    let header = codes.first().ok_or("country-codes.csv is empty")?.clone();
    let column =
        |name: &str| header.iter().position(|c| c == name).ok_or(format!("country-codes.csv has no column {name}"));
    let (alpha3, fips, cldr, formal, capital) = (
        column("ISO3166-1-Alpha-3")?,
        column("FIPS")?,
        column("CLDR display name")?,
        column("UNTERM English Formal")?,
        column("Capital")?,
    );
    let official = column("official_name_en")?;
    let independent = column("is_independent")?;
    let mut factbook: BTreeMap<String, Value> = BTreeMap::new();
    for line in read(&from.join("gazetteer/factbook/countries.jsonl"))?.lines() {
        let value: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        factbook.insert(value["code"].as_str().unwrap_or_default().to_uppercase(), value);
    }
    let (mut states, mut leaders) = (Vec::new(), Vec::new());
    let mut by_name: BTreeMap<String, String> = BTreeMap::new();
    let mut by_state: Vec<(String, &Value)> = Vec::new();
    for row in codes.iter().skip(1).filter(|r| r.len() == header.len() && r[alpha3].len() == 3) {
        let entry = row[fips].split(',').find_map(|f| factbook.get(f)).cloned().unwrap_or(Value::Null);
        by_state.extend(row[fips].split(',').find_map(|f| factbook.get(f)).map(|entry| (row[alpha3].clone(), entry)));
        let text = |a: &str, b: &str| entry[a][b].as_str().unwrap_or_default().to_string();
        let short = row[cldr].clone();
        let long =
            match text("names", "conventional long form").split(';').next().unwrap_or_default().trim().to_string() {
                l if l.is_empty() || l == "none" => {
                    row[formal].trim_start_matches("the ").trim_end_matches([' ', '*']).to_string()
                }
                l => l,
            };
        let capital = match text("capital", "name").split([';', '(', ',']).next().unwrap_or_default().trim().to_string()
        {
            c if c.is_empty() => row[capital].clone(),
            c => c,
        };
        for name in [short.clone(), long.clone(), row[official].clone(), text("names", "conventional short form")] {
            by_name.insert(name, row[alpha3].clone());
        }
        for (office, field) in [("chief of state", "chief_of_state"), ("head of government", "head_of_government")] {
            leaders.extend(
                holder(entry[field].as_str().unwrap_or_default())
                    .filter(|_| row[independent] == "Yes" || row[alpha3] == "TWN")
                    .map(|(title, name)| [name, row[alpha3].clone(), office.to_string(), title]),
            );
        }
        let people = plurals(&text("nationality", "noun"));
        states.push(State {
            code: row[alpha3].clone(),
            form: form(&long),
            short,
            long,
            adjective: adjectives(&text("nationality", "adjective")),
            people,
            capital,
        });
    }
    states.sort_by(|a, b| a.code.cmp(&b.code));
    leaders.sort();
    leaders.dedup_by(|a, b| a[0] == b[0] && a[1] == b[1]);
    let rows = |lines: Vec<String>, head: &str| format!("{head}\n{}\n", lines.join("\n"));
    let state_rows: Vec<String> = states
        .iter()
        .map(|s| {
            [&s.code, &s.short, &s.long, &s.adjective, &s.people, &s.capital, &s.form]
                .map(|c| c.replace('\t', " "))
                .join("\t")
        })
        .collect();
    let leader_rows: Vec<String> = leaders.iter().map(|l| l.join("\t")).collect();
    let (cities, unknown) = cities(&read(&from.join("gazetteer/world-cities/world-cities.csv"))?, &by_name);
    let given = given_names(from)?;
    let words = name_lists::name_words(from)?;
    let countries: Vec<Value> = factbook.values().cloned().collect();
    let peoples = name_lists::peoples(&countries);
    let frequencies = read(&out.join("../en/lexicon/frequencies.tsv"))?;
    let common: BTreeSet<String> =
        frequencies.lines().filter_map(|l| l.split('\t').next()).map(str::to_string).collect();
    let parties = name_lists::parties(&by_state, &common);
    let counts = format!(
        "name words {}, peoples {}, parties {}, states {}, leaders {}, provinces with cities {}, given names {}; countries without a code: {}",
        words.len(),
        peoples.len(),
        parties.len(),
        state_rows.len(),
        leader_rows.len(),
        cities.len(),
        given.len(),
        unknown.into_iter().collect::<Vec<_>>().join(", ")
    );
    write(
        &out.join("states.tsv"),
        &rows(
            state_rows,
            "# Built by `cargo xtask data gazetteer`; do not edit. Corrections go into state-names.tsv.\ncode\tshort\tlong\tadjective\tpeople\tcapital\tform",
        ),
    )?;
    write(
        &out.join("leaders.tsv"),
        &rows(
            leader_rows,
            "# Built by `cargo xtask data gazetteer`; do not edit. State of May 2026.\nname\tstate\toffice\ttitle",
        ),
    )?;
    write(
        &out.join("cities.tsv"),
        &rows(
            cities,
            "# Built by `cargo xtask data gazetteer`; do not edit. Cities over 15,000 people by province, from GeoNames.\nstate\tprovince\tcities",
        ),
    )?;
    write(
        &out.join("given-names.tsv"),
        &rows(
            given,
            "# Built by `cargo xtask data gazetteer`; do not edit. First names that begin several full names of people in Wikidata.\nname\tcount",
        ),
    )?;
    for (file, lines, head) in [
        ("name-words.tsv", words, "Words that begin or end several full names of people in Wikidata.\nkind\tname"),
        ("peoples.tsv", peoples, "Peoples and languages, from the World Factbook.\nkind\tnames"),
        ("parties.tsv", parties, "Political parties, from the World Factbook, state of May 2026.\nstate\tnames"),
    ] {
        let head = format!("# Built by `cargo xtask data gazetteer`; do not edit. {head}");
        write(&out.join(file), &rows(lines, &head))?;
    }
    Ok(counts)
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// RFC 4180: quoted cells, doubled quotation marks, line breaks inside cells.
pub(crate) fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// "Saudi or Saudi Arabian" gives both, parted by a bar.
fn adjectives(text: &str) -> String {
    let found: Vec<&str> = text
        .split([',', ';', '('])
        .flat_map(|p| p.split(" or "))
        .map(str::trim)
        .filter(|p| p.chars().next().is_some_and(char::is_uppercase))
        .collect();
    found.join("|")
}

/// "Iranian(s)" gives singular and plural, "Chinese (singular and plural)" one form.
fn plurals(text: &str) -> String {
    let mut found = Vec::new();
    for part in text.split([',', ';']).map(str::trim).filter(|p| p.chars().next().is_some_and(char::is_uppercase)) {
        let part = part.split(" or ").next().unwrap_or(part);
        if let Some(stem) = part.strip_suffix("(s)") {
            found.extend([stem.to_string(), format!("{stem}s")]);
        } else if let Some(stem) = part.strip_suffix("man(men)").or_else(|| part.strip_suffix("woman(women)")) {
            let tail = if part.contains("woman") { ["woman", "women"] } else { ["man", "men"] };
            found.extend(tail.map(|t| format!("{stem}{t}")));
        } else {
            found.push(part.split('(').next().unwrap_or(part).trim().to_string());
        }
    }
    found.join("|")
}

/// The word in the long name that says how the state is governed, as texts use it with an article ("the kingdom").
fn form(long: &str) -> String {
    let lower = long.to_lowercase();
    [
        "islamic republic",
        "people's republic",
        "kingdom",
        "sultanate",
        "emirate",
        "emirates",
        "principality",
        "federation",
        "grand duchy",
        "republic",
        "commonwealth",
        "union",
    ]
    .iter()
    .find(|f| lower.split(' ').collect::<Vec<_>>().join(" ").contains(*f))
    .map_or(String::new(), ToString::to_string)
}

/// "President Abdelmadjid TEBBOUNE (since ...)": office and name, the family name no longer in capitals.
fn holder(text: &str) -> Option<(String, String)> {
    let text = text.split([';', '(']).next()?.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let loud = words
        .iter()
        .position(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1 && w.chars().all(|c| !c.is_lowercase()))?;
    // The given names stand between the office and the family name; an office ends with a word of this list.
    let offices = [
        "President",
        "Minister",
        "King",
        "Queen",
        "Emperor",
        "Chancellor",
        "Premier",
        "Leader",
        "Prince",
        "Sultan",
        "Pope",
        "Amir",
        "General",
        "Taoiseach",
        "Governor",
        "Chairman",
        "Chairperson",
        "Commissioner",
        "Duke",
        "Captain",
        "Colonel",
        "Doctor",
        "Dr.",
        "Spain",
        "Confederation",
        "Dame",
        "Sir",
        "Lt.",
        "Gen.",
        "Administrator",
        "Secretary",
    ];
    let name_from = words.iter().take(loud).rposition(|w| offices.contains(w)).map_or(0, |n| n + 1);
    let tidy = |w: &str| {
        if w.chars().all(|c| !c.is_lowercase()) && !w.chars().all(|c| "IVX".contains(c)) {
            w.split('-')
                .map(|p| {
                    let mut chars = p.chars();
                    chars.next().map_or(String::new(), |f| f.to_string() + &chars.as_str().to_lowercase())
                })
                .collect::<Vec<_>>()
                .join("-")
        } else {
            w.to_string()
        }
    };
    let name = words[name_from..]
        .iter()
        .map(|w| tidy(w))
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" Bin ", " bin ")
        .replace(" De ", " de ");
    Some((words[..name_from].join(" "), name.trim_end_matches(',').to_string()))
}

/// Cities by state and province, names that are also common English words left to the reader's judgement of context.
fn cities(text: &str, by_name: &BTreeMap<String, String>) -> (Vec<String>, BTreeSet<String>) {
    let mut found: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    for row in csv(text).iter().skip(1).filter(|r| r.len() >= 3) {
        // "Korea, Republic of" is "Republic of Korea"; "Taiwan, Province of China" is the part before the comma.
        let (first, rest) = row[1].split_once(", ").unwrap_or((&row[1], ""));
        let turned = format!("{rest} {first}").trim_start_matches("The ").to_string();
        let listed = OTHER_NAMES.iter().find(|(n, _)| *n == row[1]).map(|(_, n)| (*n).to_string());
        let known = [Some(row[1].clone()), listed, Some(turned), Some(first.to_string())]
            .into_iter()
            .flatten()
            .find_map(|n| by_name.get(&n));
        match known {
            Some(code) => {
                found.entry((code.clone(), row[2].clone())).or_default().insert(row[0].clone());
            }
            None => {
                unknown.insert(row[1].clone());
            }
        }
    }
    let rows = found
        .into_iter()
        .map(|((code, province), names)| {
            let mut line = format!("{code}\t{province}\t");
            for (n, name) in names.iter().enumerate() {
                let _ = write!(line, "{}{name}", if n > 0 { "|" } else { "" });
            }
            line
        })
        .collect();
    (rows, unknown)
}

/// Names in the table of cities that the table of codes spells otherwise.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("Czech Republic", "Czechia"),
    ("Turkey", "Türkiye"),
    ("Democratic Republic of the Congo", "Congo - Kinshasa"),
    ("Republic of the Congo", "Congo - Brazzaville"),
    ("Palestinian Territory", "Palestine"),
    ("Macau", "Macao"),
    ("Swaziland", "Eswatini"),
    ("Macedonia", "North Macedonia"),
    ("Cabo Verde", "Cape Verde"),
    ("Holy See (Vatican City State)", "Vatican City"),
    ("Palestine, State of", "State of Palestine"),
    ("Bolivia, Plurinational State of", "Bolivia"),
    ("Korea, Democratic People's Republic of", "North Korea"),
    ("Virgin Islands, U.S.", "U.S. Virgin Islands"),
    ("Virgin Islands, British", "British Virgin Islands"),
];

fn given_names(from: &Path) -> Result<Vec<String>, String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for file in ["wd_hebrew.tsv", "wd_korean.tsv"] {
        for line in read(&from.join("names/translit").join(file))?.lines() {
            let words: Vec<&str> = line.split('\t').next().unwrap_or_default().split(' ').collect();
            if words.len() >= 2
                && words[0].chars().count() > 2
                && words[0].chars().all(|c| c.is_alphabetic() || c == '-')
            {
                *count.entry(words[0].to_string()).or_default() += 1;
            }
        }
    }
    Ok(count.into_iter().filter(|(_, n)| *n >= GIVEN_NAME_FLOOR).map(|(name, n)| format!("{name}\t{n}")).collect())
}
