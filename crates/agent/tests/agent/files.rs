use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::os::unix::net::UnixListener;
use std::path::Path;

use agent_protocol::Answer;
use seal::{ServedSocket, ServingDocument};

use crate::fixture::{Host, chmod, own_gid, own_uid};

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn nothing_of_the_agents_is_readable_by_others() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    assert_eq!(mode(&host.config.state_dir), 0o700);
    let mut seen = Vec::new();
    for file in fs::read_dir(&host.config.state_dir).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        assert_eq!(fs::symlink_metadata(&path).unwrap().uid(), own_uid());
        seen.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    seen.sort();
    let expected = [
        "admin.sock",
        "agent.json",
        "agent.lock",
        "audit.jsonl",
        "serving",
        "snapshot",
    ];
    assert_eq!(seen, expected);
}

#[test]
fn the_socket_is_for_its_group_in_a_directory_that_others_only_pass_through() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    assert_eq!(mode(&host.sockets_dir()), 0o711);
    assert_eq!(mode(&host.socket()), 0o660);
    assert!(
        fs::symlink_metadata(host.socket())
            .unwrap()
            .file_type()
            .is_socket()
    );
    let mut list = host.serving(2);
    list.sockets[0].peer_gid = Some(own_gid());
    assert_eq!(feed.serve(&list), Vec::<String>::new());
    assert_eq!(
        fs::symlink_metadata(host.socket()).unwrap().gid(),
        own_gid()
    );
    assert_eq!(
        fs::read_dir(host.sockets_dir()).unwrap().count(),
        1,
        "no leftovers"
    );
}

#[test]
fn another_user_is_turned_away_without_an_answer() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut list = host.serving(2);
    list.sockets[0].peer_uid = own_uid() + 1;
    list.sockets[0].peer_gid = Some(own_gid());
    assert_eq!(feed.serve(&list), Vec::<String>::new());
    assert!(host.login("jane").is_err());
    assert_eq!(host.entries(), [], "nothing was decided");
}

#[test]
fn a_socket_that_its_server_could_not_open_is_reported() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut list = host.serving(2);
    list.sockets[0].peer_uid = own_uid() + 1;
    let problems = feed.serve(&list);
    assert!(problems[0].contains("names no group"), "{problems:?}");
    assert!(!host.socket().exists());
}

#[test]
fn a_directory_that_others_can_read_is_refused_with_what_to_do() {
    let host = Host::new();
    chmod(&host.config.state_dir, 0o750);
    let error = host.try_start().err().unwrap().to_string();
    assert!(
        error.contains("has mode 750") && error.contains("chmod it to 700"),
        "{error}"
    );
}

#[test]
fn an_agent_file_that_others_can_read_is_refused_with_what_to_do() {
    let host = Host::new();
    host.write_agent_file(0o640);
    let error = host.try_start().err().unwrap().to_string();
    assert!(
        error.contains("has mode 640") && error.contains("chmod it to 600"),
        "{error}"
    );
}

#[test]
fn a_directory_of_sockets_that_is_there_is_left_as_it_is() {
    let host = Host::new();
    fs::create_dir(host.sockets_dir()).unwrap();
    chmod(&host.sockets_dir(), 0o755);
    let (_agent, _feed) = host.start_serving();
    assert_eq!(mode(&host.sockets_dir()), 0o755);
}

#[test]
fn a_directory_of_sockets_that_others_can_write_to_is_refused() {
    let host = Host::new();
    fs::create_dir(host.sockets_dir()).unwrap();
    chmod(&host.sockets_dir(), 0o1777);
    let error = host.try_start().err().unwrap().to_string();
    assert!(
        error.contains("has mode 1777") && error.contains("chmod it to 711"),
        "{error}"
    );
}

#[test]
fn an_agent_that_never_joined_says_so() {
    let host = Host::new();
    fs::remove_file(&host.config.agent_file).unwrap();
    let error = host.try_start().err().unwrap().to_string();
    assert!(error.contains("agent.json"), "{error}");
}

#[test]
fn a_second_agent_on_the_same_directory_is_refused() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let error = host.try_start().err().unwrap().to_string();
    assert!(error.contains("another agent is running"), "{error}");
    assert_eq!(
        host.login("jane").unwrap(),
        Answer::Allow,
        "the first one does not mind"
    );
}

#[test]
fn what_a_killed_agent_left_behind_is_replaced() {
    let host = Host::new();
    let (agent, feed) = host.start_serving();
    agent.stop();
    drop(feed);
    // A socket file that nobody listens at.
    drop(UnixListener::bind(host.socket()).unwrap());
    drop(UnixListener::bind(host.config.admin_socket()).unwrap());
    let _agent = host.start_alone();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}

#[test]
fn stopping_leaves_no_socket_behind() {
    let host = Host::new();
    let (agent, _feed) = host.start_serving();
    agent.stop();
    assert!(!host.socket().exists());
    assert!(!host.config.admin_socket().exists());
}

#[test]
fn a_socket_anywhere_else_is_refused_and_the_others_are_served() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let elsewhere = host.state("x.sock");
    let nested = host.sockets_dir().join("a/b.sock");
    let hidden = host.sockets_dir().join(".x");
    let climbing = host.sockets_dir().join("../state/y.sock");
    let paths = [elsewhere, nested, hidden, climbing];
    let bad = paths.map(|path| ServedSocket {
        path,
        ..host.served()
    });
    let mut list = host.serving(2);
    list.sockets.extend(bad.clone());
    let problems = feed.serve(&list);
    assert_eq!(problems.len(), bad.len(), "{problems:?}");
    for (served, problem) in bad.iter().zip(&problems) {
        assert!(problem.contains("it is not directly in"), "{problem}");
        assert!(!served.path.exists());
    }
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}

#[test]
fn a_path_that_no_socket_can_have_and_a_file_in_the_way_are_reported() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let room = 107 - host.sockets_dir().as_os_str().len() - 1;
    let fits = host.sockets_dir().join("l".repeat(room));
    let too_long = host.sockets_dir().join("l".repeat(room + 1));
    let file = host.sockets_dir().join("file");
    fs::write(&file, "mine").unwrap();
    let sockets = [fits, too_long, file.clone()].map(|path| ServedSocket {
        path,
        ..host.served()
    });
    let list = ServingDocument {
        sockets: sockets.to_vec(),
        ..host.serving(2)
    };
    let problems = feed.serve(&list);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems[0].contains("its path has 108 bytes, 107 are allowed"),
        "{problems:?}"
    );
    assert!(problems[1].contains("no socket: remove it"), "{problems:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_socket_that_somebody_else_listens_at_is_left_alone() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let taken = host.sockets_dir().join("taken.sock");
    let other = UnixListener::bind(&taken).unwrap();
    let mut list = host.serving(2);
    list.sockets.push(ServedSocket {
        path: taken.clone(),
        ..host.served()
    });
    let problems = feed.serve(&list);
    assert!(
        problems[0].contains("another process listens there"),
        "{problems:?}"
    );
    // It hears us, not the agent.
    other.set_nonblocking(true).unwrap();
    while other.accept().is_ok() {}
    drop(std::os::unix::net::UnixStream::connect(&taken).unwrap());
    assert!(other.accept().is_ok());
}

#[test]
fn a_path_that_is_on_the_list_twice_is_served_once_and_reported() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut list = host.serving(2);
    list.sockets.push(ServedSocket {
        resource_id: "cluster-XYZ".into(),
        ..host.served()
    });
    let problems = feed.serve(&list);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("on the list twice"), "{problems:?}");
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
}
