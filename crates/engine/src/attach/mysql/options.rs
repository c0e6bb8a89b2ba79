//! Which option files a running server was started with, and where ours belongs among them.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use super::super::host::HostProcess;

/// The file of ours, read after all others of its folder.
const DROP_IN: &str = "zz-sekisho";

/// How deep includes may nest; servers stop at 10 themselves (`my_default.c`).
const INCLUDE_DEPTH_MAX: usize = 10;

/// Where our options go, as a path of the host's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OptionPlace {
    /// A file of our own in a folder that the server reads.
    DropIn(PathBuf),
    /// Lines in a file of the server's, since it includes no folder.
    Lines(PathBuf),
}

impl OptionPlace {
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::DropIn(path) | Self::Lines(path) => path,
        }
    }
}

/// Why there is no place for our options.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// The server reads no files.
    #[error(
        "the server was started with --no-defaults and so reads no option file: start it with one"
    )]
    NoDefaults,
    /// None of the files that it would read is there.
    #[error("the server reads no option file: make {0} with a line [mysqld] in it")]
    NoFile(String),
    /// A file that it names cannot be found by us.
    #[error("the server was started with the relative path `{0}`: give it from the root")]
    Relative(String),
    /// Its program did not say.
    #[error("the server's own program `{program}` does not say which option files it reads")]
    Program {
        /// The program.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// What the server's command line says of option files.
struct Defaults<'a> {
    process: &'a HostProcess,
    file: Option<&'a OsStr>,
    suffix: Option<&'a OsStr>,
}

/// The suffix of the groups that this one of several servers reads, such as `.north`.
pub(super) fn group_suffix(process: &HostProcess) -> String {
    let suffix = Defaults::of(process).suffix.unwrap_or_default();
    suffix.to_string_lossy().into_owned()
}

/// Where our options go.
pub(super) fn place(process: &HostProcess) -> Result<OptionPlace, OptionsError> {
    let defaults = Defaults::of(process);
    let files = defaults.files()?;
    let mut seen = Seen {
        process,
        folder: None,
        file: None,
    };
    for file in &files {
        seen.read(file, 0);
    }
    let suffix = group_suffix(process);
    match (seen.folder, seen.file) {
        (Some(folder), _) => Ok(OptionPlace::DropIn(
            folder.join(format!("{DROP_IN}{suffix}.cnf")),
        )),
        (None, Some(file)) => Ok(OptionPlace::Lines(file)),
        (None, None) => Err(OptionsError::NoFile(
            files
                .first()
                .map(|file| file.display().to_string())
                .unwrap_or_default(),
        )),
    }
}

/// The options that the server would start with now, in the order in which they count.
pub(super) fn effective(process: &HostProcess) -> Result<Vec<String>, OptionsError> {
    let defaults = Defaults::of(process);
    let told = defaults.ask(&["--print-defaults"])?;
    Ok(told.split_whitespace().map(str::to_owned).collect())
}

impl<'a> Defaults<'a> {
    fn of(process: &'a HostProcess) -> Self {
        let value = |name: &str| {
            let mut values = process.arguments.iter().filter_map(move |argument| {
                let value = argument.as_bytes().strip_prefix(name.as_bytes())?;
                Some(OsStr::from_bytes(value))
            });
            values.next_back()
        };
        Self {
            process,
            file: value("--defaults-file="),
            suffix: value("--defaults-group-suffix="),
        }
    }

    fn files(&self) -> Result<Vec<PathBuf>, OptionsError> {
        if self
            .process
            .arguments
            .iter()
            .any(|argument| argument == "--no-defaults")
        {
            return Err(OptionsError::NoDefaults);
        }
        match self.file.map(Path::new) {
            Some(file) if file.is_absolute() => Ok(vec![file.to_owned()]),
            Some(file) => Err(OptionsError::Relative(file.display().to_string())),
            None => self.standard_files(),
        }
    }

    fn standard_files(&self) -> Result<Vec<PathBuf>, OptionsError> {
        let help = self.ask(&["--verbose", "--help"])?;
        Ok(standard_files(&help)
            .into_iter()
            .map(PathBuf::from)
            .collect())
    }

