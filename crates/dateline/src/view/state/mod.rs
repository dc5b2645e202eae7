//! The state of the world as people and programs read it: text, page, picture, graph, time series.

mod graph;
mod html;
mod network;
mod page;
mod series;
mod text;

pub use graph::graphml;
pub use network::svg;
pub use page::html;
pub use series::csv;
pub use text::text;

pub(crate) use html::section;

use crate::contract::{Standing, Status};
use crate::state::{Link, Pair};
use crate::view::words;

/// Sign of a link: it stands, lies ahead, or is no more.
fn sign(link: &Link) -> &'static str {
    match link.standing {
        Standing::Stands => "●",
        Standing::Ahead => "○",
        Standing::Ended | Standing::Denied => "✕",
        Standing::Alleged => "?",
    }
}

/// "signed", "announced", "no more", "denied": what the sign does not say alone.
fn standing(link: &Link) -> Option<&'static str> {
    match (link.status, link.standing) {
        (Some(Status::Happened), _) => Some("signed or agreed"),
        (Some(status), _) => Some(words::status(status)),
        (None, Standing::Stands) => None,
        (None, Standing::Ahead) => Some("not yet"),
        (None, Standing::Ended) => Some("no more"),
        (None, Standing::Denied) => Some("there is none"),
        (None, Standing::Alleged) => Some("alleged"),
    }
}

/// "2 independent origins · last told 5 Jan 2026 · last changed 4 Jan 2026 (e4) · how many: no report says"
fn notes(link: &Link) -> String {
    let mut parts: Vec<String> = standing(link).map(str::to_string).into_iter().collect();
    parts.push(dateline_story::origin_count(link.origins.min, link.origins.max));
    if let Some(day) = link.last_told {
        parts.push(format!("last told {}", words::day(day)));
    }
    if let Some(change) = link.last_change.as_ref().filter(|c| Some(*c) != link.id.as_ref()) {
        let day = link.changed.map(|d| format!(" {}", words::day(d))).unwrap_or_default();
        parts.push(format!("last changed{day} ({change})"));
    }
    parts.extend(link.unknown.iter().cloned());
    parts.join(" · ")
}

/// The groups of a pair's links with their headings.
fn groups(pair: &Pair) -> [(&'static str, &[Link]); 4] {
    [
        ("Ties", &pair.ties),
        ("Dependencies", &pair.dependencies),
        ("Agreements", &pair.agreements),
        ("Disputes", &pair.disputes),
    ]
}
