//! Which mention stands for which, against GUM with its entities: a document or a folder of them (`gum-full`).
//!
//! Raw text in; our own sentences, tokens and mentions. What counts as a name, a pronoun and as right is told in
//! [`dateline_train::gum`]. Options: `--genre news` (of `documents.tsv` beside the documents, else of the file's name),
//! `--part train|dev|test` (of `documents.tsv`), `--files PATTERN` (part of the file's name), `--floor N`: links less sure than N
//! thousandths are taken as open.
//!
//! - `name_b3_f1`: B-cubed of names
//! - `pronoun_accuracy`: share of pronouns that lead to the right entity; an open one is wrong. `pronoun_precision`: of those linked,
//!   with links of pronouns that stand for nothing counted as wrong; `pronoun_open`: share not linked
//! - `nominal_precision`, `nominal_links`: links of descriptions ("the minister"); `name_link_precision`: links of names to earlier ones
//!
//! The reliability table has all links.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline_data::DataSet;
use dateline_lang::mention::MentionRules;
use dateline_train::coref::Read;
use dateline_train::gum;

use super::{Figures, Options};

fn files(options: &Options) -> Result<Vec<(PathBuf, String)>, String> {
    let more = |name: &str| options.more.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let dir = if options.set.is_dir() { options.set.as_path() } else { options.set.parent().unwrap_or(Path::new(".")) };
    let rows = gum::table(dir).unwrap_or_default();
    let mut paths = if options.set.is_dir() {
        let entries = std::fs::read_dir(&options.set).map_err(|e| e.to_string())?;
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "conllu")).collect()
    } else {
        vec![options.set.clone()]
    };
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let id = path.file_stem().map(|s| s.to_string_lossy().to_string()).unwrap_or_default();
        let row = rows.iter().find(|(n, _, _)| *n == id);
        let genre = row.map_or_else(|| id.split('_').nth(1).unwrap_or("").to_string(), |r| r.1.clone());
        let part = row.map_or("", |r| r.2.as_str());
        let wanted = more("genre").is_none_or(|g| g == genre)
            && more("part").is_none_or(|p| p.split(',').any(|p| p == part))
            && more("files").is_none_or(|f| id.contains(f));
        if wanted {
            out.push((path, genre));
        }
    }
    Ok(out)
}

/// Measures.
pub(crate) fn run(options: &Options) -> Result<Figures, String> {
    let engine = super::language::engine(options)?;
    let rules = MentionRules::load(&DataSet::built_in()).map_err(|e| e.to_string())?;
    let floor: u16 = options.more.iter().find(|(n, _)| n == "floor").and_then(|(_, v)| v.parse().ok()).unwrap_or(0);
    let files = files(options)?;
    if files.is_empty() {
        return Err("no documents of that kind".into());
    }
    let mut b3 = [0.0; 4];
    let (mut right, mut linked, mut all, mut spurious, mut words) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let (mut nominals, mut nominals_right, mut names, mut names_right) = (0usize, 0usize, 0usize, 0usize);
    let (mut worst, mut reliability) = (Vec::new(), Vec::new());
    let mut spent = Duration::ZERO;
    for (path, genre) in &files {
        let gold = gum::read(path).map_err(|e| e.to_string())?;
        words += gold.text.split_whitespace().count();
        #[expect(clippy::disallowed_methods, reason = "speed is measured here")]
        let begin = Instant::now();
        let read = Read::new(gold, genre, &engine);
        let mut mentions = read.mentions(&rules, &mut rules.ranker());
        spent += begin.elapsed();
        for m in mentions.iter_mut().filter(|m| m.link < floor) {
            m.antecedent = None;
        }
        let found = read.measure(&mentions);
        let shown = |span: dateline_report::Span<dateline_report::Byte>| span.of(&read.gold.text).replace('\n', " ");
        let about = |at: dateline_report::Span<dateline_report::Byte>| {
            let text = &read.gold.text;
            let clip = |n: usize| (0..=n).rev().find(|n| text.is_char_boundary(*n)).unwrap_or(0);
            let (a, b) = (clip((at.start as usize).saturating_sub(60)), clip((at.end as usize + 30).min(text.len())));
            text[a..b].replace('\n', " ")
        };
        for p in &found.pronouns {
            all += 1;
            linked += usize::from(p.right.is_some());
            right += usize::from(p.right == Some(true));
            if let Some(ok) = p.right {
                reliability.push((f64::from(p.sure) / 1000.0, ok));
            }
            if p.right != Some(true) {
                worst.push((
                    f64::from(p.sure) / -10.0,
                    format!(
                        "{}: {} -> {} in: {}",
                        read.gold.id,
                        shown(p.at),
                        p.linked.map_or_else(|| "(open)".into(), shown),
                        about(p.at)
                    ),
                ));
            }
        }
        for p in &found.spurious {
            spurious += 1;
            reliability.push((f64::from(p.sure) / 1000.0, false));
        }
        for (rows, count, good) in
            [(&found.nominals, &mut nominals, &mut nominals_right), (&found.names, &mut names, &mut names_right)]
        {
            for (sure, ok, at, to) in rows {
                *count += 1;
                *good += usize::from(*ok);
                reliability.push((f64::from(*sure) / 1000.0, *ok));
                if !ok {
                    worst.push((
                        f64::from(*sure) / -10.0,
                        format!("{}: {} => {} in: {}", read.gold.id, shown(*at), shown(*to), about(*at)),
                    ));
                }
            }
        }
        for (sum, part) in b3.iter_mut().zip(found.b3) {
            *sum += part;
        }
    }
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    let percent = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    let (recall, precision) = (100.0 * b3[0] / b3[1].max(1.0), 100.0 * b3[2] / b3[3].max(1.0));
    let f1 = if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 };
    let figures = vec![
        ("name_b3_f1".to_string(), f1),
        ("name_b3_recall".into(), recall),
        ("name_b3_precision".into(), precision),
        ("pronoun_accuracy".into(), percent(right, all)),
        ("pronoun_precision".into(), percent(right, linked + spurious)),
        ("pronoun_open".into(), percent(all - linked, all)),
        ("nominal_precision".into(), percent(nominals_right, nominals)),
        ("nominal_links".into(), nominals as f64),
        ("name_link_precision".into(), percent(names_right, names)),
        ("name_links".into(), names as f64),
        ("documents".into(), files.len() as f64),
    ];
    Ok(Figures { figures, items: all, words, spent, worst, reliability, ..Figures::default() })
}
