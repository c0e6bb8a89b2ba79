//! No accepted policy and no request makes the decision panic; a deny is explained; and an allow
//! stands only without a deny. Lines: action, resource, a context key and its value, the document.
#![no_main]

use std::sync::Arc;

use iam::evaluate::{Word, simulate};
use iam::policy::{Policy, PolicyKind};
use iam::{Context, Decision, Layers, NamedPolicy, Principal, Request};
use libfuzzer_sys::fuzz_target;

const DENY: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;

fuzz_target!(|input: &str| {
    let mut lines = input.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (action, resource, key, value, text) = (line(), line(), line(), line(), line());
    let Ok(policy) = Policy::parse(text, PolicyKind::RoleInline) else {
        return;
    };
    let deny = Policy::parse(DENY, PolicyKind::RoleInline).expect("a fixed document");
    let policies = [
        NamedPolicy::new("fuzzed", Arc::new(policy)),
        NamedPolicy::new("deny", Arc::new(deny)),
    ];
    let principal = Principal::assumed_role("arn:aws:iam::123456789012:role/Reader", "jane");
    let mut context = Context::new();
    context
        .set(key, value)
        .set_many("aws:TagKeys", value.split(','));
    let request = Request {
        principal: &principal,
        action,
        resource,
        context: &context,
    };
    let [fuzzed, _] = policies.each_ref().map(std::slice::from_ref);
    let alone = simulate(
        None,
        &request,
        &Layers {
            identity: fuzzed,
            ..Layers::default()
        },
    );
    if let Decision::Deny(denied) = &alone.decision {
        assert!(!denied.to_string().is_empty() && !denied.caller_text().is_empty());
    } else {
        assert!(!alone.matched.is_empty());
    }
    let both = simulate(
        None,
        &request,
        &Layers {
            identity: &policies,
            ..Layers::default()
        },
    );
    assert_eq!(both.word, Word::ExplicitDeny);
});
