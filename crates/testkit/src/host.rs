//! Programs in C that load a native module as its server does, and what watches their memory.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A compiled program.
#[derive(Debug)]
pub struct Host {
    program: PathBuf,
    _folder: TempDir,
}

impl Host {
    /// Compiles a program of one file. Its symbols are bound when it starts, as a server's are: binding
    /// later saves the processor's registers to the stack, with whatever was last copied through them.
    ///
    /// # Panics
    /// When there is no compiler, or it has something to say.
    #[must_use]
    pub fn compile(source: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("host");
        let status = Command::new("cc")
            .args(["-g", "-O1", "-Wall", "-Werror", "-Wl,-z,now", "-o"])
            .arg(&program)
            .arg(source)
            .args(options)
            .status()
            .expect("a C compiler (`make deps`)");
        assert!(status.success(), "{source} does not compile");
        Self {
            program,
            _folder: folder,
        }
    }

    /// The program.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The program in valgrind, which ends it with a code of its own at a wrong access to memory and at a
    /// leak; alone, and said so, where there is no valgrind.
    #[must_use]
    pub fn watched(&self, options: &[&str]) -> Command {
        if Command::new("valgrind").arg("--version").output().is_err() {
            // Past the test runner, which keeps what a test that passes prints.
            let _ = writeln!(
                io::stderr(),
                "!!! SKIPPED: there is no valgrind here; no module's memory is watched"
            );
            return Command::new(&self.program);
        }
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--quiet", "--error-exitcode=9", "--leak-check=full"])
            .arg("--errors-for-leak-kinds=definite")
            .args(options)
            .arg(&self.program);
        valgrind
    }
}

/// What a program prints when it is given this to read. It succeeds.
///
/// # Panics
/// When it does not.
#[must_use]
pub fn printed(command: &mut Command, input: &[u8]) -> String {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("its standard input");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {complaints}", output.status);
    String::from_utf8(output.stdout).expect("text")
}
