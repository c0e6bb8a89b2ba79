use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use engine::{AdminError, Exit, StartError, Stopped, Variable};

use crate::support::{
    Cluster, STOP_LIMIT, certificates, discover, free_port, servers_of, silent, spec,
};

#[tokio::test]
async fn what_was_written_is_there_after_a_stop_and_a_start() {
    let (cluster, running) = Cluster::started().await;
    assert_eq!(
        cluster
            .sql_as_master("SELECT COUNT(*) FROM sugi01.sample")
            .unwrap(),
        "3"
    );
    cluster
        .sql_as_master("DELETE FROM sugi01.sample WHERE id = 2")
        .unwrap();
    assert_eq!(
        running.stop(STOP_LIMIT, &silent).await.unwrap(),
        Stopped::Clean
    );
    assert_eq!(running.ended().unwrap(), Some(Exit::Code(0)));
    assert_eq!(
        running.stop(STOP_LIMIT, &silent).await.unwrap(),
        Stopped::AlreadyGone
    );
    assert!(matches!(
        running.admin().ping().await,
        Err(AdminError::Connect { .. })
    ));

    cluster.start().await;
    assert_eq!(
        cluster
            .sql_as_master("SELECT id FROM sugi01.sample")
            .unwrap(),
        "1\n3"
    );
}

#[tokio::test]
async fn a_start_tells_what_it_does_and_a_second_one_that_it_is_done() {
    let cluster = Cluster::created().await;
    let lines = Mutex::new(Vec::new());
    let note = |line: &str| lines.lock().unwrap().push(line.to_owned());
    let running = cluster.engine.start(&cluster.spec, &note).await.unwrap();
    let told = lines.lock().unwrap().join("\n");
    assert!(
        told.contains("starting MariaDB") && told.contains("answers on 127.0.0.1:"),
        "{told}"
    );

    let again = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(
        matches!(again, StartError::AlreadyRunning { pid } if pid == running.pid()),
        "{again}"
    );
    let version = running.admin().version().await.unwrap();
    assert!(
        version.starts_with(&cluster.engine.version().to_string()),
        "{version}"
    );
}

#[tokio::test]
async fn a_server_outlives_its_handle_and_is_adopted() {
    let (cluster, running) = Cluster::started().await;
    let pid = running.pid();
    drop(running);
    let adopted = cluster
        .engine
        .adopt(&cluster.spec)
        .await
        .unwrap()
        .expect("it still runs");
    assert_eq!(adopted.pid(), pid);
    adopted.admin().ping().await.unwrap();
    assert_eq!(
        adopted.stop(STOP_LIMIT, &silent).await.unwrap(),
        Stopped::Clean
    );
    assert!(cluster.engine.adopt(&cluster.spec).await.unwrap().is_none());
}

#[tokio::test]
async fn a_server_is_adopted_without_its_pid_file_and_not_by_a_foreign_one() {
    let (cluster, running) = Cluster::started().await;
    fs::write(cluster.path("run/pid"), std::process::id().to_string()).unwrap();
    let adopted = cluster
        .engine
        .adopt(&cluster.spec)
        .await
        .unwrap()
        .expect("it still runs");
    assert_eq!(adopted.pid(), running.pid());
    fs::remove_file(cluster.path("run/pid")).unwrap();
    assert!(cluster.engine.adopt(&cluster.spec).await.unwrap().is_some());
}

/// Not a test: the process that `a_server_outlives_the_death_of_its_starter` kills. It finds the
/// cluster in its working directory.
#[tokio::test]
#[ignore = "is run by another test, as a process of its own"]
async fn starter() {
    let directory = std::env::current_dir().unwrap();
    let port = fs::read_to_string("port").unwrap().parse().unwrap();
    let (_, tls) = certificates();
    let mut spec = spec(&directory.join("cluster-EXAMPLE"), tls);
    spec.port = port;
    let engine = discover(&engine::SearchPath::standard()).await.unwrap();
    let running = engine.start(&spec, &silent).await.unwrap();
    println!("\nstarted {}", running.pid());
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_server_outlives_the_death_of_its_starter() {
    let cluster = Cluster::created().await;
    fs::write(
        cluster.folder.path().join("port"),
        cluster.spec.port.to_string(),
    )
    .unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "life::starter", "--ignored", "--nocapture"]);
    command
        .current_dir(cluster.folder.path())
        .stdout(Stdio::piped())
        .process_group(0);
    let mut starter = command.spawn().unwrap();
    let output = std::io::BufReader::new(starter.stdout.take().unwrap());
    let mut lines = std::io::BufRead::lines(output).map(Result::unwrap);
    let pid = lines
        .find_map(|line| line.strip_prefix("started ").map(str::to_owned))
        .unwrap();
    // The whole group, as a terminal's Ctrl-C would.
    let group = format!("-{}", starter.id());
    assert!(
        Command::new("kill")
            .args(["-9", "--", &group])
            .status()
            .unwrap()
            .success()
    );
    starter.wait().unwrap();

    let adopted = cluster
        .engine
        .adopt(&cluster.spec)
        .await
        .unwrap()
        .expect("it still runs");
    assert_eq!(adopted.pid().to_string(), pid);
    assert_eq!(
        adopted.stop(STOP_LIMIT, &silent).await.unwrap(),
        Stopped::Clean
    );
    assert_eq!(adopted.ended().unwrap(), Some(Exit::Untold));
}

