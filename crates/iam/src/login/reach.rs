//! Who can connect, and where to: the decision of a login, asked for everybody without a token.
//!
//! What only a session brings (its name, tags, policies, MFA) is not there to be asked for; a role is
//! asked about as a session of it without any of those.

use sigv4::Timestamp;

use super::document::EntityKind;
use super::request::ACTION;
use super::snapshot::{Entity, Instance, Snapshot};
use crate::context::DatabaseLogin;
use crate::evaluate::Layers;
use crate::reach::{Candidate, Reach, who_can};
use crate::{NamedPolicy, Principal};

/// The session name that a role is asked about with.
const ANY_SESSION: &str = "any-session";

impl Snapshot {
    /// Decides for every principal whether it may connect to the database with this resource id or
    /// name as `db_user` at `now`. Those who may come first. `None` when there is no such database.
    pub fn who_can_connect(
        &self,
        database: &str,
        db_user: &str,
        now: Timestamp,
    ) -> Option<Vec<Reach>> {
        let instance = self.database(database)?;
        Some(self.reach(instance, db_user, now, self.entities()))
    }

    /// Decides for every database whether the principal with this ARN or name may connect to it as
    /// each of `db_users`. `None` when there is no such principal.
    pub fn what_can_connect(
        &self,
        principal: &str,
        db_users: &[String],
        now: Timestamp,
    ) -> Option<Vec<Reach>> {
        let known =
            |entity: &&Entity| entity.principal.arn == principal || entity.name == principal;
        let entity = self.entities().find(known)?;
        let mut reach: Vec<Reach> = self
            .served_all()
            .flat_map(|instance| db_users.iter().map(move |user| (instance, user)))
            .flat_map(|(instance, user)| self.reach(instance, user, now, std::iter::once(entity)))
            .collect();
        reach.sort_by_key(|one| !one.decision.is_allow());
        Some(reach)
    }

    fn database(&self, name: &str) -> Option<&Instance> {
        self.served_all().find(|instance| {
            instance.document.resource_id == name || instance.document.identifier == name
        })
    }

    fn reach<'a>(
        &self,
        instance: &Instance,
        db_user: &str,
        now: Timestamp,
        entities: impl Iterator<Item = &'a Entity>,
    ) -> Vec<Reach> {
        let mut asked: Vec<Asked<'_>> = entities
            .map(|entity| Asked::of(entity, self, instance, db_user, now))
            .collect();
        asked.sort_by(|one, other| one.principal.arn.cmp(&other.principal.arn));
        let scps: Vec<&[NamedPolicy]> = self.scps.iter().map(Vec::as_slice).collect();
        let candidates = asked.iter().map(|asked| Candidate {
            principal: &asked.principal,
            layers: Layers {
                scps: &scps,
                identity: &asked.entity.policies,
                boundary: asked.entity.boundary.as_ref(),
                ..Layers::default()
            },
            context: &asked.context,
        });
        who_can(
            ACTION,
            &self.database_user_arn(instance, db_user),
            candidates,
        )
    }
}

/// A principal that is asked about, and what its login would carry.
struct Asked<'a> {
    entity: &'a Entity,
    principal: Principal,
    context: crate::Context,
}

impl<'a> Asked<'a> {
    fn of(
        entity: &'a Entity,
        snapshot: &Snapshot,
        instance: &Instance,
        db_user: &str,
        now: Timestamp,
    ) -> Self {
        let principal = match entity.kind {
            EntityKind::Role => {
                Principal::assumed_role(&entity.principal.arn, ANY_SESSION).with_id(&entity.id)
            }
            EntityKind::User | EntityKind::Root => entity.principal.clone(),
        };
        let is_user = entity.kind == EntityKind::User;
        let context = DatabaseLogin {
            principal: &principal,
            user_id: &entity.id,
            user_name: is_user.then_some(entity.name.as_str()),
            principal_tags: &entity.tags,
            session: None,
            now,
            signed_at: now,
            secure_transport: true,
            client: None,
            resource_account: &snapshot.account_id,
            region: &snapshot.region,
            resource_tags: &instance.tags,
            engine: &instance.document.engine,
            cluster_identifier: &instance.document.identifier,
            database_user: db_user,
            strict_aws: instance.document.strict_aws,
        }
        .context();
        Self {
            entity,
            principal,
            context,
        }
    }
}
