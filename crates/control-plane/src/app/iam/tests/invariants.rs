//! Whatever is called, in whatever order: records that point at each other do so from both sides, and
//! what is pointed at is there.

use std::collections::BTreeSet;

use crate::app::fixture::{World, arn, statement};
use crate::state::{
    AccessKey, Attachment, Entity, EntityId, Group, InstanceProfile, KeyOwner, ManagedPolicy,
    Membership, Record, Role, State, User,
};

const CALLS: usize = 600;
const SEEDS: [u64; 3] = [1, 2, 3];
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// What makes things is called more often than what takes them away.
const ACTIONS: &[&str] = &[
    "CreateUser",
    "CreateUser",
    "CreateGroup",
    "CreateGroup",
    "CreateRole",
    "CreateRole",
    "CreatePolicy",
    "CreatePolicy",
    "CreatePolicyVersion",
    "CreateInstanceProfile",
    "CreateAccessKey",
    "CreateAccessKey",
    "AddUserToGroup",
    "AddUserToGroup",
    "AddRoleToInstanceProfile",
    "AddRoleToInstanceProfile",
    "AttachUserPolicy",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "PutUserPermissionsBoundary",
    "PutRolePermissionsBoundary",
    "PutUserPolicy",
    "PutGroupPolicy",
    "UpdateUser",
    "UpdateUser",
    "UpdateGroup",
    "UpdateGroup",
    "RemoveUserFromGroup",
    "RemoveRoleFromInstanceProfile",
    "DetachUserPolicy",
    "DetachGroupPolicy",
    "DetachRolePolicy",
    "DeleteUserPermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "DeleteUserPolicy",
    "DeleteGroupPolicy",
    "DeleteAccessKey",
    "DeletePolicyVersion",
    "DeletePolicy",
    "DeleteInstanceProfile",
    "DeleteRole",
    "DeleteGroup",
    "DeleteUser",
    "DeleteUser",
    "DeleteUser",
];

/// Xorshift: the same calls in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn one_of<'a>(&mut self, names: &[&'a str]) -> &'a str {
        names[self.throw(names.len())]
    }
}

/// Parameters for any of the actions, out of a few names that keep meeting each other.
fn parameters(dice: &mut Dice, state: &State) -> Vec<(&'static str, String)> {
    const USERS: &[&str] = &["ann", "Ann", "bob", "cid"];
    const GROUPS: &[&str] = &["g", "G", "h"];
    const POLICIES: &[&str] = &["p", "q", "r"];
    let keys: Vec<String> = state
        .all::<AccessKey>()
        .map(|key| key.unwrap().record)
        .filter(|key| key.owner != KeyOwner::Root)
        .map(|key| key.id)
        .collect();
    let policy = |dice: &mut Dice| arn(&format!("policy/{}", dice.one_of(POLICIES)));
    let mut given = vec![
        ("UserName", dice.one_of(USERS).to_owned()),
        ("NewUserName", dice.one_of(USERS).to_owned()),
        ("GroupName", dice.one_of(GROUPS).to_owned()),
        ("NewGroupName", dice.one_of(GROUPS).to_owned()),
        ("RoleName", dice.one_of(&["x", "y"]).to_owned()),
        ("InstanceProfileName", dice.one_of(&["m", "n"]).to_owned()),
        ("PolicyName", dice.one_of(POLICIES).to_owned()),
        ("PolicyArn", policy(dice)),
        ("VersionId", dice.one_of(&["v1", "v2", "v3"]).to_owned()),
        ("PolicyDocument", statement("Allow", "iam:GetUser", "*")),
        ("AssumeRolePolicyDocument", TRUST.to_owned()),
        ("SetAsDefault", "true".to_owned()),
    ];
    if dice.throw(3) == 0 {
        given.push(("PermissionsBoundary", policy(dice)));
    }
    if !keys.is_empty() {
        given.push(("AccessKeyId", keys[dice.throw(keys.len())].clone()));
    }
    given
}

fn all<R: Record>(state: &State) -> Vec<R> {
    state
        .all::<R>()
        .map(|stored| stored.unwrap().record)
        .collect()
}

/// What is attached, as the entities of a kind say it.
fn attached<'a>(
    kind: &str,
    entities: impl Iterator<Item = &'a Entity>,
) -> Vec<(String, String, String, bool)> {
    entities
        .flat_map(|entity| {
            let policies = entity.attached_policies.iter().map(|arn| (arn, false));
            let boundary = entity.boundary.iter().map(|arn| (arn, true));
            policies.chain(boundary).map(|(arn, as_boundary)| {
                (
                    arn.clone(),
                    kind.to_owned(),
                    entity.name.clone(),
                    as_boundary,
                )
            })
        })
        .collect()
}

