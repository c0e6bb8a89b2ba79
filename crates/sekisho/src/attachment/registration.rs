//! The server's record at the control plane.

use std::str::FromStr;

use aws_query::Service;
use engine::attach::{DatabaseUrl, Examination};

use super::trust::Trust;
use crate::api::{Api, CallError};
use crate::failure::Failure;

/// `HOST:PORT`, as clients dial it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Without brackets.
    pub host: String,
    pub port: u16,
}

impl FromStr for Endpoint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no HOST:PORT");
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let host = host.trim_matches(['[', ']']);
        let port = port.parse().ok().filter(|port| *port != 0);
        match port {
            Some(port) if !host.is_empty() => Ok(Self {
                host: host.to_owned(),
                port,
            }),
            _ => Err(wrong()),
        }
    }
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.host.contains(':') {
            true => write!(out, "[{}]:{}", self.host, self.port),
            false => write!(out, "{}:{}", self.host, self.port),
        }
    }
}

/// A cluster of this name, as the control plane knows it.
#[derive(Debug)]
pub struct Registration<'a> {
    pub api: &'a Api,
    pub name: &'a str,
    /// The agent that serves it, unless it is the control plane's own.
    pub agent: Option<&'a str>,
}

impl Registration<'_> {
    /// Whose account it is, as ARNs begin and go on: `arn:aws:SERVICE:REGION:ACCOUNT`.
    pub async fn arn(&self, service: &str, region: &str) -> Result<String, Failure> {
        let caller = self
            .api
            .call(Service::Sts, "GetCallerIdentity", &[])
            .await?;
        let mut parts = caller.text("Arn").unwrap_or_default().split(':').skip(1);
        match (parts.next(), parts.nth(2)) {
            (Some(partition), Some(account)) => {
                Ok(format!("arn:{partition}:{service}:{region}:{account}"))
            }
            _ => Err(Failure::failed(
                "the control plane does not say whose it is",
            )),
        }
    }

    /// Puts the server on record and says its resource id. Its logins are decided from now on.
    pub async fn enter(
        &self,
        url: &DatabaseUrl,
        found: &Examination,
        endpoints: &[Endpoint],
    ) -> Result<String, Failure> {
        let mut parameters = vec![
            ("DBClusterIdentifier".to_owned(), self.name.to_owned()),
            ("Engine".to_owned(), found.engine.clone()),
            ("EngineVersion".to_owned(), found.version.clone()),
            ("MasterUsername".to_owned(), url.user.clone()),
            ("ServerUid".to_owned(), found.process.uid.to_string()),
            ("ServerGid".to_owned(), found.process.gid.to_string()),
        ];
        for (number, endpoint) in (1..).zip(endpoints) {
            let member = format!("Endpoints.member.{number}");
            parameters.push((format!("{member}.Host"), endpoint.host.clone()));
            parameters.push((format!("{member}.Port"), endpoint.port.to_string()));
        }
        let agent = self
            .agent
            .map(|agent| ("Agent".to_owned(), agent.to_owned()));
        let parameters: Vec<(&str, &str)> = parameters
            .iter()
            .chain(&agent)
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let call = self
            .api
            .call(Service::Sekisho, "AttachDBServer", &parameters);
        let answer = call.await?;
        let id = answer.text("DbClusterResourceId").map(str::to_owned);
        id.ok_or_else(|| Failure::failed("the control plane named no resource id"))
    }

    /// Says that logins were tried and work, and what clients verify the server with.
    pub async fn confirm(&self, trust: Option<&Trust>) -> Result<(), Failure> {
        let mut parameters = vec![("DBClusterIdentifier", self.name)];
        if let Some(trust) = trust {
            parameters.push(("CertificateAuthority", &trust.certificates));
            parameters.push(("VerifiedBy", trust.verified_by.word()));
        }
        self.api
            .call(Service::Sekisho, "ConfirmDBServer", &parameters)
            .await?;
        Ok(())
    }

    /// Takes the server off the record. One that is off it already is no error.
    pub async fn leave(&self) -> Result<(), Failure> {
        let named = [("DBClusterIdentifier", self.name)];
        match self
            .api
            .call(Service::Sekisho, "DetachDBServer", &named)
            .await
        {
            Err(CallError::Refused { code, .. }) if code == "DBClusterNotFoundFault" => Ok(()),
            left => Ok(left.map(drop)?),
        }
    }

    /// Whether IAM logins are switched on.
    pub async fn is_switched_on(&self) -> Result<bool, Failure> {
        let named = [("DBClusterIdentifier", self.name)];
        let shown = self
            .api
            .call(Service::Rds, "DescribeDBClusters", &named)
            .await?;
        Ok(shown.text("IAMDatabaseAuthenticationEnabled") == Some("true"))
    }

    /// Adds tags, `KEY=VALUE` each.
    pub async fn tag(&self, arn: &str, tags: &[(String, String)]) -> Result<(), Failure> {
        if tags.is_empty() {
            return Ok(());
        }
        let mut parameters = vec![("ResourceName".to_owned(), arn.to_owned())];
        for (number, (key, value)) in (1..).zip(tags) {
            parameters.push((format!("Tags.Tag.{number}.Key"), key.clone()));
            parameters.push((format!("Tags.Tag.{number}.Value"), value.clone()));
        }
        let parameters: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.api
            .call(Service::Rds, "AddTagsToResource", &parameters)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_host_and_a_port() {
        for text in ["db.example.com:3306", "10.0.0.1:1", "[::1]:65535"] {
            assert_eq!(text.parse::<Endpoint>().unwrap().to_string(), text);
        }
        for text in ["db.example.com", "db:0", "db:65536", ":3306", ""] {
            assert!(text.parse::<Endpoint>().is_err(), "{text}");
        }
    }
}
