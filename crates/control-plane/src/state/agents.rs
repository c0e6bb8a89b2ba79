//! Agents on other hosts. The one beside the control plane is not on record: it is always there.

use seal::AgentName;
use seal::join::JoinSecretHash;
use serde::{Deserialize, Serialize};

use super::{Record, UnixSeconds};

/// How many certificates of an agent count: the one that it uses, and a newer one that it has not been
/// seen with yet.
const MAX_CERTIFICATES: usize = 2;

/// An agent that has joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Its name.
    pub name: AgentName,
    /// When it joined.
    pub created_at: UnixSeconds,
    /// Those that count, oldest first. Every other one is refused, whoever signed it.
    pub certificates: Vec<AgentCertificate>,
}

/// What is known of an agent's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentCertificate {
    /// The serial number, in hexadecimal digits.
    pub serial: String,
    /// When it ends.
    pub not_after: UnixSeconds,
}

impl Agent {
    /// Lets a further certificate count.
    pub fn certify(&mut self, certificate: AgentCertificate) {
        self.certificates.push(certificate);
        let surplus = self.certificates.len().saturating_sub(MAX_CERTIFICATES);
        self.certificates.drain(..surplus);
    }

    /// The agent has been seen with this certificate: those before it count no more.
    pub fn settle(&mut self, serial: &str) {
        let at = self
            .certificates
            .iter()
            .position(|certificate| certificate.serial == serial);
        if let Some(at) = at {
            self.certificates.drain(..at);
        }
    }
}

/// A code that was handed out and not used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AgentInvitation {
    /// For whom.
    pub name: AgentName,
    /// Of its secret.
    pub secret: JoinSecretHash,
    /// Until when it is good.
    pub expires_at: UnixSeconds,
}

impl Record for Agent {
    const PREFIX: &'static str = "sekisho/agent/";

    fn id(&self) -> String {
        self.name.to_string()
    }
}

impl Record for AgentInvitation {
    const PREFIX: &'static str = "sekisho/invitation/";

    fn id(&self) -> String {
        self.name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(serial: &str) -> AgentCertificate {
        AgentCertificate {
            serial: serial.to_owned(),
            not_after: 0,
        }
    }

    fn serials(agent: &Agent) -> Vec<&str> {
        let certificates = agent.certificates.iter();
        certificates.map(|one| one.serial.as_str()).collect()
    }

    #[test]
    fn an_agent_has_two_certificates_at_most_and_one_once_the_newer_is_used() {
        let mut agent = Agent {
            name: AgentName::parse("db1").unwrap(),
            created_at: 0,
            certificates: vec![certificate("1")],
        };
        agent.certify(certificate("2"));
        assert_eq!(serials(&agent), ["1", "2"]);
        agent.settle("1");
        assert_eq!(
            serials(&agent),
            ["1", "2"],
            "the newer one may be on its way"
        );
        agent.certify(certificate("3"));
        assert_eq!(serials(&agent), ["2", "3"]);
        agent.settle("3");
        assert_eq!(serials(&agent), ["3"]);
        agent.settle("9");
        assert_eq!(serials(&agent), ["3"]);
    }
}
