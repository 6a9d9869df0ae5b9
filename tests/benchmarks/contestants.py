"""Who checks a list in the benchmark: ours, those that do the same work, and two that do less."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg

from registry.upholding import OptedOutSet
from tests.benchmarks.lists import Lists, whole_numbers
from tests.benchmarks.processes import Run, run

# The engine as it comes, and held to one process.
OURS = ("ours", "one process")
PEERS = Path(__file__).with_name("peers")
PEERS_PYTHON = Path(__file__).resolve().parents[2] / ".venv-peers/bin/python"


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """One way to check a list. `command` is made from the list and the result; `printed` is its standard output."""

    name: str
    folder: Path
    command: Callable[[Path, Path], Sequence[object]]
    is_exact: bool = True
    prints_result: bool = False
    exit_codes: tuple[int, ...] = (0,)

    @property
    def result(self) -> Path:
        """Where the lines go that may be used."""
        return self.folder / f"{self.name}.result"

    @property
    def printed(self) -> Path:
        """Where its standard output goes."""
        return self.result if self.prints_result else self.folder / f"{self.name}.printed"

    def check(self, source: Path) -> Run:
        """Check a list and return what it took."""
        ended = run(self.command(source, self.result), self.printed, codes=self.exit_codes)
        if self.name in OURS:
            self.printed.write_text(json.dumps(read_counts(ended.error)))
        return ended

    def counts(self) -> dict[str, int]:
        """Return lines, numbers, released lines, and different numbers among the released."""
        counted: dict[str, int] = json.loads(self.printed.read_text())
        return counted


def read_counts(printed: str) -> dict[str, int]:
    """Read what our engine prints, in the words of the peers."""
    counts = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", printed)}
    assert counts["headers"] == counts["superseded"] == 0
    return {
        "lines": counts["lines"],
        "numbers": counts["lines"] - counts["invalid"],
        "released": counts["kept"] + counts["duplicates"],
        "kept": counts["kept"],
    }


class Field:
    """The opted-out numbers in every form that somebody needs, and all contestants."""

    def __init__(self, folder: Path, lists: Lists, database_url: str) -> None:
        self._folder = folder
        self._lists = lists
        self._database_url = database_url
        self._set, self._parquet, self._words = (folder / f"opted-out.{kind}" for kind in ("set", "parquet", "txt"))
        self._write_opted_out(lists.opted_out)
        self.ours = self._contestant("ours", self._our_command)
        self.set_mb = self._set.stat().st_size / 1024**2

    def write(self, name: str, lines: int, odd: float = 0.001) -> Path:
        """Write a list."""
        return self._lists.write(self._folder / f"{name}.list", lines, odd)

    def contestants(self) -> list[Contestant]:
        """Return all, ours first."""
        words = ["env", "LC_ALL=C", "grep", "-vFf", self._words]
        return [
            self.ours,
            self._contestant("one process", lambda *files: [*self._our_command(*files), "--processes", 1]),
            self._contestant("cat", lambda source, _: ["cat", source], is_exact=False, prints_result=True),
            self._contestant("polars", self._peer("by_polars.py", self._parquet)),
            self._contestant("DuckDB", self._peer("by_duckdb.py", self._parquet)),
            self._contestant("PostgreSQL", self._peer("by_postgres.py", self._database_url)),
            self._contestant("grep", lambda source, _: [*words, source], is_exact=False, prints_result=True),
        ]

    def _contestant(self, name: str, command: Callable[[Path, Path], Sequence[object]], **more: bool) -> Contestant:
        return Contestant(name=name, folder=self._folder, command=command, **more)

    def _our_command(self, source: Path, result: Path) -> list[object]:
        return [sys.executable, "-m", "registry.upholding", source, result, "--set", self._set]

    def _peer(self, script: str, opted_out: object) -> Callable[[Path, Path], Sequence[object]]:
        return lambda source, result: [PEERS_PYTHON, PEERS / script, source, opted_out, result]

    def _write_opted_out(self, opted_out: np.ndarray) -> None:
        with self._set.open("wb") as file:
            OptedOutSet.of(opted_out).save(file)
        # grep compares texts, which is exact for numbers of one width.
        self._words.write_bytes(whole_numbers(opted_out).tobytes())
        plain = self._folder / "opted-out.uint32"
        opted_out.tofile(plain)
        run([PEERS_PYTHON, PEERS / "prepare.py", plain, self._parquet], self._folder / "prepared")
        load_opted_out(self._database_url, opted_out)


def load_opted_out(database_url: str, opted_out: np.ndarray) -> None:
    """Give PostgreSQL the numbers, indexed, before anything is measured."""
    with psycopg.connect(database_url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE opted_out (nine integer)")
        with cursor.copy("COPY opted_out FROM STDIN") as copy:
            copy.write("\n".join(map(str, opted_out.tolist())) + "\n")
        cursor.execute("ALTER TABLE opted_out ADD PRIMARY KEY (nine)")
        cursor.execute("ANALYZE opted_out")
