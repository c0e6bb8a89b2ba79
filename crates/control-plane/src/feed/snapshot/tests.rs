//! Whatever is called, in whatever order and however seldom it is looked: the snapshot that is made
//! change by change is the one that the state alone says, written down below as plainly as can be.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use iam::login::{
    AccessKeyDocument, EntityKind, KeyStatus, PolicyId, PrincipalDocument, Snapshot,
    SnapshotDocument,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sigv4::{SecretAccessKey, Timestamp};
use tokio::time::Instant;

use super::{Altered, Everything, SnapshotMaker, derive_for_logins};
use crate::app::fixture::{World, arn, statement};
use crate::feed::news::Reader;
use crate::feed::reach::Reach;
use crate::reset::root_id;
use crate::standing::{BoundPolicy, Standing, managed};
use crate::state::{AccessKey, Entity, KeyOwner, ManagedPolicy, Record as _, Role, State, User};

const USERS: &[&str] = &["ann", "Ann", "bob"];
const GROUPS: &[&str] = &["g", "h"];
const POLICIES: &[&str] = &["p", "q"];
const ROLES: &[&str] = &["x"];
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
/// What everything begins with, so that nearly every call meets something.
const FURNITURE: &[(&str, &[(&str, &str)])] = &[
    ("CreateUser", &[("UserName", "ann")]),
    ("CreateUser", &[("UserName", "bob")]),
    ("CreateGroup", &[("GroupName", "g")]),
    ("CreateGroup", &[("GroupName", "h")]),
    ("AddUserToGroup", &[("UserName", "ann"), ("GroupName", "g")]),
    ("AddUserToGroup", &[("UserName", "bob"), ("GroupName", "g")]),
    ("CreateAccessKey", &[("UserName", "ann")]),
    ("CreateAccessKey", &[("UserName", "bob")]),
];
const ACTIONS: &[&str] = &[
    "CreateUser",
    "CreateGroup",
    "CreateRole",
    "CreatePolicy",
    "CreatePolicyVersion",
    "SetDefaultPolicyVersion",
    "CreateAccessKey",
    "UpdateAccessKey",
    "DeleteAccessKey",
    "AddUserToGroup",
    "AddUserToGroup",
    "RemoveUserFromGroup",
    "AttachUserPolicy",
    "AttachGroupPolicy",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "DetachUserPolicy",
    "DetachGroupPolicy",
    "DetachRolePolicy",
    "PutUserPolicy",
    "PutGroupPolicy",
    "PutGroupPolicy",
    "PutRolePolicy",
    "DeleteUserPolicy",
    "DeleteGroupPolicy",
    "PutUserPermissionsBoundary",
    "DeleteUserPermissionsBoundary",
    "TagUser",
    "UpdateUser",
    "UpdateGroup",
    "DeletePolicy",
    "DeleteGroup",
    "DeleteRole",
    "DeleteUser",
];

/// A call with parameters for any action; each reads those that it knows.
#[derive(Debug, Clone)]
struct Call {
    action: &'static str,
    given: Vec<(&'static str, String)>,
    key: Index,
    /// What comes before the snapshot is made: nothing, or a day.
    then: Then,
}

#[derive(Debug, Clone, Copy)]
enum Then {
    GoOn,
    Make,
    MakeTomorrow,
}

prop_compose! {
    fn call()(
        action in select(ACTIONS),
        (user, other) in (select(USERS), select(USERS)),
        (group, other_group) in (select(GROUPS), select(GROUPS)),
        (role, policy) in (select(ROLES), select(POLICIES)),
        version in select(&["v1", "v2"][..]),
        status in select(&["Active", "Inactive"][..]),
        document in select(&["rds-db:connect", "iam:GetUser"][..]),
        effect in select(&["Allow", "Deny"][..]),
        key in any::<Index>(),
        then in prop_oneof![3 => Just(Then::GoOn), 4 => Just(Then::Make), 1 => Just(Then::MakeTomorrow)],
    ) -> Call {
        let text = str::to_owned;
        let given = vec![
            ("UserName", text(user)),
            ("NewUserName", text(other)),
            ("GroupName", text(group)),
            ("NewGroupName", text(other_group)),
            ("RoleName", text(role)),
            ("PolicyName", text(policy)),
            ("PolicyArn", arn(&format!("policy/{policy}"))),
            ("PermissionsBoundary", arn(&format!("policy/{policy}"))),
            ("VersionId", text(version)),
            ("SetAsDefault", text("true")),
            ("Status", text(status)),
            ("PolicyDocument", statement(effect, document, "*")),
            ("AssumeRolePolicyDocument", text(TRUST)),
            ("Tags.member.1.Key", text("team")),
            ("Tags.member.1.Value", text(other)),
        ];
        Call { action, given, key, then }
    }
}

impl Call {
    /// Whatever comes of it.
    fn make(&self, world: &World) {
        let keys = keys(&world.state());
        let mut given: Vec<(&str, &str)> = self
            .given
            .iter()
            .filter(|(name, _)| *name != "PermissionsBoundary" || self.action.starts_with("Put"))
            .map(|(name, value)| (*name, &**value))
            .collect();
        if self.action.ends_with("AccessKey") && self.action != "CreateAccessKey" {
            given.push(("AccessKeyId", &self.key.get(&keys).id));
        }
        drop(world.call(&world.root, self.action, &given));
    }
}

fn keys(state: &State) -> Vec<AccessKey> {
    let keys = state.all::<AccessKey>();
    keys.map(|key| key.unwrap().record).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn change_by_change_the_snapshot_is_what_the_state_says(calls in prop::collection::vec(call(), 1..60)) {
        let world = World::new();
        for (action, given) in FURNITURE {
            world.root(action, given);
        }
        let mut followed = Followed::of(&world);
        followed.make();
        for call in calls {
            call.make(&world);
            if matches!(call.then, Then::MakeTomorrow) {
                world.pass(24 * 60 * 60);
            }
            if !matches!(call.then, Then::GoOn) {
                followed.make_and_compare();
            }
        }
        followed.make_and_compare();
    }
}

/// A world whose snapshot is made change by change.
struct Followed<'a> {
    world: &'a World,
    reader: Reader<'a>,
    maker: SnapshotMaker<'a>,
    read: u64,
}

