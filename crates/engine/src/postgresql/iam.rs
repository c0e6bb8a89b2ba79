//! IAM authentication in a server of ours: on and off, while it runs, with no connection cut.
//!
//! On is two files: the PAM service, which names our module and the agent's socket, and our lines in
//! `pg_hba.conf`, which send members of `rds_iam` there. Off is the second without our lines, so that
//! membership is without effect, as on RDS.

use std::path::{Path, PathBuf};

use super::hba::{self, ServiceName};
use super::membership::Iam;
use super::roles::{ADMIN_OPTION_SINCE, ADMINISTRATOR, IDENT_MAP};
use super::{data, pam_service, places};
use crate::administration::AdminError;
use crate::files::{self, FileError};
use crate::layout::Layout;
use crate::spec::{Spec, SpecError};

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
}

/// What a local user is told who comes without TLS (`rds.force_ssl`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainTcp {
    Refused,
    Welcome,
}

/// What the line of who comes without TLS begins with.
const PLAIN_TCP_LINE: &str = "hostnossl  all,replication  all       all  ";

impl PlainTcp {
    pub(super) fn of(spec: &Spec) -> Self {
        match spec.require_secure_transport {
            true => Self::Refused,
            false => Self::Welcome,
        }
    }

    /// As the file has it. What cannot be made out is refused.
    pub(super) fn in_file(path: &Path) -> Result<Self, FileError> {
        let present = files::read_if_there(path)?.unwrap_or_default();
        let method = present
            .lines()
            .find_map(|line| line.strip_prefix(PLAIN_TCP_LINE));
        Ok(match method == Some(Self::Welcome.method()) {
            true => Self::Welcome,
            false => Self::Refused,
        })
    }

    fn method(self) -> &'static str {
        match self {
            Self::Refused => "reject",
            Self::Welcome => "scram-sha-256",
        }
    }
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
        })
    }

    /// The file that switching changes.
    pub(super) fn hba_path(&self) -> PathBuf {
        places::hba_config(&self.home)
    }

    /// What it says then.
    pub(super) fn hba_text(&self, iam: Iam, plain_tcp: PlainTcp) -> Result<String, FileError> {
        Ok(hba_text(&self.service, self.exempt()?, plain_tcp, iam))
    }

    /// Puts the PAM service in place, or finds it there.
    pub(super) fn put_service(&self) -> Result<(), AdminError> {
        let module = places::module(&self.home);
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
        let method = plain_tcp.method();
        format!(
            "hostssl    all              {master}  all  scram-sha-256\n\
             hostnossl  all              {master}  all  {method}\n"
        )
    });
    let iam = match iam {
        Iam::On => hba::block(service),
        Iam::Off => String::new(),
    };
    format!(
        "\
# Written by Sekisho; changes made here are lost.
local      all              {ADMINISTRATOR}       peer  map={IDENT_MAP}
host       all,replication  {ADMINISTRATOR}  all  reject
{exempt}{iam}\
hostssl    all,replication  all       all  scram-sha-256
{PLAIN_TCP_LINE}{plain}
local      all,replication  all            reject
",
        plain = plain_tcp.method(),
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
                "hostnossl  all              \"ad\"\"min\"  all  scram-sha-256",
            ]
        );
    }

    #[test]
    fn whether_plain_tcp_is_refused_is_read_from_the_file_and_is_so_when_in_doubt() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pg_hba.conf");
        assert_eq!(PlainTcp::in_file(&path).unwrap(), PlainTcp::Refused);
        for plain_tcp in [PlainTcp::Welcome, PlainTcp::Refused] {
            for iam in [Iam::On, Iam::Off] {
                std::fs::write(&path, text(None, plain_tcp, iam)).unwrap();
                assert_eq!(PlainTcp::in_file(&path).unwrap(), plain_tcp);
            }
        }
        std::fs::write(&path, "hostnossl all all all scram-sha-256\n").unwrap();
        assert_eq!(PlainTcp::in_file(&path).unwrap(), PlainTcp::Refused);
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
