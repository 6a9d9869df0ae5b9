"""Finds a Chromium for the browser tests; run as a program it also tries to install one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell draws the same pages without a window's overhead, a third faster.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ADVICE = (
    "The browser tests need Chromium: install it (Debian and Ubuntu: apt-get install chromium) or name one in CHROMIUM."
)


def find_chromium() -> Path | None:
    """Return the browser named in CHROMIUM, else one on PATH, else the one Playwright downloaded."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() and _runs(path) else None


def _runs(browser: Path) -> bool:
    # A download may lack the system's libraries.
    return subprocess.run([browser, "--version"], capture_output=True, check=False).returncode == 0


def install_chromium() -> None:
    """Install Debian's Chromium as root, else Playwright's; say so on the error stream, where progress belongs."""
    sys.stderr.write("Installing Chromium for the browser tests.\n")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _try(["apt-get", "-qq", "update"], environment)
        for package in ("chromium-headless-shell", "chromium"):
            if find_chromium() is None:
                _try(["apt-get", "-qq", "install", "-y", "--no-install-recommends", package], environment)
    if find_chromium() is None:
        _try([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _try(command: list[str], environment: dict[str, str]) -> None:
    answer = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        sys.stderr.write(f"`{' '.join(command)}` failed: {answer.stderr.strip()[-300:]}\n")


def main() -> None:
    if find_chromium() is None:
        install_chromium()
    found = find_chromium()
    if found is None:
        sys.exit(ADVICE)
    sys.stdout.write(f"{found}\n")


if __name__ == "__main__":
    main()
