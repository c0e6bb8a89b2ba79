//! One cluster's life on every server of MySQL's family that there is here.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use engine::{
    Engine, Exit, MasterUser, ModuleInstallation, Password, Product, Running, SearchPath,
    StartError, Stopped,
};
use testkit::engines::mysql_family;

use crate::support::{Cluster, MASTER, STOP_LIMIT, certificates, silent};

#[tokio::test]
async fn a_cluster_lives_its_life_on_each_server_of_the_family() {
    for engine in mysql_family() {
        let product = match engine.name {
            "mysql" => Product::MySql,
            _ => Product::MariaDb,
        };
        let search = SearchPath::new(engine.folders.clone());
        let engine = Engine::discover(product, &search).await.unwrap();
        println!("{product} {}", engine.version());
        let mut cluster = Cluster::planned_on(engine);
        let master = MasterUser::new(product, MASTER, password()).unwrap();
        cluster.create_with(&master).await.unwrap();
        let running = cluster.start().await;
        says_its_version(&cluster, &running).await;
        has_the_accounts_of_an_aurora(&cluster, &running, product).await;
        has_the_procedures_that_end_sessions(&cluster, &running, product).await;
        takes_the_module(&cluster, &running).await;
        keeps_the_account_statement(&cluster, product);
        warns_of_grants(&cluster, &running).await;
        ends_sessions(&cluster, &running).await;
        renews_its_certificate(&mut cluster).await;
        resets_the_master(&cluster, &running, product).await;
        let running = survives_a_kill(&cluster, running).await;
        refuses_newer_data(&cluster, running, product).await;
    }
}

fn password() -> Password {
    Password::new(crate::support::MASTER_PASSWORD.to_owned())
}

async fn says_its_version(cluster: &Cluster, running: &Running) {
    let version = running.admin().version().await.unwrap();
    assert!(
        version.starts_with(&cluster.engine.version().to_string()),
        "{version}"
    );
    let adopted = cluster.engine.adopt(&cluster.spec).await.unwrap();
    assert_eq!(adopted.expect("it runs").pid(), running.pid());
    let tls = cluster.sql_as_master("SHOW STATUS LIKE 'Ssl_version'");
    assert_eq!(tls.unwrap(), "Ssl_version\tTLSv1.3");
}

async fn has_the_accounts_of_an_aurora(cluster: &Cluster, running: &Running, product: Product) {
    let users = running.admin().users().await.unwrap();
    let named = |name: &str| users.iter().find(|user| user.name == name);
    assert_eq!(named(MASTER).unwrap().host, "%");
    assert_eq!(named("rdsadmin").unwrap().host, "localhost");
    assert!(named("root").is_none(), "{users:?}");
    assert!(named("AWS_LOAD_S3_ACCESS").is_none(), "a role is no user");

    let role = cluster.sql_as_master("SELECT CURRENT_ROLE()").unwrap();
    assert!(role.contains("rds_superuser_role"), "{role}");
    cluster
        .sql_as_master(
            "CREATE USER app IDENTIFIED BY 'pw'; GRANT AWS_LOAD_S3_ACCESS TO app; \
             GRANT ALL ON `%`.* TO app; GRANT rds_superuser_role TO app",
        )
        .unwrap();
    let sample = cluster.sql("app", "pw", "SELECT name FROM sugi01.sample LIMIT 1");
    assert_eq!(sample.unwrap(), "sugi");
    let taken = "SET ROLE AWS_LOAD_S3_ACCESS; SELECT CURRENT_ROLE()";
    let taken = cluster.sql("app", "pw", taken).unwrap();
    assert!(taken.contains("AWS_LOAD_S3_ACCESS"), "{taken}");
    for statement in ["SET GLOBAL max_connections = 7", "SHUTDOWN"] {
        let error = cluster.sql_as_master(statement).unwrap_err();
        assert!(error.contains("Access denied"), "{statement}: {error}");
    }
    if product == Product::MySql {
        let error = cluster.sql_as_master("ALTER USER rdsadmin@localhost ACCOUNT LOCK");
        assert!(error.unwrap_err().contains("SYSTEM_USER"));
        let error = cluster.sql_as_master("DROP USER rdsadmin@localhost");
        assert!(error.unwrap_err().contains("ERROR 4006"));
    }
}

