//! `AssumeRoleWithWebIdentity`, from a provider's token to what its session may.

use crate::support::{Answer, Plane, post, web_identities};

const PROVIDER: &str = "arn:aws:iam::123456789012:oidc-provider/idp.example.com";

fn token(about: &str) -> String {
    let vectors = web_identities();
    let cases = vectors["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["about"] == about).unwrap();
    case["token"].as_str().unwrap().to_owned()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A provider, and a role that trusts whom `condition` lets in.
async fn trusting(condition: &str) -> Plane {
    let plane = Plane::start().await;
    let url = "Url=https%3A%2F%2Fidp.example.com&ClientIDList.member.1=sekisho";
    plane
        .iam("CreateOpenIDConnectProvider", url)
        .await
        .expect(200);
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"Federated":"{PROVIDER}"}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{condition}}}}}"#
    );
    let role = format!("RoleName=app&AssumeRolePolicyDocument={}", encoded(&trust));
    plane.iam("CreateRole", &role).await.expect(200);
    plane
}

async fn assume(plane: &Plane, token: &str) -> Answer {
    let body = format!(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s1\
         &RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fapp&WebIdentityToken={}",
        encoded(token)
    );
    let headers = [("host".to_owned(), plane.address.to_string())];
    post(plane.address, &headers, &body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_trusted_provider_vouches_for_gets_a_session_of_the_role() {
    let condition =
        r#"{"StringEquals":{"idp.example.com:aud":"sekisho","idp.example.com:sub":"jane"}}"#;
    let plane = trusting(condition).await;
    for algorithm in ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"] {
        let answer = assume(&plane, &token(algorithm)).await.expect(200);
        assert_eq!(answer.between("SubjectFromWebIdentityToken"), "jane");
        assert_eq!(answer.between("Audience"), "sekisho");
        assert_eq!(answer.between("Provider"), PROVIDER);
        let arn = "arn:aws:sts::123456789012:assumed-role/app/s1";
        assert_eq!(answer.between("Arn"), arn);
    }
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_the_role_does_not_trust_gets_amazons_one_sentence() {
    let plane = trusting(r#"{"StringEquals":{"idp.example.com:sub":"someone-else"}}"#).await;
    let answer = assume(&plane, &token("RS256")).await.expect(403);
    assert_eq!(answer.code(), "AccessDenied");
    assert_eq!(
        answer.between("Message"),
        "Not authorized to perform sts:AssumeRoleWithWebIdentity"
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_that_is_not_believed_has_amazons_code() {
    let plane = trusting("{}").await;
    for (about, code, status) in [
        ("alg none without a signature", "InvalidIdentityToken", 400),
        (
            "HS256 with the public key as PEM",
            "InvalidIdentityToken",
            400,
        ),
        (
            "another's key under the provider's key id",
            "InvalidIdentityToken",
            400,
        ),
        ("an unknown key id", "InvalidIdentityToken", 400),
        ("another issuer", "InvalidIdentityToken", 400),
        ("another audience", "InvalidIdentityToken", 400),
        ("no time of issue", "InvalidIdentityToken", 400),
        ("four parts", "InvalidIdentityToken", 400),
        ("at its end", "ExpiredTokenException", 400),
        ("a token of 20,001 characters", "ValidationError", 400),
        ("session tags", "AccessDenied", 403),
        ("a source identity", "AccessDenied", 403),
    ] {
        let answer = assume(&plane, &token(about)).await;
        assert_eq!(
            (answer.code(), answer.status),
            (code.to_owned(), status),
            "{about}"
        );
    }
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_deleted_vouches_for_nobody() {
    let plane = trusting("{}").await;
    assume(&plane, &token("RS256")).await.expect(200);
    let named = format!("OpenIDConnectProviderArn={PROVIDER}");
    plane
        .iam("DeleteOpenIDConnectProvider", &named)
        .await
        .expect(200);
    let answer = assume(&plane, &token("RS256")).await.expect(400);
    assert_eq!(
        answer.between("Message"),
        "No OpenIDConnect provider found in your account for https://idp.example.com"
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_no_key_to_any_other_operation() {
    let plane = trusting("{}").await;
    let body = format!(
        "Action=GetCallerIdentity&Version=2011-06-15&WebIdentityToken={}",
        token("RS256")
    );
    let headers = [("host".to_owned(), plane.address.to_string())];
    let answer = post(plane.address, &headers, &body).await.expect(403);
    assert_eq!(answer.code(), "MissingAuthenticationToken");
    plane.stop().await;
}
