//! What holds for every policy and every request, and agreement with the second evaluator.

use std::sync::Arc;

use iam::policy::{Document, Policy, PolicyKind};
use iam::{Arn, Context, Decision, Layers, NamedPolicy, Principal, Request, evaluate};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::reference::{self, World};

const RESOURCES: [&str; 9] = [
    "*",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/jane",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/*",
    "arn:aws:rds-db:*:12345678901?:dbuser:*/jan?",
    "arn:*:rds-db:us-*-1:*:*",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/${aws:username}",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/${aws:PrincipalTag/t, 'joe'}",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/${aws:PrincipalTag/t}*",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/j${*}",
];
const ASKED: [&str; 4] = [
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/jane",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/joe",
    "arn:aws:rds-db:eu-west-1:123456789012:dbuser:cluster-B/jane",
    "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/j*",
];
const ACTIONS: [&str; 7] = [
    "*",
    "rds-db:connect",
    "RDS-DB:Conn*",
    "rds-db:connec?",
    "*:*",
    "s3:*",
    "rds:*",
];
const TEXTS: [&str; 8] = [
    "jane",
    "JANE",
    "j*",
    "?ane",
    "${aws:username}",
    "${aws:PrincipalTag/t, 'joe'}",
    "",
    "${*}",
];
const HAD: [&str; 6] = ["jane", "joe", "j*", "", "*", "JANE"];
const KEYS: [&str; 4] = [
    "aws:username",
    "aws:PrincipalTag/t",
    "AWS:principaltag/T",
    "aws:TagKeys",
];
const ARNS: [&str; 4] = [
    "arn:aws:iam::123456789012:user/jane",
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::1*:user/${aws:username}",
    "arn:*:i?m::*:role/x:y",
];

fn values(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        subsequence(of.to_vec(), 0..=3.min(of.len())).prop_map(|list| json!(list)),
        select(of).prop_map(|one| json!(one)),
    ]
}

/// An operator with its modifiers, a key, and values that suit both.
fn condition() -> impl Strategy<Value = (String, String, Value)> {
    let families = prop_oneof![
        (
            select(vec!["String", "StringNot"]),
            select(vec!["Equals", "Like", "EqualsIgnoreCase"])
        )
            .prop_map(|(a, b)| (format!("{a}{b}"), &KEYS[..], &TEXTS[..])),
        (
            select(vec!["Numeric", "Date"]),
            select(vec![
                "Equals",
                "NotEquals",
                "LessThan",
                "LessThanEquals",
                "GreaterThan",
                "GreaterThanEquals"
            ])
        )
            .prop_map(|(a, b)| (
                format!("{a}{b}"),
                &["aws:EpochTime"][..],
                &["5", "10", "15"][..]
            )),
        select(vec!["IpAddress", "NotIpAddress"]).prop_map(|a| {
            (
                a.to_owned(),
                &["aws:SourceIp"][..],
                &["10.0.0.0/8", "10.0.0.1", "0.0.0.0/0"][..],
            )
        }),
        select(vec!["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"]).prop_map(|a| (
            a.to_owned(),
            &["aws:PrincipalArn"][..],
            &ARNS[..]
        )),
        Just((
            "Bool".to_owned(),
            &["aws:SecureTransport"][..],
            &["true", "false"][..]
        )),
    ];
    let modified = (
        families,
        select(vec!["", "ForAllValues:", "ForAnyValue:"]),
        any::<bool>(),
    )
        .prop_flat_map(|((name, keys, of), set, if_exists)| {
            let suffix = if if_exists { "IfExists" } else { "" };
            (
                Just(format!("{set}{name}{suffix}")),
                select(keys).prop_map(str::to_owned),
                values(of),
            )
        });
    let null = (select(&KEYS[..]), values(&["true", "false"]))
        .prop_map(|(key, values)| ("Null".to_owned(), key.to_owned(), values));
    prop_oneof![9 => modified, 1 => null]
}

fn statement() -> impl Strategy<Value = Value> {
    let nonempty =
        |of: &'static [&'static str]| subsequence(of.to_vec(), 1..=2).prop_map(|list| json!(list));
    (
        select(vec!["Allow", "Allow", "Allow", "Deny"]),
        (
            select(vec!["Action", "Action", "Action", "NotAction"]),
            nonempty(&ACTIONS),
        ),
        (
            select(vec!["Resource", "Resource", "Resource", "NotResource"]),
            nonempty(&RESOURCES),
        ),
        proptest::collection::vec(condition(), 0..3),
    )
        .prop_map(
            |(effect, (action, actions), (resource, resources), conditions)| {
                let mut tests = Map::new();
                for (operator, key, values) in conditions {
                    let block = tests.entry(operator).or_insert_with(|| json!({}));
                    block[key] = values;
                }
                json!({"Effect": effect, action: actions, resource: resources, "Condition": tests})
            },
        )
}

