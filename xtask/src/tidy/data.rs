//! Data files are readable and say where their facts come from.

use dateline_data::DataSet;
use serde::Deserialize;

use super::Tree;

/// What the header of a file says whose facts come from nobody else.
const OWN: &str = "own work";

/// Lines at the top of a file in which `OWN` may stand.
const HEADER: usize = 12;

#[derive(Deserialize, Default)]
struct Sources {
    /// Files and folders that are our own work.
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    source: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    files: Vec<String>,
    name: String,
    licence: String,
}

fn below_data(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.files.iter().filter_map(|(p, t)| Some((p.strip_prefix("data/")?, t.as_str())))
}

/// Every TOML and TSV file below `data/` can be read.
pub(super) fn parses(tree: &Tree) -> Vec<String> {
    let files: Vec<(String, String)> = below_data(tree).map(|(p, t)| (p.to_string(), t.to_string())).collect();
    let data = DataSet::with_overlay(files.clone());
    let mut found = Vec::new();
    for (path, _) in &files {
        let problem = if path.ends_with(".toml") {
            data.toml::<toml::Table>(path).err()
        } else if path.ends_with(".tsv") {
            data.tsv(path).err()
        } else {
            None
        };
        found.extend(problem.map(|p| format!("data/{p}")));
    }
    found
}

/// Does an entry of `files` (a path, a folder, or a pattern that ends in `*`) cover this file?
fn covers(entry: &str, path: &str) -> bool {
    match entry.split_once('*') {
        Some((begin, end)) => path.starts_with(begin) && path.ends_with(end),
        None => {
            entry == path || path.strip_prefix(entry.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
        }
    }
}

/// Every file of data is listed in `data/SOURCES.toml`, with its source or as our own work, or its header says the latter; every entry of a source names files that exist, a
/// source and a licence.
pub(super) fn origins(tree: &Tree) -> Vec<String> {
    let sources: Sources = match tree.text("data/SOURCES.toml").map(toml::from_str) {
        Some(Ok(sources)) => sources,
        Some(Err(e)) => return vec![format!("data/SOURCES.toml: {e}")],
        None => return vec!["data/SOURCES.toml: missing".to_string()],
    };
    let mut found = Vec::new();
    for source in &sources.source {
        if source.name.trim().is_empty() || source.licence.trim().is_empty() {
            found.push(format!("data/SOURCES.toml: the source of {:?} has no name or no licence", source.files));
        }
        for entry in &source.files {
            let there = tree.exists(&format!("data/{entry}")) || below_data(tree).any(|(p, _)| covers(entry, p));
            if !there {
                found.push(format!("data/SOURCES.toml: {entry} names no file below data/"));
            }
        }
    }
    for (path, text) in below_data(tree) {
        let form = path.ends_with(".toml") || path.ends_with(".tsv");
        if !form || path == "SOURCES.toml" {
            continue;
        }
        let listed = sources.source.iter().any(|s| s.files.iter().any(|f| covers(f, path)));
        let own = sources.own.iter().any(|f| covers(f, path))
            || text.lines().take(HEADER).any(|l| l.starts_with('#') && l.to_lowercase().contains(OWN));
        if !listed && !own {
            found.push(format!("data/{path}: list its source or put it under `own` in data/SOURCES.toml, or say `# {OWN}` in its header"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    #[test]
    fn a_file_without_origin_is_found() {
        let sources = "[[source]]\nfiles = [\"a/*.tsv\"]\nname = \"N\"\naddress = \"x\"\nlicence = \"MIT\"\n";
        let files = [
            ("data/SOURCES.toml", sources),
            ("data/a/x.tsv", "k\n"),
            ("data/b.tsv", "k\n"),
            ("data/c.toml", "# Our own work.\n"),
        ];
        let found = origins(&tree(&files));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("data/b.tsv"));
    }

    #[test]
    fn a_broken_file_is_found() {
        let found =
            parses(&tree(&[("data/a.tsv", "a\tb\n1\n"), ("data/b.toml", "x = \n"), ("data/c.toml", "x = 1\n")]));
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
