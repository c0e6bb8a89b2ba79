//! The keys that a database login carries, and what is known of the global keys.

/// What a key holds, for checking which operators suit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// Text.
    Text,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A date, or seconds since 1970.
    Date,
    /// An address.
    Address,
}

/// The principal's ARN. For a session of a role it is the ARN of the role.
pub const PRINCIPAL_ARN: &str = "aws:PrincipalArn";
/// The principal's account.
pub const PRINCIPAL_ACCOUNT: &str = "aws:PrincipalAccount";
/// `Account` (root), `User`, `FederatedUser` or `AssumedRole`.
pub const PRINCIPAL_TYPE: &str = "aws:PrincipalType";
/// `AIDA…` of a user, `AROA…:session` of a role's session, `account:name` of a federated user, the
/// account number of the root user.
pub const USER_ID: &str = "aws:userid";
/// The name of an IAM user; sessions have none.
pub const USER_NAME: &str = "aws:username";
/// Before the name of a tag of the user, the role, or the session: `aws:PrincipalTag/team`.
pub const PRINCIPAL_TAG: &str = "aws:PrincipalTag/";
/// `true` when a session's credentials were made with a one-time code. Only for temporary
/// credentials.
pub const MFA_PRESENT: &str = "aws:MultiFactorAuthPresent";
/// Seconds since the one-time code. Only for credentials made with one.
pub const MFA_AGE: &str = "aws:MultiFactorAuthAge";
/// When the session's credentials were issued. Only for temporary credentials.
pub const TOKEN_ISSUE_TIME: &str = "aws:TokenIssueTime";
/// The source identity that was set when the first role was assumed.
pub const SOURCE_IDENTITY: &str = "aws:SourceIdentity";
/// The same as [`SOURCE_IDENTITY`]; on Amazon's side a key of the `AssumeRole` call only.
pub const STS_SOURCE_IDENTITY: &str = "sts:SourceIdentity";
/// The name of the role's session. On Amazon's side a key of the `AssumeRole` call only.
pub const ROLE_SESSION_NAME: &str = "sts:RoleSessionName";
/// The identity provider that vouched for the session.
pub const FEDERATED_PROVIDER: &str = "aws:FederatedProvider";
/// The time of the login as a date.
pub const CURRENT_TIME: &str = "aws:CurrentTime";
/// The time of the login in seconds since 1970.
pub const EPOCH_TIME: &str = "aws:EpochTime";
/// Whether the client's connection is encrypted.
pub const SECURE_TRANSPORT: &str = "aws:SecureTransport";
/// The client's address, IPv4 or IPv6. Absent for a Unix socket.
pub const SOURCE_IP: &str = "aws:SourceIp";
/// The region of the cluster.
pub const REQUESTED_REGION: &str = "aws:RequestedRegion";
/// The account of the cluster.
pub const RESOURCE_ACCOUNT: &str = "aws:ResourceAccount";
/// Before the name of a tag of the cluster: `aws:ResourceTag/stage`.
pub const RESOURCE_TAG: &str = "aws:ResourceTag/";
/// Whether a service of Amazon asks in its own name; never at a login.
pub const PRINCIPAL_IS_AWS_SERVICE: &str = "aws:PrincipalIsAWSService";
/// Whether a service of Amazon asks for the principal; never at a login.
pub const VIA_AWS_SERVICE: &str = "aws:ViaAWSService";
/// The engine: `mariadb`, `mysql` or `postgres`.
pub const SEKISHO_ENGINE: &str = "sekisho:Engine";
/// The name of the cluster or instance, as in `DBClusterIdentifier`.
pub const SEKISHO_CLUSTER_IDENTIFIER: &str = "sekisho:ClusterIdentifier";
/// Seconds since the token was signed.
pub const SEKISHO_TOKEN_AGE: &str = "sekisho:TokenAge";
/// The database user that is logged in as.
pub const SEKISHO_DATABASE_USER: &str = "sekisho:DatabaseUser";

