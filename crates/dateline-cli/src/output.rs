//! Where output goes: standard output, or a file that appears whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes to standard output. A reader that has gone away (`| head`) is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Removes the half-written file if it is not renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a file beside the wanted one and renames it: whoever interrupts finds the old file or the new one, never half of one.
/// What is no regular file (a pipe, a terminal) is written to as it is.
pub(crate) fn save(path: &Path, text: &str) -> io::Result<()> {
    save_bytes(path, text.as_bytes())
}

/// As [`save`], for what is no text.
pub(crate) fn save_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // A link stays a link: what it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    let temporary = Temporary(path.with_file_name(hidden));
    let mut file = fs::File::create(&temporary.0)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    if let Ok(meta) = fs::metadata(&path) {
        let _ = fs::set_permissions(&temporary.0, meta.permissions());
    }
    fs::rename(&temporary.0, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = std::env::temp_dir().join(format!("dateline-save-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let path = dir.join("brief.txt");
        save(&path, "old").unwrap();
        save(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
        assert!(save(&dir.join("no/such/folder.txt"), "x").is_err());
        fs::remove_dir_all(&dir).unwrap();
    }
}
