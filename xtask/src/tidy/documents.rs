//! The documents say what is true of the tree.

use super::Tree;

const MAP: &str = "ARCHITECTURE.md";

/// Words in backticks, with the number of their line; first words of lines in fenced blocks count as well.
fn marked(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            found.extend(line.split_whitespace().next().map(|w| (n + 1, w)));
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(|w| (n + 1, w)));
        }
    }
    found
}

/// The part of a path before its first placeholder (`<stage>`, `*.rs`).
fn fixed_part(path: &str) -> &str {
    match path.find(['<', '*', '{']) {
        Some(at) => path[..at].rfind('/').map_or("", |slash| &path[..slash]),
        None => path,
    }
}

fn looks_like_path(word: &str) -> bool {
    let file = [".md", ".toml", ".rs", ".tsv", ".csv", ".json"].iter().any(|e| word.ends_with(e));
    (word.contains('/') || file) && !word.contains([' ', '(', ':', '|']) && !word.starts_with(['-', '/', '.', '@'])
        || word.starts_with(".ci/")
}

/// Every path that ARCHITECTURE.md names exists.
pub(super) fn paths_of_the_map(tree: &Tree) -> Vec<String> {
    let Some(map) = tree.text(MAP) else {
        return vec![format!("{MAP}: missing")];
    };
    let paths: Vec<(usize, &str)> = marked(map)
        .into_iter()
        .filter(|(_, w)| looks_like_path(w))
        .map(|(n, w)| (n, fixed_part(w)))
        .filter(|(_, p)| !p.is_empty())
        .collect();
    if paths.is_empty() {
        return vec![format!("{MAP}: names no path; a map of the tree is expected")];
    }
    paths
        .into_iter()
        .filter(|(_, p)| !tree.exists(p))
        .map(|(n, p)| format!("{MAP}:{n}: {p} does not exist; correct the map"))
        .collect()
}

/// Every crate of the workspace is on the map.
pub(super) fn crates_on_the_map(tree: &Tree) -> Vec<String> {
    let Some(map) = tree.text(MAP) else {
        return vec![format!("{MAP}: missing")];
    };
    let named: Vec<&str> = marked(map).into_iter().map(|(_, w)| w.trim_end_matches('/')).collect();
    tree.ending(&["Cargo.toml"])
        .filter_map(|(p, _)| p.strip_suffix("/Cargo.toml"))
        .filter(|folder| !named.contains(folder))
        .map(|folder| format!("{MAP}: the crate `{folder}` is not on the map; add a line for it"))
        .collect()
}

/// Targets of `[text](target)` in one Markdown text that lie in the project.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let outside: Vec<&str> = if fenced { Vec::new() } else { line.split('`').step_by(2).collect() };
        for part in outside {
            let mut rest = part;
            while let Some(at) = rest.find("](") {
                rest = &rest[at + 2..];
                let target = rest.split([')', ' ']).next().unwrap_or_default();
                let target = target.split('#').next().unwrap_or_default();
                if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                    found.push((n + 1, target));
                }
            }
        }
    }
    found
}

/// Links between the documents of the project lead somewhere. Tables of test cases are left out: their cells are inputs.
pub(super) fn links(tree: &Tree) -> Vec<String> {
    tree.ending(&[".md"])
        .filter(|(p, _)| !p.starts_with("tests/cases/") && !p.contains("/reports/"))
        .flat_map(|(path, text)| {
            let folder = path.rfind('/').map_or("", |at| &path[..=at]);
            targets(text).into_iter().map(move |(n, target)| (path, n, format!("{folder}{target}")))
        })
        .filter(|(_, _, target)| !tree.exists(target))
        .map(|(path, n, target)| format!("{path}:{n}: the link to {target} leads nowhere"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    #[test]
    fn a_stale_path_is_found() {
        let map = "See `crates/gone/src/lib.rs` and `x.rs`.\n\n```text\nold/folder   what it was\n```\n";
        let found = paths_of_the_map(&tree(&[(MAP, map)]));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("ARCHITECTURE.md:1: crates/gone"));
    }

    #[test]
    fn a_crate_that_is_not_on_the_map_is_found() {
        let found = crates_on_the_map(&tree(&[
            (MAP, "`crates/a/` is here"),
            ("crates/a/Cargo.toml", ""),
            ("crates/b/Cargo.toml", ""),
        ]));
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("crates/b"));
    }

    #[test]
    fn links_are_read_outside_code() {
        assert_eq!(
            targets("[a](b.md#c) `[x](y.md)` [w](https://example.org/z.md)\n```\n[p](q.md)\n```\n"),
            vec![(1, "b.md")]
        );
    }

    #[test]
    fn placeholders_end_the_path() {
        assert_eq!(fixed_part("tests/cases/<stage>/a.md"), "tests/cases");
        assert_eq!(fixed_part("*.toml"), "");
        assert!(!looks_like_path("https://example.org/a"));
    }
}
