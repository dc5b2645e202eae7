//! Language data of the user's own, laid over the built-in data.

use std::fs;
use std::path::Path;

use dateline::DataSet;

/// The largest data file that is read.
const MAX: u64 = 64 << 20;

/// The table that `--actors` stands in the place of.
const ACTORS: &str = "gazetteer/actors.tsv";

/// The built-in data, with the files of `--data DIR` and the table of `--actors FILE` over it, where they are given.
pub(crate) fn given(dir: Option<&Path>, actors: Option<&Path>) -> Result<DataSet, String> {
    let mut all = dir.map(files).transpose()?.unwrap_or_default();
    if let Some(path) = actors {
        let text = fs::read_to_string(path)
            .map_err(|e| format!("{}: cannot be read ({e}); name a table of actors", path.display()))?;
        if !text.lines().any(|l| l.trim_end() == "names\tcode") {
            return Err(format!(
                "{}: is no table of actors; its first line is `names`, a tab, `code`, and each further line a name (several joined by |), a tab and a code",
                path.display()
            ));
        }
        all.push((ACTORS.to_string(), text));
    }
    Ok(DataSet::with_overlay(all))
}

/// The built-in data with the TOML and TSV files below `dir` over it, and the number of these files.
pub(crate) fn load(dir: &Path) -> Result<(DataSet, usize), String> {
    let files = files(dir)?;
    let count = files.len();
    Ok((DataSet::with_overlay(files), count))
}

fn files(dir: &Path) -> Result<Vec<(String, String)>, String> {
    let shown = dir.display();
    if !dir.is_dir() {
        return Err(format!("{shown}: is no folder; give the folder that holds the data files"));
    }
    let mut files = Vec::new();
    walk(dir, dir, 0, &mut files)?;
    files.sort();
    if files.is_empty() {
        return Err(format!(
            "{shown}: holds no .toml or .tsv file; its files have the paths of the built-in ones, such as {}",
            example()
        ));
    }
    Ok(files)
}

/// Path of one built-in file.
fn example() -> String {
    DataSet::built_in().paths().next().unwrap_or("en/…").to_string()
}

fn walk(root: &Path, dir: &Path, depth: usize, files: &mut Vec<(String, String)>) -> Result<(), String> {
    if depth > 16 {
        return Err(format!("{}: folders are nested too deep (a link in a circle?); remove the link", dir.display()));
    }
    let problem = |path: &Path, e: &std::io::Error| {
        format!("{}: cannot be read ({e}); make it readable, or remove it", path.display())
    };
    for entry in fs::read_dir(dir).map_err(|e| problem(dir, &e))?.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let meta = fs::metadata(&path).map_err(|e| problem(&path, &e))?;
        if meta.is_dir() {
            walk(root, &path, depth + 1, files)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "tsv") {
            if meta.len() > MAX {
                return Err(format!("{}: is larger than 64 MB; split it", path.display()));
            }
            let text = fs::read_to_string(&path).map_err(|e| problem(&path, &e))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}
