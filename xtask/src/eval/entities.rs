//! Named entities against a set in CoNLL form.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use dateline_lang::engine::tokens::Lexicon;
use dateline_lang::mention::EntityKind;
use dateline_train::names_data::{iob, retokenise};

use super::{Figures, Options};

/// Words of a sentence, and for each word of the set the words it was cut into.
type Cut = (Vec<String>, Vec<(usize, usize)>);

/// The four classes of the set's types; `None` for what is dropped.
fn gold_class(kind: &str) -> Option<&'static str> {
    Some(match kind.to_lowercase().as_str() {
        "per" | "person" | "politician" => "PER",
        "org" | "organization" | "organisation" | "politicalparty" => "ORG",
        "loc" | "location" | "gpe" | "facility" | "fac" | "country" => "LOC",
        "norp" | "product" | "misc" | "event" | "election" | "nationality" | "work_of_art" | "law" | "language" => {
            "MISC"
        }
        _ => return None,
    })
}

fn class(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organisation => "ORG",
        EntityKind::Place | EntityKind::State | EntityKind::Facility => "LOC",
        EntityKind::Group | EntityKind::Demonym | EntityKind::Product | EntityKind::Event | EntityKind::Other => "MISC",
    }
}

/// The words of a set as the engine would cut the text: hyphens apart, abbreviations and clitics that the set cuts in pieces
/// (`U . S .`, `’ s`) in one; each with the first of the set's words in it and the one after the last.
fn recut(lexicon: &Lexicon, sentence: &[(String, String)]) -> (Vec<String>, Vec<(usize, usize)>) {
    let form = |n: usize| sentence.get(n).map_or("", |(f, _)| f.as_str());
    let letter = |n: usize| form(n).chars().count() == 1 && form(n).chars().all(char::is_uppercase);
    let (mut forms, mut places) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < sentence.len() {
        let mut end = i + 1;
        if letter(i) && form(i + 1) == "." {
            while letter(end - 1) && form(end) == "." && (letter(end + 1) && form(end + 2) == ".") {
                end += 2;
            }
            if end > i + 1 {
                end += 1;
            }
        } else if matches!(form(i), "’" | "'") && matches!(form(i + 1), "s" | "S") {
            end = i + 2;
        }
        if end > i + 1 {
            forms.push((i..end).map(form).collect());
            places.push((i, end));
        } else {
            for part in retokenise(lexicon, form(i)) {
                forms.push(part);
                places.push((i, i + 1));
            }
        }
        i = end;
    }
    (forms, places)
}

/// Measures. Only the four classes can be compared across sets (`--map 4`).
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let text = std::fs::read_to_string(&options.set).map_err(|e| e.to_string())?;
    let engine = super::language::engine(options)?;
    // documents of sentences of (form, tag)
    let mut documents: Vec<Vec<Vec<(String, String)>>> = vec![Vec::new()];
    let mut sentence: Vec<(String, String)> = Vec::new();
    let numbered = text.lines().find(|l| !l.is_empty() && !l.starts_with("# ")).is_some_and(|l| l.starts_with("1\t"));
    for line in text.lines().chain([""]) {
        let new = line.starts_with("-DOCSTART-") || line.starts_with("# newdoc");
        if line.trim().is_empty() || new || line.starts_with("# ") {
            if !sentence.is_empty() {
                if sentence.len() == 1 && sentence[0].0.starts_with("http") {
                    documents.push(Vec::new()); // an article begins with its address
                }
                if let Some(d) = documents.last_mut() {
                    d.push(std::mem::take(&mut sentence));
                }
            }
            if new {
                documents.push(Vec::new());
            }
            continue;
        }
        let cells: Vec<&str> = if line.contains('\t') { line.split('\t').collect() } else { line.split(' ').collect() };
        let at = usize::from(numbered);
        if let (Some(form), Some(tag)) = (cells.get(at), cells.get(at + 1)) {
            sentence.push(((*form).to_string(), (*tag).to_string()));
        }
    }
    // `--from 80`: only the sentences after the first 80 % (of WikiGold the rest is trained on)
    let from = options.more.iter().find(|(name, _)| name == "from").map_or(0, |(_, n)| n.parse::<usize>().unwrap_or(0));
    let mut left = documents.iter().map(Vec::len).sum::<usize>() * from / 100;
    for d in &mut documents {
        let gone = left.min(d.len());
        d.drain(..gone);
        left -= gone;
    }
    let names_per = text.lines().any(|l| l.ends_with("-ORG") || l.contains("-ORG\t"));
    let has_misc = text.contains("-MISC") || text.contains("-Misc") || text.contains("-misc") || !names_per;
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut items = 0;
    let mut words = 0;
    let mut spent = Duration::ZERO;
    let (mut worst, mut reliability) = (Vec::new(), Vec::new());
    for document in &documents {
        // words cut as the engine cuts them, each with the set's words it comes from
        let cut: Vec<Cut> = document.iter().map(|s| recut(engine.lexicon(), s)).collect();
        let forms: Vec<Vec<&str>> = cut.iter().map(|(f, _)| f.iter().map(String::as_str).collect()).collect();
        words += forms.iter().map(Vec::len).sum::<usize>();
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let found = engine.names_in_tokens(&forms);
        spent += begin.elapsed();
        for ((s, (_, place)), found) in document.iter().zip(&cut).zip(&found) {
            items += 1;
            let tags: Vec<&str> = s.iter().map(|(_, t)| t.as_str()).collect();
            let gold: Vec<(usize, usize, &str)> =
                iob(&tags).into_iter().filter_map(|(a, b, k)| Some((a, b, gold_class(&k)?))).collect();
            let found: Vec<(usize, usize, &str, u16)> = found
                .iter()
                .filter_map(|(span, kind, sure)| {
                    Some((place.get(span.start as usize)?.0, place.get(span.end as usize - 1)?.1, class(*kind), *sure))
                })
                .filter(|f| has_misc || f.2 != "MISC")
                .collect();
            let mut wrong = Vec::new();
            for g in &gold {
                counts.entry(g.2).or_default()[1] += 1;
                if !found.iter().any(|f| (f.0, f.1, f.2) == *g) {
                    wrong.push(format!(
                        "-{}:{}",
                        g.2,
                        s[g.0..g.1].iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>().join(" ")
                    ));
                }
            }
            for f in &found {
                let right = gold.contains(&(f.0, f.1, f.2));
                let count = counts.entry(f.2).or_default();
                count[0] += usize::from(right);
                count[2] += 1;
                reliability.push((f64::from(f.3) / 1000.0, right));
                if !right {
                    wrong.push(format!(
                        "+{}:{}",
                        f.2,
                        s[f.0..f.1].iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>().join(" ")
                    ));
                }
            }
            if !wrong.is_empty() && options.worst > 0 {
                worst.push((-(wrong.len() as f64), wrong.join("  ")));
            }
        }
    }
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total = counts.values().fold([0; 3], |t, c| [t[0] + c[0], t[1] + c[1], t[2] + c[2]]);
    let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    let mut figures = vec![
        ("f1".to_string(), percent(2 * total[0], total[1] + total[2])),
        ("precision".into(), percent(total[0], total[2])),
        ("recall".into(), percent(total[0], total[1])),
    ];
    figures.extend(counts.iter().map(|(k, c)| (format!("f1_{k}"), percent(2 * c[0], c[1] + c[2]))));
    Ok(Figures { figures, items, words, spent, worst, reliability, ..Figures::default() })
}
