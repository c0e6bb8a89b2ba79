//! The commands that give a server its first certificate.

use std::path::Path;

use super::facts::Facts;
use super::options::{self, OptionPlace};
use crate::attach::host::HostProcess;

/// Three commands for root: a certificate that certifies itself and no other server, the options that name
/// it, and the restart that they take.
pub(super) fn commands(facts: &Facts, process: &HostProcess, place: &OptionPlace) -> [String; 3] {
    let data = facts.data_directory().unwrap_or_default();
    let [certificate, key] = ["server-cert.pem", "server-key.pem"].map(|name| data.join(name));
    let [certificate, key] = [&certificate, &key].map(|path| quoted(path));
    let into = match place {
        OptionPlace::DropIn(path) => format!("> {}", quoted(&path.with_file_name(OPTIONS))),
        OptionPlace::Lines(path) => format!(">> {}", quoted(path)),
    };
    let group = facts.product.option_group();
    let suffix = options::group_suffix(process);
    [
        format!(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
             -subj \"/CN=$(hostname)\" -addext basicConstraints=critical,CA:FALSE \
             -addext \"subjectAltName=DNS:localhost,DNS:$(hostname),IP:127.0.0.1\" \
             -keyout {key} -out {certificate} && chown {}:{} {key} {certificate}",
            process.uid, process.gid
        ),
        format!(
            "printf '[{group}{suffix}]\\nssl_cert=%s\\nssl_key=%s\\nssl_ca=%s\\n' \
             {certificate} {key} {certificate} {into}"
        ),
        format!("systemctl restart {}", facts.product.name()),
    ]
}

/// Comes before our own file, and after what packages bring.
const OPTIONS: &str = "60-tls.cnf";

/// For a shell.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"/._-".contains(&octet);
    match text.bytes().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_for_a_shell() {
        assert_eq!(
            quoted(Path::new("/var/lib/mysql/a-b.pem")),
            "/var/lib/mysql/a-b.pem"
        );
        assert_eq!(quoted(Path::new("/srv/a b's")), r"'/srv/a b'\''s'");
    }
}
