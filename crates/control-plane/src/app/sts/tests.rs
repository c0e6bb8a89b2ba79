//! Sessions: who gets one, what it may, when it ends.

use sigv4::SecretAccessKey;

use crate::app::fixture::{Person, World, arn, refusal, statement};
use crate::feed::derive_for_logins;

const ROLE: &str = "Reader";

/// A role that trusts `principal`, with what `condition` adds.
fn role_trusting(world: &World, name: &str, principal: &str, condition: &str) -> String {
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]{condition}}}]}}"#
    );
    let given = [
        ("RoleName", name),
        ("AssumeRolePolicyDocument", &*trust),
        ("MaxSessionDuration", "7200"),
    ];
    let arn = world.root("CreateRole", &given).text("Arn");
    let document = statement("Allow", "iam:*", "*");
    let given = [
        ("RoleName", name),
        ("PolicyName", "p"),
        ("PolicyDocument", &*document),
    ];
    world.root("PutRolePolicy", &given);
    arn
}

/// Alice, and a role that trusts her by name.
fn trusted() -> (World, Person, String) {
    let world = World::new();
    let alice = world.user("alice");
    let role = role_trusting(&world, ROLE, &arn("user/alice"), "");
    (world, alice, role)
}

/// The parameters of `AssumeRole` with more behind them.
fn asking<'a>(role: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("RoleArn", role), ("RoleSessionName", "s1")], more].concat()
}

fn assume(world: &World, person: &Person, role: &str, more: &[(&str, &str)]) -> Person {
    Person::of(
        &world
            .call(person, "AssumeRole", &asking(role, more))
            .unwrap(),
    )
}

/// The code and the text with which `AssumeRole` is refused.
fn not_assumed(
    world: &World,
    person: &Person,
    role: &str,
    more: &[(&str, &str)],
) -> (String, String) {
    refusal(world.call(person, "AssumeRole", &asking(role, more)))
}

#[test]
fn everybody_learns_who_they_are() {
    let (world, alice, role) = trusted();
    let session = assume(&world, &alice, &role, &[]);
    let id = world
        .root("GetUser", &[("UserName", "alice")])
        .text("UserId");
    let role_id = world.root("GetRole", &[("RoleName", ROLE)]).text("RoleId");
    let federated = world.user_who_may("broker", "sts:GetFederationToken");
    let guest = world.call(&federated, "GetFederationToken", &[("Name", "guest")]);
    for (person, user_id, arn) in [
        (&world.root, "111111111111", arn("root")),
        (&alice, &*id, arn("user/alice")),
        (
            &session,
            &*format!("{role_id}:s1"),
            "arn:aws:sts::111111111111:assumed-role/Reader/s1".to_owned(),
        ),
        (
            &Person::of(&guest.unwrap()),
            "111111111111:guest",
            "arn:aws:sts::111111111111:federated-user/guest".to_owned(),
        ),
    ] {
        let identity = world.call(person, "GetCallerIdentity", &[]).unwrap();
        assert_eq!(identity.text("UserId"), user_id);
        assert_eq!(identity.text("Arn"), arn);
        assert_eq!(identity.text("Account"), "111111111111");
    }
}

#[test]
fn a_role_is_assumed_by_whom_it_trusts_alone() {
    let (world, alice, role) = trusted();
    let bob = world.user_who_may("bob", "*");
    let answer = world
        .call(&alice, "AssumeRole", &asking(&role, &[]))
        .unwrap();
    assert_eq!(
        answer.text("Arn"),
        "arn:aws:sts::111111111111:assumed-role/Reader/s1"
    );
    assert_eq!(answer.text("Expiration"), "2025-01-15T13:00:00Z");
    assert_eq!(answer.find("PackedPolicySize"), None);

    let missing = arn("role/Missing");
    for role in [&role, &missing] {
        let (code, text) = not_assumed(&world, &bob, role, &[]);
        assert_eq!(code, "AccessDenied");
        assert_eq!(
            text,
            format!(
                "User: arn:aws:iam::111111111111:user/bob is not authorized to perform: \
                 sts:AssumeRole on resource: {role}"
            )
        );
    }
    let (_, text) = not_assumed(&world, &world.root, &role, &[]);
    assert_eq!(text, "Roles may not be assumed by root accounts.");
}

