//! What the parameter groups of a server say together: that of an instance over that of its cluster.

use crate::state::Parameters;

/// The parameters of two groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Layers {
    /// Of the group of the cluster: what the other one does not set.
    pub(super) cluster: Parameters,
    /// Of the group of the instance.
    pub(super) instance: Parameters,
}

impl Layers {
    /// What the server shall run with.
    pub(super) fn merged(self) -> Parameters {
        let mut parameters = self.cluster;
        parameters.extend(self.instance);
        parameters
    }

    /// Whether a server that runs with these parameters follows the cluster's group.
    pub(super) fn follow_cluster(&self, running: &Parameters) -> bool {
        let elsewhere = |name: &str| self.instance.contains_key(name);
        in_force(&self.cluster, running, elsewhere)
    }

    /// Whether it follows the instance's.
    pub(super) fn follow_instance(&self, running: &Parameters) -> bool {
        let elsewhere =
            |name: &str| self.cluster.contains_key(name) && !self.instance.contains_key(name);
        in_force(&self.instance, running, elsewhere)
    }
}

/// Whether what a group says, and leaves, is so, apart from what is decided elsewhere.
fn in_force(group: &Parameters, running: &Parameters, elsewhere: impl Fn(&str) -> bool) -> bool {
    group
        .keys()
        .chain(running.keys())
        .filter(|name| !elsewhere(name))
        .all(|name| group.get(name) == running.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(given: &[(&str, &str)]) -> Parameters {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        given.iter().map(owned).collect()
    }

    #[test]
    fn each_group_is_followed_or_not_for_what_it_decides_itself() {
        let layers = || Layers {
            cluster: parameters(&[("a", "1"), ("b", "1")]),
            instance: parameters(&[("b", "2"), ("c", "2")]),
        };
        let merged = parameters(&[("a", "1"), ("b", "2"), ("c", "2")]);
        assert_eq!(layers().merged(), merged);
        let follow = |running: &[(&str, &str)]| {
            let running = parameters(running);
            let layers = layers();
            (
                layers.follow_cluster(&running),
                layers.follow_instance(&running),
            )
        };
        assert_eq!(follow(&[("a", "1"), ("b", "2"), ("c", "2")]), (true, true));
        assert_eq!(follow(&[("b", "2"), ("c", "2")]), (false, true));
        assert_eq!(follow(&[("a", "1"), ("b", "1")]), (true, false));
        assert_eq!(
            follow(&[("a", "1"), ("b", "2"), ("c", "2"), ("d", "3")]),
            (false, false)
        );
    }
}
