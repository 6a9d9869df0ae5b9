"""Renders every page that can be asked for into a folder, for html-validate: `python -m tests.support.render_pages`.

The addresses come from the URL resolver, so that a new page is checked without being listed anywhere. A step of
a journey that sends a visitor elsewhere, because earlier answers are missing, is rendered as the page it leads to.
"""

import io
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ndop.embedded.postgres import EmbeddedPostgres

QUICK = {"fsync": "off", "synchronous_commit": "off"}


def main(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        server = EmbeddedPostgres(Path(place) / "postgres", settings=QUICK)
        server.start()
        try:
            os.environ |= {"DATABASE_URL": server.dsn(), "NDOP_DEMO": "1", "NDOP_DATA_DIR": place}
            count = render(folder)
        finally:
            server.stop()
    sys.stdout.write(f"pages: {count} rendered\n")


def render(folder: Path) -> int:
    """Write each page to a file of its own and return how many there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ndop.settings")
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.CRITICAL)  # what may not happen is asserted below
    call_command("migrate", interactive=False, verbosity=0)
    call_command("seed_demo", stdout=io.StringIO())
    pages = dict(ordinary_pages()) | dict(error_pages())
    for name, html in pages.items():
        (folder / f"{name}.html").write_bytes(html)
    return len(pages)


def ordinary_pages() -> Iterator[tuple[str, bytes]]:
    """Yield name and HTML of each address that needs no argument."""
    from django.test import Client
    from django.urls import get_resolver

    for path in sorted(set(addresses(get_resolver().url_patterns))):
        answer = Client().get(path, follow=True, headers={"host": "127.0.0.1"})
        is_a_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if is_a_page and answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            assert answer.status_code == 200, f"{path} answered {answer.status_code}"
            yield path.strip("/").replace("/", "_") or "start", answer.content


def addresses(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    """Yield every address without an argument below these URL patterns."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if "<" in path or "(" in path:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path


def error_pages() -> Iterator[tuple[str, bytes]]:
    """Yield each error page, as its handler writes it."""
    from django.conf import settings

    from ndop.errors import error_page

    for template in sorted((settings.BASE_DIR / "templates" / "errors").glob("[0-9]*.jinja")):
        yield f"error_{template.stem}", error_page(template.stem, 400).content


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
