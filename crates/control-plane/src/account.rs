//! The account this control plane serves, and the ARNs of what is in it.

use std::fmt;

/// A twelve-digit account id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountId(String);

/// An account id that is not twelve digits.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an account id: it takes exactly 12 digits, for example 123456789012")]
pub struct AccountIdError(String);

impl AccountId {
    /// Takes exactly twelve ASCII digits.
    pub fn parse(text: &str) -> Result<Self, AccountIdError> {
        let valid = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        valid
            .then(|| Self(text.to_owned()))
            .ok_or_else(|| AccountIdError(text.to_owned()))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a number below 10^12, as access key ids carry it.
    pub fn number(&self) -> u64 {
        self.0
            .bytes()
            .fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Where everything in the control plane lives: one account in one region of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The twelve-digit id.
    pub id: AccountId,
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub partition: String,
    /// The region of the databases, for example `us-east-1`.
    pub region: String,
}

/// Services with a global endpoint are signed for this region there.
pub const GLOBAL_REGION: &str = "us-east-1";

impl Account {
    /// The region in which an action takes place: IAM is everywhere, and says that it is there.
    pub fn region_of(&self, action: &str) -> &str {
        if action.starts_with("iam:") {
            GLOBAL_REGION
        } else {
            &self.region
        }
    }

    /// `arn:aws:iam::ACCOUNT:root`.
    pub fn root_arn(&self) -> String {
        self.iam_arn("root")
    }

    /// `arn:aws:iam::ACCOUNT:KIND/path/name`; `path` begins and ends with `/`.
    pub fn iam_entity_arn(&self, kind: &str, path: &str, name: &str) -> String {
        self.iam_arn(&format!("{kind}{path}{name}"))
    }

    /// `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`; the role's path is dropped, as Amazon does.
    pub fn assumed_role_arn(&self, role: &str, session: &str) -> String {
        format!(
            "arn:{}:sts::{}:assumed-role/{role}/{session}",
            self.partition, self.id
        )
    }

    /// `arn:aws:rds:REGION:ACCOUNT:KIND:NAME`, for clusters (`cluster`) and instances (`db`).
    pub fn rds_arn(&self, kind: &str, name: &str) -> String {
        format!(
            "arn:{}:rds:{}:{}:{kind}:{name}",
            self.partition, self.region, self.id
        )
    }

    fn iam_arn(&self, resource: &str) -> String {
        format!("arn:{}:iam::{}:{resource}", self.partition, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_id_is_exactly_twelve_digits() {
        assert_eq!(
            AccountId::parse("123456789012").unwrap().number(),
            123_456_789_012
        );
        assert_eq!(AccountId::parse("000000000000").unwrap().number(), 0);
        for bad in ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦"] {
            assert!(AccountId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn arns_have_amazons_shapes() {
        let account = Account {
            id: AccountId::parse("123456789012").unwrap(),
            partition: "aws".into(),
            region: "eu-west-1".into(),
        };
        assert_eq!(account.root_arn(), "arn:aws:iam::123456789012:root");
        assert_eq!(
            account.iam_entity_arn("user", "/team/", "alice"),
            "arn:aws:iam::123456789012:user/team/alice"
        );
        assert_eq!(
            account.assumed_role_arn("Admin", "s1"),
            "arn:aws:sts::123456789012:assumed-role/Admin/s1"
        );
        assert_eq!(
            account.rds_arn("cluster", "c"),
            "arn:aws:rds:eu-west-1:123456789012:cluster:c"
        );
    }
}