/// Every key of a database login: name, what it holds, and whether Amazon documents it for
/// `rds-db`. Names that end in `/` are followed by the name of a tag.
///
/// Amazon's page on policies for IAM database access names six global keys that do not work
/// (`aws:SourceIp` among them) and says of the others only that *not all* do; see
/// `docs/how-a-decision-is-made.md`. With `strict_aws` those marked `false` are left out.
pub const LOGIN_KEYS: [(&str, Holds, bool); 26] = [
    (PRINCIPAL_ARN, Holds::Arn, true),
    (PRINCIPAL_ACCOUNT, Holds::Text, true),
    (PRINCIPAL_TYPE, Holds::Text, true),
    (USER_ID, Holds::Text, true),
    (USER_NAME, Holds::Text, true),
    (PRINCIPAL_TAG, Holds::Text, true),
    (MFA_PRESENT, Holds::Bool, true),
    (MFA_AGE, Holds::Number, true),
    (TOKEN_ISSUE_TIME, Holds::Date, true),
    (SOURCE_IDENTITY, Holds::Text, true),
    (FEDERATED_PROVIDER, Holds::Text, true),
    (CURRENT_TIME, Holds::Date, true),
    (EPOCH_TIME, Holds::Date, true),
    (SECURE_TRANSPORT, Holds::Bool, true),
    (REQUESTED_REGION, Holds::Text, true),
    (RESOURCE_ACCOUNT, Holds::Text, true),
    (PRINCIPAL_IS_AWS_SERVICE, Holds::Bool, true),
    (VIA_AWS_SERVICE, Holds::Bool, true),
    (STS_SOURCE_IDENTITY, Holds::Text, false),
    (ROLE_SESSION_NAME, Holds::Text, false),
    (SOURCE_IP, Holds::Address, false),
    (RESOURCE_TAG, Holds::Text, false),
    (SEKISHO_ENGINE, Holds::Text, false),
    (SEKISHO_CLUSTER_IDENTIFIER, Holds::Text, false),
    (SEKISHO_TOKEN_AGE, Holds::Number, false),
    (SEKISHO_DATABASE_USER, Holds::Text, false),
];

/// The global keys that a database login never carries, and whether they hold several values.
///
/// Source: IAM User Guide, *AWS global condition context keys* (`reference_policies_condition-keys`).
pub const OTHER_GLOBAL_KEYS: [(&str, Holds, bool); 28] = [
    ("aws:AssumedRoot", Holds::Text, false),
    ("aws:CalledVia", Holds::Text, true),
    ("aws:CalledViaFirst", Holds::Text, false),
    ("aws:CalledViaLast", Holds::Text, false),
    ("aws:ChatbotSourceArn", Holds::Arn, false),
    ("aws:Ec2InstanceSourcePrivateIPv4", Holds::Address, false),
    ("aws:Ec2InstanceSourceVpc", Holds::Text, false),
    ("aws:PrincipalOrgID", Holds::Text, false),
    ("aws:PrincipalOrgMasterAccountId", Holds::Text, false),
    ("aws:PrincipalOrgPaths", Holds::Text, true),
    ("aws:PrincipalServiceName", Holds::Text, false),
    ("aws:PrincipalServiceNamesList", Holds::Text, true),
    ("aws:Referer", Holds::Text, false),
    ("aws:RequestTag/", Holds::Text, false),
    ("aws:ResourceOrgID", Holds::Text, false),
    ("aws:ResourceOrgPaths", Holds::Text, true),
    ("aws:SourceAccount", Holds::Text, false),
    ("aws:SourceArn", Holds::Arn, false),
    ("aws:SourceOrgID", Holds::Text, false),
    ("aws:SourceOrgPaths", Holds::Text, true),
    ("aws:SourceVpc", Holds::Text, false),
    ("aws:SourceVpcArn", Holds::Arn, false),
    ("aws:SourceVpce", Holds::Text, false),
    ("aws:TagKeys", Holds::Text, true),
    ("aws:UserAgent", Holds::Text, false),
    ("aws:VpceAccount", Holds::Text, false),
    ("aws:VpceOrgID", Holds::Text, false),
    ("aws:VpcSourceIp", Holds::Address, false),
];

/// Whether a database login carries the key and Amazon does not honour it there. Case is ignored.
pub fn is_beyond_amazon(key: &str) -> bool {
    LOGIN_KEYS
        .iter()
        .any(|(known, _, documented)| !documented && is_named(known, key))
}

/// Whether a key is one of the catalogue's, ignoring case; tags by what stands before their name.
pub(crate) fn is_named(known: &str, key: &str) -> bool {
    if !known.ends_with('/') {
        return known.eq_ignore_ascii_case(key);
    }
    key.split_at_checked(known.len())
        .is_some_and(|(head, tag)| head.eq_ignore_ascii_case(known) && !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_beyond_amazon_are_known_in_any_case_and_tags_by_what_stands_before_their_name() {
        for key in ["AWS:sourceip", "aws:ResourceTag/stage", "sekisho:TokenAge"] {
            assert!(is_beyond_amazon(key), "{key}");
        }
        for key in [
            "aws:PrincipalTag/team",
            "aws:ResourceTag/",
            "aws:CurrentTime",
            "aws:VpcSourceIp",
            "s3:prefix",
        ] {
            assert!(!is_beyond_amazon(key), "{key}");
        }
    }
}
