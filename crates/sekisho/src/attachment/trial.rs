//! The trial login: a temporary database user and a temporary IAM user, a token of the one for the
//! other, through the whole path. Both are removed again, whatever comes of it.

use std::path::Path;

use aws_query::Service;
use control_plane::entropy::{SystemEntropy, random};
use engine::attach::{Journal, Proof, Server, TrialLogin};
use engine::{Password, Progress};
use sigv4::SecretAccessKey;

use super::registration::Endpoint;
use crate::api::{Api, CallError};
use crate::commands::mint_now;
use crate::credentials::Resolved;
use crate::failure::Failure;

/// The one policy that the temporary IAM user has.
const POLICY: &str = "trial";

/// What is tried.
#[derive(Debug)]
pub struct Trial<'a> {
    pub api: &'a Api,
    pub server: &'a Server,
    /// The endpoint to log in at.
    pub endpoint: &'a Endpoint,
    /// `arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID`
    pub resource: &'a str,
    pub region: &'a str,
    pub authority: Option<&'a Path>,
}

impl Trial<'_> {
    /// Makes both users, logs in, and removes them.
    pub async fn run(
        &self,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<Proof, Failure> {
        progress.report("trying a login with a token");
        let suffix = u64::from_be_bytes(random(&SystemEntropy)?);
        let database_user = format!("sekisho_trial_{suffix:016x}");
        let iam_user = format!("sekisho-trial-{suffix:016x}");
        journal.write(|record| record.iam_user = Some(iam_user.clone()))?;
        let tried = self.log_in(&database_user, &iam_user, journal).await;
        let removed = clear_away(self.api, self.server, journal, progress).await;
        let proof = tried?;
        removed?;
        Ok(proof)
    }

    async fn log_in(
        &self,
        database_user: &str,
        iam_user: &str,
        journal: &mut Journal,
    ) -> Result<Proof, Failure> {
        let credentials = self.make_iam_user(iam_user, database_user).await?;
        self.server.make_trial_user(database_user, journal).await?;
        let Endpoint { host, port } = self.endpoint;
        let named = match host.contains(':') {
            true => format!("[{host}]"),
            false => host.clone(),
        };
        let token = mint_now(&credentials, &named, *port, database_user, self.region)?;
        let login = TrialLogin {
            user: database_user,
            token: &Password::new(token.expose().to_owned()),
            host,
            port: *port,
            authority: self.authority,
        };
        Ok(self.server.log_in(&login).await?)
    }

    async fn make_iam_user(&self, name: &str, database_user: &str) -> Result<Resolved, Failure> {
        let named = [("UserName", name)];
        let iam = |action, parameters| self.api.call(Service::Iam, action, parameters);
        iam("CreateUser", &named).await?;
        let document = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"rds-db:connect","Resource":"{}/{database_user}"}}]}}"#,
            self.resource
        );
        let policy = [
            ("UserName", name),
            ("PolicyName", POLICY),
            ("PolicyDocument", &document),
        ];
        iam("PutUserPolicy", &policy).await?;
        let key = iam("CreateAccessKey", &named).await?;
        let text = |element: &str| key.text(element).map(str::to_owned);
        match (text("AccessKeyId"), text("SecretAccessKey")) {
            (Some(access_key_id), Some(secret)) => Ok(Resolved {
                access_key_id,
                secret: SecretAccessKey::new(secret),
                session_token: None,
                region: None,
            }),
            _ => Err(Failure::failed("the control plane made no access key")),
        }
    }
}

/// Removes what a trial made, this one or one that was cut off.
pub async fn clear_away(
    api: &Api,
    server: &Server,
    journal: &mut Journal,
    progress: &dyn Progress,
) -> Result<(), Failure> {
    server.remove_trial_users(journal, progress).await?;
    clear_away_iam_user(api, journal).await
}

/// The half of it that needs no database server.
pub async fn clear_away_iam_user(api: &Api, journal: &mut Journal) -> Result<(), Failure> {
    if let Some(user) = journal.record().iam_user.clone() {
        remove_iam_user(api, &user).await?;
        journal.write(|record| record.iam_user = None)?;
    }
    Ok(())
}

async fn remove_iam_user(api: &Api, name: &str) -> Result<(), Failure> {
    let named = ("UserName", name);
    let keys = if_there(api.call(Service::Iam, "ListAccessKeys", &[named]).await)?;
    let keys: Vec<String> = keys
        .iter()
        .flat_map(|keys| keys.all("AccessKeyId"))
        .map(str::to_owned)
        .collect();
    for key in &keys {
        let key = [named, ("AccessKeyId", key.as_str())];
        if_there(api.call(Service::Iam, "DeleteAccessKey", &key).await)?;
    }
    let policy = [named, ("PolicyName", POLICY)];
    if_there(api.call(Service::Iam, "DeleteUserPolicy", &policy).await)?;
    if_there(api.call(Service::Iam, "DeleteUser", &[named]).await)?;
    Ok(())
}

/// What is gone already need not be removed.
fn if_there<T>(answer: Result<T, CallError>) -> Result<Option<T>, CallError> {
    match answer {
        Err(CallError::Refused { code, .. }) if code == "NoSuchEntity" => Ok(None),
        answer => answer.map(Some),
    }
}
