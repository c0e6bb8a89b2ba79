//! TLS on the API's port, beside plain HTTP.

use std::sync::Arc;

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};

use crate::support::{Plane, get, signed_headers};

async fn exchange(
    plane: &Plane,
    version: &'static SupportedProtocolVersion,
    name: &str,
    request: &str,
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    let bundle = std::fs::read(plane.data.bundle()).unwrap();
    roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&bundle).map(Result::unwrap));
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(plane.address).await?;
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    // Whoever closes without a word closes all the same.
    let _ = stream.read_to_string(&mut answer).await;
    Ok(answer)
}

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn one_port_speaks_tls_and_plain_http() {
    let plane = Plane::start_at_the_real_time().await;
    for version in [&version::TLS12, &version::TLS13] {
        for name in ["localhost", "127.0.0.1", "::1"] {
            let answer = exchange(&plane, version, name, HEALTH).await.unwrap();
            assert!(answer.ends_with("ok\n"), "{answer}");
        }
    }
    assert_eq!(get(plane.address, "/health").await.expect(200).body, "ok\n");
    let another = exchange(&plane, &version::TLS13, "sts.amazonaws.com", HEALTH).await;
    assert!(another.is_err());
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_see_whether_a_call_came_over_tls() {
    let plane = Plane::start_at_the_real_time().await;
    let alice = plane.user("alice").await;
    let document = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22\
                    %2C%22Action%22%3A%22iam%3AListUsers%22%2C%22Resource%22%3A%22*%22%2C%22Condition%22\
                    %3A%7B%22Bool%22%3A%7B%22aws%3ASecureTransport%22%3A%22true%22%7D%7D%7D%7D";
    let put = format!("UserName=alice&PolicyName=p&PolicyDocument={document}");
    plane.iam("PutUserPolicy", &put).await.expect(200);
    plane.call_as(&alice, "ListUsers", "").await.expect(403);

    let body = "Action=ListUsers&Version=2010-05-08";
    let now = control_plane::clock::Clock::now(&*plane.clock);
    let mut request = "POST / HTTP/1.1\r\n".to_owned();
    for (name, value) in signed_headers(plane.address, body, &alice, "iam", now) {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    let length = body.len();
    request.push_str(&format!(
        "content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ));
    let answer = exchange(&plane, &version::TLS13, "localhost", &request)
        .await
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    plane.stop().await;
}
