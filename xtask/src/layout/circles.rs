//! Which files of a package need each other in a circle.
//!
//! A file needs another one that it names by a path, in `use` or elsewhere. What only its tests name does
//! not count, and neither does what a file takes from the `mod.rs` above it: a folder and its face are one.
//! What a face only passes on (`pub use inner::Thing`) is needed by who takes it there, and not by the face.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, File, ItemFn, ItemMod, ItemUse, Path, UseTree, Visibility};

use super::workspace::Workspace;

/// A module's path in its package; the root's is empty.
type Module = Vec<String>;

/// Every circle of files below `folder`, a package's with a `/` at its end: their paths, in order.
pub(super) fn of_package(workspace: &Workspace, folder: &str) -> Vec<Vec<String>> {
    let source = format!("{folder}src/");
    let files: BTreeMap<Module, (&str, &str)> = workspace
        .sources()
        .filter_map(|(path, text)| {
            let inside = path.strip_prefix(&source)?;
            Some((module(inside)?, (path, text)))
        })
        .collect();
    let named: BTreeMap<Module, Named> = files
        .iter()
        .map(|(module, (_, text))| (module.clone(), Named::in_file(text)))
        .collect();
    let needs: BTreeMap<&Module, BTreeSet<&Module>> = named
        .keys()
        .map(|module| (module, needs(module, &named)))
        .collect();
    let path = |module: &Module| files.get(module).map(|(path, _)| (*path).to_owned());
    let circles = circles(&needs).into_iter();
    circles
        .map(|circle| circle.into_iter().filter_map(path).collect())
        .collect()
}

/// `a/mod.rs` and `a.rs` are both `a`. Programs of their own are in no circle.
fn module(inside: &str) -> Option<Module> {
    let inside = inside.strip_suffix(".rs")?;
    if inside.starts_with("bin/") {
        return None;
    }
    let mut parts: Module = inside.split('/').map(str::to_owned).collect();
    parts.pop_if(|last| ["lib", "main", "mod"].contains(&last.as_str()));
    Some(parts)
}

fn needs<'n>(module: &Module, named: &'n BTreeMap<Module, Named>) -> BTreeSet<&'n Module> {
    let Some(names) = named.get(module) else {
        return BTreeSet::new();
    };
    let own = names.paths.iter().chain(names.uses.values());
    let targets = own.filter_map(|path| definition(names.absolute(module, path)?, named));
    targets
        .filter(|target| !module.starts_with(target))
        .collect()
}

/// The file that a path leads to, past the faces that pass on what it names.
fn definition(mut path: Module, named: &BTreeMap<Module, Named>) -> Option<&Module> {
    // Faces pass on what other faces pass on, but not for ever.
    for _ in 0..named.len() {
        let mut lengths = (1..=path.len()).rev();
        let (face, names) = lengths.find_map(|length| named.get_key_value(path.get(..length)?))?;
        let rest = path.get(face.len()..)?;
        let passed_on = rest
            .split_first()
            .and_then(|(name, rest)| Some((names.passed_on.get(name)?, rest)));
        let Some((inner, rest)) = passed_on else {
            return Some(face);
        };
        path = [names.absolute(face, inner)?.as_slice(), rest].concat();
    }
    None
}

