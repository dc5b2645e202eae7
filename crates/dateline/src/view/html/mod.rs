//! The brief as one page that opens from disk: no network, no script, light and dark.
//!
//! Every text that comes from a report passes through [`safe::html`]; the page's own policy forbids scripts, frames and loading besides.

mod differ;
mod family;
mod texts;
mod timeline;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::model::{Card, Depth, Line, Section, StoryView, View};
use super::safe::html as esc;
use super::text::{capital, clip};
use super::words;
use crate::contract::{Analysis, Severity, Stance, Status};
use crate::export::Codes;
use crate::state::{StateOptions, state};
use dateline_data::DataSet;

pub(crate) const STYLE: &str = include_str!("style.css");

/// The brief as one self-contained page, with the full texts beside it; cited passages are marked, and linked both ways.
#[must_use]
pub fn html(analysis: &Analysis) -> String {
    let view = View::new(analysis, Depth::PAGE);
    let mut page = Page { out: String::new(), view: &view, cited: BTreeSet::new() };
    page.whole();
    page.out
}

/// Writes the page and remembers which markers already have an anchor.
struct Page<'a> {
    out: String,
    view: &'a View<'a>,
    cited: BTreeSet<usize>,
}

impl Page<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn whole(&mut self) {
        let view = self.view;
        let title = view.stories.first().map_or("Nothing to tell", |s| s.story.title.as_str());
        let _ = write!(
            self.out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n\
             <meta name=\"generator\" content=\"Dateline {}\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            esc(&view.analysis.engine.version),
            esc(title),
        );
        self.put("<p class=\"brand\"><b>Dateline</b> · what the reports say, where they differ, and the passage behind each line</p>\n");
        self.since();
        for story in &view.stories {
            self.story(story);
        }
        self.web();
        self.rest();
        let _ = writeln!(
            self.out,
            "<p class=\"colophon\">Made by Dateline {} with language data {} from {}. It tells what the reports say and where they differ; it does not decide who is right.</p>",
            esc(&view.analysis.engine.version),
            esc(&view.analysis.engine.data),
            words::count(view.analysis.reports.len(), "report", "reports")
        );
        self.put("</main>\n");
        texts::write(&mut self.out, view, &self.cited);
        self.put("</body>\n</html>\n");
    }

    /// What is watched, and what changed since an earlier analysis.
    fn since(&mut self) {
        let view = self.view;
        if !view.watched.is_empty() {
            self.put("<section>\n<h2>Watched</h2>\n<ul class=\"lines background\">\n");
            for line in &view.watched {
                let _ = writeln!(self.out, "<li>{}</li>", esc(line));
            }
            self.put("</ul>\n</section>\n");
        }
        let Some(since) = &view.since else { return };
        let _ = writeln!(self.out, "<section class=\"since\">\n<h1>{}</h1>", esc(&since.head));
        for kind in &since.kinds {
            let _ = writeln!(self.out, "<h2>{}</h2>\n<ul class=\"lines background\">", kind.title);
            for line in &kind.lines {
                self.line(line);
            }
            self.put("</ul>\n");
            self.more(kind.more, "more");
        }
        self.put("</section>\n");
    }

    /// What holds between states and bodies, over all stories.
    fn web(&mut self) {
        // The built-in tables load; without them the page lacks a section and nothing else.
        let Ok(codes) = Codes::load(&DataSet::built_in()) else { return };
        if let Ok(state) = state(self.view.analysis, &codes, &StateOptions::default()) {
            self.put(&super::state::section(&state, 2));
        }
    }

    fn rest(&mut self) {
        let view = self.view;
        if !view.rest.is_empty() {
            self.put("<section>\n<h2>Further stories</h2>\n<ul class=\"lines background\">\n");
            for story in &view.rest {
                let links: Vec<String> = story.reports.iter().take(12).map(|r| report_link(view.analysis, r)).collect();
                let _ = writeln!(
                    self.out,
                    "<li>{} <span class=\"note\">{}</span></li>",
                    esc(&story.title),
                    links.join(" · ")
                );
            }
            self.put("</ul>\n</section>\n");
        }
        if !view.analysis.notes.is_empty() {
            self.put("<section>\n<h2>Noted on the way</h2>\n<ul class=\"lines background\">\n");
            for note in view.analysis.notes.iter().take(200) {
                let _ = writeln!(self.out, "<li>{}</li>", esc(note));
            }
            self.put("</ul>\n</section>\n");
        }
    }

    fn story(&mut self, story: &StoryView<'_>) {
        let _ = writeln!(self.out, "<article class=\"story\" id=\"{}\">", esc(&story.story.id));
        let marks = self.marks(&story.headline.marks);
        let _ = writeln!(self.out, "<h1>{}{marks}</h1>", esc(&story.headline.text));
        let reports = words::count(story.reports.len(), "report", "reports");
        let origins = story.count.split_once(", ").map_or("", |c| c.1);
        let _ = writeln!(self.out, "<p class=\"count\"><b>{reports}</b> · <b>{}</b></p>", esc(origins));
        for section in &story.sections {
            self.section(section);
        }
        self.cards(story);
        self.quotes(story);
        if story.reports.len() > 1 {
            self.put("<section>\n<h2>Where the reports come from</h2>\n");
            family::write(&mut self.out, self.view.analysis, &story.story.reports);
            self.put("</section>\n");
        }
        self.timeline(story);
        self.matrix(story);
        self.ties(story);
        self.put("</article>\n");
    }

    /// Markers that lead to passages; the first of each number is where the passage leads back to.
    fn marks(&mut self, marks: &[usize]) -> String {
        let mut out = String::new();
        for m in marks {
            let anchor = if self.cited.insert(*m) { format!(" id=\"c{m}\"") } else { String::new() };
            let title = self.view.passages.list.get(m - 1).map(|p| {
                let place = self.view.analysis.report(&p.report).map_or_else(String::new, |r| {
                    format!("{}, line {}: ", words::report(r), words::line_number(r, p.span[0]))
                });
                format!("{place}{}", clip(&super::safe::line(&p.text), 280))
            });
            let _ = write!(
                out,
                "<a class=\"cite\"{anchor} href=\"#p{m}\" title=\"{}\">{m}</a>",
                esc(&title.unwrap_or_default())
            );
        }
        out
    }

    fn line(&mut self, line: &Line) {
        let marks = self.marks(&line.marks);
        let note = line.note.as_ref().map(|n| format!(" <span class=\"note\">{}</span>", esc(n))).unwrap_or_default();
        let _ = writeln!(self.out, "<li>{}{marks}{note}</li>", esc(&line.text));
    }

    fn section(&mut self, section: &Section) {
        let class = match (section.title, section.status) {
            ("Background", _) => "background",
            (_, Status::Happened) => "happened",
            (_, Status::Ongoing) => "ongoing",
            (_, Status::Alleged | Status::Denied) => "alleged",
            _ => "planned",
        };
        let _ = writeln!(self.out, "<section>\n<h2>{}</h2>\n<ul class=\"lines {class}\">", section.title);
        for line in &section.lines {
            self.line(line);
        }
        self.put("</ul>\n");
        self.more(section.more, "more");
        self.put("</section>\n");
    }

    fn more(&mut self, n: usize, what: &str) {
        if n > 0 {
            let _ = writeln!(self.out, "<p class=\"more\">and {n} {what}</p>");
        }
    }

    fn cards(&mut self, story: &StoryView<'_>) {
        if story.cards.is_empty() {
            return;
        }
        self.put("<section>\n<h2>They disagree</h2>\n<div class=\"cards\">\n");
        for card in &story.cards {
            self.card(card);
        }
        self.put("</div>\n");
        for (severity, n) in &story.folded {
            let _ = writeln!(self.out, "<details>\n<summary>{n} more {}</summary>", words::folded(*severity));
            for card in story.folded_cards.iter().filter(|c| c.severity == *severity) {
                self.card(card);
            }
            self.put("</details>\n");
        }
        self.put("</section>\n");
    }

    fn card(&mut self, card: &Card) {
        let class = if card.severity == Severity::Material { " material" } else { "" };
        let within = if card.within { " inside one report" } else { "" };
        let _ = writeln!(
            self.out,
            "<div class=\"card{class}\" id=\"{}\">\n<h3>{}<span class=\"tag\">{}{within}</span><span class=\"tag weight\">{}</span></h3>\n<div class=\"sides\">",
            esc(&card.id),
            esc(&capital(&card.about)),
            card.kind.word(),
            words::severity(card.severity)
        );
        // The words on which a side rests, beside those of the others.
        let passage = |n: usize| {
            let mark = card.sides.get(n)?.marks.first()?;
            self.view.passages.list.get(mark - 1).map(|p| clip(&super::safe::line(&p.text), 240))
        };
        let passages: Vec<Option<String>> = (0..card.sides.len()).map(passage).collect();
        for (n, side) in card.sides.iter().enumerate() {
            let others = |list: &dyn Fn(usize) -> Option<String>| -> Vec<String> {
                (0..card.sides.len()).filter(|k| *k != n).filter_map(list).collect()
            };
            let values = others(&|k| card.sides.get(k).map(|s| s.value.clone()));
            let value = differ::marked(&side.value, &values.iter().map(String::as_str).collect::<Vec<_>>());
            let beside = others(&|k| passages.get(k).cloned().flatten());
            let words = passages.get(n).cloned().flatten().filter(|p| *p != side.value).map_or_else(String::new, |p| {
                let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
                format!("<div class=\"words\">{}</div>", differ::marked(&p, &beside))
            });
            let marks = self.marks(&side.marks);
            let who: Vec<String> = side.reports.iter().take(8).map(|r| report_link(self.view.analysis, r)).collect();
            let more =
                if side.reports.len() > 8 { format!(" and {} more", side.reports.len() - 8) } else { String::new() };
            let descent = side.descent.as_ref().map(|d| format!(" — {}", esc(d))).unwrap_or_default();
            let _ = writeln!(
                self.out,
                "<div class=\"side\"><div class=\"value\">{value}{marks}</div>{words}<div class=\"who\">{}{more}{descent}</div></div>",
                who.join(", ")
            );
        }
        self.put("</div>\n");
        if let Some(between) = &card.between {
            let _ = writeln!(self.out, "<p class=\"between\">{}.</p>", esc(between));
        }
        if let Some((value, rule)) = &card.reading {
            let _ = writeln!(
                self.out,
                "<p class=\"reading\"><b>Fits best:</b> {} <span class=\"note\">because: {}</span></p>",
                esc(value),
                esc(rule)
            );
        }
        self.put("</div>\n");
    }

    fn quotes(&mut self, story: &StoryView<'_>) {
        if story.quotes.is_empty() {
            return;
        }
        self.put("<section>\n<h2>In their words</h2>\n");
        for quote in &story.quotes {
            let differ = if quote.wordings.len() > 1 { " <span class=\"tag\">worded differently</span>" } else { "" };
            let _ =
                writeln!(self.out, "<div class=\"quote\">\n<p class=\"speaker\">{}{differ}</p>", esc(&quote.speaker));
            for wording in &quote.wordings {
                let marks = self.marks(&wording.marks);
                let who: Vec<String> =
                    wording.places.iter().take(8).map(|e| report_link(self.view.analysis, &e.report)).collect();
                let _ = writeln!(
                    self.out,
                    "<blockquote>“{}”{marks} <span class=\"note who\">{}</span></blockquote>",
                    esc(&clip(&wording.text, 600)),
                    who.join(", ")
                );
            }
            self.put("</div>\n");
        }
        self.more(story.more_quotes, "more");
        self.put("</section>\n");
    }

    fn timeline(&mut self, story: &StoryView<'_>) {
        if story.moments.is_empty() {
            return;
        }
        self.put("<section>\n<h2>When</h2>\n");
        timeline::write(&mut self.out, story);
        self.put("<ol class=\"when\">\n");
        let mut last = "";
        for moment in &story.moments {
            let when = if moment.when == last { "" } else { moment.when.as_str() };
            last = &moment.when;
            let marks = self.marks(&moment.marks);
            let mut notes = String::new();
            if moment.event.status != Status::Happened {
                let _ = write!(notes, " <span class=\"note\">{}</span>", words::status(moment.event.status));
            }
            if !moment.conflict.is_empty() {
                notes.push_str(" <span class=\"note clash\">the reports differ</span>");
            }
            let _ = writeln!(
                self.out,
                "<li id=\"{}\"><span class=\"day\">{}</span><span class=\"what\">{}{marks}{notes}</span></li>",
                esc(&moment.event.id),
                esc(when),
                esc(&moment.event.summary)
            );
        }
        self.put("</ol>\n");
        self.more(story.more_moments, "more dated happenings");
        self.put("</section>\n");
    }

    fn matrix(&mut self, story: &StoryView<'_>) {
        if story.claims.is_empty() || story.reports.len() < 2 {
            return;
        }
        self.put(
            "<section>\n<h2>Who says what</h2>\n<div class=\"figure\"><table class=\"matrix\">\n<thead><tr><th></th>",
        );
        for report in story.reports.iter().take(MOST_COLUMNS) {
            let _ = write!(self.out, "<th class=\"cell\">{}</th>", report_link(self.view.analysis, &report.id));
        }
        self.put("</tr></thead>\n<tbody>\n");
        for row in &story.claims {
            let _ = write!(self.out, "<tr><th>{}</th>", esc(&row.text));
            for report in story.reports.iter().take(MOST_COLUMNS) {
                let cells: Vec<_> = row.cells.iter().filter(|c| c.0 == report.id).collect();
                let class = cells.first().map_or("", |c| c.1.word());
                let _ = write!(self.out, "<td class=\"cell {class}\">");
                for (_, stance, mark) in cells {
                    let sign = stance_sign(*stance);
                    let _ = match mark {
                        Some(m) => write!(self.out, "<a href=\"#p{m}\" title=\"{}\">{sign}</a>", stance.word()),
                        None => write!(self.out, "<span title=\"{}\">{sign}</span>", stance.word()),
                    };
                }
                self.put("</td>");
            }
            self.put("</tr>\n");
        }
        self.put("</tbody>\n</table></div>\n<p class=\"legend\"><i>● says it</i><i>◐ says it more weakly</i><i>⬤ says more</i><i class=\"r\">✕ says otherwise</i><i>– silent, though published later</i></p>\n");
        self.more(story.more_claims, "more");
        if story.reports.len() > MOST_COLUMNS {
            self.more(story.reports.len() - MOST_COLUMNS, "more reports (all are in --format json)");
        }
        self.put("</section>\n");
    }

    fn ties(&mut self, story: &StoryView<'_>) {
        let analysis = self.view.analysis;
        let name = |id: &str| analysis.actor(id).map_or_else(|| state_name(analysis, id), |a| a.name.clone());
        if !story.dependencies.is_empty() {
            self.put("<section>\n<h2>Who depends on whom</h2>\n<div class=\"figure\"><table>\n<tbody>\n");
            for (d, marks) in &story.dependencies {
                let marks = self.marks(marks);
                let share = d
                    .share
                    .map(|s| format!("{} {}", d.hedge.word(), words::share(s)).trim_start_matches("exact ").to_string())
                    .unwrap_or_default();
                let _ = writeln!(
                    self.out,
                    "<tr><td>{} <span class=\"note\">on</span> {}</td><td>{}{marks}</td><td>{}</td></tr>",
                    esc(&name(&d.dependent)),
                    esc(&name(&d.on)),
                    esc(&d.what),
                    esc(&share)
                );
            }
            self.put("</tbody>\n</table></div>\n</section>\n");
        }
        if !story.relations.is_empty() {
            self.put("<section>\n<h2>How they stand to each other</h2>\n<div class=\"figure\"><table>\n<thead><tr><th></th><th class=\"cell\">cooperative</th><th class=\"cell\">conflictual</th><th>in the reports’ words</th></tr></thead>\n<tbody>\n");
            for (r, marks) in &story.relations {
                let marks = self.marks(marks);
                let words = r.sentiments.first().map(|s| format!("“{}”", clip(&s.text, 140))).unwrap_or_default();
                let _ = writeln!(
                    self.out,
                    "<tr><td>{} – {}</td><td class=\"cell\">{}</td><td class=\"cell\">{}</td><td>{}{marks}</td></tr>",
                    esc(&name(&r.between[0])),
                    esc(&name(&r.between[1])),
                    r.cooperation,
                    r.conflict,
                    esc(&words)
                );
            }
            self.put("</tbody>\n</table></div>\n</section>\n");
        }
    }
}

/// Columns of the matrix: more do not fit a page.
const MOST_COLUMNS: usize = 16;

/// The name of a state as the reports have it, else its code.
fn state_name(analysis: &Analysis, code: &str) -> String {
    analysis
        .actors
        .iter()
        .find(|a| a.kind == crate::contract::ActorKind::State && a.state.as_deref() == Some(code))
        .map_or_else(|| code.to_string(), |a| a.name.clone())
}

fn stance_sign(stance: Stance) -> &'static str {
    match stance {
        Stance::Stated => "●",
        Stance::Weaker => "◐",
        Stance::Stronger => "⬤",
        Stance::Contradicted => "✕",
        Stance::Silent => "–",
    }
}

/// A link to the full text of a report. Ids of reports may hold any character: anchors are numbered.
fn report_link(analysis: &Analysis, id: &str) -> String {
    match analysis.reports.iter().position(|r| r.id == id) {
        Some(n) => format!("<a href=\"#r{}\">{}</a>", n + 1, esc(id)),
        None => esc(id),
    }
}
