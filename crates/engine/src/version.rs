use std::fmt;

/// A server's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 10 of 10.11.19.
    pub major: u32,
    /// 11 of 10.11.19.
    pub minor: u32,
    /// 19 of 10.11.19; PostgreSQL's versions have two numbers only.
    pub patch: Option<u32>,
}

impl Version {
    /// The first three numbers of a text such as `10.11.19-MariaDB-0+deb12u1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::leading(text).filter(|version| version.patch.is_some())
    }

    /// The two numbers of a text such as `15.18 (Debian 15.18-0+deb12u1)`.
    pub(crate) fn parse_two(text: &str) -> Option<Self> {
        Self::leading(text).filter(|version| version.patch.is_none())
    }

    fn leading(text: &str) -> Option<Self> {
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let mut numbers = text.get(..end)?.split('.').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self {
            major: next()?,
            minor: next()?,
            patch: next(),
        })
    }

    /// The release series, within which data files fit each other.
    pub(crate) fn series(self) -> (u32, u32) {
        (self.major, self.minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)?;
        match self.patch {
            Some(patch) => write!(formatter, ".{patch}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_three_numbers() {
        let version = Version::parse("10.11.19-MariaDB-0+deb12u1").unwrap();
        assert_eq!(version.to_string(), "10.11.19");
        assert_eq!(
            Version::parse("11.8.9"),
            Some(Version {
                major: 11,
                minor: 8,
                patch: Some(9)
            })
        );
        for text in ["", "10.11", "MariaDB", "10.x.1", "99999999999.1.1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn postgresqls_versions_have_two_numbers() {
        let version = Version::parse_two("15.18 (Debian 15.18-0+deb12u1)").unwrap();
        assert_eq!(version.to_string(), "15.18");
        assert!(version < Version::parse_two("17.2").unwrap());
        for text in ["", "18", "18beta1", "10.11.19"] {
            assert_eq!(Version::parse_two(text), None, "{text}");
        }
    }
}
