//! Switching IAM authentication on and off in a PostgreSQL of somebody's own, by its agent.
//!
//! Our lines in `pg_hba.conf` name a role, and `rds_iam` is a member of it as long as IAM authentication
//! is on. So a switch is one grant: it counts from the next connection on, touches no file, needs no
//! reload and no root, and an agent on any host can do it. The account that may do it has no other
//! right, and its password is in a file of the agent's own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Gid, Uid};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::session::Session;
use crate::attach::administrator::Administrator;
use crate::attach::chain;
use crate::attach::error::AttachError;
use crate::attach::url::DatabaseUrl;
use crate::files::{self, Access, AtPath as _, FileError};
use crate::postgresql::{Iam, roles};
use crate::spec::Password;

/// How long one server may take. One that hangs must not keep the others waiting for long.
const LIMIT: Duration = Duration::from_secs(3);

/// How the agent gets to one server's switch: a file in its folder, named after the resource.
#[derive(Debug)]
pub(super) struct Switch {
    resource_id: String,
    url: DatabaseUrl,
    password: Password,
}

/// As it is written down.
#[derive(Serialize)]
struct Written<'a> {
    url: &'a DatabaseUrl,
    password: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    url: DatabaseUrl,
    password: String,
}

impl Switch {
    /// With a password that nobody has had.
    pub(super) fn new(resource_id: &str, server: &DatabaseUrl) -> Result<Self, FileError> {
        let password = Password::random().at("read", Path::new("/dev/urandom"))?;
        let url = DatabaseUrl {
            user: roles::SWITCH_ACCOUNT.to_owned(),
            ..server.clone()
        };
        Ok(Self {
            resource_id: resource_id.to_owned(),
            url,
            password,
        })
    }

    pub(super) fn password(&self) -> &Password {
        &self.password
    }

    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.{ENDING}", self.resource_id))
    }

    /// Writes it down for the agent, whose the folder above is.
    pub(super) fn put(&self, folder: &Path) -> Result<(), AttachError> {
        let agent = folder.parent().unwrap_or(Path::new("/"));
        let owner = fs::metadata(agent).at("look at", agent)?;
        let access = |mode| Access {
            owner: Some((Uid::from_raw(owner.uid()), Gid::from_raw(owner.gid()))),
            mode,
        };
        files::folder(folder, access(0o700))?;
        let written = Written {
            url: &self.url,
            password: self.password.expose(),
        };
        let path = self.path(folder);
        let text = serde_json::to_vec(&written).map_err(io::Error::from);
        let text = Zeroizing::new(text.at("write", &path)?);
        files::write(&path, &text, access(0o600))?;
        Ok(files::sync_folder(folder)?)
    }

    fn read(path: &Path, resource_id: &str) -> Result<Self, FileError> {
        let text = Zeroizing::new(fs::read(path).at("read", path)?);
        let read = serde_json::from_slice(&text).map_err(io::Error::from);
        let Read { url, password } = read.at("read", path)?;
        Ok(Self {
            resource_id: resource_id.to_owned(),
            url,
            password: Password::new(password),
        })
    }

    async fn set(&self, iam: Iam) -> Result<(), AttachError> {
        let account = Administrator {
            url: self.url.clone(),
            password: Some(self.password.clone()),
            authority: None,
        };
        let session = Session::open(&account).await?;
        let action = "switch IAM authentication";
        session.execute(action, &roles::switch(iam)).await?;
        match is_on(&session).await? == (iam == Iam::On) {
            true => Ok(()),
            // A grant that somebody else made is not ours to take back.
            false => Err(AttachError::Statement {
                action,
                source: format!(
                    "somebody else granted {} to {}: revoke it",
                    roles::SWITCH_ROLE,
                    roles::IAM_ROLE
                )
                .into(),
            }),
        }
    }
}

/// What the files are called behind the dot.
const ENDING: &str = "json";

/// Whether it is switched on, as the server has it.
pub(super) async fn is_on(session: &Session) -> Result<bool, AttachError> {
    let action = "tell whether IAM authentication is on";
    let on = session.text(action, roles::IS_SWITCHED_ON, &[]).await?;
    Ok(on.as_deref() == Some("true"))
}

