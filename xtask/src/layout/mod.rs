//! `layout`: the rules of this workspace that no compiler holds.
//!
//! Each rule is a function from the [`Workspace`] to complaints; `xtask/layout.txt` holds what the
//! rules compare with, so that a change of the architecture is a line in review.

mod circles;
mod list;
mod workspace;

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Failure, code, generate};
use list::List;
use workspace::{Package, Workspace};

type Complaints = Vec<String>;
type Rule = fn(&Workspace, &List) -> Complaints;

const RULES: &[Rule] = &[
    graph_is_as_listed,
    files_form_no_circle,
    native_modules_hold_what_is_listed,
    pure_packages_reach_nothing_impure,
    unsafe_has_an_address,
    every_package_takes_the_workspace_lints,
    no_profile_aborts,
    every_package_says_what_it_is,
    one_test_binary_per_package,
    an_ignored_test_cites_an_issue,
    no_file_names_a_machine,
    pages_name_folders_that_exist,
];

/// Runs every rule and fails with all complaints together.
pub(crate) fn run(root: &Path) -> Result<(), Failure> {
    let list = List::parse(&crate::read(&root.join("xtask/layout.txt"))?)?;
    let workspace = Workspace::load(root)?;
    let mut complaints: Complaints = RULES
        .iter()
        .flat_map(|rule| rule(&workspace, &list))
        .collect();
    if let Err(stale) = generate::check(&root.join("crates/aws-query")) {
        complaints.push(stale.to_string());
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(complaints.join("\nxtask: ")))
    }
}

fn graph_is_as_listed(workspace: &Workspace, list: &List) -> Complaints {
    let ours: BTreeSet<&str> = workspace
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let stale = list
        .names("graph")
        .filter(|name| !ours.contains(name))
        .map(|name| format!("layout.txt: [graph] lists `{name}`, which is no package"));
    let wrong = workspace.packages.iter().flat_map(|package| {
        let found: BTreeSet<&str> = package
            .dependencies
            .iter()
            .map(String::as_str)
            .filter(|name| ours.contains(name))
            .collect();
        differences(
            package,
            "[graph]",
            &found,
            list.words("graph", &package.name),
        )
    });
    stale.chain(wrong).collect()
}

/// Data flows one way: of two files of a package at most one needs the other, straight or by others.
fn files_form_no_circle(workspace: &Workspace, _: &List) -> Complaints {
    let packages = workspace.packages.iter();
    packages
        .filter_map(|package| package.manifest.strip_suffix("Cargo.toml"))
        .flat_map(|folder| circles::of_package(workspace, folder))
        .map(|circle| format!("{} need each other in a circle", circle.join(", ")))
        .collect()
}

fn native_modules_hold_what_is_listed(workspace: &Workspace, list: &List) -> Complaints {
    natives(workspace, list)
        .flat_map(|package| {
            let found = workspace.reached_from(&package.name);
            differences(
                package,
                "[native]",
                &found,
                list.words("native", &package.name),
            )
        })
        .collect()
}

fn differences(
    package: &Package,
    section: &str,
    found: &BTreeSet<&str>,
    listed: Option<BTreeSet<&str>>,
) -> Complaints {
    let name = &package.name;
    let Some(listed) = listed else {
        return vec![format!("`{name}` is not in {section} of layout.txt")];
    };
    let extra = found.difference(&listed).map(|extra| {
        format!("`{name}` depends on `{extra}`, which {section} of layout.txt does not allow")
    });
    let missing = listed.difference(found).map(|missing| {
        format!("`{name}` no longer depends on `{missing}`: drop it from {section} of layout.txt")
    });
    extra.chain(missing).collect()
}

fn pure_packages_reach_nothing_impure(workspace: &Workspace, list: &List) -> Complaints {
    let mut complaints = Complaints::new();
    for name in list.names("pure") {
        let reached = workspace.reached_from(name);
        let forbidden = list.words("pure", name).unwrap_or_default();
        complaints.extend(
            reached
                .intersection(&forbidden)
                .map(|impure| format!("`{name}` is pure and reaches `{impure}`")),
        );
    }
    complaints
}

fn unsafe_has_an_address(workspace: &Workspace, list: &List) -> Complaints {
    workspace
        .sources()
        .filter(|(path, _)| !list.names("unsafe").any(|address| is_below(path, address)))
        .filter(|(_, text)| code::has_word(&code::without_comments(text), "unsafe"))
        .map(|(path, _)| format!("{path}: `unsafe` belongs into a native module's `ffi`"))
        .collect()
}

