//! Where things are on this machine.

use std::path::{Path, PathBuf};

use clap::Args;
use control_plane::data_dir::{DataDir, DataDirError};
use control_plane::settings::Settings;

use crate::failure::Failure;

/// Which data directory a command is about.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Data directory [default: /var/lib/sekisho for root, else ~/.local/share/sekisho]
    #[arg(long, env = "SEKISHO_DATA_DIR", value_name = "DIR", global = true)]
    data_dir: Option<PathBuf>,
}

impl Place {
    /// The directory's path, whether or not it exists.
    pub fn path(&self) -> Result<PathBuf, Failure> {
        let chosen = match &self.data_dir {
            Some(path) => path.clone(),
            None if rustix::process::geteuid().is_root() => PathBuf::from("/var/lib/sekisho"),
            None => home()?.join(".local/share/sekisho"),
        };
        Ok(std::path::absolute(chosen)?)
    }

    /// The agent of this host that joined a control plane elsewhere, unless a data directory was named.
    pub fn joined_agent(&self) -> Option<PathBuf> {
        let state_dir = agent_state_dir(None).ok()?;
        let joined = agent::Config::new(&state_dir).agent_file.exists();
        (self.data_dir.is_none() && joined).then_some(state_dir)
    }

    /// The data directory, which a first `up` has made.
    pub fn open(&self) -> Result<DataDir, Failure> {
        Ok(DataDir::open(&self.path()?)?)
    }

    /// The data directory and its settings.
    pub fn with_settings(&self) -> Result<(DataDir, Settings), Failure> {
        let dir = self.open()?;
        let settings = Settings::load(&dir)?;
        let settings = settings.ok_or_else(|| DataDirError::Absent(dir.root().to_owned()))?;
        Ok((dir, settings))
    }
}

/// Which agent of this host a command asks.
#[derive(Debug, Clone, Args)]
pub struct AgentPlace {
    /// The directory of this host's agent [default: the one beside the control plane; on a host without
    /// one, as for `agent`]
    #[arg(long, value_name = "DIR")]
    agent_dir: Option<PathBuf>,
}

impl AgentPlace {
    /// The agent's directory.
    pub fn find(&self, place: &Place) -> Result<PathBuf, Failure> {
        if let Some(chosen) = &self.agent_dir {
            return agent_state_dir(Some(chosen));
        }
        match place.open() {
            Ok(dir) => Ok(dir.agent()),
            Err(failure) => place.joined_agent().ok_or(failure),
        }
    }
}

/// The directory of an agent that is not beside a control plane.
pub fn agent_state_dir(chosen: Option<&Path>) -> Result<PathBuf, Failure> {
    let path = match chosen {
        Some(path) => path.to_owned(),
        None if rustix::process::geteuid().is_root() => PathBuf::from("/var/lib/sekisho-agent"),
        None => home()?.join(".local/share/sekisho-agent"),
    };
    Ok(std::path::absolute(path)?)
}

/// Where database servers find that agent. Not in its own directory, which they cannot enter.
pub fn agent_sockets_dir(chosen: Option<&Path>, state_dir: &Path) -> Result<PathBuf, Failure> {
    let path = match chosen {
        Some(path) => path.to_owned(),
        None if rustix::process::geteuid().is_root() => PathBuf::from("/run/sekisho-agent"),
        None => state_dir.with_extension("sockets"),
    };
    Ok(std::path::absolute(path)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary reads the environment"
)]
fn home() -> Result<PathBuf, Failure> {
    std::env::var_os("HOME")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::usage("HOME is not set: name the data directory with --data-dir"))
}

/// A native login module: the package that builds it and how it may be called.
struct NativeModule {
    package: &'static str,
    names: [&'static str; 2],
}

/// The plugin of MariaDB and MySQL.
const PLUGIN: NativeModule = NativeModule {
    package: "aws-auth",
    names: ["libaws_auth.so", "aws_auth.so"],
};

/// The PAM module of PostgreSQL.
const PAM_MODULE: NativeModule = NativeModule {
    package: "pam-rds-iam",
    names: ["libpam_rds_iam.so", "pam_rds_iam.so"],
};

/// The native login module for MariaDB and MySQL, as `cargo build` or a package left it.
pub fn native_module(chosen: Option<&Path>) -> Result<PathBuf, Failure> {
    PLUGIN.find(chosen)
}

/// The native login module for PostgreSQL.
pub fn pam_module(chosen: Option<&Path>) -> Result<PathBuf, Failure> {
    PAM_MODULE.find(chosen)
}

impl NativeModule {
    fn find(&self, chosen: Option<&Path>) -> Result<PathBuf, Failure> {
        let [name, _] = self.names;
        if let Some(path) = chosen {
            let path = std::path::absolute(path)?;
            return if path.is_file() {
                Ok(path)
            } else {
                Err(Failure::usage(format!(
                    "there is no file {}: --module names the login module, {name}",
                    path.display()
                )))
            };
        }
        let own = std::env::current_exe()?;
        let beside = own.parent().map(Path::to_owned).unwrap_or_default();
        let folders = [
            beside.clone(),
            beside.join("../lib/sekisho"),
            "/usr/lib/sekisho".into(),
        ];
        folders
            .iter()
            .flat_map(|folder| self.names.map(|name| folder.join(name)))
            .find(|path| path.is_file())
            .map(|path| Ok(std::path::absolute(path)?))
            .unwrap_or_else(|| {
                Err(Failure::failed(format!(
                    "the login module {name} is not beside {}: build it with \
                     `cargo build --release -p {}`, or name it with --module",
                    own.display(),
                    self.package
                )))
            })
    }
}
