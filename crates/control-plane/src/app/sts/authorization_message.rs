//! What a denied caller was not told.

use aws_query::ApiError;
use aws_query::sts::error::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION;
use aws_query::sts::{DecodeAuthorizationMessage, DecodeAuthorizationMessageResponse};

use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::denial::Denial;

pub(super) const OPERATIONS: &[Entry] = operations![DecodeAuthorizationMessage];

impl Handler for DecodeAuthorizationMessage {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("sts:DecodeAuthorizationMessage", "*")))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let opened = Denial::opened(&input.encoded_message, call.realm);
        let decoded_message = Some(opened.ok_or_else(|| {
            INVALID_AUTHORIZATION_MESSAGE_EXCEPTION.because("Message is not valid.")
        })?);
        Ok(Outcome::read(DecodeAuthorizationMessageResponse {
            decoded_message,
        }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::app::fixture::{Person, World, arn, refusal, statement};
    use crate::denial::ANNOUNCED;

    /// What is announced in the error of a call.
    fn encoded(world: &World, person: &Person, action: &str, given: &[(&str, &str)]) -> String {
        let error = world.call(person, action, given).unwrap_err();
        let (_, message) = error.message().split_once(ANNOUNCED).unwrap();
        message.to_owned()
    }

    fn decoded(world: &World, message: &str) -> Value {
        let answer = world.root("DecodeAuthorizationMessage", &[("EncodedMessage", message)]);
        let text = answer.text("DecodedMessage").replace("&quot;", "\"");
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn who_may_decode_learns_which_statement_denied() {
        let world = World::new();
        let alice = world.user_who_may("alice", "iam:*");
        let deny = statement("Deny", "iam:ListUsers", "*")
            .replace("\"Effect\"", "\"Sid\":\"NoLists\",\"Effect\"");
        let named = [
            ("UserName", "alice"),
            ("PolicyName", "no"),
            ("PolicyDocument", &*deny),
        ];
        world.root("PutUserPolicy", &named);
        let report = decoded(&world, &encoded(&world, &alice, "ListUsers", &[]));
        assert_eq!(report["allowed"], false);
        assert_eq!(report["explicitDeny"], true);
        let statement = &report["matchedStatements"]["items"][0];
        assert_eq!(
            (&statement["statementId"], &statement["effect"]),
            (&"NoLists".into(), &"DENY".into())
        );
        let context = &report["context"];
        assert_eq!(context["action"], "iam:ListUsers");
        assert_eq!(context["principal"]["name"], "alice");
        assert_eq!(context["principal"]["arn"], arn("user/alice"));
        let conditions = context["conditions"]["items"].as_array().unwrap();
        assert!(conditions.iter().any(|one| one["key"] == "aws:username"));
    }

    #[test]
    fn who_may_not_decode_learns_nothing_and_gets_a_message_of_its_own() {
        let world = World::new();
        let alice = world.user("alice");
        let message = encoded(&world, &alice, "DescribeDBClusters", &[]);
        assert!(!message.contains("Describe") && message.len() <= 10_240);
        let given = [("EncodedMessage", &*message)];
        let (code, _) = refusal(world.call(&alice, "DecodeAuthorizationMessage", &given));
        assert_eq!(code, "AccessDenied");
    }

    #[test]
    fn a_message_that_was_not_made_here_is_not_valid() {
        let world = World::new();
        let message = encoded(&world, &world.user("alice"), "ListUsers", &[]);
        let changed: String = message.chars().rev().collect();
        for wrong in [&*changed, "x"] {
            let refused = world.refused("DecodeAuthorizationMessage", &[("EncodedMessage", wrong)]);
            assert_eq!(refused.0, "InvalidAuthorizationMessageException");
        }
    }

    #[test]
    fn a_report_too_long_to_be_decoded_goes_without_its_conditions() {
        let world = World::new();
        let alice = world.user("alice");
        for number in 0..40 {
            let (key, value) = (format!("{number:03}{}", "k".repeat(100)), "v".repeat(200));
            let tag = [
                ("UserName", "alice"),
                ("Tags.member.1.Key", &*key),
                ("Tags.member.1.Value", &*value),
            ];
            world.root("TagUser", &tag);
        }
        let message = encoded(&world, &alice, "ListUsers", &[]);
        assert!(message.len() <= 10_240);
        let report = decoded(&world, &message);
        assert_eq!(
            report["context"]["conditions"]["items"]
                .as_array()
                .unwrap()
                .len(),
            0
        );
    }

    #[test]
    fn who_asks_for_a_role_does_not_learn_whether_it_is_there() {
        let world = World::new();
        let alice = world.user("alice");
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        world.root(
            "CreateRole",
            &[("RoleName", "there"), ("AssumeRolePolicyDocument", trust)],
        );
        let text = |role: &str| {
            let role = arn(&format!("role/{role}"));
            let given = [("RoleArn", &*role), ("RoleSessionName", "s1")];
            world
                .call(&alice, "AssumeRole", &given)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(text("there"), text("absent").replace("absent", "there"));
    }
}
