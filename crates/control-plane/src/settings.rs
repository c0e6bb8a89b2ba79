//! What is chosen at the first start and holds from then on.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountId, AccountIdError};
use crate::data_dir::{DataDir, DataDirError, write_file};
use crate::own_names::OwnNames;

/// The settings file. Unknown entries are refused: a misspelt one would be a surprise later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Twelve digits.
    pub account_id: String,
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The region that tokens are signed for.
    pub region: String,
    /// The address that the API and the databases listen on.
    pub address: IpAddr,
    /// The API's port.
    pub port: u16,
    /// Further names that clients reach the databases by.
    #[serde(default)]
    pub endpoint_hosts: Vec<String>,
    /// Folders that database servers are looked for in, before those where packages put them.
    #[serde(default)]
    pub engine_path: Vec<PathBuf>,
}

/// Not us-east-1: there, version 1 of the AWS CLI ignores `AWS_ENDPOINT_URL` for `aws rds` and calls
/// Amazon (its `overridesslcommonname` customization).
pub const DEFAULT_REGION: &str = "us-west-2";

impl Default for Settings {
    fn default() -> Self {
        Self {
            account_id: "123456789012".to_owned(),
            partition: "aws".to_owned(),
            region: DEFAULT_REGION.to_owned(),
            address: Ipv4Addr::LOCALHOST.into(),
            port: 4588,
            endpoint_hosts: Vec::new(),
            engine_path: Vec::new(),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is not there or does not read.
    #[error(transparent)]
    File(#[from] DataDirError),
    /// The file is not of the known form.
    #[error("`settings.json` in the data directory does not read")]
    Form(#[source] serde_json::Error),
    /// The account id.
    #[error(transparent)]
    Account(#[from] AccountIdError),
    /// The region.
    #[error(
        "`{0}` is not a region: it takes lower-case letters, digits and hyphens, for example us-east-1"
    )]
    Region(String),
}

impl Settings {
    /// The settings of a data directory; `None` before its first start.
    pub fn load(dir: &DataDir) -> Result<Option<Self>, SettingsError> {
        match std::fs::read(dir.settings()) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(SettingsError::Form),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(DataDirError::Io {
                action: "read",
                path: dir.settings(),
                source,
            }
            .into()),
        }
    }

    /// Writes them down, after checking them.
    pub fn save(&self, dir: &DataDir) -> Result<(), SettingsError> {
        self.account()?;
        let bytes = serde_json::to_vec_pretty(self).map_err(SettingsError::Form)?;
        Ok(write_file(&dir.settings(), &bytes, 0o600)?)
    }

    /// The account that they describe.
    pub fn account(&self) -> Result<Account, SettingsError> {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.region.is_empty() || !self.region.bytes().all(known) {
            return Err(SettingsError::Region(self.region.clone()));
        }
        Ok(Account {
            id: AccountId::parse(&self.account_id)?,
            partition: self.partition.clone(),
            region: self.region.clone(),
        })
    }

    /// Names and addresses that databases are reached by; the first one is what clients are told.
    pub fn database_hosts(&self) -> Vec<String> {
        self.hosts_of(OwnNames::find())
    }

    /// On every address the machine is reached by all its own; on one that others reach, by its name too.
    fn hosts_of(&self, own: OwnNames) -> Vec<String> {
        let mut hosts = self.endpoint_hosts.clone();
        let everywhere = self.address.is_unspecified();
        let address = if everywhere {
            Ipv4Addr::LOCALHOST.into()
        } else {
            self.address
        };
        hosts.push(address.to_string());
        if address.is_loopback() {
            hosts.push("localhost".to_owned());
        }
        if !self.address.is_loopback() {
            hosts.extend(own.host);
        }
        if everywhere {
            hosts.extend(own.addresses.iter().map(IpAddr::to_string));
        }
        let mut seen = BTreeSet::new();
        hosts.retain(|host| seen.insert(host.clone()));
        hosts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_as_written_and_refuse_what_they_do_not_know() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open_or_make(temp.path()).unwrap();
        assert_eq!(Settings::load(&dir).unwrap(), None);
        Settings::default().save(&dir).unwrap();
        assert_eq!(Settings::load(&dir).unwrap(), Some(Settings::default()));
        write_file(&dir.settings(), br#"{"regoin": "x"}"#, 0o600).unwrap();
        assert!(matches!(Settings::load(&dir), Err(SettingsError::Form(_))));
    }

    #[test]
    fn a_region_or_account_of_the_wrong_form_is_refused() {
        let settings = Settings {
            region: "US East".into(),
            ..Settings::default()
        };
        assert!(settings.account().is_err());
        let settings = Settings {
            account_id: "1".into(),
            ..Settings::default()
        };
        assert!(settings.account().is_err());
    }

    #[test]
    fn on_loopback_databases_are_reached_by_address_and_as_localhost() {
        assert_eq!(
            Settings::default().database_hosts(),
            ["127.0.0.1", "localhost"]
        );
    }

    fn hosts(address: &str, endpoint_hosts: &[&str]) -> Vec<String> {
        let settings = Settings {
            address: address.parse().unwrap(),
            endpoint_hosts: endpoint_hosts.iter().map(|host| (*host).into()).collect(),
            ..Settings::default()
        };
        settings.hosts_of(OwnNames {
            host: Some("db1".into()),
            addresses: vec!["192.0.2.2".parse().unwrap(), "2001:db8::7".parse().unwrap()],
        })
    }

    #[test]
    fn on_every_address_databases_are_reached_by_the_machines_name_and_all_its_addresses() {
        let everywhere = ["127.0.0.1", "localhost", "db1", "192.0.2.2", "2001:db8::7"];
        assert_eq!(hosts("0.0.0.0", &[]), everywhere);
        assert_eq!(hosts("::", &[]), everywhere);
        assert_eq!(hosts("192.0.2.2", &[]), ["192.0.2.2", "db1"]);
        assert_eq!(hosts("127.0.0.1", &[]), ["127.0.0.1", "localhost"]);
    }

    #[test]
    fn the_host_that_was_asked_for_comes_first_and_none_twice() {
        let given = ["db1", "db.example.com", "db1"];
        assert_eq!(
            hosts("192.0.2.2", &given),
            ["db1", "db.example.com", "192.0.2.2"]
        );
    }
}
