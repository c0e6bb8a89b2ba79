// Clear text is sent over TLS when the server asks. The driver itself checks the name after the login, when
// the token is out; with `host` in `ssl` too, Node checks it before.
const mariadb = require("mariadb");
const { host, port, user, ca, token } = require("./told");

async function main() {
  const connection = await mariadb.createConnection({
    host, port, user, password: token,
    ssl: { ca, host, rejectUnauthorized: true },
  });
  const rows = await connection.query({ sql: "SELECT CURRENT_USER()", rowsAsArray: true });
  console.log(rows[0][0]);
  await connection.end();
}

main().catch((error) => { console.error(String(error)); process.exitCode = 1; });
