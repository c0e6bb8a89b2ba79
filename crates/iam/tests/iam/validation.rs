//! Amazon's own verdicts on documents.

use iam::policy::{Policy, PolicyKind};
use serde::Deserialize;

/// One line of `vectors/policy-validation.jsonl`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    id: String,
    document: String,
    accepted: bool,
    code: Option<String>,
    http: Option<u16>,
    message: Option<String>,
    recorded: String,
    source: String,
}

/// What the recordings mask in Amazon's texts.
fn unmask(message: &str, document: &str) -> String {
    let region = if document.contains("us-east-1") {
        "us-east-1"
    } else {
        ""
    };
    message
        .replace("<partition>", "aws")
        .replace("<region>", region)
}

#[test]
fn every_recorded_verdict_is_ours_to_the_letter() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/policy-validation.jsonl"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let verdict: Verdict = serde_json::from_str(line).unwrap();
        assert!(!verdict.recorded.is_empty() && !verdict.source.is_empty());
        assert_eq!(verdict.accepted, verdict.http.is_none(), "{}", verdict.id);
        let ours = Policy::parse(&verdict.document, PolicyKind::Managed)
            .err()
            .map(|error| (error.code().to_owned(), error.message().to_owned()));
        let theirs = verdict
            .code
            .zip(verdict.message)
            .map(|(code, message)| (code, unmask(&message, &verdict.document)));
        if ours != theirs {
            wrong.push(format!(
                "{}: ours {ours:?}, Amazon's {theirs:?}",
                verdict.id
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
