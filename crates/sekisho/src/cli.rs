//! The command line's grammar.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::api::Calling;
use crate::attachment::{Administrator, Endpoint, OtherHost};
use crate::place::{AgentPlace, Place};
use crate::policy::Policy;

/// IAM database authentication for MySQL, MariaDB and PostgreSQL.
///
/// Log in to a database with a token minted from IAM credentials instead of a stored password, as on
/// Amazon RDS and Aurora.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done or yes, 1 the answer is no, 2 wrong input, 3 something failed."
)]
pub struct Cli {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a stand-in for RDS/Aurora here: the APIs, a real database server, the agent
    ///
    /// On the first start it makes a data directory, a certificate authority, an account with a root
    /// access key, and the cluster `mycluster` on the MariaDB server that is installed. It runs until
    /// Ctrl-C; the next start finds everything as it was.
    Up(Up),
    /// Stop what an `up` that was killed left running
    Down,
    /// Show what runs, and where
    Status(Status),
    /// Print shell commands that point AWS clients at the stand-in: eval "$(sekisho env)"
    Env(Env),
    /// Print the certificates that database clients should trust
    Ca(Ca),
    /// Mint a token: the password for one login, valid for 15 minutes
    ///
    /// Takes the flags of `aws rds generate-db-auth-token` and prints the same token. Works for RDS,
    /// Aurora and every server of ours; makes no call.
    Token(Token),
    /// `sekisho rds generate-db-auth-token`, for scripts that say `aws rds …`
    #[command(hide = true)]
    Rds(Rds),
    /// Log in: mint a token and become the database client
    ///
    /// The token is handed over in memory; no process list shows it. The server's certificate is
    /// verified. Give further arguments for the client behind `--`.
    Connect(Connect),
    /// Show login attempts, each with the reason
    Logins(Logins),
    /// Explain a token: what it says, whether it would be let in, and what to change
    Why(Why),
    /// Try policies, look for mistakes in them, ask who can connect
    Policy(Policy),
    /// Add IAM logins to a database server that you run already
    ///
    /// Run it on the server's machine. Nothing is restarted and no connection is lost: the server is
    /// examined, the login module is loaded into it, and a trial user logs in with a token. What is done
    /// is written down first; `sekisho detach` takes it all back.
    Attach(Attach),
    /// Take IAM logins away from an attached server, which is then as it was before
    Detach(Detach),
    /// Run the agent of this host, or join this host with a code
    ///
    /// `up` runs the one beside it by itself. On every other host with databases: `sekisho agent join`
    /// once, with the code that `sekisho agents invite` gave, and then this as a service.
    Agent(Agent),
    /// Invite, list and remove agents of other hosts
    Agents(Agents),
    /// Wipe the account of the stand-in, for test suites: everything in IAM, every database
    ///
    /// Refused unless it was started with `up --allow-reset`. The root's access key stays, and so do
    /// servers that were attached.
    Reset(Reset),
    /// Print shell completions
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub struct Up {
    /// The API's port; the first start writes it down
    #[arg(long)]
    pub port: Option<u16>,
    /// The address that the API and the databases listen on
    #[arg(long, value_name = "ADDRESS")]
    pub bind: Option<IpAddr>,
    /// A further name that clients reach the databases by; may be repeated
    #[arg(long = "endpoint-host", value_name = "HOST")]
    pub endpoint_hosts: Vec<String>,
    /// Await agents of other hosts here, over mutual TLS; off unless asked for
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub agents_listen: Option<SocketAddr>,
    /// The account id, twelve digits [default: 123456789012]
    #[arg(long, value_name = "ID")]
    pub account_id: Option<String>,
    /// The region [default: us-west-2]
    #[arg(long)]
    pub region: Option<String>,
    /// The first cluster's engine, as the RDS API names it [default: the first that is installed of
    /// mariadb, mysql, postgres]
    #[arg(long)]
    pub engine: Option<String>,
    /// Make the table sugi01.sample in the first cluster
    #[arg(long)]
    pub sample: bool,
    /// Make no first cluster, this time: for who attaches servers of their own
    #[arg(long, conflicts_with = "engine")]
    pub no_cluster: bool,
    /// Let local users connect without TLS (IAM users never may)
    #[arg(long)]
    pub allow_plain_connections: bool,
    /// The native login module [default: libaws_auth.so beside this program]
    #[arg(long, value_name = "FILE")]
    pub module: Option<PathBuf>,
    /// Folders with database servers to use before those that are installed; the first start, and each
    /// that names some, writes them down
    #[arg(
        long,
        value_name = "FOLDERS",
        env = "SEKISHO_ENGINE_PATH",
        value_delimiter = ':'
    )]
    pub engine_path: Vec<PathBuf>,
    /// Let `sekisho reset` wipe the account, this time
    #[arg(long)]
    pub allow_reset: bool,
    /// Answer plain HTTP from other machines too, unencrypted
    #[arg(long)]
    pub allow_plain_http: bool,
    /// Refuse callers that make more calls a second, as Amazon does: SDKs wait and try again
    #[arg(long, value_name = "CALLS")]
    pub api_rate: Option<std::num::NonZeroU32>,
    /// Take an identity provider's keys from this file in place of the provider; may be repeated
    #[arg(long = "oidc-jwks", value_name = "ISSUER=FILE", value_parser = pinned_keys)]
    pub oidc_jwks: Vec<(String, PathBuf)>,
}