/// What a file names outside its tests.
#[derive(Default)]
struct Named {
    /// Paths in the code.
    paths: Vec<Vec<String>>,
    /// What `use` gives a name to, by that name.
    uses: BTreeMap<String, Vec<String>>,
    /// What `pub use` gives a name to.
    passed_on: BTreeMap<String, Vec<String>>,
    /// The modules that it declares.
    inner: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Named {
    fn visit_file(&mut self, file: &'ast File) {
        if !is_for_tests(&file.attrs) {
            visit::visit_file(self, file);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            self.inner.insert(item.ident.to_string());
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_for_tests(&item.attrs) {
            let taken = match item.vis {
                Visibility::Inherited => &mut self.uses,
                _ => &mut self.passed_on,
            };
            take(&item.tree, &mut Vec::new(), taken);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        let segments = path.segments.iter();
        self.paths
            .push(segments.map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

impl Named {
    fn in_file(text: &str) -> Self {
        let mut named = Self::default();
        // What does not parse the compiler tells of.
        if let Ok(file) = syn::parse_file(text) {
            named.visit_file(&file);
        }
        named
    }

    /// A path in this file, which is `module`, from the root of the package; nothing for one that leads out
    /// of it.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let used = self.uses.get(first).or_else(|| self.passed_on.get(first));
        let path = match used {
            Some(used) => [used.as_slice(), rest].concat(),
            None => path.to_vec(),
        };
        match path.first().is_some_and(|first| self.inner.contains(first)) {
            true => Some([module.as_slice(), path.as_slice()].concat()),
            false => absolute(module, &path),
        }
    }
}

/// From the root of the package, of a path that begins there or at the file itself.
fn absolute(module: &Module, path: &[String]) -> Option<Module> {
    let mut steps = path.iter().map(String::as_str).peekable();
    let mut full = match steps.peek()? {
        &"crate" => Vec::new(),
        &"self" | &"super" => module.clone(),
        _ => return None,
    };
    for step in steps {
        match step {
            "crate" | "self" => {}
            "super" => drop(full.pop()?),
            name => full.push(name.to_owned()),
        }
    }
    Some(full)
}

/// The names that a `use` gives, each with its path. A glob gives none; it stands under its own path.
fn take(tree: &UseTree, before: &mut Vec<String>, taken: &mut BTreeMap<String, Vec<String>>) {
    let mut give = |name: String, last: Option<String>| {
        taken.insert(name, before.iter().cloned().chain(last).collect());
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            take(&path.tree, before, taken);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                take(tree, before, taken);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            give(before.last().cloned().unwrap_or_default(), None);
        }
        UseTree::Name(name) => give(name.ident.to_string(), Some(name.ident.to_string())),
        UseTree::Rename(rename) => give(rename.rename.to_string(), Some(rename.ident.to_string())),
        UseTree::Glob(_) => give(before.join("::"), None),
    }
}

/// `#[cfg(test)]` or `#[test]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_test = |path: syn::Result<Path>| path.is_ok_and(|path| path.is_ident("test"));
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg") && is_test(attribute.parse_args())
    })
}

/// Groups of two or more that all reach each other, each in order.
fn circles<'m>(needs: &BTreeMap<&'m Module, BTreeSet<&'m Module>>) -> BTreeSet<Vec<&'m Module>> {
    let reached: BTreeMap<_, _> = needs
        .keys()
        .map(|module| (*module, reached(module, needs)))
        .collect();
    let reaches =
        |from: &Module, to: &Module| reached.get(from).is_some_and(|all| all.contains(to));
    let circle = |module: &&'m Module| -> Vec<&'m Module> {
        let others = needs.keys().copied();
        others
            .filter(|other| reaches(module, other) && reaches(other, module))
            .collect()
    };
    let all = needs.keys().map(circle);
    all.filter(|circle| circle.len() > 1).collect()
}

fn reached<'m>(
    from: &Module,
    needs: &BTreeMap<&'m Module, BTreeSet<&'m Module>>,
) -> BTreeSet<&'m Module> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<&Module> = needs.get(from).into_iter().flatten().copied().collect();
    while let Some(next) = pending.pop() {
        if reached.insert(next) {
            pending.extend(needs.get(next).into_iter().flatten());
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The circles of a package `p/` with these files.
    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let mut workspace = Workspace::default();
        for (path, text) in files {
            workspace
                .files
                .insert(format!("p/src/{path}"), (*text).to_owned());
        }
        of_package(&workspace, "p/")
    }

    #[test]
    fn a_circle_is_found_whatever_the_form_of_its_paths() {
        let found = circles(&[
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::{b::B as X, other::Y};"),
            ("b/mod.rs", "mod inner;"),
            ("b/inner.rs", "fn f(_: super::super::c::C) {}"),
            ("c.rs", "use super::b::inner::*; use crate::a;"),
        ]);
        assert_eq!(found, [["p/src/b/inner.rs", "p/src/c.rs"]]);
    }

    #[test]
    fn a_circle_of_three_is_told_once() {
        let found = circles(&[
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "use crate::c::C;"),
            ("c.rs", "use crate::a::A;"),
            ("d.rs", "use crate::a::A;"),
        ]);
        assert_eq!(found, [["p/src/a.rs", "p/src/b.rs", "p/src/c.rs"]]);
    }

    #[test]
    fn what_a_face_passes_on_is_followed_to_where_it_stands() {
        let found = circles(&[
            (
                "face.rs",
                "use crate::a; pub struct Error; fn f() { a::go() }",
            ),
            (
                "a/mod.rs",
                "mod go; mod other; pub use go::go; pub use other::*;",
            ),
            ("a/go.rs", "use crate::face::Error;"),
            (
                "a/other.rs",
                "use crate::face::Error; use crate::apart::{self, Apart};",
            ),
            ("apart.rs", "use crate::a::Unrelated;"),
        ]);
        assert_eq!(found, [["p/src/a/go.rs", "p/src/face.rs"]]);
    }

    #[test]
    fn a_face_that_uses_what_is_behind_it_needs_it() {
        let found = circles(&[
            ("a/mod.rs", "mod inner; use inner::Inner; fn f(_: Inner) {}"),
            ("a/inner.rs", "use crate::b::B;"),
            ("b.rs", "use crate::a;"),
        ]);
        assert_eq!(
            found,
            [["p/src/a/mod.rs", "p/src/a/inner.rs", "p/src/b.rs"]]
        );
    }

    #[test]
    fn what_tests_name_and_what_a_folder_shares_is_no_circle() {
        let found = circles(&[
            ("lib.rs", "mod a; pub use a::A;"),
            ("a/mod.rs", "mod b; use self::b::B; pub struct A;"),
            ("a/b.rs", "use super::A; use crate::a::Other;"),
            ("c.rs", "use crate::d::D;"),
            ("d.rs", "#[cfg(test)] mod tests { use crate::c::C; }"),
            ("e.rs", "#![cfg(test)] use crate::f::F;"),
            ("f.rs", "use crate::e::E; #[cfg(test)] use crate::c::C;"),
        ]);
        assert_eq!(found, Vec::<Vec<String>>::new());
    }
}
