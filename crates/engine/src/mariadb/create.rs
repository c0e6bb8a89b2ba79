use std::path::Path;

use super::{Installation, MariaDb, accounts};
use crate::create::{Workshop, option, run};
use crate::database::InitialDatabase;
use crate::error::CreateError;
use crate::layout::Layout;
use crate::mysql_family::accounts::initial_database;
use crate::mysql_family::config;
use crate::mysql_family::dialect::Dialect;
use crate::os_user::ServerUser;
use crate::spec::{MasterUser, Progress, Spec};

/// The name `mariadb-install-db` gives the second of its two all-powerful accounts. Named, since
/// it otherwise depends on the environment; dropped at once.
const INSTALL_DB_USER: &str = "mariadb-install-db";

pub(crate) async fn create(
    installation: &Installation,
    spec: &Spec,
    master: &MasterUser,
    database: &InitialDatabase,
    progress: &dyn Progress,
) -> Result<(), CreateError> {
    let programs = &installation.programs;
    Workshop::build(spec, progress, async |Workshop { home, place, user }| {
        progress.report("preparing configuration, certificate and login module");
        config::write(&MariaDb, programs, spec, user, home, place)?;
        progress.report("creating the system tables");
        install_db(installation, user, place).await?;
        progress.report("creating the accounts");
        let statements = statements(master, database).map_err(CreateError::Digest)?;
        bootstrap(installation, user, place, &statements).await
    })
    .await
}

/// The administrator is not among them: it is made at each start.
fn statements(master: &MasterUser, database: &InitialDatabase) -> std::io::Result<Vec<String>> {
    // Without it account statements are refused here as under `--skip-grant-tables`.
    let mut statements = vec!["FLUSH PRIVILEGES".to_owned()];
    statements.extend(accounts::removal_statements(INSTALL_DB_USER));
    let login = MariaDb.login(master.password())?;
    statements.extend(MariaDb.master(master.name(), &login));
    statements.extend(accounts::roles(master.name()));
    statements.extend(initial_database(database));
    Ok(statements)
}

/// Run as the server's user, not with `--user`: as root it would change the owners of the
/// package's PAM helper. The shell is there for the umask, since one of its files would be
/// readable to all.
async fn install_db(
    installation: &Installation,
    user: &ServerUser,
    place: &Layout,
) -> Result<(), CreateError> {
    let mut command = user.command(Path::new("/bin/sh"));
    command
        .env("TMPDIR", place.temporary())
        .args(["-c", "umask 077; exec \"$0\" \"$@\""])
        .arg(&installation.install_db)
        .arg("--no-defaults")
        .args(installation.programs.base_option())
        .arg(option("--datadir=", &place.data()))
        .args(["--skip-test-db", "--skip-name-resolve", "--force"])
        .arg("--auth-root-authentication-method=socket")
        .arg(format!("--auth-root-socket-user={INSTALL_DB_USER}"))
        .arg("--innodb-log-file-size=32M");
    run("creating the system tables", command, b"").await
}

/// The server itself, without network or socket, executes statements from its standard input.
async fn bootstrap(
    installation: &Installation,
    user: &ServerUser,
    place: &Layout,
    statements: &[String],
) -> Result<(), CreateError> {
    let mut command = user.command(&installation.programs.server);
    command
        .env("TMPDIR", place.temporary())
        .arg("--no-defaults")
        .arg("--bootstrap")
        .args(installation.programs.base_option())
        .arg(option("--datadir=", &place.data()))
        .arg(option("--plugin-dir=", &place.plugins()))
        .args([
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_general_ci",
        ])
        .args(["--innodb-log-file-size=32M", "--log-warnings=0"]);
    let input: String = statements
        .iter()
        .map(|statement| format!("{statement};\n"))
        .collect();
    run("creating the accounts", command, input.as_bytes()).await
}
