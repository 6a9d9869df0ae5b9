"""Every kind of answer carries the headers: found pages, errors, redirects, refusals and static files."""

import pytest
from django.test import Client, override_settings
from django.urls import path

from ndop import errors, urls

pytestmark = pytest.mark.django_db


def breaks(_request):
    raise RuntimeError("a fault of ours")


breaks.login_required = False
urlpatterns = [*urls.urlpatterns, path("breaks", breaks, name="breaks")]
handler400, handler403, handler404, handler500 = (
    errors.bad_request, errors.permission_denied, errors.page_not_found, errors.server_error,
)  # fmt: skip
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
STRICT = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'")


def ask(client, kind):
    """Make a request that ends in this kind of answer."""
    requests = {
        "200": lambda: client.get("/"),
        "204 alive": lambda: client.get("/healthz"),
        "302": lambda: client.get("/staff/"),
        "400": lambda: client.get("/?a=%00"),
        "400 host": lambda: client.get("/", HTTP_HOST="elsewhere.example"),
        "403": lambda: Client(enforce_csrf_checks=True).post("/choice/end/"),
        "404": lambda: client.get("/nothing-here"),
        "405": lambda: client.post("/privacy/"),
        "500": lambda: client.get("/breaks"),
        "static": lambda: client.get("/static/missing.css"),
    }
    return requests[kind]()


STATUS = {"200": 200, "204 alive": 200, "302": 302, "400": 400, "400 host": 400, "403": 403, "404": 404, "405": 405,
          "500": 500, "static": 404}  # fmt: skip


@pytest.fixture
def service(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", STATUS)
def test_H03_H04_every_kind_of_answer_has_the_headers(service, kind):
    response = ask(service, kind)
    assert response.status_code == STATUS[kind]
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "X-Powered-By" not in response.headers


def test_H03_only_staff_pages_may_ask_for_a_security_key(client):
    asked = {path: client.get(path)["Permissions-Policy"] for path in ("/staff/", "/staff/sign-in/", "/nhs-number/")}
    assert [path for path, policy in asked.items() if "publickey-credentials-get=(self)" in policy] == [
        "/staff/",
        "/staff/sign-in/",
    ]


@pytest.mark.parametrize("kind", STATUS)
def test_H02_every_kind_of_answer_has_the_strict_policy(service, kind):
    policy = ask(service, kind).headers["Content-Security-Policy"]
    assert [rule for rule in STRICT if rule not in policy] == []
    assert not any(word in policy for word in ("unsafe-inline", "unsafe-eval", "data:", "*"))


@pytest.mark.parametrize("kind", [kind for kind in STATUS if kind not in ("200", "405")])
def test_T38_no_answer_is_stored_unless_a_page_chose_to_be(service, kind):
    assert "no-store" in ask(service, kind).headers["Cache-Control"]


@pytest.mark.parametrize("kind", STATUS)
def test_T33_every_answer_names_its_request_by_a_fresh_id(service, kind):
    first, second = ask(service, kind)["X-Request-ID"], ask(service, kind)["X-Request-ID"]
    assert len(first) == 36
    assert first != second


def test_T33_a_clients_own_request_id_is_not_taken(service):
    assert service.get("/", HTTP_X_REQUEST_ID="mine")["X-Request-ID"] != "mine"


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_H01_plain_http_is_sent_to_https_and_https_is_held_to():
    client = Client()
    redirect = client.get("/privacy/")
    assert (redirect.status_code, redirect["Location"]) == (301, "https://testserver/privacy/")
    assert {name: redirect.headers.get(name) for name in EXPECTED} == EXPECTED
    held = client.get("/privacy/", secure=True)
    assert held["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("method", ["trace", "propfind", "debug"])
def test_H09_unknown_methods_are_refused(service, method):
    assert service.generic(method.upper(), "/").status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/.git/config", "/static/../ndop/settings.py", "/static/%2e%2e/manage.py", "/admin/", "/static/", "/__debug__/"],
)
def test_H10_nothing_lies_about(service, address):
    assert service.get(address).status_code == 404
