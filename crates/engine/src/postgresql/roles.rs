//! The roles that a database of RDS has, as statements.

use super::membership::Iam;
use super::sql::{identifier, literal};
use crate::spec::Password;

/// Whoever is a member logs in with a token and in no other way.
pub const IAM_ROLE: &str = "rds_iam";

/// On a server of somebody's own, `rds_iam` is a member of this role while IAM authentication is on, and
/// our lines in `pg_hba.conf` name this one: switching is one grant, which counts from the next
/// connection on, and no file changes.
pub const SWITCH_ROLE: &str = "sekisho_iam";

/// Who switches it there: may grant [`SWITCH_ROLE`] and nothing else.
pub const SWITCH_ACCOUNT: &str = "sekisho_agent";

/// Our own account, a superuser, named as on RDS; nobody logs in to it over the network.
pub const ADMINISTRATOR: &str = "rdsadmin";

/// The name under which `pg_ident.conf` says which user of the system may come as it.
pub(super) const IDENT_MAP: &str = "sekisho";

/// What the master user is a member of. It is no superuser: it cannot read files, load libraries or
/// touch [`ADMINISTRATOR`].
pub const SUPERUSER_ROLE: &str = "rds_superuser";

/// Group roles of RDS for PostgreSQL, all without login. `rds_replication`, `rds_password` and `rds_ad`
/// are there so that scripts which grant them run; PostgreSQL itself gives them no meaning.
const GROUP_ROLES: [&str; 5] = [
    SUPERUSER_ROLE,
    IAM_ROLE,
    "rds_password",
    "rds_replication",
    "rds_ad",
];

/// What `rds_superuser` includes, and since which major version the server knows it (User Guide,
/// "Understanding the `rds_superuser` role").
const SUPERUSER_INCLUDES: [(&str, u32); 6] = [
    ("pg_monitor", 10),
    ("pg_signal_backend", 9),
    ("rds_password", 0),
    ("rds_replication", 0),
    ("pg_checkpoint", 15),
    ("pg_use_reserved_connections", 16),
];

/// From this version on CREATEROLE alone grants nothing: it takes the ADMIN option of the role.
pub(crate) const ADMIN_OPTION_SINCE: u32 = 16;

/// A statement that makes [`IAM_ROLE`] where there is none: all that a server needs which was there
/// before us.
pub fn create_iam_role() -> String {
    create_group_role(IAM_ROLE)
}

/// Statements that make [`SWITCH_ROLE`] and [`SWITCH_ACCOUNT`], or give the latter another password.
pub fn create_switch(verifier: &str) -> String {
    let (role, account) = (identifier(SWITCH_ROLE), identifier(SWITCH_ACCOUNT));
    [
        create_group_role(SWITCH_ROLE),
        create(SWITCH_ACCOUNT, "LOGIN"),
        format!(
            "ALTER ROLE {account} LOGIN NOSUPERUSER NOINHERIT NOCREATEDB NOCREATEROLE NOREPLICATION \
             NOBYPASSRLS CONNECTION LIMIT 4 PASSWORD {}",
            literal(verifier)
        ),
        format!("GRANT {role} TO {account} WITH ADMIN OPTION"),
    ]
    .join(";\n")
}

/// Statements that take them away, whichever of them are there.
pub fn drop_switch() -> String {
    let account = literal(SWITCH_ACCOUNT);
    let disown = format!(
        "BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {account}) \
         THEN DROP OWNED BY {}; END IF; END",
        identifier(SWITCH_ACCOUNT)
    );
    [
        // The grants that the account made go with the role that it granted.
        format!("DROP ROLE IF EXISTS {}", identifier(SWITCH_ROLE)),
        format!("DO {}", literal(&disown)),
        format!("DROP ROLE IF EXISTS {}", identifier(SWITCH_ACCOUNT)),
    ]
    .join(";\n")
}

/// The statement that has members of [`IAM_ROLE`] judged by [`SWITCH_ROLE`]'s lines, or not.
pub fn switch(iam: Iam) -> String {
    let (role, members) = (identifier(SWITCH_ROLE), identifier(IAM_ROLE));
    match iam {
        Iam::On => format!("GRANT {role} TO {members}"),
        Iam::Off => format!("REVOKE {role} FROM {members}"),
    }
}

/// Whether they are.
pub const IS_SWITCHED_ON: &str = "SELECT EXISTS (SELECT FROM pg_auth_members m \
     JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles i ON i.oid = m.member \
     WHERE r.rolname = 'sekisho_iam' AND i.rolname = 'rds_iam')::text";

