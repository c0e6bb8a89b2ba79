// `enableCleartextPlugin` lets mysql2 send clear text; `verifyIdentity` makes it check the name, which
// `rejectUnauthorized` alone does not. Where `host` is an address it checks for `localhost` in its place.
const mysql = require("mysql2/promise");
const { host, port, user, ca, token } = require("./told");

async function main() {
  const connection = await mysql.createConnection({
    host, port, user, password: token,
    enableCleartextPlugin: true,
    ssl: { ca, rejectUnauthorized: true, verifyIdentity: true },
  });
  const [rows] = await connection.query({ sql: "SELECT CURRENT_USER()", rowsAsArray: true });
  console.log(rows[0][0]);
  await connection.end();
}

main().catch((error) => { console.error(String(error)); process.exitCode = 1; });
