//! Embeds every text file below `data/` (not the weights, which `dateline-lang` embeds itself) as a sorted table of
//! path and text, so that adding a data file needs no change of code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            found.push(path);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "Cargo tells build scripts their folders by the environment")]
fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../data");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut found = Vec::new();
    walk(&root, &mut found);
    let mut rows: Vec<(String, PathBuf)> = found
        .into_iter()
        .map(|p| {
            println!("cargo:rerun-if-changed={}", p.display());
            let name = p.strip_prefix(&root).expect("below root").to_string_lossy().replace('\\', "/");
            (name, p.canonicalize().expect("it was just listed"))
        })
        .collect();
    rows.sort();
    let mut out = String::from("pub(crate) static BUILT_IN: &[(&str, &str)] = &[\n");
    for (name, path) in rows {
        writeln!(out, "    ({name:?}, include_str!({:?})),", path.display().to_string()).expect("a string");
    }
    out.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").expect("set by cargo")).join("built_in.rs"), out)
        .expect("OUT_DIR is writable");
}
