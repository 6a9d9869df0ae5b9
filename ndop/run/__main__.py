"""Start the demonstration and stay until Ctrl-C, or until one of its parts ends."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ndop.embedded.locations import data_dir
from ndop.embedded.processes import ServerFailed
from ndop.run.demonstration import Demonstration
from ndop.run.parts import PartFailed


@contextmanager
def only_one(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock; False when another run holds it. The system frees it however a run ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def main() -> int:
    """Return the exit code: 0 after Ctrl-C or SIGTERM, 1 when a part failed or another run is in the way."""
    folder = data_dir()
    with only_one(folder) as is_alone:
        if not is_alone:
            print(f"Already running with the data in {folder}. Stop that one first, or set NDOP_DATA_DIR.")  # noqa: T201
            return 1
        try:
            Demonstration(folder).run()
        except (PartFailed, ServerFailed) as error:
            print(f"\n{error}", file=sys.stderr)  # noqa: T201
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
