//! One function per stage, from the input of a case to what came out.

mod furniture;
mod read;

/// The function of a stage by the name of its folder.
pub(crate) fn stage(name: &str) -> Option<fn(&str) -> String> {
    match name {
        "furniture" => Some(furniture::check),
        "read" => Some(read::check),
        _ => None,
    }
}
