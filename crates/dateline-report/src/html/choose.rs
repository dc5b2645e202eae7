//! The element that holds an article's text, and its lines.

use super::letters;
use super::names::PageNames;
use super::tree::{Item, Kind};

/// The lines of the article of a page, by the names of its elements. `None` if no name says where it stands.
pub(crate) fn lines(items: &[Item], description: &str, names: &PageNames) -> Option<String> {
    let chosen = containers(items, names);
    let first = *chosen.first()?;
    let mut out = Lines::default();
    let body = written(items, &chosen, names);
    if let Some(n) = lead(items, first, description, &body, names) {
        out.container(items, n, names);
    }
    for n in chosen {
        out.container(items, n, names);
    }
    Some(out.finish())
}

/// Characters of running text of a page, without what can be no article.
pub(crate) fn running(items: &[Item]) -> usize {
    let mut all = items.first().map_or(0, |i| i.running);
    let mut n = 0;
    while let Some(item) = items.get(n) {
        let away = item.never && item.running < all;
        if away {
            all -= item.running;
        }
        n = if away { item.end.max(n + 1) } else { n + 1 };
    }
    all
}

/// The paragraph that stands before the container instead of in it: by its name, or because the page gives it as its description.
fn lead(items: &[Item], container: usize, description: &str, body: &str, names: &PageNames) -> Option<usize> {
    let limits = &names.limits;
    let all = items.first().map_or(0, |i| i.running);
    let dropped = below_dropped(items, all, names);
    let body = letters(body);
    let description = letters(description);
    let mut gap = 0;
    for (n, item) in items.iter().enumerate().take(container).rev() {
        if item.kind == Kind::Text {
            if dropped.get(n) == Some(&false) {
                gap += item.running;
            }
            continue;
        }
        if item.end > container || dropped.get(n) != Some(&false) && !item.lead {
            continue;
        }
        let above = item.parent != n && dropped.get(item.parent).copied().unwrap_or(false);
        let sized = item.chars >= limits.least_lead && item.chars <= limits.most_lead && item.linked * 3 < item.chars;
        if above || !sized || !matches!(item.kind, Kind::Block | Kind::Article | Kind::Paragraph | Kind::Heading) {
            continue;
        }
        // What stands between is counted without the paragraph itself.
        if gap > limits.lead_gap + item.running {
            return None;
        }
        let text = letters(&text(items, n));
        let described = text.len() >= limits.least_lead
            && description.len() >= limits.least_lead
            && (text.starts_with(&description) || description.starts_with(&text));
        if (item.lead || described) && !body.contains(&text) {
            return Some(n);
        }
    }
    None
}

fn text(items: &[Item], n: usize) -> String {
    let end = items.get(n).map_or(n, |i| i.end);
    items.get(n..end).unwrap_or_default().iter().map(|i| i.text.as_str()).collect()
}

/// The lines of the innermost element that holds most of the page's running text.
pub(crate) fn fullest(items: &[Item], names: &PageNames) -> String {
    let all = items.first().map_or(0, |i| i.running);
    let dropped = below_dropped(items, all, names);
    // Running text without what is dropped: the texts of an item stand in a row behind it.
    let mut before = vec![0_usize];
    for (item, dropped) in items.iter().zip(&dropped) {
        let own = if item.kind == Kind::Text && !dropped { item.running } else { 0 };
        before.push(before.last().copied().unwrap_or(0) + own);
    }
    let within = |n: usize, item: &Item| {
        before.get(item.end).copied().unwrap_or(0).saturating_sub(before.get(n).copied().unwrap_or(0))
    };
    let page = items.first().map_or(0, |i| within(0, i));
    let enough = |n: &usize| {
        items
            .get(*n)
            .is_some_and(|i| i.kind != Kind::Text && within(*n, i) as f64 >= names.limits.fullest_share * page as f64)
    };
    // Those that hold more than half lie one in the other: the last is the innermost.
    let best = (0..items.len()).rev().find(enough).unwrap_or(0);
    written(items, &[best], names)
}

fn written(items: &[Item], chosen: &[usize], names: &PageNames) -> String {
    let mut out = Lines::default();
    for n in chosen {
        out.container(items, *n, names);
    }
    out.finish()
}

/// Which items are dropped wherever the text stands, by their own name or that of an item above.
fn below_dropped(items: &[Item], page: usize, names: &PageNames) -> Vec<bool> {
    let mut out = vec![false; items.len()];
    for (n, item) in items.iter().enumerate() {
        let above = item.parent != n && out.get(item.parent).copied().unwrap_or(false);
        let own = named_away(item, page, names);
        if let Some(slot) = out.get_mut(n) {
            *slot = above || own;
        }
    }
    out
}

