//! One login: what is read, what is asked, what is answered.

use std::net::IpAddr;

use agent_protocol::{Answer, Channel, ClientError, MAX_TOKEN_BYTES, Question};

use crate::report::Event;

/// The server, as one login sees it.
///
/// `'a` is how long the server keeps what the client sent, which is longer than the borrow of the
/// host.
pub(crate) trait Host<'a> {
    /// What the client's password will come over, found out before it is read.
    fn channel(&mut self) -> Channel;

    /// Asks the client for its password and waits. Nothing about the account is known before
    /// (MariaDB fills it in here).
    fn read_attempt(&mut self) -> Option<Attempt<'a>>;

    /// Lets the server's refusal say `using password: YES`.
    fn mark_password_used(&mut self);

    /// Replaces the server's refusal by what it says when there is no such plugin, if it has a way.
    fn refuse_as_not_loaded(&mut self);

    /// Asks the agent.
    fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError>;

    /// Tells the operator.
    fn report(&mut self, event: &Event<'_>);
}

/// What the client and the server's account say.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    /// The password as `mysql_clear_password` sends it, with the NUL at its end.
    pub(crate) packet: &'a [u8],
    /// As the client sent it, and as `USER()` shows it.
    pub(crate) user: &'a [u8],
    /// The account that the server matched.
    pub(crate) account: &'a [u8],
    /// What stands behind `AS` in CREATE USER.
    pub(crate) auth_string: &'a [u8],
    /// Where the client is.
    pub(crate) client: Option<IpAddr>,
}

/// How a login ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Verdict {
    /// The agent said yes.
    Allowed,
    /// The agent said no, or would have had to: a fault of the client's.
    Refused,
    /// IAM authentication is switched off, which is nobody's fault.
    SwitchedOff,
    /// Nobody could say: a fault of ours.
    Failed,
}

impl Verdict {
    /// What `authenticate_user` returns for it (`plugin_auth_common.h`: `CR_OK`,
    /// `CR_AUTH_USER_CREDENTIALS`, `CR_AUTH_PLUGIN_ERROR`). There is no fourth value to return.
    ///
    /// Only a real no is the second: it counts as a wrong password, and MariaDB blocks a user after
    /// `max_password_errors` of them.
    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Allowed => -1,
            Self::Refused => 1,
            Self::SwitchedOff | Self::Failed => 3,
        }
    }
}

/// Whether an account's authentication string is one that RDS knows.
pub(crate) fn is_rds(auth_string: &[u8]) -> bool {
    auth_string.is_empty() || auth_string.eq_ignore_ascii_case(b"RDS")
}

/// Decides one login, by asking.
pub(crate) fn authenticate<'a>(host: &mut impl Host<'a>) -> Verdict {
    let channel = host.channel();
    let Some(attempt) = host.read_attempt() else {
        return Verdict::Failed;
    };
    let password = attempt.packet.strip_suffix(&[0]).unwrap_or(attempt.packet);
    if !password.is_empty() {
        host.mark_password_used();
    }
    if !is_rds(attempt.auth_string) {
        host.report(&Event::AuthString {
            user: attempt.user,
            account: attempt.account,
            auth_string: attempt.auth_string,
        });
        return Verdict::Refused;
    }
    ask(host, &question(&attempt, channel, password))
}

/// Over anything but TLS, and when it is too long to be one, the token stays here: the agent hears
/// of the attempt without it, so that the operator does too.
fn question<'a>(attempt: &Attempt<'a>, channel: Channel, password: &'a [u8]) -> Question<'a> {
    let hand_on = channel == Channel::Tls && password.len() <= MAX_TOKEN_BYTES;
    Question {
        db_user: attempt.user,
        account: attempt.account,
        client: attempt.client,
        channel,
        token: if hand_on { password } else { &[] },
        presented_bytes: u32::try_from(password.len()).unwrap_or(u32::MAX),
    }
}

