"""Model and form fields for NHS numbers and for values kept encrypted."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from registry.encryption import decrypt, encrypt
from registry.nhs_number import MESSAGES, NHSNumber, NHSNumberError


class NHSNumberField(models.BigIntegerField):  # type: ignore[type-arg]
    """An NHS number as `bigint`. Pair it with `nhs_number_is_valid` in the model's constraints."""

    description = "NHS number"
    # What the type checker takes and gives for this field.
    _pyi_private_set_type: NHSNumber | None  # type: ignore[assignment]  # narrower
    _pyi_private_get_type: NHSNumber  # type: ignore[assignment]  # narrower
    _pyi_lookup_exact_type: NHSNumber  # type: ignore[assignment]  # narrower

    def from_db_value(self, value: int | None, *_: Any) -> NHSNumber | None:
        return None if value is None else NHSNumber(value)

    def to_python(self, value: Any) -> NHSNumber | None:
        if value is None or isinstance(value, NHSNumber):
            return value
        try:
            return NHSNumber.parse(f"{value:010d}" if isinstance(value, int) else str(value))
        except NHSNumberError as error:
            raise ValidationError(MESSAGES[error.code], code=error.code) from error

    def get_prep_value(self, value: Any) -> int | None:
        # Python's int() also reads other scripts' digits, signs and underscores; text is only ever parsed.
        number = NHSNumber.parse(value) if isinstance(value, str) else value
        return number.value if isinstance(number, NHSNumber) else super().get_prep_value(number)


class NHSNumberFormField(forms.CharField):
    """Reads a typed NHS number, with its own message for each way of being wrong."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {**MESSAGES, "required": MESSAGES["empty"], **kwargs["error_messages"]}
        kwargs.setdefault("max_length", 100)
        super().__init__(**kwargs)
        self.error_messages.setdefault("max_length", self.error_messages["too_long"])

    def to_python(self, value: Any) -> Any:
        """Return an NHSNumber, or None when empty."""
        text = super().to_python(value)
        if not text or len(text) > (self.max_length or 0):
            return text
        try:
            return NHSNumber.parse(text)
        except NHSNumberError as error:
            raise ValidationError(self.error_messages[error.code], code=error.code) from error

    def run_validators(self, value: Any) -> None:
        """Length is checked on the text; a number that was read needs no more checks."""
        if not isinstance(value, NHSNumber):
            super().run_validators(value)


class EncryptedTextField(models.Field):  # type: ignore[type-arg]  # its types stand below
    """Text kept as AES-256-GCM ciphertext; empty text is kept as empty bytes."""

    description = "encrypted text"
    _pyi_private_set_type: str
    _pyi_private_get_type: str
    _pyi_lookup_exact_type: bytes

    def get_internal_type(self) -> str:
        """The column is `bytea`."""
        return "BinaryField"

    def from_db_value(self, value: Any, *_: Any) -> str:
        return decrypt(bytes(value)).decode() if value else ""

    def to_python(self, value: Any) -> str:
        return str(value or "")

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        stored = encrypt(str(value).encode()) if value else b""
        return super().get_db_prep_value(stored, connection, prepared)


class EncryptedBytesField(models.BinaryField):  # type: ignore[type-arg]
    """A file kept as AES-256-GCM ciphertext; empty bytes are kept as they are."""

    description = "encrypted bytes"

    def from_db_value(self, value: Any, *_: Any) -> bytes:
        return decrypt(bytes(value)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        stored = encrypt(bytes(value)) if value else b""
        return super().get_db_prep_value(stored, connection, prepared)


class EncryptedJSONField(models.Field):  # type: ignore[type-arg]  # its types stand below
    """A JSON value kept as AES-256-GCM ciphertext; empty bytes read as an empty object."""

    description = "encrypted JSON"
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: bytes

    def get_internal_type(self) -> str:
        """The column is `bytea`."""
        return "BinaryField"

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return json.loads(decrypt(bytes(value))) if value else {}

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        is_empty = value in (None, {}, b"")  # an empty list is kept as such, or it would come back as an object
        stored = b"" if is_empty else encrypt(json.dumps(value, separators=(",", ":")).encode())
        return super().get_db_prep_value(stored, connection, prepared)
