//! What source files must not hold.

use super::Tree;

/// Longest source file, tests not counted. Beyond it nobody reads a file in one sitting.
const LONGEST: usize = 800;

/// Shortest run of string literals that counts as a word list.
const LIST: usize = 6;

/// Mark, with a reason behind it, for the line above a run of literals that is no language knowledge (names of members of a format).
const NOT_LANGUAGE: &str = "// not language:";

/// Folders that exist on one machine only. Put together here so that this file does not name them.
const MACHINE: [&str; 5] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/"), concat!("/tm", "p/")];

/// No text names a folder of somebody's machine.
pub(super) fn machine_paths(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in &tree.files {
        for (n, line) in text.lines().enumerate() {
            for folder in MACHINE {
                let named = line
                    .match_indices(folder)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}>".contains(c)));
                if named {
                    found.push(format!("{path}:{}: names the folder {folder} of a machine", n + 1));
                }
            }
        }
    }
    found
}

/// A source file without its tests: the text before the first module of unit tests.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod ").map_or(text, |at| &text[..at])
}

/// Source files outside folders of tests.
fn code(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.ending(&[".rs"])
        .filter(|(p, _)| !p.contains("/tests/") && !p.ends_with("/tests.rs"))
        .map(|(p, t)| (p, without_tests(t)))
}

/// No source file is longer than a sitting.
pub(super) fn long_files(tree: &Tree) -> Vec<String> {
    code(tree)
        .map(|(p, t)| (p, t.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(p, lines)| format!("{p}: {lines} lines without tests, {LONGEST} at most; split the module"))
        .collect()
}

/// Lines on which a run of at least `LIST` string literals begins that are parted by commas or bars only. Literals without a letter do not
/// count.
fn runs(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let (mut at, mut line, mut run, mut begin) = (0, 1, 0_usize, 0);
    let close = |run: &mut usize, begin: usize, found: &mut Vec<usize>| {
        if *run >= LIST {
            found.push(begin);
        }
        *run = 0;
    };
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => line += 1,
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    at += 1;
                }
                continue;
            }
            b'\'' if bytes.get(at + 1) == Some(&b'"') && bytes.get(at + 2) == Some(&b'\'') => {
                close(&mut run, begin, &mut found);
                at += 3;
                continue;
            }
            b'"' => {
                let (from, opened) = (at + 1, line);
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    line += usize::from(bytes[at] == b'\n');
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if text.get(from..at.min(bytes.len())).is_some_and(|s| s.chars().any(char::is_alphabetic)) {
                    if run == 0 {
                        begin = opened;
                    }
                    run += 1;
                } else {
                    close(&mut run, begin, &mut found);
                }
            }
            b' ' | b'\t' | b'\r' | b',' | b'|' => {}
            _ => close(&mut run, begin, &mut found),
        }
        at += 1;
    }
    close(&mut run, begin, &mut found);
    found
}

/// Language knowledge lies in `data/`: no source file of the product has six or more string literals in a row, unless the line above says why they are
/// no language.
pub(super) fn word_lists(tree: &Tree) -> Vec<String> {
    code(tree)
        .filter(|(path, _)| path.starts_with("crates/"))
        .flat_map(|(path, text)| {
            let lines: Vec<&str> = text.lines().collect();
            runs(text).into_iter().filter_map(move |line| {
                let excused = lines.iter().take(line).rev().take(3).any(|l| l.contains(NOT_LANGUAGE));
                (!excused).then(|| {
                    format!(
                        "{path}:{line}: a list of words; put it into data/, or say above it `{NOT_LANGUAGE} REASON`"
                    )
                })
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    #[test]
    fn word_lists_are_found_and_excused() {
        let list = "const A: [&str; 6] = [\n    \"one\", \"two\", \"three\",\n    \"four\", \"five\", \"six\",\n];\n";
        assert_eq!(word_lists(&tree(&[("crates/a.rs", list)])).len(), 1);
        assert!(
            word_lists(&tree(&[("crates/a.rs", &format!("// not language: members of the format\n{list}"))]))
                .is_empty()
        );
        assert!(word_lists(&tree(&[("crates/a.rs", &list.replace("\"six\"", "6"))])).is_empty());
        assert_eq!(
            word_lists(&tree(&[("crates/a.rs", "matches!(w, \"a\" | \"b\" | \"c\" | \"d\" | \"e\" | \"f\")")])).len(),
            1
        );
    }

    #[test]
    fn quotes_in_literals_do_not_confuse() {
        assert_eq!(runs(r#"x('"', "a\"b", "c")"#), Vec::<usize>::new());
        assert_eq!(runs(r#"["a\"", "b", "c", "d", "e", "f"]"#), vec![1]);
    }

    #[test]
    fn machine_paths_are_found_but_addresses_are_not() {
        let bad = format!("see {}somebody/x", MACHINE[0]);
        let good = format!("https://example.org{}x", MACHINE[0]);
        assert_eq!(machine_paths(&tree(&[("a.md", &bad)])).len(), 1);
        assert!(machine_paths(&tree(&[("a.md", &good)])).is_empty());
    }

    #[test]
    fn tests_do_not_count_for_length() {
        let long = "fn f() {}\n".repeat(LONGEST + 1);
        assert_eq!(long_files(&tree(&[("a.rs", &long)])).len(), 1);
        assert!(
            long_files(&tree(&[("a.rs", &format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{long}}}\n"))])).is_empty()
        );
    }
}
