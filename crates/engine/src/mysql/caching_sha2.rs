//! What MySQL stores of a password: `$A$005$`, 20 bytes of salt, and 43 characters of Ulrich Drepper's
//! SHA-256 crypt over 5000 rounds (`sql/auth/sha2_password.cc`, `mysys/crypt_genhash_impl.cc`). It is
//! written out here since the crypt of other libraries takes at most 16 bytes of salt.

use std::io;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub(super) const SALT_BYTES: usize = 20;
const ROUNDS: usize = 5000;
const DIGEST_BYTES: usize = 32;

/// Random bytes without the two that would end or split the text (NUL and `$`), seven bits each, as
/// `generate_user_salt` draws them.
pub(super) fn salt() -> io::Result<[u8; SALT_BYTES]> {
    let mut salt = [0; SALT_BYTES];
    rustix::rand::getrandom(&mut salt[..], rustix::rand::GetRandomFlags::empty())?;
    Ok(salt.map(|byte| match byte & 0x7f {
        0 | b'$' => (byte & 0x7f) + 1,
        usual => usual,
    }))
}

pub(super) fn digest(password: &str, salt: &[u8; SALT_BYTES]) -> Vec<u8> {
    let mut text = b"$A$005$".to_vec();
    text.extend_from_slice(salt);
    text.extend_from_slice(encode(&crypt(password.as_bytes(), salt)).as_bytes());
    text
}

/// SHA-crypt.txt, "Algorithm for crypt using SHA-256", by its step numbers.
fn crypt(password: &[u8], salt: &[u8]) -> [u8; DIGEST_BYTES] {
    // 4-8
    let b = Sha256::new()
        .chain_update(password)
        .chain_update(salt)
        .chain_update(password)
        .finalize();
    // 1-3, 9-12
    let mut a = Sha256::new().chain_update(password).chain_update(salt);
    a.update(repeat(&b, password.len()));
    let mut bits = password.len();
    while bits > 0 {
        a.update(if bits & 1 == 1 { &b[..] } else { password });
        bits >>= 1;
    }
    let mut a = a.finalize();
    // 13-16
    let mut dp = Sha256::new();
    for _ in 0..password.len() {
        dp.update(password);
    }
    let p = Zeroizing::new(repeat(&dp.finalize(), password.len()));
    // 17-20
    let mut ds = Sha256::new();
    for _ in 0..16 + usize::from(a.first().copied().unwrap_or_default()) {
        ds.update(salt);
    }
    let s = repeat(&ds.finalize(), salt.len());
    // 21
    for round in 0..ROUNDS {
        let mut c = Sha256::new();
        let odd = round % 2 == 1;
        c.update(if odd { &p[..] } else { &a[..] });
        if round % 3 != 0 {
            c.update(&s);
        }
        if round % 7 != 0 {
            c.update(&p[..]);
        }
        c.update(if odd { &a[..] } else { &p[..] });
        a = c.finalize();
    }
    a.into()
}

/// The first `length` bytes of the digest written again and again.
fn repeat(digest: &[u8], length: usize) -> Vec<u8> {
    digest.iter().copied().cycle().take(length).collect()
}

/// The order in which step 22 takes the digest's bytes; the last two go by themselves.
const ORDER: [[usize; 3]; 10] = [
    [0, 10, 20],
    [21, 1, 11],
    [12, 22, 2],
    [3, 13, 23],
    [24, 4, 14],
    [15, 25, 5],
    [6, 16, 26],
    [27, 7, 17],
    [18, 28, 8],
    [9, 19, 29],
];

/// Step 22: base64 of another alphabet and order, the lowest bits first.
fn encode(digest: &[u8; DIGEST_BYTES]) -> String {
    const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let byte = |index: usize| u32::from(digest.get(index).copied().unwrap_or_default());
    let mut text = String::with_capacity(43);
    let mut push = |mut bits: u32, characters: usize| {
        for _ in 0..characters {
            let index = usize::try_from(bits & 0x3f).unwrap_or_default();
            text.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'.')));
            bits >>= 6;
        }
    };
    for [high, middle, low] in ORDER {
        push(byte(high) << 16 | byte(middle) << 8 | byte(low), 4);
    }
    push(byte(31) << 8 | byte(30), 3);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crypt_is_that_of_its_own_description() {
        // `openssl passwd -5 -salt saltstring "Hello world!"`
        let digest = crypt(b"Hello world!", b"saltstring");
        assert_eq!(
            encode(&digest),
            "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"
        );
    }

    #[test]
    fn a_salt_neither_ends_nor_splits_the_text() {
        for _ in 0..200 {
            let salt = salt().unwrap();
            assert!(
                salt.iter()
                    .all(|byte| (1..0x80).contains(byte) && *byte != b'$')
            );
        }
    }

    #[test]
    fn the_text_has_the_form_that_the_server_checks() {
        let text = digest("a secret", b"12345678901234567890");
        assert_eq!(text.len(), 7 + 20 + 43);
        assert!(text.starts_with(b"$A$005$12345678901234567890"));
    }
}