/// An issuer without `https://`, and its file.
fn pinned_keys(text: &str) -> Result<(String, PathBuf), String> {
    let (issuer, file) = text
        .split_once('=')
        .ok_or("it takes ISSUER=FILE, for example https://idp.example.com=jwks.json")?;
    let issuer = issuer
        .strip_prefix("https://")
        .ok_or("an issuer begins with https://")?;
    let file = std::path::absolute(file).map_err(|error| error.to_string())?;
    if !file.is_file() {
        return Err(format!("there is no file {}", file.display()));
    }
    Ok((issuer.trim_end_matches('/').to_owned(), file))
}

#[derive(Debug, Args)]
pub struct Reset {
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
    #[command(flatten)]
    pub calling: Calling,
}

#[derive(Debug, Args)]
pub struct Status {
    /// For machines
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Env {
    /// Have clients use TLS, and trust the stand-in's certificates in place of all others
    #[arg(long)]
    pub tls: bool,
    /// For machines: a JSON object in place of shell commands
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Ca {
    /// Print the path of the file in place of its content
    #[arg(long)]
    pub path: bool,
}

#[derive(Debug, Args)]
pub struct Token {
    /// The database's host name, as the client will dial it
    #[arg(long, value_name = "HOST")]
    pub hostname: String,
    /// The database's port
    #[arg(long)]
    pub port: u16,
    /// The database user
    #[arg(long, value_name = "USER")]
    pub username: String,
    /// The database's region [default: as configured, else from the host name]
    #[arg(long)]
    pub region: Option<String>,
    /// A profile of ~/.aws
    #[arg(long)]
    pub profile: Option<String>,
}

#[derive(Debug, Args)]
pub struct Rds {
    #[command(subcommand)]
    pub command: RdsCommand,
}

#[derive(Debug, Subcommand)]
pub enum RdsCommand {
    /// Mint a token
    GenerateDbAuthToken(Token),
}

#[derive(Debug, Args)]
pub struct Connect {
    /// A cluster of the stand-in by its name, or a host name
    #[arg(value_name = "CLUSTER|HOST")]
    pub target: String,
    /// The database user
    #[arg(long, short)]
    pub user: String,
    /// The port, for a host name; 5432 means PostgreSQL, unless --client says otherwise
    #[arg(long, default_value_t = 3306)]
    pub port: u16,
    /// The region [default: the stand-in's; for a host name as configured, else from the name]
    #[arg(long)]
    pub region: Option<String>,
    /// A profile of ~/.aws
    #[arg(long)]
    pub profile: Option<String>,
    /// Certificates to verify the server with [default: the stand-in's, or Amazon's bundle]
    #[arg(long, value_name = "FILE")]
    pub ssl_ca: Option<PathBuf>,
    /// The client program [default: psql for PostgreSQL, mariadb or mysql otherwise]; any program
    /// that is made with libpq or reads MySQL's option files will do
    #[arg(long, value_name = "PROGRAM")]
    pub client: Option<PathBuf>,
    /// Arguments for the client
    #[arg(last = true)]
    pub client_args: Vec<std::ffi::OsString>,
}

#[derive(Debug, Args)]
pub struct Logins {
    /// Go on showing attempts as they come
    #[arg(long, short)]
    pub follow: bool,
    /// How many of the last attempts to show
    #[arg(long, short = 'n', default_value_t = 20)]
    pub last: usize,
    /// Only refused ones
    #[arg(long)]
    pub refused: bool,
    /// For machines: one JSON object per line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub agent: AgentPlace,
}

#[derive(Debug, Args)]
pub struct Why {
    /// The token; `-` reads it from standard input, where no process list shows it
    pub token: String,
    /// The database user of the login [default: the token's]
    #[arg(long)]
    pub user: Option<String>,
    /// The cluster [default: found by the token's host and port]
    #[arg(long)]
    pub cluster: Option<String>,
    /// For machines
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub agent: AgentPlace,
}

#[derive(Debug, Args)]
pub struct Attach {
    /// Where it is: mysql://root@localhost, mysql://root@/run/mysqld/mysqld.sock,
    /// postgres://postgres@/run/postgresql, mysql://dba@127.0.0.1:3307
    #[arg(value_name = "URL")]
    pub url: String,
    /// The name of the cluster that it becomes
    #[arg(long, value_name = "NAME", value_parser = cluster_name)]
    pub name: String,
    /// Where clients reach it, as they write it; may be repeated [default: this host's names]
    #[arg(long = "endpoint", value_name = "HOST:PORT")]
    pub endpoints: Vec<Endpoint>,
    /// A tag of the cluster; may be repeated
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub tags: Vec<(String, String)>,
    /// Say what was found and what would be done, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// For machines
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub administrator: Administrator,
    #[command(flatten)]
    pub other_host: OtherHost,
    /// The native login module [default: the one beside this program]
    #[arg(long, value_name = "FILE")]
    pub module: Option<PathBuf>,
    #[command(flatten)]
    pub calling: Calling,
}

#[derive(Debug, Args)]
pub struct Detach {
    /// The name that it was attached by
    #[arg(value_parser = cluster_name)]
    pub name: String,
    /// Go on although database users log in by IAM, who then cannot, or the server does not answer
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub administrator: Administrator,
    #[command(flatten)]
    pub other_host: OtherHost,
    #[command(flatten)]
    pub calling: Calling,
}

/// A cluster's identifier, in small letters (RDS API reference, `CreateDBCluster`).
fn cluster_name(text: &str) -> Result<String, String> {
    let parts_fit = text
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let begins_well = text.starts_with(|first: char| first.is_ascii_alphabetic());
    match parts_fit && begins_well && text.len() <= MAX_CLUSTER_NAME {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(format!(
            "a cluster's name has 1 to {MAX_CLUSTER_NAME} letters, digits and single hyphens, and begins \
             with a letter"
        )),
    }
}

/// The longest identifier of a cluster.
const MAX_CLUSTER_NAME: usize = 63;

fn key_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is no KEY=VALUE")),
    }
}

