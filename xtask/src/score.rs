//! `cargo xtask score [--write] [--scorer FILE]`: all gold stories in one table, against the committed figures.
//!
//! `eval/floors.tsv` names the stories, where their sets are, and the last committed score. A set that is not there is passed over and said to
//! be. A story below its figure fails the command; `--write` puts the new figures in.

use std::path::Path;
use std::process::ExitCode;

use crate::eval::analysis::{Layers, Story, scorer};

/// Scores are printed with one place; a difference below half of it is rounding.
const ROUNDING: f64 = 0.05;

struct Row {
    story: String,
    set: String,
    floor: f64,
}

fn rows(text: &str) -> Result<Vec<Row>, String> {
    let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty()).skip(1);
    lines
        .map(|(n, line)| match line.split('\t').collect::<Vec<_>>()[..] {
            [story, set, floor] => {
                let floor = floor.trim().parse().map_err(|_| format!("line {}: {floor:?} is no number", n + 1))?;
                Ok(Row { story: story.to_string(), set: set.to_string(), floor })
            }
            _ => Err(format!("line {}: story, set and score are expected, parted by tabs", n + 1)),
        })
        .collect()
}

/// The text of the file with new scores in the place of the old ones.
fn rewritten(text: &str, new: &[(String, f64)]) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match new.iter().find(|(story, _)| cells.first() == Some(&story.as_str())) {
            Some((_, score)) if cells.len() == 3 => out.push_str(&format!("{}\t{}\t{score:.1}\n", cells[0], cells[1])),
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

fn line(row: &Row, layers: &Layers) -> String {
    let score = layers.last().map_or(0.0, |(_, s)| *s);
    let rest: Vec<String> = layers.iter().rev().skip(1).rev().map(|(name, s)| format!("{name} {s:.0}")).collect();
    let verdict = if score + ROUNDING < row.floor { "BELOW" } else { "ok" };
    format!("{:14} {score:6.1} {:6.1} {verdict:6} {}", row.story, row.floor, rest.join("  "))
}

fn work(args: &[String]) -> Result<bool, String> {
    let named = args.iter().position(|a| a == "--scorer").and_then(|at| args.get(at + 1));
    let scorer = scorer(named.map(String::as_str))?;
    let root = crate::tidy::root();
    let path = root.join("eval/floors.tsv");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("eval/floors.tsv: {e}"))?;
    let mut new = Vec::new();
    let mut held = true;
    println!("{:14} {:>6} {:>6} {:6} layers", "story", "score", "floor", "");
    for row in rows(&text).map_err(|e| format!("eval/floors.tsv: {e}"))? {
        let set = root.join(Path::new(&row.set));
        if !set.exists() {
            println!("{:14} {:>6} {:6.1} passed over: {} is not there", row.story, "-", row.floor, row.set);
            continue;
        }
        let found = Story::find(&set, None, &scorer)
            .and_then(|s| s.score(&scorer))
            .map_err(|e| format!("{}: {e}", row.story))?;
        println!("{}", line(&row, &found.layers));
        let score = found.layers.last().map_or(0.0, |(_, s)| *s);
        held &= score + ROUNDING >= row.floor;
        new.push((row.story, score));
    }
    if args.iter().any(|a| a == "--write") {
        std::fs::write(&path, rewritten(&text, &new)).map_err(|e| format!("eval/floors.tsv: {e}"))?;
        return Ok(true);
    }
    Ok(held)
}

/// Runs `score` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    match work(args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!(
                "a story is below its committed score; find out why, or say why in the commit that runs `cargo xtask score --write`"
            );
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# note\nstory\tset\tscore\na\tx/a\t60.0\nb\tx/b\t0.0\n";

    #[test]
    fn floors_are_read_and_written() {
        let found = rows(TEXT).unwrap();
        assert_eq!((found.len(), found[0].floor), (2, 60.0));
        assert_eq!(rewritten(TEXT, &[("a".to_string(), 61.25)]), TEXT.replace("60.0", "61.2"));
        assert!(rows("story\tset\tscore\na\tx\n").is_err());
    }

    #[test]
    fn a_fall_is_told() {
        let row = Row { story: "a".into(), set: "x".into(), floor: 60.0 };
        assert!(line(&row, &vec![("score".to_string(), 59.9)]).contains("BELOW"));
        assert!(line(&row, &vec![("score".to_string(), 59.96)]).contains("ok"));
    }

    #[test]
    fn the_committed_file_is_readable() {
        let text = std::fs::read_to_string(crate::tidy::root().join("eval/floors.tsv")).unwrap();
        assert!(rows(&text).unwrap().len() >= 5);
    }
}