/// For whoever may execute them; our own account's are left alone.
async fn has_the_procedures_that_end_sessions(
    cluster: &Cluster,
    running: &Running,
    product: Product,
) {
    cluster
        .sql_as_master("CREATE USER guest IDENTIFIED BY 'pw'")
        .unwrap();
    let mut client = crate::accounts::sleeper(cluster, "app");
    let kill = format!("CALL mysql.rds_kill({})", busy(running, "app").await);
    let error = cluster.sql("guest", "pw", &kill).unwrap_err();
    assert!(error.contains("ERROR 1370"), "{error}");
    cluster.sql_as_master(&kill).unwrap();
    assert!(!client.wait().unwrap().success());

    let mut client = crate::accounts::sleeper(cluster, "app");
    let id = busy(running, "app").await;
    cluster
        .sql_as_master(&format!("CALL mysql.rds_kill_query({id})"))
        .unwrap();
    client.wait().unwrap();

    let mut ours = our_own_sleeper(cluster, product);
    let id = busy(running, "rdsadmin").await;
    for procedure in ["rds_kill", "rds_kill_query"] {
        let kill = format!("CALL mysql.{procedure}({id})");
        let error = cluster.sql_as_master(&kill).unwrap_err();
        assert!(error.contains("CANNOT KILL RDSADMIN SESSION"), "{error}");
    }
    assert_eq!(busy(running, "rdsadmin").await, id);
    ours.kill().unwrap();
    ours.wait().unwrap();
}

