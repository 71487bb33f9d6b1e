//! The embedded model, and what comes of whole references.

use super::*;

#[test]
fn the_embedded_model_is_whole() {
    let model = Model::read(EMBEDDED).unwrap();
    assert!(model.features() > 10_000, "{}", model.features());
    assert!(EMBEDDED.len() <= 3_000_000, "{}", EMBEDDED.len());
}
