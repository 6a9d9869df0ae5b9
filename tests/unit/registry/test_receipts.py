"""Only what we signed counts as a receipt, and only as we signed it."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry import receipts
from registry.receipts import ReceiptRefused

SEEDS = {name: base64.b64encode(name.encode() * 32).decode() for name in "abc"}
CLAIMS = {"reference": "K7M2-9QXR-4T", "lines": 12, "organisation": {"name": "Ysbyty Gwynedd, Môn"}}


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.RECEIPT_KEYS = (("a", SEEDS["a"]), ("b", SEEDS["b"]))
    settings.RECEIPT_RETIRED_KEYS = ()


def part(text):
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def public(name):
    return base64.b64encode(
        Ed25519PrivateKey.from_private_bytes(base64.b64decode(SEEDS[name])).public_key().public_bytes_raw()
    ).decode()


def forged(header, claims=CLAIMS, key="a"):
    """A token whose signature is that of our own key, whatever its header says."""
    signed = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    signature = Ed25519PrivateKey.from_private_bytes(base64.b64decode(SEEDS[key])).sign(signed.encode())
    return f"{signed}.{part(signature)}"


def test_receipt_says_what_was_signed():
    assert receipts.verify(receipts.sign(CLAIMS)) == CLAIMS
    assert receipts.verify(f"  {receipts.sign(CLAIMS)}\r\n") == CLAIMS


def test_receipt_names_its_key_and_the_one_algorithm():
    header = json.loads(base64.urlsafe_b64decode(receipts.sign(CLAIMS).partition(".")[0] + "=="))
    assert header == {"alg": "Ed25519", "kid": "a", "typ": "ndop-receipt+json"}


def test_first_key_signs_and_earlier_ones_still_count(settings):
    old = receipts.sign(CLAIMS)
    settings.RECEIPT_KEYS = (("b", SEEDS["b"]), ("a", SEEDS["a"]))
    assert receipts.verify(old) == CLAIMS
    settings.RECEIPT_KEYS = (("b", SEEDS["b"]),)
    settings.RECEIPT_RETIRED_KEYS = (("a", public("a")),)
    assert receipts.verify(old) == CLAIMS
    settings.RECEIPT_RETIRED_KEYS = ()
    with pytest.raises(ReceiptRefused, match="a key that we do not know"):
        receipts.verify(old)


def test_public_keys_hold_nothing_secret(settings):
    settings.RECEIPT_RETIRED_KEYS = (("c", public("c")),)
    keys = receipts.public_keys()["keys"]
    assert {key["kid"] for key in keys} == {"a", "b", "c"}
    assert all(set(key) == {"kty", "crv", "x", "kid", "use", "alg"} for key in keys)
    assert not any(seed in json.dumps(keys) for seed in SEEDS.values())


def test_given_keys_count_instead_of_ours(settings):
    token, keys = receipts.sign(CLAIMS), receipts.public_keys()
    settings.RECEIPT_KEYS = (("c", SEEDS["c"]),)
    assert receipts.verify(token, keys=keys) == CLAIMS


def test_altered_receipt_is_refused():
    header, payload, signature = receipts.sign(CLAIMS).split(".")
    richer = part(json.dumps(CLAIMS | {"lines": 13}).encode())
    for token in (f"{header}.{richer}.{signature}", f"{header}.{payload}.{signature[:-4]}AAAA", f"{header}.{payload}."):
        with pytest.raises(ReceiptRefused, match="altered"):
            receipts.verify(token)


def test_signature_of_another_key_is_refused():
    with pytest.raises(ReceiptRefused, match="altered"):
        receipts.verify(forged({"alg": "Ed25519", "kid": "a", "typ": receipts.TYPE}, key="b"))


@pytest.mark.parametrize("algorithm", ["none", "EdDSA", "HS256", "Ed448", None, ["Ed25519"]])
def test_other_algorithms_are_refused_even_with_our_signature(algorithm):
    with pytest.raises(ReceiptRefused, match="not a receipt of the national"):
        receipts.verify(forged({"alg": algorithm, "kid": "a", "typ": receipts.TYPE}))


@pytest.mark.parametrize("header", [{}, {"typ": "JWT"}, {"typ": None}])
def test_token_of_another_kind_is_refused(header):
    with pytest.raises(ReceiptRefused, match="not a receipt of the national"):
        receipts.verify(forged({"alg": "Ed25519", "kid": "a", **header}))


@pytest.mark.parametrize("extra", [{"crit": ["b64"], "b64": False}, {"crit": ["x"], "x": 1}])
def test_header_that_changes_the_rules_is_refused(extra):
    with pytest.raises(ReceiptRefused):
        receipts.verify(forged({"alg": "Ed25519", "kid": "a", "typ": receipts.TYPE, **extra}))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30.e30", "....", "W10.e30.e30", "\u2603.e30.e30", "x" * 300_000])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(ReceiptRefused, match="not a receipt"):
        receipts.verify(text)


@pytest.mark.parametrize("claims", [[1], "text", 7, None])
def test_signed_payload_that_is_no_object_is_refused(claims):
    with pytest.raises(ReceiptRefused):
        receipts.verify(forged({"alg": "Ed25519", "kid": "a", "typ": receipts.TYPE}, claims))


@pytest.mark.parametrize("kid", [None, 7, ["a"], {"a": 1}, "z"])
def test_key_that_is_not_ours_is_refused(kid):
    with pytest.raises(ReceiptRefused, match="a key that we do not know"):
        receipts.verify(forged({"alg": "Ed25519", "kid": kid, "typ": receipts.TYPE}))
