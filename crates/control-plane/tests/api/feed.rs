//! The feed: what an agent is told, and when an API call returns.

use std::time::{Duration, Instant};

use iam::login::{KeyStatus, SnapshotDocument};
use seal::feed::{Applied, Document, FEED_PROTOCOL, Hello, ToAgent, ToControlPlane};
use seal::frame::{HEADER_BYTES, Header, Message as _};
use seal::{AgentFile, AgentName, Verifier};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use zeroize::Zeroizing;

use crate::support::{Answer, Plane};

/// An agent that says it has put in force what it is told to say.
struct Agent {
    stream: UnixStream,
    verifier: Verifier,
}

impl Agent {
    async fn join(plane: &Plane) -> Self {
        let file = std::fs::read(plane.data.agent().join("agent.json")).unwrap();
        let file = AgentFile::from_json(&file).unwrap();
        let socket = plane.data.control_plane().join("feed.sock");
        let mut stream = loop {
            match UnixStream::connect(&socket).await {
                Ok(stream) => break stream,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        let hello = ToControlPlane::Hello(Hello {
            protocol: FEED_PROTOCOL,
            version: "test".into(),
            snapshot_revision: None,
            serving_revision: None,
        });
        stream.write_all(&octets(&hello)).await.unwrap();
        Self {
            stream,
            verifier: Verifier::new(file.control_plane_keys),
        }
    }

    async fn snapshot(&mut self) -> (SnapshotDocument, Zeroizing<Vec<u8>>) {
        loop {
            let mut header = [0; HEADER_BYTES];
            self.stream.read_exact(&mut header).await.unwrap();
            let header = Header::decode::<ToAgent>(header).unwrap();
            let mut payload = Zeroizing::new(vec![0; header.payload_bytes()]);
            self.stream.read_exact(&mut payload).await.unwrap();
            if let ToAgent::Snapshot(signed) = ToAgent::decode(header.kind(), payload).unwrap() {
                return (
                    self.verifier
                        .open_snapshot(&signed, &AgentName::local())
                        .unwrap(),
                    signed,
                );
            }
        }
    }

    async fn acknowledge(&mut self, revision: u64) {
        let applied = ToControlPlane::Applied(Applied {
            document: Document::Snapshot,
            revision,
            problems: Vec::new(),
        });
        self.stream.write_all(&octets(&applied)).await.unwrap();
    }

    /// Puts in force whatever comes.
    async fn obey(mut self) {
        loop {
            let (snapshot, _) = self.snapshot().await;
            self.acknowledge(snapshot.revision).await;
        }
    }
}

fn octets(message: &ToControlPlane) -> Vec<u8> {
    let frame = message.frame().unwrap();
    [frame.header.as_slice(), &frame.payload].concat()
}

const CONNECT: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow\
                       %22%2C%22Action%22%3A%22rds-db%3Aconnect%22%2C%22Resource%22%3A%22*%22%7D%7D";

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_is_told_keys_for_three_days_and_never_a_secret() {
    let plane = Plane::start().await;
    let alice = plane.user("alice").await;
    let put = format!("UserName=alice&PolicyName=p&PolicyDocument={CONNECT}");
    plane.iam("PutUserPolicy", &put).await.expect(200);
    plane.database("orders", "local").await;
    let mut agent = Agent::join(&plane).await;
    let (snapshot, signed) = agent.snapshot().await;
    let key = snapshot
        .access_keys
        .iter()
        .find(|key| key.id == alice.id)
        .unwrap();
    let days: Vec<String> = key
        .signing_keys
        .iter()
        .map(|key| key.date.to_string())
        .collect();
    assert_eq!(days, ["20250114", "20250115", "20250116"]);
    let text = String::from_utf8_lossy(&signed);
    assert!(text.contains(&alice.id));
    assert!(!text.contains(&alice.secret) && !text.contains(&plane.root.secret));
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_connect_nowhere_gives_an_agent_no_key() {
    let plane = Plane::start().await;
    let alice = plane.user("alice").await;
    let mut agent = Agent::join(&plane).await;
    let (snapshot, _) = agent.snapshot().await;
    let key = snapshot
        .access_keys
        .iter()
        .find(|key| key.id == alice.id)
        .unwrap();
    assert!(key.signing_keys.is_empty() && key.status == KeyStatus::Active);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_switches_a_database_to_the_condition_keys_that_amazon_documents() {
    let plane = Plane::start().await;
    plane.database("orders", "local").await;
    for (value, strict) in [("false", false), ("true", true)] {
        let arn = "arn%3Aaws%3Ards%3Aus-west-2%3A123456789012%3Acluster%3Aorders";
        let tag = format!(
            "ResourceName={arn}&Tags.Tag.1.Key=sekisho%3Astrict-aws&Tags.Tag.1.Value={value}"
        );
        plane.rds("AddTagsToResource", &tag).await.expect(200);
        let (snapshot, _) = Agent::join(&plane).await.snapshot().await;
        assert_eq!(snapshot.instances[0].strict_aws, strict, "{value}");
    }
    plane.stop().await;
}

/// Lets a user connect, which every agent is told of.
async fn allow(plane: &Plane, name: &str) -> Answer {
    let put = format!("UserName={name}&PolicyName=p&PolicyDocument={CONNECT}");
    plane.iam("PutUserPolicy", &put).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_returns_once_a_connected_agent_has_the_change_in_force() {
    let plane = Plane::start().await;
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    let mut agent = Agent::join(&plane).await;
    let (first, _) = agent.snapshot().await;
    agent.acknowledge(first.revision).await;
    let call = allow(&plane, "alice");
    let answered = async {
        let (next, _) = agent.snapshot().await;
        assert!(next.revision > first.revision);
        assert!(
            next.principals
                .iter()
                .any(|principal| principal.name == "alice")
        );
        tokio::time::sleep(Duration::from_millis(300)).await;
        let acknowledged = Instant::now();
        agent.acknowledge(next.revision).await;
        acknowledged
    };
    let (answer, acknowledged) = tokio::join!(async { (call.await, Instant::now()) }, answered);
    answer.0.expect(200);
    assert!(
        answer.1 >= acknowledged,
        "the call returned before the agent had the change in force"
    );
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_are_not_told_of_what_concerns_no_login() {
    let plane = Plane::start().await;
    let mut agent = Agent::join(&plane).await;
    let (first, _) = agent.snapshot().await;
    agent.acknowledge(first.revision).await;
    for user in ["alice", "bob"] {
        let create = format!("UserName={user}");
        plane.iam("CreateUser", &create).await.expect(200);
    }
    let (_, next) = tokio::join!(allow(&plane, "bob"), agent.snapshot());
    let names: Vec<_> = next.0.principals.iter().map(|one| &*one.name).collect();
    assert!(names.contains(&"bob") && !names.contains(&"alice"));
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_waits_for_what_other_calls_changed_before_it() {
    let plane = Plane::start().await;
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    let mut agent = Agent::join(&plane).await;
    let (first, _) = agent.snapshot().await;
    agent.acknowledge(first.revision).await;
    let told = async {
        let (next, _) = agent.snapshot().await;
        // The change is not in force yet, and that of this call, behind it, cannot be either.
        let behind = plane.iam("CreateUser", "UserName=bob");
        let behind = async { (behind.await.expect(200), Instant::now()).1 };
        let acknowledge = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            let acknowledged = Instant::now();
            agent.acknowledge(next.revision).await;
            acknowledged
        };
        let (answered, acknowledged) = tokio::join!(behind, acknowledge);
        assert!(answered >= acknowledged);
    };
    let (answer, ()) = tokio::join!(allow(&plane, "alice"), told);
    answer.expect(200);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_is_stuck_or_gone_does_not_hold_calls_up_for_ever() {
    let plane = Plane::start().await;
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    let mut agent = Agent::join(&plane).await;
    let (first, _) = agent.snapshot().await;
    agent.acknowledge(first.revision).await;
    let stuck = tokio::time::timeout(Duration::from_secs(20), allow(&plane, "alice"));
    stuck.await.expect("the call hangs").expect(200);
    drop(agent);
    let gone = plane.iam("CreateAccessKey", "UserName=alice");
    let gone = tokio::time::timeout(Duration::from_secs(20), gone);
    gone.await.expect("the call hangs").expect(200);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_no_agent_is_sent_nothing() {
    let plane = Plane::start().await;
    let agent = Agent::join(&plane).await;
    tokio::spawn(agent.obey());
    let socket = plane.data.control_plane().join("feed.sock");
    let mut stranger = UnixStream::connect(socket).await.unwrap();
    stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    let _ = stranger.read_to_end(&mut said).await;
    assert!(said.is_empty());
    plane.iam("CreateUser", "UserName=alice").await.expect(200);
    plane.stop().await;
}
