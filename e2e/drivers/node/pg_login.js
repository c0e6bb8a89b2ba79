// Node's own TLS checks certificate and name. Do not put `sslmode` into a connection string beside this:
// it replaces `ssl`.
const { Client } = require("pg");
const { host, port, user, ca, token } = require("./told");

async function main() {
  const client = new Client({
    host, port, user, password: token, database: "postgres",
    ssl: { ca, rejectUnauthorized: true },
  });
  await client.connect();
  const { rows } = await client.query({ text: "SELECT CURRENT_USER", rowMode: "array" });
  console.log(rows[0][0]);
  await client.end();
}

main().catch((error) => { console.error(String(error)); process.exitCode = 1; });