#[derive(Debug, Args)]
pub struct Agent {
    /// The agent's directory [default: /var/lib/sekisho-agent for root, else
    /// ~/.local/share/sekisho-agent]
    #[arg(long, value_name = "DIR", global = true)]
    pub state_dir: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<AgentCommand>,
}

#[derive(Debug, Subcommand)]
pub enum AgentCommand {
    /// Make this host an agent of the control plane that gave the code
    ///
    /// The code is read from standard input or from a file, never from the command line, where other
    /// users of this host would see it.
    Join(Join),
    /// What the agent of this host has and does, for machines
    Status,
}

#[derive(Debug, Args)]
pub struct Join {
    /// Read the code from a file in place of standard input
    #[arg(long, value_name = "FILE")]
    pub code_file: Option<PathBuf>,
    /// Where database servers find the agent [default: /run/sekisho-agent for root, else the
    /// agent's directory with `.sockets` behind it]
    #[arg(long, value_name = "DIR")]
    pub sockets_dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Agents {
    #[command(subcommand)]
    pub command: AgentsCommand,
    #[command(flatten)]
    pub calling: Calling,
}

#[derive(Debug, Subcommand)]
pub enum AgentsCommand {
    /// Print a code with which one host can join, once, in the next 15 minutes
    Invite(Invite),
    /// Show which agents there are, and how far each of them is
    List {
        /// For machines
        #[arg(long)]
        json: bool,
    },
    /// Remove an agent: its connection is cut, and its certificate counts no more
    Remove(RemoveAgent),
}

#[derive(Debug, Args)]
pub struct Invite {
    /// What the agent is to be called: its host's name
    pub name: String,
    /// Where the agent is to dial [default: where `up --agents-listen` listens]
    #[arg(long, value_name = "HOST:PORT")]
    pub address: Option<String>,
    /// For machines
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct RemoveAgent {
    /// The agent's name
    pub name: String,
    /// Even if databases are attached there: nobody with a token is let in to them any more
    #[arg(long)]
    pub force: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clusters_name_is_what_the_api_takes_and_never_a_path() {
        let longest = "a".repeat(MAX_CLUSTER_NAME);
        for (text, name) in [("Orders-2", "orders-2"), (&longest, &longest)] {
            assert_eq!(cluster_name(text).unwrap(), name);
        }
        let too_long = format!("{longest}a");
        for text in [
            "", "../x", "or ders", "2nd", "-a", "a-", "a--b", "a.b", &too_long,
        ] {
            assert!(cluster_name(text).is_err(), "{text}");
        }
    }
}
