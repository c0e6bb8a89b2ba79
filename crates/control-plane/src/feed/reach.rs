//! Where a policy could let somebody log in: who can log in to no database of a host gives that host no
//! key.

use iam::policy::document::Choice;
use iam::policy::{Document, Policy, PolicyKind};

/// The action that a login is.
const CONNECT: &str = "rds-db:connect";

/// The databases that a policy may allow logins to. Never fewer than it does: conditions, variables and
/// denials are left out of account.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reach(Vec<Target>);

#[derive(Debug, PartialEq, Eq)]
enum Target {
    Anything,
    /// Resources that begin so, behind the fifth colon of the ARN.
    Beginning(String),
}

impl Reach {
    /// Of a policy's text; one that does not parse allows nothing.
    pub(super) fn of(text: &str) -> Self {
        // The kind bounds only the size, which was checked when the policy was stored.
        let kind = PolicyKind::AwsManaged;
        let Ok(document) = Document::parse(text, kind) else {
            return Self(Vec::new());
        };
        let policy = Policy::compile(&document, kind);
        let targets = policy
            .statements()
            .iter()
            .zip(&document.statements)
            .filter(|(statement, _)| statement.may_allow(CONNECT))
            .flat_map(|(_, written)| match &written.resource {
                Some(Choice::Only(resources)) => {
                    resources.iter().map(|text| target(&text.value)).collect()
                }
                _ => vec![Target::Anything],
            });
        Self(targets.collect())
    }

    /// Whether it could let somebody log in anywhere.
    pub(super) fn is_somewhere(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether it could let somebody log in to the database with this resource id.
    pub(super) fn covers(&self, resource_id: &str) -> bool {
        let users = format!("dbuser:{resource_id}/");
        self.0.iter().any(|target| match target {
            Target::Anything => true,
            Target::Beginning(start) => start.starts_with(&users) || users.starts_with(&**start),
        })
    }
}

fn target(resource: &str) -> Target {
    match resource.splitn(6, ':').nth(5) {
        Some(users) => {
            let literal = users.split(['*', '?', '$']).next();
            Target::Beginning(literal.unwrap_or_default().to_owned())
        }
        None => Target::Anything,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(statement: &str) -> Reach {
        Reach::of(&format!(
            r#"{{"Version":"2012-10-17","Statement":{{{statement}}}}}"#
        ))
    }

    fn covers(resource: &str, database: &str) -> bool {
        let statement =
            format!(r#""Effect":"Allow","Action":"rds-db:connect","Resource":"{resource}""#);
        reach(&statement).covers(database)
    }

    #[test]
    fn a_policy_for_one_database_reaches_no_other() {
        let one = "arn:aws:rds-db:us-west-2:123456789012:dbuser:cluster-A/alice";
        assert!(covers(one, "cluster-A"));
        assert!(!covers(one, "cluster-AB") && !covers(one, "cluster-B"));
        assert!(covers("arn:aws:rds-db:*:*:dbuser:cluster-A/*", "cluster-A"));
        assert!(!covers(
            "arn:aws:rds-db:*:*:dbuser:cluster-A/*",
            "cluster-B"
        ));
    }

    #[test]
    fn what_could_match_is_never_left_out() {
        for wide in [
            "*",
            "arn:aws:rds-db",
            "arn:aws:rds-db:*:*:*",
            "arn:aws:rds-db:*:*:dbuser:*/alice",
            "arn:aws:rds-db:*:*:dbuser:cl?ster-A/alice",
            "arn:aws:rds-db:*:*:dbuser:${aws:PrincipalTag/db}/alice",
            "arn:aws:rds-db:*:*:dbuser:cluster-*/alice",
        ] {
            assert!(covers(wide, "cluster-A"), "{wide}");
        }
        let not = r#""Effect":"Allow","Action":"rds-db:*","NotResource":"arn:aws:rds-db:*:*:dbuser:cluster-A/x""#;
        assert!(reach(not).covers("cluster-A"));
    }

    #[test]
    fn statements_about_other_things_reach_nothing() {
        for other in [
            r#""Effect":"Deny","Action":"rds-db:connect","Resource":"*""#,
            r#""Effect":"Allow","Action":"s3:*","Resource":"*""#,
            r#""Effect":"Allow","NotAction":"rds-db:*","Resource":"*""#,
        ] {
            assert!(!reach(other).covers("cluster-A"), "{other}");
        }
        assert!(!Reach::of("no policy").covers("cluster-A"));
        let both = Reach::of(
            r#"{"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"s3:*","Resource":"*"},
                {"Effect":"Allow","Action":"rds-db:connect","Resource":"arn:aws:rds-db:*:*:dbuser:cluster-A/x"}]}"#,
        );
        assert!(both.covers("cluster-A") && !both.covers("cluster-B"));
    }
}