fn ask<'a>(host: &mut impl Host<'a>, question: &Question<'_>) -> Verdict {
    match host.ask(question) {
        // A yes to a token that the agent has not seen is no yes.
        Ok(Answer::Allow) if !question.token.is_empty() => Verdict::Allowed,
        Ok(Answer::Allow | Answer::Deny) => Verdict::Refused,
        Ok(Answer::Disabled) => {
            host.refuse_as_not_loaded();
            Verdict::SwitchedOff
        }
        Err(error) => {
            host.report(&Event::NoAnswer {
                user: question.db_user,
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

    /// A server that plays one login and remembers what was done to it.
    struct Script {
        channel: Channel,
        packet: Option<Vec<u8>>,
        auth_string: &'static [u8],
        answer: Result<Answer, ClientError>,
        asked: Vec<(Channel, Vec<u8>, u32)>,
        names: Vec<(Vec<u8>, Vec<u8>, Option<IpAddr>)>,
        password_used: bool,
        not_loaded: bool,
        reports: Vec<String>,
    }

    impl Script {
        fn new(answer: Answer) -> Self {
            Self {
                channel: Channel::Tls,
                packet: Some(b"token\0".to_vec()),
                auth_string: b"RDS",
                answer: Ok(answer),
                asked: Vec::new(),
                names: Vec::new(),
                password_used: false,
                not_loaded: false,
                reports: Vec::new(),
            }
        }

        fn packet(self, packet: &[u8]) -> Self {
            Self {
                packet: Some(packet.to_vec()),
                ..self
            }
        }
    }

    impl<'a> Host<'a> for Script {
        fn channel(&mut self) -> Channel {
            self.channel
        }

        fn read_attempt(&mut self) -> Option<Attempt<'a>> {
            Some(Attempt {
                packet: self.packet.take()?.leak(),
                user: b"iamuser01",
                account: b"iam%",
                auth_string: self.auth_string,
                client: Some(Ipv4Addr::LOCALHOST.into()),
            })
        }

        fn mark_password_used(&mut self) {
            self.password_used = true;
        }

        fn refuse_as_not_loaded(&mut self) {
            self.not_loaded = true;
        }

        fn ask(&mut self, question: &Question<'_>) -> Result<Answer, ClientError> {
            let Question {
                channel,
                token,
                presented_bytes,
                ..
            } = *question;
            self.asked.push((channel, token.to_vec(), presented_bytes));
            let names = (
                question.db_user.to_vec(),
                question.account.to_vec(),
                question.client,
            );
            self.names.push(names);
            std::mem::replace(&mut self.answer, Err(ClientError::TimedOut))
        }

        fn report(&mut self, event: &Event<'_>) {
            self.reports.push(event.to_string());
        }
    }

    #[test]
    fn only_three_codes_are_ever_returned() {
        let all = [
            Verdict::Allowed,
            Verdict::Refused,
            Verdict::SwitchedOff,
            Verdict::Failed,
        ];
        assert_eq!(all.map(Verdict::code), [-1, 1, 3, 3]);
    }

    #[test]
    fn the_agents_yes_is_a_yes() {
        let mut server = Script::new(Answer::Allow);
        assert_eq!(authenticate(&mut server), Verdict::Allowed);
        assert_eq!(server.asked, [(Channel::Tls, b"token".to_vec(), 5)]);
        assert!(server.password_used && !server.not_loaded && server.reports.is_empty());
    }

    #[test]
    fn the_agent_hears_both_names_and_the_address() {
        let mut server = Script::new(Answer::Allow);
        let _ = authenticate(&mut server);
        let client = Some(Ipv4Addr::LOCALHOST.into());
        assert_eq!(
            server.names,
            [(b"iamuser01".to_vec(), b"iam%".to_vec(), client)]
        );
    }

    #[test]
    fn the_agents_no_is_a_refusal() {
        let mut server = Script::new(Answer::Deny);
        assert_eq!(authenticate(&mut server), Verdict::Refused);
        assert!(server.password_used && !server.not_loaded);
    }

    #[test]
    fn a_switched_off_feature_reads_as_a_missing_plugin_and_feeds_no_counter_of_wrong_passwords() {
        let mut server = Script::new(Answer::Disabled);
        assert_eq!(authenticate(&mut server), Verdict::SwitchedOff);
        assert!(server.not_loaded);
    }

    #[test]
    fn an_agent_that_does_not_answer_is_a_failure_that_the_operator_reads() {
        let mut server = Script {
            answer: Err(ClientError::TimedOut),
            ..Script::new(Answer::Deny)
        };
        assert_eq!(authenticate(&mut server), Verdict::Failed);
        assert_eq!(server.reports.len(), 1);
        assert!(
            server.reports[0].contains("no answer within"),
            "{:?}",
            server.reports
        );
        assert!(!server.reports[0].contains("token"), "{:?}", server.reports);
    }

    #[test]
    fn a_client_that_goes_away_is_a_failure_and_no_question() {
        let mut server = Script {
            packet: None,
            ..Script::new(Answer::Allow)
        };
        assert_eq!(authenticate(&mut server), Verdict::Failed);
        assert!(server.asked.is_empty());
    }

    #[test]
    fn over_anything_but_tls_the_token_stays_here_and_a_yes_is_a_refusal() {
        for channel in [Channel::Plain, Channel::UnixSocket, Channel::Unknown] {
            let mut server = Script {
                channel,
                ..Script::new(Answer::Allow)
            };
            assert_eq!(authenticate(&mut server), Verdict::Refused, "{channel:?}");
            assert_eq!(server.asked, [(channel, Vec::new(), 5)]);
        }
    }

    #[test]
    fn a_token_at_the_limit_is_handed_on_and_one_past_it_is_not() {
        let long = vec![b't'; MAX_TOKEN_BYTES + 2];
        let limit = u32::try_from(MAX_TOKEN_BYTES).unwrap();

        let at_limit = [&long[..MAX_TOKEN_BYTES], &[0]].concat();
        let mut server = Script::new(Answer::Allow).packet(&at_limit);
        assert_eq!(authenticate(&mut server), Verdict::Allowed);
        assert_eq!(
            server.asked,
            [(Channel::Tls, at_limit[..MAX_TOKEN_BYTES].to_vec(), limit)]
        );

        let past_it = [&long[..=MAX_TOKEN_BYTES], &[0]].concat();
        let mut server = Script::new(Answer::Allow).packet(&past_it);
        assert_eq!(authenticate(&mut server), Verdict::Refused);
        assert_eq!(server.asked, [(Channel::Tls, Vec::new(), limit + 1)]);
        assert!(server.password_used);
    }

    #[test]
    fn an_empty_password_is_no_token_whatever_the_agent_says() {
        for packet in [&b"\0"[..], b""] {
            let mut server = Script::new(Answer::Allow).packet(packet);
            assert_eq!(authenticate(&mut server), Verdict::Refused);
            assert_eq!(server.asked, [(Channel::Tls, Vec::new(), 0)]);
            assert!(
                !server.password_used,
                "the server says `using password: NO`"
            );
        }
    }

    #[test]
    fn only_the_nul_at_the_end_is_taken_off() {
        for (packet, token) in [
            (&b"a\0b\0"[..], &b"a\0b"[..]),
            (b"a\0\0", b"a\0"),
            (b"ab", b"ab"),
        ] {
            let mut server = Script::new(Answer::Allow).packet(packet);
            assert_eq!(authenticate(&mut server), Verdict::Allowed);
            assert_eq!(server.asked[0].1, token);
        }
    }

    #[test]
    fn rds_in_any_case_and_nothing_are_the_authentication_strings() {
        for auth_string in [&b""[..], b"RDS", b"rds", b"Rds"] {
            let mut server = Script {
                auth_string,
                ..Script::new(Answer::Allow)
            };
            assert_eq!(
                authenticate(&mut server),
                Verdict::Allowed,
                "{auth_string:?}"
            );
        }
    }

    #[test]
    fn another_authentication_string_is_refused_without_a_question() {
        for auth_string in [&b"RDS "[..], b"RD", b"RDSX", b"abc", b"RDS\0"] {
            let mut server = Script {
                auth_string,
                ..Script::new(Answer::Allow)
            };
            assert_eq!(
                authenticate(&mut server),
                Verdict::Refused,
                "{auth_string:?}"
            );
            assert!(server.asked.is_empty());
            assert_eq!(server.reports.len(), 1);
        }
    }
}
