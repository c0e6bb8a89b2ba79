//! Our lines in a `pg_hba.conf`: put first, found by their marks, taken out byte for byte.
//!
//! PostgreSQL takes the first line that fits a connection, so ours stand before all others: that is
//! how membership in `rds_iam` wins over a password, as on RDS. A superuser who is not a member fits
//! none of them and is let in as before.

use std::fmt;

use super::roles::{IAM_ROLE, SWITCH_ACCOUNT, SWITCH_ROLE};

/// The name of a PAM service: what `pamservice=` names, and a file of `/etc/pam.d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceName(String);

/// The longest service name. A file's name has at most 255 bytes (`NAME_MAX`).
const SERVICE_NAME_BYTES_MAX: usize = 128;

/// What every service of ours begins with.
const SERVICE_PREFIX: &str = "sekisho-";

impl ServiceName {
    /// The service of a cluster, by its resource id (`cluster-…` or `db-…`). In lower case, which is
    /// what libpam makes of every name before it looks for the file (`pam_start` of Linux-PAM).
    ///
    /// # Errors
    /// When the id has anything but ASCII letters, digits and hyphens.
    pub fn of_cluster(resource_id: &str) -> Result<Self, HbaError> {
        Self::parse(&format!(
            "{SERVICE_PREFIX}{}",
            resource_id.to_ascii_lowercase()
        ))
        .ok_or_else(|| HbaError::ResourceId {
            resource_id: resource_id.to_owned(),
        })
    }

    fn parse(name: &str) -> Option<Self> {
        let id = name.strip_prefix(SERVICE_PREFIX)?;
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = !id.is_empty() && name.len() <= SERVICE_NAME_BYTES_MAX;
        (fits && id.bytes().all(known)).then(|| Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a `pg_hba.conf` is left alone.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HbaError {
    /// The cluster's resource id is not one.
    #[error("`{}` is no resource id; it has letters, digits and hyphens only", .resource_id.escape_debug())]
    ResourceId {
        /// The id as given.
        resource_id: String,
    },
    /// One mark without the other, two of the same, or in the wrong order.
    #[error(
        "the marks of our lines are damaged (line {line}); take the lines between `{BEGIN} …` and \
         `{END}` and both marks out by hand"
    )]
    Marks {
        /// The line of the mark that is wrong, from 1.
        line: usize,
    },
    /// Somebody changed what stands between the marks.
    #[error(
        "somebody changed our lines (line {line}), and whatever is there now is not ours to remove; \
         take everything from `{BEGIN} …` to `{END}` out by hand"
    )]
    Edited {
        /// The first line that is not as it was written, from 1.
        line: usize,
    },
}

const BEGIN: &str = "# BEGIN sekisho";
const END: &str = "# END sekisho";

/// The lines that send members of `rds_iam` to a PAM service, marks included.
///
/// `hostssl` only, so that a token never comes over anything but TLS; whoever comes without is told
/// so by the server (`no encryption`). All other ways in are closed to members, because they would
/// fall through to lines that take a password: the Unix socket, and physical replication, which `all`
/// does not include.
pub fn block(service: &ServiceName) -> String {
    marked(service, "", IAM_ROLE)
}

/// The same in a server of somebody's own, where the file stays as it is when IAM authentication is
/// switched: the lines name [`SWITCH_ROLE`], which `rds_iam` is a member of while it is on. The account
/// that switches it comes first, with its password and from this host only; whoever has a token for
/// that name has nothing.
pub fn switched_block(service: &ServiceName) -> String {
    let switch = format!(
        "\
local      postgres         {SWITCH_ACCOUNT}  scram-sha-256
host       postgres         {SWITCH_ACCOUNT}  samehost  scram-sha-256
local      all,replication  {SWITCH_ACCOUNT}  reject
host       all,replication  {SWITCH_ACCOUNT}  all  reject
"
    );
    marked(service, &switch, SWITCH_ROLE)
}

fn marked(service: &ServiceName, before: &str, role: &str) -> String {
    format!(
        "\
{BEGIN} {service}: IAM database authentication; these lines must come first
{before}\
hostssl    all              +{role}  all  pam  pamservice={service}
hostnossl  all              +{role}  all  reject
host       replication      +{role}  all  reject
local      all,replication  +{role}       reject
{END}
"
    )
}

/// The file of a server of somebody's own with our lines before all others, instead of any that it has.
///
/// # Errors
/// When it has some that cannot be told from somebody else's.
pub fn with_block(file: &[u8], service: &ServiceName) -> Result<Vec<u8>, HbaError> {
    let rest = without_block(file)?;
    Ok([switched_block(service).into_bytes(), rest].concat())
}