#[tokio::test]
async fn a_killed_server_is_noticed_and_recovers_at_its_next_start() {
    let (cluster, running) = Cluster::started().await;
    cluster
        .sql_as_master("INSERT INTO sugi01.sample VALUES (4, 'kusu', 20.0)")
        .unwrap();
    let kill = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Command::new("kill")
            .args(["-9", &running.pid().to_string()])
            .status()
            .unwrap()
    };
    let (exit, _) = tokio::join!(running.wait_exit(), kill);
    assert_eq!(exit.unwrap(), Exit::Signal(9));
    assert!(cluster.engine.adopt(&cluster.spec).await.unwrap().is_none());
    assert!(
        cluster.path("run/pid").exists(),
        "the pid file of a killed server stays, or this tests nothing"
    );

    cluster.start().await;
    assert_eq!(
        cluster
            .sql_as_master("SELECT COUNT(*) FROM sugi01.sample")
            .unwrap(),
        "4"
    );
}

#[tokio::test]
async fn a_taken_port_is_named_and_no_server_is_left() {
    let mut cluster = Cluster::created().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    cluster.spec.port = taken.local_addr().unwrap().port();
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::PortTaken { .. }), "{error}");
    assert!(
        error.to_string().contains(&cluster.spec.port.to_string()),
        "{error}"
    );
    assert!(servers_of(&cluster.spec.directory).is_empty());

    cluster.spec.port = free_port();
    cluster.start().await;
    cluster.sql_as_master("SELECT 1").unwrap();
}

#[tokio::test]
async fn what_the_server_complains_of_is_in_the_error() {
    let mut cluster = Cluster::created().await;
    cluster.spec.tls.private_key_pem = certificates().1.private_key_pem.clone();
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Died { .. }), "{error}");
    assert!(error.to_string().contains("[ERROR] SSL error"), "{error}");
}

#[tokio::test]
async fn data_of_a_newer_server_is_not_touched() {
    let cluster = Cluster::created().await;
    fs::write(cluster.path("data/mariadb_upgrade_info"), "99.1.2-MariaDB").unwrap();
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::DataIsNewer { .. }), "{error}");
    assert!(
        error.to_string().contains("install 99.1.2 or newer"),
        "{error}"
    );
}

#[tokio::test]
async fn a_cluster_that_was_never_made_is_not_started() {
    let cluster = Cluster::planned().await;
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::NotCreated { .. }), "{error}");
    assert!(cluster.engine.adopt(&cluster.spec).await.unwrap().is_none());
}

#[tokio::test]
async fn spaces_and_comment_signs_in_the_path_are_no_hindrance() {
    let mut cluster = Cluster::planned().await;
    cluster.spec.directory = cluster.folder.path().join("my cluster #1 \\ ü");
    cluster.create().await.unwrap();
    cluster.start().await;
    assert_eq!(
        cluster
            .sql_as_master("SELECT COUNT(*) FROM sugi01.sample")
            .unwrap(),
        "3"
    );
}

#[tokio::test]
async fn the_server_knows_nothing_of_our_environment() {
    let (_cluster, running) = Cluster::started().await;
    let environment = fs::read(format!("/proc/{}/environ", running.pid())).unwrap();
    let names = environment
        .split(|byte| *byte == 0)
        .filter(|entry| !entry.is_empty());
    let names: Vec<_> = names
        .map(|entry| String::from_utf8_lossy(entry).into_owned())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[tokio::test]
async fn variables_are_set_in_the_running_server_and_given_back_and_those_of_a_start_hold() {
    let mut cluster = Cluster::created().await;
    let variables = [("wait_timeout", "77"), ("performance_schema", "1")];
    cluster.spec.variables = variables
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    let _running = cluster.start().await;
    let shown = |name: &str| {
        cluster
            .sql_as_master(&format!("SELECT @@GLOBAL.{name}"))
            .unwrap()
    };
    assert_eq!(
        (shown("wait_timeout"), shown("performance_schema")),
        ("77".into(), "1".into())
    );
    let variable = |name, value: Option<&str>| Variable {
        name,
        value: value.map(str::to_owned),
    };
    let wanted = [
        variable("wait_timeout", None),
        variable("max_connections", Some("44")),
    ];
    let set = cluster.engine.reconfigure(&cluster.spec, &wanted).await;
    set.unwrap();
    assert_eq!(
        (shown("wait_timeout"), shown("max_connections")),
        ("28800".into(), "44".into())
    );
    let hostile = [variable("wait_timeout", Some("1; DROP DATABASE sugi01"))];
    let refused = cluster.engine.reconfigure(&cluster.spec, &hostile).await;
    assert!(refused.is_err());
}
