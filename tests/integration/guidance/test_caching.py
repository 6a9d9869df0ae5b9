"""In production, what a page loads has a name of its own for each release, and may be kept for good."""

import re

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from portal.guidance.drawn import drawn

HASHED = re.compile(r'(?:href|src)="(/static/guidance\.[0-9a-f]{12}\.(?:css|js))"')


@pytest.fixture
def released(settings, tmp_path):
    """Collect the static files as a release does."""
    settings.STATIC_ROOT = tmp_path / "root"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    drawn.cache_clear()
    yield settings
    drawn.cache_clear()


def test_stylesheet_and_script_may_be_kept_for_good(released):
    html = Client().get("/guidance/").content.decode()
    named = HASHED.findall(html)
    assert [name.rpartition(".")[2] for name in named] == ["css", "js"]
    serve = WhiteNoiseMiddleware(lambda _: None, released)
    for name in named:
        answer = serve(RequestFactory().get(name))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
        # Not the answer, which would tell Django that a request has ended.
        answer.file_to_stream.close()


def test_page_is_drawn_once(monkeypatch):
    drawn("gps/reception")
    monkeypatch.setattr("portal.pages.drawn.render_to_string", None)
    assert Client().get("/guidance/gps/reception/").status_code == 200


def test_signed_in_reader_gets_the_same_bytes_and_no_cookie():
    client = Client()
    client.cookies["session"] = "something-that-nobody-looks-at"
    answer = client.get("/guidance/gps/reception/")
    assert answer.content == Client().get("/guidance/gps/reception/").content
    assert not answer.cookies
    assert not answer.has_header("Vary")
