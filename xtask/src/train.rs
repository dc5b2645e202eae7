//! `cargo xtask train [--data DIR] [--passes N]`: makes the weights of the language engine anew; `--only coref`: those that link pronouns.

use std::path::PathBuf;
use std::process::ExitCode;

use dateline_train::Effort;

/// The root of the repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs `train` with the arguments after it.
pub(crate) fn run(args: &[String]) -> ExitCode {
    let mut data = root().join("../shared/data");
    let mut out = root().join("data/models/weights/english.bin");
    let mut keep = None;
    let mut effort = Effort::default();
    let mut only = String::new();
    let mut how = dateline_train::coref::How::default();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let value = rest.next().cloned().unwrap_or_default();
        let passes = value.parse().unwrap_or(1);
        match arg.as_str() {
            "--data" => data = value.into(),
            "--out" => out = value.into(),
            "--only" => only = value,
            "--coref" => how.passes = passes,
            "--keep" => keep = Some(PathBuf::from(value)),
            "--tagger" => effort.tagger = passes,
            "--parser" => effort.parser = passes,
            "--names" => effort.names = passes,
            other => {
                eprintln!(
                    "{other}: unknown; usage: cargo xtask train [--data DIR] [--out FILE] [--keep FILE] [--tagger N] [--parser N] [--names N] [--only coref [--coref N]] (N: passes over the data; --keep: leave the syntax of these weights as it is)"
                );
                return ExitCode::from(2);
            }
        }
    }
    if only == "coref" {
        let default = root().join("data/models/weights/english.bin");
        let out = if out == default { root().join("data/models/weights/coref.bin") } else { out };
        return finish(dateline_train::coref::train(&data, how, &|line| println!("{line}")), &out);
    }
    let kept = match keep.map(|path| std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))).transpose() {
        Ok(kept) => kept,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    finish(dateline_train::train(&data, effort, kept.as_deref(), &|line| println!("{line}")), &out)
}

/// Writes the weights.
fn finish(made: Result<Vec<u8>, dateline_train::TrainError>, out: &std::path::Path) -> ExitCode {
    match made {
        Ok(bytes) => {
            println!("{} bytes, sha256 {}", bytes.len(), dateline_train::sha256(&bytes));
            match std::fs::write(out, &bytes) {
                Ok(()) => ExitCode::SUCCESS,
                Err(problem) => {
                    eprintln!("{}: {problem}", out.display());
                    ExitCode::from(2)
                }
            }
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
