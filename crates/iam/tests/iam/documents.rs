//! Our own verdicts on documents: `vectors/policy-documents.json`.

use iam::policy::{Document, Policy, PolicyKind, Position};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    kind: String,
    document: String,
    /// Nothing for a document that is accepted.
    code: Option<String>,
    message: Option<String>,
    /// Where the document goes wrong; nothing where the case does not care.
    line: Option<u32>,
    column: Option<u32>,
    source: String,
}

fn kind(name: &str) -> PolicyKind {
    match name {
        "managed" => PolicyKind::Managed,
        "aws-managed" => PolicyKind::AwsManaged,
        "user-inline" => PolicyKind::UserInline,
        "group-inline" => PolicyKind::GroupInline,
        "role-inline" => PolicyKind::RoleInline,
        "trust" => PolicyKind::Trust,
        "session" => PolicyKind::Session,
        "scp" => PolicyKind::Scp,
        other => panic!("{other}"),
    }
}

#[test]
fn every_document_is_judged_as_expected() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/policy-documents.json"
    );
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(file.format, "sekisho-policy-documents/1");
    let mut wrong = Vec::new();
    for case in file.cases {
        let error = Policy::parse(&case.document, kind(&case.kind)).err();
        let ours = error.as_ref().map(|error| (error.code(), error.message()));
        let expected = case.code.as_deref().zip(case.message.as_deref());
        let place = error.as_ref().and_then(|error| error.position());
        let place = place.map(|position| (position.line, position.column));
        let wanted = case.line.zip(case.column);
        if ours != expected || wanted.is_some_and(|wanted| place != Some(wanted)) {
            let told = error.as_ref().map(ToString::to_string);
            let Case { id, source, .. } = &case;
            wrong.push(format!(
                "{id}: {ours:?} at {place:?}, expected {expected:?} at {wanted:?} ({source}); {told:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_are_equal_when_they_say_the_same_wherever_it_stands() {
    let base = r#"{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow","Principal":"*","Action":"s3:Get","Resource":"arn:aws:s3:::b","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#;
    let read = |text: &str| Document::parse(text, PolicyKind::Resource).expect(text);
    assert_eq!(read(base), read(&base.replace(',', ",\n  ")));
    for (from, to) in [
        ("2012", "2008"),
        (r#""A""#, r#""B""#),
        ("Allow", "Deny"),
        (r#""Principal""#, r#""NotPrincipal""#),
        (r#""*""#, r#"{"AWS":"*"}"#),
        ("s3:Get", "s3:Put"),
        (":b", ":c"),
        ("true", "false"),
        ("Bool", "StringLike"),
    ] {
        assert_ne!(read(base), read(&base.replace(from, to)), "{from}");
    }
}

#[test]
fn people_are_told_the_place_and_what_was_expected() {
    let told = |text: &str, kind| Policy::parse(text, kind).unwrap_err().to_string();
    assert_eq!(
        told("{\n  \"Version\": \"2012-10-17\"\n}", PolicyKind::Managed),
        "line 1, column 1: `Statement` is missing: a policy has at least one statement"
    );
    assert_eq!(
        told(&"x".repeat(2_049), PolicyKind::Trust),
        "the document has 2049 characters, 2048 are allowed"
    );
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_what_it_is() {
    for (members, problem) in [
        (r#""Version":1"#, "`Version` is a string, not a number"),
        (r#""Version":true"#, "`Version` is a string, not a boolean"),
        (r#""Id":null"#, "`Id` is a string, not null"),
        (
            r#""Statement":"x""#,
            "`Statement` is an object or a list, not a string",
        ),
        (
            r#""Statement":[[]]"#,
            "a statement is an object, not a list",
        ),
        (
            r#""Statement":{"Action":{}}"#,
            "`Action`, where it is no list, is a string, not an object",
        ),
        (
            r#""Statement":{"NotResource":[1]}"#,
            "each entry of `NotResource` is a string, not a number",
        ),
        (
            r#""Statement":{"Principal":[]}"#,
            "a principal is \"*\" or an object, not a list",
        ),
        (
            r#""Statement":{"Condition":{"Bool":{"k":null}}}"#,
            "a condition value is a string, number or boolean, not null",
        ),
        (
            r#""Statement":{"Condition":{"Bool":[]}}"#,
            "what an operator tests is an object, not a list",
        ),
    ] {
        let error = Policy::parse(&format!("{{{members}}}"), PolicyKind::Managed).unwrap_err();
        assert_eq!(error.problem(), problem);
    }
}

#[test]
fn a_character_that_no_document_is_written_with_is_told_at_its_place() {
    let error = Policy::parse("{\n\té\u{2603}", PolicyKind::Managed).unwrap_err();
    let place = Position {
        offset: 5,
        line: 2,
        column: 3,
    };
    assert_eq!(error.position(), Some(place));
}
