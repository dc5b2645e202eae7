//! One function per stage, from the input of a case to what came out.

mod actors;
mod coded;
mod events;
mod furniture;
mod mentions;
mod names;
mod parse;
mod quantity;
mod read;
mod segment;
mod speech;
mod story;
mod time;

/// The function of a stage by the name of its folder.
pub(crate) fn stage(name: &str) -> Option<fn(&str) -> String> {
    match name {
        "actors" => Some(actors::check),
        "mentions" => Some(mentions::check),
        "names" => Some(names::check),
        "coded" => Some(coded::check),
        "events" => Some(events::check),
        "furniture" => Some(furniture::check),
        "read" => Some(read::check),
        "quantity" => Some(quantity::check),
        "time" => Some(time::check),
        "statements" => Some(speech::statements),
        "ahead" => Some(speech::ahead),
        "dependency" => Some(speech::dependency),
        "align" => Some(story::align),
        "check" => Some(story::check),
        "lineage" => Some(story::lineage),
        "disagreements" => Some(story::disagreements),
        "stories" => Some(story::stories),
        "told" => Some(story::told),
        "parties" => Some(story::parties),
        "foreseen" => Some(story::foreseen),
        "brief" => Some(story::brief),
        "ties" => Some(story::ties),
        "published" => Some(story::published),
        "parse" => Some(parse::check),
        "segment" => Some(segment::check),
        _ => None,
    }
}
