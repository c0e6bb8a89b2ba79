//! The AWS SDKs of other languages as their makers publish them, each with its language's own test
//! runner, and what AWS CLI 2 has of its own: `e2e/sdk`. `make sdk` runs this, and the SDKs for Rust beside
//! it (`e2e/sdk/tests`).

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::product::workspace;
use crate::stand_in::{Own, run};
use crate::tools::{Missing, succeeds, unpacked};
use crate::{go, node};

#[test]
#[ignore = "installs an SDK and takes a minute: make sdk (#4)"]
fn the_sdk_for_javascript_walks() {
    eprintln!("{}", walked("SDK for JavaScript", javascript));
}

#[test]
#[ignore = "compiles an SDK for minutes: make sdk (#4)"]
fn the_sdk_for_go_walks() {
    eprintln!("{}", walked("SDK for Go", go_test));
}

#[test]
#[ignore = "needs what make clients unpacks: make sdk (#4)"]
fn what_only_aws_cli_2_has_works() {
    eprintln!("{}", walked("command line", cli_2));
}

/// What the runner printed, with a stand-in of its own, or what is missing.
#[track_caller]
fn walked(what: &str, runner: impl FnOnce(&Own) -> Result<Command, Missing>) -> String {
    let stand_in = Own::start();
    let mut command = match runner(&stand_in) {
        Ok(command) => command,
        Err(missing) => return format!("!!! SKIPPED: AWS's {what} ({missing})"),
    };
    let told = run(command
        .envs(stand_in.variables())
        .env("CA", stand_in.data_dir().join("global-bundle.pem")));
    assert_eq!(told.code, Some(0), "{}\n{}", told.stdout, told.stderr);
    told.stdout
}

fn programs(language: &str) -> PathBuf {
    workspace().join("e2e/sdk").join(language)
}

fn javascript(stand_in: &Own) -> Result<Command, Missing> {
    let new_enough = "process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)";
    succeeds("node", &["-e", new_enough])?;
    let programs = programs("node");
    let modules = node::modules("sdk-node", &programs)?;
    let mut command = command_in(stand_in, "node", &programs);
    command
        .args(["--test", "--test-reporter=spec"])
        .env("NODE_PATH", modules);
    Ok(command)
}

fn go_test(stand_in: &Own) -> Result<Command, Missing> {
    let go = go::go()?;
    let mut command = command_in(stand_in, &go.program, &programs("go"));
    command
        .args(["test", "-count=1", "-v", "."])
        .envs(go.variables);
    Ok(command)
}

#[expect(clippy::disallowed_methods, reason = "the path is handed on")]
fn cli_2(stand_in: &Own) -> Result<Command, Missing> {
    let aws = unpacked("awscli")?.join("usr/bin");
    let path = env::var_os("PATH").unwrap();
    let path = env::join_paths([aws].into_iter().chain(env::split_paths(&path)));
    let folder = stand_in.folder().join("cli");
    fs::create_dir(&folder).unwrap();
    let mut command = command_in(stand_in, "bash", &folder);
    command
        .args(["--noprofile", "--norc", "-e", "-u", "-x", "-o", "pipefail"])
        .arg(programs("cli").join("walk.sh"))
        .env("PATH", path.unwrap())
        .env("AWS_CONFIG_FILE", folder.join("config"))
        .env("PROVIDER", workspace().join("e2e/boto3"));
    Ok(command)
}

fn command_in(stand_in: &Own, program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = stand_in.command(program);
    command.current_dir(folder);
    command
}
