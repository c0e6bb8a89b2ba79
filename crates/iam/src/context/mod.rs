//! The facts of a request that conditions and policy variables ask about.

pub mod keys;
mod login;

pub use login::{DatabaseLogin, SessionFacts};

/// The facts of one request: keys, which ignore case, with one value or several.
///
/// All values are text, as on Amazon's side of the fence: a condition operator decides whether
/// `1735689600` is a number, a date or a string. A key that is not there is different from a key
/// with an empty value, and both differ from a multi-valued key with no values.
///
/// Source: IAM User Guide, *Components of a request* (`intro-structure#intro-structure-request`) and
/// *Single-valued vs. multivalued context keys* (`reference_policies_condition-single-vs-multi-valued-context-keys`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    entries: Vec<(String, Values)>,
}

/// What a context key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// A single-valued key.
    One(String),
    /// A multi-valued key (`aws:TagKeys`, `aws:PrincipalOrgPaths`, …), possibly with no values.
    Many(Vec<String>),
}

impl Values {
    /// The values as a list.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Values::One(value) => std::slice::from_ref(value),
            Values::Many(values) => values,
        }
    }
}

impl Context {
    /// A context without keys.
    pub fn new() -> Context {
        Context::default()
    }

    /// A context without keys and with room for some.
    pub fn with_capacity(keys: usize) -> Context {
        Context {
            entries: Vec::with_capacity(keys),
        }
    }

    /// Sets a single-valued key, replacing what the key held. Case of the key is ignored.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) -> &mut Context {
        self.put(key.into(), Values::One(value.into()))
    }

    /// Sets a multi-valued key, replacing what the key held. Case of the key is ignored.
    pub fn set_many<V: Into<String>>(
        &mut self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Context {
        self.put(
            key.into(),
            Values::Many(values.into_iter().map(Into::into).collect()),
        )
    }

    /// Sets a key to what an identity provider said: single-valued for one value, multi-valued for
    /// several.
    pub fn set_claim(&mut self, key: &str, values: &[String]) -> &mut Context {
        match values {
            [one] => self.set(key, one.as_str()),
            several => self.set_many(key, several.iter().map(String::as_str)),
        }
    }

    /// What the key holds. Case of the key is ignored.
    pub fn get(&self, key: &str) -> Option<&Values> {
        self.entries
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key))
            .map(|(_, v)| v)
    }

    /// All keys and what they hold, in the order in which they were first set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Values)> {
        self.entries
            .iter()
            .map(|(key, values)| (key.as_str(), values))
    }

    fn put(&mut self, key: String, values: Values) -> &mut Context {
        match self
            .entries
            .iter_mut()
            .find(|(name, _)| name.eq_ignore_ascii_case(&key))
        {
            Some((_, held)) => *held = values,
            None => self.entries.push((key, values)),
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_case_and_the_last_value_set_is_held() {
        let mut context = Context::new();
        context
            .set("aws:PrincipalTag/Team", "red")
            .set("AWS:principaltag/TEAM", "blue");
        assert_eq!(
            context.get("aws:principalTag/team"),
            Some(&Values::One("blue".to_owned()))
        );
        assert_eq!(context.iter().count(), 1);
    }

    #[test]
    fn a_multi_valued_key_may_hold_nothing_and_is_still_there() {
        let mut context = Context::new();
        context.set_many("aws:TagKeys", Vec::<String>::new());
        assert_eq!(
            context
                .get("aws:TagKeys")
                .map(|values| values.as_slice().len()),
            Some(0)
        );
    }
}