fn check(state: &State) {
    let (users, groups, roles) = (all::<User>(state), all::<Group>(state), all::<Role>(state));
    check_memberships(&users, &groups, state);
    check_attachments(&users, &groups, &roles, state);
    check_ids(&users, &roles, state);
    check_access_keys(&users, state);
    check_instance_profiles(&roles, state);
}

fn check_memberships(users: &[User], groups: &[Group], state: &State) {
    let of_users: BTreeSet<(String, String)> = users
        .iter()
        .flat_map(|user| {
            let name = &user.entity.name;
            user.groups
                .iter()
                .map(|group| (group.clone(), name.clone()))
        })
        .collect();
    let memberships: BTreeSet<(String, String)> = all::<Membership>(state)
        .into_iter()
        .map(|member| (member.group, member.user))
        .collect();
    assert_eq!(of_users, memberships);
    let named: BTreeSet<&str> = groups.iter().map(|group| &*group.entity.name).collect();
    assert!(
        memberships
            .iter()
            .all(|(group, _)| named.contains(&**group))
    );
}

fn check_attachments(users: &[User], groups: &[Group], roles: &[Role], state: &State) {
    let mut of_entities = attached("user", users.iter().map(|user| &user.entity));
    of_entities.extend(attached("group", groups.iter().map(|group| &group.entity)));
    of_entities.extend(attached("role", roles.iter().map(|role| &role.entity)));
    let notes: BTreeSet<_> = all::<Attachment>(state)
        .into_iter()
        .map(|note| (note.policy, note.kind, note.name, note.as_boundary))
        .collect();
    assert_eq!(of_entities.into_iter().collect::<BTreeSet<_>>(), notes);
    let policies: BTreeSet<String> = all::<ManagedPolicy>(state)
        .into_iter()
        .inspect(|policy| assert!(policy.document().is_some(), "{} has a default", policy.arn))
        .map(|policy| policy.arn)
        .collect();
    assert!(notes.iter().all(|(policy, ..)| policies.contains(policy)));
}

fn check_ids(users: &[User], roles: &[Role], state: &State) {
    let bearers = users.iter().map(|user| ("user", &user.entity));
    let bearers = bearers.chain(roles.iter().map(|role| ("role", &role.entity)));
    let places: BTreeSet<_> = bearers
        .map(|(kind, entity)| (entity.id.clone(), kind.to_owned(), entity.name.clone()))
        .collect();
    let ids: BTreeSet<_> = all::<EntityId>(state)
        .into_iter()
        .map(|id| (id.unique_id, id.kind, id.name))
        .collect();
    assert_eq!(places, ids);
}

fn check_access_keys(users: &[User], state: &State) {
    let listed: BTreeSet<(String, String)> = users
        .iter()
        .flat_map(|user| {
            let name = &user.entity.name;
            user.access_keys.iter().map(|id| (id.clone(), name.clone()))
        })
        .collect();
    let owned: BTreeSet<(String, String)> = all::<AccessKey>(state)
        .into_iter()
        .filter_map(|key| match key.owner {
            KeyOwner::User(name) => Some((key.id, name)),
            KeyOwner::Root => None,
        })
        .collect();
    assert_eq!(listed, owned);
}

fn check_instance_profiles(roles: &[Role], state: &State) {
    let of_roles: BTreeSet<(String, String)> = roles
        .iter()
        .flat_map(|role| {
            let name = &role.entity.name;
            role.instance_profiles
                .iter()
                .map(|profile| (profile.clone(), name.clone()))
        })
        .collect();
    let of_profiles: BTreeSet<(String, String)> = all::<InstanceProfile>(state)
        .into_iter()
        .filter_map(|profile| profile.role.map(|role| (profile.name, role)))
        .collect();
    assert_eq!(of_roles, of_profiles);
}

#[test]
fn records_point_at_each_other_from_both_sides_whatever_is_called() {
    let mut answered = BTreeSet::new();
    for seed in SEEDS {
        let world = World::new();
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for _ in 0..CALLS {
            let action = dice.one_of(ACTIONS);
            let given = parameters(&mut dice, &world.state());
            let given: Vec<(&str, &str)> = given.iter().map(|(k, v)| (*k, &**v)).collect();
            match world.call(&world.root, action, &given) {
                Ok(_) => _ = answered.insert(action),
                Err(error) => assert!(error.http_status() < 500, "{action} {given:?}: {error}"),
            }
            check(&world.state());
        }
    }
    let never = ACTIONS.iter().filter(|action| !answered.contains(*action));
    assert_eq!(never.count(), 0, "carried out: {answered:?}");
}
