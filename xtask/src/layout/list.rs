//! `xtask/layout.txt`.

use std::collections::{BTreeMap, BTreeSet};

use crate::Failure;

/// Sections of named lists of words.
#[derive(Debug, Default)]
pub(crate) struct List {
    sections: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl List {
    /// Reads `[section]` headers and `name: words` lines.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let mut list = Self::default();
        let mut section = None;
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                section = Some(list.sections.entry(name.to_owned()).or_default());
                continue;
            }
            let (name, words) = line
                .rsplit_once(':')
                .ok_or_else(|| Failure::new(format!("layout.txt:{}: no colon", number + 1)))?;
            section
                .as_mut()
                .ok_or_else(|| {
                    Failure::new(format!("layout.txt:{}: under no section", number + 1))
                })?
                .insert(
                    name.to_owned(),
                    words.split_whitespace().map(str::to_owned).collect(),
                );
        }
        Ok(list)
    }

    /// The names of a section.
    pub(crate) fn names(&self, section: &str) -> impl Iterator<Item = &str> {
        self.sections
            .get(section)
            .into_iter()
            .flat_map(|names| names.keys())
            .map(String::as_str)
    }

    /// The words of a name, if it is listed.
    pub(crate) fn words(&self, section: &str, name: &str) -> Option<BTreeSet<&str>> {
        let words = self.sections.get(section)?.get(name)?;
        Some(words.iter().map(String::as_str).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_to_names_and_names_to_sections() {
        let list = List::parse("[a]\nx: one two # three\ny:\n[b]\nx: four\n").unwrap();
        assert_eq!(list.names("a").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(list.words("a", "x"), Some(BTreeSet::from(["one", "two"])));
        assert_eq!(list.words("a", "y"), Some(BTreeSet::new()));
        assert_eq!(list.words("b", "y"), None);
        assert_eq!(list.words("c", "x"), None);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert!(List::parse("x: one").is_err());
        assert!(List::parse("[a]\nx one").is_err());
    }
}
