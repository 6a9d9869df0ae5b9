"""PostgreSQL refuses to run as root: root runs it as a user without rights, who must be able to reach it."""

import os
import pwd
import stat
import subprocess
from pathlib import Path

from ndop.embedded.processes import ServerFailed

SYSTEM_USER = "ndop-postgres"
_PASS = stat.S_IXOTH
_READ = stat.S_IROTH


def system_user() -> pwd.struct_passwd | None:
    """Return the user PostgreSQL has to run as, created if need be; None when we are not root."""
    if os.geteuid() != 0:
        return None
    return _known_user() or _new_user()


def _known_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _new_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - constant
    created = _known_user()  # perhaps by another run in the same moment, whatever our command answered
    if created is None:
        raise ServerFailed(f"root cannot run PostgreSQL and useradd failed: {answer.stderr.strip()}")
    return created


def let_pass(folder: Path) -> None:
    """Let other users walk through the folders above (not list or read them), where they cannot yet."""
    for parent in folder.parents:
        _add(parent, _PASS)


def let_run(programs: Path) -> None:
    """Let other users run the programs in this folder and read the libraries beside it."""
    let_pass(programs)
    if (programs / "postgres").stat().st_mode & (_PASS | _READ) == (_PASS | _READ):
        return
    for path in (programs.parent, *programs.parent.rglob("*")):
        _add(path, _READ | (_PASS if path.is_dir() or path.parent == programs else 0))


def _add(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
