//! No twins: a token with one byte changed is refused, unless it says the same thing.

use sigv4::token::{Endpoint, Expectation, Token, TokenRequest};
use sigv4::{SigningKey, Timestamp};

use crate::fixture::{Door, key_of, minted, noon, request};

const MUTATIONS: usize = 100_000;

/// A token, the one login it was minted for, and its key.
struct Sample {
    text: String,
    door: Door,
    key: SigningKey,
}

fn samples() -> Vec<Sample> {
    let temporary = TokenRequest {
        access_key_id: "ASIAIOSFODNN7EXAMPLE",
        session_token: Some("IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+/=="),
        ..request()
    };
    let requests = [
        request(),
        temporary,
        TokenRequest {
            db_user: "a.b@c/d+e",
            ..request()
        },
        TokenRequest {
            db_user: "j d~%é",
            port: 443,
            ..request()
        },
        TokenRequest {
            host: "[2001:db8::1]",
            port: 80,
            ..request()
        },
        TokenRequest {
            host: "MyDB.Example.COM",
            ..request()
        },
    ];
    let sample = |request: &TokenRequest<'_>| {
        let text = minted(request);
        let key = key_of(&Token::parse(text.as_bytes()).unwrap());
        Sample {
            text,
            door: Door::for_request(request),
            key,
        }
    };
    requests.iter().map(sample).collect()
}

impl Sample {
    /// Against the login that the token was minted for.
    fn admits(&self, mutated: &[u8]) -> bool {
        let Ok(token) = Token::parse(mutated) else {
            return false;
        };
        let Ok(checked) = token.check(&self.door.expectation(), noon()) else {
            return false;
        };
        checked.verify(&self.key).is_ok()
    }

    /// Against a login that is whatever the token says, so that the signature stands alone.
    fn admits_credulously(&self, mutated: &[u8]) -> bool {
        let Ok(token) = Token::parse(mutated) else {
            return false;
        };
        let (region, db_user) = (token.scope().region.clone(), token.db_user().to_owned());
        let port = token.port().unwrap_or(self.door.endpoints[0].port);
        let endpoints = [Endpoint {
            host: token.host().to_ascii_lowercase(),
            port,
        }];
        let now: Timestamp = token.signed_at();
        let expected = Expectation {
            region: &region,
            endpoints: &endpoints,
            db_user: db_user.as_bytes(),
            future_skew_seconds: 0,
        };
        token
            .check(&expected, now)
            .is_ok_and(|checked| checked.verify(&self.key).is_ok())
    }

    /// The two documented equivalences: case of the host, and the slash before the `?`.
    fn says_the_same(&self, mutated: &[u8]) -> bool {
        fn essence(token: &[u8]) -> (Vec<u8>, &[u8]) {
            let end = token
                .iter()
                .position(|byte| *byte == b'?')
                .unwrap_or(token.len());
            let authority = token[..end].to_ascii_lowercase();
            let authority = authority.strip_suffix(b"/").unwrap_or(&authority);
            (authority.to_vec(), &token[end..])
        }
        essence(mutated) == essence(self.text.as_bytes())
    }

    fn assert_no_twin(&self, mutated: &[u8]) {
        let same = self.says_the_same(mutated);
        let shown = String::from_utf8_lossy(mutated);
        assert_eq!(self.admits(mutated), same, "{shown}");
        assert_eq!(self.admits_credulously(mutated), same, "{shown}");
    }
}

/// A small generator of its own (splitmix64): the same mutations on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    /// Half of the new bytes are such as tokens are made of: they get further.
    fn byte(&mut self) -> u8 {
        const LIKELY: &[u8] = b"%+/&=?:.-_~0123456789abcdefABCDEFTZhxX \0\n";
        if self.roll(2) == 0 {
            LIKELY[self.roll(LIKELY.len())]
        } else {
            u8::try_from(self.roll(256)).unwrap()
        }
    }

    fn mutate(&mut self, token: &mut Vec<u8>) {
        match self.roll(3) {
            0 => {
                let position = self.roll(token.len());
                let old = token[position];
                while token[position] == old {
                    token[position] = self.byte();
                }
            }
            1 => token.insert(self.roll(token.len() + 1), self.byte()),
            _ => drop(token.remove(self.roll(token.len()))),
        }
    }
}

