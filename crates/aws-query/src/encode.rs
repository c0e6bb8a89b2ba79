//! From Rust values to elements.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::shape::{ANY, Blob, Shape};
use crate::xml::{Writer, percent_encode};
use crate::{Secret, Timestamp};

/// A value that can stand in an answer.
pub trait Encode {
    /// Writes the value as the element `name`; an absent one writes nothing.
    fn encode(&self, name: &str, shape: &Shape, xml: &mut Writer);
}

/// An operation without a result.
impl Encode for () {
    fn encode(&self, _: &str, _: &Shape, _: &mut Writer) {}
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, name: &str, shape: &Shape, xml: &mut Writer) {
        if let Some(value) = self {
            value.encode(name, shape, xml);
        }
    }
}

/// A list wraps its items, also when there are none: clients tell `<Users/>` from no list.
impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, name: &str, shape: &Shape, xml: &mut Writer) {
        xml.element(name, |xml| {
            for item in self {
                item.encode(shape.element_name(), shape.item(), xml);
            }
        });
    }
}

impl<K: Encode, V: Encode> Encode for BTreeMap<K, V> {
    fn encode(&self, name: &str, shape: &Shape, xml: &mut Writer) {
        xml.element(name, |xml| {
            for (key, value) in self {
                xml.element("entry", |xml| {
                    key.encode(shape.key_name(), &ANY, xml);
                    value.encode(shape.element_name(), shape.item(), xml);
                });
            }
        });
    }
}

impl Encode for String {
    fn encode(&self, name: &str, shape: &Shape, xml: &mut Writer) {
        if shape.is_percent_encoded() {
            xml.text_element(name, &percent_encode(self));
        } else {
            xml.text_element(name, self);
        }
    }
}

impl Encode for Secret {
    fn encode(&self, name: &str, _: &Shape, xml: &mut Writer) {
        xml.text_element(name, self.expose());
    }
}

impl Encode for Blob {
    fn encode(&self, name: &str, _: &Shape, xml: &mut Writer) {
        xml.text_element(name, &STANDARD.encode(&self.0));
    }
}

/// What is written as it displays itself.
macro_rules! encode_displayed {
    ($($type:ty),*) => {$(
        impl Encode for $type {
            fn encode(&self, name: &str, _: &Shape, xml: &mut Writer) {
                xml.text_element(name, &self.to_string());
            }
        }
    )*};
}
encode_displayed!(i32, i64, f64, bool, Timestamp);
