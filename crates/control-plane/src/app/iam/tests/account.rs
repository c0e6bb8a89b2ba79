//! What tells about the account as a whole.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::fixture::{World, arn, statement};

#[test]
fn an_account_has_one_alias_at_most() {
    let world = World::new();
    let alias = |name| [("AccountAlias", name)];
    world.root("CreateAccountAlias", &alias("first"));
    assert_eq!(
        world.refused("CreateAccountAlias", &alias("first")).0,
        "EntityAlreadyExists"
    );
    world.root("CreateAccountAlias", &alias("second"));
    assert!(
        world
            .root("ListAccountAliases", &[])
            .0
            .contains("<member>second</member>")
    );
    assert_eq!(
        world.refused("DeleteAccountAlias", &alias("first")).0,
        "NoSuchEntity"
    );
    world.root("DeleteAccountAlias", &alias("second"));
    assert!(!world.root("ListAccountAliases", &[]).0.contains("<member>"));
}

#[test]
fn the_summary_counts_what_is_there() {
    let world = World::new();
    world.user("alice");
    world.root("CreateGroup", &[("GroupName", "g")]);
    let summary = world.root("GetAccountSummary", &[]).0;
    for (key, value) in [
        ("Users", 1),
        ("Groups", 1),
        ("Roles", 0),
        ("AccountAccessKeysPresent", 1),
        ("VersionsPerPolicyQuota", 5),
    ] {
        let entry = format!("<key>{key}</key><value>{value}</value>");
        let plain: String = summary.split_whitespace().collect();
        assert!(plain.contains(&entry), "{entry} in {plain}");
    }
}

#[test]
fn a_credential_report_is_asked_for_then_read_and_ends_after_four_hours() {
    let world = World::new();
    let alice = world.user("alice");
    assert_eq!(
        world.refused("GetCredentialReport", &[]).0,
        "ReportNotPresent"
    );
    assert_eq!(
        world.root("GenerateCredentialReport", &[]).text("State"),
        "STARTED"
    );
    assert_eq!(
        world.root("GenerateCredentialReport", &[]).text("State"),
        "COMPLETE"
    );
    let report = STANDARD
        .decode(world.root("GetCredentialReport", &[]).text("Content"))
        .unwrap();
    let report = String::from_utf8(report).unwrap();
    let lines: Vec<Vec<&str>> = report
        .lines()
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.len() == 23), "{report}");
    assert_eq!((lines[1][0], lines[2][0]), ("<root_account>", "alice"));
    assert_eq!(
        (lines[2][1], lines[2][8], lines[2][13]),
        (&*arn("user/alice"), "true", "false")
    );
    // Tools read the dates with an offset, and when the root logged in, by this word.
    assert_eq!(lines[2][2], "2025-01-15T12:00:00+00:00");
    assert_eq!(lines[2][9], lines[2][2]);
    assert_eq!((lines[1][4], lines[2][4]), ("no_information", "N/A"));
    assert!(!report.contains(&alice.key_id));
    world.pass(4 * 60 * 60);
    assert_eq!(world.refused("GetCredentialReport", &[]).0, "ReportExpired");
    assert_eq!(
        world.root("GenerateCredentialReport", &[]).text("State"),
        "STARTED"
    );
    world.root("GetCredentialReport", &[]);
}

#[test]
fn the_details_hold_everything_page_by_page_and_kind_by_kind() {
    let world = World::new();
    world.user_who_may("alice", "iam:GetUser");
    world.user("bob");
    world.root("CreateGroup", &[("GroupName", "g")]);
    let document = statement("Allow", "iam:GetUser", "*");
    world.root(
        "CreatePolicy",
        &[("PolicyName", "p"), ("PolicyDocument", &document)],
    );
    let ours = [
        ("Filter.member.1", "User"),
        ("Filter.member.2", "Group"),
        ("Filter.member.3", "LocalManagedPolicy"),
        ("MaxItems", "3"),
    ];
    let first = world.root("GetAccountAuthorizationDetails", &ours);
    assert_eq!(first.all("UserName"), ["alice", "bob"]);
    assert_eq!(first.all("GroupName"), ["g"]);
    assert_eq!(first.text("IsTruncated"), "true");
    assert!(
        first.text("PolicyDocument").starts_with("%7B%22Version"),
        "{}",
        first.0
    );
    let mut next = ours.to_vec();
    let marker = first.text("Marker");
    next.push(("Marker", &marker));
    let second = world.root("GetAccountAuthorizationDetails", &next);
    assert_eq!(second.all("PolicyName"), ["p"]);
    assert_eq!(second.text("IsTruncated"), "false");
}