/// `src/ffi` is the folder and the file `src/ffi.rs`.
fn is_below(path: &str, address: &str) -> bool {
    path.strip_prefix(address)
        .is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

fn every_package_takes_the_workspace_lints(workspace: &Workspace, list: &List) -> Complaints {
    let native: BTreeSet<&str> = natives(workspace, list)
        .map(|package| package.name.as_str())
        .collect();
    workspace
        .packages
        .iter()
        .filter_map(|package| {
            let manifest = workspace.text(&package.manifest)?;
            let (kept, rule) = if native.contains(package.name.as_str()) {
                let kept = manifest.contains("unsafe_op_in_unsafe_fn = \"deny\"")
                    && manifest.contains("undocumented_unsafe_blocks = \"deny\"");
                (
                    kept,
                    "must deny `unsafe_op_in_unsafe_fn` and `undocumented_unsafe_blocks`",
                )
            } else {
                (
                    manifest.contains("[lints]\nworkspace = true"),
                    "must say `[lints] workspace = true`",
                )
            };
            (!kept).then(|| format!("{}: {rule}", package.manifest))
        })
        .collect()
}

/// An abort in a native module takes the database down with it.
fn no_profile_aborts(workspace: &Workspace, _: &List) -> Complaints {
    workspace
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".toml"))
        .filter(|(_, text)| {
            text.lines()
                .map(|line| {
                    line.split('#')
                        .next()
                        .unwrap_or_default()
                        .replace([' ', '\''], "")
                })
                .any(|line| line.starts_with("panic=\"abort\"") || line.starts_with("panic=abort"))
        })
        .map(|(path, _)| format!("{path}: a panic must unwind, an abort takes the database down"))
        .collect()
}

fn every_package_says_what_it_is(workspace: &Workspace, _: &List) -> Complaints {
    workspace
        .packages
        .iter()
        .filter(|package| package.description.trim().is_empty())
        .map(|package| format!("{}: no description", package.manifest))
        .collect()
}

/// Each test binary is linked by itself; one with modules links once.
fn one_test_binary_per_package(workspace: &Workspace, _: &List) -> Complaints {
    workspace
        .packages
        .iter()
        .filter(|package| package.test_binaries > 1)
        .map(|package| {
            format!(
                "`{}` has {} test binaries; make one with modules",
                package.name, package.test_binaries
            )
        })
        .collect()
}

fn an_ignored_test_cites_an_issue(workspace: &Workspace, _: &List) -> Complaints {
    workspace
        .sources()
        .flat_map(|(path, text)| code::ignored_tests(text).map(move |reason| (path, reason)))
        .filter(|(_, reason)| !cites_an_issue(reason) && !is_a_process_of_another_test(reason))
        .map(|(path, reason)| {
            format!("{path}: `#[ignore{reason}]` must cite an issue, as in `#12`")
        })
        .collect()
}

fn cites_an_issue(reason: &str) -> bool {
    reason
        .split('#')
        .skip(1)
        .any(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// Some tests need a second process of the same binary; that one is no test by itself.
fn is_a_process_of_another_test(reason: &str) -> bool {
    reason.contains("run by another test") || reason.contains("the child of a test")
}

fn no_file_names_a_machine(workspace: &Workspace, list: &List) -> Complaints {
    let mut complaints = Complaints::new();
    // The list itself has to name them.
    for (path, text) in workspace
        .files
        .iter()
        .filter(|(path, _)| path.as_str() != "xtask/layout.txt")
    {
        for word in list.names("words").filter(|word| text.contains(word)) {
            complaints.push(format!("{path}: names `{word}`"));
        }
    }
    complaints
}

fn pages_name_folders_that_exist(workspace: &Workspace, list: &List) -> Complaints {
    let mut complaints = Complaints::new();
    for page in list.names("pages") {
        let Some(text) = workspace.text(page) else {
            complaints.push(format!("{page} is missing"));
            continue;
        };
        let tops = workspace.top_folders();
        for named in text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|named| is_folder_name(named, &tops))
        {
            if !workspace.exists(named) && !workspace.has_folder_called(named) {
                complaints.push(format!("{page} names `{named}`, which does not exist"));
            }
        }
    }
    complaints
}

/// A path below one of our folders, or a folder by its name alone. `a/b` of other things is not for
/// this rule.
fn is_folder_name(named: &str, tops: &BTreeSet<&str>) -> bool {
    let plain = named
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "/_-.".contains(letter));
    let top = named
        .split_once('/')
        .filter(|(top, rest)| tops.contains(top) || rest.is_empty());
    plain && top.is_some()
}

