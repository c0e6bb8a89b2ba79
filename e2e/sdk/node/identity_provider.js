// An OpenID Connect provider of the tests' own. Its keys are where the stand-in was told that they are.
const { createSign, generateKeyPairSync } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

const ISSUER = "https://idp.example.com";
const AUDIENCE = "app";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

function publish() {
  const key = { ...publicKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "1" };
  writeFileSync(join(process.env.HOME, "jwks.json"), JSON.stringify({ keys: [key] }));
}

function token(subject) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: ISSUER, sub: subject, aud: AUDIENCE, iat: now, exp: now + 600 };
  const parts = [{ alg: "RS256", kid: "1" }, claims].map((part) => encoded(JSON.stringify(part)));
  const signature = createSign("RSA-SHA256").update(parts.join(".")).sign(privateKey);
  return [...parts, encoded(signature)].join(".");
}

function encoded(bytes) {
  return Buffer.from(bytes).toString("base64url");
}

module.exports = { ISSUER, AUDIENCE, publish, token };
