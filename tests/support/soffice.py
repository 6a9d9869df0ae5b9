"""Finds LibreOffice for the test that opens the slides; run as a program it also tries to install it (84 MB)."""

import os
import shutil
import subprocess
import sys

PACKAGE = "libreoffice-impress"


def find_soffice() -> str:
    """Return the program on PATH; empty without one."""
    return shutil.which("soffice") or ""


def install_soffice() -> None:
    """Install Debian's as root; say so on the error stream, where progress belongs. Elsewhere leave it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    sys.stderr.write("Installing LibreOffice for the test of the slides.\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", PACKAGE]):
        answer = subprocess.run(["apt-get", "-qq", *command], env=environment, capture_output=True, check=False)
        if answer.returncode:
            sys.stderr.write(f"`apt-get {' '.join(command)}` failed; the test is left out.\n")
            return


def main() -> None:
    if not find_soffice():
        install_soffice()
    sys.stdout.write(f"{find_soffice()}\n")


if __name__ == "__main__":
    main()
