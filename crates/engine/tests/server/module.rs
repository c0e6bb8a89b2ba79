use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use engine::ModuleInstallation;

use crate::support::{Cluster, MASTER, MASTER_PASSWORD, STOP_LIMIT, module, silent};

#[tokio::test]
async fn the_module_goes_in_at_run_time_once_and_stays_over_a_restart() {
    let (cluster, running) = Cluster::started().await;
    let admin = running.admin();
    assert!(!admin.module_installed().await.unwrap());
    let error = cluster.sql_as_master(CREATE_USER).unwrap_err();
    assert!(error.contains("ERROR 1524"), "{error}");

    assert_eq!(
        admin.install_module().await.unwrap(),
        ModuleInstallation::Installed
    );
    assert_eq!(
        admin.install_module().await.unwrap(),
        ModuleInstallation::AlreadyThere
    );
    cluster.sql_as_master(CREATE_USER).unwrap();

    running.stop(STOP_LIMIT, &silent).await.unwrap();
    let running = cluster.start().await;
    assert!(running.admin().module_installed().await.unwrap());
}

/// Taking it out and putting it in again under logins crashes MariaDB 10.11.
#[tokio::test]
async fn nobody_can_take_the_module_out_of_a_running_server() {
    let (cluster, running) = Cluster::started().await;
    running.admin().install_module().await.unwrap();
    for statement in [
        "UNINSTALL PLUGIN AWSAuthenticationPlugin",
        "UNINSTALL SONAME 'aws_auth'",
    ] {
        let error = cluster.sql_as_master(statement).unwrap_err();
        assert!(error.contains("ERROR 1702"), "{error}");
    }
    assert!(running.admin().module_installed().await.unwrap());
}

const CREATE_USER: &str = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

#[tokio::test]
async fn an_open_transaction_does_not_notice_the_installation() {
    let (cluster, running) = Cluster::started().await;
    let mut client = transaction(&cluster);
    let mut say = client.stdin.take().unwrap();
    let mut heard = BufReader::new(client.stdout.take().unwrap()).lines();
    writeln!(
        say,
        "BEGIN; UPDATE sugi01.sample SET name = 'ume' WHERE id = 1; SELECT 'open';"
    )
    .unwrap();
    assert_eq!(heard.next().unwrap().unwrap(), "open");
    running.admin().install_module().await.unwrap();
    writeln!(say, "SELECT name FROM sugi01.sample WHERE id = 1; COMMIT;").unwrap();
    assert_eq!(heard.next().unwrap().unwrap(), "ume");
    drop(say);
    assert!(client.wait().unwrap().success());
    let name = cluster
        .sql_as_master("SELECT name FROM sugi01.sample WHERE id = 1")
        .unwrap();
    assert_eq!(name, "ume");
}

#[tokio::test]
async fn locked_tables_hold_a_request_up_for_seconds_and_not_for_ever() {
    let (cluster, running) = Cluster::started().await;
    let mut client = transaction(&cluster);
    let mut say = client.stdin.take().unwrap();
    let mut heard = BufReader::new(client.stdout.take().unwrap()).lines();
    writeln!(say, "FLUSH TABLES WITH READ LOCK; SELECT 'locked';").unwrap();
    assert_eq!(heard.next().unwrap().unwrap(), "locked");
    let error = running.admin().install_module().await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("max_statement_time exceeded"), "{source}");
    drop(say);
    assert!(client.wait().unwrap().success());
    running.admin().install_module().await.unwrap();
}

/// The stock client, in a conversation.
fn transaction(cluster: &Cluster) -> Child {
    let mut command = Command::new("mariadb");
    command.args([
        "--no-defaults",
        "--protocol=tcp",
        "--host=127.0.0.1",
        "--ssl",
        "--batch",
    ]);
    command.args(["--unbuffered", "--skip-column-names"]);
    command
        .arg(format!("--port={}", cluster.spec.port))
        .arg(format!("--user={MASTER}"));
    command
        .env("MYSQL_PWD", MASTER_PASSWORD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command.spawn().unwrap()
}

#[tokio::test]
async fn a_module_that_cannot_be_loaded_is_an_error_of_its_own_and_the_server_lives() {
    let mut cluster = Cluster::planned().await;
    cluster.spec.module = cluster.folder.path().join("ca.pem");
    cluster.create().await.unwrap();
    let running = cluster.start().await;
    let error = running.admin().install_module().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server could not load the login module"
    );
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("invalid ELF header"), "{source}");
    running.admin().ping().await.unwrap();
}

#[tokio::test]
async fn many_who_switch_it_on_at_once_all_succeed() {
    let (_cluster, running) = Cluster::started().await;
    let admin = running.admin();
    let all = tokio::join!(
        admin.install_module(),
        admin.install_module(),
        admin.install_module(),
        admin.install_module()
    );
    let all = [
        all.0.unwrap(),
        all.1.unwrap(),
        all.2.unwrap(),
        all.3.unwrap(),
    ];
    assert!(all.contains(&ModuleInstallation::Installed), "{all:?}");
    assert!(admin.module_installed().await.unwrap());
}

#[tokio::test]
async fn the_running_module_knows_the_agents_socket() {
    let (cluster, running) = Cluster::started().await;
    running.admin().install_module().await.unwrap();
    let socket = cluster
        .sql_as_master("SELECT @@awsauthenticationplugin_agent_socket")
        .unwrap();
    assert_eq!(socket, cluster.spec.agent_socket.display().to_string());
}

