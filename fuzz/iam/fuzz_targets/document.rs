//! No text makes the reader panic; what it accepts is printed and read as the same again; whatever
//! it says, lint says something of it too.
#![no_main]

use iam::lint::lint;
use iam::policy::{Document, Policy, PolicyKind};
use libfuzzer_sys::fuzz_target;

const KINDS: [PolicyKind; 4] = [
    PolicyKind::Managed,
    PolicyKind::RoleInline,
    PolicyKind::Trust,
    PolicyKind::Resource,
];

fuzz_target!(|text: &str| {
    for kind in KINDS {
        match Document::parse(text, kind) {
            Ok(document) => {
                let printed = document.to_string();
                let again = Document::parse(&printed, kind).expect("what was printed is read");
                assert_eq!(again, document);
                let _ = Policy::compile(&document, kind).memory_bytes();
                let _ = lint(text, kind);
            }
            Err(error) => {
                assert!(!error.message().is_empty() && !error.to_string().is_empty());
                let within = error.position().is_none_or(|at| at.offset <= text.len());
                assert!(within, "{error}");
            }
        }
    }
});