impl<'a> Followed<'a> {
    fn of(world: &'a World) -> Self {
        Self {
            world,
            reader: Reader::of(world.store()),
            maker: SnapshotMaker::new(&world.realm.account, &world.realm.keyring, &[]),
            read: 0,
        }
    }

    fn make(&mut self) -> (Everything, Altered) {
        let deadline = match self.world.state().revision().as_u64() == self.read {
            true => Duration::ZERO,
            false => Duration::from_secs(60),
        };
        let news = async { self.reader.next(Instant::now() + deadline).await };
        let news = self.world.wait(news).unwrap();
        self.read = news.state.revision().as_u64();
        self.maker.make(&news, self.world.now()).unwrap()
    }

    fn make_and_compare(&mut self) {
        let (everything, _) = self.make();
        let document = everything.document();
        let expected = Plain::of_state(self.world);
        assert_eq!(Plain::of(&document), expected);
        assert_eq!(document.revision, self.world.state().revision().as_u64());
        // An agent would take it.
        Snapshot::compile(document).unwrap();
    }
}

/// A snapshot without numbers.
#[derive(Debug, PartialEq, Eq)]
struct Plain {
    policies: BTreeSet<(String, String)>,
    principals: BTreeMap<String, PlainPrincipal>,
    access_keys: BTreeMap<String, (String, bool, Vec<String>)>,
}

type PlainPrincipal = (
    PrincipalDocument,
    Vec<(String, String)>,
    Option<(String, String)>,
);

impl Plain {
    fn of(document: &SnapshotDocument) -> Self {
        let policy = |number: &PolicyId| {
            let policy = &document.policies[number];
            (policy.name.clone(), policy.text.clone())
        };
        let principals = document.principals.iter().map(|principal| {
            let policies = principal.policies.iter().map(policy).collect();
            let boundary = principal.boundary.as_ref().map(policy);
            let bare = PrincipalDocument {
                policies: Vec::new(),
                boundary: None,
                ..principal.clone()
            };
            (principal.id.clone(), (bare, policies, boundary))
        });
        let access_keys = document.access_keys.iter().map(plain_key);
        Self {
            policies: document.policies.keys().map(policy).collect(),
            principals: principals.collect(),
            access_keys: access_keys.collect(),
        }
    }

