//! Signed calls over plain HTTP, for what takes too many calls for the AWS CLI.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use sigv4::SecretAccessKey;
use sigv4::request::{HttpRequest, PathForm, Signer, sign};

use crate::clock::now;
use crate::people::Key;

/// An account's API, called with a key.
#[derive(Clone, Debug)]
pub struct Api {
    pub port: u16,
    pub region: String,
    pub key: Key,
}

/// Why a call has no result.
#[derive(Debug)]
pub enum CallError {
    /// The answer is no.
    Refused { status: u16, body: String },
    /// There was no answer: the call may have been carried out or not.
    Unanswered(#[expect(dead_code, reason = "what a panic shows")] io::Error),
}

impl Api {
    /// Calls `iam`, `sts` or `rds`, and gives the XML of the answer.
    pub fn call(
        &self,
        service: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<String, CallError> {
        let (version, region) = match service {
            "iam" => ("2010-05-08", "us-east-1"),
            "sts" => ("2011-06-15", self.region.as_str()),
            _ => ("2014-10-31", self.region.as_str()),
        };
        let fixed = [("Action", action), ("Version", version)];
        let body = form(fixed.iter().chain(parameters));
        let request = self.signed(service, region, &body);
        let answer = self.exchange(&request).map_err(CallError::Unanswered)?;
        let (status, body) = split(&answer)
            .ok_or_else(|| CallError::Unanswered(io::ErrorKind::UnexpectedEof.into()))?;
        match status {
            200 => Ok(body),
            status => Err(CallError::Refused { status, body }),
        }
    }

    /// A call that must succeed.
    pub fn ok(&self, service: &str, action: &str, parameters: &[(&str, &str)]) -> String {
        self.call(service, action, parameters)
            .unwrap_or_else(|error| panic!("{action}: {error:?}"))
    }

    pub fn iam(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        self.ok("iam", action, parameters)
    }

    fn signed(&self, service: &str, region: &str, body: &str) -> String {
        let host = format!("127.0.0.1:{}", self.port);
        let content_type = "application/x-www-form-urlencoded; charset=utf-8";
        let request = HttpRequest {
            method: "POST",
            path: "/",
            query: "",
            headers: &[
                ("host", host.as_bytes()),
                ("content-type", content_type.as_bytes()),
            ],
            body: body.as_bytes(),
        };
        let signer = Signer {
            access_key_id: &self.key.id,
            secret: &SecretAccessKey::new(self.key.secret.clone()),
            session_token: self.key.session_token.as_deref(),
            region,
            service,
            path_form: PathForm::Normalized,
        };
        let signed = sign(&request, &signer, now()).unwrap();
        let token = signed.security_token.map_or_else(String::new, |token| {
            format!("x-amz-security-token: {token}\r\n")
        });
        format!(
            "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: {content_type}\r\n\
             content-length: {}\r\nconnection: close\r\nx-amz-date: {}\r\n{token}\
             authorization: {}\r\n\r\n{body}",
            body.len(),
            signed.amz_date,
            signed.authorization,
        )
    }

    fn exchange(&self, request: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

/// Status and body, if all of it is there.
fn split(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let found = name.eq_ignore_ascii_case("content-length");
        found.then(|| value.trim().parse::<usize>().ok())?
    })?;
    (body.len() == length).then(|| (status, body.to_owned()))
}

fn form<'a>(parameters: impl Iterator<Item = &'a (&'a str, &'a str)>) -> String {
    let pairs: Vec<_> = parameters
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

/// Everything but letters, digits and `-._~` as `%XX`.
pub fn escaped(value: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(escape).collect()
}

/// What stands in the first element of this name.
pub fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0)
}

/// What stands in every element of this name.
pub fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(&close)?.0))
        .collect()
}
