//! Verify and decide one login in process, with 100 and with 100,000 principals.
//!
//! Bars: 10 µs at the median, and no growth with the number of principals. Every principal has its
//! own key, and its policies are those of one of a hundred groups. Once with a policy of its own too,
//! to show what is left of growth then: the memory that the processor's caches do not hold.
//!
//! Who has no secret sees a refusal either way, so an unknown key is held against a known one with a
//! bad signature.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "a bench prints, and a broken fixture should stop it"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use iam::login::{
    AccessKeyDocument, Channel, DatedKey, EndpointDocument, EntityKind, InstanceDocument,
    KeyStatus, Login, PolicyDocument, PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT, Session,
    SessionRefusal, Sessions, Snapshot, SnapshotDocument, connect,
};
use sigv4::token::{TokenRequest, mint};
use sigv4::{CredentialScope, SecretAccessKey, SigningKey, Timestamp};

const NOW: Timestamp = Timestamp::from_unix(1_736_942_400);
const ROUNDS: usize = 20_000;
/// So many different logins; each is one of the snapshot's principals, spread over all of it.
const LOGINS: usize = 100;

fn main() {
    println!("one login, verified and decided ({ROUNDS} times):");
    let few = Measured::of(100, GROUPS);
    let many = Measured::of(100_000, GROUPS);
    let own = Measured::of(100_000, 100_000);
    for measured in [&few, &many, &own] {
        measured.print();
    }
    let slowest = few.allowed.median.max(many.allowed.median);
    println!(
        "  median: {:.2} µs, bar ≤ {} µs: {}",
        micros(slowest),
        BAR.as_micros(),
        verdict(slowest <= BAR)
    );
    let growth = ratio(&many.allowed, &few.allowed);
    println!(
        "  100,000 ÷ 100 principals, medians: {growth:.2}, bar ≤ {NO_GROWTH}: {}",
        verdict(growth <= NO_GROWTH)
    );
    println!(
        "  unknown key ÷ bad signature, medians: {:.2}",
        ratio(&many.unknown, &many.unsigned)
    );
}

/// So many policies are shared by all principals.
const GROUPS: usize = 100;

const BAR: Duration = Duration::from_micros(10);

/// A thousand times the principals; what is allowed is for the processor's caches, and noise.
const NO_GROWTH: f64 = 1.25;

fn verdict(is_met: bool) -> &'static str {
    if is_met { "pass" } else { "BELOW" }
}

fn ratio(one: &Times, other: &Times) -> f64 {
    one.median.as_secs_f64() / other.median.as_secs_f64()
}

struct Measured {
    principals: usize,
    policies: usize,
    compiled_in: Duration,
    allowed: Times,
    unsigned: Times,
    unknown: Times,
}

struct Times {
    median: Duration,
    p99: Duration,
}

impl Measured {
    fn of(principals: usize, policies: usize) -> Self {
        let (snapshot, compiled_in) = compile(principals, policies);
        // A prime number apart, so that they do not share the processor's cache lines by habit.
        let known: Vec<_> = (0..LOGINS)
            .map(|login| token((login * 48_271) % principals))
            .collect();
        let unsigned: Vec<_> = known.iter().map(|token| spoil_signature(token)).collect();
        let unknown: Vec<_> = (0..LOGINS).map(|login| token(principals + login)).collect();
        Self {
            principals,
            policies,
            compiled_in,
            allowed: measure(&snapshot, &known, "allowed"),
            unsigned: measure(&snapshot, &unsigned, "bad_signature"),
            unknown: measure(&snapshot, &unknown, "unknown_key"),
        }
    }

    fn print(&self) {
        println!(
            "  {:>7} principals, {:>6} policies: median {:>5.2} µs, p99 {:>6.2} µs; bad signature \
             {:>4.2} µs, unknown key {:>4.2} µs; compiled in {} ms",
            self.principals,
            self.policies,
            micros(self.allowed.median),
            micros(self.allowed.p99),
            micros(self.unsigned.median),
            micros(self.unknown.median),
            self.compiled_in.as_millis(),
        );
    }
}

