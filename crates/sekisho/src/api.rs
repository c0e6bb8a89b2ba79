//! Calls of the stand-in's own API, for subcommands that are such calls.

use std::net::SocketAddr;
use std::time::Duration;

use aws_query::Service;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use sigv4::request::{HttpRequest, PathForm, Signer, sign};
use tokio::net::TcpStream;

use crate::commands::{now, reachable};
use crate::credentials::{Resolved, of_file, resolve};
use crate::failure::Failure;
use crate::place::Place;

/// The longest answer that is read.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;
/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The API of a data directory, and who calls it.
#[derive(Debug)]
pub struct Api {
    address: SocketAddr,
    region: String,
    caller: Resolved,
}

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody is there.
    #[error("nothing answers at {0}: start `sekisho up`")]
    Unreachable(SocketAddr, #[source] std::io::Error),
    /// It took too long.
    #[error("{0} does not answer")]
    Late(SocketAddr),
    /// The connection broke.
    #[error("the connection to the API broke")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The request cannot be signed.
    #[error(transparent)]
    Sign(#[from] sigv4::request::SignError),
    /// The API says no.
    #[error("{message} ({code})")]
    Refused {
        /// Its code, for example `AccessDenied`.
        code: String,
        /// Its text.
        message: String,
    },
}

impl Api {
    /// The API of this place, called by `profile`, or else by the account's root.
    pub fn of(place: &Place, profile: Option<&str>) -> Result<Self, Failure> {
        let (dir, settings) = place.with_settings()?;
        let caller = match profile {
            Some(name) => resolve(Some(name))?,
            None => of_file(&dir.aws_credentials())?,
        };
        Ok(Self {
            address: SocketAddr::new(reachable(settings.address), settings.port),
            region: settings.region,
            caller,
        })
    }

    /// The API at this address, in this region, called by `caller`.
    pub fn at(address: SocketAddr, region: String, caller: Resolved) -> Self {
        Self {
            address,
            region,
            caller,
        }
    }

    /// Calls `action` of `service`.
    pub async fn call(
        &self,
        service: Service,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Answer, CallError> {
        let body = body(service, action, parameters);
        let (status, text) = tokio::time::timeout(LIMIT, self.exchange(service, body))
            .await
            .map_err(|_| CallError::Late(self.address))??;
        let answer = Answer::parse(&text);
        if status == 200 {
            return Ok(answer);
        }
        let of_error = |element: &str| {
            let path = format!("ErrorResponse.Error.{element}");
            answer.text(&path).unwrap_or_default().to_owned()
        };
        Err(CallError::Refused {
            code: of_error("Code"),
            message: of_error("Message"),
        })
    }

    async fn exchange(&self, service: Service, body: String) -> Result<(u16, String), CallError> {
        let broken = |error: hyper::Error| CallError::Broken(error.into());
        let request = self.request(service, body)?;
        let stream = TcpStream::connect(self.address)
            .await
            .map_err(|error| CallError::Unreachable(self.address, error))?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(broken)?;
        tokio::spawn(connection);
        let answer = sender.send_request(request).await.map_err(broken)?;
        let status = answer.status().as_u16();
        let read = Limited::new(answer.into_body(), MAX_ANSWER_BYTES).collect();
        let bytes = read.await.map_err(CallError::Broken)?.to_bytes();
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn request(&self, service: Service, body: String) -> Result<Request<Full<Bytes>>, CallError> {
        let host = self.address.to_string();
        let signer = Signer {
            access_key_id: &self.caller.access_key_id,
            secret: &self.caller.secret,
            session_token: self.caller.session_token.as_deref().map(String::as_str),
            region: &self.region,
            service: service.name(),
            path_form: PathForm::Normalized,
        };
        let unsigned = HttpRequest {
            method: "POST",
            path: "/",
            query: "",
            headers: &[("host", host.as_bytes())],
            body: body.as_bytes(),
        };
        let signed = sign(&unsigned, &signer, now())?;
        let mut request = Request::post("/")
            .header("host", &host)
            .header("x-amz-date", signed.amz_date)
            .header("authorization", signed.authorization);
        if let Some(token) = signed.security_token {
            request = request.header("x-amz-security-token", token);
        }
        let whole = request.body(Full::new(Bytes::from(body)));
        whole.map_err(|error| CallError::Broken(error.into()))
    }
}

fn body(service: Service, action: &str, parameters: &[(&str, &str)]) -> String {
    let mut body = format!("Action={action}&Version={}", service.version());
    for (name, value) in parameters {
        body.push('&');
        body.push_str(name);
        body.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() {
                body.push(char::from(byte));
            } else {
                body.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    body
}

/// The texts of an answer, each with the elements that it is in: `ListUsersResult.Users.member.Arn`.
#[derive(Debug, Default)]
pub struct Answer(Vec<(String, String)>);

impl Answer {
    /// Every text in elements of this path, from the root's child on.
    pub fn all<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let ends = move |known: &str| {
            known == path
                || known
                    .strip_suffix(path)
                    .is_some_and(|rest| rest.ends_with('.'))
        };
        self.0
            .iter()
            .filter(move |(known, _)| ends(known))
            .map(|(_, text)| text.as_str())
    }

    /// The first text in elements of this path.
    pub fn text<'a>(&'a self, path: &'a str) -> Option<&'a str> {
        self.all(path).next()
    }

    /// The structures of a list, each of which begins with the element `first`.
    pub fn records(&self, list: &str, first: &str) -> Vec<Self> {
        let mut records: Vec<Self> = Vec::new();
        let within = format!("{list}.");
        for (path, text) in &self.0 {
            let Some((_, element)) = path.split_once(&within) else {
                continue;
            };
            if element == first {
                records.push(Self::default());
            }
            if let Some(record) = records.last_mut() {
                record.0.push((element.to_owned(), text.clone()));
            }
        }
        records
    }

    /// What does not read ends the answer: the API is ours, and a part is better told than nothing.
    fn parse(xml: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut path: Vec<String> = Vec::new();
        let mut leaf: Option<String> = None;
        let mut leaves = Vec::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) => {
                    path.push(start.name().as_ref().to_owned());
                    leaf = Some(String::new());
                }
                Event::Text(part) => leaf.iter_mut().for_each(|leaf| leaf.push_str(&part)),
                Event::GeneralRef(reference) => {
                    let escape = format!("&{};", &*reference);
                    let text = unescape(&escape).unwrap_or_default();
                    leaf.iter_mut().for_each(|leaf| leaf.push_str(&text));
                }
                Event::End(_) => {
                    leaves.extend(leaf.take().map(|text| (path.join("."), text)));
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self(leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_an_answer_are_found_by_their_path() {
        let answer = Answer::parse(
            "<R><Result><Users><member><Arn>a&amp;b</Arn></member><member><Arn>c</Arn></member>\
             </Users><MyArn>d</MyArn></Result></R>",
        );
        assert_eq!(
            answer.all("Users.member.Arn").collect::<Vec<_>>(),
            ["a&b", "c"]
        );
        assert_eq!(answer.all("Arn").count(), 2);
        assert_eq!(answer.text("MyArn"), Some("d"));
        assert_eq!(answer.text("Nothing"), None);
    }

    #[test]
    fn the_structures_of_a_list_stay_apart() {
        let answer = Answer::parse(
            "<R><Result><Agents><member><Name>a</Name><Lag>1</Lag></member><member><Name>b</Name>\
             <Ids><member>x</member></Ids></member></Agents></Result></R>",
        );
        let records = answer.records("Agents.member", "Name");
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].text("Lag"), Some("1"));
        assert_eq!(records[1].text("Lag"), None);
        assert_eq!(records[1].text("Ids.member"), Some("x"));
    }

    #[test]
    fn a_parameter_says_the_same_to_the_decoder() {
        let body = body(Service::Iam, "CreateUser", &[("UserName", "a+b&c=é d")]);
        let parameters = aws_query::Parameters::parse(body.as_bytes()).unwrap();
        assert_eq!(parameters.text("UserName"), Some("a+b&c=é d"));
        assert_eq!(parameters.version(), Some("2010-05-08"));
    }
}
