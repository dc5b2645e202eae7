//! `cargo xtask train [--data DIR] [--out FILE] [--only segment|coref] ...`: makes the weights of the language engine anew.

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
    let default = root().join("data/models/weights/english.bin");
    let mut out = default.clone();
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
            "--net" => effort.net.passes = passes,
            "--seed" => effort.net.seed = value.parse().unwrap_or(1),
            "--network" => match std::fs::read(&value) {
                Ok(bytes) => effort.network = Some(bytes),
                Err(problem) => {
                    eprintln!("{value}: {problem}");
                    return ExitCode::from(2);
                }
            },
            "--unfinished" => effort.unfinished = Some(value.into()),
            "--names" => effort.names = passes,
            other => {
                eprintln!(
                    "{other}: unknown; usage: cargo xtask train [--data DIR] [--out FILE] [--keep FILE] [--only segment|coref] [--net N] [--names N] [--coref N] [--seed N] [--unfinished FILE] [--network FILE] (N: passes over the data; --only: the sentence ends, or what links pronouns, files of their own; --keep: leave the syntax of these weights as it is; --unfinished: where to keep a run that can be taken up again; --network: a finished network to use)"
                );
                return ExitCode::from(2);
            }
        }
    }
    if only == "segment" {
        let out = if out == default { root().join("data/models/weights/segment.bin") } else { out };
        return finish(dateline_train::boundary::train(&data, &|line| println!("{line}")), &out);
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
    finish(dateline_train::train(&data, &effort, kept.as_deref(), &|line| println!("{line}")), &out)
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