/// On a thread of its own, as the agent does it: what a document leaves behind in the allocator is
/// then not in the way of the threads that answer logins.
fn compile(principals: usize, policies: usize) -> (Snapshot, Duration) {
    let compile = move || {
        let document = document(principals, policies);
        let started = Instant::now();
        let snapshot = Snapshot::compile(document).unwrap();
        (snapshot, started.elapsed())
    };
    std::thread::spawn(compile).join().unwrap()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn measure(snapshot: &Snapshot, tokens: &[String], expected: &str) -> Times {
    let once = |round: usize| {
        // 37 and 100 have no divisor in common: every login has its turn.
        let token = &tokens[(round * 37) % tokens.len()];
        let login = Login {
            instance: "cluster-ABC",
            db_user: b"app",
            client: Some([10, 0, 0, 7].into()),
            channel: Channel::Tls,
            token: token.as_bytes(),
            presented_bytes: token.len(),
        };
        let started = Instant::now();
        let decision = connect(black_box(&login), snapshot, &NoSessions, NOW);
        let took = started.elapsed();
        assert_eq!(decision.code(), expected);
        took
    };
    (0..ROUNDS / 10).for_each(|round| {
        black_box(once(round));
    });
    let mut times: Vec<_> = (0..ROUNDS).map(once).collect();
    times.sort_unstable();
    Times {
        median: times[ROUNDS / 2],
        p99: times[ROUNDS * 99 / 100],
    }
}

struct NoSessions;

impl Sessions for NoSessions {
    fn open(&self, _: &str, _: Timestamp) -> Result<Arc<Session>, SessionRefusal> {
        Err(SessionRefusal::Invalid("there are none".into()))
    }
}

fn key_id(number: usize) -> String {
    format!("AKIAEXAMPLE{number:09}")
}

fn secret(number: usize) -> SecretAccessKey {
    SecretAccessKey::new(format!("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX{number:08}"))
}

fn token(number: usize) -> String {
    let request = TokenRequest {
        host: "mycluster.cluster-123456789012.us-east-1.rds.amazonaws.com",
        port: 3306,
        db_user: "app",
        region: "us-east-1",
        access_key_id: &key_id(number),
        session_token: None,
    };
    mint(&request, &secret(number), NOW)
        .unwrap()
        .expose()
        .to_owned()
}

fn spoil_signature(token: &str) -> String {
    let (rest, last) = token.split_at(token.len() - 1);
    format!("{rest}{}", if last == "0" { "1" } else { "0" })
}

fn document(principals: usize, policies: usize) -> SnapshotDocument {
    SnapshotDocument {
        format: SNAPSHOT_FORMAT,
        revision: 1,
        issued_at: NOW,
        valid_until: NOW.plus_seconds(86_400),
        changed_at_ms: None,
        account_id: "123456789012".into(),
        partition: "aws".into(),
        region: "us-east-1".into(),
        instances: vec![InstanceDocument {
            resource_id: "cluster-ABC".into(),
            identifier: "mycluster".into(),
            engine: "mariadb".into(),
            iam_enabled: true,
            endpoints: vec![EndpointDocument {
                host: "mycluster.cluster-123456789012.us-east-1.rds.amazonaws.com".into(),
                port: 3306,
            }],
            tags: BTreeMap::from([("stage".into(), "production".into())]),
            strict_aws: false,
        }],
        policies: (0..policies).map(policy).collect(),
        principals: (0..principals)
            .map(|number| principal(number, number % policies))
            .collect(),
        access_keys: (0..principals).map(access_key).collect(),
        scps: Vec::new(),
    }
}

fn policy(number: usize) -> (u32, PolicyDocument) {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["rds:Describe*","s3:Get*"],"Resource":"*"},
        {"Effect":"Allow","Action":"rds-db:connect",
         "Resource":"arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/app",
         "Condition":{"StringEquals":{"aws:ResourceTag/stage":"production"}}}]}"#;
    let document = PolicyDocument {
        name: format!("arn:aws:iam::123456789012:policy/Group{number}"),
        kind: PolicyOrigin::Managed,
        text: text.into(),
    };
    (u32::try_from(number).unwrap(), document)
}

fn principal(number: usize, policy: usize) -> PrincipalDocument {
    PrincipalDocument {
        id: format!("AIDAEXAMPLE{number:09}"),
        arn: format!("arn:aws:iam::123456789012:user/user{number}"),
        kind: EntityKind::User,
        name: format!("user{number}"),
        tags: BTreeMap::from([("team".into(), "payments".into())]),
        policies: vec![u32::try_from(policy).unwrap()],
        boundary: None,
    }
}

fn access_key(number: usize) -> AccessKeyDocument {
    let date = NOW.date();
    let scope = CredentialScope {
        date,
        region: "us-east-1".into(),
        service: "rds-db".into(),
    };
    AccessKeyDocument {
        id: key_id(number),
        principal: format!("AIDAEXAMPLE{number:09}"),
        status: KeyStatus::Active,
        signing_keys: vec![DatedKey {
            date,
            key: SigningKey::derive(&secret(number), &scope),
        }],
    }
}
