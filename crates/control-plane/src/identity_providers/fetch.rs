//! One question to a provider: OpenID Connect Discovery 1.0, section 4, then the key set that it names.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Bytes;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use serde::Deserialize;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use web_identity::{KeySet, KeySetError, MAX_KEY_SET_BYTES};

use super::trust;

/// How long a provider may take for both answers.
const LIMIT: Duration = Duration::from_secs(5);

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nobody is there.
    #[error("`{0}` is not reached")]
    Unreachable(String, #[source] std::io::Error),
    /// Neither a public authority nor a thumbprint vouches for it, or it speaks no TLS.
    #[error("`{0}` does not prove to be itself")]
    Tls(String, #[source] std::io::Error),
    /// It took too long.
    #[error("the provider did not answer within {} s", LIMIT.as_secs())]
    Late,
    /// HTTP broke.
    #[error("the answer of `{0}` broke off, or is too long")]
    Http(String, #[source] Box<dyn std::error::Error + Send + Sync>),
    /// Not 200. What it redirects to is not followed.
    #[error("`{url}` answered {status}")]
    Status {
        /// What was asked for.
        url: String,
        /// HTTP's word.
        status: u16,
    },
    /// Not an `https` URL.
    #[error("`{0}` is no https URL")]
    Url(String),
    /// The document does not say where keys are.
    #[error("the discovery document of `{0}` does not read")]
    Discovery(String, #[source] serde_json::Error),
    /// The document is another provider's.
    #[error("the discovery document of `{asked}` is that of `{named}`")]
    AnotherIssuer {
        /// Who was asked.
        asked: String,
        /// Whose it is.
        named: String,
    },
    /// The keys do not read.
    #[error("the key set does not read")]
    Keys(#[from] KeySetError),
    /// A pinned file does not read.
    #[error("`{0}` does not read")]
    File(PathBuf, #[source] std::io::Error),
}

impl FetchError {
    /// Whether the provider could not be asked, as opposed to having answered something else.
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Unreachable(..) | Self::Late | Self::Http(..))
    }
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// The key set in a file.
pub(super) async fn from_file(path: &Path) -> Result<KeySet, FetchError> {
    let unreadable = |error| FetchError::File(path.to_owned(), error);
    let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_KEY_SET_BYTES).unwrap_or(u64::MAX);
    let mut limited = file.take(limit.saturating_add(1));
    limited.read_to_end(&mut bytes).await.map_err(unreadable)?;
    Ok(KeySet::parse(&bytes)?)
}

/// The key set of the provider at `https://issuer`.
pub(super) async fn over_https(issuer: &str, thumbprints: &[String]) -> Result<KeySet, FetchError> {
    let connector = TlsConnector::from(Arc::new(trust::client(thumbprints)));
    let both = async {
        let url = format!("https://{issuer}/.well-known/openid-configuration");
        let document = get(&url, &connector).await?;
        let found: Discovery = serde_json::from_slice(&document)
            .map_err(|error| FetchError::Discovery(issuer.to_owned(), error))?;
        let named = found.issuer.strip_suffix('/').unwrap_or(&found.issuer);
        if named.strip_prefix("https://") != Some(issuer) {
            return Err(FetchError::AnotherIssuer {
                asked: issuer.to_owned(),
                named: found.issuer,
            });
        }
        Ok(KeySet::parse(&get(&found.jwks_uri, &connector).await?)?)
    };
    let answered = tokio::time::timeout(LIMIT, both).await;
    answered.unwrap_or(Err(FetchError::Late))
}

async fn get(url: &str, connector: &TlsConnector) -> Result<Bytes, FetchError> {
    let no_url = || FetchError::Url(url.to_owned());
    let uri: Uri = url.parse().map_err(|_| no_url())?;
    let authority = uri
        .authority()
        .filter(|_| uri.scheme_str() == Some("https"));
    let authority = authority.ok_or_else(no_url)?;
    let broken = |error: hyper::Error| FetchError::Http(authority.to_string(), error.into());
    let stream = connect(authority.host(), authority.port_u16(), connector).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let connection = tokio::spawn(connection);
    let request = Request::get(uri.path_and_query().map_or("/", |path| path.as_str()))
        .header("host", authority.as_str())
        .header("accept", "application/json")
        .header("user-agent", "sekisho")
        .body(Empty::<Bytes>::new())
        .map_err(|_| no_url())?;
    let answer = sender.send_request(request).await.map_err(broken)?;
    if answer.status().as_u16() != 200 {
        return Err(FetchError::Status {
            url: url.to_owned(),
            status: answer.status().as_u16(),
        });
    }
    let body = Limited::new(answer.into_body(), MAX_KEY_SET_BYTES).collect();
    let body = body
        .await
        .map_err(|error| FetchError::Http(authority.to_string(), error))?;
    connection.abort();
    Ok(body.to_bytes())
}

async fn connect(
    host: &str,
    port: Option<u16>,
    connector: &TlsConnector,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, FetchError> {
    let bare = host.trim_matches(['[', ']']);
    let name =
        ServerName::try_from(bare.to_owned()).map_err(|_| FetchError::Url(host.to_owned()))?;
    let stream = TcpStream::connect((bare, port.unwrap_or(443)))
        .await
        .map_err(|error| FetchError::Unreachable(host.to_owned(), error))?;
    let connected = connector.connect(name, stream).await;
    connected.map_err(|error| FetchError::Tls(host.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    use rustls::ServerConfig;
    use rustls_pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;
    use crate::ids::thumbprint;

    /// What is answered to a path by the provider of this issuer.
    type Answers = fn(&str, &str) -> String;

    /// A provider on this machine, whose authority is in the chain that it sends.
    struct Provider {
        issuer: String,
        thumbprint: String,
        asked: Arc<AtomicUsize>,
    }

    fn certificates() -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = authority.self_signed(&authority_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let issuer = Issuer::new(authority, authority_key);
        let own = own.signed_by(&key, &issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        (vec![own.der().clone(), root.der().clone()], key)
    }

    impl Provider {
        async fn start(answer: Answers) -> Self {
            let (chain, key) = certificates();
            let thumbprint = thumbprint(&chain[1]);
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(chain, key)
                .unwrap();
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let issuer = format!("localhost:{}", listener.local_addr().unwrap().port());
            let asked = Arc::new(AtomicUsize::new(0));
            let (own, count) = (issuer.clone(), asked.clone());
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        continue;
                    };
                    let mut request = vec![0; 4096];
                    let length = stream.read(&mut request).await.unwrap();
                    let request = String::from_utf8_lossy(&request[..length]).into_owned();
                    count.fetch_add(1, Ordering::SeqCst);
                    let path = request.split(' ').nth(1).unwrap();
                    let _ = stream.write_all(answer(path, &own).as_bytes()).await;
                    let _ = stream.shutdown().await;
                }
            });
            Self {
                issuer,
                thumbprint,
                asked,
            }
        }

        async fn keys(&self) -> Result<KeySet, FetchError> {
            over_https(&self.issuer, std::slice::from_ref(&self.thumbprint)).await
        }
    }

    fn ok(body: &str) -> String {
        format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    fn discovery(issuer: &str) -> String {
        ok(&format!(
            r#"{{"issuer":"https://{issuer}","jwks_uri":"https://{issuer}/jwks","x":1}}"#
        ))
    }

    #[tokio::test]
    async fn a_provider_tells_its_keys_to_who_knows_its_authority() {
        let provider = Provider::start(|path, own| match path {
            "/.well-known/openid-configuration" => discovery(own),
            _ => ok(r#"{"keys":[{"kty":"RSA","n":"wUrM","e":"AQAB"}]}"#),
        })
        .await;
        assert_eq!(provider.keys().await.unwrap().len(), 1);
        assert_eq!(provider.asked.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn who_is_vouched_for_by_nobody_is_not_even_asked() {
        let provider = Provider::start(|_, own| discovery(own)).await;
        for thumbprints in [vec![], vec!["0".repeat(40)]] {
            let refused = over_https(&provider.issuer, &thumbprints).await;
            assert!(matches!(refused, Err(FetchError::Tls(..))), "{refused:?}");
        }
        let elsewhere = provider.issuer.replace("localhost", "127.0.0.1");
        let refused = over_https(&elsewhere, std::slice::from_ref(&provider.thumbprint)).await;
        assert!(matches!(refused, Err(FetchError::Tls(..))), "{refused:?}");
        assert_eq!(provider.asked.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn nothing_is_followed_and_nobody_speaks_for_another() {
        let answers: [(Answers, &str); 4] = [
            (|_, _| String::new(), "broke off"),
            (
                |_, _| discovery("evil.example.com"),
                "is that of `https://evil",
            ),
            (
                |_, own| {
                    ok(&format!(
                        r#"{{"issuer":"https://{own}","jwks_uri":"file:///etc/passwd"}}"#
                    ))
                },
                "no https URL",
            ),
            (|_, _| ok(&"x".repeat(MAX_KEY_SET_BYTES + 1)), "too long"),
        ];
        for (answer, reason) in answers {
            let error = Provider::start(answer).await.keys().await.unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
        let provider = Provider::start(|_, _| {
            "HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n".to_owned()
        });
        let error = provider.await.keys().await.unwrap_err();
        assert!(
            matches!(error, FetchError::Status { status: 302, .. }),
            "{error}"
        );
    }

    #[tokio::test]
    async fn who_is_not_there_is_silent() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("localhost:{}", listener.local_addr().unwrap().port());
        drop(listener);
        assert!(over_https(&issuer, &[]).await.unwrap_err().is_silence());
    }
}
