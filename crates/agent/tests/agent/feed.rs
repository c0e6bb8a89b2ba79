use std::fs;

use agent_protocol::Answer;
use iam::login::KeyStatus;
use seal::feed::{Document, ToAgent, ToControlPlane};
use seal::frame::Message as _;
use seal::{AgentName, Signer};

use crate::fixture::{Host, control_plane, eventually, policy, snapshot};

#[test]
fn a_change_is_in_force_when_it_is_acknowledged() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    for revision in 2..20 {
        let mut document = snapshot(revision);
        let allowed = revision % 2 == 0;
        if !allowed {
            document.policies.insert(1, policy("Deny", &["jane"]));
        }
        feed.apply(&document);
        let expected = if allowed { Answer::Allow } else { Answer::Deny };
        assert_eq!(host.login("jane").unwrap(), expected, "revision {revision}");
    }
    assert_eq!(host.last_reason(), "explicit_deny");
}

#[test]
fn a_key_that_was_made_inactive_is_refused_at_once() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut document = snapshot(2);
    document.access_keys[0].status = KeyStatus::Inactive;
    feed.apply(&document);
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    assert_eq!(host.last_reason(), "inactive_key");
}

#[test]
fn logins_go_on_when_the_control_plane_goes() {
    let host = Host::new();
    let (_agent, feed) = host.start_serving();
    drop(feed);
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}

#[test]
fn a_restarted_agent_goes_on_without_a_control_plane_until_the_snapshot_ends() {
    let host = Host::new();
    let (agent, feed) = host.start_serving();
    drop(feed);
    agent.stop();
    let agent = host.start_alone();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    agent.kill();
    eventually("the killed agent let go of its lock", || {
        host.try_start().is_ok()
    });
    let _agent = host.start_alone();
    host.clock.advance_seconds(86_400);
    assert_eq!(
        host.login("jane").unwrap(),
        Answer::Allow,
        "the last second"
    );
    host.clock.advance_seconds(1);
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    assert_eq!(host.last_reason(), "snapshot_expired");
}

#[test]
fn a_restarted_agent_asks_a_control_plane_that_is_there_before_it_answers() {
    let host = Host::new();
    let (agent, feed) = host.start_serving();
    drop(feed);
    agent.stop();
    let _agent = host.start();
    let mut feed = host.accept_feed();
    assert!(host.login("jane").is_err(), "by what may be over");
    let mut changed = snapshot(2);
    changed.access_keys.clear();
    feed.apply(&changed);
    eventually("the sockets are open again", || host.login("jane").is_ok());
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    assert!(
        host.entries()
            .iter()
            .all(|entry| entry.reason == "unknown_key")
    );
}

#[test]
fn an_agent_says_what_it_has_when_it_comes_back() {
    let host = Host::new();
    let running = host.start();
    let mut feed = host.accept_feed();
    assert_eq!(
        (
            feed.hello().snapshot_revision,
            feed.hello().serving_revision
        ),
        (None, None)
    );
    feed.apply(&snapshot(41));
    feed.serve(&host.serving(7));
    drop(feed);
    let feed = host.accept_feed();
    assert_eq!(
        (
            feed.hello().snapshot_revision,
            feed.hello().serving_revision
        ),
        (Some(41), Some(7))
    );
    drop(running);
}

#[test]
fn an_older_snapshot_is_refused_also_after_a_restart() {
    let host = Host::new();
    let (agent, mut feed) = host.start_serving();
    let mut revoked = snapshot(5);
    revoked.policies.insert(1, policy("Deny", &["jane"]));
    feed.apply(&revoked);
    let replayed = || {
        control_plane()
            .sign_snapshot(&snapshot(4), &AgentName::local())
            .unwrap()
            .to_vec()
    };
    let why = feed.refused(replayed());
    assert!(why.contains("revision 4, older than 5"), "{why}");
    agent.stop();
    drop(feed);
    let _agent = host.start();
    let mut feed = host.accept_feed();
    let why = feed.refused(replayed());
    assert!(why.contains("revision 4, older than 5"), "{why}");
    eventually("the sockets are open again", || host.login("jane").is_ok());
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
}