#[test]
fn a_role_that_trusts_the_account_leaves_it_to_the_users_policies() {
    let world = World::new();
    let alice = world.user("alice");
    let role = role_trusting(&world, ROLE, "111111111111", "");
    assert_eq!(not_assumed(&world, &alice, &role, &[]).0, "AccessDenied");
    world.allow("alice", "assume", "sts:AssumeRole", &role);
    assume(&world, &alice, &role, &[]);
}

#[test]
fn the_external_id_is_what_the_role_asks_for() {
    let world = World::new();
    let alice = world.user("alice");
    let condition = r#","Condition":{"StringEquals":{"sts:ExternalId":"shared"}}"#;
    let role = role_trusting(&world, ROLE, &arn("user/alice"), condition);
    assert_eq!(not_assumed(&world, &alice, &role, &[]).0, "AccessDenied");
    let wrong = [("ExternalId", "other")];
    assert_eq!(not_assumed(&world, &alice, &role, &wrong).0, "AccessDenied");
    assume(&world, &alice, &role, &[("ExternalId", "shared")]);
}

#[test]
fn a_role_may_ask_for_short_sessions() {
    let world = World::new();
    let alice = world.user("alice");
    let condition = r#","Condition":{"NumericLessThanEquals":{"sts:DurationSeconds":"900"}}"#;
    let role = role_trusting(&world, ROLE, &arn("user/alice"), condition);
    assume(&world, &alice, &role, &[("DurationSeconds", "900")]);
    let longer = [("DurationSeconds", "901")];
    assert_eq!(
        not_assumed(&world, &alice, &role, &longer).0,
        "AccessDenied"
    );
}

