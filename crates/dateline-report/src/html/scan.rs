//! One linear pass over a page: tags flattened to a sane depth, scripts and styles left out, what the head says collected.
//!
//! The pass runs before any tree is built, so that a hostile page cannot make the tree deep, and so that nothing of a script
//! reaches the text. It is no full HTML parser: a tag it misreads is a tag that the parser behind it reads again.

/// Elements deeper than this are dissolved into their text. Real pages stay below a hundred.
const DEEPEST: usize = 200;

/// Elements without an end tag.
const VOID: &[&str] = &[
    // not language: elements of HTML
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// Elements that a following one of their kind closes: pages leave out their end tags, and by themselves they cannot nest.
const CLOSED_BY_NEXT: &[&str] = &[
    // not language: elements of HTML
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot", "optgroup", "rt", "rp",
];

/// Elements whose content is no text of the page.
const NO_TEXT: &[&str] = &[
    // not language: elements of HTML
    "script", "style", "noscript", "svg", "template", "iframe", "object", "canvas", "select", "textarea", "math",
    "audio", "video",
];

/// A page after the pass.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// The page without scripts and styles, its tags nested no deeper than the limit.
    pub(crate) page: String,
    /// `name`, `property` or `itemprop` of each `meta` (lower case), and its content.
    pub(crate) metas: Vec<(String, String)>,
    /// `itemprop` of other elements (lower case), and their `content` or `datetime`.
    pub(crate) marked: Vec<(String, String)>,
    /// Texts of the JSON-LD scripts.
    pub(crate) json_ld: Vec<String>,
    /// Content of `title`.
    pub(crate) title: Option<String>,
    /// Texts of the `h1` elements.
    pub(crate) headings: Vec<String>,
    /// `datetime` of the `time` elements.
    pub(crate) times: Vec<String>,
    /// Address of the page.
    pub(crate) canonical: Option<String>,
    /// Number of tags.
    pub(crate) tags: usize,
    /// Were tags dissolved for their depth?
    pub(crate) flattened: bool,
}

impl Scanned {
    /// What the page says it is about, or nothing.
    pub(crate) fn description(&self) -> &str {
        let named = |name: &str| self.metas.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        // not language: names of metadata in web pages
        named("og:description").or_else(|| named("description")).unwrap_or("")
    }
}

/// Reads a page.
pub(crate) fn scan(html: &str) -> Scanned {
    let mut out = Scanned { page: String::with_capacity(html.len()), ..Scanned::default() };
    let mut depth = 0_usize;
    let mut heading: Option<usize> = None;
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|h| h.find('<')) {
        let open = at + found;
        out.page.push_str(html.get(at..open).unwrap_or(""));
        let rest = html.get(open..).unwrap_or("");
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |n| open + n + 3);
            continue;
        }
        let second = rest.as_bytes().get(1).copied().unwrap_or(0);
        if !(second.is_ascii_alphabetic() || matches!(second, b'/' | b'!' | b'?')) {
            out.page.push_str("&lt;");
            at = open + 1;
            continue;
        }
        let Some(length) = tag_length(rest) else {
            at = html.len();
            break;
        };
        let tag = rest.get(..length).unwrap_or("");
        at = open + length;
        out.tags += 1;
        let closing = second == b'/';
        let name: String = tag
            .chars()
            .skip(if closing { 2 } else { 1 })
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !closing && NO_TEXT.contains(&name.as_str()) && !tag.ends_with("/>") {
            let (content, after) = until_end(html, at, &name);
            if name == "script" && attribute(tag, "type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"))
            {
                out.json_ld.push(content.to_string());
            }
            at = after;
            continue;
        }
        // not language: a name of HTML
        if !closing && name != "meta" && tag.contains("itemprop") {
            let value = attribute(tag, "content").or_else(|| attribute(tag, "datetime")).filter(|v| !v.is_empty());
            if let (Some(key), Some(value)) = (attribute(tag, "itemprop"), value) {
                out.marked.push((key.to_ascii_lowercase(), value));
            }
        }
        match (name.as_str(), closing) {
            ("meta", false) => meta(tag, &mut out),
            ("title", false) if out.title.is_none() => out.title = Some(decoded(until_end(html, at, "title").0)),
            ("time", false) => out.times.extend(attribute(tag, "datetime")),
            ("link", false) if attribute(tag, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                out.canonical = attribute(tag, "href")
            }
            ("h1", false) => heading = Some(out.page.len()),
            ("h1", true) => {
                if let Some(text) = heading.take().and_then(|from| out.page.get(from..)) {
                    out.headings.push(plain(text));
                }
            }
            _ => {}
        }
        let counts = second != b'!'
            && second != b'?'
            && !VOID.contains(&name.as_str())
            && !CLOSED_BY_NEXT.contains(&name.as_str())
            && !tag.ends_with("/>");
        let keep = match (counts, closing) {
            (false, _) => depth <= DEEPEST,
            (true, false) => {
                depth += 1;
                depth <= DEEPEST
            }
            (true, true) => {
                depth = depth.saturating_sub(1);
                depth < DEEPEST
            }
        };
        if keep {
            out.page.push_str(tag);
        } else {
            out.flattened = true;
            out.page.push(' ');
        }
    }
    out.page.push_str(html.get(at..).unwrap_or(""));
    out
}

