//! JSON in which no object has a member twice. RFC 8259 leaves it open which of the two counts; two
//! readers of one token must not disagree.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool,
    Integer(i64),
    /// A number that is no 64-bit integer.
    Number,
    Text(String),
    List(Vec<Self>),
    Object(Object),
}

/// The members of an object, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object(Vec<(String, Json)>);

impl Object {
    /// The object that `bytes` hold, and nothing behind it.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        match serde_json::from_slice(bytes) {
            Ok(Json::Object(object)) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl Json {
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The texts of a list of texts alone.
    pub(crate) fn texts(&self) -> Option<Vec<String>> {
        let texts = self
            .list()?
            .iter()
            .map(|item| item.text().map(str::to_owned));
        texts.collect()
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Once)
    }
}

/// Reads a value, and each member once.
struct Once;

impl<'de> Visitor<'de> for Once {
    type Value = Json;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value in which no member stands twice")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Bool)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(i64::try_from(number).map_or(Json::Number, Json::Integer))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Object::default();
        while let Some((name, value)) = members.next_entry::<String, Json>()? {
            if object.get(&name).is_some() {
                return Err(A::Error::custom("a member stands twice"));
            }
            object.0.push((name, value));
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_stands_twice_is_refused_at_any_depth() {
        assert!(Object::parse(br#"{"a":1,"b":{"a":1}}"#).is_some());
        assert!(Object::parse(br#"{"a":1,"a":1}"#).is_none());
        assert!(Object::parse(br#"{"b":[{"a":1,"a":2}]}"#).is_none());
        assert!(Object::parse(br#"{"a":1,"\u0061":2}"#).is_none());
    }

    #[test]
    fn only_one_whole_object_is_one() {
        for text in ["[]", "1", "{} {}", "{", "", "{\"a\":1,}"] {
            assert!(Object::parse(text.as_bytes()).is_none(), "{text}");
        }
        let deep = format!("{}{}", r#"{"a":"#.repeat(200), "}".repeat(200));
        assert!(Object::parse(deep.as_bytes()).is_none());
    }

    #[test]
    fn only_an_integer_is_an_integer() {
        let object =
            Object::parse(br#"{"i":7,"f":7.0,"e":7e0,"big":18446744073709551615}"#).unwrap();
        let integer = |name| object.get(name).and_then(Json::integer);
        assert_eq!(integer("i"), Some(7));
        for name in ["f", "e", "big", "missing"] {
            assert_eq!(integer(name), None, "{name}");
        }
    }
}