#[test]
fn tags_of_a_federated_user_take_leave_and_can_be_asked_about() {
    let world = World::new();
    let broker = world.user_who_may("broker", "sts:GetFederationToken");
    let tagged = [
        ("Name", "guest"),
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let (code, text) = refusal(world.call(&broker, "GetFederationToken", &tagged));
    assert!(
        code == "AccessDenied" && text.contains("sts:TagSession"),
        "{text}"
    );
    world.allow("broker", "tag", "sts:TagSession", "*");
    let answer = world.call(&broker, "GetFederationToken", &tagged).unwrap();
    let opened = world.opened(Person::of(&answer).token());
    assert_eq!(
        opened.document().tags,
        [("team".to_owned(), "red".to_owned())]
    );
}

#[test]
fn a_session_ends_at_its_second() {
    let (world, alice, role) = trusted();
    let session = assume(&world, &alice, &role, &[("DurationSeconds", "900")]);
    world.pass(899);
    assert!(world.call(&session, "GetCallerIdentity", &[]).is_ok());
    world.pass(1);
    let (code, text) = refusal(world.call(&session, "GetCallerIdentity", &[]));
    assert_eq!(code, "ExpiredToken");
    assert_eq!(
        text,
        "The security token included in the request is expired"
    );
}

#[test]
fn a_session_lasts_as_long_as_the_role_allows_and_no_second_longer() {
    let (world, alice, role) = trusted();
    assume(&world, &alice, &role, &[("DurationSeconds", "7200")]);
    let (code, text) = not_assumed(&world, &alice, &role, &[("DurationSeconds", "7201")]);
    assert_eq!(code, "ValidationError");
    assert_eq!(
        text,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    );
    let below = [("DurationSeconds", "899")];
    assert_eq!(
        not_assumed(&world, &alice, &role, &below).0,
        "ValidationError"
    );
}

#[test]
fn from_role_to_role_a_session_lasts_an_hour_at_most() {
    let (world, alice, first) = trusted();
    let second = role_trusting(&world, "Second", &first, "");
    let session = assume(&world, &alice, &first, &[]);
    let chained = assume(&world, &session, &second, &[("DurationSeconds", "3600")]);
    let identity = world.call(&chained, "GetCallerIdentity", &[]).unwrap();
    assert!(identity.text("Arn").ends_with("assumed-role/Second/s1"));
    let (code, text) = not_assumed(&world, &session, &second, &[("DurationSeconds", "3601")]);
    assert_eq!(code, "ValidationError");
    assert!(
        text.ends_with("for roles assumed by role chaining."),
        "{text}"
    );
}

#[test]
fn a_session_policy_narrows_what_the_role_may() {
    let (world, alice, role) = trusted();
    let listing = statement("Allow", "iam:List*", "*");
    let session = assume(&world, &alice, &role, &[("Policy", &listing)]);
    assert!(world.call(&session, "ListUsers", &[]).is_ok());
    let (_, text) = refusal(world.call(&session, "GetRole", &[("RoleName", ROLE)]));
    assert!(text.contains("because no session policy allows"), "{text}");

    let by_arn = [(
        "PolicyArns.member.1.arn",
        "arn:aws:iam::aws:policy/AmazonRDSReadOnlyAccess",
    )];
    let session = assume(&world, &alice, &role, &by_arn);
    assert!(world.call(&session, "ListUsers", &[]).is_err());

    let unknown = [("PolicyArns.member.1.arn", &*arn("policy/missing"))];
    assert_eq!(
        not_assumed(&world, &alice, &role, &unknown).0,
        "ValidationError"
    );
    let malformed = [("Policy", "{}")];
    assert_eq!(
        not_assumed(&world, &alice, &role, &malformed).0,
        "MalformedPolicyDocument"
    );
}

#[test]
fn session_policies_have_2048_characters_at_most_and_ten_arns() {
    let (world, alice, role) = trusted();
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let names: Vec<String> = (1..=11)
        .map(|n| format!("PolicyArns.member.{n}.arn"))
        .collect();
    let arns: Vec<(&str, &str)> = names.iter().map(|name| (&**name, arn)).collect();
    assume(&world, &alice, &role, &arns[..10]);
    assert_eq!(
        not_assumed(&world, &alice, &role, &arns).0,
        "ValidationError"
    );

    let document = statement("Allow", "iam:List*", "*");
    let padded = |size: usize| document.clone() + &" ".repeat(size - document.len());
    assume(&world, &alice, &role, &[("Policy", &padded(2048))]);
    let longer = padded(2049);
    assert_eq!(
        not_assumed(&world, &alice, &role, &[("Policy", &longer)]).0,
        "ValidationError"
    );
    let with_arn = padded(2048 - arn.len() + 1);
    let both = [("Policy", &*with_arn), ("PolicyArns.member.1.arn", arn)];
    assert_eq!(
        not_assumed(&world, &alice, &role, &both).0,
        "ValidationError"
    );
}

#[test]
fn tags_that_take_too_much_room_are_refused_with_the_percentage() {
    let (world, alice, role) = trusted();
    let given: Vec<(String, String)> = (1..=50)
        .flat_map(|n| {
            [
                (
                    format!("Tags.member.{n}.Key"),
                    format!("{n:03}{}", "k".repeat(60)),
                ),
                (format!("Tags.member.{n}.Value"), "v".repeat(60)),
            ]
        })
        .collect();
    let all: Vec<(&str, &str)> = given.iter().map(|(k, v)| (&**k, &**v)).collect();
    let (code, text) = not_assumed(&world, &alice, &role, &all);
    assert_eq!(code, "PackedPolicyTooLarge");
    assert!(
        text.starts_with("Packed size of session tags consumes 1"),
        "{text}"
    );
    let document = statement("Allow", "iam:List*", "*");
    let mut with_policy = all.clone();
    with_policy.push(("Policy", &document));
    let (_, text) = not_assumed(&world, &alice, &role, &with_policy);
    assert!(
        text.ends_with("% of allotted space, please use smaller policy."),
        "{text}"
    );
    let few = world
        .call(&alice, "AssumeRole", &asking(&role, &all[..4]))
        .unwrap();
    let percent: u32 = few.text("PackedPolicySize").parse().unwrap();
    assert!((1..=100).contains(&percent));
}

#[test]
fn transitive_tags_go_on_and_cannot_be_set_anew() {
    let (world, alice, first) = trusted();
    let condition = r#","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#;
    let second = role_trusting(&world, "Second", &first, condition);
    let third = role_trusting(&world, "Third", &second, condition);
    let plain = assume(&world, &alice, &first, &[]);
    assert_eq!(not_assumed(&world, &plain, &second, &[]).0, "AccessDenied");

    let red = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let staying = assume(&world, &alice, &first, &red);
    let once = assume(&world, &staying, &second, &[]);
    assert_eq!(not_assumed(&world, &once, &third, &[]).0, "AccessDenied");

    let transitive = [red[0], red[1], ("TransitiveTagKeys.member.1", "team")];
    let going_on = assume(&world, &alice, &first, &transitive);
    let twice = assume(&world, &going_on, &second, &[]);
    assume(&world, &twice, &third, &[]);

    let blue = [
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "blue"),
    ];
    assert_eq!(
        not_assumed(&world, &going_on, &second, &blue),
        (
            "InvalidParameterValue".to_owned(),
            "One of the specified transitive tag keys can't be set because it conflicts with a \
             transitive tag key from the calling session."
                .to_owned()
        )
    );
}

