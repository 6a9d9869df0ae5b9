"""Materials as tests look at them: each file made once in a run of tests."""

from functools import cache

from registry.correspondence.materials import EDITIONS, Edition, Format, Practice, make

PDFS = tuple(one for one in EDITIONS if one.format is Format.PDF)
PRACTICE = Practice(name="The Elms Surgery", phone="0113 496 0001", hours=("Monday to Friday: 8am to 6:30pm",))


def edition(file_name: str) -> Edition:
    """The edition whose file name ends so."""
    return next(one for one in EDITIONS if one.file_name.endswith(file_name))


@cache
def made(file_name: str) -> bytes:
    """The file whose name ends so, with the settings of the first to ask: ask before you change any."""
    return make(edition(file_name))
