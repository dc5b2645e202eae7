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
    if let Some(path) = named {
        let text = fs::read_to_string(path).map_err(|e| {
            format!("{}: cannot be read ({e}); check the path, or leave out --corrections", path.display())
        })?;
        return parse(&path.display().to_string(), &text);
    }
    let mut all = Corrections::default();
    for file in beside(paths, NAME) {
        match fs::read_to_string(&file) {
            Ok(text) => {
                let read = parse(&file.display().to_string(), &text)?;
                all.names.extend(read.names);
                all.stories.extend(read.stories);
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => {
                return Err(format!(
                    "{}: cannot be read ({e}); mend it, or move it away from the reports",
                    file.display()
                ));
            }
        }
    }
    Ok(all)
}

/// Reads what the user watches: the file that is named, which must be there, or those in the folders of `paths`, which may be.
///
/// # Errors
/// One line that names file, line, reason and remedy.
pub(crate) fn load_watch(named: Option<&Path>, paths: &[String]) -> Result<Watch, String> {
    if let Some(path) = named {
        let text = fs::read_to_string(path)
            .map_err(|e| format!("{}: cannot be read ({e}); check the path, or leave out --watch", path.display()))?;
        return watch::parse(&path.display().to_string(), &text);
    }
    let mut all = Watch::default();
    for file in beside(paths, WATCH) {
        match fs::read_to_string(&file) {
            Ok(text) => {
                let read = watch::parse(&file.display().to_string(), &text)?;
                all.actors.extend(read.actors);
                all.pairs.extend(read.pairs);
                all.topics.extend(read.topics);
                all.expectations.extend(read.expectations);
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => {
                return Err(format!(
                    "{}: cannot be read ({e}); mend it, or move it away from the reports",
                    file.display()
                ));
            }
        }
    }
    Ok(all)
}

/// Where a file of the user's may lie: in each folder that is given, and beside each file.
fn beside(paths: &[String], name: &str) -> BTreeSet<PathBuf> {
    let place = |path: &String| {
        let path = Path::new(path);
        if path.is_dir() { path.join(name) } else { path.with_file_name(name) }
    };
    paths.iter().filter(|p| *p != "-").map(place).collect()
}
