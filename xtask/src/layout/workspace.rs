//! The workspace as the rules see it: its packages, what they reach, and its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::Failure;

/// Everything that the rules look at.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    /// Every text file that is or will be checked in, by its path from the root.
    pub(crate) files: BTreeMap<String, String>,
    /// All that a package of the workspace links, by its name.
    reached: BTreeMap<String, BTreeSet<String>>,
}

/// A package of the workspace.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Its path from the root.
    pub(crate) manifest: String,
    pub(crate) description: String,
    /// What it names in `[dependencies]` and `[build-dependencies]`.
    pub(crate) dependencies: BTreeSet<String>,
    pub(crate) test_binaries: usize,
    /// Whether it is built to be loaded by something else.
    pub(crate) is_native: bool,
}

impl Workspace {
    /// Asks cargo for the packages and git for the files.
    pub(crate) fn load(root: &Path) -> Result<Self, Failure> {
        let root = root.canonicalize().map_err(Failure::new)?;
        let arguments = [
            "metadata",
            "--format-version=1",
            "--filter-platform=x86_64-unknown-linux-gnu",
        ];
        let metadata: Metadata =
            serde_json::from_str(&output("cargo", &arguments, &root)?).map_err(Failure::new)?;
        Ok(Self {
            packages: metadata
                .members()
                .map(|member| member.to_package(&root))
                .collect(),
            files: files(&root)?,
            reached: metadata.reached(),
        })
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(|(path, _)| path.ends_with(".rs"))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub(crate) fn top_folders(&self) -> BTreeSet<&str> {
        self.files
            .keys()
            .filter_map(|path| path.split_once('/'))
            .map(|(top, _)| top)
            .collect()
    }

    /// Whether it is a file or a folder with one.
    pub(crate) fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files.keys().any(|file| {
            file.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether any folder has that name, as `login/` inside a package.
    pub(crate) fn has_folder_called(&self, name: &str) -> bool {
        let inside = format!("/{}/", name.trim_matches('/'));
        self.files.keys().any(|file| file.contains(&inside))
    }

    /// All packages that end up in this one, tests and build scripts aside.
    pub(crate) fn reached_from(&self, name: &str) -> BTreeSet<&str> {
        self.reached
            .get(name)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect()
    }

    #[cfg(test)]
    pub(crate) fn reach(&mut self, from: &str, to: &[&str]) {
        self.reached.insert(
            from.to_owned(),
            to.iter().map(|&name| name.to_owned()).collect(),
        );
    }
}

/// Files that git knows or would add, as far as they are text.
fn files(root: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let listed = output(
        "git",
        &["ls-files", "--cached", "--others", "--exclude-standard"],
        root,
    )?;
    Ok(listed
        .lines()
        .filter_map(|path| {
            Some((
                path.to_owned(),
                std::fs::read_to_string(root.join(path)).ok()?,
            ))
        })
        .collect())
}

fn output(program: &str, arguments: &[&str], root: &Path) -> Result<String, Failure> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| Failure::new(format!("{program}: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(Failure::new)
}

/// The part of `cargo metadata` that is needed here.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Member>,
    workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct Member {
    id: String,
    name: String,
    manifest_path: String,
    description: Option<String>,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// `None` for a normal one.
    kind: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

impl Metadata {
    fn members(&self) -> impl Iterator<Item = &Member> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }

    fn reached(&self) -> BTreeMap<String, BTreeSet<String>> {
        let names: BTreeMap<&str, &str> = self
            .packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect();
        let edges: BTreeMap<&str, Vec<&str>> = self
            .resolve
            .nodes
            .iter()
            .map(|node| (node.id.as_str(), node.linked()))
            .collect();
        self.members()
            .map(|member| {
                let ids = closure(&member.id, &edges);
                let names = ids
                    .iter()
                    .filter_map(|id| names.get(id))
                    .map(|&name| name.to_owned());
                (member.name.clone(), names.collect())
            })
            .collect()
    }
}

impl Node {
    /// What is linked into this package, not what only its tests or its build script use.
    fn linked(&self) -> Vec<&str> {
        self.deps
            .iter()
            .filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none()))
            .map(|edge| edge.pkg.as_str())
            .collect()
    }
}

fn closure<'m>(start: &str, edges: &BTreeMap<&'m str, Vec<&'m str>>) -> BTreeSet<&'m str> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<&str> = edges.get(start).cloned().unwrap_or_default();
    while let Some(id) = pending.pop() {
        if let Some((&id, next)) = edges.get_key_value(id)
            && reached.insert(id)
        {
            pending.extend(next);
        }
    }
    reached
}

impl Member {
    fn to_package(&self, root: &Path) -> Package {
        let manifest = Path::new(&self.manifest_path);
        let has_kind =
            |target: &&Target, wanted: &str| target.kind.iter().any(|kind| kind == wanted);
        Package {
            name: self.name.clone(),
            manifest: manifest
                .strip_prefix(root)
                .unwrap_or(manifest)
                .display()
                .to_string(),
            description: self.description.clone().unwrap_or_default(),
            dependencies: self
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind.as_deref() != Some("dev"))
                .map(|dependency| dependency.name.clone())
                .collect(),
            test_binaries: self
                .targets
                .iter()
                .filter(|target| has_kind(target, "test"))
                .count(),
            is_native: self
                .targets
                .iter()
                .any(|target| has_kind(&target, "cdylib")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{
        "packages": [
            {"id": "1", "name": "ours", "manifest_path": "/r/crates/ours/Cargo.toml", "description": "d",
             "dependencies": [{"name": "serde", "kind": null}, {"name": "cc", "kind": "build"},
                              {"name": "proptest", "kind": "dev"}],
             "targets": [{"kind": ["cdylib", "rlib"]}, {"kind": ["test"]}, {"kind": ["test"]}]},
            {"id": "2", "name": "serde", "manifest_path": "", "description": null,
             "dependencies": [], "targets": []},
            {"id": "3", "name": "serde_core", "manifest_path": "", "description": null,
             "dependencies": [], "targets": []},
            {"id": "4", "name": "proptest", "manifest_path": "", "description": null,
             "dependencies": [], "targets": []}
        ],
        "workspace_members": ["1"],
        "resolve": {"nodes": [
            {"id": "1", "deps": [{"pkg": "2", "dep_kinds": [{"kind": null}]},
                                 {"pkg": "4", "dep_kinds": [{"kind": "dev"}]}]},
            {"id": "2", "deps": [{"pkg": "3", "dep_kinds": [{"kind": null}]}]},
            {"id": "3", "deps": []}, {"id": "4", "deps": []}
        ]}
    }"#;

    #[test]
    fn what_only_tests_use_is_not_reached() {
        let metadata: Metadata = serde_json::from_str(METADATA).unwrap();
        let reached = metadata.reached();
        let expected = BTreeSet::from(["serde".to_owned(), "serde_core".to_owned()]);
        assert_eq!(reached.get("ours"), Some(&expected));
    }

    #[test]
    fn a_package_is_told_by_what_cargo_says_of_it() {
        let metadata: Metadata = serde_json::from_str(METADATA).unwrap();
        let package = metadata
            .members()
            .next()
            .unwrap()
            .to_package(Path::new("/r"));
        assert_eq!(package.manifest, "crates/ours/Cargo.toml");
        assert_eq!(
            package.dependencies,
            BTreeSet::from(["cc".to_owned(), "serde".to_owned()])
        );
        assert_eq!((package.test_binaries, package.is_native), (2, true));
    }

    #[test]
    fn a_path_exists_as_a_file_or_a_folder() {
        let mut workspace = Workspace::default();
        workspace
            .files
            .insert("crates/a/src/lib.rs".to_owned(), String::new());
        for path in ["crates", "crates/a/", "crates/a/src/lib.rs"] {
            assert!(workspace.exists(path), "{path}");
        }
        for path in ["crates/b", "crates/a/src/li", "rates"] {
            assert!(!workspace.exists(path), "{path}");
        }
    }
}
