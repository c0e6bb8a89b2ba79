//! From Rust values to what answers hold.

use std::collections::BTreeMap;
use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::shape::{ANY, Blob, Shape};
use crate::writer::{Form, Writer};
use crate::xml::percent_encode;
use crate::{Secret, Timestamp};

/// A value that can stand in an answer.
pub trait Encode {
    /// Writes the value under `name`; an absent one writes nothing.
    fn encode(&self, name: &str, shape: &Shape, out: &mut Writer);
}

/// An operation without a result.
impl Encode for () {
    fn encode(&self, _: &str, _: &Shape, _: &mut Writer) {}
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, name: &str, shape: &Shape, out: &mut Writer) {
        if let Some(value) = self {
            value.encode(name, shape, out);
        }
    }
}

/// A list wraps its items, also when there are none: clients tell `<Users/>` from no list.
impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, name: &str, shape: &Shape, out: &mut Writer) {
        out.list(name, |out| {
            for item in self {
                item.encode(shape.element_name(), shape.item(), out);
            }
        });
    }
}

impl<K: Encode + Display, V: Encode> Encode for BTreeMap<K, V> {
    fn encode(&self, name: &str, shape: &Shape, out: &mut Writer) {
        out.structure(name, |out| {
            for (key, value) in self {
                match out.form() {
                    Form::Json => value.encode(&key.to_string(), shape.item(), out),
                    Form::Xml => out.structure("entry", |out| {
                        key.encode(shape.key_name(), &ANY, out);
                        value.encode(shape.element_name(), shape.item(), out);
                    }),
                }
            }
        });
    }
}

impl Encode for String {
    fn encode(&self, name: &str, shape: &Shape, out: &mut Writer) {
        if shape.is_percent_encoded() {
            out.text(name, &percent_encode(self));
        } else {
            out.text(name, self);
        }
    }
}

impl Encode for Secret {
    fn encode(&self, name: &str, _: &Shape, out: &mut Writer) {
        out.text(name, self.expose());
    }
}

impl Encode for Blob {
    fn encode(&self, name: &str, _: &Shape, out: &mut Writer) {
        out.text(name, &STANDARD.encode(&self.0));
    }
}

/// What is written as it displays itself.
macro_rules! encode_displayed {
    ($($type:ty),*) => {$(
        impl Encode for $type {
            fn encode(&self, name: &str, _: &Shape, out: &mut Writer) {
                out.bare(name, &self.to_string());
            }
        }
    )*};
}
encode_displayed!(i32, i64, f64, bool);

impl Encode for Timestamp {
    fn encode(&self, name: &str, _: &Shape, out: &mut Writer) {
        out.moment(name, *self);
    }
}
