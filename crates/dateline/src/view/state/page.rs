//! The state as a page of its own.

use std::fmt::Write as _;

use super::html::section;
use crate::state::State;
use crate::view::html::STYLE;
use crate::view::safe::html as esc;
use crate::view::words;

/// The state as one page that needs neither network nor script.
#[must_use]
pub fn html(state: &State) -> String {
    let mut out = String::new();
    let day = state.as_of.map(|d| format!(", as of {}", words::day(d))).unwrap_or_default();
    let reports = words::count(state.reports.len(), "report", "reports");
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n\
         <meta name=\"generator\" content=\"Dateline {}\">\n<title>The state of the world in {reports}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"single\">\n<main>\n\
         <p class=\"brand\"><b>Dateline</b> · what holds between states and bodies, and the passage behind each link</p>\n<h1>As {reports} describe it{}</h1>\n",
        esc(&state.engine.version),
        esc(&day)
    );
    if state.pairs.is_empty() {
        out.push_str("<p>The reports tell of nothing between two states or bodies.</p>\n");
    }
    out.push_str(&section(state, 2));
    out.push_str("<section>\n<h2>Reports</h2>\n<ul class=\"web-links\">\n");
    for r in &state.reports {
        let parts: Vec<String> = [r.outlet.clone(), r.published.map(words::day)].into_iter().flatten().collect();
        let _ = writeln!(
            out,
            "<li>{} {} <span class=\"note\">{}</span></li>",
            esc(&r.id),
            esc(r.title.as_deref().unwrap_or_default()),
            esc(&parts.join(" · "))
        );
    }
    out.push_str("</ul>\n</section>\n</main>\n</body>\n</html>\n");
    out
}