/// Statements that make the roles of RDS, or leave them where they are. Run by a superuser.
pub fn group_roles(major: u32) -> Vec<String> {
    let create = GROUP_ROLES.iter().map(|role| create_group_role(role));
    let include = SUPERUSER_INCLUDES
        .iter()
        .filter(|(_, since)| *since <= major)
        .map(|(role, _)| {
            let grant = grant(role, SUPERUSER_ROLE);
            match major {
                ADMIN_OPTION_SINCE.. => format!("{grant} WITH ADMIN TRUE"),
                _ => grant,
            }
        });
    create.chain(include).collect()
}

/// Statements that make the master user as on RDS (`NOSUPERUSER CREATEDB CREATEROLE`, valid for ever,
/// member of `rds_superuser`), or set its password and give lost privileges back. Before version 16 they
/// also take it out of `rds_iam`: whoever sets a password wants to log in with it, and it is the way
/// back in for a master user who granted himself that role. The password comes
/// as the server keeps it (a SCRAM verifier), so that it stands in no statement and no log.
///
/// From version 16 on nobody can grant a role without its ADMIN option, and whoever has that counts as
/// a member in `pg_hba.conf`, although it inherits nothing. The master user has it for every role here,
/// so the server's own lines must name the master user before they name `rds_iam`.
pub fn master(name: &str, verifier: &str, major: u32) -> Vec<String> {
    let role = identifier(name);
    let attributes = format!(
        "LOGIN NOSUPERUSER INHERIT CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS \
         PASSWORD {} VALID UNTIL 'infinity'",
        literal(verifier)
    );
    let superuser = grant(SUPERUSER_ROLE, name);
    let mut statements = vec![
        create(name, "LOGIN"),
        format!("ALTER ROLE {role} {attributes}"),
    ];
    if major >= ADMIN_OPTION_SINCE {
        statements.push(format!("{superuser} WITH ADMIN TRUE"));
        let others = GROUP_ROLES.iter().filter(|group| **group != SUPERUSER_ROLE);
        statements.extend(others.map(|group| {
            let grant = grant(group, name);
            format!("{grant} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        }));
    } else {
        statements.push(superuser);
        statements.push(format!("REVOKE {} FROM {role}", identifier(IAM_ROLE)));
    }
    statements
}

/// What the server keeps of a password: enough to check it, not to know it.
pub(crate) fn verifier(password: &Password) -> String {
    postgres_protocol::password::scram_sha_256(password.expose().as_bytes())
}

fn create_group_role(name: &str) -> String {
    create(name, "NOLOGIN")
}

/// `CREATE ROLE` knows no `IF NOT EXISTS`. The body's own quotes are chosen so that no name ends them.
fn create(name: &str, attributes: &str) -> String {
    let (text, role) = (literal(name), identifier(name));
    let body = format!(
        "BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {text}) \
         THEN CREATE ROLE {role} {attributes}; END IF; END"
    );
    format!("DO {}", literal(&body))
}

fn grant(role: &str, member: &str) -> String {
    format!("GRANT {} TO {}", identifier(role), identifier(member))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy";

    #[test]
    fn the_master_user_is_no_superuser_and_its_name_is_quoted_wherever_it_stands() {
        let statements = master(r#"o'"x"#, VERIFIER, 15);
        assert_eq!(
            statements,
            [
                r#"DO 'BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ''o''''"x'') THEN CREATE ROLE "o''""x" LOGIN; END IF; END'"#,
                r#"ALTER ROLE "o'""x" LOGIN NOSUPERUSER INHERIT CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy' VALID UNTIL 'infinity'"#,
                r#"GRANT "rds_superuser" TO "o'""x""#,
                r#"REVOKE "rds_iam" FROM "o'""x""#,
            ]
        );
    }

    #[test]
    fn a_server_is_granted_only_what_it_knows() {
        let old = group_roles(14).concat();
        assert!(!old.contains("pg_checkpoint") && old.contains("pg_monitor"));
        assert!(group_roles(15).concat().contains("pg_checkpoint"));
        let newest = group_roles(18).concat();
        assert!(newest.contains("pg_use_reserved_connections"), "{newest}");
    }

    #[test]
    fn from_16_on_the_master_user_may_grant_the_roles_without_inheriting_them() {
        let statements = master("admin", VERIFIER, 16).join("\n");
        assert!(
            statements.contains(
                r#"GRANT "rds_iam" TO "admin" WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"#
            ),
            "{statements}"
        );
        assert!(!master("admin", VERIFIER, 15).concat().contains("ADMIN"));
    }
}
