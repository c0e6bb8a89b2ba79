//! Statements that change nothing, since another one covers them.

use super::Findings;
use crate::pattern::{Case, Pattern};
use crate::policy::document::{Choice, Document, Effect, Statement, Text};

/// A statement changes nothing when one without conditions covers its actions and resources and
/// denies them; or, for an allowing one, allows them too.
pub(super) fn check(document: &Document, findings: &mut Findings) {
    for (at, statement) in document.statements.iter().enumerate() {
        let covering = document.statements.iter().enumerate().find(|(other, candidate)| {
            *other != at
                && covers(candidate, statement)
                // Of two that say the same, the later one is told.
                && (*other < at || candidate.effect != statement.effect || !covers(statement, candidate))
        });
        if let Some((other, candidate)) = covering {
            let (effect, number) = (candidate.effect, other + 1);
            let verb = match effect {
                Effect::Allow => "allows",
                Effect::Deny => "denies",
            };
            findings.warn(
                "unreachable",
                statement.span.start,
                format!("the statement changes nothing: statement {number} {verb} all of it"),
            );
        }
    }
}

fn covers(wide: &Statement, narrow: &Statement) -> bool {
    let comparable = wide.conditions.is_empty()
        && matches!((&wide.principal, &narrow.principal), (None, None))
        && (wide.effect == Effect::Deny || narrow.effect == Effect::Allow);
    comparable
        && covers_all(wide.action.as_ref(), narrow.action.as_ref(), Case::Ignored)
        && covers_all(
            wide.resource.as_ref(),
            narrow.resource.as_ref(),
            Case::Counts,
        )
}

/// Whether everything that one list matches is matched by the other. Negated lists are not compared.
fn covers_all(
    wide: Option<&Choice<Vec<Text>>>,
    narrow: Option<&Choice<Vec<Text>>>,
    case: Case,
) -> bool {
    let (Some(Choice::Only(wide)), Some(Choice::Only(narrow))) = (wide, narrow) else {
        return false;
    };
    narrow.iter().all(|narrow| {
        wide.iter()
            .any(|wide| covers_one(&wide.value, &narrow.value, case))
    })
}

/// Whether a pattern matches all that another matches: it does when it matches the other's text with
/// each `*` once left out and once replaced by characters that only a `*` takes.
fn covers_one(wide: &str, narrow: &str, case: Case) -> bool {
    if wide.contains("${") {
        return wide == narrow;
    }
    const STRANGE: &str = "\u{e000}\u{e001}\u{e002}\u{e003}";
    let pattern = Pattern::compile(wide);
    ["", STRANGE]
        .iter()
        .all(|run| pattern.matches(&narrow.replace('*', run), case))
}
