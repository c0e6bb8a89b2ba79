//! The tables, their versions, and what a sound file looks like.
//!
//! ```text
//! kv(key, value, mod_rev)    what is
//! changes(rev, key, value)   what happened: the value put, or NULL for a delete
//! ```
//!
//! Both are ordinary tables, not `WITHOUT ROWID`: in those, a value of more than a kilobyte takes a
//! page of its own, and policies are often longer (with 2,000 bytes the file is twice as large).
//!
//! The store's revision is the greatest `rev`. That one is never compacted away, so nothing else
//! has to be written to remember it.

use std::fs;
use std::io;
use std::time::Duration;

use rusqlite::Error::ToSqlConversionFailure;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, Transaction};

use super::history::History;
use super::place::{OpenError, Place};
use crate::{Batch, Change, Entry, Revision, View};

/// What `PRAGMA application_id` says in our files: "SKSH".
const APPLICATION: i64 = 0x534b_5348;

/// How a file of each format becomes one of the next. The format (`PRAGMA user_version`) is the
/// number of steps taken, so steps are added and never changed.
const STEPS: &[&str] = &["
    CREATE TABLE kv (
        key     TEXT PRIMARY KEY NOT NULL,
        value   BLOB NOT NULL,
        mod_rev INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE changes (
        rev   INTEGER NOT NULL,
        key   TEXT NOT NULL,
        value BLOB
    ) STRICT;
    CREATE INDEX changes_by_rev ON changes (rev);
"];

/// How long to wait for a lock within SQLite. Only our own two connections compete for them, and
/// an operator's tool that looks into the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The size to which the log is cut back after a burst has made it longer.
const WAL_KEPT_BYTES: i64 = 16 * 1024 * 1024;

/// The connection that writes, to a file that is sound, ours and of this version's format.
pub(super) fn open(place: &Place) -> Result<Connection, OpenError> {
    create_if_absent(place)?;
    let mut connection = connect(place)?;
    let fault = |error| place.fault(error);
    check_application(place, &connection)?;
    check_sound(place, &connection)?;
    migrate(&mut connection, place, STEPS)?;
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(fault)?;
    if mode != "wal" {
        return Err(place.io(io::Error::other(
            "the file system does not support write-ahead logs",
        )));
    }
    Ok(connection)
}

/// A connection as all of ours are set up.
pub(super) fn connect(place: &Place) -> Result<Connection, OpenError> {
    // Neither CREATE nor URI: the file exists, and its name is only a name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let fault = |error| place.fault(error);
    let connection = Connection::open_with_flags(place.database(), flags).map_err(fault)?;
    configure(&connection).map_err(fault)?;
    Ok(connection)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "journal_size_limit", WAL_KEPT_BYTES)
}

/// A new store is made beside its place and moved there when it is complete: a file that is there
/// and empty is therefore a damaged one, and never mistaken for a new one.
fn create_if_absent(place: &Place) -> Result<(), OpenError> {
    match fs::metadata(place.database()) {
        Ok(found) if found.len() == 0 => return Err(place.damaged("it is empty")),
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(place.io(error)),
    }
    if place.beside("-wal").exists() {
        return Err(place.damaged("it is missing, but its log is there"));
    }
    create(place)
}

fn create(place: &Place) -> Result<(), OpenError> {
    let draft = Draft::new(place)?;
    let fault = |error| place.fault(error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let mut connection = Connection::open_with_flags(&draft.0, flags).map_err(fault)?;
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(fault)?;
    connection
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(fault)?;
    migrate(&mut connection, place, STEPS)?;
    connection.close().map_err(|(_, error)| fault(error))?;
    place.promote(&draft.0)
}

/// A store that is being made.
struct Draft(std::path::PathBuf);

impl Draft {
    /// An empty file; what a crash may have left of an earlier one goes first.
    fn new(place: &Place) -> Result<Self, OpenError> {
        for suffix in ["-new", "-new-journal"] {
            match fs::remove_file(place.beside(suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(place.io(error));
                }
                _ => {}
            }
        }
        let path = place.beside("-new");
        place.create(&path)?;
        Ok(Self(path))
    }
}

fn check_application(place: &Place, connection: &Connection) -> Result<(), OpenError> {
    let found = pragma(connection, "application_id").map_err(|error| place.fault(error))?;
    if found != APPLICATION {
        return Err(OpenError::Foreign {
            path: place.database().to_owned(),
        });
    }
    Ok(())
}

/// Walks every page and compares tables with their indexes. SQLite would otherwise find damage only
/// when it gets there.
fn check_sound(place: &Place, connection: &Connection) -> Result<(), OpenError> {
    let verdict: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| place.fault(error))?;
    if verdict != "ok" {
        return Err(place.damaged(verdict.replace('\n', " ")));
    }
    Ok(())
}

/// Brings the file to the newest format, one step after the other, all in one transaction.
fn migrate(connection: &mut Connection, place: &Place, steps: &[&str]) -> Result<(), OpenError> {
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let fault = |error| place.fault(error);
    let found = pragma(connection, "user_version").map_err(fault)?;
    if found > known {
        return Err(OpenError::Newer {
            path: place.database().to_owned(),
            found,
            known,
        });
    }
    let taken = usize::try_from(found).map_err(|_| place.damaged("its format is negative"))?;
    let transaction = connection.transaction().map_err(fault)?;
    for step in steps.iter().skip(taken) {
        transaction.execute_batch(step).map_err(fault)?;
    }
    if found < known {
        transaction
            .pragma_update(None, "user_version", known)
            .map_err(fault)?;
    }
    transaction.commit().map_err(fault)
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// The state that the file holds.
pub(super) fn load(connection: &Connection, history: &History) -> rusqlite::Result<View> {
    let revision = history.newest();
    let mut statement = connection.prepare("SELECT key, value, mod_rev FROM kv")?;
    let rows = statement.query_map([], |row| {
        let mod_revision = row.get(2)?;
        if mod_revision > revision {
            return Err(rusqlite::Error::IntegralValueOutOfRange(2, row.get(2)?));
        }
        Ok(Entry {
            key: row.get(0)?,
            value: row.get(1)?,
            mod_revision,
        })
    })?;
    Ok(View::load(
        revision,
        rows.collect::<rusqlite::Result<Vec<_>>>()?,
    ))
}

/// Writes what a transaction changed, to both tables.
pub(super) fn record(transaction: &Transaction<'_>, batch: &Batch) -> rusqlite::Result<()> {
    let revision = batch.revision;
    let mut put = transaction.prepare_cached(
        "INSERT INTO kv VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, mod_rev = excluded.mod_rev",
    )?;
    let mut delete = transaction.prepare_cached("DELETE FROM kv WHERE key = ?")?;
    let mut note = transaction.prepare_cached("INSERT INTO changes VALUES (?, ?, ?)")?;
    for change in &batch.changes {
        let key = change.key();
        let value = match change {
            Change::Put(entry) => {
                put.execute((key, &entry.value, revision))?;
                Some(&entry.value)
            }
            Change::Delete { .. } => {
                delete.execute((key,))?;
                None
            }
        };
        note.execute((revision, key, value))?;
    }
    Ok(())
}

/// Forgets every revision up to and including `through`.
pub(super) fn compact(transaction: &Transaction<'_>, through: Revision) -> rusqlite::Result<()> {
    let mut forget = transaction.prepare_cached("DELETE FROM changes WHERE rev <= ?")?;
    forget.execute((through,)).map(drop)
}

impl ToSql for Revision {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let number = i64::try_from(self.as_u64());
        number
            .map(ToSqlOutput::from)
            .map_err(|error| ToSqlConversionFailure(error.into()))
    }
}

impl FromSql for Revision {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column_result(value)?;
        u64::try_from(number)
            .map(Self::from_u64)
            .map_err(|_| FromSqlError::OutOfRange(number))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use tempfile::TempDir;

    use super::*;

    /// A store of today's format, with something in it.
    fn today() -> (TempDir, Place, Connection) {
        let mut builder = tempfile::Builder::new();
        let home = builder
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .unwrap();
        let place = Place::new(&home.path().join("store.db")).unwrap();
        let connection = open(&place).unwrap();
        connection
            .execute("INSERT INTO kv VALUES ('a', x'31', 1)", [])
            .unwrap();
        (home, place, connection)
    }

    fn steps<'a>(next: &[&'a str]) -> Vec<&'a str> {
        STEPS.iter().chain(next).copied().collect()
    }

    #[test]
    fn an_older_format_is_brought_up_to_date_and_keeps_what_it_holds() {
        let (_home, place, mut connection) = today();
        let later = steps(&[
            "ALTER TABLE kv ADD COLUMN x TEXT",
            "UPDATE kv SET value = x'32'",
        ]);
        migrate(&mut connection, &place, &later).unwrap();
        assert_eq!(pragma(&connection, "user_version").unwrap(), 3);
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let row: (Vec<u8>, Option<String>) = connection
            .query_row("SELECT value, x FROM kv", [], read)
            .unwrap();
        assert_eq!(row, (b"2".to_vec(), None));
        // And once it is, nothing is left to do.
        migrate(&mut connection, &place, &later).unwrap();
    }

    #[test]
    fn a_step_that_fails_leaves_the_format_as_it_was() {
        let (_home, place, mut connection) = today();
        let later = steps(&["DELETE FROM kv", "this is not SQL"]);
        migrate(&mut connection, &place, &later).unwrap_err();
        assert_eq!(pragma(&connection, "user_version").unwrap(), 1);
        let count: i64 = connection
            .query_row("SELECT count(*) FROM kv", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 1);
    }

    #[test]
    fn a_crash_while_a_store_is_made_leaves_nothing_in_the_way() {
        let mut builder = tempfile::Builder::new();
        let home = builder
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .unwrap();
        let place = Place::new(&home.path().join("store.db")).unwrap();
        fs::write(place.beside("-new"), "half a store").unwrap();
        fs::write(place.beside("-new-journal"), "half a journal").unwrap();
        open(&place).unwrap();
        assert!(!place.beside("-new").exists());
        assert!(!place.beside("-new-journal").exists());
    }
}
