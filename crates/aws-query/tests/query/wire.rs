//! `vectors/query-wire.json`: bodies that botocore sent.

use aws_query::{Parameters, operation};

pub(crate) fn vectors() -> Vec<serde_json::Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/query-wire.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_body_that_botocore_sends_is_a_valid_input() {
    let vectors = vectors();
    assert!(vectors.len() > 10);
    for vector in vectors {
        let parameters = Parameters::parse(vector["body"].as_str().unwrap().as_bytes()).unwrap();
        let operation = operation::find(&parameters).unwrap();
        let service = vector["op"].as_str().unwrap().split('.').next();
        assert_eq!(service, Some(operation.service.name()));
        assert_eq!(Ok(()), operation.validate(&parameters), "{vector}");
        assert_eq!(
            operation.signed,
            vector["signed"].as_bool().unwrap(),
            "{vector}"
        );
    }
}