fn natives<'w>(workspace: &'w Workspace, list: &List) -> impl Iterator<Item = &'w Package> {
    let listed: BTreeSet<String> = list.names("native").map(str::to_owned).collect();
    workspace
        .packages
        .iter()
        .filter(move |package| package.is_native || listed.contains(&package.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "\
        [graph]\na: b\nb:\n\
        [native]\n\
        [pure]\nb: tokio\n\
        [unsafe]\nplugins/x/src/ffi:\n\
        [words]\n/home/me:\n\
        [pages]\nPAGE.md:\n";

    fn package(name: &str, dependencies: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            manifest: format!("crates/{name}/Cargo.toml"),
            description: "Something.".to_owned(),
            dependencies: dependencies.iter().map(|&name| name.to_owned()).collect(),
            test_binaries: 1,
            is_native: false,
        }
    }

    fn workspace() -> Workspace {
        let lints = "[lints]\nworkspace = true\n";
        let mut workspace = Workspace::default();
        workspace.packages = vec![package("a", &["b", "serde"]), package("b", &[])];
        for (path, text) in [
            ("crates/a/Cargo.toml", lints),
            ("crates/b/Cargo.toml", lints),
            ("crates/b/src/lib.rs", "fn plain() {}"),
            (
                "PAGE.md",
                "See `crates/b` and `crates/b/src/lib.rs`, not `a/b`.",
            ),
        ] {
            workspace.files.insert(path.to_owned(), text.to_owned());
        }
        workspace
    }

    /// The complaints of one rule about a workspace that was fine before `spoil`.
    fn complaints(rule: Rule, spoil: impl Fn(&mut Workspace)) -> String {
        let list = List::parse(LIST).unwrap();
        let mut workspace = workspace();
        assert_eq!(rule(&workspace, &list), Complaints::new(), "before");
        spoil(&mut workspace);
        rule(&workspace, &list).join("\n")
    }

    fn set(workspace: &mut Workspace, path: &str, text: &str) {
        workspace.files.insert(path.to_owned(), text.to_owned());
    }

    #[test]
    fn a_dependency_that_is_not_listed_is_told() {
        let found = complaints(graph_is_as_listed, |workspace| {
            workspace.packages[1].dependencies.insert("a".to_owned());
        });
        assert!(found.contains("`b` depends on `a`"), "{found}");
    }

    #[test]
    fn a_listed_dependency_that_is_gone_is_told() {
        let found = complaints(graph_is_as_listed, |workspace| {
            workspace.packages[0].dependencies.remove("b");
        });
        assert!(found.contains("`a` no longer depends on `b`"), "{found}");
    }

    #[test]
    fn a_package_that_is_not_listed_and_one_that_is_gone_are_told() {
        let found = complaints(graph_is_as_listed, |workspace| {
            workspace.packages[1] = package("c", &[]);
            workspace.packages[0].dependencies.remove("b");
        });
        assert!(found.contains("`c` is not in [graph]"), "{found}");
        assert!(found.contains("lists `b`, which is no package"), "{found}");
    }

    #[test]
    fn files_that_need_each_other_are_told() {
        let found = complaints(files_form_no_circle, |workspace| {
            set(workspace, "crates/a/src/x.rs", "use crate::y::Y;");
            set(workspace, "crates/a/src/y.rs", "fn f() { super::x::g() }");
        });
        assert_eq!(
            found,
            "crates/a/src/x.rs, crates/a/src/y.rs need each other in a circle"
        );
    }

    #[test]
    fn a_native_module_that_grew_is_told() {
        let found = complaints(native_modules_hold_what_is_listed, |workspace| {
            workspace.packages[0].is_native = true;
        });
        assert!(found.contains("`a` is not in [native]"), "{found}");

        let list = List::parse(&format!("{LIST}[native]\na: b\n")).unwrap();
        let mut grown = workspace();
        grown.packages[0].is_native = true;
        grown.reach("a", &["b", "serde"]);
        let found = native_modules_hold_what_is_listed(&grown, &list).join("\n");
        assert!(found.contains("`a` depends on `serde`"), "{found}");
    }

    #[test]
    fn a_pure_package_that_reaches_a_runtime_is_told() {
        let found = complaints(pure_packages_reach_nothing_impure, |workspace| {
            workspace.reach("b", &["bytes", "tokio"]);
        });
        assert_eq!(found, "`b` is pure and reaches `tokio`");
    }

    #[test]
    fn unsafe_outside_its_address_is_told() {
        let block = "fn f() { unsafe { g() } }";
        let found = complaints(unsafe_has_an_address, |workspace| {
            set(workspace, "plugins/x/src/ffi.rs", block);
            set(workspace, "plugins/x/src/ffi/mysql.rs", block);
            set(
                workspace,
                "crates/a/src/talk.rs",
                "// unsafe\nconst A: &str = \"unsafe\"; fn unsafe_code() {}",
            );
            set(workspace, "plugins/x/src/lib.rs", block);
        });
        assert_eq!(
            found,
            "plugins/x/src/lib.rs: `unsafe` belongs into a native module's `ffi`"
        );
    }

    #[test]
    fn a_package_without_the_lints_is_told() {
        let found = complaints(every_package_takes_the_workspace_lints, |workspace| {
            set(workspace, "crates/a/Cargo.toml", "[package]\n");
            workspace.packages[1].is_native = true;
        });
        assert!(found.contains("crates/a/Cargo.toml: must say"), "{found}");
        assert!(found.contains("crates/b/Cargo.toml: must deny"), "{found}");
    }

    #[test]
    fn a_profile_that_aborts_is_told() {
        let found = complaints(no_profile_aborts, |workspace| {
            set(workspace, "ok.toml", "# never panic = \"abort\"\n");
            set(
                workspace,
                "Cargo.toml",
                "[profile.release]\npanic = \"abort\" # fast\n",
            );
            set(workspace, "b.toml", "panic='abort'");
        });
        assert!(
            found.contains("Cargo.toml:") && found.contains("b.toml:"),
            "{found}"
        );
        assert!(!found.contains("ok.toml"), "{found}");
    }

    #[test]
    fn a_package_without_a_description_is_told() {
        let found = complaints(every_package_says_what_it_is, |workspace| {
            workspace.packages[0].description = " ".to_owned();
        });
        assert_eq!(found, "crates/a/Cargo.toml: no description");
    }

    #[test]
    fn a_second_test_binary_is_told() {
        let found = complaints(one_test_binary_per_package, |workspace| {
            workspace.packages[0].test_binaries = 2;
        });
        assert_eq!(found, "`a` has 2 test binaries; make one with modules");
    }

    #[test]
    fn an_ignored_test_without_an_issue_is_told() {
        let ignore = ["#[", "ignore"].concat();
        let found = complaints(an_ignored_test_cites_an_issue, |workspace| {
            set(
                workspace,
                "crates/a/src/ok.rs",
                &format!("{ignore} = \"slow, #12\"]\nfn t() {{}}"),
            );
            set(
                workspace,
                "crates/a/src/why.rs",
                &format!("{ignore} = \"slow\"]\nfn t() {{}}"),
            );
            set(
                workspace,
                "crates/a/src/bare.rs",
                &format!("{ignore}]\nfn t() {{}}"),
            );
        });
        assert!(
            found.contains("why.rs") && found.contains("bare.rs"),
            "{found}"
        );
        assert!(
            !found.contains("ok.rs") && !found.contains("child.rs"),
            "{found}"
        );
    }

    #[test]
    fn a_file_that_names_a_machine_is_told() {
        let found = complaints(no_file_names_a_machine, |workspace| {
            set(workspace, "docs/a.md", "see /home/me/notes");
        });
        assert_eq!(found, "docs/a.md: names `/home/me`");
    }

    #[test]
    fn a_page_that_names_what_is_gone_is_told() {
        let found = complaints(pages_name_folders_that_exist, |workspace| {
            set(
                workspace,
                "PAGE.md",
                "`crates/b/`, `src/`, `crates/gone`, `vectors/`, `x < y/z`",
            );
        });
        assert!(found.contains("names `crates/gone`"), "{found}");
        assert!(found.contains("names `vectors/`"), "{found}");
        assert_eq!(found.lines().count(), 2, "{found}");

        let found = complaints(pages_name_folders_that_exist, |workspace| {
            workspace.files.remove("PAGE.md");
        });
        assert_eq!(found, "PAGE.md is missing");
    }
}
