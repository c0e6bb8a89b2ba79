//! One login: what is read, what is asked, what is answered.

use std::net::IpAddr;

use agent_protocol::{Answer, Channel, ClientError, MAX_TOKEN_BYTES, Question};

use crate::report::Event;

/// PAM, as one login sees it.
pub(crate) trait Host {
    /// The user that the server is asked for (`PAM_USER`).
    fn user(&mut self) -> Option<Vec<u8>>;

    /// Where the client is, as the server writes it (`PAM_RHOST`).
    fn remote_host(&mut self) -> Option<Vec<u8>>;

    /// Asks the client for its password and waits (`PAM_AUTHTOK`).
    fn password(&mut self) -> Option<Secret>;

    /// Asks the agent.
    fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError>;

    /// Tells the operator.
    fn report(&mut self, event: &Event<'_>);
}

/// A password, overwritten when dropped.
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        agent_protocol::wipe(&mut self.0);
    }
}

/// How a login ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Verdict {
    /// The agent said yes.
    Allowed,
    /// The agent said no, or would have had to.
    Refused,
    /// Nobody could say.
    Failed,
}

impl Verdict {
    /// What `pam_sm_authenticate` returns for it (`_pam_types.h`: `PAM_SUCCESS`, `PAM_PERM_DENIED`,
    /// `PAM_AUTHINFO_UNAVAIL`). There is no fourth value to return.
    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Allowed => 0,
            Self::Refused => 6,
            Self::Failed => 9,
        }
    }
}

/// Decides one login, by asking.
pub(crate) fn authenticate(host: &mut impl Host) -> Verdict {
    let Some(user) = host.user() else {
        return Verdict::Failed;
    };
    let origin = Origin::of(host.remote_host().as_deref());
    let Some(password) = host.password() else {
        return Verdict::Failed;
    };
    ask(host, &question(&user, &origin, &password.0))
}

/// Where a login comes from, and over what.
struct Origin {
    client: Option<IpAddr>,
    channel: Channel,
}

impl Origin {
    /// PostgreSQL writes the client's address, with `pam_use_hostname` its name, and `[local]` for
    /// its Unix socket. Only a `hostssl` line leads here, so who comes over the network has TLS.
    fn of(remote_host: Option<&[u8]>) -> Self {
        let channel = match remote_host {
            None | Some(b"") => Channel::Unknown,
            Some(b"[local]") => Channel::UnixSocket,
            Some(_) => Channel::Tls,
        };
        let client = remote_host.and_then(address);
        Self { client, channel }
    }
}

/// A link-local address has its interface behind a `%`.
fn address(remote_host: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(remote_host).ok()?;
    let address: IpAddr = text.split('%').next()?.parse().ok()?;
    Some(address.to_canonical())
}

/// Over anything but TLS, and when it is too long to be one, the token stays here: the agent hears
/// of the attempt without it, so that the operator does too. PostgreSQL has one name for the user and
/// the account.
fn question<'a>(user: &'a [u8], origin: &Origin, password: &'a [u8]) -> Question<'a> {
    let hand_on = origin.channel == Channel::Tls && password.len() <= MAX_TOKEN_BYTES;
    Question {
        db_user: user,
        account: user,
        client: origin.client,
        channel: origin.channel,
        token: if hand_on { password } else { &[] },
        presented_bytes: u32::try_from(password.len()).unwrap_or(u32::MAX),
    }
}

