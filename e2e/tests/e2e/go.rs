//! Debian's Go, with Debian's libraries for it, where `scripts/clients` unpacked them.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::product::target_folder;
use crate::tools::{Missing, unpacked};

/// The program `go`, and the variables without which it looks for libraries elsewhere.
pub struct Go {
    pub program: PathBuf,
    pub variables: Vec<(&'static str, OsString)>,
}

pub fn go() -> Result<Go, Missing> {
    let root = unpacked("go")?;
    Ok(Go {
        program: root.join("usr/lib/go/bin/go"),
        variables: vec![
            ("GOPATH", root.join("usr/share/gocode").into()),
            ("GOCACHE", target_folder().join("e2e/go").into()),
            // Libraries by their place, as Debian has them, not by versions from an index.
            ("GO111MODULE", "off".into()),
            ("GOTOOLCHAIN", "local".into()),
            ("CGO_ENABLED", "0".into()),
        ],
    })
}
