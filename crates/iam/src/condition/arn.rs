//! `ArnLike` and its kin: six parts, each with wildcards of its own.

use crate::context::Context;
use crate::policy::Version;
use crate::template::{self, Glob, Part};

/// A pattern for ARNs. Each of the six parts is matched by itself, so a `*` stays within its part;
/// the sixth takes all that is left, colons included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnPattern {
    parts: [Glob; 6],
}

impl ArnPattern {
    /// Reads a pattern; it has six parts. A colon inside a variable does not part.
    pub(crate) fn compile(text: &str, version: Version) -> Option<ArnPattern> {
        let mut parts: Vec<Vec<Part>> = vec![Vec::new()];
        for part in template::parse(text, version) {
            match part {
                Part::Text(text) => {
                    let mut pieces = text.split(':').map(|piece| Part::Text(piece.into()));
                    push(&mut parts, pieces.next()?);
                    for piece in pieces {
                        if parts.len() < 6 {
                            parts.push(vec![piece]);
                        } else {
                            push(&mut parts, Part::Text(":".into()));
                            push(&mut parts, piece);
                        }
                    }
                }
                part => push(&mut parts, part),
            }
        }
        let parts: Vec<Glob> = parts.into_iter().map(Glob::from_parts).collect();
        Some(ArnPattern {
            parts: parts.try_into().ok()?,
        })
    }

    /// Whether the ARN matches. A pattern whose variables cannot be resolved matches nothing.
    pub(crate) fn matches(&self, arn: &str, context: &Context) -> bool {
        let mut pieces = arn.splitn(6, ':');
        self.parts.iter().all(|part| {
            pieces
                .next()
                .is_some_and(|piece| part.matches(piece, context))
        })
    }

    /// The keys of the variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(Glob::keys)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.parts.iter().map(Glob::heap_bytes).sum()
    }
}

fn push(parts: &mut [Vec<Part>], piece: Part) {
    if let Some(last) = parts.last_mut() {
        last.push(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, arn: &str) -> Option<bool> {
        let mut context = Context::new();
        context.set("aws:username", "jane:joe");
        Some(ArnPattern::compile(pattern, Version::V2012)?.matches(arn, &context))
    }

    #[test]
    fn a_star_stays_within_its_part() {
        // The example of the guide.
        let pattern = "arn:aws:someservice:*:111122223333:finance/*";
        let long = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
        assert_eq!(like(pattern, long), Some(false));
        assert_eq!(
            like(
                pattern,
                "arn:aws:someservice:us-east-2:111122223333:finance/document.txt"
            ),
            Some(true)
        );
    }

    #[test]
    fn the_last_part_takes_the_rest_with_its_colons() {
        assert_eq!(
            like("arn:aws:sns:*:*:a:*:c", "arn:aws:sns:r:1:a:b:c"),
            Some(true)
        );
        assert_eq!(
            like("arn:aws:sns:*:*:a*c", "arn:aws:sns:r:1:a:b:c"),
            Some(true)
        );
        assert_eq!(
            like("arn:aws:sns:*:*:a:c", "arn:aws:sns:r:1:a:b:c"),
            Some(false)
        );
    }

    #[test]
    fn a_variable_never_moves_the_parts() {
        assert_eq!(
            like("arn:aws:x:r:1:${aws:username}", "arn:aws:x:r:1:jane:joe"),
            Some(true)
        );
        assert_eq!(
            like("arn:aws:x:r:${aws:username}:y", "arn:aws:x:r:jane:joe:y"),
            Some(false)
        );
        assert_eq!(
            like("arn:aws:x:r:1:${aws:nope}*", "arn:aws:x:r:1:"),
            Some(false)
        );
    }

    #[test]
    fn fewer_than_six_parts_never_match() {
        assert_eq!(like("arn:aws:s3:::*", "arn:aws:s3::x"), Some(false));
        assert_eq!(like("*", "arn:aws:s3:::x"), None, "no ARN pattern at all");
        assert_eq!(like("arn:*:*:*:*", "arn:aws:s3:::x"), None);
    }
}
