//! The document and its statements as a whole.

use super::Findings;
use crate::policy::document::{Choice, Document, Effect, PrincipalType, Principals, Statement};
use crate::policy::{PolicyKind, Position, Version};

pub(super) fn document(document: &Document, kind: PolicyKind, findings: &mut Findings) {
    if document.version == Version::V2008 && kind != PolicyKind::Trust {
        let why = if document.version_written {
            "is"
        } else {
            "names no version, so it is"
        };
        findings.note(
            "old-version",
            Position::START,
            format!(
                "the document {why} of 2008, where variables are plain text: write \
                 \"Version\": \"2012-10-17\""
            ),
        );
    }
}

pub(super) fn check(statement: &Statement, kind: PolicyKind, findings: &mut Findings) {
    if kind != PolicyKind::Trust || statement.effect == Effect::Deny {
        return;
    }
    let Some(Choice::Only(principals)) = &statement.principal else {
        return;
    };
    if anyone(principals) && statement.conditions.is_empty() {
        findings.warn(
            "anyone-trusted",
            statement.span.start,
            "anyone in any account may assume this role: name the principals, or add a condition",
        );
    }
}

fn anyone(principals: &Principals) -> bool {
    match principals {
        Principals::Anyone => true,
        Principals::Listed(listed) => listed
            .iter()
            .any(|(kind, text)| *kind == PrincipalType::Aws && text.value == "*"),
    }
}
