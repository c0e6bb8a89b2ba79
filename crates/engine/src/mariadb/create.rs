use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::time::{Instant, sleep};

use super::accounts;
use super::config::{self, ConfigError};
use super::discover::Installation;
use super::log;
use crate::engine::CreateError;
use crate::files::{self, AtPath};
use crate::layout::{self, Layout};
use crate::os_user::ServerUser;
use crate::spec::{MasterUser, Progress, Sample, Spec};

/// The name `mariadb-install-db` gives the second of its two all-powerful accounts. Named, since
/// it otherwise depends on the environment; dropped at once.
const INSTALL_DB_USER: &str = "mariadb-install-db";

/// How long a helper of an interrupted creation may go on; it takes less than a second alone.
const ORPHAN_LIMIT: Duration = Duration::from_secs(20);

/// How often removing what it writes is tried.
const ORPHAN_INTERVAL: Duration = Duration::from_millis(100);

pub(crate) async fn create(
    installation: &Installation,
    spec: &Spec,
    master: &MasterUser,
    sample: Sample,
    progress: &dyn Progress,
) -> Result<(), CreateError> {
    let home = Layout::new(spec)?;
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    let parent = home.root().parent().unwrap_or(Path::new("/"));
    layout::check_traversable(parent, &user)?;
    if is_occupied(home.root()) {
        return Err(CreateError::Exists {
            directory: home.root().display().to_string(),
        });
    }
    let (workshop, leftovers) = workshop(home.root());
    for leftover in leftovers {
        progress.report("removing what an interrupted creation left");
        remove_leftover(&leftover).await.at("remove", &leftover)?;
    }
    let place = Layout::at(workshop);
    let built = async {
        progress.report("preparing configuration, certificate and login module");
        config::write(installation, spec, &user, &home, &place)?;
        progress.report("creating the system tables");
        install_db(installation, &user, &place).await?;
        progress.report("creating the accounts");
        bootstrap(installation, &user, &place, &statements(master, sample)).await?;
        put_in_place(&place, &home, parent)
    };
    let built = built.await;
    if built.is_err() {
        // The error that matters is the one at hand; the next attempt removes the rest.
        let _ = fs::remove_dir_all(place.root());
    }
    built
}

/// Whether something lies there that is not an empty folder, which the last step could replace.
fn is_occupied(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

/// Where this process builds, beside the final place so that a rename puts it there, and what
/// others that were interrupted left. The name is this process's own: a helper of an interrupted
/// one may still be writing into its folder.
fn workshop(home: &Path) -> (PathBuf, Vec<PathBuf>) {
    let mut prefix = OsString::from(".");
    prefix.push(home.file_name().unwrap_or_default());
    prefix.push(".making-");
    let prefix = prefix.to_string_lossy().into_owned();
    let beside = home.parent().and_then(|parent| fs::read_dir(parent).ok());
    let leftovers = beside
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .map(|entry| entry.path())
        .collect();
    (
        home.with_file_name(format!("{prefix}{}", std::process::id())),
        leftovers,
    )
}

/// A helper whose starter was killed goes on for a moment, making files in what is being removed.
async fn remove_leftover(leftover: &Path) -> io::Result<()> {
    let deadline = Instant::now() + ORPHAN_LIMIT;
    loop {
        match fs::remove_dir_all(leftover) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error)
                if error.kind() == io::ErrorKind::DirectoryNotEmpty
                    && Instant::now() < deadline => {}
            done => return done,
        }
        sleep(ORPHAN_INTERVAL).await;
    }
}

fn put_in_place(place: &Layout, home: &Layout, parent: &Path) -> Result<(), CreateError> {
    files::sync_folder(place.root())?;
    fs::rename(place.root(), home.root()).at("put in place", home.root())?;
    Ok(files::sync_folder(parent)?)
}

/// The administrator is not among them: it is made at each start.
fn statements(master: &MasterUser, sample: Sample) -> Vec<String> {
    // Without it account statements are refused here as under `--skip-grant-tables`.
    let mut statements = vec!["FLUSH PRIVILEGES".to_owned()];
    statements.extend(accounts::removal_statements(INSTALL_DB_USER));
    statements.extend(accounts::master_statements(master));
    if sample == Sample::Sugi01 {
        statements.extend(accounts::SAMPLE.map(str::to_owned));
    }
    statements
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
    let mut command = user.command(&installation.server);
    command
        .env("TMPDIR", place.temporary())
        .arg("--no-defaults")
        .arg("--bootstrap")
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

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

async fn run(
    step: &'static str,
    command: std::process::Command,
    input: &[u8],
) -> Result<(), CreateError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = output(command, input)
        .await
        .map_err(|source| CreateError::Run { program, source })?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stdout, output.stderr].concat();
    let lines = log::telling_lines(&String::from_utf8_lossy(&text));
    Err(CreateError::Failed {
        step,
        status: output.status,
        output: lines,
    })
}

async fn output(command: std::process::Command, input: &[u8]) -> io::Result<Output> {
    let mut command = tokio::process::Command::from(command);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn()?;
    let mut pipe = child
        .stdin
        .take()
        .ok_or_else(|| io::Error::other("no pipe"))?;
    let write = async move {
        // A program that ends early says why itself; the broken pipe is only its echo.
        let _ = pipe.write_all(input).await;
    };
    let ((), output) = tokio::join!(write, child.wait_with_output());
    output
}

impl From<ConfigError> for CreateError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Spec(error) => Self::Layout(error.into()),
            ConfigError::File(error) => Self::File(error),
            ConfigError::Module(error) => Self::Module(error),
        }
    }
}
