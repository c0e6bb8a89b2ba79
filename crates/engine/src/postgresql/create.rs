use std::path::Path;
use std::process::Command;

use super::config;
use super::data;
use super::discover::{Installation, Programs};
use super::roles::{self, ADMINISTRATOR};
use super::sql::identifier;
use crate::create::{Workshop, option, run};
use crate::database::InitialDatabase;
use crate::error::CreateError;
use crate::files;
use crate::layout::{self, Layout};
use crate::os_user::ServerUser;
use crate::spec::{MasterUser, Progress, Spec};

/// What a database is called that a new server has whatever it is made for.
const DEFAULT_DATABASE: &str = "postgres";

/// The database of the README's walk.
const SAMPLE_DATABASE: &str = "sugi01";

pub(crate) async fn create(
    installation: &Installation,
    spec: &Spec,
    master: &MasterUser,
    database: &InitialDatabase,
    progress: &dyn Progress,
) -> Result<(), CreateError> {
    let programs = installation.newest();
    Workshop::build(spec, progress, async |Workshop { home, place, user }| {
        progress.report("preparing configuration, certificate and login module");
        config::write(spec, user, home, place)?;
        let readable = layout::ours(user, 0o640);
        files::write(
            &data::master_file(place),
            master.name().as_bytes(),
            readable,
        )?;
        progress.report("creating the system tables");
        let step = "creating the system tables";
        run(step, initdb(programs, user, place), b"").await?;
        progress.report("creating the accounts");
        let mut statements = accounts(master, programs.version.major);
        statements.extend(initial_database(database, master));
        single(programs, user, place, DEFAULT_DATABASE, &statements).await?;
        match database {
            InitialDatabase::Sample => {
                single(
                    programs,
                    user,
                    place,
                    SAMPLE_DATABASE,
                    &sample_table(master),
                )
                .await
            }
            InitialDatabase::None | InitialDatabase::Named(_) => Ok(()),
        }
    })
    .await
}

fn initdb(programs: &Programs, user: &ServerUser, place: &Layout) -> Command {
    let mut command = user.command(&programs.initdb);
    command
        .arg(option("--pgdata=", &place.data()))
        .arg(format!("--username={ADMINISTRATOR}"))
        // Its own files for this are not the ones that we use.
        .args(["--auth-local=reject", "--auth-host=reject"])
        .args(["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"])
        .arg("--no-instructions")
        .current_dir("/");
    command
}

/// The server itself, without network, executes one statement per line of its standard input, as our
/// own account. It ends at the first that fails.
async fn single(
    programs: &Programs,
    user: &ServerUser,
    place: &Layout,
    database: &str,
    statements: &[String],
) -> Result<(), CreateError> {
    let mut command = user.command(&programs.server);
    command
        .args([
            "--single",
            "-c",
            "exit_on_error=on",
            "-c",
            "log_min_messages=fatal",
        ])
        .arg("-D")
        .arg(place.data())
        .arg(database)
        .current_dir(Path::new("/"));
    let input: String = statements
        .iter()
        .map(|statement| format!("{statement};\n"))
        .collect();
    run("creating the accounts", command, input.as_bytes()).await
}

/// As on RDS: a database of our own account's, which nobody else enters, and one of the master user's.
fn accounts(master: &MasterUser, major: u32) -> Vec<String> {
    let owner = identifier(master.name());
    let mut statements = roles::group_roles(major);
    statements.extend(roles::master(
        master.name(),
        &roles::verifier(master.password()),
        major,
    ));
    statements.push(format!(
        "CREATE DATABASE {ADMINISTRATOR} OWNER {ADMINISTRATOR}"
    ));
    statements.push(format!(
        "REVOKE ALL ON DATABASE {ADMINISTRATOR} FROM PUBLIC"
    ));
    statements.push(format!(
        "ALTER DATABASE {DEFAULT_DATABASE} OWNER TO {owner}"
    ));
    statements
}

/// What makes the database that a new server is asked to have: the master user's, as on RDS. A server
/// has [`DEFAULT_DATABASE`] without being asked.
fn initial_database(database: &InitialDatabase, master: &MasterUser) -> Option<String> {
    let name = match database {
        InitialDatabase::None => None,
        InitialDatabase::Named(name) => Some(name.as_str()),
        InitialDatabase::Sample => Some(SAMPLE_DATABASE),
    };
    let name = identifier(name.filter(|name| *name != DEFAULT_DATABASE)?);
    let owner = identifier(master.name());
    Some(format!("CREATE DATABASE {name} OWNER {owner}"))
}

/// The table that the README's walk reads, with the same content as elsewhere.
fn sample_table(master: &MasterUser) -> [String; 3] {
    let owner = identifier(master.name());
    [
        "CREATE TABLE public.sample (id integer PRIMARY KEY, name varchar(40) NOT NULL, \
         height_m numeric(4,1) NOT NULL)"
            .to_owned(),
        "INSERT INTO public.sample (id, name, height_m) VALUES (1, 'sugi', 38.5), \
         (2, 'hinoki', 30.0), (3, 'matsu', 24.2)"
            .to_owned(),
        format!("ALTER TABLE public.sample OWNER TO {owner}"),
    ]
}
