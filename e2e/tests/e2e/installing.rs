//! What `make deps` has apt do to a machine that has databases already. The package tools are scripts.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::product;
use crate::stand_in::run;

fn script(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What apt is told to install where these packages are there, in words of a shell's pattern.
fn installed_by_make(there: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let known = format!(
        "for last; do :; done; case \"$last\" in {there}) echo \"$last install ok installed\";; *) exit 1;; esac"
    );
    script(at, "dpkg-query", &known);
    script(
        at,
        "apt-get",
        &format!("echo \"$@\" >> {}/told", at.display()),
    );
    script(at, "sudo", "exec \"$@\"");
    let path = format!("{}:/usr/bin:/bin", at.display());
    let mut make = Command::new("make");
    make.arg("deps").current_dir(product::workspace());
    run(make.env("PATH", path).env_remove("MAKEFLAGS")).ok();
    fs::read_to_string(at.join("told")).unwrap()
}

#[test]
fn no_package_is_removed_and_a_mysql_that_is_there_stays_what_it_is() {
    let fresh = installed_by_make("none");
    assert!(fresh.contains(" mariadb-server "), "{fresh}");
    let beside_mysql = installed_by_make("mysql-*");
    assert!(!beside_mysql.contains("mariadb"), "{beside_mysql}");
    for told in [fresh, beside_mysql] {
        let install = told
            .lines()
            .find(|line| line.contains(" install "))
            .unwrap();
        assert!(install.contains(" --no-remove "), "{told}");
        assert!(install.contains(" postgresql "), "{told}");
    }
}
