import base64
from types import SimpleNamespace

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from registry.encryption import CannotDecrypt, decrypt, encrypt, keyed_hash
from registry.fields import EncryptedBytesField, EncryptedJSONField, EncryptedTextField

OLD = ("2026", base64.b64encode(b"o" * 32).decode())
NEW = ("2027", base64.b64encode(b"n" * 32).decode())
CONNECTION = SimpleNamespace(Database=SimpleNamespace(Binary=bytes), ops=SimpleNamespace(), vendor="postgresql")


def stored(field, value):
    return bytes(field.get_db_prep_value(value, CONNECTION, prepared=True))


@given(st.binary(max_size=200))
def test_T40_encryption_round_trips(plain):
    assert decrypt(encrypt(plain)) == plain


def test_T40_ciphertext_shows_nothing_and_never_repeats():
    first, second = encrypt(b"07700 900123"), encrypt(b"07700 900123")
    assert first != second
    assert b"07700" not in first


def test_T40_keys_rotate_and_old_rows_stay_readable():
    with override_settings(FIELD_ENCRYPTION_KEYS=(OLD,)):
        old_row = encrypt(b"kept")
    with override_settings(FIELD_ENCRYPTION_KEYS=(NEW, OLD)):
        assert decrypt(old_row) == b"kept"
        new_row = encrypt(b"kept")
        assert new_row.startswith(b"2027\0")
    with override_settings(FIELD_ENCRYPTION_KEYS=(NEW,)):
        assert decrypt(new_row) == b"kept"
        with pytest.raises(CannotDecrypt):
            decrypt(old_row)


def test_T40_wrong_key_under_the_right_name_is_an_error():
    with override_settings(FIELD_ENCRYPTION_KEYS=(OLD,)):
        row = encrypt(b"kept")
    with override_settings(FIELD_ENCRYPTION_KEYS=((OLD[0], NEW[1]),)), pytest.raises(CannotDecrypt):
        decrypt(row)


@given(st.integers(0), st.integers(1, 255))
def test_T40_altered_ciphertext_is_an_error(place, by):
    row = bytearray(encrypt(b"a@example.com"))
    row[place % len(row)] ^= by
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(row))


def test_T40_ciphertext_cut_anywhere_is_an_error():
    row = encrypt(b"a@example.com")
    for length in range(len(row)):
        with pytest.raises(CannotDecrypt):
            decrypt(row[:length])


def test_keyed_hash_differs_by_purpose_text_and_key():
    hashes = {keyed_hash("audit", "9990000018"), keyed_hash("network", "9990000018"), keyed_hash("audit", "9990000026")}
    with override_settings(SUBJECT_HMAC_KEY="another key"):
        hashes.add(keyed_hash("audit", "9990000018"))
    assert len(hashes) == 4
    assert {len(value) for value in hashes} == {32}
    assert keyed_hash("audit", "9990000018") == keyed_hash("audit", "9990000018")


def test_keyed_hash_keeps_purpose_and_text_apart():
    assert keyed_hash("a", "bc") != keyed_hash("ab", "c")


@given(st.text(max_size=50).filter(bool))
def test_encrypted_text_round_trips(text):
    kept = stored(EncryptedTextField(), text)
    assert text.encode() not in kept or len(text) < 3
    assert EncryptedTextField().from_db_value(kept) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON.filter(lambda value: value is not None))
def test_encrypted_json_round_trips(value):
    assert EncryptedJSONField().from_db_value(stored(EncryptedJSONField(), value)) == value


@given(st.binary(max_size=50))
def test_encrypted_bytes_round_trip(value):
    assert EncryptedBytesField().from_db_value(stored(EncryptedBytesField(), value)) == value


@pytest.mark.parametrize(
    ("field", "empty"), [(EncryptedTextField(), ""), (EncryptedJSONField(), {}), (EncryptedBytesField(), b"")]
)
def test_encrypted_nothing_is_kept_as_no_bytes(field, empty):
    assert stored(field, empty) == b""
    assert field.from_db_value(b"") == empty
