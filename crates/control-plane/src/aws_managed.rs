//! The managed policies of Amazon's that people attach by habit, as this server has them: written
//! anew for the three services there are here. Their names, ARNs and intent are Amazon's; a policy
//! that allows what no service here offers allows nothing by it.

use crate::state::{ManagedPolicy, PolicyVersion, Tags};

struct AwsManaged {
    name: &'static str,
    id: &'static str,
    description: &'static str,
    document: &'static str,
}

/// When they came to be: the day of the policy language's current version.
const CREATED_AT: i64 = 1_350_432_000;

const ALL: &[AwsManaged] = &[
    AwsManaged {
        name: "AdministratorAccess",
        id: "ANPAIWMBCKSKIEE64ZLYK",
        description: "Allows everything.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    },
    AwsManaged {
        name: "ReadOnlyAccess",
        id: "ANPAILL3HVNFSB6DCOWYQ",
        description: "Allows to see everything and to change nothing.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:Generate*","iam:Get*","iam:List*","iam:Simulate*","rds:Describe*","rds:Download*","rds:List*","sts:GetAccessKeyInfo","sts:GetCallerIdentity","sts:GetSessionToken"],"Resource":"*"}]}"#,
    },
    AwsManaged {
        name: "IAMFullAccess",
        id: "ANPAI7XKCFMBPM3QQRRVQ",
        description: "Allows everything in IAM.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}"#,
    },
    AwsManaged {
        name: "AmazonRDSFullAccess",
        id: "ANPAI3R4QMOG6Q5A4VWVG",
        description: "Allows everything in RDS, but no login to a database.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"rds:*","Resource":"*"}]}"#,
    },
    AwsManaged {
        name: "AmazonRDSReadOnlyAccess",
        id: "ANPAJKTTTYV2IIHKLZ346",
        description: "Allows to see everything in RDS and to change nothing.",
        document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["rds:Describe*","rds:List*"],"Resource":"*"}]}"#,
    },
];

impl AwsManaged {
    fn record(&self, partition: &str) -> ManagedPolicy {
        ManagedPolicy {
            name: self.name.to_owned(),
            path: "/".to_owned(),
            id: self.id.to_owned(),
            arn: format!("arn:{partition}:iam::aws:policy/{}", self.name),
            created_at: CREATED_AT,
            updated_at: CREATED_AT,
            description: Some(self.description.to_owned()),
            versions: vec![PolicyVersion {
                id: "v1".to_owned(),
                document: self.document.to_owned(),
                created_at: CREATED_AT,
            }],
            default_version: "v1".to_owned(),
            next_version: 2,
            tags: Tags::new(),
        }
    }
}

/// All of them.
pub(crate) fn all(partition: &str) -> impl Iterator<Item = ManagedPolicy> {
    ALL.iter().map(move |policy| policy.record(partition))
}

/// The one with this ARN.
pub(crate) fn find(arn: &str) -> Option<ManagedPolicy> {
    let (partition, name) = arn.strip_prefix("arn:")?.split_once(":iam::aws:policy/")?;
    let policy = ALL.iter().find(|policy| policy.name == name)?;
    Some(policy.record(partition))
}

#[cfg(test)]
mod tests {
    use iam::policy::{Policy, PolicyKind};

    use super::*;

    #[test]
    fn every_one_of_them_is_a_policy_and_found_by_its_arn() {
        for policy in all("aws") {
            let document = policy.document().unwrap();
            assert!(
                Policy::parse(document, PolicyKind::Managed).is_ok(),
                "{document}"
            );
            assert_eq!(find(&policy.arn).unwrap().name, policy.name);
        }
    }

    #[test]
    fn what_merely_looks_like_one_of_them_is_not_found() {
        for arn in [
            "arn:aws:iam::123456789012:policy/AdministratorAccess",
            "arn:aws:iam::aws:policy/administratoraccess",
            "arn:aws:iam::aws:policy/x/AdministratorAccess",
        ] {
            assert!(find(arn).is_none(), "{arn}");
        }
    }
}
