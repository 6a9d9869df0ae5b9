"""What a clean self form costs its agent: keys beyond the data and pages loaded, counted by the browser test."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.benchmarks.measure import line
from tests.support.chromium import find_chromium

TEST = "tests/system/test_keying.py::test_A02_a_clean_self_form_costs_few_keys_and_pages"
MOST_PRESSES, MOST_LOADS = 20, 3


def report() -> Iterator[str]:
    """Yield a row for the keys and one for the pages. The test has a database and a browser of its own."""
    counted = counts()
    presses, loads = int(counted["presses"]), int(counted["loads"])
    yield line(
        "key a clean self form: key presses", str(presses), f"at most {MOST_PRESSES}", met=presses <= MOST_PRESSES
    )
    yield line("key a clean self form: page loads", str(loads), f"at most {MOST_LOADS}", met=loads <= MOST_LOADS)


def counts() -> dict[str, str]:
    """Run the test and return what it counted."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "result.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-o", "junit_family=xunit1", f"--junitxml={found}", TEST],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "CHROMIUM": str(find_chromium() or "")},
        )
        return {item.attrib["name"]: item.attrib["value"] for item in ET.parse(found).iter("property")}
