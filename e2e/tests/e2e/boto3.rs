//! boto3 as its makers publish it: each program in `e2e/boto3` is a set of tests in Python's `unittest`,
//! and every answer there is held against botocore's own model (`checked.py`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::product;
use crate::python;
use crate::stand_in::{Own, StandIn, run, shared};

/// The folder with the program `python` that has boto3.
fn interpreter() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        python::required("boto3", &programs().join("requirements.txt")).join("python")
    })
}

fn programs() -> PathBuf {
    product::workspace().join("e2e/boto3")
}

#[track_caller]
fn passes(program: &str, stand_in: &StandIn) {
    let mut python = stand_in.command(interpreter());
    let told = run(python
        .args(["-B", "-m", "unittest", program])
        .envs(stand_in.variables())
        .current_dir(programs()));
    assert_eq!(told.code, Some(0), "{}\n{}", told.stdout, told.stderr);
}

#[test]
fn iam_from_creation_to_deletion() {
    passes("test_iam", shared());
}

#[test]
fn sts_and_its_sessions() {
    passes("test_sts", shared());
}

#[test]
fn credential_providers_find_their_way() {
    passes("test_credentials", shared());
}

#[test]
fn every_paginator_shows_in_pages_what_there_is() {
    passes("test_pages", &Own::start());
}

#[test]
fn rds_from_creation_to_deletion() {
    passes("test_rds", &Own::start());
}

#[test]
fn botocores_own_examples_are_answered_as_documented() {
    passes("test_examples", &Own::start());
}

#[test]
fn terraforms_provider_finds_what_it_reads_and_waits_for() {
    passes("test_terraform", &Own::start());
}

#[test]
fn no_program_is_forgotten() {
    let this = include_str!("boto3.rs");
    for file in fs::read_dir(programs()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let program = name.strip_suffix(".py").unwrap_or_default();
        if program.starts_with("test_") {
            assert!(this.contains(&format!("(\"{program}\"")), "{program}");
        }
    }
}
