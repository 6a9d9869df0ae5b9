"""T30: an error at any statement of the engine stops the check, and nothing that is opted out has gone out."""

import io
import sys
from pathlib import Path

import pytest

import registry.upholding
from registry.upholding import Layout, Report, filter_lines
from tests.support.upholding.files import NUMBERS, OPTED_OUT, REPLACED_OPTED_OUT

FOLDER = str(Path(registry.upholding.__file__).parent)
PLAIN_FILE = b"NHS\n" + b"9990000018,\n9990000026,\n" * 3 + b" 999 000 0026\r9990000042,\nx\n9990000027,\n9990000050,\n"
CSV_FILE = b'Name,NHS\n"A\nB",9990000018\nBen,9990000026\nCat,"9990000042"\n"D"x,1\nEve\n\nFay,9990000050\n'


class Injected(Exception):
    pass


def traced(on_line, data, column):
    """Run the check and call `on_line` before each statement of the engine; return what went out."""
    result = io.BytesIO()

    def trace(frame, event, _):
        if not frame.f_code.co_filename.startswith(FOLDER):
            return None
        if event == "line":
            on_line((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        filter_lines(
            io.BytesIO(data), result, numbers=NUMBERS, layout=Layout(column), report=Report(io.StringIO(newline=""))
        )
    except Injected:
        return result.getvalue(), True
    finally:
        sys.settrace(before)
    return result.getvalue(), False


@pytest.mark.parametrize(("data", "column"), [(PLAIN_FILE, ""), (CSV_FILE, "NHS")], ids=["plain", "csv"])
def test_T30_error_at_any_statement_releases_nothing_and_is_not_swallowed(data, column):
    statements = set()
    whole, _ = traced(statements.add, data, column)
    assert len(statements) > 100

    for statement in sorted(statements):

        def fail(at, chosen=statement):
            if at == chosen:
                raise Injected

        result, failed = traced(fail, data, column)
        assert failed, statement
        assert whole.startswith(result)
        assert OPTED_OUT not in result.replace(b" ", b"")
        assert REPLACED_OPTED_OUT not in result
