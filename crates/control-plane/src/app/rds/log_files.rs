//! Log files of instances.

use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::error::DB_LOG_FILE_NOT_FOUND_FAULT;
use aws_query::rds::{
    DescribeDBLogFiles, DescribeDBLogFilesDetails, DescribeDBLogFilesMessage,
    DescribeDBLogFilesResponse, DownloadDBLogFilePortion, DownloadDBLogFilePortionDetails,
};
use aws_query::{ApiError, Secret};

use super::database::Database as _;
use super::listing::{Filters, page_within};
use super::noun::{find, permission};
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::logs::{From, LogFile, LoggedServer, Portion};
use crate::state::Instance;

pub(super) const OPERATIONS: &[Entry] = operations![DescribeDBLogFiles, DownloadDBLogFilePortion];

/// The most that one answer holds (API reference, *DownloadDBLogFilePortion*).
const MAX_PORTION_BYTES: usize = 1024 * 1024;
/// How many files a page has at least and at most: Amazon documents no bounds.
const MAX_FILES: std::ops::RangeInclusive<i32> = 1..=1000;
/// The most lines of one answer.
const MAX_LINES: usize = 10_000;

impl Handler for DescribeDBLogFiles {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_instance_identifier;
        permission::<Instance>("rds:DescribeDBLogFiles", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters.clone(), &[])?;
        let server = logged_server(call, &input.db_instance_identifier)?;
        Ok(Outcome::from_logs(move |logs| {
            let listed = logs.list(&server).or_fail()?;
            let wanted = listed.into_iter().filter(|file| is_asked_for(file, &input));
            let shapes = wanted.map(shape).collect();
            let (marker, most) = (input.marker.as_deref(), input.max_records);
            let page = page_within(MAX_FILES, shapes, marker, most)?;
            Ok(DescribeDBLogFilesResponse {
                describe_db_log_files: Some(page.items),
                marker: page.next,
            })
        }))
    }
}

/// The server behind an instance.
fn logged_server(call: &Call<'_>, name: &str) -> Result<LoggedServer, ApiError> {
    let instance = find::<Instance>(call.state, name)?;
    let server = instance.server(call.state)?;
    Ok(LoggedServer {
        resource_id: server.resource_id.clone(),
        product: server.product,
    })
}

fn is_asked_for(file: &LogFile, input: &DescribeDBLogFilesMessage) -> bool {
    let contained = input.filename_contains.as_deref();
    let since_ms = input.file_last_written.unwrap_or_default();
    let bytes = u64::try_from(input.file_size.unwrap_or_default()).unwrap_or_default();
    contained.is_none_or(|part| file.name.contains(part))
        && file.written_at_ms >= since_ms
        && file.bytes >= bytes
}

fn shape(file: LogFile) -> DescribeDBLogFilesDetails {
    DescribeDBLogFilesDetails {
        log_file_name: Some(file.name),
        last_written: Some(file.written_at_ms),
        size: i64::try_from(file.bytes).ok(),
    }
}

impl Handler for DownloadDBLogFilePortion {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_instance_identifier;
        permission::<Instance>("rds:DownloadDBLogFilePortion", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let server = logged_server(call, &input.db_instance_identifier)?;
        let from = input.marker.as_deref().map_or(Ok(From::End), position)?;
        let lines = usize::try_from(input.number_of_lines.unwrap_or_default()).unwrap_or_default();
        let lines = if lines == 0 { MAX_LINES } else { lines };
        let name = input.log_file_name;
        Ok(Outcome::from_logs(move |logs| {
            let portion = logs.read(&server, &name, from, MAX_PORTION_BYTES);
            let portion = portion.or_fail()?.ok_or_else(|| {
                DB_LOG_FILE_NOT_FOUND_FAULT.because(format!(
                    "DBLog File: {name}, is not found on the DB instance"
                ))
            })?;
            Ok(match from {
                From::Byte(_) => first_lines(&portion, lines),
                From::End => last_lines(&portion, lines),
            })
        }))
    }
}

