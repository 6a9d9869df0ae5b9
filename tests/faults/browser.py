"""A browser that talks to the real web process with the session of a walk that was done in this one."""

import re
import time

import requests

from tests.support.journey import address, hidden

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
SAVED = "/choice/saved/"


class Browser:
    def __init__(self, base, walk):
        self.base, self.walk, self.times = base, walk, []
        self.http = requests.Session()
        for name, morsel in walk.client.cookies.items():
            self.http.cookies.set(name, morsel.value, domain="127.0.0.1")

    def get(self, path, **options):
        return self._timed("GET", path, **options)

    def form(self, slug):
        """Open a page; return what its form sends back."""
        page = self.get(address(slug))
        assert page.status_code == 200, f"{slug} answered {page.status_code}"
        found = CSRF.search(page.text)
        assert found, f"{slug} has no form"
        return {**hidden(page), "csrfmiddlewaretoken": found[1]}

    def post(self, slug, data, **options):
        return self._timed("POST", address(slug), data=data, **options)

    def _timed(self, method, path, **options):
        started = time.monotonic()
        try:
            return self.http.request(method, self.base + path, allow_redirects=False, timeout=30, **options)
        finally:
            self.times.append(time.monotonic() - started)


def is_saved_page(response):
    return response.status_code == 302 and response.headers["Location"] == SAVED
