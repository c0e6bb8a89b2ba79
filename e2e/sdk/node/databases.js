// How one logs in to each family's server, over TLS that is verified.
const mysql = require("mysql2/promise");
const pg = require("pg");

const MYSQL = {
  engine: "aurora-mysql",
  // "Access denied for user".
  refusal: { errno: 1045 },
  currentUser: (user) => `${user}@%`,
  createUser: (user) => [`CREATE USER ${user} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`],
  async ask({ ca, ...login }, ...statements) {
    const connection = await mysql.createConnection({
      ...login,
      enableCleartextPlugin: true,
      ssl: { ca, rejectUnauthorized: true, verifyIdentity: true },
    });
    try {
      let rows;
      for (const sql of statements) [rows] = await connection.query({ sql, rowsAsArray: true });
      return rows;
    } finally {
      await connection.end();
    }
  },
};

const POSTGRESQL = {
  engine: "aurora-postgresql",
  // "PAM authentication failed for user".
  refusal: { code: "28000" },
  currentUser: (user) => user,
  createUser: (user) => [`CREATE USER ${user}`, `GRANT rds_iam TO ${user}`],
  async ask({ ca, ...login }, ...statements) {
    const client = new pg.Client({
      ...login,
      database: "postgres",
      ssl: { ca, rejectUnauthorized: true },
    });
    await client.connect();
    try {
      let rows;
      for (const text of statements) ({ rows } = await client.query({ text, rowMode: "array" }));
      return rows;
    } finally {
      await client.end();
    }
  },
};

module.exports = { FAMILIES: [MYSQL, POSTGRESQL] };