/// A marker is the byte where the portion begins; `0` for the whole file, as clients ask for it.
fn position(marker: &str) -> Result<From, ApiError> {
    marker
        .parse()
        .map(From::Byte)
        .map_err(|_| INVALID_PARAMETER_VALUE.because(format!("Invalid Marker: {marker}")))
}

/// So many lines from the beginning. A line that another portion goes on with is left to it.
fn first_lines(portion: &Portion, lines: usize) -> DownloadDBLogFilePortionDetails {
    let mut ends = portion.data.iter().enumerate();
    let mut ends = ends
        .by_ref()
        .filter(|(_, byte)| **byte == b'\n')
        .take(lines);
    let read_to_end = portion.start + portion.data.len() as u64 >= portion.length;
    let whole_lines = ends.by_ref().map(|(at, _)| at + 1).collect::<Vec<_>>();
    let end = match whole_lines.last() {
        Some(end) if whole_lines.len() == lines || !read_to_end => *end,
        _ => portion.data.len(),
    };
    let data = portion.data.get(..end).unwrap_or_default();
    details(data, portion.start + data.len() as u64, portion.length)
}

/// So many lines up to the end.
fn last_lines(portion: &Portion, lines: usize) -> DownloadDBLogFilePortionDetails {
    let text = portion.data.strip_suffix(b"\n").unwrap_or(&portion.data);
    let mut breaks = text
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, byte)| **byte == b'\n');
    let start = breaks.nth(lines - 1).map_or(0, |(at, _)| at + 1);
    let data = portion.data.get(start..).unwrap_or_default();
    details(data, portion.length, portion.length)
}

fn details(data: &[u8], next: u64, length: u64) -> DownloadDBLogFilePortionDetails {
    DownloadDBLogFilePortionDetails {
        log_file_data: Some(Secret::new(String::from_utf8_lossy(data).into_owned())),
        marker: Some(next.to_string()),
        additional_data_pending: Some(next < length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portion(start: u64, text: &str, length: u64) -> Portion {
        let data = text.as_bytes().to_vec();
        Portion {
            data,
            start,
            length,
        }
    }

    fn told(details: &DownloadDBLogFilePortionDetails) -> (&str, &str, bool) {
        let text = details.log_file_data.as_ref().unwrap().expose();
        let marker = details.marker.as_deref().unwrap();
        (text, marker, details.additional_data_pending.unwrap())
    }

    #[test]
    fn lines_are_counted_from_the_marker_and_what_is_left_is_said() {
        let whole = portion(0, "one\ntwo\nthree\n", 14);
        assert_eq!(told(&first_lines(&whole, 2)), ("one\ntwo\n", "8", true));
        let rest = portion(8, "three\n", 14);
        assert_eq!(told(&first_lines(&rest, 2)), ("three\n", "14", false));
        let nothing = portion(14, "", 14);
        assert_eq!(told(&first_lines(&nothing, 2)), ("", "14", false));
    }

    #[test]
    fn a_line_that_is_cut_by_the_limit_goes_to_the_next_portion() {
        let cut = portion(0, "one\ntw", 14);
        assert_eq!(told(&first_lines(&cut, 100)), ("one\n", "4", true));
        let longer_than_a_portion = portion(0, "abcdef", 14);
        assert_eq!(
            told(&first_lines(&longer_than_a_portion, 1)),
            ("abcdef", "6", true)
        );
        let unfinished = portion(4, "tw", 6);
        assert_eq!(told(&first_lines(&unfinished, 100)), ("tw", "6", false));
    }

    #[test]
    fn without_a_marker_the_last_lines_are_told() {
        let end = portion(0, "one\ntwo\nthree\n", 14);
        assert_eq!(told(&last_lines(&end, 2)), ("two\nthree\n", "14", false));
        assert_eq!(
            told(&last_lines(&end, 9)),
            ("one\ntwo\nthree\n", "14", false)
        );
        assert_eq!(told(&last_lines(&portion(0, "", 0), 9)), ("", "0", false));
    }
}
