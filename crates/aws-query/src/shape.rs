//! The rules of a shape that Rust's types do not say: bounds, patterns and the names inside lists.

/// Constraints and wire names, one `static` per shape of a model.
///
/// For texts the bounds count characters, for lists items; for numbers they bound the value.
#[derive(Debug)]
pub struct Shape {
    min: Option<i64>,
    max: Option<i64>,
    pattern: Option<&'static str>,
    element: &'static str,
    item: Option<&'static Shape>,
    key: &'static str,
    percent_encoded: bool,
}

/// A shape without rules.
pub(crate) static ANY: Shape = Shape::any();

impl Shape {
    /// No rules.
    #[must_use]
    pub const fn any() -> Self {
        Self {
            min: None,
            max: None,
            pattern: None,
            element: "member",
            item: None,
            key: "key",
            percent_encoded: false,
        }
    }

    /// A list whose items are called `element` on the wire.
    #[must_use]
    pub const fn list(element: &'static str, item: &'static Self) -> Self {
        Self {
            element,
            item: Some(item),
            ..Self::any()
        }
    }

    /// A map whose entries hold a `key` and a `value`.
    #[must_use]
    pub const fn map(key: &'static str, value: &'static str, value_shape: &'static Self) -> Self {
        Self {
            key,
            element: value,
            item: Some(value_shape),
            ..Self::any()
        }
    }

    /// The lower bound.
    #[must_use]
    pub const fn min(self, min: i64) -> Self {
        Self {
            min: Some(min),
            ..self
        }
    }

    /// The upper bound.
    #[must_use]
    pub const fn max(self, max: i64) -> Self {
        Self {
            max: Some(max),
            ..self
        }
    }

    /// The pattern that the whole text matches, in the model's spelling.
    #[must_use]
    pub const fn pattern(self, pattern: &'static str) -> Self {
        Self {
            pattern: Some(pattern),
            ..self
        }
    }

    /// IAM's policy documents: plain in requests, percent-encoded in answers.
    #[must_use]
    pub const fn percent_encoded_in_answers(self) -> Self {
        Self {
            percent_encoded: true,
            ..self
        }
    }

    pub(crate) const fn lower_bound(&self) -> Option<i64> {
        self.min
    }

    pub(crate) const fn upper_bound(&self) -> Option<i64> {
        self.max
    }

    pub(crate) const fn pattern_text(&self) -> Option<&'static str> {
        self.pattern
    }

    pub(crate) const fn element_name(&self) -> &'static str {
        self.element
    }

    pub(crate) fn item(&self) -> &'static Self {
        self.item.unwrap_or(&ANY)
    }

    pub(crate) const fn key_name(&self) -> &'static str {
        self.key
    }

    pub(crate) const fn is_percent_encoded(&self) -> bool {
        self.percent_encoded
    }
}

/// Bytes, which travel as base64.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);