#[test]
fn tags_and_a_source_identity_take_leave_of_their_own() {
    let world = World::new();
    let alice = world.user("alice");
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{}"}},"Action":"sts:AssumeRole"}}]}}"#,
        arn("user/alice")
    );
    let given = [("RoleName", ROLE), ("AssumeRolePolicyDocument", &*trust)];
    let role = world.root("CreateRole", &given).text("Arn");
    assume(&world, &alice, &role, &[]);
    let red = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let (code, text) = not_assumed(&world, &alice, &role, &red);
    assert!(
        code == "AccessDenied" && text.contains("sts:TagSession"),
        "{text}"
    );
    let (code, text) = not_assumed(&world, &alice, &role, &[("SourceIdentity", "alice")]);
    assert!(
        code == "AccessDenied" && text.contains("sts:SetSourceIdentity"),
        "{text}"
    );
}

#[test]
fn a_source_identity_stays_through_all_sessions() {
    let (world, alice, first) = trusted();
    let second = role_trusting(&world, "Second", &first, "");
    let session = assume(&world, &alice, &first, &[("SourceIdentity", "alice")]);
    let answer = world
        .call(&session, "AssumeRole", &asking(&second, &[]))
        .unwrap();
    assert_eq!(answer.text("SourceIdentity"), "alice");
    let other = [("SourceIdentity", "mallory")];
    assert_eq!(
        not_assumed(&world, &session, &second, &other).0,
        "AccessDenied"
    );
}

#[test]
fn a_session_of_a_role_that_was_deleted_or_made_again_is_worth_nothing() {
    let (world, alice, role) = trusted();
    let session = assume(&world, &alice, &role, &[]);
    world.root(
        "DeleteRolePolicy",
        &[("RoleName", ROLE), ("PolicyName", "p")],
    );
    world.root("DeleteRole", &[("RoleName", ROLE)]);
    let (code, _) = refusal(world.call(&session, "GetCallerIdentity", &[]));
    assert_eq!(code, "InvalidClientTokenId");
    role_trusting(&world, ROLE, &arn("user/alice"), "");
    let (code, _) = refusal(world.call(&session, "GetCallerIdentity", &[]));
    assert_eq!(code, "InvalidClientTokenId");
}

#[test]
fn a_session_token_goes_with_its_own_key_alone() {
    let (world, alice, role) = trusted();
    let first = assume(&world, &alice, &role, &[]);
    let second = assume(&world, &alice, &role, &[]);
    let crossed = first.with_token_of(&second);
    let (code, _) = refusal(world.call(&crossed, "GetCallerIdentity", &[]));
    assert_eq!(code, "InvalidClientTokenId");
    assert!(first.key_id.starts_with("ASIA"));
}

#[test]
fn a_session_token_carries_the_login_keys_of_its_days() {
    let (world, alice, _) = trusted();
    for (seconds, days) in [("900", 1), ("43199", 1), ("43200", 2), ("129600", 3)] {
        let answer = world.call(&alice, "GetSessionToken", &[("DurationSeconds", seconds)]);
        let session = Person::of(&answer.unwrap());
        let opened = world.opened(session.token());
        let document = opened.document();
        assert_eq!(document.access_key_id, session.key_id);
        assert_eq!(document.signing_keys.len(), days, "{seconds}");
        for dated in &document.signing_keys {
            let secret = SecretAccessKey::new(session.secret().to_owned());
            let derived = derive_for_logins(&secret, dated.date, "us-east-1");
            assert_eq!(derived.key.expose(), dated.key.expose());
        }
    }
}

