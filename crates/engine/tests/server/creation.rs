use std::fs;
use std::io::BufRead;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use engine::{
    CreateError, DatabaseName, DiscoverError, Engine, InitialDatabase, LayoutError, Product,
    SearchPath, SpecError, StartError,
};

use crate::support::{Cluster, certificates, discover, master, silent, spec};

#[tokio::test]
async fn a_machine_without_mariadb_is_told_what_to_install() {
    let error = discover(&SearchPath::new([])).await.unwrap_err();
    assert!(
        matches!(error, DiscoverError::ServerMissing { .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains("apt install mariadb-server"),
        "{error}"
    );

    let half = crate::support::folder();
    std::os::unix::fs::symlink("/usr/sbin/mariadbd", half.path().join("mariadbd")).unwrap();
    let error = discover(&SearchPath::new([half.path().to_owned()]))
        .await
        .unwrap_err();
    assert!(
        matches!(error, DiscoverError::HelperMissing { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_program_of_the_right_name_that_is_something_else_is_refused() {
    let folder = crate::support::folder();
    std::os::unix::fs::symlink("/bin/echo", folder.path().join("mysqld")).unwrap();
    let error = discover(&SearchPath::new([folder.path().to_owned()]))
        .await
        .unwrap_err();
    assert!(matches!(error, DiscoverError::Other { .. }), "{error}");
}

#[tokio::test]
async fn a_new_cluster_reports_progress_and_leaves_nothing_beside_it() {
    let cluster = Cluster::planned().await;
    let lines = Mutex::new(Vec::new());
    let note = |line: &str| lines.lock().unwrap().push(line.to_owned());
    cluster
        .engine
        .create(&cluster.spec, &master(), &InitialDatabase::None, &note)
        .await
        .unwrap();
    assert_eq!(
        lines.lock().unwrap().last().unwrap(),
        "creating the accounts"
    );
    assert_eq!(names(cluster.folder.path()), ["ca.pem", "cluster-EXAMPLE"]);
    assert!(!cluster.path("data/sugi01").exists());
    assert!(!cluster.path("data/test").exists());
}

#[tokio::test]
async fn a_cluster_that_is_made_with_a_database_has_it_for_the_master_user() {
    let cluster = Cluster::planned().await;
    let name = DatabaseName::new(Product::MariaDb, "Shop_1").unwrap();
    let database = InitialDatabase::Named(name);
    cluster
        .engine
        .create(&cluster.spec, &master(), &database, &silent)
        .await
        .unwrap();
    let _running = cluster.start().await;
    let used = "USE Shop_1; CREATE TABLE t (i INT); DROP TABLE t; SELECT DATABASE()";
    assert_eq!(cluster.sql_as_master(used).unwrap(), "Shop_1");
}

#[tokio::test]
async fn what_is_there_is_never_replaced() {
    let cluster = Cluster::created().await;
    let before = fs::metadata(cluster.path("data/ibdata1")).unwrap().ino();
    let error = cluster.create().await.unwrap_err();
    assert!(matches!(error, CreateError::Exists { .. }), "{error}");
    assert_eq!(
        fs::metadata(cluster.path("data/ibdata1")).unwrap().ino(),
        before
    );
}

#[tokio::test]
async fn an_empty_folder_at_the_place_is_no_hindrance() {
    let cluster = Cluster::planned().await;
    fs::create_dir(&cluster.spec.directory).unwrap();
    cluster.create().await.unwrap();
    cluster.start().await;
}

/// Not a test: the process that the next test kills in the middle of a creation.
#[tokio::test]
#[ignore = "is run by another test, as a process of its own"]
async fn creator() {
    let (_, tls) = certificates();
    let spec = spec(
        &std::env::current_dir().unwrap().join("cluster-EXAMPLE"),
        tls,
    );
    let engine = discover(&SearchPath::standard()).await.unwrap();
    let tell = |line: &str| println!("\n{line}");
    engine
        .create(&spec, &master(), &InitialDatabase::Sample, &tell)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_creation_that_was_killed_at_any_step_leaves_no_cluster_and_is_done_again() {
    let cluster = Cluster::planned().await;
    for step in [
        "preparing",
        "creating the system tables",
        "creating the accounts",
    ] {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "creation::creator", "--ignored", "--nocapture"]);
        command
            .current_dir(cluster.folder.path())
            .stdout(Stdio::piped());
        let mut creator = command.spawn().unwrap();
        let mut lines = std::io::BufReader::new(creator.stdout.take().unwrap()).lines();
        lines
            .find(|line| line.as_ref().unwrap().starts_with(step))
            .expect(step)
            .unwrap();
        creator.kill().unwrap();
        creator.wait().unwrap();
        assert!(!cluster.spec.directory.exists(), "after {step}");
        let error = cluster
            .engine
            .start(&cluster.spec, &silent)
            .await
            .unwrap_err();
        assert!(matches!(error, StartError::NotCreated { .. }), "{error}");
    }
    assert!(
        names(cluster.folder.path())
            .iter()
            .any(|name| name.contains(".making-"))
    );
    cluster.create().await.unwrap();
    assert_eq!(names(cluster.folder.path()), ["ca.pem", "cluster-EXAMPLE"]);
    cluster.start().await;
    assert_eq!(
        cluster
            .sql_as_master("SELECT COUNT(*) FROM sugi01.sample")
            .unwrap(),
        "3"
    );
}

#[tokio::test]
async fn a_failed_creation_says_what_the_server_said_and_leaves_nothing() {
    let mut cluster = Cluster::planned().await;
    let folder = crate::support::folder();
    let broken = folder.path().join("mariadb-install-db");
    fs::write(&broken, "#!/bin/sh\necho 'no room on device' >&2\nexit 3\n").unwrap();
    fs::set_permissions(&broken, fs::Permissions::from_mode(0o755)).unwrap();
    let Engine::MariaDb(installation) = &mut cluster.engine else {
        panic!("not a MariaDB");
    };
    installation.install_db = broken;
    let error = cluster.create().await.unwrap_err();
    assert!(matches!(error, CreateError::Failed { .. }), "{error}");
    assert!(error.to_string().contains("no room on device"), "{error}");
    assert_eq!(names(cluster.folder.path()), ["ca.pem"]);
}

#[tokio::test]
async fn every_file_is_private_and_whose_it_should_be() {
    let (cluster, _running) = Cluster::started().await;
    let own = rustix::process::geteuid().as_raw();
    let server = fs::metadata(cluster.path("data/ibdata1")).unwrap().uid();
    assert_eq!(server == own, cluster.spec.server_user.is_none());
    assert_eq!(file(&cluster.path("tls/server.key")), (server, 0o600));
    assert_eq!(file(&cluster.path("tls/server.pem")), (server, 0o600));
    for name in ["data", "tmp", "run", "log"] {
        assert_eq!(file(&cluster.path(name)), (server, 0o700), "{name}");
    }
    for name in [
        "",
        "tls",
        "plugins",
        "my.cnf",
        "init.sql",
        "plugins/aws_auth.so",
    ] {
        let (owner, mode) = file(&cluster.path(name));
        assert_eq!(owner, own, "{name}");
        assert_eq!(
            mode & 0o027,
            0,
            "{name} has mode {mode:o}: the server could change it"
        );
    }
    assert_eq!(file(&cluster.path("administrator")), (own, 0o600));
    let mut seen = 0;
    each_file(&cluster.spec.directory, &mut |path, metadata| {
        seen += 1;
        let kind = metadata.file_type();
        if !kind.is_symlink() && !kind.is_socket() {
            assert_eq!(
                metadata.mode() & 0o007,
                0,
                "{} is others' business",
                path.display()
            );
        }
    });
    assert!(seen > 100, "only {seen} files were looked at");
}

#[tokio::test]
async fn no_file_holds_the_master_password() {
    let (cluster, _running) = Cluster::started().await;
    each_file(&cluster.spec.directory, &mut |path, metadata| {
        if metadata.is_file() {
            let content = fs::read(path).unwrap();
            let secret = crate::support::MASTER_PASSWORD.as_bytes();
            let found = content.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{}", path.display());
        }
    });
}

#[tokio::test]
async fn a_parent_that_bars_the_server_is_named_with_the_way_out() {
    let cluster = Cluster::planned().await;
    if cluster.spec.server_user.is_none() {
        return; // Needs a server of another user, hence root.
    }
    fs::set_permissions(cluster.folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let error = cluster.create().await.unwrap_err();
    let folder = cluster.folder.path().display();
    assert!(
        matches!(
            error,
            CreateError::Layout(LayoutError::NotTraversable { .. })
        ),
        "{error}"
    );
    assert!(
        error.to_string().contains(&format!("chmod o+x {folder}")),
        "{error}"
    );
}

#[tokio::test]
async fn an_agents_folder_that_bars_the_server_is_named_at_a_start() {
    let mut cluster = Cluster::created().await;
    if cluster.spec.server_user.is_none() {
        return; // Needs a server of another user, hence root.
    }
    let barred = cluster.folder.path().join("agent");
    fs::create_dir(&barred).unwrap();
    fs::set_permissions(&barred, fs::Permissions::from_mode(0o700)).unwrap();
    cluster.spec.agent_socket = barred.join("agent.sock");
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            StartError::Layout(LayoutError::NotTraversable { .. })
        ),
        "{error}"
    );
    assert!(
        error.to_string().contains(&barred.display().to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn wrong_modes_are_set_right_at_a_start() {
    let cluster = Cluster::created().await;
    for name in ["data", "tls/server.key", "plugins"] {
        fs::set_permissions(cluster.path(name), fs::Permissions::from_mode(0o777)).unwrap();
    }
    cluster.start().await;
    let modes = ["data", "tls/server.key", "plugins"].map(|name| file(&cluster.path(name)).1);
    let plugins = if cluster.spec.server_user.is_some() {
        0o750
    } else {
        0o700
    };
    assert_eq!(modes, [0o700, 0o600, plugins]);
}

#[tokio::test]
async fn specifications_that_cannot_work_are_refused_with_advice() {
    let mut cluster = Cluster::planned().await;
    let good = cluster.spec.clone();
    let refusal = |error: CreateError| match error {
        CreateError::Layout(LayoutError::Spec(error)) => error,
        other => panic!("{other}"),
    };
    cluster.spec.directory = "relative/cluster".into();
    let error = refusal(cluster.create().await.unwrap_err());
    assert!(matches!(error, SpecError::RelativePath { .. }), "{error}");

    cluster.spec.directory = cluster.folder.path().join("x".repeat(80));
    let error = refusal(cluster.create().await.unwrap_err());
    assert!(
        matches!(error, SpecError::SocketPathTooLong { .. }),
        "{error}"
    );

    cluster.spec = good.clone();
    cluster.spec.agent_socket = "/run/it's/agent.sock".into();
    let error = refusal(cluster.create().await.unwrap_err());
    assert!(matches!(error, SpecError::UnwritablePath { .. }), "{error}");

    cluster.spec = good.clone();
    cluster.spec.module = "/nonexistent/aws_auth.so".into();
    let error = cluster.create().await.unwrap_err();
    assert!(matches!(error, CreateError::Module(_)), "{error}");

    cluster.spec = good;
    cluster.spec.directory = cluster.folder.path().join("missing/cluster");
    let error = cluster.create().await.unwrap_err();
    assert!(
        matches!(
            error,
            CreateError::Layout(LayoutError::ParentMissing { .. })
        ),
        "{error}"
    );
    assert_eq!(
        names(cluster.folder.path()),
        ["ca.pem"],
        "a refused creation left something"
    );
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<_> = entries
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Owner and mode.
fn file(path: &Path) -> (u32, u32) {
    let metadata = fs::metadata(path).unwrap();
    (metadata.uid(), metadata.mode() & 0o7777)
}

fn each_file(folder: &Path, visit: &mut impl FnMut(&Path, &fs::Metadata)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // A running server removes temporary files of its own.
        let Ok(metadata) = fs::symlink_metadata(&path) else {
            continue;
        };
        visit(&path, &metadata);
        if metadata.is_dir() {
            each_file(&path, visit);
        }
    }
}