#[tokio::test]
async fn the_walks_statements_work_and_what_they_open_is_warned_about() {
    let (cluster, running) = Cluster::started().await;
    let admin = running.admin();
    admin.install_module().await.unwrap();
    cluster.sql_as_master(CREATE_USER).unwrap();
    let users = cluster
        .sql_as_master("select user, host from mysql.user")
        .unwrap();
    assert!(users.contains("iamuser01\t%"), "{users}");
    assert!(admin.iam_grant_warnings().await.unwrap().is_empty());

    cluster
        .sql_as_master("GRANT ALL ON `%`.* TO 'iamuser01'@'%'")
        .unwrap();
    let grants = cluster.sql_as_master("SHOW GRANTS FOR iamuser01").unwrap();
    assert!(
        grants.contains("GRANT ALL PRIVILEGES ON `%`.* TO `iamuser01`@`%`"),
        "{grants}"
    );
    let warnings = admin.iam_grant_warnings().await.unwrap();
    assert_eq!(
        warnings
            .iter()
            .map(|w| w.grant.as_str())
            .collect::<Vec<_>>(),
        ["ON `%`.*"]
    );
    assert!(
        warnings[0]
            .to_string()
            .starts_with("`iamuser01`@`%` can write to the server's own tables")
    );

    let account = admin
        .users()
        .await
        .unwrap()
        .into_iter()
        .find(|user| user.name == "iamuser01");
    assert_eq!(account.unwrap().plugin, "AWSAuthenticationPlugin");
}

#[tokio::test]
async fn dangerous_grants_are_found_through_roles_patterns_and_tables() {
    let (cluster, running) = Cluster::started().await;
    running.admin().install_module().await.unwrap();
    for name in ["harmless", "by_role", "by_pattern", "by_table", "global"] {
        let create = format!("CREATE USER {name} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
        cluster.sql_as_master(&create).unwrap();
    }
    for statement in [
        "GRANT ALL ON sugi01.* TO harmless",
        "GRANT SELECT ON mysql.* TO harmless",
        "GRANT ALL ON `m_sql_`.* TO harmless",
        "CREATE ROLE outer_role",
        "CREATE ROLE inner_role",
        "GRANT INSERT ON *.* TO inner_role",
        "GRANT inner_role TO outer_role",
        "GRANT outer_role TO by_role",
        "GRANT UPDATE ON `m_s%`.* TO by_pattern",
        "GRANT DELETE ON mysql.global_priv TO by_table",
        "GRANT INSERT ON *.* TO global",
    ] {
        cluster.sql_as_master(statement).unwrap();
    }
    let warnings = running.admin().iam_grant_warnings().await.unwrap();
    let found: Vec<_> = warnings
        .iter()
        .map(|w| (w.user.as_str(), w.grant.as_str()))
        .collect();
    let expected = [
        ("by_pattern", "ON `m_s%`.*"),
        ("by_role", "ON *.* through role `inner_role`"),
        ("by_table", "ON `mysql`.`global_priv`"),
        ("global", "ON *.*"),
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_login_is_refused_while_no_agent_answers_and_the_server_lives() {
    let (cluster, running) = Cluster::started().await;
    running.admin().install_module().await.unwrap();
    cluster.sql_as_master(CREATE_USER).unwrap();
    let error = cluster.sql("iamuser01", "token", "SELECT 1").unwrap_err();
    let refusal = "Access denied for user 'iamuser01'@'127.0.0.1' (using password: YES)";
    assert!(
        error.contains("ERROR 1045 (28000)") && error.contains(refusal),
        "{error}"
    );
    assert_eq!(cluster.sql_as_master("SELECT 1").unwrap(), "1");
}

#[tokio::test]
async fn a_new_build_of_the_module_replaces_the_file_and_not_its_bytes() {
    let (mut cluster, _running) = Cluster::started().await;
    let inode = |path| std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).unwrap());
    let before = inode(cluster.path("plugins/aws_auth.so"));
    let newer = cluster.folder.path().join("newer.so");
    std::fs::copy(module(), &newer).unwrap();
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(&newer)
        .unwrap();
    std::io::Write::write_all(&mut file, b"newer").unwrap();
    cluster.spec.module = newer;
    cluster
        .engine
        .adopt(&cluster.spec)
        .await
        .unwrap()
        .unwrap()
        .stop(STOP_LIMIT, &silent)
        .await
        .unwrap();
    cluster.start().await;
    assert_ne!(inode(cluster.path("plugins/aws_auth.so")), before);
}

#[tokio::test]
async fn the_stock_plugins_are_at_hand() {
    let (cluster, _running) = Cluster::started().await;
    let engine::Engine::MariaDb(installation) = &cluster.engine else {
        panic!("not a MariaDB");
    };
    assert!(
        installation
            .programs
            .plugin_directory
            .join("auth_ed25519.so")
            .exists()
    );
    let mut client = Command::new("mariadb");
    client.args([
        "--no-defaults",
        "--user=rdsadmin",
        "--execute=INSTALL SONAME 'auth_ed25519'",
    ]);
    client.arg(format!(
        "--socket={}",
        cluster.path("run/mariadb.sock").display()
    ));
    let password = std::fs::read_to_string(cluster.path("administrator")).unwrap();
    client.env("MYSQL_PWD", password);
    crate::support::said(&client.output().unwrap()).unwrap();
}