/// Length of a tag up to and including its `>`, quoted attributes passed over. `None` if it never ends.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = 0_u8;
    let mut before = 0_u8;
    for (n, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b if quote != 0 && b == quote => quote = 0,
            _ if quote != 0 => {}
            b'"' | b'\'' if before == b'=' => quote = byte,
            b'>' => return Some(n + 1),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// Content up to the end tag of `name`, and the place after that tag. Without one, the rest of the page is content.
fn until_end<'a>(html: &'a str, from: usize, name: &str) -> (&'a str, usize) {
    let rest = html.get(from..).unwrap_or("");
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|r| r.find("</")) {
        let here = at + found;
        let end = here + 2 + name.len();
        if rest.get(here + 2..end).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            let close = rest.get(end..).and_then(|r| r.find('>')).map_or(rest.len(), |n| end + n + 1);
            return (rest.get(..here).unwrap_or(""), from + close);
        }
        at = here + 2;
    }
    (rest, html.len())
}

/// Value of an attribute of a tag, entities decoded.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag.get(1..)?.trim_end_matches('>').trim_end_matches('/');
    rest = rest.get(rest.find(|c: char| c.is_whitespace() || c == '/')?..)?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = rest.get(..end)?;
        rest = rest.get(end..)?.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let body = if quote.is_some() { after.get(1..)? } else { after };
            let stop = body.find(|c: char| quote.map_or(c.is_whitespace(), |q| c == q)).unwrap_or(body.len());
            value = body.get(..stop)?;
            rest = body.get(stop + usize::from(quote.is_some() && stop < body.len())..)?;
        } else if name.is_empty() {
            return None;
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decoded(value));
        }
    }
}

fn meta(tag: &str, out: &mut Scanned) {
    let Some(content) = attribute(tag, "content").filter(|c| !c.trim().is_empty()) else {
        return;
    };
    for key in ["property", "name", "itemprop"] {
        if let Some(name) = attribute(tag, key) {
            out.metas.push((name.to_ascii_lowercase(), content.clone()));
        }
    }
}

/// Entities decoded, white space joined.
pub(crate) fn decoded(text: &str) -> String {
    html_escape::decode_html_entities(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a piece of markup in one line.
pub(crate) fn plain(markup: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    decoded(&text)
}

/// Elements that begin a line of their own.
// not language: elements of HTML
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "nav",
    "table",
    "tr",
    "td",
    "blockquote",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "hr",
    "pre",
    "form",
    "title",
    "body",
];

/// All text of a page that was scanned, a line a block: for pages in which no article is found.
pub(crate) fn all_text(page: &str) -> String {
    let mut out = String::new();
    let mut at = page.find("<body").or_else(|| page.find("<BODY")).unwrap_or(0);
    while let Some(found) = page.get(at..).and_then(|p| p.find('<')) {
        let open = at + found;
        out.push_str(page.get(at..open).unwrap_or(""));
        let rest = page.get(open..).unwrap_or("");
        let Some(length) = tag_length(rest) else {
            break;
        };
        let name: String = rest
            .chars()
            .skip(1)
            .skip_while(|c| *c == '/')
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if BLOCKS.contains(&name.as_str()) {
            out.push('\u{1}');
        }
        at = open + length;
    }
    out.push_str(page.get(at..).unwrap_or(""));
    out.split('\u{1}').map(decoded).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
