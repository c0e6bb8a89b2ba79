//! The cases of `vectors/policy-cases.json`.

#[path = "../../examples/vectors/case.rs"]
mod case;

use case::{Case, FORMAT, File};

#[test]
fn every_case_is_decided_as_expected() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/policy-cases.json"
    );
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(file.format, FORMAT);
    let mut wrong = Vec::new();
    for value in file.cases {
        let case: Case = serde_json::from_value(value).unwrap();
        let decision = case.decide().unwrap();
        let answer = case::word(&decision);
        assert!(case.about.is_some() && case.source.is_some(), "{}", case.id);
        if case.expect.as_deref() != Some(answer) {
            wrong.push(format!(
                "{}: {answer}, expected {:?}\n{decision}",
                case.id, case.expect
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
