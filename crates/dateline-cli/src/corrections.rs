//! The user's own files: `corrections.toml` and `watch.toml` beside the reports, or those that are named.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use dateline::Corrections;
use dateline::corrections::parse;
use dateline::watch::{self, Watch};

/// What they are called in the folder of the reports.
const NAME: &str = "corrections.toml";
const WATCH: &str = "watch.toml";

/// Reads the file that is named, which must be there, or those in the folders of `paths`, which may be.
///
/// # Errors
/// One line that names file, line, reason and remedy.
pub(crate) fn load(named: Option<&Path>, paths: &[String]) -> Result<Corrections, String> {
    let mut all = Corrections::default();
    for (file, text) in texts(named, paths, NAME, "--corrections")? {
        let read = parse(&file, &text)?;
        all.names.extend(read.names);
        all.stories.extend(read.stories);
    }
    Ok(all)
}

/// Reads what the user watches: the file that is named, which must be there, or those in the folders of `paths`, which may be.
///
/// # Errors
/// One line that names file, line, reason and remedy.
pub(crate) fn load_watch(named: Option<&Path>, paths: &[String]) -> Result<Watch, String> {
    let mut all = Watch::default();
    for (file, text) in texts(named, paths, WATCH, "--watch")? {
        let read = watch::parse(&file, &text)?;
        all.actors.extend(read.actors);
        all.pairs.extend(read.pairs);
        all.topics.extend(read.topics);
        all.expectations.extend(read.expectations);
    }
    Ok(all)
}

/// Names and texts of a file of the user's: of the one that is named, which must be there, or of those in the folders of `paths`, which may be.
fn texts(named: Option<&Path>, paths: &[String], name: &str, option: &str) -> Result<Vec<(String, String)>, String> {
    let files = named.map_or_else(|| beside(paths, name), |path| BTreeSet::from([path.to_path_buf()]));
    let mut out = Vec::new();
    for file in files {
        let shown = file.display().to_string();
        match fs::read_to_string(&file) {
            Ok(text) => out.push((shown, text)),
            Err(e) if named.is_some() => {
                return Err(format!("{shown}: cannot be read ({e}); check the path, or leave out {option}"));
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => {
                return Err(format!("{shown}: cannot be read ({e}); mend it, or move it away from the reports"));
            }
        }
    }
    Ok(out)
}

/// Where a file of the user's may lie: in each folder that is given, and beside each file.
fn beside(paths: &[String], name: &str) -> BTreeSet<PathBuf> {
    let place = |path: &String| {
        let path = Path::new(path);
        if path.is_dir() { path.join(name) } else { path.with_file_name(name) }
    };
    paths.iter().filter(|p| *p != "-").map(place).collect()
}
