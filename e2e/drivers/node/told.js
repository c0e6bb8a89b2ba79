// What every program here is told: HOST PORT USER CA, and the token on standard input, where no process
// list shows it.
const { readFileSync } = require("node:fs");

const [host, port, user, caFile] = process.argv.slice(2);

module.exports = {
  host,
  port: Number(port),
  user,
  ca: readFileSync(caFile, "utf8"),
  token: readFileSync(0, "utf8"),
};
