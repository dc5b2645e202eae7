//! `cargo xtask tidy [--licences]`: what a compiler does not check, checked.
//!
//! Each check is a function from the tree to findings. A finding is one line: where, what, and what would put it right. The test at the
//! end runs all of them but the licences, which need `cargo metadata` and run in CI.

mod data;
mod documents;
mod licences;
mod sources;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The files of the project that hold text, with their text; paths are relative to the root and use `/`.
pub(crate) struct Tree {
    root: PathBuf,
    files: Vec<(String, String)>,
}

impl Tree {
    /// Reads the project's files. What is hidden, built or not UTF-8 is passed over.
    fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        walk(root, root, &mut files);
        files.sort();
        Self { root: root.to_path_buf(), files }
    }

    /// Files whose path ends with one of these.
    fn ending<'a>(&'a self, ends: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.iter().filter(|(p, _)| ends.iter().any(|e| p.ends_with(e))).map(|(p, t)| (p.as_str(), t.as_str()))
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(p, _)| p == path).map(|(_, t)| t.as_str())
    }

    fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

fn walk(root: &Path, dir: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && name != ".ci" && name != ".cargo";
        if hidden || name == "target" {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push((below, text));
        }
    }
}

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

type Check = fn(&Tree) -> Vec<String>;

const CHECKS: &[(&str, Check)] = &[
    ("paths in ARCHITECTURE.md", documents::paths_of_the_map),
    ("crates in ARCHITECTURE.md", documents::crates_on_the_map),
    ("links between documents", documents::links),
    ("paths of a machine", sources::machine_paths),
    ("long files", sources::long_files),
    ("word lists in code", sources::word_lists),
    ("data files parse", data::parses),
    ("data files have an origin", data::origins),
];

/// Findings of a check without the known debts of `xtask/tidy-debts.tsv`. A file may have as many findings as its row says, not one more; where it has
/// fewer, the row must shrink with it, so that debts are only ever paid off.
fn beyond_debts(tree: &Tree, name: &str, found: Vec<String>) -> Vec<String> {
    let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in found {
        let file = line.split(':').next().unwrap_or("").to_string();
        by_file.entry(file).or_default().push(line);
    }
    let mut out = Vec::new();
    for row in tree.text("xtask/tidy-debts.tsv").unwrap_or("").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [check, file, count] = cells[..] else { continue };
        if check != name {
            continue;
        }
        let allowed: usize = count.parse().unwrap_or(0);
        let here = by_file.get(file).map_or(0, Vec::len);
        if here <= allowed {
            by_file.remove(file);
        }
        if here < allowed {
            out.push(format!("xtask/tidy-debts.tsv: {file} has {here} of {allowed} left; lower the row"));
        }
    }
    out.extend(by_file.into_values().flatten());
    out
}

/// Runs `tidy` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let tree = Tree::read(&root());
    let mut bad = 0;
    let mut tell = |name: &str, found: &[String]| {
        println!(
            "{:28} {}",
            name,
            if found.is_empty() { "ok".to_string() } else { format!("{} to put right", found.len()) }
        );
        for line in found {
            println!("  {line}");
        }
        bad += found.len();
    };
    for (name, check) in CHECKS {
        tell(name, &beyond_debts(&tree, name, check(&tree)));
    }
    if args.iter().any(|a| a == "--licences") {
        tell("licences of dependencies", &licences::check(&tree));
    }
    if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let tree = Tree::read(&root());
        let found: Vec<String> = CHECKS
            .iter()
            .flat_map(|(name, check)| {
                beyond_debts(&tree, name, check(&tree)).into_iter().map(move |f| format!("{name}: {f}"))
            })
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    /// A tree that lies only in memory, for tests of single checks.
    pub(super) fn tree(files: &[(&str, &str)]) -> Tree {
        Tree {
            root: PathBuf::from("no-such-folder"),
            files: files.iter().map(|(p, t)| ((*p).to_string(), (*t).to_string())).collect(),
        }
    }
}
