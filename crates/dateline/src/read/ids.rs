//! Ids of reports, by the contract's rule.

use std::collections::BTreeMap;

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.') {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

fn short(path: &str) -> &str {
    let stem = stem(path);
    match stem.find('_') {
        Some(at) if at > 0 => &stem[..at],
        _ => stem,
    }
}

/// The last `n` parts of a path without the extension (with it where `whole`), joined by `~`.
fn suffix(path: &str, n: usize, whole: bool) -> String {
    let mut parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    if let Some(last) = parts.last_mut() {
        *last = if whole { file_name(path) } else { stem(path) };
    }
    parts[parts.len().saturating_sub(n)..].join("~")
}

/// One id for each path, in the same order, all different: the file stem up to the first `_` where that is unique, else the stem, else the
/// shortest distinguishing path suffix with `~` for `/`; `stdin` for `-`. Two files that differ only in their extension keep it.
///
/// ```
/// let ids = dateline::read::ids(&["x/004_ab12.txt", "y/wire.txt", "z/wire.txt", "-"]);
/// assert_eq!(ids, ["004", "y~wire", "z~wire", "stdin"]);
/// ```
#[must_use]
pub fn ids<S: AsRef<str>>(paths: &[S]) -> Vec<String> {
    let paths: Vec<&str> = paths.iter().map(AsRef::as_ref).collect();
    let named = |p: &str, f: &dyn Fn(&str) -> String| if p == "-" { "stdin".to_string() } else { f(p) };
    let mut ids: Vec<String> = paths.iter().map(|p| named(p, &|p| short(p).to_string())).collect();
    again(&mut ids, &paths, &|p| stem(p).to_string());
    let deepest = paths.iter().map(|p| p.split('/').count()).max().unwrap_or(1);
    for n in 2..=deepest {
        again(&mut ids, &paths, &|p| suffix(p, n, false));
    }
    for n in 1..=deepest {
        again(&mut ids, &paths, &|p| suffix(p, n, true));
    }
    // The same path twice, or a file `stdin` beside standard input: a number is the last resort.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for id in &mut ids {
        let n = seen.entry(id.clone()).or_default();
        *n += 1;
        if *n > 1 {
            *id = format!("{id}~{n}");
        }
    }
    ids
}

/// Gives those that are not unique yet another id.
fn again(ids: &mut [String], paths: &[&str], name: &dyn Fn(&str) -> String) {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids.iter() {
        *count.entry(id).or_default() += 1;
    }
    let clash: Vec<bool> = ids.iter().map(|id| count.get(id.as_str()).is_some_and(|n| *n > 1)).collect();
    for ((id, path), _) in ids.iter_mut().zip(paths).zip(clash).filter(|(_, c)| *c) {
        if *path != "-" {
            *id = name(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], expected: &[&str]) {
        assert_eq!(ids(paths), expected, "{paths:?}");
    }

    #[test]
    fn the_contract_s_rule() {
        check(&["000_be9.txt", "001_eea.txt"], &["000", "001"]);
        check(&["01-wire.txt", "02-post.html"], &["01-wire", "02-post"]);
        check(&["day_one.txt", "day_two.txt", "other_x.txt"], &["day_one", "day_two", "other"]);
        check(&["a/wire.txt", "b/wire.txt"], &["a~wire", "b~wire"]);
        check(&["p/a/wire.txt", "q/a/wire.txt", "b/wire.txt"], &["p~a~wire", "q~a~wire", "b~wire"]);
        check(&["wire.txt", "wire.html"], &["wire.txt", "wire.html"]);
        check(&["-", "x.txt"], &["stdin", "x"]);
        check(&["-", "stdin.txt"], &["stdin", "stdin.txt"]);
        check(&["_draft.txt", ".hidden"], &["_draft", ".hidden"]);
    }

    #[test]
    fn the_order_of_the_paths_changes_nothing() {
        let paths = ["a/x_1.txt", "b/x_1.txt", "b/x_2.txt", "y.txt"];
        let forward: BTreeMap<_, _> = paths.into_iter().zip(ids(&paths)).collect();
        let reversed: Vec<&str> = paths.iter().rev().copied().collect();
        let backward: BTreeMap<_, _> = reversed.iter().copied().zip(ids(&reversed)).collect();
        assert_eq!(forward, backward);
    }
}
