//! The wildcard matcher agrees with the definition of wildcards. The first line is the pattern, the
//! rest the text.
#![no_main]

use std::sync::Arc;

use iam::policy::{Policy, PolicyKind};
use iam::{Context, Layers, NamedPolicy, Principal, Request, evaluate};
use libfuzzer_sys::fuzz_target;

/// Short inputs are enough to find a difference.
const LONGEST: usize = 24;

fuzz_target!(|input: &str| {
    let Some((pattern, text)) = input.split_once('\n') else {
        return;
    };
    // Quotes and escapes are the JSON reader's, variables the template's.
    let plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\' | '$') && c <= '\u{ff}';
    if pattern.chars().count() > LONGEST
        || text.chars().count() > LONGEST
        || !pattern.chars().all(plain)
    {
        return;
    }
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"k":"{pattern}"}}}}}}}}"#
    );
    let policy = Policy::parse(&document, PolicyKind::RoleInline).expect("a plain pattern is read");
    let identity = [NamedPolicy::new("p", Arc::new(policy))];
    let principal = Principal::user("arn:aws:iam::123456789012:user/jane");
    let mut context = Context::new();
    context.set("k", text);
    let request = Request {
        principal: &principal,
        action: "a:b",
        resource: "*",
        context: &context,
    };
    let layers = Layers {
        identity: &identity,
        ..Layers::default()
    };
    let characters = |text: &str| text.chars().collect::<Vec<char>>();
    let defined = glob(&characters(pattern), &characters(text));
    assert_eq!(
        evaluate(&request, &layers).is_allow(),
        defined,
        "{pattern:?} on {text:?}"
    );
});

fn glob(pattern: &[char], text: &[char]) -> bool {
    // Place by place, which characters of the text the pattern so far can have reached.
    let mut reached: Vec<bool> = (0..=text.len()).map(|at| at == 0).collect();
    for unit in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = match unit {
                '*' => reached[..=at].contains(&true),
                '?' => at > 0 && reached[at - 1],
                c => at > 0 && reached[at - 1] && text[at - 1] == *c,
            };
        }
        reached = next;
    }
    reached[text.len()]
}