/// The PostgreSQL servers that an agent switches itself.
#[derive(Debug)]
pub struct Switches {
    folder: PathBuf,
    /// What was done, by resource, with the file that it was done by.
    done: Mutex<BTreeMap<String, (Version, Iam)>>,
}

/// Which file this is: another one is put in its place, never another content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

impl Switches {
    /// Those that [`super::super::Request::switches`] named this folder for.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            done: Mutex::default(),
        }
    }

    /// Brings every server to where it is wanted, by resource id; those that nothing is said of stay as
    /// they are. Returns what could not be done, a sentence each, to be tried again.
    pub async fn bring(&self, wanted: &BTreeMap<String, bool>) -> Vec<String> {
        let mut done = self.done.lock().await;
        let (mut problems, mut there) = (Vec::new(), BTreeMap::new());
        for (resource_id, version) in self.files() {
            let Some(on) = wanted.get(&resource_id) else {
                continue;
            };
            let iam = if *on { Iam::On } else { Iam::Off };
            let step = (version, iam);
            if done.get(&resource_id) != Some(&step)
                && let Err(why) = self.set(&resource_id, iam).await
            {
                problems.push(why);
                continue;
            }
            there.insert(resource_id, step);
        }
        *done = there;
        problems
    }

    async fn set(&self, resource_id: &str, iam: Iam) -> Result<(), String> {
        let path = self.folder.join(format!("{resource_id}.{ENDING}"));
        let told = |why: String| format!("IAM authentication of {resource_id} not switched: {why}");
        let switch = Switch::read(&path, resource_id).map_err(|error| told(chain(&error)))?;
        match timeout(LIMIT, switch.set(iam)).await {
            Ok(set) => set.map_err(|error| told(chain(&error))),
            Err(_) => Err(told("the server does not answer".to_owned())),
        }
    }

    /// A folder that is not there has none.
    fn files(&self) -> Vec<(String, Version)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let file = |path: PathBuf| {
            let metadata = fs::metadata(&path).ok()?;
            let version = Version {
                inode: metadata.ino(),
                seconds: metadata.mtime(),
                nanoseconds: metadata.mtime_nsec(),
            };
            let is_ours = path.extension().is_some_and(|ending| ending == ENDING);
            let resource_id = path.file_stem()?.to_str()?.to_owned();
            is_ours.then_some((resource_id, version))
        };
        entries.filter_map(|entry| file(entry.path())).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn url() -> DatabaseUrl {
        DatabaseUrl::parse("postgres://postgres@%2Fnowhere").unwrap()
    }

    #[test]
    fn it_is_written_down_for_the_agent_alone_and_read_again() {
        let agent = tempfile::tempdir().unwrap();
        let folder = agent.path().join("switches");
        let switch = Switch::new("cluster-ABC", &url()).unwrap();
        switch.put(&folder).unwrap();
        let path = switch.path(&folder);
        assert_eq!(path, folder.join("cluster-ABC.json"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        let read = Switch::read(&path, "cluster-ABC").unwrap();
        assert_eq!(read.url.user, "sekisho_agent");
        assert_eq!(read.password.expose(), switch.password.expose());
        fs::remove_file(&path).unwrap();
        assert!(Switches::in_folder(folder).files().is_empty());
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_told_each_time_until_nothing_is_wanted_of_it() {
        let agent = tempfile::tempdir().unwrap();
        let folder = agent.path().join("switches");
        let switch = Switch::new("cluster-ABC", &url()).unwrap();
        switch.put(&folder).unwrap();
        let switches = Switches::in_folder(folder);
        let wanted = BTreeMap::from([("cluster-ABC".to_owned(), false)]);
        for _ in 0..2 {
            let problems = switches.bring(&wanted).await;
            assert_eq!(problems.len(), 1);
            assert!(
                problems[0].contains("cluster-ABC not switched"),
                "{problems:?}"
            );
            assert!(!problems[0].contains(switch.password.expose()));
        }
        assert!(switches.bring(&BTreeMap::new()).await.is_empty());
    }
}
