"""Reads what COPY … (FORMAT binary) gives for one row with one array of integers: millions of numbers at once.

Source: PostgreSQL's documentation of COPY's binary format; the layout of an array is that of `array_send`.
"""

import struct

import numpy as np

from registry.upholding import AnswerUnknown
from registry.upholding.terms import NineDigits

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # no flags, no extension
TRAILER = b"\xff\xff"
NULL = SIGNATURE + struct.pack(">hi", 1, -1) + TRAILER
# One field of so many bytes: one dimension, no nulls, integers of four bytes, their number, counted from 1.
HEAD = struct.Struct(">hiiiiii")
ONE_FIELD, ONE_DIMENSION, NO_NULLS, INT4, FROM_ONE = 1, 1, 0, 23, 1
ARRAY_HEAD = 20
ELEMENT = np.dtype([("size", ">i4"), ("value", ">i4")])


def read_array(copied: bytes) -> NineDigits:
    """Return the numbers, none for NULL. Raises AnswerUnknown for whatever is not that whole row."""
    if copied == NULL:
        return np.empty(0, np.uint32)
    body = len(SIGNATURE) + HEAD.size
    if len(copied) < body or not copied.startswith(SIGNATURE) or not copied.endswith(TRAILER):
        raise AnswerUnknown("the database's answer was cut off")
    fields, size, *shape, count, start = HEAD.unpack_from(copied, len(SIGNATURE))
    expected = (ONE_FIELD, [ONE_DIMENSION, NO_NULLS, INT4], ARRAY_HEAD + count * ELEMENT.itemsize, FROM_ONE)
    if (fields, shape, size, start) != expected or len(copied) != body + count * ELEMENT.itemsize + len(TRAILER):
        raise AnswerUnknown("the database's answer has another shape")
    elements = np.frombuffer(copied, ELEMENT, count, body)
    if (elements["size"] != 4).any() or (elements["value"] < 0).any():  # noqa: PLR2004 - bytes of an int4
        raise AnswerUnknown("the database's answer holds something else than numbers")
    return elements["value"].astype(np.uint32)
