//! The services behind one port: three of Amazon's, and our own.

use std::fmt;

/// A service that speaks the Query protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Identity and Access Management.
    Iam,
    /// Security Token Service.
    Sts,
    /// Relational Database Service.
    Rds,
    /// What Amazon has no word for: `models/sekisho.json` is written by hand.
    Sekisho,
}

impl Service {
    /// Every service, in the order in which an unsigned request is matched.
    pub const ALL: [Self; 4] = [Self::Iam, Self::Sts, Self::Rds, Self::Sekisho];

    /// The name in a credential scope and before the colon of an action: `iam`, `sts`, `rds`,
    /// `sekisho`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iam => "iam",
            Self::Sts => "sts",
            Self::Rds => "rds",
            Self::Sekisho => "sekisho",
        }
    }

    /// The service of a credential scope.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    /// The `Version` parameter of its requests.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::Iam => "2010-05-08",
            Self::Sts => "2011-06-15",
            Self::Rds => "2014-10-31",
            Self::Sekisho => "2026-11-24",
        }
    }

    /// The `xmlns` of its answers.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::Iam => "https://iam.amazonaws.com/doc/2010-05-08/",
            Self::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
            Self::Rds => "http://rds.amazonaws.com/doc/2014-10-31/",
            Self::Sekisho => "urn:sekisho:2026-11-24",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_name_spaces_are_the_models() {
        for service in Service::ALL {
            let path = format!("{}/models/{service}.json", env!("CARGO_MANIFEST_DIR"));
            let model = std::fs::read_to_string(path).unwrap();
            let metadata =
                serde_json::from_str::<serde_json::Value>(&model).unwrap()["metadata"].take();
            assert_eq!(metadata["apiVersion"], service.version());
            assert_eq!(metadata["xmlNamespace"], service.namespace());
            assert_eq!(Service::from_name(service.name()), Some(service));
        }
        assert_eq!(Service::from_name("s3"), None);
    }
}