/// The number of a user's session that executes a statement, as soon as there is one.
async fn busy(running: &Running, user: &str) -> u64 {
    let found = async {
        loop {
            let sessions = running.admin().sessions(Some(user)).await.unwrap();
            match sessions.iter().find(|session| session.command == "Query") {
                Some(session) => return session.id,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    tokio::time::timeout(STOP_LIMIT, found).await.unwrap()
}

fn our_own_sleeper(cluster: &Cluster, product: Product) -> Child {
    let socket = match product {
        Product::MySql => "run/mysql.sock",
        _ => "run/mariadb.sock",
    };
    let password = std::fs::read_to_string(cluster.path("administrator"));
    let mut command = Command::new("mariadb");
    command
        .args(["--no-defaults", "--user=rdsadmin"])
        .arg(format!("--socket={}", cluster.path(socket).display()))
        .args(["--execute", "SELECT SLEEP(600)"])
        .env("MYSQL_PWD", password.unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

async fn takes_the_module(cluster: &Cluster, running: &Running) {
    let admin = running.admin();
    let error = cluster.sql_as_master(CREATE_USER).unwrap_err();
    assert!(error.contains("ERROR 1524"), "{error}");
    let first = admin.install_module().await.unwrap();
    let second = admin.install_module().await.unwrap();
    assert_eq!(
        (first, second),
        (
            ModuleInstallation::Installed,
            ModuleInstallation::AlreadyThere
        )
    );
    cluster.sql_as_master(CREATE_USER).unwrap();
    let socket = cluster.sql_as_master("SELECT @@awsauthenticationplugin_agent_socket");
    assert_eq!(
        socket.unwrap(),
        cluster.spec.agent_socket.display().to_string()
    );
    let error = cluster.sql("iamuser01", "token", "SELECT 1").unwrap_err();
    assert!(error.contains("ERROR 1045 (28000)"), "{error}");
}

const CREATE_USER: &str = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

fn keeps_the_account_statement(cluster: &Cluster, product: Product) {
    let shown = cluster.sql_as_master("SHOW CREATE USER iamuser01").unwrap();
    let expected = match product {
        Product::MySql => "IDENTIFIED WITH 'AWSAuthenticationPlugin' AS 'RDS'",
        _ => "IDENTIFIED VIA AWSAuthenticationPlugin USING 'RDS'",
    };
    assert!(shown.contains(expected), "{shown}");
}

async fn warns_of_grants(cluster: &Cluster, running: &Running) {
    let admin = running.admin();
    assert_eq!(admin.iam_grant_warnings().await.unwrap(), []);
    cluster
        .sql_as_master("GRANT ALL ON sugi01.* TO iamuser01; GRANT rds_superuser_role TO iamuser01")
        .unwrap();
    let warnings = admin.iam_grant_warnings().await.unwrap();
    let grants: Vec<_> = warnings.iter().map(|w| w.grant.as_str()).collect();
    assert_eq!(grants, ["ON *.* through role `rds_superuser_role`"]);
}

async fn ends_sessions(cluster: &Cluster, running: &Running) {
    let admin = running.admin();
    let mut client = crate::accounts::sleeper(cluster, "app");
    while admin.sessions(Some("app")).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(admin.sessions(Some("APP")).await.unwrap().is_empty());
    // That of a client that has just left may still be closing.
    let alone = async {
        while admin.connection_count().await.unwrap() != 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(STOP_LIMIT, alone).await.unwrap();
    assert_eq!(admin.kill_sessions("app").await.unwrap(), 1);
    assert!(!client.wait().unwrap().success());
}

async fn renews_its_certificate(cluster: &mut Cluster) {
    let (root, tls) = certificates();
    std::fs::write(cluster.folder.path().join("ca.pem"), root).unwrap();
    assert!(
        cluster.sql_as_master("SELECT 1").is_err(),
        "the old certificate is not of this root"
    );
    cluster.spec.tls = tls;
    cluster
        .engine
        .renew_certificate(&cluster.spec)
        .await
        .unwrap();
    cluster.sql_as_master("SELECT 1").unwrap();
}

async fn resets_the_master(cluster: &Cluster, running: &Running, product: Product) {
    let reset = MasterUser::new(product, MASTER, Password::new("other".to_owned())).unwrap();
    running.admin().put_master(&reset).await.unwrap();
    assert!(cluster.sql_as_master("SELECT 1").is_err());
    cluster.sql(MASTER, "other", "CREATE USER u1").unwrap();
    let original = MasterUser::new(product, MASTER, password()).unwrap();
    running.admin().put_master(&original).await.unwrap();
}

async fn survives_a_kill(cluster: &Cluster, running: Running) -> Running {
    cluster
        .sql_as_master("INSERT INTO sugi01.sample VALUES (4, 'kusu', 20.0)")
        .unwrap();
    let pid = rustix::process::Pid::from_raw(running.pid().cast_signed()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    assert_eq!(running.wait_exit().await.unwrap(), Exit::Signal(9));
    let running = cluster.start().await;
    let count = cluster.sql_as_master("SELECT COUNT(*) FROM sugi01.sample");
    assert_eq!(count.unwrap(), "4");
    assert!(running.admin().module_installed().await.unwrap());
    running
}

async fn refuses_newer_data(cluster: &Cluster, running: Running, product: Product) {
    let stopped = running.stop(STOP_LIMIT, &silent).await.unwrap();
    assert_eq!(stopped, Stopped::Clean);
    let (note, text) = match product {
        Product::MySql => (
            "mysql_upgrade_history",
            r#"{"upgrade_history":[{"version":"99.1.2"}]}"#,
        ),
        _ => ("mariadb_upgrade_info", "99.1.2-MariaDB"),
    };
    std::fs::write(cluster.path("data").join(note), text).unwrap();
    let started = cluster.engine.start(&cluster.spec, &silent).await;
    let error = started.unwrap_err();
    assert!(matches!(error, StartError::DataIsNewer { .. }), "{error}");
}
