//! Licences and registries of the dependencies, against `deny.toml`.
//!
//! `cargo deny check` reads the same file and does more; this needs nothing installed.

use std::process::Command;

use serde::Deserialize;

use super::Tree;

#[derive(Deserialize)]
struct Deny {
    licenses: Licences,
    sources: Registries,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Registries {
    #[serde(rename = "allow-registry")]
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Is an SPDX expression satisfied by the licences allowed? `OR` needs one side, `AND` both; `WITH` belongs to its licence; the old `/`
/// means `OR`.
fn allowed(expression: &str, allow: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let verdict = any(&words, &mut at, allow);
    verdict && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let mut verdict = all(words, at, allow);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        verdict |= all(words, at, allow);
    }
    verdict
}

fn all(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let mut verdict = one(words, at, allow);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        verdict &= one(words, at, allow);
    }
    verdict
}

fn one(words: &[&str], at: &mut usize, allow: &[String]) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let verdict = any(words, at, allow);
        *at += usize::from(words.get(*at) == Some(&")"));
        return verdict;
    }
    let mut licence = (*word).to_string();
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at = (*at + 2).min(words.len());
    }
    allow.contains(&licence)
}

fn judge(metadata: &Metadata, deny: &Deny) -> Vec<String> {
    let mut found = Vec::new();
    for package in &metadata.packages {
        let Package { name, version, license, source } = package;
        match license {
            Some(expression) if allowed(expression, &deny.licenses.allow) => {}
            Some(expression) => {
                found.push(format!("{name} {version}: its licence {expression} is not allowed in deny.toml"))
            }
            None => found.push(format!("{name} {version}: states no licence")),
        }
        if let Some(source) = source
            && !deny.sources.allow.iter().any(|a| source.strip_prefix("registry+").is_some_and(|s| s == a))
        {
            found.push(format!("{name} {version}: comes from {source}, which deny.toml does not allow"));
        }
    }
    found
}

/// Every dependency has a licence and a registry that `deny.toml` allows.
pub(super) fn check(tree: &Tree) -> Vec<String> {
    let deny: Deny = match tree.text("deny.toml").map(toml::from_str) {
        Some(Ok(deny)) => deny,
        Some(Err(e)) => return vec![format!("deny.toml: {e}")],
        None => return vec!["deny.toml: missing".to_string()],
    };
    let listed =
        Command::new("cargo").args(["metadata", "--format-version", "1", "--locked"]).current_dir(&tree.root).output();
    let output = match listed {
        Ok(output) if output.status.success() => output.stdout,
        Ok(output) => {
            return vec![format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim())];
        }
        Err(e) => return vec![format!("cargo metadata: {e}")],
    };
    match serde_json::from_slice(&output) {
        Ok(metadata) => judge(&metadata, &deny),
        Err(e) => vec![format!("cargo metadata: {e}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let allow: Vec<String> = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(String::from).to_vec();
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR GPL-3.0) AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(allowed(good, &allow), "{good}");
        }
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", "", "MIT WITH X", "MIT)"] {
            assert!(!allowed(bad, &allow), "{bad}");
        }
    }

    #[test]
    fn a_foreign_registry_is_found() {
        let deny: Deny =
            toml::from_str("[licenses]\nallow = [\"MIT\"]\n[sources]\nallow-registry = [\"https://good\"]\n").unwrap();
        let package = |source: &str| Package {
            name: "p".into(),
            version: "1.0.0".into(),
            license: Some("MIT".into()),
            source: Some(source.into()),
        };
        let metadata = Metadata { packages: vec![package("registry+https://good"), package("git+https://other")] };
        let found = judge(&metadata, &deny);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