/// The fullest element of the surest group that holds enough of the page; with it those of the same group beside it.
fn containers(items: &[Item], names: &PageNames) -> Vec<usize> {
    let all = items.first().map_or(0, |i| i.running);
    let dropped = below_dropped(items, all, names);
    let page: usize =
        items.iter().zip(&dropped).filter(|(i, d)| i.kind == Kind::Text && !**d).map(|(i, _)| i.running).sum();
    for (group, share) in names.shares.iter().enumerate() {
        let of =
            |n: &usize| items.get(*n).is_some_and(|i| i.bodies >> group & 1 == 1) && dropped.get(*n) == Some(&false);
        let found: Vec<usize> = (0..items.len()).filter(of).collect();
        let running = |n: &usize| items.get(*n).map_or(0, |i| i.running);
        // Of equals the innermost: an outer one adds nothing but labels.
        let Some(best) = found.iter().copied().max_by_key(|n| (running(n), *n)) else { continue };
        // Texts are cut into sections that stand beside each other, or apart in one article with advertisements between.
        let whole = |n: usize| {
            let up = std::iter::successors(Some(n), |n| items.get(*n).map(|i| i.parent).filter(|p| p < n));
            up.skip(1).take(5).find(|n| items.get(*n).is_some_and(|i| i.kind == Kind::Article))
        };
        let parent = items.get(best).map(|i| i.parent);
        let (from, to) = (best, items.get(best).map_or(best, |i| i.end));
        let article = whole(best);
        let beside: Vec<usize> = found
            .into_iter()
            .filter(|n| {
                let apart = items.get(*n).is_some_and(|i| *n >= to || i.end <= from);
                *n == best
                    || items.get(*n).map(|i| i.parent) == parent
                    || apart && article.is_some() && whole(*n) == article
            })
            .collect();
        let beside = outermost(items, beside);
        let together: usize = beside.iter().map(running).sum();
        if together >= names.limits.least_text && together as f64 >= share * page as f64 {
            return beside;
        }
    }
    Vec::new()
}

/// Those that do not lie in one another.
fn outermost(items: &[Item], all: Vec<usize>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for n in all {
        let inside = out.last().and_then(|last| items.get(*last)).is_some_and(|last| n < last.end);
        if !inside {
            out.push(n);
        }
    }
    out
}

/// A line, and whether it heads what follows.
struct Done {
    text: String,
    heads: bool,
    heading: bool,
    /// Something was left out behind it.
    left_out: bool,
}

#[derive(Default)]
struct Lines {
    done: Vec<Done>,
    open: String,
    heading: bool,
}

impl Lines {
    fn container(&mut self, items: &[Item], at: usize, names: &PageNames) {
        let Some(whole) = items.get(at) else { return };
        let mut ends: Vec<usize> = Vec::new();
        let mut n = at;
        while n < whole.end {
            while ends.last().is_some_and(|e| *e <= n) {
                ends.pop();
                self.end_line(names);
            }
            let Some(item) = items.get(n) else { break };
            if n != at && unwanted(item, whole, names) {
                if item.linked * 2 > item.chars && !matches!(item.kind, Kind::Inline | Kind::Link) {
                    self.end_line(names);
                    if let Some(last) = self.done.last_mut() {
                        last.left_out = true;
                    }
                }
                n = item.end.max(n + 1);
                continue;
            }
            match item.kind {
                Kind::Text => self.open.push_str(&item.text),
                Kind::Inline | Kind::Link | Kind::Skip => {}
                Kind::Break => self.end_line(names),
                Kind::Block | Kind::Article | Kind::Paragraph | Kind::Heading | Kind::Caption => {
                    self.end_line(names);
                    self.heading = item.kind == Kind::Heading;
                    ends.push(item.end);
                }
            }
            n += 1;
        }
        self.end_line(names);
    }

    fn end_line(&mut self, names: &PageNames) {
        let text = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            // A heading whose whole section was left out goes with it.
            if self.heading && self.done.last().is_some_and(|last| last.heads && last.left_out) {
                self.done.pop();
            }
            let label = text.ends_with(':') && text.split_whitespace().count() <= names.limits.label_words;
            self.done.push(Done { text, heads: self.heading || label, heading: self.heading, left_out: false });
        }
        self.open.clear();
        self.heading = false;
    }

    /// Headings after which nothing comes head something that was left out.
    fn finish(mut self) -> String {
        while self.done.last().is_some_and(|last| last.heading || last.heads && last.left_out) {
            self.done.pop();
        }
        self.done.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
    }
}

/// Does the name of an element say that it is no part of the article, and is that to be believed?
fn named_away(item: &Item, whole: usize, names: &PageNames) -> bool {
    let limits = &names.limits;
    let most = if item.never || item.comments { limits.comments_share } else { limits.dropped_share };
    (item.drop || item.never || item.comments) && item.running as f64 <= most * whole as f64
}

fn unwanted(item: &Item, whole: &Item, names: &PageNames) -> bool {
    let limits = &names.limits;
    let named = named_away(item, whole.running, names);
    let (share, longest) = match item.kind {
        Kind::Block | Kind::Article => (limits.linked_share, limits.linked_most),
        Kind::Paragraph => (limits.linked_paragraph_share, limits.linked_paragraph_most),
        Kind::Caption => return true,
        _ => return named,
    };
    named || item.chars < longest && item.linked as f64 > share * item.chars as f64
}
