//! Mail: newsletters, and pages that a browser saved in one file (MHTML).

use mail_parser::{MessageParser, MimeHeaders};

use super::fields::headed;
use super::{Ctx, Flow, Form, Record};
use crate::format::{day, moment};
use crate::report::GivenMeta;

pub(super) fn mail(place: &str, bytes: &[u8], ctx: &mut Ctx<'_>) -> Flow {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return ctx.fault(place, "cannot be read as mail; save its text in a file");
    };
    // A page saved by a browser names its address; a mail names its sender.
    let location = message.header_raw("Snapshot-Content-Location").map(|l| l.trim().to_string()).or_else(|| {
        let root = message.parts.iter().find(|p| p.is_text_html())?;
        root.content_location().map(str::to_string)
    });
    let page = location.filter(|l| l.contains("://"));
    let sender = message.from().and_then(|f| f.first()).and_then(|a| a.name()).map(str::to_string);
    let at = message.date().map(mail_parser::DateTime::to_rfc3339).and_then(|d| moment(&d));
    let subject = message.subject().map(str::to_string);
    let html = message
        .html_body
        .iter()
        .filter_map(|n| message.parts.get(*n as usize))
        .find(|p| p.is_text_html())
        .and_then(|p| p.text_contents());
    let (body, form) = match (html, message.body_text(0)) {
        (Some(html), _) => (html.to_string(), Form::Page(Some(encoding_rs::UTF_8))),
        (None, Some(text)) => (text.into_owned(), Form::Text),
        (None, None) => return ctx.fault(place, "is mail without a text; save its text in a file"),
    };
    if body.len() as u64 > ctx.limits.record {
        return ctx.fault(place, super::too_large(ctx.limits.record));
    }
    let is_page = page.is_some();
    let given = GivenMeta {
        outlet: sender.filter(|_| !is_page),
        url: page,
        // When a page was saved is not when it was published.
        published: at.as_deref().filter(|_| !is_page).and_then(day),
        published_at: at.filter(|_| !is_page),
        id: message.message_id().map(str::to_string).filter(|_| !is_page),
        title: subject.clone().filter(|_| !is_page),
        form,
        ..GivenMeta::default()
    };
    let body = headed(subject.as_deref(), body, form);
    ctx.record(Record { place: place.into(), bytes: body.into_bytes(), given, offset: None })
}