    /// Runs the server's own program, which knows what it was compiled with, as the server's user.
    fn ask(&self, questions: &[&str]) -> Result<String, OptionsError> {
        let process = self.process;
        let user = process.user();
        let mut command = match process.root.as_path() {
            root if root == Path::new("/") => user.command(&process.program),
            root => {
                let mut command = Command::new("chroot");
                let user = format!("--userspec={}:{}", process.uid, process.gid);
                command
                    .arg(user)
                    .arg(root)
                    .arg(&process.program)
                    .env_clear();
                command
            }
        };
        for (name, value) in [("file", self.file), ("group-suffix", self.suffix)] {
            if let Some(value) = value {
                let mut option = std::ffi::OsString::from(format!("--defaults-{name}="));
                option.push(value);
                command.arg(option);
            }
        }
        let output = command
            .args(questions)
            .current_dir("/")
            .stdin(Stdio::null())
            .output()
            .map_err(|source| OptionsError::Program {
                program: process.program.display().to_string(),
                source,
            })?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// The line after the one that announces them; what is in a home folder is not the server's.
fn standard_files(help: &str) -> Vec<&str> {
    let mut lines = help.lines();
    lines.find(|line| line.starts_with("Default options are read from"));
    let files = lines.next().unwrap_or_default().split_whitespace();
    files.filter(|file| file.starts_with('/')).collect()
}

/// The last folder that is included, and the last file that is there.
struct Seen<'a> {
    process: &'a HostProcess,
    folder: Option<PathBuf>,
    file: Option<PathBuf>,
}

impl Seen<'_> {
    fn read(&mut self, file: &Path, depth: usize) {
        let file = self.process.on_host(file);
        let Ok(text) = fs::read_to_string(&file) else {
            return;
        };
        if depth == 0 {
            self.file = Some(file);
        }
        for line in text.lines() {
            if let Some(folder) = directive(line, "!includedir") {
                let folder = self.process.on_host(Path::new(folder));
                if folder.is_dir() {
                    self.folder = Some(folder);
                }
            } else if let Some(included) = directive(line, "!include")
                && depth < INCLUDE_DEPTH_MAX
            {
                self.read(Path::new(included), depth + 1);
            }
        }
    }
}

fn directive<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let value = line.trim_start().strip_prefix(name)?;
    value.starts_with([' ', '\t']).then_some(value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(arguments: &[&str]) -> HostProcess {
        let mut process = HostProcess::look_at(std::process::id()).unwrap();
        process.arguments = arguments.iter().map(Into::into).collect();
        process
    }

    #[test]
    fn ours_goes_into_the_last_folder_that_is_included() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("conf.d")).unwrap();
        fs::create_dir(at("last.d")).unwrap();
        let main = format!(
            "[mysqld]\n!include {}\n!includedir {}\n",
            at("more.cnf").display(),
            at("absent.d").display()
        );
        fs::write(at("my.cnf"), main).unwrap();
        let more = format!(
            "!includedir {}\n !includedir {}/\n",
            at("conf.d").display(),
            at("last.d").display()
        );
        fs::write(at("more.cnf"), more).unwrap();
        let file = format!("--defaults-file={}", at("my.cnf").display());
        let found = place(&process(&["mariadbd", &file])).unwrap();
        assert_eq!(found, OptionPlace::DropIn(at("last.d/zz-sekisho.cnf")));
        let suffixed = process(&["mariadbd", &file, "--defaults-group-suffix=.north"]);
        let found = place(&suffixed).unwrap();
        assert_eq!(
            found,
            OptionPlace::DropIn(at("last.d/zz-sekisho.north.cnf"))
        );
    }

    #[test]
    fn without_a_folder_ours_goes_into_the_file_itself() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my.cnf");
        let argument = format!("--defaults-file={}", file.display());
        let absent = place(&process(&["mariadbd", &argument]));
        assert!(matches!(absent, Err(OptionsError::NoFile(_))), "{absent:?}");
        fs::write(&file, "[mysqld]\n").unwrap();
        let found = place(&process(&["mariadbd", &argument])).unwrap();
        assert_eq!(found, OptionPlace::Lines(file));
    }

    #[test]
    fn a_server_that_reads_no_file_is_told_apart() {
        let refused = place(&process(&["mariadbd", "--no-defaults"]));
        assert!(matches!(refused, Err(OptionsError::NoDefaults)));
        let refused = place(&process(&["mariadbd", "--defaults-file=my.cnf"]));
        assert!(matches!(refused, Err(OptionsError::Relative(_))));
    }

    #[test]
    fn the_files_of_a_program_are_read_from_its_help() {
        let help = "\nDefault options are read from the following files in the given order:\n\
                    /etc/my.cnf /etc/mysql/my.cnf ~/.my.cnf \nThe following groups are read: mysqld\n";
        assert_eq!(standard_files(help), ["/etc/my.cnf", "/etc/mysql/my.cnf"]);
    }
}
