"""Runs in a mount namespace of its own, on a disk of 20 MB: `python -m tests.faults.full_disk FOLDER`. Prints JSON.

Twice it writes a file of 30 MB that cannot fit, as a result would be written; then one that fits.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import django

MEGABYTE = 1024 * 1024


def main(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(folder)], check=True)
    os.environ |= {"CHECKS_DIR": str(folder / "checks"), "CHECKS_DISK_RESERVE": "0"}
    django.setup()
    from registry.gateways import check_store

    owner, seen = uuid4(), []
    kept = check_store.create(owner)
    kept.write(bytes(MEGABYTE))
    first = kept.keep()
    for _ in range(2):
        try:
            with check_store.create(owner) as file:
                for _ in range(30):
                    file.write(os.urandom(MEGABYTE))
                file.keep()
            seen.append("kept")
        except check_store.NoRoom:
            seen.append("no room")
        seen.append(sorted(path.name for path in (folder / "checks").rglob("*") if path.is_file()))
    with check_store.create(owner) as file:
        for _ in range(10):
            file.write(os.urandom(MEGABYTE))
        file.keep()
    with check_store.open_kept(first, owner=owner) as file:
        whole = file.read() == bytes(MEGABYTE)
    sys.stdout.write(json.dumps({"first": str(first), "seen": seen, "free": check_store.free_bytes(), "whole": whole}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
