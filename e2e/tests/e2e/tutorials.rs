//! Public tutorials about IAM database authentication, as scripts that differ from their pages in the
//! endpoint only: `e2e/tutorials`.

use std::env;
use std::fs;

use crate::stand_in::{Own, run};
use crate::{aws_cli, product};

#[expect(clippy::disallowed_methods, reason = "the path is handed on")]
fn follow(name: &str) {
    // Their clusters are nobody else's to find first.
    let stand_in = Own::start();
    let folder = stand_in.folder().join(format!("tutorial-{name}"));
    fs::create_dir(&folder).unwrap();
    let tutorials = product::workspace().join("e2e/tutorials");
    let path = env::var_os("PATH").unwrap();
    let path = [aws_cli::folder().to_owned()]
        .into_iter()
        .chain(env::split_paths(&path));
    let mut bash = stand_in.command("bash");
    let told = run(bash
        .args(["--noprofile", "--norc", "-e", "-u", "-x", "-o", "pipefail"])
        .arg(tutorials.join(name).with_extension("sh"))
        .env("PATH", env::join_paths(path).unwrap())
        .envs(stand_in.variables())
        // Profiles are written there.
        .env("AWS_CONFIG_FILE", folder.join("config"))
        .current_dir(&folder));
    assert_eq!(told.code, Some(0), "{}\n{}", told.stdout, told.stderr);
}

#[test]
fn a_user_logs_in_to_an_aurora_cluster_as_amazons_blog_says() {
    follow("aurora-mysql-user");
}

#[test]
fn a_role_logs_in_to_an_instance_as_amazons_knowledge_center_says() {
    follow("rds-role");
}

#[test]
fn credentials_assumed_by_hand_log_in_as_the_user_guides_say() {
    follow("assume-role-by-hand");
}
