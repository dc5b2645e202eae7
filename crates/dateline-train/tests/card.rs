//! The card of the weights belongs to the weights.

use dateline_lang::engine::Model;

#[test]
fn the_card_names_the_weights() {
    let hash = dateline_train::sha256(Model::built_in_bytes());
    let card = include_str!("../../../data/models/cards/english.md");
    assert!(
        card.contains(&hash),
        "data/models/cards/english.md does not name {hash}: bring the card up to date after training"
    );
}
