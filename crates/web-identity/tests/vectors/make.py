"""Writes vectors/web-identity.json: tokens of a provider and of those who pose as it.

    python3 make.py > ../../../../vectors/web-identity.json

The keys are made anew each time (`pip install cryptography`).
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

NOW = 1_736_942_400
ISSUER = "https://idp.example.com"
CLIENT = "sekisho"
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value, width=None):
    return b64(value.to_bytes(width or (value.bit_length() + 7) // 8, "big"))


RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT_RSA = rsa.generate_private_key(public_exponent=65537, key_size=1024)
EC = {"256": ec.generate_private_key(ec.SECP256R1()), "384": ec.generate_private_key(ec.SECP384R1()),
      "512": ec.generate_private_key(ec.SECP521R1())}
WIDTHS = {"256": 32, "384": 48, "512": 66}
CURVES = {"256": "P-256", "384": "P-384", "512": "P-521"}


def rsa_jwk(key, kid, **more):
    public = key.public_key().public_numbers()
    return {"kty": "RSA", "use": "sig", "kid": kid, "n": number(public.n), "e": number(public.e), **more}


def ec_jwk(size, kid, **more):
    public = EC[size].public_key().public_numbers()
    width = WIDTHS[size]
    return {"kty": "EC", "kid": kid, "crv": CURVES[size], "x": number(public.x, width), "y": number(public.y, width), **more}


KEYS = {"keys": [
    rsa_jwk(RSA, "rsa"),
    rsa_jwk(OTHER_RSA, "rsa-256-only", alg="RS256"),
    rsa_jwk(SHORT_RSA, "short"),
    rsa_jwk(OTHER_RSA, "for-encryption") | {"use": "enc"},
    *[ec_jwk(size, f"ec-{size}") for size in EC],
    {"kty": "oct", "kid": "shared", "k": b64(b"secret")},
]}


def sign(algorithm, message, key=None):
    size = algorithm[2:]
    if algorithm.startswith("RS"):
        return (key or RSA).sign(message, padding.PKCS1v15(), HASHES[size])
    if algorithm.startswith("PS"):
        return RSA.sign(message, padding.PSS(padding.MGF1(HASHES[size]), 32), HASHES[size])
    if algorithm.startswith("ES"):
        key = key or EC[size]
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(HASHES[size])))
        width = (key.curve.key_size + 7) // 8
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")
    raise SystemExit(algorithm)


def claims(**changed):
    base = {"iss": ISSUER, "sub": "jane", "aud": CLIENT, "iat": NOW - 10, "exp": NOW + 600}
    return {name: value for name, value in (base | changed).items() if value is not None}


def token(algorithm="RS256", kid="rsa", header=None, payload=None, key=None, signature=None):
    header = {"alg": algorithm, "typ": "JWT", "kid": kid} | (header or {})
    header = {name: value for name, value in header.items() if value is not None}
    payload = claims() if payload is None else payload
    texts = [part if isinstance(part, str) else json.dumps(part) for part in (header, payload)]
    message = ".".join(b64(text.encode()) for text in texts).encode()
    made = sign(algorithm, message, key) if signature is None else signature(message)
    return f"{message.decode()}.{b64(made)}"


PUBLIC_PEM = RSA.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
SPKI = RSA.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def shared(secret):
    return lambda message: hmac.new(secret, message, hashlib.sha256).digest()


def der_signature(message):
    return EC["256"].sign(message, ec.ECDSA(hashes.SHA256()))


def cases():
    yield "RS256", token(), "ok"
    for algorithm in ("RS384", "RS512"):
        yield algorithm, token(algorithm), "ok"
    for size in EC:
        yield f"ES{size}", token(f"ES{size}", f"ec-{size}"), "ok"
    yield "without a key id, by the one key that fits", token(kid=None), "ok"
    yield "an audience among several", token(payload=claims(aud=["other", CLIENT])), "ok"
    yield "azp stands for aud", token(payload=claims(aud="resource", azp=CLIENT)), "ok"
    yield "an issuer with a slash behind it", token(payload=claims(iss=ISSUER + "/")), "ok"
    yield "a key that the token brings along is not looked at", token(header={"jwk": rsa_jwk(OTHER_RSA, "rsa")}), "ok"
    yield "no typ", token(header={"typ": None}), "ok"

    yield "alg none without a signature", token(header={"alg": "none"}, signature=lambda _: b""), "algorithm"
    yield "alg nOnE", token(header={"alg": "nOnE"}, signature=lambda _: b""), "algorithm"
    yield "alg empty", token(header={"alg": ""}), "algorithm"
    yield "no alg", token(header={"alg": None}), "form"
    yield "HS256 with the public key as PEM", token(header={"alg": "HS256"}, signature=shared(PUBLIC_PEM)), "algorithm"
    yield "HS256 with the public key as DER", token(header={"alg": "HS256"}, signature=shared(SPKI)), "algorithm"
    yield "HS256 with the provider's shared key", token("RS256", "shared", {"alg": "HS256"}, signature=shared(b"secret")), "algorithm"
    yield "PS256", token("PS256"), "algorithm"
    yield "RS1", token(header={"alg": "RS1"}), "algorithm"
    yield "an HMAC that claims to be RS256", token(signature=shared(PUBLIC_PEM)), "signature"
    yield "no signature that claims to be RS256", token(signature=lambda _: b""), "signature"
    yield "another's key under the provider's key id", token(key=OTHER_RSA), "signature"
    yield "another's key, brought along", token(header={"jwk": rsa_jwk(OTHER_RSA, "rsa")}, key=OTHER_RSA), "signature"
    yield "another's key, pointed to", token(header={"jku": "https://evil.example.com/jwks"}, key=OTHER_RSA), "signature"
    yield "a key of 1024 bits", token(kid="short", key=SHORT_RSA), "signature"
    yield "a key for another algorithm", token("RS512", "rsa-256-only", key=OTHER_RSA), "no key"
    yield "a key for encryption", token(kid="for-encryption", key=OTHER_RSA), "no key"
    yield "an unknown key id", token(kid="unknown"), "no key"
    for path in ("../../../../dev/null", "/proc/self/environ", "rsa' or '1'='1", "https://evil.example.com/key", "rsa\u0000"):
        yield f"the key id {path!r}", token(kid=path), "no key"
    yield "a key id that is no text", token(kid=7), "form"
    yield "ES256 of a P-384 key", token("ES256", "ec-384", key=EC["384"]), "no key"
    yield "ES256 with an RSA key's id", token("ES256", "rsa"), "no key"
    yield "RS256 with a P-256 key's id", token("RS256", "ec-256"), "no key"
    yield "ES256 with a signature in DER", token("ES256", "ec-256", signature=der_signature), "signature"
    yield "ES256 with a signature of zeros", token("ES256", "ec-256", signature=lambda _: bytes(64)), "signature"
    yield "a critical header", token(header={"crit": ["exp"], "exp": NOW}), "critical"
    yield "an empty list of critical headers", token(header={"crit": []}), "critical"

    one = token()
    header, payload, signature = one.split(".")
    yield "padding", f"{header}==.{payload}.{signature}", "form"
    yield "two parts", f"{header}.{payload}", "form"
    yield "four parts", one + ".x", "form"
    yield "five parts, as of an encrypted token", one + ".x.y", "form"
    yield "nothing", "", "form"
    yield "dots", "..", "form"
    yield "base64 of the other alphabet", f"{header}.{payload}.{signature[:-4]}+/+/", "form"
    yield "blanks in front", " " + one, "form"
    yield "a line break behind", one + "\n", "form"
    yield "changed claims", f"{header}.{b64(json.dumps(claims(sub='root')).encode())}.{signature}", "signature"
    yield "a header that is a list", token().replace(header, b64(b"[]")), "form"
    twice = json.dumps(claims())[:-1] + ', "sub": "root"}'
    yield "a claim that stands twice", token(payload=twice), "form"
    twice = b64(b'{"alg":"RS256","alg":"none","kid":"rsa"}')
    yield "alg that stands twice", f"{twice}.{payload}.{signature}", "form"
    yield "a token of 20,001 characters", token(payload=claims(filler="x" * 15_000))[:20_001].ljust(20_001, "A"), "too long"

    yield "another issuer", token(payload=claims(iss="https://evil.example.com")), "issuer"
    yield "an issuer that begins like the provider", token(payload=claims(iss=ISSUER + ".evil.com")), "issuer"
    yield "an issuer in capitals", token(payload=claims(iss=ISSUER.upper())), "issuer"
    yield "another audience", token(payload=claims(aud="other")), "audience"
    yield "an azp that is another", token(payload=claims(azp="other")), "audience"
    yield "an audience in capitals", token(payload=claims(aud=CLIENT.upper())), "audience"
    yield "no audience", token(payload=claims(aud=None)), "claims"
    yield "an empty list of audiences", token(payload=claims(aud=[])), "claims"
    yield "an audience that is a number", token(payload=claims(aud=[7])), "claims"
    yield "no subject", token(payload=claims(sub=None)), "claims"
    yield "an empty subject", token(payload=claims(sub="")), "claims"
    yield "a subject of 255 characters", token(payload=claims(sub="é" * 255)), "ok"
    yield "a subject of 256 characters", token(payload=claims(sub="é" * 256)), "claims"
    yield "a subject that is a number", token(payload=claims(sub=7)), "claims"
    yield "no issuer", token(payload=claims(iss=None)), "claims"

    yield "in its last second", token(payload=claims(exp=NOW + 1)), "ok"
    yield "at its end", token(payload=claims(exp=NOW)), "expired"
    yield "no end", token(payload=claims(exp=None)), "claims"
    yield "an end that is no integer", token(payload=claims(exp=NOW + 600.5)), "claims"
    yield "an end that is a text", token(payload=claims(exp=str(NOW + 600))), "claims"
    yield "an end beyond 64 bits", token(payload=claims(exp=2**70)), "claims"
    yield "no time of issue", token(payload=claims(iat=None)), "claims"
    yield "issued 300 s from now", token(payload=claims(iat=NOW + 300)), "ok"
    yield "issued 301 s from now", token(payload=claims(iat=NOW + 301)), "early"
    yield "valid from 300 s from now", token(payload=claims(nbf=NOW + 300)), "ok"
    yield "valid from 301 s from now", token(payload=claims(nbf=NOW + 301)), "early"
    yield "a beginning that is a text", token(payload=claims(nbf="soon")), "claims"

    tags = {"principal_tags": {"team": ["red"], "cost": "1"}, "transitive_tag_keys": ["team"]}
    yield "session tags", token(payload=claims(**{"https://aws.amazon.com/tags": tags})), "ok"
    two = {"principal_tags": {"team": ["red", "blue"]}}
    yield "a tag with two values", token(payload=claims(**{"https://aws.amazon.com/tags": two})), "claims"
    yield "a source identity", token(payload=claims(**{"https://aws.amazon.com/source_identity": "jane"})), "ok"
    yield "amr that is a text", token(payload=claims(amr="pwd")), "claims"


print(json.dumps({
    "now": NOW, "issuer": ISSUER, "audiences": [CLIENT], "keys": KEYS,
    "cases": [{"about": about, "token": text, "expect": expect} for about, text, expect in cases()],
}, indent=1))