fn policy() -> impl Strategy<Value = Value> {
    let version = select(vec!["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"]);
    (version, proptest::collection::vec(statement(), 1..4))
        .prop_map(|(version, statements)| json!({"Version": version, "Statement": statements}))
}

fn context() -> impl Strategy<Value = Vec<(&'static str, Vec<&'static str>, bool)>> {
    let single = |key: &'static str, of: &'static [&'static str]| {
        proptest::option::weighted(0.7, select(of))
            .prop_map(move |value| value.map(|value| (key, vec![value], false)))
    };
    let many = proptest::option::of(subsequence(HAD.to_vec(), 0..3))
        .prop_map(|values| values.map(|values| ("aws:TagKeys", values, true)));
    (
        single("aws:username", &HAD),
        single("aws:PrincipalTag/t", &HAD),
        single("aws:EpochTime", &["5", "10", "12"]),
        single("aws:SourceIp", &["10.0.0.1", "10.2.0.1", "11.0.0.1"]),
        single(
            "aws:PrincipalArn",
            &[
                "arn:aws:iam::123456789012:user/jane",
                "arn:aws:iam::1:role/x:y",
                "no arn",
            ],
        ),
        single("aws:SecureTransport", &["true", "false"]),
        many,
    )
        .prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g].into_iter().flatten().collect())
}

fn policies() -> impl Strategy<Value = Vec<Value>> {
    proptest::collection::vec(policy(), 0..3)
}

fn world() -> impl Strategy<Value = World> {
    (
        (
            select(&["rds-db:connect", "RDS-DB:CONNECT", "s3:GetObject"][..]),
            select(&ASKED[..]),
            context(),
        ),
        policies(),
        proptest::option::weighted(0.2, policy()),
        proptest::option::weighted(0.2, policies()),
        proptest::collection::vec(policies(), 0..2),
    )
        .prop_map(
            |((action, resource, context), identity, boundary, session, scps)| {
                let mut world = World {
                    action: action.to_owned(),
                    resource: resource.to_owned(),
                    identity,
                    boundary,
                    session,
                    scps,
                    ..World::default()
                };
                for (key, values, multi) in context {
                    let key = key.to_lowercase();
                    world.multi.insert(key.clone(), multi);
                    world
                        .context
                        .insert(key, values.into_iter().map(str::to_owned).collect());
                }
                world
            },
        )
}

fn named(policies: &[Value], kind: PolicyKind) -> Vec<NamedPolicy> {
    let one = |policy: &Value| {
        NamedPolicy::new(
            "p",
            Arc::new(Policy::parse(&policy.to_string(), kind).unwrap()),
        )
    };
    policies.iter().map(one).collect()
}

/// What the engine says. Inline policies of roles are the kind with the most room, and take 2008.
fn ours(world: &World) -> Decision {
    let kind = PolicyKind::RoleInline;
    let identity = named(&world.identity, kind);
    let boundary = named(world.boundary.as_slice(), kind);
    let session = world.session.as_ref().map(|session| named(session, kind));
    let scps: Vec<_> = world.scps.iter().map(|level| named(level, kind)).collect();
    let scps: Vec<&[NamedPolicy]> = scps.iter().map(Vec::as_slice).collect();
    let mut context = Context::new();
    for (key, values) in &world.context {
        if world.multi[key] {
            context.set_many(key.as_str(), values.clone());
        } else {
            context.set(key.as_str(), values[0].as_str());
        }
    }
    let principal = Principal::user("arn:aws:iam::123456789012:user/jane");
    let request = Request {
        principal: &principal,
        action: &world.action,
        resource: &world.resource,
        context: &context,
    };
    let layers = Layers {
        scps: &scps,
        resource: None,
        identity: &identity,
        boundary: boundary.first(),
        session: session.as_deref(),
    };
    evaluate(&request, &layers)
}

fn statements(policy: &mut Value) -> &mut Vec<Value> {
    policy["Statement"].as_array_mut().unwrap()
}

/// Few letters, so that patterns meet texts.
fn pattern() -> impl Strategy<Value = String> {
    "[ab*?é]{0,8}"
}