fn ask(host: &mut impl Host, question: &Question<'_>) -> Verdict {
    match host.ask(question) {
        // A yes to a token that the agent has not seen is no yes.
        Ok(Answer::Allow) if !question.token.is_empty() => Verdict::Allowed,
        Ok(Answer::Allow | Answer::Deny | Answer::Disabled) => Verdict::Refused,
        Err(error) => {
            let user = question.db_user;
            host.report(&Event::NoAnswer {
                user,
                error: &error,
            });
            Verdict::Failed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    /// A PAM that plays one login and remembers what was done to it.
    struct Script {
        user: Option<&'static [u8]>,
        remote_host: Option<&'static [u8]>,
        password: Option<Vec<u8>>,
        answer: Result<Answer, ClientError>,
        asked: Vec<(Channel, Option<IpAddr>, Vec<u8>, u32)>,
        reports: Vec<String>,
    }

    impl Script {
        fn new(answer: Answer) -> Self {
            Self {
                user: Some(b"iamuser01"),
                remote_host: Some(b"127.0.0.1"),
                password: Some(b"token".to_vec()),
                answer: Ok(answer),
                asked: Vec::new(),
                reports: Vec::new(),
            }
        }

        fn from(remote_host: Option<&'static [u8]>) -> Self {
            Self {
                remote_host,
                ..Self::new(Answer::Allow)
            }
        }

        fn password(password: &[u8]) -> Self {
            Self {
                password: Some(password.to_vec()),
                ..Self::new(Answer::Allow)
            }
        }
    }

    impl Host for Script {
        fn user(&mut self) -> Option<Vec<u8>> {
            self.user.map(<[u8]>::to_vec)
        }

        fn remote_host(&mut self) -> Option<Vec<u8>> {
            self.remote_host.map(<[u8]>::to_vec)
        }

        fn password(&mut self) -> Option<Secret> {
            self.password.take().map(Secret::new)
        }

        fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError> {
            assert_eq!(
                (question.db_user, question.account),
                (&b"iamuser01"[..], &b"iamuser01"[..])
            );
            self.asked.push((
                question.channel,
                question.client,
                question.token.to_vec(),
                question.presented_bytes,
            ));
            std::mem::replace(&mut self.answer, Err(ClientError::TimedOut))
        }

        fn report(&mut self, event: &Event<'_>) {
            self.reports.push(event.to_string());
        }
    }

    const LOCALHOST: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::LOCALHOST));

    #[test]
    fn only_three_codes_are_ever_returned() {
        let all = [Verdict::Allowed, Verdict::Refused, Verdict::Failed];
        assert_eq!(all.map(Verdict::code), [0, 6, 9]);
    }

    #[test]
    fn the_agents_yes_is_a_yes_and_it_hears_everything() {
        let mut host = Script::new(Answer::Allow);
        assert_eq!(authenticate(&mut host), Verdict::Allowed);
        assert_eq!(
            host.asked,
            [(Channel::Tls, LOCALHOST, b"token".to_vec(), 5)]
        );
        assert!(host.reports.is_empty());
    }

    #[test]
    fn a_no_and_a_feature_that_is_off_are_refusals() {
        for answer in [Answer::Deny, Answer::Disabled] {
            let mut host = Script::new(answer);
            assert_eq!(authenticate(&mut host), Verdict::Refused, "{answer:?}");
            assert!(
                host.reports.is_empty(),
                "the agent's log says why, the system's says nothing"
            );
        }
    }

    #[test]
    fn an_agent_that_does_not_answer_is_a_failure_that_the_operator_reads() {
        let mut host = Script {
            answer: Err(ClientError::TimedOut),
            ..Script::new(Answer::Deny)
        };
        assert_eq!(authenticate(&mut host), Verdict::Failed);
        assert_eq!(host.reports.len(), 1);
        assert!(!host.reports[0].contains("token"), "{:?}", host.reports);
    }

    #[test]
    fn a_login_without_a_user_or_a_password_is_a_failure_and_no_question() {
        let mut nameless = Script {
            user: None,
            ..Script::new(Answer::Allow)
        };
        let mut silent = Script {
            password: None,
            ..Script::new(Answer::Allow)
        };
        for host in [&mut nameless, &mut silent] {
            assert_eq!(authenticate(host), Verdict::Failed);
            assert!(host.asked.is_empty());
        }
    }

    #[test]
    fn what_is_not_a_network_connection_keeps_its_token_and_is_refused() {
        for (remote_host, channel) in [
            (None, Channel::Unknown),
            (Some(&b""[..]), Channel::Unknown),
            (Some(b"[local]"), Channel::UnixSocket),
        ] {
            let mut host = Script::from(remote_host);
            assert_eq!(authenticate(&mut host), Verdict::Refused);
            assert_eq!(host.asked, [(channel, None, Vec::new(), 5)]);
        }
    }

    #[test]
    fn the_clients_address_is_read_in_every_form_that_postgresql_writes() {
        let cases: [(&'static [u8], Option<&str>); 5] = [
            (b"192.0.2.7", Some("192.0.2.7")),
            (b"2001:db8::7", Some("2001:db8::7")),
            (b"::ffff:192.0.2.7", Some("192.0.2.7")),
            (b"fe80::7%eth0", Some("fe80::7")),
            (b"client.example", None),
        ];
        for (remote_host, address) in cases {
            let mut host = Script::from(Some(remote_host));
            assert_eq!(authenticate(&mut host), Verdict::Allowed);
            let address = address.map(|address| address.parse().unwrap());
            assert_eq!(host.asked[0].1, address);
        }
    }

    #[test]
    fn a_token_at_the_limit_is_handed_on_and_one_past_it_is_not() {
        let long = vec![b't'; MAX_TOKEN_BYTES + 1];
        let limit = u32::try_from(MAX_TOKEN_BYTES).unwrap();

        let mut host = Script::password(&long[..MAX_TOKEN_BYTES]);
        assert_eq!(authenticate(&mut host), Verdict::Allowed);
        assert_eq!(host.asked[0].2.len(), MAX_TOKEN_BYTES);

        let mut host = Script::password(&long);
        assert_eq!(authenticate(&mut host), Verdict::Refused);
        assert_eq!(
            host.asked,
            [(Channel::Tls, LOCALHOST, Vec::new(), limit + 1)]
        );
    }

    #[test]
    fn an_empty_password_is_no_token_whatever_the_agent_says() {
        let mut host = Script::password(b"");
        assert_eq!(authenticate(&mut host), Verdict::Refused);
        assert_eq!(host.asked, [(Channel::Tls, LOCALHOST, Vec::new(), 0)]);
    }
}
