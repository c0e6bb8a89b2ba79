//! Holds the `layout!`s and constants to what each release's own headers say: `vectors/module-abi.json`.

use std::collections::BTreeMap;
use std::ffi::c_int;

use serde::Deserialize;

use super::{VioInfo, mariadb, mysql, variables};
use crate::login::Verdict;

/// The sizes and offsets that were asserted of one struct.
pub(super) struct Layout {
    pub(super) name: &'static str,
    pub(super) size: usize,
    pub(super) fields: &'static [(&'static str, usize)],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Headers {
    #[serde(rename = "what")]
    _what: String,
    releases: Vec<Release>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    server: Server,
    version: String,
    #[serde(rename = "source")]
    _source: String,
    structs: Vec<Struct>,
    constants: BTreeMap<String, i64>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Server {
    MariaDb,
    MySql,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Struct {
    name: String,
    size: usize,
    fields: BTreeMap<String, usize>,
}

/// Who makes a struct, and so whose size counts.
enum Maker {
    /// We; the server reads all of it.
    Module,
    /// The server; we read the beginning.
    Server,
    /// We, with room for more than any server fills in.
    Roomy,
}

fn releases() -> Vec<Release> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/module-abi.json");
    let text = std::fs::read_to_string(path).unwrap();
    let headers: Headers = serde_json::from_str(&text).unwrap();
    headers.releases
}

fn layouts(server: Server) -> [(&'static Layout, Maker); 7] {
    let own = match server {
        Server::MariaDb => [&mariadb::PLUGIN, &mariadb::AUTH, &mariadb::SERVER_AUTH_INFO],
        Server::MySql => [&mysql::PLUGIN, &mysql::AUTH, &mysql::SERVER_AUTH_INFO],
    };
    let [plugin, auth, info] = own;
    [
        (plugin, Maker::Module),
        (auth, Maker::Module),
        (info, Maker::Server),
        (&variables::STATUS_VARIABLE, Maker::Module),
        (&variables::SYSTEM_VARIABLE, Maker::Module),
        (&super::VIO, Maker::Server),
        (&super::VIO_INFO, Maker::Roomy),
    ]
}

/// Where a field of ours is in the server's struct. Not every release says whether there is TLS, and they
/// call it differently.
fn offset_of(theirs: &Struct, field: &str) -> Option<usize> {
    let name = field.trim_start_matches("r#");
    let other = if name == "tls" {
        "is_tls_established"
    } else {
        name
    };
    theirs
        .fields
        .get(name)
        .or(theirs.fields.get(other))
        .copied()
}

#[test]
fn every_struct_is_laid_out_as_each_releases_headers_have_it() {
    for release in releases() {
        let mut held = 0;
        for (ours, maker) in layouts(release.server) {
            let Some(theirs) = release.structs.iter().find(|one| one.name == ours.name) else {
                continue;
            };
            let what = format!("{} of {}", ours.name, release.version);
            match maker {
                Maker::Module => assert_eq!(ours.size, theirs.size, "{what}"),
                Maker::Server => assert!(ours.size <= theirs.size, "{what}"),
                Maker::Roomy => assert!(ours.size >= theirs.size, "{what}"),
            }
            for (field, offset) in ours.fields {
                match offset_of(theirs, field) {
                    Some(found) => assert_eq!(*offset, found, "{field} in {what}"),
                    None => assert_eq!(*field, "tls", "{what} has no {field}"),
                }
            }
            held += 1;
        }
        assert_eq!(held, release.structs.len(), "{}", release.version);
    }
}

#[test]
fn only_the_newer_releases_say_whether_there_is_tls() {
    let says = |release: &Release| {
        let info = release
            .structs
            .iter()
            .find(|one| one.name == super::VIO_INFO.name);
        offset_of(info.unwrap(), "tls").is_some()
    };
    let said: Vec<_> = releases()
        .iter()
        .map(|release| (release.version.clone(), says(release)))
        .collect();
    let expected = [
        ("10.11.19", false),
        ("11.8.9", true),
        ("8.0.46", false),
        ("8.4.8", false),
        ("9.7.4", true),
    ];
    assert_eq!(
        said,
        expected.map(|(version, says)| (version.to_owned(), says))
    );
}

#[test]
fn every_constant_is_each_releases_own() {
    let ours: BTreeMap<&str, c_int> = [
        ("MARIA_PLUGIN_INTERFACE_VERSION", mariadb::INTERFACE_VERSION),
        ("MYSQL_PLUGIN_INTERFACE_VERSION", mysql::INTERFACE_VERSION),
        ("MYSQL_AUTHENTICATION_PLUGIN", super::AUTHENTICATION_PLUGIN),
        ("PLUGIN_LICENSE_PROPRIETARY", super::LICENSE),
        ("PLUGIN_VAR_STR", variables::STRING),
        ("SHOW_LONGLONG", variables::LONGLONG),
        ("SHOW_SCOPE_GLOBAL", variables::GLOBAL),
        (
            "MariaDB_PLUGIN_MATURITY_STABLE",
            mariadb::MATURITY_STABLE as c_int,
        ),
        ("PLUGIN_OPT_NO_UNINSTALL", mysql::NO_UNINSTALL as c_int),
        (
            "AUTH_FLAG_PRIVILEGED_USER_FOR_PASSWORD_CHANGE",
            mysql::PRIVILEGED_USER_FOR_PASSWORD_CHANGE as c_int,
        ),
        ("PASSWORD_USED_YES", super::PASSWORD_USED_YES),
        ("CR_OK", Verdict::Allowed.code()),
        ("CR_AUTH_USER_CREDENTIALS", Verdict::Refused.code()),
        ("CR_AUTH_PLUGIN_ERROR", Verdict::Failed.code()),
        ("MYSQL_VIO_TCP", VioInfo::PROTOCOL_TCP),
        ("MYSQL_VIO_SOCKET", VioInfo::PROTOCOL_SOCKET),
    ]
    .into();
    for release in releases() {
        let (minor, username_size) = match release.server {
            Server::MariaDb => (
                mariadb::AUTHENTICATION_INTERFACE_VERSION,
                mariadb::USERNAME_SIZE,
            ),
            Server::MySql => (
                mysql::AUTHENTICATION_INTERFACE_VERSION,
                mysql::USERNAME_SIZE,
            ),
        };
        for (name, value) in &release.constants {
            let what = format!("{name} of {}", release.version);
            match name.as_str() {
                // A server takes an older minor version of its own major one.
                "MYSQL_AUTHENTICATION_INTERFACE_VERSION" => {
                    assert_eq!(i64::from(minor) >> 8, value >> 8, "{what}");
                    assert!(i64::from(minor) <= *value, "{what}");
                }
                "MYSQL_USERNAME_LENGTH" => assert_eq!(username_size as i64, value + 1, "{what}"),
                name => assert_eq!(i64::from(ours[name]), *value, "{what}"),
            }
        }
    }
}
