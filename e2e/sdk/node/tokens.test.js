// The signer mints what the vectors have, of botocore.
const assert = require("node:assert/strict");
const { mock, test } = require("node:test");

const { Signer } = require("@aws-sdk/rds-signer");

const { time, secret, vectors } = require("../../../vectors/tokens.json");

// It signs a host as it was typed, and port 443 too (crates/sigv4/tests/sigv4/token_forms.rs).
const SIGNED_OTHERWISE = ["V4 upper-case hostname", "V8 port 443 (default https port dropped from host header)"];

for (const vector of vectors) {
  test(vector.name, async () => {
    const at = time.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z");
    mock.timers.enable({ apis: ["Date"], now: Date.parse(at) });
    try {
      const same = inOrder(await minted(vector)).join() === inOrder(vector.token).join();
      assert.equal(same, !SIGNED_OTHERWISE.includes(vector.name));
    } finally {
      mock.timers.reset();
    }
  });
}

function minted({ host, port, user, region, access_key, session_token }) {
  const credentials = {
    accessKeyId: access_key,
    secretAccessKey: secret,
    ...(session_token && { sessionToken: session_token }),
  };
  return new Signer({ hostname: host, port, username: user, region, credentials }).getAuthToken();
}

// SDKs write the parameters in orders of their own; the signature is of one order.
function inOrder(token) {
  const [address, query] = token.split("?");
  return [address, query.split("&").sort()];
}
