//! Wiping the account, for test suites.

use aws_query::ApiError;
use aws_query::sekisho::error::RESET_NOT_ALLOWED;
use aws_query::sekisho::{ResetAccount, ResetAccountResponse};

use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::choices::Resets;
use crate::reset;

pub(super) const OPERATIONS: &[Entry] = operations![ResetAccount];

impl Handler for ResetAccount {
    fn permission((): &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("sekisho:ResetAccount", "*")))
    }

    /// Names the servers that are on their way out; `DescribeDBClusters` and `DescribeDBInstances` tell
    /// when they are gone.
    fn carry_out(call: &Call<'_>, (): Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        if call.realm.resets == Resets::Refused {
            return Err(RESET_NOT_ALLOWED.because(
                "This account is not wiped: its control plane was started without --allow-reset.",
            ));
        }
        let (clusters, instances) = reset::doomed_servers(call.state).or_fail()?;
        let output = ResetAccountResponse {
            db_cluster_identifiers: Some(clusters),
            db_instance_identifiers: Some(instances),
        };
        let begun = reset::begin(call.state, call.now.as_unix()).or_fail()?;
        Ok(Outcome::write(output, begun).then(reset::step))
    }
}

#[cfg(test)]
mod tests {
    use crate::app::fixture::{Person, World, refusal, statement};
    use crate::choices::Resets;
    use crate::state::{Cluster, EntityId, User};

    fn suite() -> World {
        let mut world = World::new();
        world.realm.resets = Resets::Allowed;
        world
    }

    #[test]
    fn what_was_not_asked_for_at_the_start_is_refused_to_the_root_too() {
        let world = World::new();
        world.user("alice");
        let (code, text) = world.refused("ResetAccount", &[]);
        assert_eq!(code, "ResetNotAllowed");
        assert!(text.contains("--allow-reset"), "{text}");
        assert_eq!(world.state().count::<User>(), 1);
    }

    #[test]
    fn an_account_of_hundreds_is_empty_afterwards() {
        let world = suite();
        for number in 0..130 {
            world.user(&format!("user{number}"));
        }
        world.root("CreateGroup", &[("GroupName", "g")]);
        world.root(
            "AddUserToGroup",
            &[("GroupName", "g"), ("UserName", "user1")],
        );
        let document = statement("Allow", "*", "*");
        let policy = [("PolicyName", "p"), ("PolicyDocument", &*document)];
        let policy = world.root("CreatePolicy", &policy).text("Arn");
        world.root(
            "AttachUserPolicy",
            &[("UserName", "user1"), ("PolicyArn", &policy)],
        );
        world.root("CreateInstanceProfile", &[("InstanceProfileName", "i")]);
        world.root("CreateAccountAlias", &[("AccountAlias", "alias")]);
        world.root("ResetAccount", &[]);
        let kept: Vec<String> = world
            .state()
            .keys("iam/")
            .map(|record| record.key().to_owned())
            .collect();
        assert_eq!(kept, [format!("iam/access-key/{}", world.root.key_id)]);
        assert_eq!(world.state().count::<EntityId>(), 0);
        assert_eq!(world.root("ListUsers", &[]).all("member").len(), 0);
        world.user("user1");
    }

    #[test]
    fn servers_are_deleted_as_their_owner_would() {
        let world = suite();
        let cluster = [
            ("DBClusterIdentifier", "c1"),
            ("Engine", "aurora-mysql"),
            ("MasterUsername", "admin"),
            ("MasterUserPassword", "password1"),
            ("DeletionProtection", "true"),
        ];
        world.root("CreateDBCluster", &cluster);
        let answer = world.root("ResetAccount", &[]);
        assert_eq!(answer.all("member"), ["c1"]);
        let shown = world.root("DescribeDBClusters", &[]);
        assert_eq!(shown.text("Status"), "deleting");
        assert_eq!(world.state().count::<Cluster>(), 1);
        assert_eq!(world.root("ResetAccount", &[]).all("member").len(), 0);
    }

    #[test]
    fn no_session_outlives_a_reset_and_the_roots_key_does() {
        let world = suite();
        let session = Person::of(&world.root("GetSessionToken", &[]));
        assert!(world.call(&session, "GetCallerIdentity", &[]).is_ok());
        let alice = world.user("alice");
        let own = Person::of(&world.call(&alice, "GetSessionToken", &[]).unwrap());
        world.root("ResetAccount", &[]);
        world.user("alice");
        for gone in [&session, &alice, &own] {
            let refused = world.call(gone, "GetCallerIdentity", &[]);
            assert_eq!(refusal(refused).0, "InvalidClientTokenId");
        }
        let session = Person::of(&world.root("GetSessionToken", &[]));
        assert!(world.call(&session, "GetCallerIdentity", &[]).is_ok());
        world.root("ResetAccount", &[]);
        assert!(world.call(&session, "GetCallerIdentity", &[]).is_err());
    }

    #[test]
    fn who_wiped_the_account_may_go_on_being_wiped_themselves() {
        let world = suite();
        let admin = world.user_who_may("admin", "sekisho:ResetAccount");
        world.call(&admin, "ResetAccount", &[]).unwrap();
        assert_eq!(world.state().count::<User>(), 0);
    }
}
