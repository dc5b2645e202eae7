//! zip and tar: their members one by one. Names are only names; nothing is written.

use std::io::{BufRead, BufReader, Read, Seek};

use super::{Ctx, Flow, Metered, unreadable, walk};

/// Endings of members that are read. What has none is looked at; pictures and programs are passed over.
pub(super) const ENDINGS: &[&str] = &[
    // not language: endings of files
    "txt", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "jl", "csv", "tsv", "xml", "rss",
    "atom", "warc", "gz", "zip", "tar", "tgz", "eml", "mht", "mhtml",
];

fn wanted(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or("");
    let hidden =
        file.starts_with('.') || name.starts_with("__MACOSX/") || file.to_ascii_lowercase().starts_with("readme.");
    let ending = file.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    !file.is_empty() && !hidden && ending.is_none_or(|e| ENDINGS.contains(&e.as_str()))
}

pub(super) fn zip<R: Read + Seek>(place: &str, from: R, ctx: &mut Ctx<'_>) -> Flow {
    let mut archive = match zip::ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(e) => {
            return ctx.fault(
                place,
                format!("is no sound zip archive ({e}); fetch it again, or unpack it with another program"),
            );
        }
    };
    for n in 0..archive.len() {
        let name = archive
            .name_for_index(n)
            .and_then(Result::ok)
            .map_or_else(|| format!("member {}", n + 1), |name| name.into_owned());
        let here = format!("{place}!{name}");
        let flow = match archive.by_index(n) {
            Err(e) => ctx.fault(&here, format!("cannot be unpacked ({e}); unpack it with another program")),
            Ok(member) if member.is_dir() || !wanted(&name) => Flow::Continue(()),
            Ok(member) => one(&here, &name, &mut BufReader::new(Metered { inner: member, left: ctx.left }), ctx),
        };
        flow?;
    }
    Flow::Continue(())
}

pub(super) fn tar(place: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    let mut archive = tar::Archive::new(input);
    let members = match archive.entries() {
        Ok(members) => members,
        Err(e) => return ctx.fault(place, unreadable(&e)),
    };
    for member in members {
        let member = match member {
            Ok(member) => member,
            // Behind a damaged head nothing says where the next one stands.
            Err(e) => {
                return ctx
                    .fault(place, format!("is damaged or cut ({e}); what stood before was read, fetch it again"));
            }
        };
        if !member.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&member.path_bytes()).into_owned();
        if wanted(&name) {
            one(&format!("{place}!{name}"), &name, &mut BufReader::new(member), ctx)?;
        }
    }
    Flow::Continue(())
}

fn one(place: &str, name: &str, input: &mut dyn BufRead, ctx: &mut Ctx<'_>) -> Flow {
    ctx.depth += 1;
    let flow = walk(place, name, input, ctx);
    ctx.depth -= 1;
    flow
}
