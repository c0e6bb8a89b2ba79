use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use agent::admin::{Command, Reply, ask};
use agent::metrics::MetricsReport;
use agent_protocol::{Answer, MAX_BODY_BYTES, QuestionId};

use crate::fixture::{Host, eventually, question};

pub(crate) fn metrics(host: &Host) -> MetricsReport {
    match ask(&host.config.admin_socket(), &Command::Metrics).unwrap() {
        Reply::Metrics(report) => report,
        other => panic!("{other:?}"),
    }
}

fn raw(host: &Host) -> UnixStream {
    let stream = UnixStream::connect(host.socket()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

fn is_closed(stream: &mut UnixStream) -> bool {
    match stream.read(&mut [0; 64]) {
        Ok(bytes) => bytes == 0,
        // Unread bytes of ours on its side turn the end into a reset.
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn garbage_is_hung_up_on_and_others_are_answered() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let too_long = u32::try_from(MAX_BODY_BYTES + 1).unwrap().to_be_bytes();
    let frames: [&[u8]; 4] = [
        b"GET / HTTP/1.1\r\n\r\n",
        &[0xFF; 4096],
        &too_long,
        &[0, 0, 0, 10, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
    ];
    for garbage in frames {
        let mut stream = raw(&host);
        stream.write_all(garbage).unwrap();
        assert!(is_closed(&mut stream));
        assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    }
    assert_eq!(metrics(&host).questions_malformed, 4);
    assert_eq!(host.entries().len(), 4, "garbage is no login");
}

#[test]
fn a_client_that_stalls_in_the_middle_holds_nobody_up_and_is_hung_up_on() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let frame = question(b"jane", token.as_bytes())
        .encode(QuestionId::new(1))
        .unwrap();
    let mut stalled: Vec<_> = (0..50)
        .map(|index| {
            let mut stream = raw(&host);
            stream.write_all(&frame.as_bytes()[..1 + index]).unwrap();
            stream
        })
        .collect();
    let started = Instant::now();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert!(
        started.elapsed() < host.config.question_timeout,
        "nobody is waited for"
    );
    for stream in &mut stalled {
        assert!(is_closed(stream));
    }
    eventually("all of them are gone", || metrics(&host).connections == 0);
    assert_eq!(host.entries().len(), 1);
}

#[test]
fn a_connection_that_asks_nothing_is_closed_after_a_while() {
    let mut host = Host::new();
    host.config.idle_timeout = Duration::from_millis(50);
    let (_agent, _feed) = host.start_serving();
    assert!(is_closed(&mut raw(&host)));
    // A pooled connection that was closed so is replaced without anybody noticing.
    let client = host.client();
    let token = host.token("jane");
    for _ in 0..2 {
        let answer = client.ask(&question(b"jane", token.as_bytes())).unwrap();
        assert_eq!(answer, Answer::Allow);
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_connection_that_waits_for_its_next_login_is_not_one_that_stalls() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let question = question(b"jane", token.as_bytes());
    let frame = |number| question.encode(QuestionId::new(number)).unwrap();
    let mut stream = raw(&host);
    for number in 0..2 {
        stream.write_all(frame(number).as_bytes()).unwrap();
        assert_eq!(stream.read(&mut [0; 64]).unwrap(), 15);
        std::thread::sleep(host.config.question_timeout * 2);
    }
    let report = metrics(&host);
    assert_eq!((report.connections, report.questions_malformed), (1, 0));
}

#[test]
fn questions_that_arrive_together_or_in_pieces_are_answered_in_turn() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let question = question(b"jane", token.as_bytes());
    let frame = |number| question.encode(QuestionId::new(number)).unwrap();
    let together = [
        frame(1).as_bytes(),
        frame(2).as_bytes(),
        frame(3).as_bytes(),
    ]
    .concat();
    for cut in [0, 1, 3, 4, 5, together.len() / 2, together.len() - 1] {
        let mut stream = raw(&host);
        stream.write_all(&together[..cut]).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        stream.write_all(&together[cut..]).unwrap();
        let mut answers = [0; 3 * 15];
        stream.read_exact(&mut answers).unwrap();
        let expected = [1, 2, 3].map(|number| Answer::Allow.encode(QuestionId::new(number)));
        assert_eq!(answers.as_slice(), expected.concat());
    }
}

#[test]
fn connections_above_the_limit_are_closed_and_those_below_are_answered() {
    let mut host = Host::new();
    host.config.max_connections = 3;
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let frame = question(b"jane", token.as_bytes())
        .encode(QuestionId::new(1))
        .unwrap();
    let ask_on = |stream: &mut UnixStream| {
        stream.write_all(frame.as_bytes()).is_ok() && matches!(stream.read(&mut [0; 64]), Ok(15))
    };
    let mut held: Vec<_> = (0..3).map(|_| raw(&host)).collect();
    assert!(held.iter_mut().all(ask_on));
    assert!(!ask_on(&mut raw(&host)));
    assert!(
        held.iter_mut().all(ask_on),
        "those that were there first are not disturbed"
    );
    held.pop();
    eventually("a place is free again", || ask_on(&mut raw(&host)));
    assert!(metrics(&host).connections_refused >= 1);
}

#[test]
fn ten_thousand_questions_leave_nothing_behind() {
    let host = Host::new();
    let (agent, _feed) = host.start_serving();
    let before = agent.alive_tasks();
    let client = host.client();
    let token = host.token("jane");
    for _ in 0..9_500 {
        let answer = client.ask(&question(b"jane", token.as_bytes())).unwrap();
        assert_eq!(answer, Answer::Allow);
    }
    for _ in 0..500 {
        assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    }
    drop(client);
    eventually("the connections' tasks are gone", || {
        agent.alive_tasks() <= before
    });
    let report = metrics(&host);
    assert_eq!(report.attempts["allowed"], 10_000);
    assert_eq!(report.connections, 0);
}
