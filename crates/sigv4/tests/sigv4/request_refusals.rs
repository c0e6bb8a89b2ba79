//! Signed requests that are refused: codes, statuses, texts and their order; limits.

use sigv4::request::{
    HttpRequest, MAX_EXPIRES_SECONDS, MAX_HEADER_BYTES, MAX_HEADERS, MAX_PATH_BYTES,
    MAX_QUERY_BYTES, MAX_QUERY_PARAMETERS, PathForm, RequestExpectation, RequestRefusal,
    SKEW_SECONDS, SignError, SignedRequest, Signer, VerifiedRequest, presign, sign,
};
use sigv4::{SecretAccessKey, SigningKey, Timestamp};

use crate::fixture::{noon, secret, sha256_hex};

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
    provided. Check your AWS Secret Access Key and signing method. Consult the service \
    documentation for details.";

/// A request with owned headers and query, as a test needs it.
#[derive(Clone)]
struct Sent {
    query: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Sent {
    /// `GetUser`, not yet signed.
    fn unsigned() -> Self {
        let headers = vec![("Host".to_owned(), b"iam.amazonaws.com".to_vec())];
        let body = b"Action=GetUser&Version=2010-05-08".to_vec();
        Self {
            query: String::new(),
            headers,
            body,
        }
    }

    fn in_header_form() -> Self {
        Self::unsigned().signed()
    }

    fn presigned() -> Self {
        let sent = Self {
            body: Vec::new(),
            ..Self::unsigned()
        };
        let secret = secret();
        let query = sent.http(|http| presign(http, &signer(&secret), 3600, noon()).unwrap());
        Self { query, ..sent }
    }

    fn signed(self) -> Self {
        let secret = secret();
        self.signed_by(&signer(&secret))
    }

    fn signed_by(self, signer: &Signer<'_>) -> Self {
        let added = self.http(|http| sign(http, signer, noon()).unwrap());
        let signed = self.with("X-Amz-Date", &added.amz_date);
        let signed = signed.with("Authorization", &added.authorization);
        match &added.security_token {
            Some(token) => signed.with("X-Amz-Security-Token", token),
            None => signed,
        }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers
            .push((name.to_owned(), value.as_bytes().to_vec()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(header, _)| !header.eq_ignore_ascii_case(name));
        self
    }

    /// `from` replaced in the header `name`.
    fn edited(mut self, name: &str, from: &str, to: &str) -> Self {
        let (_, value) = self
            .headers
            .iter_mut()
            .find(|(header, _)| header == name)
            .unwrap();
        let text = String::from_utf8(value.clone()).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        *value = text.replacen(from, to, 1).into_bytes();
        self
    }

    /// `from` replaced in the query.
    fn requeried(mut self, from: &str, to: &str) -> Self {
        assert!(self.query.contains(from), "{from} is not in {}", self.query);
        self.query = self.query.replacen(from, to, 1);
        self
    }

    fn http<T>(&self, then: impl FnOnce(&HttpRequest<'_>) -> T) -> T {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
            .collect();
        then(&HttpRequest {
            method: "POST",
            path: "/",
            query: &self.query,
            headers: &headers,
            body: &self.body,
        })
    }

    fn at(&self, now: Timestamp) -> Result<VerifiedRequest, RequestRefusal> {
        let signed = self.http(|http| SignedRequest::parse(http, &expected(), now))?;
        let key = SigningKey::derive(&secret(), signed.scope());
        signed.verify(&key)
    }

    #[track_caller]
    fn assert_refused(&self, code: &str, status: u16, text: &str) {
        let refusal = self.at(noon()).expect_err("a refusal");
        let found = (refusal.code(), refusal.http_status(), refusal.to_string());
        assert_eq!(found, (code, status, text.to_owned()));
    }
}

fn signer(secret: &SecretAccessKey) -> Signer<'_> {
    Signer {
        access_key_id: "AKIAIOSFODNN7EXAMPLE",
        secret,
        session_token: None,
        region: "us-east-1",
        service: "iam",
        path_form: PathForm::Normalized,
    }
}

fn expected() -> RequestExpectation<'static> {
    RequestExpectation {
        regions: &["us-east-1", "eu-west-1"],
        services: &["iam", "sts"],
        path_form: PathForm::Normalized,
    }
}

#[test]
fn both_forms_are_verified() {
    for sent in [Sent::in_header_form(), Sent::presigned()] {
        let verified = sent.at(noon()).unwrap();
        assert_eq!(verified.access_key_id(), "AKIAIOSFODNN7EXAMPLE");
        assert_eq!(
            verified.scope().to_string(),
            "20250115/us-east-1/iam/aws4_request"
        );
        assert_eq!(verified.signed_at(), noon());
        assert_eq!(verified.session_token(), None);
    }
}

#[test]
fn a_request_without_a_signature_is_missing_its_token() {
    let text = "Request is missing Authentication Token";
    Sent::unsigned().assert_refused("MissingAuthenticationToken", 403, text);
    let other = Sent::presigned().requeried("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256");
    other.assert_refused("MissingAuthenticationToken", 403, text);
}

#[test]
fn a_request_with_both_forms_is_refused() {
    let both = Sent {
        headers: Sent::in_header_form().headers,
        ..Sent::presigned()
    };
    both.assert_refused("SignatureDoesNotMatch", 403, MISMATCH);
}

#[test]
fn other_schemes_than_a_signature_are_unsupported() {
    for (value, found) in [
        ("Basic dXNlcjpwYXNz", "Basic"),
        ("", ""),
        ("Bearer x", "Bearer"),
    ] {
        let sent = Sent::unsigned().with("Authorization", value);
        let text = format!("Unsupported AWS 'algorithm': '{found}'.");
        sent.assert_refused("IncompleteSignature", 400, &text);
    }
}

#[test]
fn all_missing_parts_are_named_at_once() {
    let sent = Sent::unsigned().with("Authorization", "AWS4-HMAC-SHA256");
    sent.assert_refused(
        "IncompleteSignature",
        400,
        "Authorization header requires 'Credential' parameter. \
         Authorization header requires 'Signature' parameter. \
         Authorization header requires 'SignedHeaders' parameter. \
         Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. \
         Authorization=AWS4-HMAC-SHA256",
    );
    let sent = Sent {
        query: "X-Amz-Algorithm=AWS4-HMAC-SHA256".into(),
        ..Sent::unsigned()
    };
    sent.assert_refused(
        "IncompleteSignature",
        400,
        "AWS query-string parameters must include 'X-Amz-Credential'. \
         AWS query-string parameters must include 'X-Amz-Signature'. \
         AWS query-string parameters must include 'X-Amz-SignedHeaders'. \
         AWS query-string parameters must include 'X-Amz-Date'. \
         Re-examine the query-string parameters.",
    );
    Sent::in_header_form().without("X-Amz-Date").assert_refused(
        "IncompleteSignature",
        400,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. \
         Authorization=AWS4-HMAC-SHA256",
    );
    Sent::in_header_form().edited("Authorization", "Signature=", "Signature").assert_refused(
        "IncompleteSignature",
        400,
        &format!(
            "'Signature{}' not a valid key=value pair (missing equal-sign) in Authorization header.",
            signature_of(&Sent::in_header_form())
        ),
    );
}

fn signature_of(sent: &Sent) -> String {
    let (_, value) = sent
        .headers
        .iter()
        .find(|(name, _)| name == "Authorization")
        .unwrap();
    String::from_utf8(value[value.len() - 64..].to_vec()).unwrap()
}

#[test]
fn repeated_signature_parameters_are_refused() {
    let sent = Sent::in_header_form();
    let authorization = String::from_utf8(sent.headers.last().unwrap().1.clone()).unwrap();
    for (repeated, name) in [
        (
            sent.clone().with("authorization", &authorization),
            "Authorization",
        ),
        (
            sent.clone().with("x-amz-date", "20250115T120000Z"),
            "x-amz-date",
        ),
        (
            sent.clone()
                .edited("Authorization", "Signature=", "Signature=0, Signature="),
            "Signature",
        ),
        (
            Sent::presigned().requeried("X-Amz-Date", "X-Amz-Expires=1&X-Amz-Date"),
            "X-Amz-Expires",
        ),
        (
            Sent::presigned()
                .requeried("X-Amz-Date", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date"),
            "X-Amz-Algorithm",
        ),
    ] {
        let text = format!("'{name}' must not be given more than once.");
        repeated.assert_refused("IncompleteSignature", 400, &text);
    }
}

#[test]
fn host_and_every_amazon_header_must_be_signed() {
    Sent::in_header_form()
        .edited("Authorization", "SignedHeaders=host;", "SignedHeaders=")
        .assert_refused(
            "SignatureDoesNotMatch",
            403,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        );
    for sent in [Sent::in_header_form(), Sent::presigned()] {
        sent.with("X-Amz-Security-Token", "smuggled")
            .assert_refused(
                "SignatureDoesNotMatch",
                403,
                "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
            );
    }
}

/// The canonical request has them sorted, whatever the order on the wire.
#[test]
fn signed_headers_may_be_listed_in_any_order() {
    let sent = Sent::in_header_form();
    let listed = "SignedHeaders=host;x-amz-date";
    let turned = sent.edited("Authorization", listed, "SignedHeaders=x-amz-date;host");
    assert!(turned.at(noon()).is_ok());
}

#[test]
fn a_signed_header_that_was_not_sent_does_not_match() {
    Sent::unsigned()
        .with("X-Extra", "1")
        .signed()
        .without("X-Extra")
        .assert_refused("SignatureDoesNotMatch", 403, MISMATCH);
}

#[test]
fn times_are_taken_from_either_header_in_either_form() {
    let date = "Wed, 15 Jan 2025 12:00:00 GMT";
    let resigned = |name: &str, value: &str| {
        // What a client does that signs `Date`: no `X-Amz-Date` anywhere.
        let sent = Sent::unsigned().with(name, value);
        let secret = secret();
        let added = sent.http(|http| sign(http, &signer(&secret), noon()).unwrap());
        sent.with("Authorization", &added.authorization)
    };
    // The signature is over `x-amz-date` too, so it cannot match; but the date was understood.
    for value in [date, "20250115T120000Z"] {
        resigned("Date", value).assert_refused("SignatureDoesNotMatch", 403, MISMATCH);
    }
    resigned("Date", "yesterday").assert_refused(
        "IncompleteSignature",
        400,
        "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See \
         http://en.wikipedia.org/wiki/ISO_8601",
    );
    // `X-Amz-Date` wins, whatever and however many the others are.
    let dated = Sent::unsigned().with("Date", "yesterday").with("Date", "x");
    assert!(dated.signed().at(noon()).is_ok());
}

/// Signed by hand, with `Date` alone: the string to sign carries its moment in Amazon's form.
#[test]
fn a_request_signed_with_the_date_header_alone_is_verified() {
    let date = "Wed, 15 Jan 2025 12:00:00 GMT";
    let canonical = format!(
        "POST\n/\n\ndate:{date}\nhost:h\n\ndate;host\n\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let digest = sha256_hex(canonical);
    let scope = Sent::in_header_form().at(noon()).unwrap().scope().clone();
    let text = format!("AWS4-HMAC-SHA256\n20250115T120000Z\n{scope}\n{digest}");
    let signature = SigningKey::derive(&secret(), &scope).sign(text.as_bytes());
    let sent = Sent {
        query: String::new(),
        headers: vec![],
        body: vec![],
    }
    .with("host", "h")
    .with("date", date)
    .with(
        "authorization",
        &format!(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/{scope}, \
                 SignedHeaders=date;host, Signature={signature}"
        ),
    );
    assert!(sent.at(noon()).is_ok());
}

#[test]
fn a_signature_is_good_for_a_quarter_of_an_hour_either_way() {
    let sent = Sent::in_header_form();
    let skew = i64::from(SKEW_SECONDS);
    assert!(sent.at(noon().plus_seconds(skew)).is_ok());
    assert!(sent.at(noon().plus_seconds(-skew)).is_ok());
    let late = sent.at(noon().plus_seconds(skew + 1)).unwrap_err();
    assert_eq!(
        (late.code(), late.http_status()),
        ("SignatureDoesNotMatch", 403)
    );
    assert_eq!(
        late.to_string(),
        "Signature expired: 20250115T120000Z is now earlier than 20250115T120001Z \
         (20250115T121501Z - 15 min.)"
    );
    let early = sent.at(noon().plus_seconds(-skew - 1)).unwrap_err();
    assert_eq!(
        early.to_string(),
        "Signature not yet current: 20250115T120000Z is still later than 20250115T115959Z \
         (20250115T114459Z + 15 min.)"
    );
}

#[test]
fn a_presigned_request_is_good_for_as_long_as_it_says() {
    let sent = Sent::presigned();
    assert!(sent.at(noon().plus_seconds(3600)).is_ok());
    let late = sent.at(noon().plus_seconds(3601)).unwrap_err();
    assert_eq!((late.code(), late.http_status()), ("RequestExpired", 400));
    let skew = i64::from(SKEW_SECONDS);
    assert!(sent.at(noon().plus_seconds(-skew)).is_ok());
    assert!(sent.at(noon().plus_seconds(-skew - 1)).is_err());
    for found in ["0", "604801", "-1", "1e3", "", "+60"] {
        let encoded = found.replace('+', "%2B");
        let sent = Sent::presigned().requeried("Expires=3600", &format!("Expires={encoded}"));
        let text =
            format!("X-Amz-Expires must be a number of seconds from 1 to 604800. Got '{found}'.");
        sent.assert_refused("IncompleteSignature", 400, &text);
    }
}

#[test]
fn the_longest_presigned_life_is_a_week() {
    let (sent, secret) = (Sent::unsigned(), secret());
    let presigned = |seconds| sent.http(|http| presign(http, &signer(&secret), seconds, noon()));
    let query = presigned(MAX_EXPIRES_SECONDS).unwrap();
    let longest = Sent {
        query,
        ..sent.clone()
    };
    assert!(
        longest
            .at(noon().plus_seconds(i64::from(MAX_EXPIRES_SECONDS)))
            .is_ok()
    );
    for seconds in [0, MAX_EXPIRES_SECONDS + 1] {
        assert_eq!(
            presigned(seconds),
            Err(SignError::ExpiresOutOfRange(seconds))
        );
    }
}

#[test]
fn a_presigned_request_without_expiry_is_good_for_a_quarter_of_an_hour() {
    let sent = Sent::presigned().requeried("&X-Amz-Expires=3600", "");
    let refusal = |seconds| sent.at(noon().plus_seconds(seconds)).unwrap_err();
    assert_eq!(refusal(900), RequestRefusal::SignatureMismatch);
    assert!(matches!(refusal(901), RequestRefusal::Expired { .. }));
}

#[test]
fn a_credential_has_five_parts() {
    let sent = Sent::in_header_form().edited("Authorization", "/aws4_request", "");
    sent.assert_refused(
        "IncompleteSignature",
        400,
        "Credential must have exactly 5 slash-delimited elements, e.g. \
         keyid/date/region/service/term, got 'AKIAIOSFODNN7EXAMPLE/20250115/us-east-1/iam'",
    );
}

#[test]
fn everything_wrong_with_a_scope_is_named_at_once() {
    for (from, to, text) in [
        (
            "us-east-1",
            "mars",
            "Credential should be scoped to a valid region, not 'mars'.",
        ),
        (
            "/iam/",
            "/s3/",
            "Credential should be scoped to correct service: 'iam' or 'sts'.",
        ),
        (
            "aws4_request",
            "aws5",
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'.",
        ),
        (
            "20250115",
            "20250116",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from \
             HTTP: '20250116' != '20250115', from '20250115T120000Z'.",
        ),
        (
            "us-east-1/iam",
            "mars/s3",
            "Credential should be scoped to a valid region, not 'mars'. \
             Credential should be scoped to correct service: 'iam' or 'sts'.",
        ),
    ] {
        let sent = Sent::in_header_form().edited("Authorization", from, to);
        sent.assert_refused("SignatureDoesNotMatch", 403, text);
    }
}

#[test]
fn key_and_session_token_must_go_together() {
    let (secret, text) = (
        secret(),
        "The security token included in the request is invalid.",
    );
    let temporary = |access_key_id, session_token| {
        Sent::unsigned().signed_by(&Signer {
            access_key_id,
            session_token,
            ..signer(&secret)
        })
    };
    let verified = temporary("ASIAIOSFODNN7EXAMPLE", Some("a+/="))
        .at(noon())
        .unwrap();
    assert_eq!(verified.session_token(), Some("a+/="));
    temporary("ASIAIOSFODNN7EXAMPLE", None).assert_refused("InvalidClientTokenId", 403, text);
    temporary("AKIAIOSFODNN7EXAMPLE", Some("x")).assert_refused("InvalidClientTokenId", 403, text);
    let expired = RequestRefusal::ExpiredToken;
    assert_eq!(
        (expired.code(), expired.http_status()),
        ("ExpiredToken", 403)
    );
}

#[test]
fn a_stated_payload_hash_must_be_the_bodys_and_no_other_statement_counts() {
    let hash = "5b0b2fd7eb1d0c8df1c2f9a0c1f4b6f0";
    for stated in [
        hash,
        "UNSIGNED-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "",
    ] {
        let sent = Sent::unsigned()
            .with("X-Amz-Content-Sha256", stated)
            .signed();
        sent.assert_refused("SignatureDoesNotMatch", 403, MISMATCH);
    }
    let digest = sha256_hex(&Sent::unsigned().body);
    let sent = Sent::unsigned()
        .with("X-Amz-Content-Sha256", &digest)
        .signed();
    assert!(sent.at(noon()).is_ok());
    let tampered = Sent {
        body: b"Action=DeleteUser".to_vec(),
        ..sent
    };
    assert_eq!(
        tampered.at(noon()).unwrap_err(),
        RequestRefusal::ContentMismatch
    );
}

/// All but the access key id: in the header form it is not signed, it says whose key to try.
#[test]
fn whatever_is_signed_cannot_be_changed() {
    let (sent, presigned) = (Sent::in_header_form(), Sent::presigned());
    for changed in [
        Sent {
            body: b"Action=DeleteUser".to_vec(),
            ..sent.clone()
        },
        Sent {
            query: "Action=DeleteUser".into(),
            ..sent.clone()
        },
        sent.clone().edited("Host", "iam", "sts"),
        sent.clone().with("host", "iam.amazonaws.com"),
        sent.clone().edited("X-Amz-Date", "120000", "120001"),
        sent.clone()
            .edited("Authorization", &signature_of(&sent), &"0".repeat(64)),
        sent.clone()
            .edited("Authorization", &signature_of(&sent), "short"),
        Sent {
            body: b"x".to_vec(),
            ..presigned.clone()
        },
        presigned.clone().requeried("Expires=3600", "Expires=3601"),
        presigned
            .clone()
            .requeried("X-Amz-Date", "Action=DeleteUser&X-Amz-Date"),
        presigned.clone().edited("Host", "iam", "sts"),
    ] {
        assert_eq!(
            changed.at(noon()).unwrap_err(),
            RequestRefusal::SignatureMismatch
        );
    }
}

#[test]
fn a_broken_escape_in_the_query_is_refused() {
    let sent = Sent {
        query: "a=%zz".into(),
        ..Sent::in_header_form()
    };
    sent.assert_refused(
        "MalformedQueryString",
        400,
        "Illegal or incomplete escape % sequence",
    );
    let sent = Sent::presigned().requeried("X-Amz-Date=20250115T120000Z", "X-Amz-Date=%FF");
    sent.assert_refused(
        "MalformedQueryString",
        400,
        "Illegal or incomplete escape % sequence",
    );
}

/// At the limit, the request is read (and then refused for want of a signature); one past, not.
#[test]
fn every_limit_holds_at_the_limit_and_not_one_past_it() {
    let parse = |path: &str, query: &str, headers: &[(&str, &[u8])]| {
        let http = HttpRequest {
            method: "GET",
            path,
            query,
            headers,
            body: b"",
        };
        SignedRequest::parse(&http, &expected(), noon()).unwrap_err()
    };
    let assert_limit = |what, limit, at: RequestRefusal, past: RequestRefusal| {
        assert_eq!(at, RequestRefusal::MissingAuthentication, "{what}");
        assert_eq!(past, RequestRefusal::TooLarge { what, limit });
        assert_eq!(
            (past.code(), past.http_status()),
            ("RequestEntityTooLarge", 413)
        );
    };
    let header_count = |count| parse("/", "", &vec![("a", &b""[..]); count]);
    assert_limit(
        "headers",
        MAX_HEADERS,
        header_count(MAX_HEADERS),
        header_count(MAX_HEADERS + 1),
    );
    let header_bytes = |count| parse("/", "", &[("a", &vec![b'x'; count - 1][..])]);
    let (at, past) = (
        header_bytes(MAX_HEADER_BYTES),
        header_bytes(MAX_HEADER_BYTES + 1),
    );
    assert_limit("bytes of headers", MAX_HEADER_BYTES, at, past);
    let path = |count| parse(&"/".repeat(count), "", &[]);
    assert_limit(
        "bytes of path",
        MAX_PATH_BYTES,
        path(MAX_PATH_BYTES),
        path(MAX_PATH_BYTES + 1),
    );
    let query = |count| parse("/", &"a".repeat(count), &[]);
    let (at, past) = (query(MAX_QUERY_BYTES), query(MAX_QUERY_BYTES + 1));
    assert_limit("bytes of query", MAX_QUERY_BYTES, at, past);
    let parameters = |count| parse("/", &"a&".repeat(count), &[]);
    let (at, past) = (
        parameters(MAX_QUERY_PARAMETERS),
        parameters(MAX_QUERY_PARAMETERS + 1),
    );
    assert_limit("query parameters", MAX_QUERY_PARAMETERS, at, past);
}

#[test]
fn what_cannot_be_signed_is_named() {
    let secret = secret();
    let signed = |sent: &Sent| sent.http(|http| sign(http, &signer(&secret), noon()).err());
    let presigned =
        |sent: &Sent| sent.http(|http| presign(http, &signer(&secret), 60, noon()).err());
    let headless = Sent::unsigned().without("host");
    assert_eq!(
        (signed(&headless), presigned(&headless)),
        (Some(SignError::NoHost), Some(SignError::NoHost))
    );
    assert_eq!(
        signed(&Sent::in_header_form()),
        Some(SignError::AlreadySigned("authorization"))
    );
    assert_eq!(
        presigned(&Sent::presigned()),
        Some(SignError::AlreadySigned("X-Amz-Algorithm"))
    );
    for name in ["X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Expires"] {
        let sent = Sent {
            query: format!("a=b&{name}"),
            ..Sent::unsigned()
        };
        let refused = Some(SignError::AlreadySigned(name));
        assert_eq!((signed(&sent), presigned(&sent)), (refused, refused));
    }
    let broken = Sent {
        query: "%".into(),
        ..Sent::unsigned()
    };
    assert_eq!(signed(&broken), Some(SignError::MalformedQuery));
}

#[test]
fn headers_that_http_libraries_rewrite_are_not_signed() {
    let sent = Sent::unsigned()
        .with("User-Agent", "a")
        .with("Expect", "100-continue")
        .signed();
    let rewritten = sent.without("Expect").edited("User-Agent", "a", "b");
    assert!(rewritten.at(noon()).is_ok());
}

#[test]
fn debug_shows_no_secret_of_a_request() {
    let secret = secret();
    let signer = Signer {
        access_key_id: "ASIAIOSFODNN7EXAMPLE",
        session_token: Some("hunter2"),
        ..signer(&secret)
    };
    let sent = Sent::unsigned().signed_by(&signer);
    let shown = sent.http(|http| {
        let signed = SignedRequest::parse(http, &expected(), noon()).unwrap();
        format!("{http:?} {signed:?} {signer:?} {secret:?}")
    });
    let signature = signature_of(&sent);
    for hidden in ["hunter2", secret.expose(), &signature] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
