//! IAM authentication in a server of ours: on and off, while it runs, with no connection cut.
//!
//! On is two files: the PAM service, which names our module and the agent's socket, and our lines in
//! `pg_hba.conf`, which send members of `rds_iam` there. Off is the second without our lines, so that
//! membership is without effect, as on RDS.

use std::path::{Path, PathBuf};

use super::config::{self, IDENT_MAP};
use super::data;
use super::hba::{self, ServiceName};
use super::pam_service;
use super::roles::{ADMIN_OPTION_SINCE, ADMINISTRATOR};
use crate::admin::AdminError;
use crate::files::{self, FileError};
use crate::layout::Layout;
use crate::spec::{Spec, SpecError};

/// Whether members of `rds_iam` are sent to the agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Iam {
    /// They log in with tokens.
    On,
    /// Membership is without effect.
    Off,
}

impl Iam {
    /// As the file has it. Lines of ours that somebody damaged are lines of ours.
    pub(super) fn in_file(path: &Path) -> Result<Self, FileError> {
        let present = files::read_if_there(path)?.unwrap_or_default();
        Ok(match hba::service(present.as_bytes()) {
            Ok(None) => Self::Off,
            Ok(Some(_)) | Err(_) => Self::On,
        })
    }
}

/// What IAM authentication takes in a server of ours.
#[derive(Debug, Clone)]
pub(super) struct IamSwitch {
    home: Layout,
    service: ServiceName,
    agent_socket: PathBuf,
    plain_tcp: PlainTcp,
}

/// What a local user is told who comes without TLS (`rds.force_ssl`).
#[derive(Debug, Clone, Copy)]
enum PlainTcp {
    Refused,
    Welcome,
}

impl IamSwitch {
    /// Of the cluster that lives at `home`, which is known by its folder's name, its resource id.
    pub(super) fn new(spec: &Spec, home: &Layout) -> Result<Self, SpecError> {
        let name = spec.directory.file_name().unwrap_or_default();
        let service = ServiceName::of_cluster(&name.to_string_lossy());
        Ok(Self {
            home: home.clone(),
            service: service.map_err(|_| SpecError::FolderName {
                path: spec.directory.clone(),
            })?,
            agent_socket: spec.agent_socket.clone(),
            plain_tcp: if spec.require_secure_transport {
                PlainTcp::Refused
            } else {
                PlainTcp::Welcome
            },
        })
    }

    /// The file that switching changes.
    pub(super) fn hba_path(&self) -> PathBuf {
        config::hba_config(&self.home)
    }

    /// What it says then.
    pub(super) fn hba_text(&self, iam: Iam) -> Result<String, FileError> {
        Ok(hba_text(&self.service, self.exempt()?, self.plain_tcp, iam))
    }

    /// Puts the PAM service in place, or finds it there.
    pub(super) fn put_service(&self) -> Result<(), AdminError> {
        let module = config::module(&self.home);
        let text = pam_service::text(&self.service, &module, &self.agent_socket)
            .map_err(|error| AdminError::Unusable(error.into()))?;
        pam_service::put(&self.service, &text)
    }

    /// Removes the PAM service, if it is there.
    pub(super) fn remove_service(&self) -> Result<(), FileError> {
        pam_service::remove(&self.service)
    }

    /// The master user, where it counts as a member of `rds_iam` only for being able to grant it. A
    /// name that begins like a regular expression cannot be written down as a name.
    fn exempt(&self) -> Result<Option<String>, FileError> {
        let counts = data::major(&self.home)?.is_some_and(|major| major >= ADMIN_OPTION_SINCE);
        let master = data::master(&self.home)?;
        Ok(master.filter(|name| counts && !name.starts_with('/')))
    }
}

/// Our own account comes first: it has no password, only the Unix socket, and nothing that is granted
/// to it may keep it out. Then whoever goes by IAM, then whoever has a password.
fn hba_text(
    service: &ServiceName,
    exempt: Option<String>,
    plain_tcp: PlainTcp,
    iam: Iam,
) -> String {
    let exempt = exempt.map_or_else(String::new, |master| {
        let master = hba::quoted(&master);
        format!("hostssl    all              {master}  all  scram-sha-256\n")
    });
    let iam = match iam {
        Iam::On => hba::block(service),
        Iam::Off => String::new(),
    };
    let plain_tcp = match plain_tcp {
        PlainTcp::Refused => "reject",
        PlainTcp::Welcome => "scram-sha-256",
    };
    format!(
        "\
# Written by Sekisho; changes made here are lost.
local      all              {ADMINISTRATOR}       peer  map={IDENT_MAP}
host       all,replication  {ADMINISTRATOR}  all  reject
{exempt}{iam}\
hostssl    all,replication  all       all  scram-sha-256
hostnossl  all,replication  all       all  {plain_tcp}
local      all,replication  all            reject
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(exempt: Option<&str>, plain_tcp: PlainTcp, iam: Iam) -> String {
        let service = ServiceName::of_cluster("cluster-ABC").unwrap();
        hba_text(&service, exempt.map(str::to_owned), plain_tcp, iam)
    }

    #[test]
    fn off_is_on_without_our_lines() {
        for exempt in [None, Some("admin")] {
            let on = text(exempt, PlainTcp::Refused, Iam::On);
            let off = text(exempt, PlainTcp::Refused, Iam::Off);
            assert_eq!(hba::without_block(on.as_bytes()).unwrap(), off.as_bytes());
            assert_eq!(hba::service(off.as_bytes()), Ok(None));
        }
    }

    #[test]
    fn nobody_but_our_own_account_and_an_exempt_master_comes_before_the_members_of_rds_iam() {
        let on = text(Some("ad\"min"), PlainTcp::Welcome, Iam::On);
        let before: Vec<_> = on
            .lines()
            .take_while(|line| !line.starts_with("# BEGIN"))
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(
            before,
            [
                "local      all              rdsadmin       peer  map=sekisho",
                "host       all,replication  rdsadmin  all  reject",
                "hostssl    all              \"ad\"\"min\"  all  scram-sha-256",
            ]
        );
    }

    #[test]
    fn who_comes_without_tls_is_refused_or_asked_for_a_password_as_the_cluster_has_it() {
        let line = |plain_tcp| {
            let text = text(None, plain_tcp, Iam::Off);
            let line = text.lines().find(|line| line.starts_with("hostnossl"));
            line.unwrap().to_owned()
        };
        assert!(line(PlainTcp::Refused).ends_with("reject"));
        assert!(line(PlainTcp::Welcome).ends_with("scram-sha-256"));
    }
}
