//! The state as a picture: states and bodies on a sheet, a line for each pair, what binds them in green, what divides them in red.
//!
//! The layout is our own and small: the places start on a circle and are moved by springs a fixed number of times. It takes only additions,
//! multiplications, divisions and square roots, which give the same everywhere.

use std::fmt::Write as _;

use crate::state::{Pair, State};
use crate::view::safe::html as esc;
use crate::view::text::clip;

/// Nodes that a picture can hold before it is no longer read at a glance.
const MOST: usize = 14;
const WIDTH: f64 = 920.0;
const HEIGHT: f64 = 620.0;
const STEPS: usize = 400;

const STYLE: &str = "\
.dl-net text{font:13px/1.2 'Inter','Segoe UI','DejaVu Sans',sans-serif;fill:#1e1c18}\
.dl-net .name{font-weight:600;font-size:14px;text-anchor:middle}\
.dl-net .what{font-size:11px;fill:#4b463e;text-anchor:middle}\
.dl-net .halo{fill:#fbfaf6;opacity:.88}\
.dl-net .paper{fill:#fbfaf6}\
.dl-net .node{fill:#fff;stroke:#1e1c18;stroke-width:1.5}\
.dl-net .edge{fill:none;stroke:#a49d90;stroke-linecap:round}\
.dl-net .binds{stroke:#2c6e49}.dl-net .divides{stroke:#b3261e}.dl-net .both{stroke:#b8860b}\
.dl-net .ahead{stroke-dasharray:6 5}\
.dl-net .head{fill:#68635a}\
.dl-net .key{font-size:11px;fill:#68635a}";

/// The state as an SVG picture that stands alone. Passing over a line or a name tells what it is.
#[must_use]
pub fn svg(state: &State) -> String {
    picture(state, " xmlns=\"http://www.w3.org/2000/svg\"")
}

/// The picture inside a page, which needs no namespace.
pub(super) fn inline(state: &State) -> String {
    picture(state, "")
}

fn picture(state: &State, namespace: &str) -> String {
    let mut out = format!(
        "<svg{namespace} class=\"dl-net\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"Network of states and bodies\">\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{HEIGHT}\"/>\n"
    );
    let shown: Vec<&str> = state.actors.iter().take(MOST).map(|a| a.id.as_str()).collect();
    let edges: Vec<(usize, usize, &Pair)> = state
        .pairs
        .iter()
        .filter_map(|p| {
            let at = |id: &str| shown.iter().position(|s| *s == id);
            Some((at(&p.between[0])?, at(&p.between[1])?, p))
        })
        .collect();
    // A label is a place of its own on the way between the two, so that names, lines and labels keep off each other.
    let labels: Vec<Vec<String>> = edges.iter().map(|e| words(e.2)).collect();
    let mut springs: Vec<(usize, usize)> = Vec::new();
    let mut middle: Vec<Option<usize>> = Vec::new();
    let mut points = shown.len();
    for ((a, b, _), words) in edges.iter().zip(&labels) {
        if words.is_empty() {
            springs.push((*a, *b));
            middle.push(None);
        } else {
            springs.extend([(*a, points), (points, *b)]);
            middle.push(Some(points));
            points += 1;
        }
    }
    let places = layout(shown.len(), points, &springs);
    let at = |n: usize| places.get(n).copied();
    // A label keeps near its line: a wide bend leads the eye astray.
    let near = |mid: Option<usize>, p: (f64, f64), q: (f64, f64)| {
        let m = mid.and_then(at)?;
        let (x, y) = ((p.0 + q.0) / 2.0, (p.1 + q.1) / 2.0);
        let (dx, dy) = (m.0 - x, m.1 - y);
        let far = (dx * dx + dy * dy).sqrt().max(1e-6);
        let most = (0.16 * ((p.0 - q.0) * (p.0 - q.0) + (p.1 - q.1) * (p.1 - q.1)).sqrt()).min(46.0);
        let share = (most / far).min(1.0);
        Some((x + dx * share, y + dy * share))
    };
    let all = edges.iter().zip(&labels).zip(&middle);
    for (((a, b, pair), _), mid) in all.clone().rev() {
        if let (Some(p), Some(q)) = (at(*a), at(*b)) {
            edge(&mut out, pair, p, q, near(*mid, p, q));
        }
    }
    for (((a, b, _), words), mid) in all {
        if let (Some(p), Some(q)) = (at(*a), at(*b))
            && let Some(place) = near(*mid, p, q)
        {
            label(&mut out, words, place);
        }
    }
    for (actor, (x, y)) in state.actors.iter().take(MOST).zip(&places) {
        let name = clip(&actor.name, 26);
        let half = (name.chars().count() as f64 * 4.3 + 14.0).max(26.0);
        let _ = writeln!(
            out,
            "<g><title>{}: {}</title><rect class=\"node\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"28\" rx=\"14\"/><text class=\"name\" x=\"{x:.1}\" y=\"{:.1}\">{}</text></g>",
            esc(&actor.name),
            crate::view::words::count(actor.pairs as usize, "pair", "pairs"),
            x - half,
            y - 14.0,
            half * 2.0,
            y + 5.0,
            esc(&name)
        );
    }
    key(&mut out, state.actors.len().saturating_sub(MOST));
    out.push_str("</svg>\n");
    out
}

