//! `names`: pairs of names, the same or not, at the shipped threshold.

use std::fs;
use std::time::Duration;

use dateline_data::DataSet;
use dateline_lang::names::NameRules;
use sha2::{Digest, Sha256};

use super::{Figures, Options};

/// The set is cut in two by a hash of the pair: rules are tuned on one half alone.
fn tuned_on(a: &str, b: &str) -> bool {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    Sha256::digest(format!("{first}\t{second}").as_bytes())[1] % 2 == 0
}

/// Measures [`NameRules`] on a CSV with the columns `schema`, `name1`, `name2`, `is_match`.
pub(super) fn eval(options: &Options) -> Result<Figures, String> {
    let text = fs::read_to_string(&options.set)
        .or_else(|_| {
            let mut files: Vec<_> = fs::read_dir(&options.set)?
                .flatten()
                .map(|f| f.path())
                .filter(|p| p.extension().is_some_and(|e| e == "csv"))
                .collect();
            files.sort();
            files.first().map_or(Err(std::io::ErrorKind::NotFound.into()), fs::read_to_string)
        })
        .map_err(|e| e.to_string())?;
    let rows = crate::data::csv(&text);
    let header = rows.first().ok_or("the file is empty")?;
    let column = |name: &str| header.iter().position(|c| c == name).ok_or(format!("no column {name}"));
    let (schema, first, second, truth) = (column("schema")?, column("name1")?, column("name2")?, column("is_match")?);
    let rules = NameRules::load(&DataSet::built_in()).map_err(|e| e.to_string())?;
    let mut found = Figures::default();
    // All, people, the half that rules were tuned on, the half that they were not.
    let mut counts = [[0usize; 3]; 4];
    for row in rows.iter().skip(1).filter(|r| r.len() == header.len()) {
        let person = row[schema] == "Person";
        let result = if person {
            rules.match_names(&row[first], &row[second])
        } else {
            rules.match_bodies(&row[first], &row[second])
        };
        // A body with a number or code is compared as one; an entity of unknown kind as either.
        let result = if row[schema] == "LegalEntity" {
            let p = rules.match_names(&row[first], &row[second]);
            if p.score > result.score { p } else { result }
        } else {
            result
        };
        let (said, right) = (result.same(), row[truth] == "true");
        let tuned = tuned_on(&row[first], &row[second]);
        let wanted = [true, person, tuned, !tuned];
        for group in counts.iter_mut().zip(wanted).filter(|(_, w)| *w).map(|(g, _)| g) {
            match (said, right) {
                (true, true) => group[0] += 1,
                (true, false) => group[1] += 1,
                (false, true) => group[2] += 1,
                (false, false) => {}
            }
        }
        found.items += 1;
        found.words += row[first].split_whitespace().count() + row[second].split_whitespace().count();
        let confidence = f64::from(result.score) / 1000.0;
        found.reliability.push((if said { confidence } else { 1.0 - confidence }, said == right));
        if said != right {
            // Errors of the other half are not shown: who reads them tunes on them.
            if tuned {
                let told = result.told();
                let pair = format!("{} {} | {} is {}: {told}", row[schema], row[first], row[second], row[truth]);
                found.worst.push((confidence, pair));
            }
        }
    }
    for (prefix, [both, over, under]) in ["", "person_", "tuned_half_", "other_half_"].iter().zip(counts) {
        let share = |a: usize, b: usize| {
            if a + b == 0 { 0.0 } else { 100.0 * a as f64 / (a + b) as f64 }
        };
        let (p, r) = (share(both, over), share(both, under));
        found.figures.push((format!("{prefix}f1"), if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }));
        found.figures.push((format!("{prefix}precision"), p));
        found.figures.push((format!("{prefix}recall"), r));
    }
    found.spent = Duration::ZERO;
    Ok(found)
}