#[test]
fn the_same_revision_prolongs_and_never_shortens() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut later = snapshot(1);
    later.issued_at = later.issued_at.plus_seconds(60);
    later.valid_until = later.valid_until.plus_seconds(60);
    feed.apply(&later);
    let why = feed.refused(
        control_plane()
            .sign_snapshot(&snapshot(1), &AgentName::local())
            .unwrap()
            .to_vec(),
    );
    assert!(why.contains("revision 1"), "{why}");
}

#[test]
fn a_snapshot_that_is_not_genuine_is_refused_and_the_old_one_goes_on() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let stranger = Signer::from_seed(&[9; 32]).unwrap();
    let why = feed.refused(
        stranger
            .sign_snapshot(&snapshot(2), &AgentName::local())
            .unwrap()
            .to_vec(),
    );
    assert!(why.contains("does not trust"), "{why}");
    let mut changed = control_plane()
        .sign_snapshot(&snapshot(2), &AgentName::local())
        .unwrap()
        .to_vec();
    *changed.last_mut().unwrap() ^= 1;
    let why = feed.refused(changed);
    assert!(why.contains("signature"), "{why}");
    let why = feed.refused(Vec::new());
    assert!(why.contains("not a signed snapshot"), "{why}");
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert_eq!(
        fs::read(host.state("snapshot")).unwrap(),
        signed(1),
        "nor is the one on disk lost"
    );
}

fn signed(revision: u64) -> Vec<u8> {
    control_plane()
        .sign_snapshot(&snapshot(revision), &AgentName::local())
        .unwrap()
        .to_vec()
}

#[test]
fn a_policy_that_does_not_compile_is_refused_and_the_old_snapshot_goes_on() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut broken = snapshot(2);
    broken.policies.get_mut(&1).unwrap().text = "{\"Statement\": 1".into();
    let why = feed.refused(
        control_plane()
            .sign_snapshot(&broken, &AgentName::local())
            .unwrap()
            .to_vec(),
    );
    assert!(
        why.contains("arn:aws:iam::123456789012:policy/Connect"),
        "{why}"
    );
    assert!(why.contains("line 1"), "{why}");
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    feed.apply(&snapshot(3));
}

#[test]
fn an_older_serving_list_is_refused() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    feed.serve(&host.serving(5));
    let signed = control_plane()
        .sign_serving(&host.serving(4), &AgentName::local())
        .unwrap();
    match feed.send(&ToAgent::Serving(signed)) {
        ToControlPlane::Refused(refused) => assert_eq!(refused.document, Document::Serving),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_socket_that_is_off_the_list_closes_and_one_that_stays_is_not_disturbed() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let client = host.client();
    let token = host.token("jane");
    let ask = || client.ask(&crate::fixture::question(b"jane", token.as_bytes()));
    assert_eq!(ask().unwrap(), Answer::Allow);
    let inode = || std::os::unix::fs::MetadataExt::ino(&fs::metadata(host.socket()).unwrap());
    let before = inode();
    feed.serve(&host.serving(2));
    assert_eq!(inode(), before);
    let mut list = host.serving(3);
    list.sockets.clear();
    feed.serve(&list);
    assert!(!host.socket().exists());
    assert!(ask().is_err());
}

#[test]
fn a_snapshot_on_disk_that_somebody_changed_is_not_used() {
    let host = Host::new();
    let (agent, feed) = host.start_serving();
    drop(feed);
    agent.stop();
    let mut bytes = fs::read(host.state("snapshot")).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(host.state("snapshot"), bytes).unwrap();
    let _agent = host.start_alone();
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    let mut feed = host.accept_feed();
    assert_eq!(feed.hello().snapshot_revision, None);
    feed.apply(&snapshot(1));
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}

#[test]
fn an_agent_hangs_up_on_nonsense_and_comes_back() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    feed.send_raw(&[0xFF; 64]);
    assert!(feed.is_closed());
    let mut feed = host.accept_feed();
    feed.apply(&snapshot(2));
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}

#[test]
fn half_a_snapshot_changes_nothing() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let message = ToAgent::Snapshot(signed(2).into());
    let seal::frame::Frame { header, payload } = message.frame().unwrap();
    feed.send_raw(&header);
    feed.send_raw(&payload[..payload.len() / 2]);
    drop(feed);
    let feed = host.accept_feed();
    assert_eq!(feed.hello().snapshot_revision, Some(1));
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}