fn key(out: &mut String, more: usize) {
    let y = HEIGHT - 14.0;
    let entries =
        [("binds", "binds"), ("divides", "divides"), ("both", "both"), ("", "events only"), ("ahead", "announced")];
    let mut x = 18.0;
    for (class, text) in entries {
        let _ = writeln!(
            out,
            "<line class=\"edge {class}\" stroke-width=\"3\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/><text class=\"key\" x=\"{:.1}\" y=\"{y:.1}\">{text}</text>",
            y - 4.0,
            x + 24.0,
            y - 4.0,
            x + 30.0
        );
        x += 44.0 + text.len() as f64 * 6.6;
    }
    let rest = if more > 0 { format!("; {more} more with fewer links are left out") } else { String::new() };
    let _ = writeln!(
        out,
        "<text class=\"key\" x=\"{:.1}\" y=\"{y:.1}\">the thicker, the more is told; arrows lead to whom one depends on{rest}</text>",
        x + 8.0
    );
}

fn links(p: &Pair) -> usize {
    p.ties.len() + p.dependencies.len() + p.agreements.len() + p.disputes.len()
}

/// Class of a line, and whether all that it stands for lies ahead.
fn class(p: &Pair) -> &'static str {
    use crate::contract::Standing;
    let live = |l: &&crate::state::Link| !matches!(l.standing, Standing::Ended | Standing::Denied);
    let binding: Vec<_> = p.ties.iter().chain(&p.dependencies).chain(&p.agreements).filter(live).collect();
    let dividing = p.disputes.iter().filter(live).count();
    let ahead = dividing == 0 && !binding.is_empty() && binding.iter().all(|l| l.standing == Standing::Ahead);
    match (binding.is_empty(), dividing == 0, ahead) {
        (false, true, true) => "binds ahead",
        (false, true, false) => "binds",
        (true, false, _) => "divides",
        (false, false, _) => "both",
        (true, true, _) => "",
    }
}

fn edge(out: &mut String, p: &Pair, a: (f64, f64), b: (f64, f64), through: Option<(f64, f64)>) {
    let weight = (1.4 + 0.9 * links(p) as f64 + 0.25 * p.events.len() as f64).min(8.0);
    let mut title: Vec<String> =
        [&p.ties, &p.dependencies, &p.agreements, &p.disputes].into_iter().flatten().map(|l| l.text.clone()).collect();
    if !p.events.is_empty() {
        title.push(p.score.note.clone());
    }
    // Only dependencies one way: the arrow leads to whom one depends on.
    let targets: std::collections::BTreeSet<&str> = p.dependencies.iter().map(|d| d.to.as_str()).collect();
    let mut ends = (a, b);
    let arrow = match targets.first() {
        Some(to) if targets.len() == 1 => {
            if *to == p.between[0] {
                ends = (b, a);
            }
            ends.1 = before_box(through.unwrap_or(ends.0), ends.1);
            true
        }
        _ => false,
    };
    // A curve through the label's place.
    let bend = through.unwrap_or(((ends.0.0 + ends.1.0) / 2.0, (ends.0.1 + ends.1.1) / 2.0));
    let control = (2.0 * bend.0 - (ends.0.0 + ends.1.0) / 2.0, 2.0 * bend.1 - (ends.0.1 + ends.1.1) / 2.0);
    let _ = writeln!(
        out,
        "<g><title>{}: {}</title><path class=\"edge {}\" stroke-width=\"{weight:.1}\" d=\"M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}\"/>{}</g>",
        esc(&p.names.join(" – ")),
        esc(&title.join("; ")),
        class(p),
        ends.0.0,
        ends.0.1,
        control.0,
        control.1,
        ends.1.0,
        ends.1.1,
        if arrow { head(control, ends.1, weight) } else { String::new() }
    );
}

