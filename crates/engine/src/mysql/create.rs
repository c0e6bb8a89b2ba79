use std::path::Path;
use std::process::Command;

use super::{Installation, MySql, accounts};
use crate::create::{Workshop, option, run};
use crate::database::InitialDatabase;
use crate::error::CreateError;
use crate::files;
use crate::layout::{self, Layout};
use crate::mysql_family::accounts::initial_database;
use crate::mysql_family::config;
use crate::mysql_family::dialect::Dialect;
use crate::os_user::ServerUser;
use crate::spec::{MasterUser, Progress, Spec};

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
        config::write(&MySql, programs, spec, user, home, place)?;
        progress.report("creating the system tables");
        let mut initialize = command(installation, user, place);
        initialize.arg("--initialize-insecure");
        run("creating the system tables", initialize, b"").await?;
        progress.report("creating the accounts");
        let statements = statements(master, database).map_err(CreateError::Digest)?;
        bootstrap(installation, user, place, &statements).await
    })
    .await
}

/// The administrator is not among them: it is made at each start.
fn statements(master: &MasterUser, database: &InitialDatabase) -> std::io::Result<Vec<String>> {
    let login = MySql.login(master.password())?;
    let mut statements = vec![accounts::REMOVE_ROOT.to_owned()];
    statements.extend(MySql.master(master.name(), &login));
    statements.extend(initial_database(database));
    Ok(statements)
}

/// The server itself, without network, executes statements from a file and shuts down. Account
/// statements are refused to it while it initialises, hence a run of their own. After a statement that
/// failed it goes on without the rest, which is why `SHUTDOWN` is not an option of ours but the last.
async fn bootstrap(
    installation: &Installation,
    user: &ServerUser,
    place: &Layout,
    statements: &[String],
) -> Result<(), CreateError> {
    let file = place.root().join("bootstrap.sql");
    let text: String = statements
        .iter()
        .map(String::as_str)
        .chain(["SHUTDOWN"])
        .map(|statement| format!("{statement};\n"))
        .collect();
    files::write(&file, text.as_bytes(), layout::ours(user, 0o640))?;
    let mut command = command(installation, user, place);
    command
        .args(["--skip-networking", "--mysqlx=OFF"])
        // Relative to the data: the path of a workshop may be too long for a socket.
        .args(["--socket=bootstrap.sock", "--pid-file=bootstrap.pid"])
        .arg(option("--init-file=", &file))
        .arg(option("--plugin-dir=", &place.plugins()));
    run("creating the accounts", command, b"").await?;
    files::remove(&file)?;
    Ok(())
}

/// Through a shell for the umask, since some of the server's files would be readable to all.
fn command(installation: &Installation, user: &ServerUser, place: &Layout) -> Command {
    let mut command = user.command(Path::new("/bin/sh"));
    command
        .args(["-c", "umask 077; exec \"$0\" \"$@\""])
        .arg(&installation.programs.server)
        .arg("--no-defaults")
        .args(installation.programs.base_option())
        .arg(option("--datadir=", &place.data()))
        .arg(option("--tmpdir=", &place.temporary()))
        .args([
            "--skip-log-bin",
            "--secure-file-priv=NULL",
            "--auto-generate-certs=OFF",
            "--innodb-redo-log-capacity=32M",
            "--log-error-verbosity=1",
        ])
        .arg("--character-set-server=utf8mb4");
    command.current_dir("/");
    command
}
