//! Just enough of Rust's lexical structure to tell code from what is said about it.

/// The text with comments and the contents of literals blanked out.
pub(crate) fn without_comments(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = literal_or_comment(rest, &code);
        if skipped > 0 {
            code.push(' ');
        } else {
            code.push(next);
        }
        rest = rest.get(skipped.max(next.len_utf8())..).unwrap_or_default();
    }
    code
}

/// How long the comment or literal is that begins here; 0 when none does.
fn literal_or_comment(rest: &str, before: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return quoted(rest, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    let in_word = before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    if rest.starts_with('r') && !in_word {
        raw_string(rest)
    } else {
        0
    }
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// `'x'` and `'\n'` are characters; `'a` is a lifetime.
fn character(rest: &str) -> usize {
    let mut letters = rest.chars().skip(1);
    match (letters.next(), letters.next()) {
        (Some('\\'), _) | (_, Some('\'')) => quoted(rest, '\''),
        _ => 0,
    }
}

fn raw_string(rest: &str) -> usize {
    let after = rest.get(1..).unwrap_or_default();
    let fence = after.len() - after.trim_start_matches('#').len();
    if !after.trim_start_matches('#').starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(fence));
    let content = fence + 2;
    rest.get(content..)
        .and_then(|inside| inside.find(&end))
        .map_or(rest.len(), |length| content + length + end.len())
}

/// Whether the word stands by itself in the code.
pub(crate) fn has_word(code: &str, word: &str) -> bool {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part == word)
}

/// What every `ignore` attribute says: all of it after the word, up to the end of its line.
pub(crate) fn ignored_tests(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter_map(|line| line.trim().strip_prefix("#[ignore"))
        .map(|rest| rest.strip_suffix(']').unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, has_it: bool) {
        assert_eq!(
            has_word(&without_comments(text), "secret"),
            has_it,
            "{text}"
        );
    }

    #[test]
    fn comments_and_literals_are_not_code() {
        check("// secret", false);
        check("/* /* nested */ secret */", false);
        check(r#"let a = "secret \" secret";"#, false);
        check(r##"let a = r#"a " secret"#;"##, false);
        check("let a = br\"secret\";", false);
        check("let a = '\\''; // secret", false);
    }

    #[test]
    fn code_after_a_comment_or_literal_is_code() {
        check("// note\nsecret", true);
        check("/* note */ secret", true);
        check("\"note\" secret", true);
        check("r\"note\\\" secret", true);
        check("'\"' secret", true);
        check("fn f<'a>(x: &'a str) { secret }", true);
        check("for r in x { secret }", true);
        check("é secret é", true);
    }

    #[test]
    fn a_word_is_not_a_part_of_another() {
        check("secret_key", false);
        check("mysecret", false);
        check("(secret)", true);
    }

    #[test]
    fn what_ends_too_early_is_no_reason_to_panic() {
        for text in ["\"", "'", "/*", "r#\"", "r", "'\\", "\\"] {
            without_comments(text);
        }
    }

    #[test]
    fn the_reason_of_an_ignored_test_is_found() {
        let text = "    #[ignore = \"slow\"]\n#[ignore]\n// no\n";
        assert_eq!(ignored_tests(text).collect::<Vec<_>>(), [" = \"slow\"", ""]);
    }
}