proptest! {
    #[test]
    fn both_evaluators_agree(world in world()) {
        prop_assert_eq!(ours(&world).word().as_str(), reference::decide(&world));
    }

    #[test]
    fn adding_a_deny_never_widens(world in world(), mut statement in statement()) {
        statement["Effect"] = json!("Deny");
        let mut more = world.clone();
        more.identity.push(json!({"Version": "2012-10-17", "Statement": statement}));
        prop_assert!(ours(&world).is_allow() || !ours(&more).is_allow());
    }

    #[test]
    fn removing_an_allow_never_widens(world in world(), at in any::<proptest::sample::Index>()) {
        let mut less = world.clone();
        let places: Vec<(usize, usize)> = world
            .identity
            .iter()
            .enumerate()
            .flat_map(|(p, policy)| {
                let statements = policy["Statement"].as_array().unwrap().clone();
                statements.into_iter().enumerate().filter(|(_, s)| s["Effect"] == "Allow").map(move |(s, _)| (p, s))
            })
            .collect();
        prop_assume!(!places.is_empty());
        let (policy, statement) = *at.get(&places);
        let left = statements(&mut less.identity[policy]);
        left.remove(statement);
        if left.is_empty() {
            less.identity.remove(policy);
        }
        prop_assert!(ours(&world).is_allow() || !ours(&less).is_allow());
    }

    #[test]
    fn a_limit_never_widens(world in world(), limit in policy()) {
        for mut limited in [world.clone(), world.clone(), world.clone()].into_iter().enumerate().map(|(at, mut w)| {
            match at {
                0 => w.boundary = w.boundary.or(Some(limit.clone())),
                1 => w.session = w.session.or(Some(vec![limit.clone()])),
                _ => w.scps.push(vec![limit.clone()]),
            }
            w
        }) {
            prop_assert!(ours(&world).is_allow() || !ours(&limited).is_allow());
            limited.identity.reverse();
            prop_assert_eq!(ours(&limited).is_allow() && !ours(&world).is_allow(), false);
        }
    }

    #[test]
    fn the_order_of_statements_and_policies_never_matters(world in world()) {
        let mut turned = world.clone();
        turned.identity.reverse();
        turned.identity.iter_mut().for_each(|policy| statements(policy).reverse());
        turned.scps.iter_mut().for_each(|level| level.reverse());
        prop_assert_eq!(ours(&world).word(), ours(&turned).word());
    }

    #[test]
    fn the_case_of_actions_keys_and_operators_never_matters(world in world(), upper in any::<bool>()) {
        let case = |text: &str| if upper { text.to_uppercase() } else { text.to_lowercase() };
        let mut turned = world.clone();
        turned.action = case(&turned.action);
        for policy in &mut turned.identity {
            for statement in statements(policy) {
                for element in ["Action", "NotAction"] {
                    if let Some(actions) = statement.get_mut(element) {
                        *actions = json!(actions.as_array().unwrap().iter().map(|one| case(one.as_str().unwrap())).collect::<Vec<_>>());
                    }
                }
                let mut tests = Map::new();
                for (operator, block) in statement["Condition"].as_object().unwrap() {
                    let mut cased = Map::new();
                    for (key, values) in block.as_object().unwrap() {
                        cased.insert(key.clone(), values.clone());
                    }
                    tests.insert(case(operator), Value::Object(cased));
                }
                statement["Condition"] = Value::Object(tests);
            }
        }
        prop_assert_eq!(ours(&world).word(), ours(&turned).word());
    }

    #[test]
    fn the_explanation_of_a_denial_is_made_without_fail(world in world()) {
        let decision = ours(&world);
        prop_assert!(!decision.to_string().is_empty());
        if let Decision::Deny(denied) = &decision {
            prop_assert!(denied.caller_text().starts_with("User: arn:aws:iam::123456789012:user/jane is not authorized"));
            prop_assert!(denied.near_misses().len() <= 5);
        }
    }

    #[test]
    fn wildcards_match_as_their_definition_says(pattern in pattern(), text in "[abé]{0,8}") {
        let document = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"StringLike": {"k": pattern.as_str()}}
        }});
        let mut world = World {
            action: "a:b".to_owned(),
            resource: "*".to_owned(),
            identity: vec![document],
            ..World::default()
        };
        world.context.insert("k".to_owned(), vec![text.clone()]);
        world.multi.insert("k".to_owned(), false);
        let defined = reference::glob(&reference::wild(&pattern), &reference::chars(&text));
        prop_assert_eq!(ours(&world).is_allow(), defined);
    }

    #[test]
    fn a_document_printed_says_the_same(policy in policy()) {
        let document = Document::parse(&policy.to_string(), PolicyKind::RoleInline).unwrap();
        let printed = document.to_string();
        let again = Document::parse(&printed, PolicyKind::RoleInline).unwrap();
        prop_assert_eq!(&again, &document);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn arns_print_as_they_were_read(text in "(arn:)?[a-z:*/]{0,12}:[a-z:*/é]{0,12}") {
        if let Ok(arn) = Arn::parse(&text) {
            prop_assert_eq!(arn.to_string(), text.clone());
            let parts = [arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()];
            prop_assert_eq!(format!("arn:{}", parts.join(":")), text);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,64}") {
        for kind in [PolicyKind::Managed, PolicyKind::Trust, PolicyKind::Session] {
            let _ = Policy::parse(&text, kind).map_err(|error| error.to_string());
        }
    }
}