/// The file without our lines; everything else byte for byte as it is.
///
/// # Errors
/// When it has lines of ours that cannot be told from somebody else's.
pub fn without_block(file: &[u8]) -> Result<Vec<u8>, HbaError> {
    let Some(found) = find(file)? else {
        return Ok(file.to_vec());
    };
    let before = file.get(..found.start).unwrap_or_default();
    let after = file.get(found.end..).unwrap_or_default();
    Ok([before, after].concat())
}

/// The service that our lines in the file name, if there are any.
///
/// # Errors
/// When they are not as they were written.
pub fn service(file: &[u8]) -> Result<Option<ServiceName>, HbaError> {
    Ok(find(file)?.map(|found| found.service))
}

/// Whether our lines are there and nothing stands before them.
///
/// # Errors
/// When they are not as they were written.
pub fn is_first(file: &[u8]) -> Result<bool, HbaError> {
    Ok(find(file)?.is_some_and(|found| found.start == 0))
}

/// A name as one word of the file, which means nothing but itself (`next_token` in `hba.c`).
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Where our lines are, in bytes.
struct Found {
    start: usize,
    end: usize,
    service: ServiceName,
}

/// A line with its number, from 1, and where it begins.
struct Line<'a> {
    number: usize,
    start: usize,
    text: &'a [u8],
}

fn lines(file: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    file.split_inclusive(|byte| *byte == b'\n')
        .zip(1..)
        .map(move |(text, number)| {
            let line = Line {
                number,
                start,
                text,
            };
            start += text.len();
            line
        })
}

/// Whether somebody would take the line for a mark, also when it is not quite one any more.
fn is_mark(line: &Line<'_>, mark: &str) -> bool {
    line.text.trim_ascii_start().starts_with(mark.as_bytes())
}

fn find(file: &[u8]) -> Result<Option<Found>, HbaError> {
    let marks: Vec<_> = lines(file)
        .filter(|line| is_mark(line, BEGIN) || is_mark(line, END))
        .collect();
    let (begin, end) = match marks.as_slice() {
        [] => return Ok(None),
        [begin, end] if is_mark(begin, BEGIN) && is_mark(end, END) => (begin, end),
        [begin, end, extra, ..] if is_mark(begin, BEGIN) && is_mark(end, END) => {
            return Err(HbaError::Marks { line: extra.number });
        }
        [wrong, ..] => return Err(HbaError::Marks { line: wrong.number }),
    };
    let service = named(begin).ok_or(HbaError::Marks { line: begin.number })?;
    // Servers were attached with lines that could not be switched, once.
    let ours = [switched_block(&service), block(&service)];
    let found = Found {
        start: begin.start,
        end: end.start.saturating_add(end.text.len()),
        service,
    };
    match file.get(found.start..found.end) {
        Some(present) if ours.iter().any(|ours| present == ours.as_bytes()) => Ok(Some(found)),
        present => {
            let present = present.unwrap_or_default();
            let same = ours
                .iter()
                .map(|ours| first_difference(present, ours.as_bytes()));
            Err(HbaError::Edited {
                line: begin.number + same.max().unwrap_or_default(),
            })
        }
    }
}

fn named(begin: &Line<'_>) -> Option<ServiceName> {
    let text = str::from_utf8(begin.text).ok()?;
    let (name, _) = text.strip_prefix(BEGIN)?.trim_start().split_once(':')?;
    ServiceName::parse(name)
}

