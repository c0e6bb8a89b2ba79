"""An OpenID Connect provider of the tests' own: RSA in Python's integers, as boto3 brings no cryptography."""

import base64
import hashlib
import json
import math
import random
import time

ISSUER = "https://idp.example.com"
BITS = 2048
EXPONENT = 65537
# The DER prefix of a SHA-256 digest (RFC 8017, section 9.2, note 1).
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


class IdentityProvider:
    def __init__(self):
        first, second = prime(BITS // 2), prime(BITS // 2)
        self.modulus = first * second
        self.private = pow(EXPONENT, -1, math.lcm(first - 1, second - 1))

    def key_set(self):
        """What stands at `jwks_uri`."""
        numbers = {"n": encoded(octets(self.modulus)), "e": encoded(octets(EXPONENT))}
        return json.dumps({"keys": [{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", **numbers}]})

    def token(self, subject, audience):
        now = int(time.time())
        claims = {"iss": ISSUER, "sub": subject, "aud": audience, "iat": now, "exp": now + 600}
        parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "1"}, claims)]
        signed = ".".join(parts)
        digest = SHA256 + hashlib.sha256(signed.encode()).digest()
        padded = b"\x00\x01" + b"\xff" * (BITS // 8 - len(digest) - 3) + b"\x00" + digest
        signature = pow(int.from_bytes(padded, "big"), self.private, self.modulus)
        return f"{signed}.{encoded(signature.to_bytes(BITS // 8, 'big'))}"


def prime(bits):
    while True:
        # The two highest bits, so that a product of two has all its bits.
        candidate = random.getrandbits(bits) | 0b11 << (bits - 2) | 1
        if math.gcd(candidate - 1, EXPONENT) == 1 and is_prime(candidate):
            return candidate


def is_prime(number, rounds=16):
    """By Miller and Rabin; good enough for a key that lives as long as a test."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(rounds):
        power = pow(random.randrange(2, number - 1), odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = pow(power, 2, number)
            if power == number - 1:
                break
        else:
            return False
    return True


def octets(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def encoded(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
