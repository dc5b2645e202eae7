//! `--actors FILE`: actors of a set, laid over the tables. Either our own table (`names`, `code`), or a dictionary as PETRARCH and TABARI have them
//! (`GONDOR [GON]`, further names behind `+`). Of codes with dates the one without a date counts, else the first.

/// The text of `gazetteer/actors.tsv` for a file.
pub(super) fn table(text: &str) -> String {
    if text.lines().any(|l| l.starts_with("names\t")) {
        return text.to_string();
    }
    let mut out = String::from("names\tcode\n");
    let (mut names, mut codes): (Vec<String>, Vec<(bool, String)>) = (Vec::new(), Vec::new());
    let mut flush = |names: &mut Vec<String>, codes: &mut Vec<(bool, String)>| {
        let code = codes.iter().find(|(dated, _)| !dated).or(codes.first()).map(|(_, c)| c.clone());
        if let Some(code) = code.filter(|c| c.len() >= 3 && c.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/'))
            && !names.is_empty()
        {
            // Several codes of one name ("FRO/BIL"): the first.
            let code = code.split('/').next().unwrap_or(&code).to_uppercase();
            out.push_str(&format!("{}\t{code}\n", names.join("|")));
        }
        names.clear();
        codes.clear();
    };
    for line in text.lines() {
        let line = line.split(';').next().unwrap_or("");
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with(['#', '<', '-', '!']) {
            continue;
        }
        let (name, rest) = match bare.find('[') {
            Some(at) => (bare[..at].trim(), &bare[at..]),
            None => (bare, ""),
        };
        if !name.is_empty() {
            if !name.starts_with('+') {
                flush(&mut names, &mut codes);
            }
            names.extend(forms(name.trim_start_matches('+')));
        }
        for part in rest.split('[').skip(1).filter_map(|p| p.split(']').next()) {
            let mut words = part.split_whitespace();
            if let Some(code) = words.next() {
                codes.push((words.next().is_some(), code.to_string()));
            }
        }
    }
    flush(&mut names, &mut codes);
    out
}

/// A name of the dictionary as a text prints it. Without an underscore at its end it stands for longer words too: with the endings of adjectives.
fn forms(name: &str) -> Vec<String> {
    let exact = name.ends_with('_');
    let words: Vec<String> = name
        .trim_matches(['_', '=', ' '])
        .split(['_', ' '])
        .filter(|w| !w.is_empty())
        .map(|w| {
            if w.len() <= 2 || w.contains('.') {
                return w.to_string();
            }
            let mut letters = w.chars();
            letters.next().map_or(String::new(), |c| c.to_string() + &letters.as_str().to_lowercase())
        })
        .collect();
    let base = words.join(" ");
    let mut all = vec![base.clone()];
    if !exact && base.len() > 3 && !base.contains('.') {
        all.extend(["n", "i", "an", "ian", "ia", "ese", "ish", "ine", "ines"].iter().map(|e| format!("{base}{e}")));
    }
    all
}
