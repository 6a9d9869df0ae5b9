"""Codes and masks."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import one_time_codes
from registry.one_time_codes import code_fits, hash_code, mask_email, mask_mobile, new_code


def test_codes_are_six_digits_and_keep_their_zeros(monkeypatch):
    assert all(re.fullmatch(r"[0-9]{6}", new_code()) for _ in range(200))
    monkeypatch.setattr(one_time_codes.secrets, "randbelow", lambda below: {1_000_000: 42}[below])
    assert new_code() == "000042"


def test_code_fits_its_own_hash_only():
    stored = hash_code("012345")
    assert code_fits(stored, "012345")
    assert not code_fits(stored, "012346")
    assert not code_fits(stored, "12345")


def test_T08_hash_is_salted_slow_and_free_of_the_digits():
    first, second = hash_code("012345"), hash_code("012345")
    assert first != second
    assert "m=19456,t=2,p=1" in first
    assert "012345" not in first


@pytest.mark.parametrize("stored", ["", hash_code("999999")], ids=["no-code", "a-code"])
def test_T01_comparison_does_the_same_work_without_a_code(monkeypatch, stored):
    work = Counter()

    class Counting:
        def verify(self, hashed, code):
            parameters = hashed.split("$")[3]
            work[parameters] += 1
            return one_time_codes.PasswordHasher().verify(hashed, code)

    monkeypatch.setattr(one_time_codes, "HASHER", Counting())
    assert not code_fits(stored, "000000")
    assert work == {"m=19456,t=2,p=1": 1}


@given(st.from_regex(r"(\+44|0)7[0-9]{9}", fullmatch=True))
def test_mask_of_a_mobile_shows_three_digits(mobile):
    masked = mask_mobile(mobile)
    assert masked == "*" * (len(mobile.lstrip("+")) - 3) + mobile[-3:]


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("asha@example.com", "as**@example.com"),
        ("a@example.com", "a**@e******.com"),
        ("abc@example.co.uk", "a**@e******.co.uk"),
        ("jo@x.org", "j**@x*.org"),
        ("long.name@example.com", "lo*******@example.com"),
    ],
)
def test_mask_of_an_email_hides_most_of_the_name(email, masked):
    assert mask_email(email) == masked
