//! One function per stage, from the input of a case to what came out.

/// The function of a stage by the name of its folder.
pub(crate) fn stage(name: &str) -> Option<fn(&str) -> String> {
    match name {
        _ => None,
    }
}
