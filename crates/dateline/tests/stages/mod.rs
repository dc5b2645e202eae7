//! One function per stage, from the input of a case to what came out.

mod events;
mod furniture;
mod read;
mod quantity;
mod time;
mod speech;

/// The function of a stage by the name of its folder.
pub(crate) fn stage(name: &str) -> Option<fn(&str) -> String> {
    match name {
        "events" => Some(events::check),
        "furniture" => Some(furniture::check),
        "read" => Some(read::check),
        "quantity" => Some(quantity::check),
        "time" => Some(time::check),
        "statements" => Some(speech::statements),
        "ahead" => Some(speech::ahead),
        "dependency" => Some(speech::dependency),
        _ => None,
    }
}
