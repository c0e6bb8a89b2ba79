//! What a denied caller was not told.

use aws_query::ApiError;
use aws_query::sts::error::INVALID_AUTHORIZATION_MESSAGE_EXCEPTION;
use aws_query::sts::{DecodeAuthorizationMessage, DecodeAuthorizationMessageResponse};

use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;

pub(super) const OPERATIONS: &[Entry] = operations![DecodeAuthorizationMessage];

impl Handler for DecodeAuthorizationMessage {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("sts:DecodeAuthorizationMessage", "*")))
    }

    /// The message of a denial is the id of the request that was denied.
    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let report = call.realm.denials.find(input.encoded_message.trim());
        let decoded_message = Some(report.ok_or_else(|| {
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

    use crate::app::fixture::{Person, REQUEST_ID, World, arn, refusal, statement};
    use crate::denial::MAX_REPORTS;

    /// Makes a call that is denied, and decodes what was not told.
    fn denied(world: &World, person: &Person, action: &str, given: &[(&str, &str)]) -> Value {
        refusal(world.call(person, action, given));
        decoded(world)
    }

    fn decoded(world: &World) -> Value {
        let message = [("EncodedMessage", REQUEST_ID)];
        let answer = world.root("DecodeAuthorizationMessage", &message);
        let text = answer.text("DecodedMessage").replace("&quot;", "\"");
        serde_json::from_str(&text).unwrap()
    }

    fn conditions(report: &Value) -> &Vec<Value> {
        report["context"]["conditions"]["items"].as_array().unwrap()
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
        let report = denied(&world, &alice, "ListUsers", &[]);
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
        assert!(
            conditions(&report)
                .iter()
                .any(|one| one["key"] == "aws:username")
        );
    }

    #[test]
    fn who_is_denied_is_told_amazons_sentence_and_may_not_decode_more() {
        let world = World::new();
        let alice = world.user("alice");
        let (_, text) = refusal(world.call(&alice, "DescribeDBClusters", &[]));
        assert_eq!(
            text,
            "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: \
             rds:DescribeDBClusters on resource: arn:aws:rds:us-east-1:111111111111:cluster:* because \
             no identity-based policy allows the rds:DescribeDBClusters action"
        );
        let message = [("EncodedMessage", REQUEST_ID)];
        let (code, _) = refusal(world.call(&alice, "DecodeAuthorizationMessage", &message));
        assert_eq!(code, "AccessDenied");
    }

    #[test]
    fn what_is_no_request_that_was_denied_does_not_decode() {
        let world = World::new();
        for wrong in [REQUEST_ID, "x"] {
            let refused = world.refused("DecodeAuthorizationMessage", &[("EncodedMessage", wrong)]);
            assert_eq!(
                refused,
                (
                    "InvalidAuthorizationMessageException".to_owned(),
                    "Message is not valid.".to_owned()
                )
            );
        }
    }

    #[test]
    fn the_last_denials_are_kept_and_older_ones_forgotten() {
        let world = World::new();
        let alice = world.user("alice");
        denied(&world, &alice, "ListUsers", &[]);
        let report = |denials: &crate::denial::Denials| denials.find(REQUEST_ID);
        let of_alice = report(&world.realm.denials).unwrap();
        let other = crate::denial::Denials::default();
        let denial = |world: &World| {
            let caller = world.caller(&alice);
            crate::denial::Denial::because(&caller, "iam:ListUsers", "*", &of_alice)
        };
        other.keep(REQUEST_ID, denial(&world));
        for number in 1..MAX_REPORTS {
            other.keep(&number.to_string(), denial(&world));
        }
        assert!(report(&other).is_some());
        other.keep("one more", denial(&world));
        assert!(report(&other).is_none());
        assert!(other.find("1").is_some());
    }

    #[test]
    fn a_report_that_is_too_long_goes_without_its_conditions() {
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
        let report = denied(&world, &alice, "ListUsers", &[]);
        assert_eq!(conditions(&report).len(), 0);
    }

    #[test]
    fn who_asks_for_a_role_does_not_learn_whether_it_is_there_and_an_administrator_does() {
        let world = World::new();
        let alice = world.user("alice");
        let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
        world.root(
            "CreateRole",
            &[("RoleName", "there"), ("AssumeRolePolicyDocument", trust)],
        );
        let told = |role: &str| {
            let role = arn(&format!("role/{role}"));
            let given = [("RoleArn", &*role), ("RoleSessionName", "s1")];
            let (_, text) = refusal(world.call(&alice, "AssumeRole", &given));
            (text, decoded(&world)["reason"].to_string())
        };
        let (there, reason) = told("there");
        assert!(!reason.contains("no such role"), "{reason}");
        let (absent, reason) = told("absent");
        assert!(reason.contains("no such role"), "{reason}");
        assert_eq!(there, absent.replace("absent", "there"));
    }
}
