//! The canonical request (IAM User Guide, `reference_sigv-create-signed-request`, step 1).

use sha2::{Digest, Sha256};

use super::{HttpRequest, PathForm};
use crate::encode::{encode_path_into, normalize_component};

/// A request's headers, under names of any case.
#[derive(Clone, Copy)]
pub(super) struct Headers<'a>(pub(super) &'a [(&'a str, &'a [u8])]);

impl<'a> Headers<'a> {
    /// Every value of `name` (lower case), in the order sent.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.0
            .iter()
            .filter(move |(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// `name:value,value\n`, or `None` when the header was not sent.
    fn push_canonical(self, name: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut values = self.all(name);
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        push_folded(values.next()?, out);
        for value in values {
            out.push(b',');
            push_folded(value, out);
        }
        out.push(b'\n');
        Some(())
    }
}

/// Without white space at the ends, each run of it inside made one space.
fn push_folded(value: &[u8], out: &mut Vec<u8>) {
    let mut words = value
        .split(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        out.extend_from_slice(word);
        if words.peek().is_some() {
            out.push(b' ');
        }
    }
}

/// A query's parameters, both sides in their canonical encoding.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// `None` for a `%` that starts no escape.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty());
        let normalized = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((normalize_component(name)?, normalize_component(value)?))
        });
        normalized.collect::<Option<_>>().map(Self)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Every value of `name`, still encoded. `name` must be of unreserved characters.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn push(&mut self, name: &str, encoded_value: String) {
        self.0.push((name.to_owned(), encoded_value));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Sorted by name, then by value.
    pub(super) fn canonical(&self) -> String {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_unstable();
        Self::print(sorted.into_iter())
    }

    /// In the order of arrival.
    pub(super) fn printed(&self) -> String {
        Self::print(self.0.iter())
    }

    fn print<'q>(pairs: impl Iterator<Item = &'q (String, String)>) -> String {
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("&")
    }
}

/// The canonical request. `None` when one of `signed_headers` (lower case, sorted) was not sent.
pub(super) fn canonical_request(
    request: &HttpRequest<'_>,
    path_form: PathForm,
    query: &Query,
    signed_headers: &[String],
    payload_sha256: &str,
) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(1024);
    for line in [
        request.method,
        &canonical_path(request.path, path_form),
        &query.canonical(),
    ] {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    for name in signed_headers {
        Headers(request.headers).push_canonical(name, &mut out)?;
    }
    out.push(b'\n');
    out.extend_from_slice(signed_headers.join(";").as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload_sha256.as_bytes());
    Some(out)
}

/// The hash that the string to sign takes in.
pub(super) fn hashed(canonical_request: &[u8]) -> Sha256 {
    Sha256::new_with_prefix(canonical_request)
}

/// Encoded once more than it was sent, which is what every service but S3 signs.
fn canonical_path(path: &str, form: PathForm) -> String {
    let mut out = String::with_capacity(path.len());
    match form {
        PathForm::AsSent if !path.is_empty() => encode_path_into(&mut out, path.as_bytes()),
        _ => encode_path_into(&mut out, normalized(path).as_bytes()),
    }
    out
}

/// botocore `utils.py`, `normalize_url_path`: as RFC 3986, section 5.2.4, and empty segments gone.
fn normalized(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let end = if path.ends_with('/') && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{end}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalized_unless_told_otherwise() {
        let normalized = |path| canonical_path(path, PathForm::Normalized);
        assert_eq!(normalized(""), "/");
        assert_eq!(normalized("/"), "/");
        assert_eq!(normalized("/../.."), "/");
        assert_eq!(normalized("/a/./b//../c/"), "/a/c/");
        assert_eq!(normalized("/a%20b"), "/a%2520b");
        assert_eq!(canonical_path("/a//../b", PathForm::AsSent), "/a//../b");
        assert_eq!(canonical_path("", PathForm::AsSent), "/");
    }

    #[test]
    fn queries_are_sorted_by_name_and_then_by_value() {
        let query = Query::parse("b=2&a=2&a=1&a%2f=3&a&&c=x+y").unwrap();
        assert_eq!(query.canonical(), "a=&a=1&a=2&a%2F=3&b=2&c=x%20y");
        assert_eq!(query.len(), 6);
        assert!(Query::parse("a=%2").is_none());
    }

    #[test]
    fn header_values_are_folded_and_repeats_joined() {
        let headers = Headers(&[("X-A", b"  a \t b\n c "), ("x-a", b""), ("X-a", b"\xff")]);
        let mut out = Vec::new();
        headers.push_canonical("x-a", &mut out).unwrap();
        assert_eq!(out, b"x-a:a b c,,\xff\n");
        assert!(headers.push_canonical("x-b", &mut out).is_none());
    }
}
