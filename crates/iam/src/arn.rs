//! Amazon resource names: `arn:partition:service:region:account:resource`.

use std::fmt;

/// An Amazon resource name, split at its first five colons.
///
/// The resource part keeps its own colons and slashes (`dbuser:cluster-ABC/jane`). The parts are not
/// checked further: a name in a policy may be of a service this crate has never heard of.
///
/// Source: IAM User Guide, *Amazon Resource Names (ARNs)* (`reference-arns`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: String,
}

/// Why a text is not an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArnError {
    /// It is longer than [`Arn::MAX_BYTES`].
    #[error("an ARN has at most {} bytes", Arn::MAX_BYTES)]
    TooLong,
    /// It does not begin with `arn:`.
    #[error("an ARN begins with `arn:`")]
    Scheme,
    /// There are fewer than five colons.
    #[error("an ARN has six parts: arn:partition:service:region:account:resource")]
    Parts,
    /// The partition, the service or the resource is empty.
    #[error("the {0} of an ARN is not empty")]
    Empty(&'static str),
}

impl Arn {
    /// The longest ARN that is read. IAM's own limit on an ARN parameter is 2,048 characters
    /// (`arnType` of the IAM API model).
    pub const MAX_BYTES: usize = 2048;

    /// Reads an ARN. Region and account may be empty.
    ///
    /// # Errors
    /// [`ArnError`] names the part that is missing.
    pub fn parse(text: &str) -> Result<Arn, ArnError> {
        if text.len() > Arn::MAX_BYTES {
            return Err(ArnError::TooLong);
        }
        let parts = Parts::split(text).ok_or(if text.starts_with("arn:") {
            ArnError::Parts
        } else {
            ArnError::Scheme
        })?;
        for (name, part) in [
            ("partition", parts.partition),
            ("service", parts.service),
            ("resource", parts.resource),
        ] {
            if part.is_empty() {
                return Err(ArnError::Empty(name));
            }
        }
        Ok(Arn {
            text: text.to_owned(),
        })
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `aws`, `aws-cn`, `aws-us-gov`, …
    pub fn partition(&self) -> &str {
        self.parts().partition
    }

    /// `iam`, `sts`, `rds-db`, …
    pub fn service(&self) -> &str {
        self.parts().service
    }

    /// The region, empty for services without regions.
    pub fn region(&self) -> &str {
        self.parts().region
    }

    /// The account number, empty for names that do not carry one.
    pub fn account(&self) -> &str {
        self.parts().account
    }

    /// Everything after the fifth colon.
    pub fn resource(&self) -> &str {
        self.parts().resource
    }

    fn parts(&self) -> Parts<'_> {
        Parts::split(&self.text).unwrap_or_default()
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arn({})", self.text)
    }
}

impl std::str::FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Arn, ArnError> {
        Arn::parse(text)
    }
}

/// Whether the text is an account number: twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The five parts that follow `arn:`, borrowed and unchecked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    pub(crate) partition: &'a str,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) resource: &'a str,
}

impl<'a> Parts<'a> {
    pub(crate) fn split(text: &'a str) -> Option<Parts<'a>> {
        let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
        Some(Parts {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_keeps_its_colons_and_slashes() {
        let text = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/jane";
        let arn = Arn::parse(text).unwrap();
        assert_eq!(
            (
                arn.partition(),
                arn.service(),
                arn.region(),
                arn.account(),
                arn.resource()
            ),
            (
                "aws",
                "rds-db",
                "us-east-1",
                "123456789012",
                "dbuser:cluster-ABC/jane"
            )
        );
        assert_eq!(arn.to_string(), text);
    }

    #[test]
    fn region_and_account_may_be_empty_and_nothing_else() {
        assert!(Arn::parse("arn:aws:s3:::bucket").is_ok());
        assert_eq!(
            Arn::parse("arn::s3:::bucket"),
            Err(ArnError::Empty("partition"))
        );
        assert_eq!(
            Arn::parse("arn:aws::::bucket"),
            Err(ArnError::Empty("service"))
        );
        assert_eq!(
            Arn::parse("arn:aws:s3:::"),
            Err(ArnError::Empty("resource"))
        );
    }

    #[test]
    fn five_parts_are_too_few_and_another_scheme_is_no_arn() {
        assert_eq!(Arn::parse("arn:aws:s3::bucket"), Err(ArnError::Parts));
        assert_eq!(Arn::parse("urn:aws:s3:::bucket"), Err(ArnError::Scheme));
        assert_eq!(Arn::parse(""), Err(ArnError::Scheme));
    }

    #[test]
    fn the_longest_arn_is_read_and_one_byte_more_is_not() {
        let text = format!("arn:aws:s3:::{}", "b".repeat(Arn::MAX_BYTES - 13));
        assert_eq!(text.len(), Arn::MAX_BYTES);
        assert!(Arn::parse(&text).is_ok());
        assert_eq!(Arn::parse(&format!("{text}b")), Err(ArnError::TooLong));
    }
}
