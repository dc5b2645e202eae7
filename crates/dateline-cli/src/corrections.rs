//! The user's corrections: `corrections.toml` beside the reports, or the file that is named.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use dateline::Corrections;
use dateline::corrections::parse;

/// What it is called in the folder of the reports.
const NAME: &str = "corrections.toml";

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
    for file in beside(paths) {
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

/// Where a file of corrections may lie: in each folder that is given, and beside each file.
fn beside(paths: &[String]) -> BTreeSet<PathBuf> {
    let place = |path: &String| {
        let path = Path::new(path);
        if path.is_dir() { path.join(NAME) } else { path.with_file_name(NAME) }
    };
    paths.iter().filter(|p| *p != "-").map(place).collect()
}