/// The head of an arrow that comes from one point and ends in another.
fn head(from: (f64, f64), to: (f64, f64), weight: f64) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let half = 4.5 + weight * 0.7;
    let (x, y) = (to.0 - dx * half * 2.2, to.1 - dy * half * 2.2);
    format!(
        "<path class=\"head\" d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}z\"/>",
        to.0,
        to.1,
        x - dy * half,
        y + dx * half,
        x + dy * half,
        y - dx * half
    )
}

/// The point on the way to a name at which its box begins, roughly.
fn before_box(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (across, along) = (dx.abs() / length, dy.abs() / length);
    let gap = if along * 58.0 > across * 16.0 { 16.0 / along.max(0.05) } else { 58.0 / across.max(0.05) };
    let left = ((length - gap - 2.0) / length).clamp(0.3, 1.0);
    (from.0 + dx * left, from.1 + dy * left)
}

/// What holds between the two, in few words.
fn words(p: &Pair) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for l in [&p.ties, &p.agreements, &p.disputes].into_iter().flatten() {
        let word = match l.about.first().filter(|_| l.kind == "exports") {
            Some(about) => clip(about, 22),
            None => l.kind.clone(),
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    for d in &p.dependencies {
        let about = d.about.first().map(|a| clip(a, 22)).unwrap_or_default();
        let word = match d.share {
            Some(s) => format!("{about} {}", crate::view::words::share(s)),
            None => about,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > 3 {
        let more = words.len() - 3;
        words.truncate(3);
        words.push(format!("+{more}"));
    }
    words
}

/// Words on a place.
fn label(out: &mut String, words: &[String], (x, y): (f64, f64)) {
    let wide = words.iter().map(|w| w.chars().count()).max().unwrap_or(0) as f64 * 6.0 + 8.0;
    let high = words.len() as f64 * 13.0 + 4.0;
    let _ = write!(
        out,
        "<rect class=\"halo\" x=\"{:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" rx=\"3\"/><text class=\"what\">",
        x - wide / 2.0,
        y - high / 2.0
    );
    for (n, word) in words.iter().enumerate() {
        let _ = write!(
            out,
            "<tspan x=\"{x:.1}\" y=\"{:.1}\">{}</tspan>",
            y - high / 2.0 + 12.0 + n as f64 * 13.0,
            esc(word)
        );
    }
    out.push_str("</text>\n");
}

/// Places of `all` points, of which the first `nodes` begin on a circle and the others in the middle of their springs: pulled together by springs and
/// pushed apart by each other.
fn layout(nodes: usize, all: usize, edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    let n = all;
    if n == 0 {
        return Vec::new();
    }
    if n == 1 {
        return vec![(WIDTH / 2.0, HEIGHT / 2.0)];
    }
    let mut at = circle(nodes);
    for point in nodes..all {
        let ends: Vec<(f64, f64)> = edges
            .iter()
            .filter_map(|(a, b)| {
                if *a == point {
                    at.get(*b)
                } else if *b == point {
                    at.get(*a)
                } else {
                    None
                }
            })
            .copied()
            .collect();
        // Off the line by a little, each by another amount: two labels must not begin in one place.
        let shift = 0.013 * (point - nodes + 1) as f64;
        let sum = ends.iter().fold((shift, shift * 0.7), |s, e| (s.0 + e.0 / 2.0, s.1 + e.1 / 2.0));
        at.push(sum);
    }
    let wish = (1.05 / n as f64).sqrt();
    for step in 0..STEPS {
        let mut force = vec![(0.0f64, 0.0f64); n];
        for i in 0..n {
            for j in 0..n {
                let (Some(p), Some(q)) = (at.get(i), at.get(j)) else { continue };
                if i == j {
                    continue;
                }
                let (dx, dy) = (p.0 - q.0, p.1 - q.1);
                let distance = (dx * dx + dy * dy).sqrt().max(0.01);
                let push = wish * wish / distance;
                if let Some(f) = force.get_mut(i) {
                    f.0 += dx / distance * push;
                    f.1 += dy / distance * push;
                }
            }
        }
        for (i, j) in edges {
            let (Some(p), Some(q)) = (at.get(*i).copied(), at.get(*j).copied()) else { continue };
            let (dx, dy) = (p.0 - q.0, p.1 - q.1);
            let distance = (dx * dx + dy * dy).sqrt().max(0.01);
            let pull = distance * distance / wish;
            for (k, sign) in [(*i, -1.0), (*j, 1.0)] {
                if let Some(f) = force.get_mut(k) {
                    f.0 += sign * dx / distance * pull;
                    f.1 += sign * dy / distance * pull;
                }
            }
        }
        // Steps grow shorter, so that the sheet comes to rest.
        let most = 0.08 * (1.0 - step as f64 / STEPS as f64) + 0.001;
        for (p, f) in at.iter_mut().zip(&force) {
            let length = (f.0 * f.0 + f.1 * f.1).sqrt().max(1e-9);
            let far = length.min(most) / length;
            p.0 += f.0 * far;
            p.1 += f.1 * far;
        }
    }
    at.truncate(nodes.max(1));
    let mut spread = stretch(&at);
    // Labels: in the middle of their springs, moved to the side on which there is room.
    for point in nodes..all {
        let ends: Vec<(f64, f64)> = edges
            .iter()
            .filter_map(|(a, b)| {
                if *a == point {
                    spread.get(*b)
                } else if *b == point {
                    spread.get(*a)
                } else {
                    None
                }
            })
            .copied()
            .collect();
        let middle = ends.iter().fold((0.0, 0.0), |s, e| (s.0 + e.0 / 2.0, s.1 + e.1 / 2.0));
        spread.push(aside(middle, &ends, &spread));
    }
    spread
}

/// The place beside a point, across the line between two ends, that is farthest from all other places.
fn aside(middle: (f64, f64), ends: &[(f64, f64)], others: &[(f64, f64)]) -> (f64, f64) {
    let [a, b] = ends else { return middle };
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let room = |p: &(f64, f64)| {
        let all = others.iter().map(|o| {
            // Names and labels are wider than high.
            let (x, y) = ((o.0 - p.0) / 2.2, o.1 - p.1);
            (x * x + y * y).sqrt()
        });
        all.fold(f64::INFINITY, f64::min)
    };
    let steps = [0.0, 22.0, -22.0, 44.0, -44.0];
    let places = steps.map(|s| (middle.0 - dy / length * s, middle.1 + dx / length * s));
    // The straight line unless a bend gains a good deal.
    let mut best = places[0];
    for place in &places[1..] {
        if room(place) > room(&best) + 8.0 {
            best = *place;
        }
    }
    best
}

/// Points on the unit circle. The turn comes from a short series, not from the platform's sine.
fn circle(n: usize) -> Vec<(f64, f64)> {
    let angle = 2.0 * std::f64::consts::PI / n as f64;
    let (mut sine, mut cosine, mut term) = (0.0, 0.0, 1.0);
    for k in 0..30 {
        match k % 4 {
            0 => cosine += term,
            1 => sine += term,
            2 => cosine -= term,
            _ => sine -= term,
        }
        term = term * angle / (k as f64 + 1.0);
    }
    let mut at = (0.0f64, -1.0f64);
    (0..n)
        .map(|_| {
            let here = at;
            at = (here.0 * cosine - here.1 * sine, here.0 * sine + here.1 * cosine);
            here
        })
        .collect()
}

/// To the size of the sheet, with room for names and the key.
fn stretch(at: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let range = |f: &dyn Fn(&(f64, f64)) -> f64| {
        let low = at.iter().map(f).fold(f64::INFINITY, f64::min);
        let high = at.iter().map(f).fold(f64::NEG_INFINITY, f64::max);
        (low, (high - low).max(1e-6))
    };
    let (x, y) = (range(&|p| p.0), range(&|p| p.1));
    let flat = |span: f64| span < 1e-3;
    at.iter()
        .map(|p| {
            let across = if flat(x.1) { 0.5 } else { (p.0 - x.0) / x.1 };
            let down = if flat(y.1) { 0.5 } else { (p.1 - y.0) / y.1 };
            (110.0 + across * (WIDTH - 220.0), 40.0 + down * (HEIGHT - 120.0))
        })
        .collect()
}
