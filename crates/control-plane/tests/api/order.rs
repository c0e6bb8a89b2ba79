//! Of several faults of a request it is told the one that Amazon looks at first. The requests here have
//! all faults from one on: each fault that is mended brings up the next.

use control_plane::clock::Clock as _;
use sigv4::Timestamp;

use crate::support::{Answer, Credentials, Plane, post, signed_headers_for};

/// What can be wrong with a request to delete a user, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Escape,
    NoAction,
    UnknownAction,
    Version,
    Unsigned,
    Algorithm,
    Incomplete,
    UnsignedHost,
    Expired,
    Credential,
    Scope,
    UnknownKey,
    Signature,
    Input,
    Denied,
    NotFound,
    Conflict,
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
                        Check your AWS Secret Access Key and signing method. Consult the service \
                        documentation for details.";

/// Each fault with what is answered: status, code, text.
const ANSWERS: [(Fault, u16, &str, &str); 17] = [
    (
        Fault::Escape,
        404,
        "MalformedQueryString",
        "a percent sign without two hexadecimal digits",
    ),
    (
        Fault::NoAction,
        400,
        "MissingAction",
        "The request must contain the parameter Action.",
    ),
    (
        Fault::UnknownAction,
        400,
        "InvalidAction",
        "Could not find operation EraseUser for version 2009-05-08",
    ),
    (
        Fault::Version,
        400,
        "InvalidAction",
        "Could not find operation DeleteUser for version 2009-05-08",
    ),
    (
        Fault::Unsigned,
        403,
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    ),
    (
        Fault::Algorithm,
        400,
        "IncompleteSignature",
        "Unsupported AWS &apos;algorithm&apos;: &apos;AWS4-HMAC-MD5&apos;.",
    ),
    (
        Fault::Incomplete,
        400,
        "IncompleteSignature",
        "Authorization header requires &apos;Signature&apos; parameter. Authorization=AWS4-HMAC-SHA256",
    ),
    (
        Fault::UnsignedHost,
        403,
        "SignatureDoesNotMatch",
        "&apos;Host&apos; or &apos;:authority&apos; must be a &apos;SignedHeader&apos; in the AWS Authorization.",
    ),
    (
        Fault::Expired,
        403,
        "SignatureDoesNotMatch",
        "Signature expired: 20250115T114000Z is now earlier than 20250115T114500Z (20250115T120000Z - 15 min.)",
    ),
    (
        Fault::Credential,
        400,
        "IncompleteSignature",
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got \
         &apos;AKIAIOSFODNN7EXAMPLE/20250115/mars-1/aws4_request&apos;",
    ),
    (
        Fault::Scope,
        403,
        "SignatureDoesNotMatch",
        "Credential should be scoped to a valid region, not &apos;mars-1&apos;. Credential should be scoped to \
         correct service: &apos;iam&apos;.",
    ),
    (
        Fault::UnknownKey,
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    ),
    (Fault::Signature, 403, "SignatureDoesNotMatch", MISMATCH),
    (
        Fault::Input,
        400,
        "ValidationError",
        "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the \
         following: +=,.@_-",
    ),
    (
        Fault::Denied,
        403,
        "AccessDenied",
        "User: arn:aws:iam::123456789012:user/bob is not authorized to perform: iam:DeleteUser on resource: \
         user nobody because no identity-based policy allows the iam:DeleteUser action",
    ),
    (
        Fault::NotFound,
        404,
        "NoSuchEntity",
        "The user with name nobody cannot be found.",
    ),
    (
        Fault::Conflict,
        409,
        "DeleteConflict",
        "Cannot delete entity, must delete access keys first.",
    ),
];

/// Sends the request with every fault from `first` on; with none where that is `None`.
async fn attempt(plane: &Plane, bob: &Credentials, first: Option<Fault>) -> Answer {
    let has = |fault: Fault| first.is_some_and(|first| fault >= first);
    let body = body(&has);
    let mut who = if has(Fault::Denied) { bob } else { &plane.root }.clone();
    if has(Fault::UnknownKey) {
        who.id = "AKIAIOSFODNN7EXAMPLE".to_owned();
    }
    let (region, service) = if has(Fault::Scope) {
        ("mars-1", "s3")
    } else {
        ("us-west-2", "iam")
    };
    let minutes = if has(Fault::Expired) { 20 } else { 0 };
    let at = Timestamp::from_unix(plane.clock.now().as_unix() - minutes * 60);
    let mut headers = signed_headers_for(plane.address, &body, &who, (region, service), at);
    let authorization = &mut headers.last_mut().unwrap().1;
    for (fault, from, to) in [
        (Fault::Signature, "Signature=", "Signature=0"),
        (Fault::Credential, "/s3/", "/"),
        (Fault::UnsignedHost, "=host;", "="),
        (Fault::Incomplete, "Signature=", "Sign="),
        (Fault::Algorithm, "HMAC-SHA256", "HMAC-MD5"),
    ] {
        if has(fault) {
            *authorization = authorization.replace(from, to);
        }
    }
    headers.retain(|(name, _)| name != "authorization" || !has(Fault::Unsigned));
    post(plane.address, &headers, &body).await
}

fn body(has: &impl Fn(Fault) -> bool) -> String {
    let name = match () {
        () if has(Fault::Input) => "not+a+name",
        () if has(Fault::NotFound) => "nobody",
        () if has(Fault::Conflict) => "bob",
        () => "alice",
    };
    let action = match () {
        () if has(Fault::NoAction) => "",
        () if has(Fault::UnknownAction) => "Action=EraseUser&",
        () => "Action=DeleteUser&",
    };
    let year = if has(Fault::Version) { 2009 } else { 2010 };
    let end = if has(Fault::Escape) { "&%zz=" } else { "" };
    format!("{action}Version={year}-05-08&UserName={name}{end}")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_that_is_mended_brings_up_the_one_that_amazon_looks_at_next() {
    let plane = Plane::start().await;
    let bob = plane.user("bob").await;
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    for (fault, status, code, text) in ANSWERS {
        let answer = attempt(&plane, &bob, Some(fault)).await;
        let found = (answer.status, answer.code(), answer.between("Message"));
        assert_eq!(
            found,
            (status, code.to_owned(), text.to_owned()),
            "{fault:?}"
        );
        assert_eq!(answer.between("RequestId").len(), 36, "{fault:?}");
    }
    plane.iam("GetUser", "UserName=alice").await.expect(200);
    attempt(&plane, &bob, None).await.expect(200);
    plane.iam("GetUser", "UserName=alice").await.expect(404);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_with_a_global_endpoint_take_its_region_too_and_others_do_not() {
    let plane = Plane::start().await;
    let now = plane.clock.now();
    for (service, body, status) in [
        ("iam", "Action=ListUsers&Version=2010-05-08", 200),
        ("sts", "Action=GetCallerIdentity&Version=2011-06-15", 200),
        ("rds", "Action=DescribeDBClusters&Version=2014-10-31", 403),
        ("sekisho", "Action=ListAgents&Version=2026-11-24", 403),
    ] {
        for (region, status) in [("us-west-2", 200), ("us-east-1", status)] {
            let scope = (region, service);
            let headers = signed_headers_for(plane.address, body, &plane.root, scope, now);
            post(plane.address, &headers, body).await.expect(status);
        }
    }
    plane.stop().await;
}