#[test]
fn every_one_of_100_000_single_byte_mutations_is_refused_unless_it_says_the_same() {
    let samples = samples();
    let mut dice = Dice(20_250_115);
    for _ in 0..MUTATIONS {
        let sample = &samples[dice.roll(samples.len())];
        let mut mutated = sample.text.clone().into_bytes();
        dice.mutate(&mut mutated);
        sample.assert_no_twin(&mutated);
    }
}

#[test]
fn the_two_equivalences_are_the_only_ones_and_do_occur() {
    let sample = &samples()[0];
    for same in [
        sample.text.replacen("mydb", "myDB", 1),
        sample.text.replacen("/?", "?", 1),
        sample.text.replacen("amazonaws", "AmazonAWS", 1),
    ] {
        assert_ne!(same, sample.text);
        assert!(
            sample.says_the_same(same.as_bytes()) && sample.admits(same.as_bytes()),
            "{same}"
        );
    }
}

/// The games that random bytes rarely find, because they take several.
#[test]
fn other_spellings_of_the_same_statement_are_refused() {
    let samples = samples();
    let [plain, temporary, odd_user, odder_user, v6, _] = &samples[..] else {
        panic!()
    };
    for (sample, from, to) in [
        (plain, "%2F", "%2f"),
        (plain, "jane_doe", "jane%5Fdoe"),
        (plain, "connect", "%63onnect"),
        (plain, "Action", "%41ction"),
        (plain, "Expires=900", "Expires=0900"),
        (plain, "Expires=900", "Expires=+900"),
        (plain, "Expires=900", "Expires=900.0"),
        (plain, "Expires=900", "Expires=9%30%30"),
        (
            plain,
            "AKIAIOSFODNN7EXAMPLE%2F20250115",
            "AKIAIOSFODNN7EXAMPLE/20250115",
        ),
        (plain, ":3306", ":03306"),
        (plain, ":3306", ":+3306"),
        (plain, "amazonaws.com", "amazonaws.com."),
        (plain, "mydb", "user@mydb"),
        (plain, "SignedHeaders=host", "SignedHeaders=host%3B"),
        (plain, "SignedHeaders=host", "SignedHeaders=HOST"),
        (plain, "T120000Z", "T120000z"),
        (plain, "20250115T", "%3220250115T"),
        (plain, "?Action", "?&Action"),
        (plain, "?Action", "??Action"),
        (plain, "&DBUser", ";DBUser"),
        (plain, "&DBUser", "&&DBUser"),
        (plain, "/?", "//?"),
        (plain, "/?", "/.?"),
        (plain, "/?", "/#?"),
        (temporary, "%3D%3D", "=="),
        (temporary, "%2B", "%2b"),
        (temporary, "%2B", "+"),
        (odd_user, "%2B", "+"),
        (odder_user, "%20", " "),
        (odder_user, "%25", "%"),
        (odder_user, "~", "%7E"),
        (odder_user, "%C3%A9", "%c3%a9"),
        (odder_user, "%C3%A9", "é"),
        (odder_user, "%C3%A9", "%65%CC%81"),
        (v6, "2001:db8::1", "2001:0db8::1"),
        (v6, "2001:db8::1", "2001:db8:0::1"),
        (v6, "[2001:db8::1]", "2001:db8::1"),
    ] {
        let twin = sample.text.replacen(from, to, 1);
        assert_ne!(twin, sample.text, "{from} is not in the token");
        assert!(!sample.admits(twin.as_bytes()), "{twin}");
        assert!(!sample.admits_credulously(twin.as_bytes()), "{twin}");
    }
    let upper = plain.text.replace(&plain.text[plain.text.len() - 64..], "");
    let signature = plain.text[plain.text.len() - 64..].to_uppercase();
    assert!(!plain.admits(format!("{upper}{signature}").as_bytes()));
    for end in ["\n", "\0", " ", "&", "#", "%00"] {
        assert!(
            !plain.admits(format!("{}{end}", plain.text).as_bytes()),
            "{end:?}"
        );
        assert!(
            !plain.admits(format!("{end}{}", plain.text).as_bytes()),
            "{end:?}"
        );
    }
}
