//! What a user says of a report in a small file beside it: `wire.txt.meta.toml`, `wire.toml` or `wire.json`.

use std::fs;
use std::path::{Path, PathBuf};

use dateline_report::GivenMeta;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    outlet: Option<String>,
    url: Option<String>,
    published: Option<Written>,
    title: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
}

/// A date as a string, or as TOML has it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(toml::value::Datetime),
}

impl Written {
    fn date(&self) -> Result<Date, String> {
        let text = match self {
            Self::Text(text) => text.clone(),
            Self::Toml(date) => date.to_string(),
        };
        // A time of day may follow; the day is what counts.
        text.get(..10)
            .unwrap_or(&text)
            .parse()
            .map_err(|_| format!("published: '{text}' is no date; write it as YYYY-MM-DD"))
    }
}

/// Could this file be a sidecar rather than a report?
fn candidates(path: &Path) -> [PathBuf; 3] {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".meta.toml");
    [PathBuf::from(beside), path.with_extension("toml"), path.with_extension("json")]
}

/// What the sidecar of `path` says, and its problem where it has one: its path and the message.
pub(super) fn read(path: &Path) -> (GivenMeta, Option<(PathBuf, String)>) {
    for file in candidates(path) {
        if !file.is_file() {
            continue;
        }
        return match parse(&file) {
            Ok(meta) => (meta, None),
            Err(problem) => (GivenMeta::default(), Some((file, problem))),
        };
    }
    (GivenMeta::default(), None)
}

fn parse(file: &Path) -> Result<GivenMeta, String> {
    let known = "known are outlet, url, published, title and authors";
    if file.metadata().is_ok_and(|m| m.len() > 1 << 20) {
        return Err(format!("is too large to describe a report; {known}"));
    }
    let text = fs::read_to_string(file).map_err(|e| format!("cannot be read ({e}); make it readable, or remove it"))?;
    let found: Result<Sidecar, String> = if file.extension().is_some_and(|e| e == "json") {
        serde_json::from_str(&text).map_err(|e| e.to_string())
    } else {
        toml::from_str(&text).map_err(|e| e.message().to_string())
    };
    let sidecar = found.map_err(|e| format!("does not describe a report ({}); {known}", e.replace('\n', " ")))?;
    let published = sidecar.published.as_ref().map(Written::date).transpose()?;
    Ok(GivenMeta {
        outlet: sidecar.outlet,
        url: sidecar.url,
        published,
        title: sidecar.title,
        authors: sidecar.authors,
        ..GivenMeta::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_either_form() {
        let sidecar: Sidecar = toml::from_str("published = 2031-05-06").unwrap();
        assert_eq!(sidecar.published.unwrap().date().unwrap(), jiff::civil::date(2031, 5, 6));
        let sidecar: Sidecar = serde_json::from_str("{\"published\": \"2031-05-06T10:00:00Z\"}").unwrap();
        assert_eq!(sidecar.published.unwrap().date().unwrap(), jiff::civil::date(2031, 5, 6));
        assert!(Written::Text("last week".into()).date().unwrap_err().contains("YYYY-MM-DD"));
    }

    #[test]
    fn a_misspelt_key_is_named() {
        assert!(toml::from_str::<Sidecar>("publised = 2031-05-06").unwrap_err().message().contains("publised"));
    }
}