#[test]
fn a_provider_is_known_by_its_url_and_keeps_what_it_is_given() {
    let world = World::new();
    let made = world.root(
        "CreateOpenIDConnectProvider",
        &[
            ("Url", "https://idp.example.com/tenant"),
            ("ClientIDList.member.1", "first"),
        ],
    );
    let at = (
        "OpenIDConnectProviderArn",
        &*made.text("OpenIDConnectProviderArn"),
    );
    assert_eq!(at.1, arn("oidc-provider/idp.example.com/tenant"));
    let again = [("Url", "https://idp.example.com/tenant")];
    assert_eq!(
        world.refused("CreateOpenIDConnectProvider", &again).0,
        "EntityAlreadyExists"
    );
    world.root(
        "AddClientIDToOpenIDConnectProvider",
        &[at, ("ClientID", "second")],
    );
    world.root(
        "RemoveClientIDFromOpenIDConnectProvider",
        &[at, ("ClientID", "first")],
    );
    let print = "ab".repeat(20);
    let prints = [at, ("ThumbprintList.member.1", &*print)];
    world.root("UpdateOpenIDConnectProviderThumbprint", &prints);
    let shown = world.root("GetOpenIDConnectProvider", &[at]);
    assert_eq!(shown.text("Url"), "idp.example.com/tenant");
    assert!(shown.0.contains("second") && !shown.0.contains("first") && shown.0.contains(&print));
    world.root("DeleteOpenIDConnectProvider", &[at]);
    world.root("DeleteOpenIDConnectProvider", &[at]);
    assert_eq!(
        world.refused("GetOpenIDConnectProvider", &[at]).0,
        "NoSuchEntity"
    );
}

#[test]
fn amazons_policies_are_listed_attached_and_never_changed() {
    let world = World::new();
    let alice = world.user("alice");
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let at = ("PolicyArn", read_only);
    let listed = world.root("ListPolicies", &[("Scope", "AWS")]);
    assert_eq!(listed.all("PolicyName").len(), 5);
    world.root("AttachUserPolicy", &[("UserName", "alice"), at]);
    assert!(world.call(&alice, "ListUsers", &[]).is_ok());
    assert!(
        world
            .call(&alice, "CreateGroup", &[("GroupName", "g")])
            .is_err()
    );
    let used = [("Scope", "AWS"), ("OnlyAttached", "true")];
    assert_eq!(world.root("ListPolicies", &used).all("Arn"), [read_only]);
    let document = statement("Allow", "*", "*");
    for (action, given) in [
        ("DeletePolicy", vec![at]),
        (
            "CreatePolicyVersion",
            vec![at, ("PolicyDocument", &document)],
        ),
        ("SetDefaultPolicyVersion", vec![at, ("VersionId", "v1")]),
        (
            "TagPolicy",
            vec![at, ("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")],
        ),
    ] {
        assert_eq!(world.refused(action, &given).0, "AccessDenied", "{action}");
    }
}

#[test]
fn lists_go_page_by_page_over_all_there_is() {
    let world = World::new();
    for number in 0..7 {
        world.root(
            "CreateUser",
            &[("UserName", &format!("u{number}")), ("Path", "/team/")],
        );
    }
    world.user("elsewhere");
    let mut seen = Vec::new();
    let mut marker = None;
    loop {
        let mut given = vec![("PathPrefix", "/team/"), ("MaxItems", "3")];
        given.extend(marker.as_deref().map(|marker| ("Marker", marker)));
        let page = world.root("ListUsers", &given);
        seen.extend(page.all("UserName"));
        marker = page.find("Marker");
        assert_eq!(page.text("IsTruncated"), marker.is_some().to_string());
        if marker.is_none() {
            break;
        }
        // What goes away between two pages moves nobody.
        for gone in page.all("UserName") {
            world.root("DeleteUser", &[("UserName", &gone)]);
        }
    }
    assert_eq!(seen, ["u0", "u1", "u2", "u3", "u4", "u5", "u6"]);
    assert_eq!(
        world.refused("ListUsers", &[("Marker", "at-3")]).0,
        "ValidationError"
    );
}
