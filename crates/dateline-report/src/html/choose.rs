//! The element that holds an article's text, and its lines.

use super::names::PageNames;
use super::tree::{Item, Kind};

/// The lines of the article of a page, by the names of its elements. `None` if no name says where it stands.
pub(crate) fn lines(items: &[Item], names: &PageNames) -> Option<String> {
    let chosen = containers(items, names);
    let first = chosen.first()?;
    let _ = first;
    let mut out = Lines::default();
    for n in chosen {
        out.container(items, n, names);
    }
    Some(out.finish())
}

/// Which items are dropped wherever the text stands, by their own name or that of an item above.
fn below_dropped(items: &[Item], page: usize, names: &PageNames) -> Vec<bool> {
    let mut out = vec![false; items.len()];
    for (n, item) in items.iter().enumerate() {
        let above = item.parent != n && out.get(item.parent).copied().unwrap_or(false);
        let most = if item.comments { names.limits.comments_share } else { names.limits.dropped_share };
        let own = (item.drop || item.comments) && (item.running as f64) <= most * page as f64;
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
        let parent = items.get(best).map(|i| i.parent);
        let beside: Vec<usize> =
            found.into_iter().filter(|n| *n == best || items.get(*n).map(|i| i.parent) == parent).collect();
        let together: usize = beside.iter().map(running).sum();
        if together >= names.limits.least_text && together as f64 >= share * page as f64 {
            return beside;
        }
    }
    Vec::new()
}

#[derive(Default)]
struct Lines {
    done: Vec<(String, bool)>,
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
                self.end_line();
            }
            let Some(item) = items.get(n) else { break };
            if n != at && unwanted(item, whole, names) {
                n = item.end.max(n + 1);
                continue;
            }
            match item.kind {
                Kind::Text => self.open.push_str(&item.text),
                Kind::Inline | Kind::Link | Kind::Skip => {}
                Kind::Break => self.end_line(),
                Kind::Block | Kind::Paragraph | Kind::Heading | Kind::Caption => {
                    self.end_line();
                    self.heading = item.kind == Kind::Heading;
                    ends.push(item.end);
                }
            }
            n += 1;
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let line = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.done.push((line, self.heading));
        }
        self.open.clear();
        self.heading = false;
    }

    /// Headings after which nothing comes head something that was left out.
    fn finish(mut self) -> String {
        while self.done.last().is_some_and(|(_, heading)| *heading) {
            self.done.pop();
        }
        self.done.into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n")
    }
}

fn unwanted(item: &Item, whole: &Item, names: &PageNames) -> bool {
    let limits = &names.limits;
    let most = if item.comments { limits.comments_share } else { limits.dropped_share };
    let named = (item.drop || item.comments) && item.running as f64 <= most * whole.running as f64;
    let (share, longest) = match item.kind {
        Kind::Block => (limits.linked_share, limits.linked_most),
        Kind::Paragraph => (limits.linked_paragraph_share, limits.linked_paragraph_most),
        Kind::Caption => return true,
        _ => return named,
    };
    named || item.chars < longest && item.linked as f64 > share * item.chars as f64
}