/// How many lines of both are the same.
fn first_difference(present: &[u8], ours: &[u8]) -> usize {
    lines(present)
        .zip(lines(ours))
        .take_while(|(present, ours)| present.text == ours.text)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STOCK: &str = "\
# TYPE  DATABASE        USER            ADDRESS                 METHOD
local   all             postgres                                peer
host    all             all             127.0.0.1/32            scram-sha-256
";

    fn service_name() -> ServiceName {
        ServiceName::of_cluster("cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ").unwrap()
    }

    fn installed() -> Vec<u8> {
        with_block(STOCK.as_bytes(), &service_name()).unwrap()
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[test]
    fn our_lines_are_these_and_come_first() {
        let expected = "\
# BEGIN sekisho sekisho-cluster-abcdefghijklmnopqrstuvwxyz: IAM database authentication; these lines must come first
local      postgres         sekisho_agent  scram-sha-256
host       postgres         sekisho_agent  samehost  scram-sha-256
local      all,replication  sekisho_agent  reject
host       all,replication  sekisho_agent  all  reject
hostssl    all              +sekisho_iam  all  pam  pamservice=sekisho-cluster-abcdefghijklmnopqrstuvwxyz
hostnossl  all              +sekisho_iam  all  reject
host       replication      +sekisho_iam  all  reject
local      all,replication  +sekisho_iam       reject
# END sekisho
";
        assert_eq!(text(&installed()), format!("{expected}{STOCK}"));
        assert!(is_first(&installed()).unwrap());
        assert_eq!(service(&installed()).unwrap(), Some(service_name()));
    }

    #[test]
    fn putting_them_in_twice_is_putting_them_in_once() {
        let twice = with_block(&installed(), &service_name()).unwrap();
        assert_eq!(twice, installed());
    }

    #[test]
    fn lines_of_a_cluster_of_ours_name_rds_iam_itself() {
        let expected = "\
# BEGIN sekisho sekisho-cluster-abcdefghijklmnopqrstuvwxyz: IAM database authentication; these lines must come first
hostssl    all              +rds_iam  all  pam  pamservice=sekisho-cluster-abcdefghijklmnopqrstuvwxyz
hostnossl  all              +rds_iam  all  reject
host       replication      +rds_iam  all  reject
local      all,replication  +rds_iam       reject
# END sekisho
";
        assert_eq!(block(&service_name()), expected);
        let earlier = [expected, STOCK].concat();
        let newer = with_block(earlier.as_bytes(), &service_name()).unwrap();
        assert_eq!(newer, installed(), "they are found, and replaced");
    }

    #[test]
    fn another_clusters_lines_are_replaced() {
        let other = ServiceName::of_cluster("db-XYZ").unwrap();
        let file = with_block(&installed(), &other).unwrap();
        assert_eq!(service(&file).unwrap(), Some(other));
        assert_eq!(text(&without_block(&file).unwrap()), STOCK);
    }

    #[test]
    fn what_somebody_put_before_our_lines_stays_and_is_told() {
        let pushed = [b"host all all all trust\n", installed().as_slice()].concat();
        assert!(!is_first(&pushed).unwrap());
        let expected = format!("host all all all trust\n{STOCK}");
        assert_eq!(text(&without_block(&pushed).unwrap()), expected);
        let again = with_block(&pushed, &service_name()).unwrap();
        assert!(is_first(&again).unwrap());
    }

    #[test]
    fn a_file_without_our_lines_is_not_changed() {
        for file in ["", STOCK, "no newline at the end", "\r\n\r\n"] {
            assert_eq!(service(file.as_bytes()), Ok(None));
            assert_eq!(without_block(file.as_bytes()).unwrap(), file.as_bytes());
            assert!(!is_first(file.as_bytes()).unwrap());
        }
    }

    #[test]
    fn damaged_marks_are_told_by_their_line_and_nothing_is_touched() {
        let file = text(&installed());
        let begin = file.lines().next().unwrap().to_owned();
        let cases = [
            (file.replace("# END sekisho\n", ""), 1),
            (file.replace(&format!("{begin}\n"), ""), 9),
            (format!("{file}{file}"), 14),
            (format!("{file}# END sekisho\n"), 14),
            (file.replace(&begin, "# BEGIN sekisho"), 1),
            (file.replace(&begin, "# BEGIN sekisho Sekisho-A: x"), 1),
        ];
        for (damaged, line) in cases {
            let complaint = without_block(damaged.as_bytes()).unwrap_err();
            let HbaError::Marks { line: told } = complaint else {
                panic!("{complaint}\n{damaged}");
            };
            assert_eq!(told, line, "{damaged}");
            assert!(with_block(damaged.as_bytes(), &service_name()).is_err());
        }
    }

    #[test]
    fn a_line_that_somebody_changed_or_put_between_the_marks_is_not_ours_to_remove() {
        let file = text(&installed());
        for (changed, line) in [
            (file.replacen("hostssl ", "host    ", 1), 6),
            (file.replacen("# END", "host all app all md5\n# END", 1), 10),
            (file.replacen("# END sekisho\n", "# END sekisho \n", 1), 10),
            (file.replace('\n', "\r\n"), 1),
            (file.replacen("these lines must come first", "ours", 1), 1),
        ] {
            let complaint = without_block(changed.as_bytes()).unwrap_err();
            assert_eq!(complaint, HbaError::Edited { line }, "{changed}");
        }
    }

    #[test]
    fn only_what_cannot_break_a_line_is_a_service_name() {
        for id in ["", "a b", "a\nhost all all all trust", "ä", "a/b", "a.b"] {
            assert!(ServiceName::of_cluster(id).is_err(), "{id:?}");
        }
        let longest = "x".repeat(SERVICE_NAME_BYTES_MAX - SERVICE_PREFIX.len());
        assert!(ServiceName::of_cluster(&longest).is_ok());
        assert!(ServiceName::of_cluster(&format!("{longest}x")).is_err());
    }

    proptest! {
        #[test]
        fn whatever_the_file_says_it_is_found_again_byte_for_byte(
            file in proptest::collection::vec(any::<u8>(), 0..512),
        ) {
            prop_assume!(service(&file) == Ok(None));
            let changed = with_block(&file, &service_name()).unwrap();
            prop_assert!(is_first(&changed).unwrap());
            prop_assert_eq!(without_block(&changed).unwrap(), file);
        }
    }
}
