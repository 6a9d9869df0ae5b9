"""How to check a receipt without us: what a person may type anywhere that has OpenSSL."""

import base64
from dataclasses import dataclass

from registry.receipts import public_keys

# What stands before the 32 bytes of an Ed25519 public key in its usual form (RFC 8410), already in base64.
PEM_START = "MCowBQYDK2VwAyEA"
SOFTWARE = "manage.py verify_receipt receipt.jws result.csv --keys keys.json"
STEPS = {
    "signature": """\
cut -d. -f1,2 receipt.jws | tr -d '\\n' > signed.txt
signature=$(cut -d. -f3 receipt.jws | tr -d '\\n' | tr '_-' '/+')
printf '%s==' "$signature" | openssl base64 -d -A > signature.bin
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed.txt -sigfile signature.bin
""",
    "reading": """\
payload=$(cut -d. -f2 receipt.jws | tr '_-' '/+')
while [ $((${#payload} % 4)) -ne 0 ]; do payload="$payload="; done
printf '%s' "$payload" | openssl base64 -d -A
""",
    "hashing": "openssl sha256 result.csv\n",
}


@dataclass(frozen=True)
class Key:
    """A public key under the name that receipts call it by, as OpenSSL reads it."""

    name: str
    pem: str


def keys() -> list[Key]:
    """Return every key that receipts may name."""
    return [Key(key["kid"], _pem(key["x"])) for key in public_keys()["keys"]]


def _pem(x: str) -> str:
    body = PEM_START + base64.b64encode(base64.urlsafe_b64decode(x + "=")).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n"
