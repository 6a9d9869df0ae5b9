"""F21: a disk that fills up while a file is written. A real one, of 20 MB, that only the process under test sees."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024


@pytest.mark.night
def test_F21_nothing_is_left_of_a_file_that_does_not_fit_and_the_next_one_does(tmp_path):
    alone = ["unshare", "--map-root-user", "--mount", "--"]
    ran = subprocess.run(
        [*alone, sys.executable, "-m", "tests.faults.full_disk", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "ndop.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found["seen"] == ["no room", [found["first"]], "no room", [found["first"]]]
    assert found["whole"]
    assert found["free"] <= 10 * MEGABYTE
