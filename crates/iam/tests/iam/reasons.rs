//! What decisions say of themselves.

use std::sync::Arc;

use iam::evaluate::{Layer, Miss, Word, context_keys, evaluate_owned_by, simulate};
use iam::policy::{Policy, PolicyKind, Version};
use iam::reach::{Candidate, Target, grants, what_can, who_can};
use iam::{Arn, Context, Decision, Layers, NamedPolicy, PolicyName, Principal, Request, evaluate};

const JANE: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/jane";

fn policy(name: &str, text: &str, kind: PolicyKind) -> NamedPolicy {
    NamedPolicy::new(name, Arc::new(Policy::parse(text, kind).expect(text)))
}

/// A policy of the given statements.
fn of(name: &str, statements: &str) -> NamedPolicy {
    let text = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[\n{statements}\n]}}");
    policy(name, &text, PolicyKind::RoleInline)
}

fn connect(resource: &str, more: &str) -> String {
    format!(r#"{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{resource}"{more}}}"#)
}

fn user() -> Principal {
    Principal::user("arn:aws:iam::123456789012:user/jane")
}

fn ask(resource: &str, context: &Context, layers: &Layers<'_>) -> Decision {
    let principal = user();
    let request = Request {
        principal: &principal,
        action: "rds-db:connect",
        resource,
        context,
    };
    evaluate(&request, layers)
}

/// The near misses of a policy, in words.
fn near(statements: &str, context: &Context) -> Vec<String> {
    let identity = [of("p", statements)];
    let layers = Layers {
        identity: &identity,
        ..Layers::default()
    };
    match ask(JANE, context, &layers) {
        Decision::Deny(denied) => denied
            .near_misses()
            .iter()
            .map(ToString::to_string)
            .collect(),
        Decision::Allow(allowed) => panic!("{allowed}"),
    }
}

fn only(statements: &str, context: &Context) -> String {
    let near = near(statements, context);
    assert_eq!(near.len(), 1, "{statements}: {near:?}");
    let (_, but) = near[0].split_once(", but ").expect(&near[0]);
    but.to_owned()
}

#[test]
fn a_yes_names_the_statement_and_the_layers_that_agreed() {
    let identity = [
        of("other", &connect("arn:aws:s3:::b", "")),
        of("mine", &connect(JANE, r#","Sid":"Connect""#)),
    ];
    let all = of("all", r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
    let level = [all.clone()];
    let layers = Layers {
        scps: &[&level],
        identity: &identity,
        boundary: Some(&all),
        session: Some(&level),
        ..Layers::default()
    };
    let Decision::Allow(allowed) = ask(JANE, &Context::new(), &layers) else {
        panic!()
    };
    let statement = allowed.statement().unwrap();
    assert_eq!(
        (statement.layer, statement.policy.as_str(), statement.index),
        (Layer::Identity, "mine", 0)
    );
    let agreed: Vec<Layer> = allowed.statements().iter().map(|one| one.layer).collect();
    assert_eq!(
        agreed,
        [Layer::Identity, Layer::Scp, Layer::Boundary, Layer::Session]
    );
    assert_eq!(
        Decision::Allow(allowed).to_string(),
        "allowed by statement 1 `Connect` of mine (line 2, column 1); the service control policy \
         agrees by statement 1 of all (line 2, column 1); the permissions boundary agrees by \
         statement 1 of all (line 2, column 1); the session policy agrees by statement 1 of all \
         (line 2, column 1)"
    );
}

#[test]
fn the_root_user_needs_no_statement() {
    let root = Principal::root("aws", "123456789012");
    let context = Context::new();
    let request = Request {
        principal: &root,
        action: "rds-db:connect",
        resource: JANE,
        context: &context,
    };
    let Decision::Allow(allowed) = evaluate(&request, &Layers::default()) else {
        panic!()
    };
    assert!(allowed.statement().is_none() && allowed.statements().is_empty());
    assert_eq!(
        allowed.to_string(),
        "allowed: the root user needs no policy in its own account"
    );
}

#[test]
fn an_explicit_no_names_its_statement_and_callers_are_told_only_the_layer() {
    let identity = [of(
        "p",
        &format!(
            "{},\n{}",
            connect("*", ""),
            r#"{"Sid":"Never","Effect":"Deny","Action":"*","Resource":"*"}"#
        ),
    )];
    let layers = Layers {
        identity: &identity,
        ..Layers::default()
    };
    let Decision::Deny(denied) = ask(JANE, &Context::new(), &layers) else {
        panic!()
    };
    assert_eq!(denied.layer(), Layer::Identity);
    assert_eq!(
        denied.to_string(),
        "denied by the identity-based policy, statement 2 `Never` of p (line 3, column 1)"
    );
    assert_eq!(
        denied.caller_text(),
        format!(
            "User: arn:aws:iam::123456789012:user/jane is not authorized to perform: rds-db:connect \
             on resource: {JANE} with an explicit deny in an identity-based policy"
        )
    );
}

#[test]
fn callers_are_told_amazons_sentence_for_each_layer() {
    let nothing = of("n", r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#);
    let deny = of("d", r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#);
    let identity = [of("p", &connect("*", ""))];
    let tail = |layers: &Layers<'_>, resource: &str| {
        let Decision::Deny(denied) = ask(resource, &Context::new(), layers) else {
            panic!()
        };
        let text = denied.caller_text();
        text.strip_prefix("User: arn:aws:iam::123456789012:user/jane is not authorized to perform: rds-db:connect ").expect(&text).to_owned()
    };
    let base = Layers {
        identity: &identity,
        ..Layers::default()
    };
    let (no, never) = ([nothing.clone()], [deny.clone()]);
    let because = |what: &str| format!("because no {what} allows the rds-db:connect action");
    assert_eq!(
        tail(&Layers::default(), "*"),
        because("identity-based policy")
    );
    assert_eq!(
        tail(
            &Layers {
                scps: &[&no],
                ..base
            },
            "*"
        ),
        because("service control policy")
    );
    assert_eq!(
        tail(
            &Layers {
                boundary: Some(&nothing),
                ..base
            },
            "*"
        ),
        because("permissions boundary")
    );
    assert_eq!(
        tail(
            &Layers {
                session: Some(&no),
                ..base
            },
            "*"
        ),
        because("session policy")
    );
    assert_eq!(
        tail(
            &Layers {
                scps: &[&never],
                ..base
            },
            "*"
        ),
        "with an explicit deny in a service control policy"
    );
    assert_eq!(
        tail(
            &Layers {
                boundary: Some(&deny),
                ..base
            },
            "*"
        ),
        "with an explicit deny in a permissions boundary"
    );
    assert_eq!(
        tail(
            &Layers {
                session: Some(&never),
                ..base
            },
            "*"
        ),
        "with an explicit deny in a session policy"
    );
    let foreign = JANE.replace("123456789012", "999999999999");
    assert_eq!(
        tail(&base, &foreign),
        format!(
            "on resource: {foreign} {}",
            because("resource-based policy")
        )
    );
}

#[test]
fn a_refused_assume_role_is_told_of_the_trust_policy() {
    let role = "arn:aws:iam::123456789012:role/Reader";
    let text = |effect: &str, who: &str| {
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":"sts:AssumeRole","Principal":{{"AWS":"arn:aws:iam::123456789012:user/{who}"}}}}}}"#
        );
        let trust = policy("trust", &trust, PolicyKind::Trust);
        let (principal, context) = (user(), Context::new());
        let request = Request {
            principal: &principal,
            action: "sts:AssumeRole",
            resource: role,
            context: &context,
        };
        let layers = Layers {
            resource: Some(&trust),
            ..Layers::default()
        };
        let Decision::Deny(denied) = evaluate(&request, &layers) else {
            panic!()
        };
        (denied.caller_text(), denied.to_string())
    };
    let (caller, operator) = text("Allow", "joe");
    assert!(
        caller.ends_with(" because no role trust policy allows the sts:AssumeRole action"),
        "{caller}"
    );
    assert!(operator.ends_with("would allow it, but it names `arn:aws:iam::123456789012:user/joe`, not `arn:aws:iam::123456789012:user/jane`"), "{operator}");
    assert!(
        text("Deny", "jane")
            .0
            .ends_with(" with an explicit deny in the role trust policy")
    );
}

#[test]
fn a_failed_condition_is_told_with_what_was_had_and_wanted() {
    let statement = connect(
        JANE,
        r#","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","::1"]}}"#,
    );
    let mut context = Context::new();
    assert_eq!(
        only(&statement, &context),
        "the request has no `aws:SourceIp`, and `IpAddress` wants `10.0.0.0/8` or `::1`"
    );
    context.set("aws:SourceIp", "11.0.0.1");
    assert_eq!(
        only(&statement, &context),
        "`aws:SourceIp` is `11.0.0.1`, which `IpAddress` `10.0.0.0/8` or `::1` refuses"
    );
    let statement = connect(
        JANE,
        r#","Condition":{"ForAnyValue:StringEquals":{"aws:TagKeys":"${aws:username}"}}"#,
    );
    context.set_many("aws:TagKeys", ["a", "b"]);
    assert_eq!(
        only(&statement, &context),
        "`aws:TagKeys` is `a`, `b`, which `ForAnyValue:StringEquals` `${aws:username}` refuses \
         (`aws:username` stands for nothing in this request)"
    );
}

#[test]
fn a_resource_that_differs_is_told_by_its_part() {
    let context = Context::new();
    for (resource, expected) in [
        (
            JANE.replace("jane", "joe"),
            "its database user is `joe` and the request's is `jane`",
        ),
        (
            JANE.replace("jane", "j*x"),
            "its database user is `j*x` and the request's is `jane`",
        ),
        (
            JANE.replace("ABC", "X*"),
            "its resource id is `cluster-X*` and the request's is `cluster-ABC`",
        ),
        (
            JANE.replace("ABC", "abc"),
            "its resource id is `cluster-abc` and the request's is `cluster-ABC`: ids differ in case",
        ),
        (
            JANE.replace("cluster-ABC", "db-ABC"),
            "its resource id is `db-ABC` and the request's is `cluster-ABC`: `db-ABC` is the id of an instance, a cluster's users are under `cluster-ABC`",
        ),
        (
            JANE.replace("us-east-1", "us-east-2"),
            "its region is `us-east-2` and the request's is `us-east-1`",
        ),
        (
            JANE.replace("us-east-1", "eu-*"),
            "its region is `eu-*` and the request's is `us-east-1`",
        ),
        (
            JANE.replace("123456789012", "999999999999"),
            "its account is `999999999999` and the request's is `123456789012`",
        ),
        (
            JANE.replace("rds-db", "rds"),
            "its service is `rds` and the request's is `rds-db`",
        ),
        (
            JANE.replace("arn:aws:", "arn:aws-cn:"),
            "its partition is `aws-cn` and the request's is `aws`",
        ),
        (
            JANE.replace("dbuser:cluster-ABC/", "x:"),
            "its resource is `x:jane` and the request's is `dbuser:cluster-ABC/jane`",
        ),
        (
            JANE.replace("jane", "${aws:username}"),
            "its resource `arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/${aws:username}` needs `aws:username`, which this request has not",
        ),
    ] {
        assert_eq!(
            only(&connect(&resource, ""), &context),
            expected,
            "{resource}"
        );
    }
    let mut context = Context::new();
    context
        .set("aws:username", "joe")
        .set("sekisho:ClusterIdentifier", "orders");
    assert_eq!(
        only(
            &connect(&JANE.replace("jane", "${aws:username}"), ""),
            &context
        ),
        "its database user is `joe` and the request's is `jane`"
    );
    assert_eq!(
        only(
            &connect(&JANE.replace("cluster-ABC", "orders"), ""),
            &context
        ),
        "its resource id is `orders` and the request's is `cluster-ABC`: `orders` is the cluster's \
         name, a policy names its resource id `cluster-ABC`"
    );
}

#[test]
fn an_action_that_is_nearly_right_is_told_and_any_other_is_not() {
    let statement =
        |action: &str| format!(r#"{{"Effect":"Allow","Action":"{action}","Resource":"*"}}"#);
    for near in [
        "rds:connect",
        "rds:*",
        "RDS:Conn*",
        "rds-db:conect",
        "rds-db:connects",
    ] {
        let expected = format!("its action is `{near}`, not `rds-db:connect`");
        assert_eq!(only(&statement(near), &Context::new()), expected);
    }
    for far in [
        "s3:*",
        "s3:connect",
        "rds:Describe*",
        "rds-db:disconnect",
        "iam:PassRole",
    ] {
        assert!(near(&statement(far), &Context::new()).is_empty(), "{far}");
    }
    let excluded = r#"{"Effect":"Allow","NotAction":"rds-db:*","Resource":"*"}"#;
    assert_eq!(
        only(excluded, &Context::new()),
        "its `NotAction` excludes this action"
    );
    let excluded = format!(r#"{{"Effect":"Allow","Action":"rds-db:*","NotResource":"{JANE}"}}"#);
    assert_eq!(
        only(&excluded, &Context::new()),
        "its `NotResource` excludes this resource"
    );
}

#[test]
fn the_best_near_miss_comes_first_and_there_are_five_at_most() {
    let condition = r#","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#;
    let two = r#","Condition":{"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:username":"x"}}"#;
    let three = r#","Condition":{"Bool":{"aws:SecureTransport":"true","aws:ViaAWSService":"true"},"StringEquals":{"aws:username":"x"}}"#;
    let statements = [
        r#"{"Effect":"Allow","Action":"rds:connect","Resource":"*"}"#.to_owned(),
        connect(&JANE.replace("us-east-1", "us-east-2"), ""),
        connect(&JANE.replace("ABC", "XYZ"), ""),
        connect(JANE, two),
        connect(JANE, three),
        connect(&JANE.replace("jane", "joe"), ""),
        connect(JANE, condition),
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#.to_owned(),
    ];
    let near = near(&statements.join(",\n"), &Context::new());
    let first: Vec<&str> = near
        .iter()
        .map(|one| one.split(" of ").next().unwrap())
        .collect();
    assert_eq!(
        first,
        [
            "statement 7",
            "statement 6",
            "statement 3",
            "statement 2",
            "statement 1"
        ]
    );
}

#[test]
fn a_statement_with_three_things_amiss_did_not_come_near() {
    let three = r#","Condition":{"Bool":{"aws:SecureTransport":"true","aws:ViaAWSService":"true"},"StringEquals":{"aws:username":"x"}}"#;
    let none: [&str; 0] = [];
    assert_eq!(near(&connect(JANE, three), &Context::new()), none);
}

#[test]
fn another_principal_is_farther_off_than_another_resource() {
    let statement = |principal, region| {
        format!(
            r#"{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"rds-db:connect","Resource":"{}"}}"#,
            JANE.replace("us-east-1", region)
        )
    };
    let (joe, jane) = (
        "arn:aws:iam::210987654321:user/joe",
        "arn:aws:iam::210987654321:user/jane",
    );
    let statements = [statement(joe, "us-east-1"), statement(jane, "us-east-2")].join(",");
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let resource = policy("p", &text, PolicyKind::Resource);
    let (principal, context) = (Principal::user(jane), Context::new());
    let request = Request {
        principal: &principal,
        action: "rds-db:connect",
        resource: JANE,
        context: &context,
    };
    let layers = Layers {
        resource: Some(&resource),
        ..Layers::default()
    };
    let Decision::Deny(denied) = evaluate(&request, &layers) else {
        panic!()
    };
    let order: Vec<usize> = denied
        .near_misses()
        .iter()
        .map(|near| near.statement.index)
        .collect();
    assert_eq!(order, [1, 0]);
}

#[test]
fn a_resource_in_a_list_is_judged_by_the_nearest() {
    let resources = format!(
        r#"["{}","{}","{}"]"#,
        JANE.replace("us-east-1", "eu-west-1"),
        JANE.replace("jane", "joe"),
        JANE.replace("ABC", "XYZ")
    );
    let statement =
        format!(r#"{{"Effect":"Allow","Action":"rds-db:connect","Resource":{resources}}}"#);
    assert_eq!(
        only(&statement, &Context::new()),
        "its database user is `joe` and the request's is `jane`"
    );
}

#[test]
fn near_misses_are_those_of_the_layer_that_did_not_allow() {
    let identity = [of("mine", &connect("*", ""))];
    let boundary = of("limit", &connect(&JANE.replace("jane", "joe"), ""));
    let layers = Layers {
        identity: &identity,
        boundary: Some(&boundary),
        ..Layers::default()
    };
    let Decision::Deny(denied) = ask(JANE, &Context::new(), &layers) else {
        panic!()
    };
    assert_eq!(denied.layer(), Layer::Boundary);
    let [near] = denied.near_misses() else {
        panic!()
    };
    assert_eq!(
        (near.statement.policy.as_str(), near.statement.layer),
        ("limit", Layer::Boundary)
    );
    assert!(matches!(
        near.misses.as_slice(),
        [Miss::Resource {
            part: "database user",
            ..
        }]
    ));
}

#[test]
fn the_simulator_lists_what_matched_and_what_was_missing() {
    let identity = [
        of(
            "a",
            &format!(
                "{},\n{}",
                connect("*", r#","Condition":{"StringLike":{"aws:username":"*"}}"#),
                connect(JANE, "")
            ),
        ),
        of("b", &connect("*", "")),
        of(
            "c",
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"x"}}}"#,
        ),
    ];
    let boundary = of(
        "limit",
        r#"{"Effect":"Allow","Action":"rds-db:*","Resource":"arn:aws:rds-db:*:*:*${AWS:UserName, ''}"}"#,
    );
    let (principal, context) = (user(), Context::new());
    let request = Request {
        principal: &principal,
        action: "rds-db:connect",
        resource: JANE,
        context: &context,
    };
    let layers = Layers {
        identity: &identity,
        boundary: Some(&boundary),
        ..Layers::default()
    };
    let simulation = simulate(None, &request, &layers);
    assert_eq!(simulation.word, Word::Allowed);
    let matched: Vec<(&str, usize, u32, u32)> = simulation
        .matched
        .iter()
        .map(|one| {
            (
                one.policy.as_str(),
                one.index,
                one.span.start.line,
                one.span.end.line,
            )
        })
        .collect();
    assert_eq!(
        matched,
        [("a", 1, 3, 3), ("b", 0, 2, 2), ("limit", 0, 2, 2)]
    );
    assert_eq!(simulation.missing_context, ["aws:username"]);
    assert_eq!(
        (
            simulation.allowed_by_organizations,
            simulation.allowed_by_boundary
        ),
        (None, Some(true))
    );
    assert_eq!(
        context_keys(identity.iter().map(|one| &*one.policy)),
        ["aws:username", "s3:prefix"]
    );
}

/// As the policy simulator was seen to answer: a statement begins right behind the bracket of its list,
/// or behind the statement before, and one without a list where it stands.
#[test]
fn the_simulator_says_where_statements_are_as_amazon_counts() {
    let one = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let administrator = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}";
    for (text, expected) in [
        (administrator.to_owned(), vec![((3, 17), (8, 6))]),
        (
            format!(r#"{{"Version":"2012-10-17","Statement":[{one},{one}]}}"#),
            vec![((1, 38), (1, 84)), ((1, 84), (1, 131))],
        ),
        (
            format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {one}\n}}"),
            vec![((3, 16), (3, 62))],
        ),
    ] {
        let identity = [policy("p", &text, PolicyKind::Managed)];
        let (principal, context) = (user(), Context::new());
        let request = Request {
            principal: &principal,
            action: "rds-db:connect",
            resource: JANE,
            context: &context,
        };
        let layers = Layers {
            identity: &identity,
            ..Layers::default()
        };
        let places: Vec<_> = simulate(None, &request, &layers)
            .matched
            .iter()
            .map(|one| (one.after, one.span.end))
            .map(|(from, to)| ((from.line, from.column), (to.line, to.column)))
            .collect();
        assert_eq!(places, expected, "{text}");
    }
}

#[test]
fn the_simulator_lists_only_denying_statements_where_one_denies() {
    let identity = [
        of("a", &connect("*", "")),
        of("d", r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#),
    ];
    let nothing = [of(
        "n",
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#,
    )];
    let deny = [
        of("all", r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#),
        identity[1].clone(),
    ];
    let (principal, context) = (user(), Context::new());
    let request = Request {
        principal: &principal,
        action: "rds-db:connect",
        resource: JANE,
        context: &context,
    };
    let base = Layers {
        identity: &identity,
        ..Layers::default()
    };
    let simulation = simulate(None, &request, &base);
    assert_eq!(
        (simulation.word.as_str(), simulation.matched.len()),
        ("explicitDeny", 1)
    );
    assert_eq!(simulation.matched[0].policy.as_str(), "d");
    let scps = |level: &[NamedPolicy]| {
        let simulation = simulate(
            None,
            &request,
            &Layers {
                scps: &[level],
                identity: &identity[..1],
                ..Layers::default()
            },
        );
        (
            simulation.word.as_str(),
            simulation.allowed_by_organizations,
            simulation.matched.len(),
        )
    };
    assert_eq!(scps(&nothing), ("implicitDeny", Some(false), 0));
    assert_eq!(scps(&deny), ("explicitDeny", Some(false), 1));
    assert_eq!(scps(&deny[..1]), ("allowed", Some(true), 2));
}

#[test]
fn who_can_and_what_can_put_those_first_who_may() {
    let (mine, none) = (
        [of("mine", &connect(JANE, ""))],
        [of("none", &connect("arn:aws:s3:::b", ""))],
    );
    let (jane, joe) = (
        user(),
        Principal::user("arn:aws:iam::123456789012:user/joe"),
    );
    let context = Context::new();
    let candidate = |principal, identity| Candidate {
        principal,
        layers: Layers {
            identity,
            ..Layers::default()
        },
        context: &context,
    };
    let reach = who_can(
        "rds-db:connect",
        JANE,
        [candidate(&joe, &none), candidate(&jane, &mine)],
    );
    let shown: Vec<(&str, bool)> = reach
        .iter()
        .map(|one| (one.principal.as_str(), one.decision.is_allow()))
        .collect();
    assert_eq!(
        shown,
        [(jane.arn.as_str(), true), (joe.arn.as_str(), false)]
    );

    let other = JANE.replace("jane", "joe");
    let targets = [&*other, JANE].map(|resource| Target {
        resource,
        context: &context,
    });
    let layers = Layers {
        identity: &mine,
        ..Layers::default()
    };
    let reach = what_can(&jane, &layers, "rds-db:connect", targets);
    let shown: Vec<(&str, bool)> = reach
        .iter()
        .map(|one| (one.resource.as_str(), one.decision.is_allow()))
        .collect();
    assert_eq!(shown, [(JANE, true), (&*other, false)]);
}

#[test]
fn grants_tell_what_statements_say_without_a_request() {
    let condition = r#","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#;
    let deny = format!(r#"{{"Effect":"Deny","Action":"*","NotResource":"{JANE}"}}"#);
    let other = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
    let policies = [of(
        "p",
        &format!("{},\n{other},\n{deny}", connect(JANE, condition)),
    )];
    let grants = grants(&policies, "rds-db:connect");
    let shown: Vec<(String, String, String)> = grants
        .iter()
        .map(|one| {
            (
                one.effect.to_string(),
                one.resources.join(","),
                one.conditions.join(","),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "Allow".to_owned(),
                JANE.to_owned(),
                "`aws:SourceIp` IpAddress `10.0.0.0/8`".to_owned()
            ),
            (
                "Deny".to_owned(),
                format!("everything but {JANE}"),
                String::new()
            ),
        ]
    );
    assert_eq!(grants[1].statement.index, 2);
}

#[test]
fn the_owner_of_a_resource_without_account_is_given() {
    let identity = [of("p", r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)];
    let (principal, context) = (user(), Context::new());
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        context: &context,
    };
    let layers = Layers {
        identity: &identity,
        ..Layers::default()
    };
    assert!(evaluate(&request, &layers).is_allow());
    assert!(evaluate_owned_by(Some("123456789012"), &request, &layers).is_allow());
    assert!(!evaluate_owned_by(Some("999999999999"), &request, &layers).is_allow());
}

#[test]
fn the_keys_of_policies_are_those_of_tests_and_of_variables_each_once() {
    let condition = r#","Condition":{
        "StringEquals":{"k:a":"${k:b}x${k:c, 'd'}"},"StringEqualsIgnoreCase":{"K:A":"${k:d}"},
        "StringLike":{"k:e":"${k:f}*${*}"},"ArnLike":{"k:g":"arn:aws:iam::${k:h}:user/${k:i}"},
        "Bool":{"k:j":"${k:k}"},"NumericLessThan":{"k:l":"${k:m}"},"Null":{"k:n":"true"}}"#;
    let policy = of("p", &connect(&JANE.replace("jane", "${k:o}"), condition));
    let keys = context_keys([&*policy.policy]);
    let expected = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "n", "o",
    ];
    assert_eq!(keys, expected.map(|key| format!("k:{key}")));
}

#[test]
fn of_statements_that_name_as_closely_the_first_is_told() {
    let statement = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}"#;
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement},{statement}]}}"#);
    let resource = policy("bucket", &text, PolicyKind::Resource);
    let (principal, context) = (user(), Context::new());
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        context: &context,
    };
    let Decision::Allow(allowed) = evaluate(
        &request,
        &Layers {
            resource: Some(&resource),
            ..Layers::default()
        },
    ) else {
        panic!()
    };
    assert_eq!(
        allowed.statement().map(|one| (one.layer, one.index)),
        Some((Layer::Resource, 0))
    );
}

