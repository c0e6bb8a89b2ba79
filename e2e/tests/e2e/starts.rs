//! Starts that cannot work: each ends with a sentence that says what to do.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use rustix::process::Signal;
use testkit::CliOutput;

use crate::processes::wait_until;
use crate::product;
use crate::stand_in::{Own, run};

/// Tries `sekisho up` on this directory.
fn up(stand_in: &Own, further: &[&str]) -> CliOutput {
    up_of(
        stand_in.command(product::sekisho()),
        &stand_in.data_dir(),
        further,
    )
}

fn up_of(mut command: Command, data_dir: &Path, further: &[&str]) -> CliOutput {
    run(command
        .arg("up")
        .arg("--data-dir")
        .arg(data_dir)
        .args(further))
}

#[track_caller]
fn assert_says(output: &CliOutput, code: i32, sentence: &str) {
    assert_eq!(output.code, Some(code), "{output:?}");
    let last = output.stderr.lines().last().unwrap_or_default();
    assert_eq!(last, format!("sekisho: {sentence}"), "{output:?}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let stand_in = Own::folder_only();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let output = up(&stand_in, &["--port", &port.to_string()]);
    assert_says(
        &output,
        3,
        &format!(
            "port {port} on 127.0.0.1 is taken: stop what listens there, or choose another with --port"
        ),
    );
    stand_in.assert_nothing_runs();
}

#[test]
fn a_database_port_that_is_taken_meanwhile_is_given_up_for_another() {
    let mut stand_in = Own::folder_only();
    stand_in.up_begins();
    wait_until("the database's files are being made", || {
        stand_in.output().contains("creating the system tables")
    });
    // The first that is free is the one that was drawn.
    let taken = (3306..3400).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    stand_in.wait_until_ready();
    assert_ne!(
        stand_in.db_port(),
        taken.unwrap().local_addr().unwrap().port()
    );
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
}

#[test]
fn a_folder_that_the_server_cannot_enter_is_named_and_once_it_can_the_cluster_is_made() {
    let mut stand_in = Own::folder_only();
    let folder = stand_in.folder().to_owned();
    let mode = |mode| fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
    mode(0o700);
    stand_in.up_begins();
    wait_until("what is in the way is named", || {
        stand_in.output().contains("cannot enter")
    });
    stand_in.end_up(Signal::INT);
    mode(0o711);
    stand_in.up();
}

#[test]
fn a_login_module_that_is_not_there_is_named() {
    let stand_in = Own::folder_only();
    let output = up(&stand_in, &["--module", "/nonexistent/aws_auth.so"]);
    assert_says(
        &output,
        2,
        "there is no file /nonexistent/aws_auth.so: --module names the login module, libaws_auth.so",
    );
    stand_in.assert_nothing_runs();
}

#[test]
fn a_program_without_its_module_says_how_to_get_it() {
    let stand_in = Own::folder_only();
    let alone = stand_in.folder().join("sekisho");
    fs::copy(product::sekisho(), &alone).unwrap();
    let output = up_of(stand_in.command(&alone), &stand_in.data_dir(), &[]);
    assert_says(
        &output,
        3,
        &format!(
            "the login module libaws_auth.so is not beside {}: build it with `cargo build --release \
             -p aws-auth`, or name it with --module",
            alone.display()
        ),
    );
}

#[test]
fn a_data_directory_of_a_newer_version_is_left_alone() {
    let stand_in = Own::folder_only();
    let data_dir = stand_in.data_dir();
    fs::create_dir(&data_dir).unwrap();
    fs::write(data_dir.join("FORMAT"), "2\n").unwrap();
    let sentence = format!(
        "`{}` was written by a newer version (format 2, this program knows 1): use that version, or \
         another folder with --data-dir",
        data_dir.display()
    );
    assert_says(&up(&stand_in, &[]), 3, &sentence);
    assert_eq!(fs::read_dir(&data_dir).unwrap().count(), 1);
    let output = run(stand_in
        .command(product::sekisho())
        .args(["status", "--data-dir"])
        .arg(&data_dir));
    assert_says(&output, 3, &sentence);
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let stand_in = Own::folder_only();
    let data_dir = stand_in.data_dir();
    fs::create_dir(&data_dir).unwrap();
    fs::write(data_dir.join("thesis.txt"), "chapter 1").unwrap();
    assert_says(
        &up(&stand_in, &[]),
        3,
        &format!(
            "`{}` is not empty and is no data directory of this program: name an empty folder, or \
             one that does not exist, with --data-dir",
            data_dir.display()
        ),
    );
    assert_eq!(fs::read_dir(&data_dir).unwrap().count(), 1);
}

#[test]
fn a_data_directory_of_another_user_is_refused() {
    if !rustix::process::geteuid().is_root() {
        // Only root can make one.
        return;
    }
    let stand_in = Own::folder_only();
    let data_dir = stand_in.data_dir();
    fs::create_dir(&data_dir).unwrap();
    fs::write(data_dir.join("FORMAT"), "1\n").unwrap();
    chown(&data_dir, Some(65_534), None).unwrap();
    assert_says(
        &up(&stand_in, &[]),
        3,
        &format!(
            "`{}` belongs to user id 65534: run as that user, or name another with --data-dir",
            data_dir.display()
        ),
    );
}

#[test]
fn a_file_in_place_of_a_data_directory_is_named() {
    let stand_in = Own::folder_only();
    let data_dir = stand_in.data_dir();
    fs::write(&data_dir, "").unwrap();
    fs::set_permissions(&data_dir, Permissions::from_mode(0o600)).unwrap();
    let output = up(&stand_in, &[]);
    assert_eq!(output.code, Some(3), "{output:?}");
    assert!(
        output.stderr.contains(data_dir.to_str().unwrap()),
        "{output:?}"
    );
    assert!(data_dir.is_file());
}

#[test]
fn what_cannot_be_changed_later_is_refused() {
    let mut stand_in = Own::start();
    stand_in.end_up(rustix::process::Signal::TERM);
    let output = up(&stand_in, &["--region", "eu-west-1"]);
    assert_says(
        &output,
        2,
        "this data directory was made with --region us-west-2; another takes another directory \
         (--data-dir)",
    );
    let output = up(&stand_in, &["--account-id", "210987654321"]);
    assert_eq!(output.code, Some(2), "{output:?}");
}

#[test]
fn an_account_or_region_that_is_none_is_refused_before_anything_is_made() {
    let stand_in = Own::folder_only();
    for (flag, value) in [("--account-id", "12"), ("--region", "Not A Region")] {
        let output = up(&stand_in, &[flag, value]);
        assert!(matches!(output.code, Some(2 | 3)), "{output:?}");
        assert!(output.stderr.contains(value), "{output:?}");
        assert!(!stand_in.data_dir().join("aws-credentials").exists());
    }
    stand_in.assert_nothing_runs();
}

#[test]
fn commands_before_the_first_start_say_what_to_start() {
    let stand_in = Own::folder_only();
    let data_dir = stand_in.data_dir();
    for arguments in [&["env"][..], &["status"], &["logins"], &["ca"], &["down"]] {
        let mut command = stand_in.command(product::sekisho());
        let output = run(command.args(arguments).arg("--data-dir").arg(&data_dir));
        assert_says(
            &output,
            3,
            &format!(
                "`{}` is no data directory yet: start `sekisho up` first, or name another with \
                 --data-dir",
                data_dir.display()
            ),
        );
    }
}
