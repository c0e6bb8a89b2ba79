//! What is read as an ARN prints as it was, and its parts make it up.
#![no_main]

use iam::Arn;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(arn) = Arn::parse(text) else { return };
    assert_eq!(arn.to_string(), text);
    let parts = [
        arn.partition(),
        arn.service(),
        arn.region(),
        arn.account(),
        arn.resource(),
    ];
    assert_eq!(format!("arn:{}", parts.join(":")), text);
    assert!(!arn.resource().is_empty() && !parts[..4].iter().any(|part| part.contains(':')));
});
