//! What a decision costs: medians, and how the cost of hostile patterns grows.
//!
//! Bars: a login with 10 policies of 6 KB at 5 µs, 1,000 statements at 50 µs, compiling 6 KB at
//! 100 µs. `cargo bench -p iam --bench evaluate`
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench prints, and a broken fixture should stop it"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use iam::context::{DatabaseLogin, SessionFacts};
use iam::policy::{Policy, PolicyKind, size};
use iam::{Context, Decision, Layers, NamedPolicy, Principal, Request, evaluate};
use sigv4::Timestamp;

const SAMPLES: usize = 2_001;
const KB6: usize = PolicyKind::MANAGED_MAX;

fn main() {
    logins();
    documents();
    hostile();
}

/// The median of many runs; each run repeats what is too short for the clock.
fn median(mut work: impl FnMut()) -> Duration {
    let started = Instant::now();
    work();
    let once = started.elapsed().as_nanos().max(1);
    let repeat = u32::try_from((20_000 / once).clamp(1, 1_000)).unwrap();
    let samples = if once > 1_000_000 { 21 } else { SAMPLES };
    let mut times: Vec<Duration> = (0..samples)
        .map(|_| {
            let started = Instant::now();
            (0..repeat).for_each(|_| work());
            started.elapsed() / repeat
        })
        .collect();
    times.sort_unstable();
    times[samples / 2]
}

fn print(what: &str, time: Duration, bar: Option<Duration>) {
    let micros = |time: Duration| time.as_nanos() as f64 / 1_000.0;
    let bar = bar.map(|bar| {
        let word = if time <= bar { "within" } else { "MISSES" };
        format!("  ({word} the bar of {} µs)", micros(bar))
    });
    println!(
        "{what:<66} {:>10.2} µs{}",
        micros(time),
        bar.unwrap_or_default()
    );
}

fn logins() {
    let bar = Some(Duration::from_micros(5));
    let mixed = |n| document(n, &mixed_statement);
    let logins = |n| document(n, &login_statement);
    for (what, make) in [
        ("of many services", &mixed as &dyn Fn(usize) -> String),
        ("all on rds-db", &logins),
    ] {
        let mut policies: Vec<NamedPolicy> = (0..9).map(|at| policy(&make(at * 100))).collect();
        policies.push(policy(&granting(&make(900))));
        let statements: usize = policies
            .iter()
            .map(|one| one.policy.statements().len())
            .sum();
        let principal =
            Principal::assumed_role("arn:aws:iam::123456789012:role/app/Reader", "jane");
        let context = login_context(&principal);
        let allowed = request(&principal, &context, JANE);
        let denied = request(&principal, &context, ELSEWHERE);
        let layers = Layers {
            identity: &policies,
            ..Layers::default()
        };
        assert!(evaluate(&allowed, &layers).is_allow());
        assert!(!evaluate(&denied, &layers).is_allow());
        let what = format!("10 policies of 6 KB, {statements} statements {what}");
        print(
            &format!("{what}: allowed"),
            median(|| drop(decide(&allowed, &layers))),
            bar,
        );
        print(
            &format!("{what}: denied"),
            median(|| drop(decide(&denied, &layers))),
            None,
        );
    }
    let principal = Principal::assumed_role("arn:aws:iam::123456789012:role/app/Reader", "jane");
    print(
        "the context of a login",
        median(|| drop(black_box(login_context(&principal)))),
        None,
    );
    thousand(&principal);
}

fn thousand(principal: &Principal) {
    let context = login_context(principal);
    let statements: Vec<String> = (0..1_000).map(login_statement).collect();
    let mut policies: Vec<NamedPolicy> = statements
        .chunks(8)
        .map(|some| policy(&wrap(some)))
        .collect();
    policies.push(policy(&granting(&wrap(&[]))));
    let layers = Layers {
        identity: &policies,
        ..Layers::default()
    };
    let allowed = request(principal, &context, JANE);
    let bar = Some(Duration::from_micros(50));
    print(
        "1,000 statements on rds-db: allowed",
        median(|| drop(decide(&allowed, &layers))),
        bar,
    );
    let denied = request(principal, &context, ELSEWHERE);
    print(
        "1,000 statements on rds-db: denied",
        median(|| drop(decide(&denied, &layers))),
        None,
    );
}

fn decide(request: &Request<'_>, layers: &Layers<'_>) -> Decision {
    black_box(evaluate(black_box(request), black_box(layers)))
}

fn documents() {
    let bar = Some(Duration::from_micros(100));
    for (what, text) in [
        ("many services", document(0, &mixed_statement)),
        ("rds-db with conditions", document(0, &login_statement)),
    ] {
        let compile = || {
            drop(black_box(Policy::parse(
                black_box(&text),
                PolicyKind::Managed,
            )))
        };
        print(&format!("compiling 6 KB, {what}"), median(compile), bar);
        let memory = Policy::parse(&text, PolicyKind::Managed)
            .unwrap()
            .memory_bytes();
        println!(
            "{:<66} {memory:>10} bytes for {} of text",
            "  in memory",
            text.len()
        );
    }
}

/// Makes a pattern and a value of about this length.
type Hostile = fn(usize) -> (String, String);

