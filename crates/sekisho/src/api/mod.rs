//! Calls of the stand-in's own API, for subcommands that are such calls.

mod address;
mod answer;
mod calling;
mod connection;

use std::time::Duration;

use aws_query::Service;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use sigv4::request::{HttpRequest, PathForm, Signer, sign};

pub use self::address::ApiAddress;
pub use self::answer::Answer;
pub use self::calling::Calling;
use self::connection::Dialler;
use crate::clock::now;
use crate::credentials::Resolved;

/// The longest answer that is read.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;
/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(60);

/// An API, and who calls it.
#[derive(Debug)]
pub struct Api {
    dialler: Dialler,
    region: String,
    caller: Resolved,
}

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody is there.
    #[error("nothing answers at {0}: start `sekisho up`")]
    Unreachable(ApiAddress, #[source] std::io::Error),
    /// Somebody is, who is not known to be the API.
    #[error("{address} does not prove to be the control plane: {advice}")]
    Unproven {
        /// Where.
        address: ApiAddress,
        /// What may help.
        advice: String,
        /// What TLS said.
        #[source]
        source: std::io::Error,
    },
    /// It took too long.
    #[error("{0} does not answer")]
    Late(ApiAddress),
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
    /// The region that its requests are signed for.
    pub fn region(&self) -> &str {
        &self.region
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
            .map_err(|_| CallError::Late(self.dialler.address().clone()))??;
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
        let stream = self.dialler.dial().await?;
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
        let host = self.dialler.address().authority();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_says_the_same_to_the_decoder() {
        let body = body(Service::Iam, "CreateUser", &[("UserName", "a+b&c=é d")]);
        let parameters = aws_query::Parameters::parse(body.as_bytes()).unwrap();
        assert_eq!(parameters.text("UserName"), Some("a+b&c=é d"));
        assert_eq!(parameters.version(), Some("2010-05-08"));
    }
}
