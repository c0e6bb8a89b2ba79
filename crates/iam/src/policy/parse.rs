//! From text to a document that Amazon would take.

use super::document::Document;
use super::error::PolicyError;
use super::kind::{self, PolicyKind};
use super::{read, validate};

impl Document {
    /// Reads a document and checks it as Amazon does.
    ///
    /// # Errors
    /// [`PolicyError`] with Amazon's code and text, and with the place and the reason for people.
    pub fn parse(text: &str, kind: PolicyKind) -> Result<Document, PolicyError> {
        let size = kind::size(text, kind);
        if size > kind.max_size() {
            return Err(PolicyError::too_long(size, kind));
        }
        let document = read::document(text, kind)?;
        validate::validate(&document, kind)?;
        Ok(document)
    }
}
