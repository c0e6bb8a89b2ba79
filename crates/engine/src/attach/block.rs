//! Lines of ours in a file of somebody else's, between two marks, so that exactly they can be taken
//! out again, whatever was written around them meanwhile.

/// What the first of our lines says. It names whom to ask.
fn begin(name: &str) -> String {
    format!("# sekisho begin {name} (made by `sekisho attach`, removed by `sekisho detach {name}`)")
}

fn end(name: &str) -> String {
    format!("# sekisho end {name}")
}

/// Where our lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Before everything else: the first match counts.
    First,
    /// After everything else: the last value counts.
    Last,
}

/// The text with `lines` in it; those that an earlier attempt left are taken out first.
pub(super) fn with_block(text: &str, name: &str, lines: &str, position: Position) -> String {
    let text = without_block(text, name);
    let block = format!("{}\n{lines}{}\n", begin(name), end(name));
    match position {
        Position::First => block + &text,
        Position::Last if text.is_empty() || text.ends_with('\n') => text + &block,
        Position::Last => {
            let (first, rest) = block.split_once('\n').unwrap_or((&block, ""));
            format!("{text}\n{first}\n{NO_BREAK_BEFORE}\n{rest}")
        }
    }
}

/// Says that the line break before our lines is ours too.
const NO_BREAK_BEFORE: &str = "# the file had no line break at its end";

/// The text as it was without our lines.
pub(super) fn without_block(text: &str, name: &str) -> String {
    let begin = format!("# sekisho begin {name} ");
    let end = end(name);
    let mut kept = String::with_capacity(text.len());
    let (mut inside, mut break_is_ours) = (false, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if !inside && bare.starts_with(&begin) {
            inside = true;
        } else if inside {
            break_is_ours |= bare == NO_BREAK_BEFORE;
            inside = bare != end;
        } else {
            kept.push_str(line);
            break_is_ours = false;
        }
    }
    if break_is_ours {
        kept.pop();
    }
    kept
}

/// Whether our lines are in the text.
pub(super) fn has_block(text: &str, name: &str) -> bool {
    let begin = format!("# sekisho begin {name} ");
    text.lines().any(|line| line.starts_with(&begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_comes_out_and_the_rest_is_byte_for_byte_as_before() {
        for text in [
            "",
            "one\n",
            "one",
            "one\r\ntwo\r\n",
            "\n\n",
            "# sekisho begin other (x)\nx\n# sekisho end other\n",
        ] {
            for position in [Position::First, Position::Last] {
                let with = with_block(text, "db", "line\n", position);
                assert!(has_block(&with, "db"), "{with:?}");
                assert!(with.contains("line\n"));
                assert_eq!(without_block(&with, "db"), text, "{position:?}");
                assert_eq!(with_block(&with, "db", "line\n", position), with);
            }
        }
    }

    #[test]
    fn our_lines_come_first_or_last() {
        assert!(with_block("a\n", "db", "x\n", Position::First).ends_with("a\n"));
        assert!(with_block("a\n", "db", "x\n", Position::Last).starts_with("a\n"));
    }

    #[test]
    fn lines_written_around_ours_since_then_stay() {
        let with = with_block("a\n", "db", "x\n", Position::First);
        assert_eq!(
            without_block(&format!("new\n{with}later\n"), "db"),
            "new\na\nlater\n"
        );
    }

    #[test]
    fn blocks_of_several_servers_do_not_touch_each_other() {
        let one = with_block("a\n", "db", "x\n", Position::Last);
        let both = with_block(&one, "db2", "y\n", Position::Last);
        assert_eq!(without_block(&both, "db2"), one);
        assert!(has_block(&without_block(&both, "db"), "db2"));
    }
}
