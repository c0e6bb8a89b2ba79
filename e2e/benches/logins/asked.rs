//! What stands behind `--`.

use crate::engines::Engine;

/// How often everybody has a turn, unless told otherwise.
const ROUNDS: usize = 20;

/// What to do.
#[derive(Debug)]
pub struct Asked {
    pub rounds: usize,
    pub queries: bool,
    pub programs: bool,
    /// Where to log in, as the words for engines have it.
    logins: Vec<String>,
}

impl Asked {
    /// Who names no part wants all; who names an engine and no part, logins on it. Cargo's own
    /// `--bench` is passed over.
    ///
    /// # Panics
    /// When a word is none of these.
    pub fn read(words: impl Iterator<Item = String>, engines: &[Engine]) -> Self {
        let (mut rounds, mut parts, mut named) = (ROUNDS, Vec::new(), Vec::new());
        for word in words.filter(|word| word != "--bench") {
            match word.as_str() {
                "logins" | "queries" | "programs" => parts.push(word),
                _ if engines.iter().any(|engine| engine.word() == word) => named.push(word),
                number => rounds = number.parse().unwrap_or_else(|_| unknown(&word, engines)),
            }
        }
        let everything = parts.is_empty() && named.is_empty();
        let has = |part: &str| everything || parts.iter().any(|asked| asked == part);
        let usual = engines.iter().filter(|engine| engine.is_usual());
        let logins = match (named.is_empty(), has("logins")) {
            (false, _) => named,
            (true, true) => usual.map(Engine::word).collect(),
            (true, false) => Vec::new(),
        };
        Self {
            rounds,
            queries: has("queries"),
            programs: has("programs"),
            logins,
        }
    }

    pub fn logins_on(&self, engine: &Engine) -> bool {
        self.logins.contains(&engine.word())
    }
}

fn unknown(word: &str, engines: &[Engine]) -> ! {
    let engines: Vec<_> = engines.iter().map(Engine::word).collect();
    panic!(
        "`{word}` is no number of rounds, none of `logins`, `queries` and `programs`, and no engine of \
         this machine: {}",
        engines.join(", ")
    )
}
