//! Which parts of the snapshot are to be made anew when records change.

use std::collections::{BTreeSet, HashMap};

/// Which records each part is made from besides its own. Parts and records go by the records' keys.
#[derive(Default)]
pub(super) struct Reliance {
    on: HashMap<String, Vec<String>>,
    parts: HashMap<String, BTreeSet<String>>,
}

impl Reliance {
    /// From now on, `part` is made from these records, there or not, and from no others.
    pub(super) fn set(&mut self, part: &str, records: Vec<String>) {
        for record in self.on.remove(part).unwrap_or_default() {
            self.forget(part, &record);
        }
        for record in &records {
            let parts = self.parts.entry(record.clone()).or_default();
            parts.insert(part.to_owned());
        }
        if !records.is_empty() {
            self.on.insert(part.to_owned(), records);
        }
    }

    fn forget(&mut self, part: &str, record: &str) {
        if let Some(parts) = self.parts.get_mut(record) {
            parts.remove(part);
            if parts.is_empty() {
                self.parts.remove(record);
            }
        }
    }

    /// The records that changed, and all whose parts are made from them, however far away.
    pub(super) fn spread(&self, changed: &BTreeSet<String>) -> BTreeSet<String> {
        let mut reached = changed.clone();
        let mut edge: Vec<&String> = changed.iter().collect();
        while let Some(record) = edge.pop() {
            for part in self.parts.get(record).into_iter().flatten() {
                if reached.insert(part.clone()) {
                    edge.push(part);
                }
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn a_change_spreads_to_all_that_rely_on_it_and_to_nobody_else() {
        let mut reliance = Reliance::default();
        reliance.set("user/a", vec!["group/g".into(), "policy/p".into()]);
        reliance.set("user/b", vec!["group/h".into()]);
        reliance.set("key/1", vec!["user/a".into()]);
        let spread = |changed: &[&str]| reliance.spread(&keys(changed));
        assert_eq!(spread(&["group/g"]), keys(&["group/g", "key/1", "user/a"]));
        assert_eq!(spread(&["user/b"]), keys(&["user/b"]));
        assert_eq!(spread(&["group/i"]), keys(&["group/i"]));
    }

    #[test]
    fn what_a_part_relied_on_before_does_not_count_any_more() {
        let mut reliance = Reliance::default();
        reliance.set("user/a", vec!["group/g".into()]);
        reliance.set("user/a", vec!["group/h".into()]);
        assert_eq!(reliance.spread(&keys(&["group/g"])), keys(&["group/g"]));
        reliance.set("user/a", vec![]);
        assert!(reliance.on.is_empty() && reliance.parts.is_empty());
    }
}