#[test]
fn a_users_own_session_may_what_the_user_may_and_makes_no_more_sessions() {
    let world = World::new();
    let alice = world.user_who_may("alice", "rds:*");
    let session = Person::of(&world.call(&alice, "GetSessionToken", &[]).unwrap());
    assert!(world.call(&session, "DescribeDBClusters", &[]).is_ok());
    for action in ["GetSessionToken", "GetFederationToken"] {
        world.allow("alice", "federate", "sts:*", "*");
        let (code, text) = refusal(world.call(&session, action, &[("Name", "guest")]));
        assert_eq!(code, "AccessDenied");
        assert_eq!(
            text,
            format!("Cannot call {action} with session credentials")
        );
    }
    let role = role_trusting(&world, ROLE, &arn("user/alice"), "");
    assume(&world, &session, &role, &[]);
    world.root(
        "DeleteUserPolicy",
        &[("UserName", "alice"), ("PolicyName", "may")],
    );
    let refused = world.call(&session, "DescribeDBClusters", &[]);
    assert_eq!(refusal(refused).0, "AccessDenied");
}

#[test]
fn of_sessions_only_those_of_roles_call_iam() {
    let (world, alice, role) = trusted();
    world.allow("alice", "p", "*", "*");
    let all = statement("Allow", "*", "*");
    let own = world.call(&alice, "GetSessionToken", &[]).unwrap();
    let guest = [("Name", "guest"), ("Policy", &*all)];
    let federated = world.call(&alice, "GetFederationToken", &guest).unwrap();
    for answer in [own, federated, world.root("GetSessionToken", &[])] {
        let refused = world.call(&Person::of(&answer), "ListUsers", &[]);
        assert_eq!(refusal(refused).0, "InvalidClientTokenId");
    }
    let session = assume(&world, &alice, &role, &[]);
    assert!(world.call(&session, "ListUsers", &[]).is_ok());
    for action in ["GetUser", "CreateAccessKey", "ListAccessKeys"] {
        let (code, text) = refusal(world.call(&session, action, &[]));
        assert_eq!(code, "ValidationError");
        assert_eq!(
            text,
            "Must specify userName when calling with non-User credentials"
        );
    }
}

#[test]
fn the_roots_session_lasts_an_hour_whatever_it_asks_for() {
    let world = World::new();
    let answer = world.root("GetSessionToken", &[("DurationSeconds", "43200")]);
    assert_eq!(answer.text("Expiration"), "2025-01-15T13:00:00Z");
    let session = Person::of(&answer);
    assert!(world.call(&session, "DescribeDBClusters", &[]).is_ok());
}

#[test]
fn no_mfa_code_is_right_where_nobody_has_a_device() {
    let world = World::new();
    let code = ("TokenCode", "123456");
    let (error, _) = world.refused("GetSessionToken", &[("SerialNumber", "GAHT12345678"), code]);
    assert_eq!(error, "AccessDenied");
    assert_eq!(
        world.refused("GetSessionToken", &[code]).0,
        "ValidationError"
    );
}

#[test]
fn a_federated_user_may_what_both_its_policies_and_its_broker_may() {
    let world = World::new();
    let broker = world.user_who_may("broker", "sts:GetFederationToken");
    world.allow("broker", "list", "rds:Describe*", "*");
    let federate = |policy: &str| {
        let mut given = vec![("Name", "guest")];
        given.extend((!policy.is_empty()).then_some(("Policy", policy)));
        let answer = world.call(&broker, "GetFederationToken", &given).unwrap();
        assert_eq!(answer.text("FederatedUserId"), "111111111111:guest");
        Person::of(&answer)
    };
    let refused = world.call(&federate(""), "DescribeDBClusters", &[]);
    assert_eq!(refusal(refused).0, "AccessDenied");
    let all = federate(&statement("Allow", "*", "*"));
    assert!(world.call(&all, "DescribeDBClusters", &[]).is_ok());
    let stopping = [("DBClusterIdentifier", "c")];
    assert_eq!(
        refusal(world.call(&all, "StopDBCluster", &stopping)).0,
        "AccessDenied"
    );
    let role = role_trusting(&world, ROLE, "111111111111", "");
    assert_eq!(not_assumed(&world, &all, &role, &[]).0, "AccessDenied");
}

#[test]
fn a_key_id_tells_its_account() {
    let world = World::new();
    let info = world.root("GetAccessKeyInfo", &[("AccessKeyId", &world.root.key_id)]);
    assert_eq!(info.text("Account"), "111111111111");
    let malformed = [("AccessKeyId", "AKIA0000000000000000")];
    assert_eq!(
        world.refused("GetAccessKeyInfo", &malformed).0,
        "ValidationError"
    );
}