/// The cost may grow with the square of the length, and no faster.
fn hostile() {
    let cases: [(&str, Hostile); 3] = [
        ("`*a*a…b` on `aaa…`", |n| {
            (format!("{}b", "*a".repeat(n / 2)), "a".repeat(n))
        }),
        ("`*aaa…b` on `aaa…`", |n| {
            (format!("*{}b", "a".repeat(n / 2)), "a".repeat(n))
        }),
        ("`*?*?…b` on `aaa…`", |n| {
            (format!("{}b", "*?".repeat(n / 2)), "a".repeat(n))
        }),
    ];
    for (what, make) in cases {
        let times = [1_500, 3_000, 6_000].map(|n| {
            let (pattern, value) = make(n);
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"k":"{pattern}"}}}}}}}}"#
            );
            let policies = [NamedPolicy::new("p", Arc::new(Policy::parse(&text, PolicyKind::RoleInline).unwrap()))];
            let mut context = Context::new();
            context.set("k", value);
            let principal = Principal::user("arn:aws:iam::123456789012:user/jane");
            let request = request(&principal, &context, JANE);
            let layers = Layers { identity: &policies, ..Layers::default() };
            assert!(!evaluate(&request, &layers).is_allow());
            median(|| drop(decide(&request, &layers)))
        });
        print(
            &format!("hostile StringLike of 6 KB, {what}"),
            times[2],
            None,
        );
        let growth = |at: usize| times[at].as_secs_f64() / times[at - 1].as_secs_f64();
        println!(
            "  doubling costs {:.1} and {:.1} times as much",
            growth(1),
            growth(2)
        );
    }
    hostile_resource();
}

/// The matcher for a Deny whose stars cross the parts of an ARN.
fn hostile_resource() {
    let times = [500, 1_000, 2_000].map(|n| {
        let pattern = format!("arn:aws:rds-db:*:*:{}b", "*a".repeat(n / 4));
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Action":"*","Resource":"{pattern}"}}}}"#
        );
        let policies = [policy(&text)];
        let principal = Principal::user("arn:aws:iam::123456789012:user/jane");
        let context = Context::new();
        let resource = format!("arn:aws:rds-db:r:1:{}", ":a".repeat(n / 2));
        let request = request(&principal, &context, &resource);
        let layers = Layers { identity: &policies, ..Layers::default() };
        median(|| drop(decide(&request, &layers)))
    });
    print("hostile Deny of an ARN of 2 KB", times[2], None);
    let growth = |at: usize| times[at].as_secs_f64() / times[at - 1].as_secs_f64();
    println!(
        "  doubling costs {:.1} and {:.1} times as much",
        growth(1),
        growth(2)
    );
}

const JANE: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABCDEFGHIJKL/jane";
const ELSEWHERE: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ZZZZZZZZZZZZ/jane";

fn request<'a>(principal: &'a Principal, context: &'a Context, resource: &'a str) -> Request<'a> {
    Request {
        principal,
        action: "rds-db:connect",
        resource,
        context,
    }
}

fn policy(text: &str) -> NamedPolicy {
    let policy = Policy::parse(text, PolicyKind::Managed).unwrap();
    NamedPolicy::new("arn:aws:iam::123456789012:policy/p", Arc::new(policy))
}

fn wrap(statements: &[String]) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        statements.join(",")
    )
}

/// Statements until the document is as long as it may be, with room for one that grants.
fn document(from: usize, statement: &dyn Fn(usize) -> String) -> String {
    let mut statements = Vec::new();
    loop {
        statements.push(statement(from + statements.len()));
        if size(&wrap(&statements), PolicyKind::Managed) > KB6 - 200 {
            statements.pop();
            return wrap(&statements);
        }
    }
}

/// The same document, with a last statement that allows the login.
fn granting(document: &str) -> String {
    let head = document.strip_suffix("]}").unwrap();
    let comma = if head.ends_with('[') { "" } else { "," };
    format!(r#"{head}{comma}{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{JANE}"}}]}}"#)
}

fn mixed_statement(n: usize) -> String {
    let services = [
        "eks", "ec2", "dynamodb", "sqs", "sns", "logs", "kms", "lambda", "ecr", "rds",
    ];
    let service = services[n % services.len()];
    format!(
        r#"{{"Sid":"S{n}","Effect":"Allow","Action":["{service}:Describe*","{service}:GetItem{n}","{service}:List*"],"Resource":"arn:aws:{service}:us-east-1:123456789012:thing/{n}/*"}}"#
    )
}

fn login_statement(n: usize) -> String {
    let resource = format!("arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-{n:012}/app*");
    let condition = match n % 4 {
        0 => r#","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}}"#,
        1 => r#","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#,
        _ => "",
    };
    format!(r#"{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{resource}"{condition}}}"#)
}

fn login_context(principal: &Principal) -> Context {
    let tags = [("team".to_owned(), "red".to_owned())];
    let login = DatabaseLogin {
        principal,
        user_id: "AROAEXAMPLEEXAMPLE12:jane",
        user_name: None,
        principal_tags: &tags,
        session: Some(SessionFacts {
            role_session_name: Some("jane"),
            issued_at: Timestamp::from_unix(1_736_940_000),
            mfa_at: None,
            source_identity: None,
            federated_provider: None,
            federated_claims: &[],
        }),
        now: Timestamp::from_unix(1_736_942_400),
        signed_at: Timestamp::from_unix(1_736_942_390),
        secure_transport: true,
        client: "10.1.2.3".parse().ok(),
        resource_account: "123456789012",
        region: "us-east-1",
        resource_tags: &tags,
        engine: "mariadb",
        cluster_identifier: "orders",
        database_user: "jane",
        strict_aws: false,
    };
    login.context()
}
