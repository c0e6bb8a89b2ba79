//! Servers that are not who they should be: they speak no TLS, ask for the password as it is, and keep
//! whatever is sent.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use testkit::engines::mysql_family;
use testkit::{CliOutput, mysql_cli};

use crate::stand_in::{StandIn, shared};

/// What every token has in it.
const OF_A_TOKEN: &str = "X-Amz-Signature";

/// How long nothing may come from a client that is there still.
const SILENCE: Duration = Duration::from_secs(20);

#[test]
fn connect_gives_no_token_to_a_mysql_or_mariadb_without_tls() {
    let stand_in = shared();
    for engine in mysql_family() {
        let client = engine.program(&["mariadb", "mysql"]);
        assert_gives_nothing_away(stand_in, client, speak_mysql);
    }
}

#[test]
fn connect_gives_no_token_to_a_postgresql_without_tls() {
    assert_gives_nothing_away(shared(), "psql".into(), speak_postgresql);
}

/// Otherwise the tests above could not fail.
#[test]
fn a_client_that_is_told_nothing_of_tls_gives_its_password_to_the_impostor() {
    let (port, impostor) = impostor(speak_mysql);
    let output = mysql_cli([
        "--host=127.0.0.1",
        &format!("--port={port}"),
        "--user=somebody",
        "--password=a-secret",
        "--default-auth=mysql_clear_password",
        "--skip-ssl",
        "-e",
        "SELECT 1",
    ]);
    let heard = impostor.join().unwrap();
    assert!(heard.contains("a-secret"), "{output:?}: {heard:?}");
}

fn assert_gives_nothing_away(stand_in: &StandIn, client: PathBuf, speak: fn(TcpStream) -> String) {
    let (port, impostor) = impostor(speak);
    let output = connect(stand_in, port, &client);
    let heard = impostor.join().unwrap();
    let shown = client.display();
    assert_ne!(output.code, Some(0), "{shown}: {output:?}");
    assert!(!heard.contains(OF_A_TOKEN), "{shown}: {heard:?}");
    assert!(
        output.stderr.contains("SSL") || output.stderr.contains("TLS"),
        "{shown}: {output:?}"
    );
}

fn connect(stand_in: &StandIn, port: u16, client: &std::path::Path) -> CliOutput {
    let port = port.to_string();
    let client = client.display().to_string();
    let ca = stand_in.data_dir().join("global-bundle.pem");
    stand_in.sekisho([
        "connect",
        "127.0.0.1",
        "--port",
        &port,
        "--user",
        "somebody",
        "--ssl-ca",
        &ca.display().to_string(),
        "--client",
        &client,
        "--",
        if client == "psql" { "-c" } else { "-e" },
        "SELECT 1",
    ])
}

/// The port of somebody who takes one connection, and what he heard in the end.
fn impostor(speak: fn(TcpStream) -> String) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (client, _) = listener.accept().unwrap();
        client.set_read_timeout(Some(SILENCE)).unwrap();
        speak(client)
    });
    (port, heard)
}

/// A greeting without `CLIENT_SSL`, and to every answer a request for the password as it is (MySQL,
/// *Protocol::HandshakeV10*, *Protocol::AuthSwitchRequest*).
fn speak_mysql(mut client: TcpStream) -> String {
    const ALL_BUT_SSL: [u8; 2] = 0xf7ff_u16.to_le_bytes();
    const PLUGIN_AUTH: [u8; 2] = 0x0008_u16.to_le_bytes();
    let greeting = [
        b"\x0a8.4.0\0\x01\0\0\0abcdefgh\0",
        &ALL_BUT_SSL[..],
        b"\x2d\x02\0",
        &PLUGIN_AUTH,
        b"\x15\0\0\0\0\0\0\0\0\0\0ijklmnopqrst\0mysql_clear_password\0",
    ]
    .concat();
    let _ = client.write_all(&packet(0, &greeting));
    let mut heard = hear(&mut client);
    let _ = client.write_all(&packet(2, b"\xfemysql_clear_password\0"));
    heard.push_str(&hear(&mut client));
    heard
}

fn packet(number: u8, payload: &[u8]) -> Vec<u8> {
    let [a, b, c, _] = u32::try_from(payload.len()).unwrap().to_le_bytes();
    [&[a, b, c, number], payload].concat()
}

/// No TLS, and to every question a request for the password as it is (PostgreSQL, *SSL Session
/// Encryption* and *AuthenticationCleartextPassword* in *Message Formats*).
fn speak_postgresql(mut client: TcpStream) -> String {
    let mut heard = hear(&mut client);
    let _ = client.write_all(b"N");
    heard.push_str(&hear(&mut client));
    let _ = client.write_all(b"R\0\0\0\x08\0\0\0\x03");
    heard.push_str(&hear(&mut client));
    heard
}

/// What comes next, as far as it is text.
fn hear(client: &mut TcpStream) -> String {
    let mut buffer = [0; 16 * 1024];
    let count = client.read(&mut buffer).unwrap_or_default();
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}