    fn of_state(world: &World) -> Self {
        let (state, account) = (world.state(), &world.realm.account);
        let mut plain = Self {
            policies: BTreeSet::new(),
            principals: BTreeMap::new(),
            access_keys: BTreeMap::new(),
        };
        let customers = state
            .all::<ManagedPolicy>()
            .map(|policy| policy.unwrap().record);
        for policy in crate::aws_managed::all("aws").chain(customers) {
            let bound = managed(&policy.arn, &state).unwrap();
            plain.policies.insert((bound.name, bound.text));
        }
        let root = root_id(&state, account).unwrap();
        let mut owners = HashMap::from([(KeyOwner::Root, (root.clone(), true))]);
        plain.principals.insert(
            root.clone(),
            (
                PrincipalDocument {
                    id: root,
                    arn: account.root_arn(),
                    kind: EntityKind::Root,
                    name: account.id.to_string(),
                    tags: BTreeMap::new(),
                    policies: Vec::new(),
                    boundary: None,
                },
                Vec::new(),
                None,
            ),
        );
        for user in state.all::<User>().map(|user| user.unwrap().record) {
            let standing = Standing::of_user(&user, &state).unwrap();
            if user.access_keys.is_empty() && standing == Standing::default() {
                continue;
            }
            let mut policies = standing.identity.iter();
            let connects = policies.any(|policy| Reach::of(&policy.text).is_somewhere());
            let owner = KeyOwner::User(user.entity.name.clone());
            owners.insert(owner, (user.entity.id.clone(), connects));
            let arn = arn(&format!("user/{}", user.entity.name));
            plain.principal(arn, EntityKind::User, user.entity, standing);
        }
        for role in state.all::<Role>().map(|role| role.unwrap().record) {
            let standing = Standing::of_role(&role, &state).unwrap();
            let arn = arn(&format!("role/{}", role.entity.name));
            plain.principal(arn, EntityKind::Role, role.entity, standing);
        }
        for key in keys(&state) {
            let (owner, connects) = &owners[&key.owner];
            let signing_keys = match *connects && key.active {
                true => derived(world, &key),
                false => Vec::new(),
            };
            plain
                .access_keys
                .insert(key.id, (owner.clone(), key.active, signing_keys));
        }
        plain
    }

    fn principal(&mut self, arn: String, kind: EntityKind, entity: Entity, standing: Standing) {
        let pair = |bound: BoundPolicy| (bound.name, bound.text);
        let policies: Vec<_> = standing.identity.into_iter().map(pair).collect();
        let boundary = standing.boundary.map(pair);
        self.policies
            .extend(policies.iter().chain(&boundary).cloned());
        let document = PrincipalDocument {
            id: entity.id.clone(),
            arn,
            kind,
            name: entity.name,
            tags: entity.tags,
            policies: Vec::new(),
            boundary: None,
        };
        self.principals
            .insert(entity.id, (document, policies, boundary));
    }
}

fn plain_key(key: &AccessKeyDocument) -> (String, (String, bool, Vec<String>)) {
    let active = key.status == KeyStatus::Active;
    let written = serde_json::to_value(&key.signing_keys).unwrap();
    let written = serde_json::from_value(written).unwrap();
    (key.id.clone(), (key.principal.clone(), active, written))
}

fn derived(world: &World, key: &AccessKey) -> Vec<String> {
    let opened = world.realm.keyring.open(&key.key(), &key.sealed_secret);
    let secret = SecretAccessKey::new(opened.unwrap().to_string());
    let today = world.now().as_unix();
    let days = [-1, 0, 1].map(|day| Timestamp::from_unix(today + day * 24 * 60 * 60).date());
    let keys = days.map(|day| derive_for_logins(&secret, day, &world.realm.account.region));
    serde_json::from_value(serde_json::to_value(keys).unwrap()).unwrap()
}

fn altered(followed: &mut Followed<'_>, action: &str, given: &[(&str, &str)]) -> Altered {
    followed.world.root(action, given);
    followed.make().1
}

#[test]
fn what_concerns_no_login_alters_nothing() {
    let world = World::new();
    let mut followed = Followed::of(&world);
    assert!(!followed.make().1.is_empty());
    let user = ("UserName", "ann");
    let group = ("GroupName", "g");
    let tag = [
        user,
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", "b"),
    ];
    for (action, given) in [
        ("CreateUser", &[user][..]),
        ("TagUser", &tag),
        ("CreateGroup", &[group]),
        ("AddUserToGroup", &[user, group]),
        ("RemoveUserFromGroup", &[user, group]),
        ("DeleteUser", &[user]),
    ] {
        assert!(altered(&mut followed, action, given).is_empty(), "{action}");
    }
}

#[test]
fn a_change_alters_what_it_touches_and_nothing_else() {
    let world = World::new();
    let mut followed = Followed::of(&world);
    for name in ["ann", "bob"] {
        world.user_who_may(name, "rds-db:connect");
    }
    followed.make();
    let Altered {
        policies,
        principals,
        access_keys,
    } = altered(
        &mut followed,
        "DeleteUserPolicy",
        &[("UserName", "ann"), ("PolicyName", "may")],
    );
    assert_eq!(policies.len(), 1);
    assert_eq!(principals, BTreeSet::from(["iam/user/ann".to_owned()]));
    // It is told of still, without keys to verify signatures with.
    assert_eq!(access_keys.len(), 1);
    followed.make_and_compare();
}

#[test]
fn a_maker_that_failed_goes_on_from_the_beginning() {
    let world = World::new();
    let mut followed = Followed::of(&world);
    followed.make();
    world.user_who_may("ann", "rds-db:connect");
    followed.maker.start_over();
    followed.make_and_compare();
}