#[test]
fn a_policy_remembers_its_version_its_id_and_its_kind() {
    let text = r#"{"Version":"2008-10-17","Id":"mine","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    let old = Policy::parse(text, PolicyKind::UserInline).unwrap();
    assert_eq!(
        (old.version(), old.id(), old.kind()),
        (Version::V2008, Some("mine"), PolicyKind::UserInline)
    );
    let new = of("p", &connect(JANE, ""));
    assert_eq!(
        (new.policy.version(), new.policy.id()),
        (Version::V2012, None)
    );
}

#[test]
fn names_and_arns_show_as_they_were_given() {
    assert_eq!(
        format!("{:?}", Arn::parse("arn:aws:s3:::b").unwrap()),
        "Arn(arn:aws:s3:::b)"
    );
    let name = PolicyName::from("inline policy `p` of user `u`");
    assert_eq!(
        (name.as_str(), name.to_string().as_str()),
        (
            "inline policy `p` of user `u`",
            "inline policy `p` of user `u`"
        )
    );
    assert_eq!(PolicyName::new("a"), PolicyName::from("a".to_owned()));
    let arn: Arn = JANE.parse().unwrap();
    assert_eq!(arn.as_str(), JANE);
}

#[test]
fn a_policy_may_allow_what_one_of_its_allows_lists() {
    let condition = r#","Condition":{"Bool":{"aws:SecureTransport":"true"}}"#;
    let deny = r#"{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#;
    let named = of(
        "p",
        &format!("{},\n{deny}", connect("arn:aws:rds-db:r:1:x", condition)),
    );
    assert!(named.policy.may_allow("RDS-DB:connect"));
    assert!(!named.policy.may_allow("iam:GetUser") && !named.policy.may_allow("s3:GetObject"));
}
