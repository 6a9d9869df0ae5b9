import io
import json
import logging
import time
import uuid
from datetime import UTC, datetime

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from ndop.logs import MASK, logging_config, mask, mask_text
from tests.factories import make_nhs_number

AROUND = st.sampled_from(["", " ", "a", "number ", "=", "'", '"', "(", "[", ": ", "nhs_", "\n", "/", ">", "é"])
SEPARATORS = ["", " ", "-", "\u00a0", "  ", " - ", ".", "\t", "\u2009", "%20", "+", "/", "\u2013", "_", "\\xa0"]


def no_trace(masked, digits):
    return digits not in "".join(sign for sign in masked if sign.isdigit())


@given(st.integers(0, 50_000), st.sampled_from(SEPARATORS), AROUND, AROUND)
def test_T33_nhs_numbers_never_survive_however_written(n, separator, before, after):
    digits = make_nhs_number(n).digits
    for written in (separator.join(digits), separator.join([digits[:3], digits[3:6], digits[6:]])):
        masked = mask_text(before + written + after)
        assert no_trace(masked, digits)
        assert MASK in masked


@given(st.integers(0, 50_000), st.sampled_from("\uff10\u0660\u0966"))
def test_T33_nhs_numbers_in_other_scripts_never_survive(n, zero):
    written = "".join(chr(ord(zero) + int(digit)) for digit in make_nhs_number(n).digits)
    assert mask_text(f"got {written}") == f"got {MASK}"


@given(st.from_regex(r"[a-z][a-z.+'\-]{0,20}[a-z]", fullmatch=True), st.sampled_from(["@", "%40"]), AROUND, AROUND)
def test_T33_emails_never_survive(local, at, before, after):
    masked = mask_text(f"{before} {local.replace(chr(39), '')}{at}example.com {after}")
    assert "example.com" not in masked
    assert MASK in masked


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123",
        "+447700900123",
        "+44 7700 900 123",
        "0044 7700 900123",
        "07700-900-123",
        "(07700) 900123",
        "tel:07700900123",
    ],
)
def test_T33_phone_numbers_never_survive(text):
    assert "900" not in mask_text(f"to {text} now")


@given(st.integers(0, 999_999), AROUND, AROUND)
def test_T33_codes_never_survive(code, before, after):
    digits = f"{code:06d}"
    assert no_trace(mask_text(f"{before}{digits}{after}"), digits)


def test_T33_values_are_masked_however_deep():
    number, email = "9990000018", "a@example.com"
    line = mask(None, "", {
        "event": f"saw {number}",
        "details": {"to": [email, (number,), {number}], number: 1},
        "whole": int(number),
        "fraction": float(number),
        "bytes": number.encode(),
        "frozen": frozenset({number}),
        "error": ValueError(number),
    })  # fmt: skip
    written = json.dumps(line)
    assert number not in written
    assert email not in written


def test_T33_an_object_is_written_as_the_text_that_was_looked_at():
    class Person:
        def __str__(self):
            return "a person"

        def __repr__(self):
            return "Person(9990000018)"

    assert mask(None, "", {"who": Person()}) == {"who": "a person"}


def test_logs_keep_what_is_needed_to_read_them():
    identifier = str(uuid.uuid4())
    line = {"event": "request", "request_id": identifier, "timestamp": "2027-03-28T10:00:00.123456Z",
            "status": 200, "milliseconds": 12.3, "ok": True, "nothing": None, "route": "choice:step"}  # fmt: skip
    assert mask(None, "", line) == line


@given(st.uuids())
def test_logs_keep_the_ids_of_rows_and_tasks(identifier):
    assert mask_text(f"row {identifier} done") == f"row {identifier} done"


@pytest.mark.parametrize("unit", ["a", "1", "@", "a@", "1 ", "1   ", "a%40", "1a", "123 ", "12345678-"])
def test_T36_masking_grows_with_the_line_and_no_faster(unit):
    def cost(length):
        text = unit * (length // len(unit))
        spent = []
        for _ in range(5):
            started = time.process_time()
            mask_text(text)
            spent.append(time.process_time() - started)
        return min(spent)

    # Eight times the length costs about eight times as much, where a backtracking pattern costs sixty-four times.
    assert cost(80_000) < 24 * max(cost(10_000), 0.0005)


@pytest.fixture
def log_lines():
    """What the real configuration writes, from structlog and from the standard library alike."""
    before = structlog.get_config()
    config = logging_config(logging.INFO)
    stream = io.StringIO()
    formatter = config["formatters"]["json"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        processors=formatter["processors"], foreign_pre_chain=formatter["foreign_pre_chain"]
    ))  # fmt: skip
    logger = logging.getLogger("proof")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    structlog.configure(**before)


def test_T33_lines_of_both_loggers_are_masked_json_with_the_request_id(log_lines):
    identifier = str(uuid.uuid4())
    with structlog.contextvars.bound_contextvars(request_id=identifier):
        structlog.get_logger("proof").info("saw 999 000 0018", to="a@example.com")
        logging.getLogger("proof").warning("saw %s", "07700 900123")
    lines = log_lines()
    assert [line["event"] for line in lines] == [f"saw {MASK}", f"saw {MASK}"]
    assert {line["request_id"] for line in lines} == {identifier}
    assert lines[0]["to"] == MASK
    for line in lines:
        assert abs(datetime.now(UTC) - datetime.fromisoformat(line["timestamp"])).total_seconds() < 60


def test_T33_a_traceback_is_masked(log_lines):
    try:
        raise ValueError("9990000018 and a@example.com")  # noqa: TRY301 - the text is what is looked for
    except ValueError:
        logging.getLogger("proof").exception("failed")
    (line,) = log_lines()
    assert "ValueError" in line["exception"]
    assert "9990000018" not in json.dumps(line)
    assert "a@example.com" not in json.dumps(line)


def test_T36_control_characters_stay_inside_one_line(log_lines):
    logging.getLogger("proof").info("one\nline\r\x1b[31m\x00 only\u2028")
    assert len(log_lines()) == 1
