import io

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ndop.middleware.bad_input import BadInputMiddleware

FORM = "application/x-www-form-urlencoded"


def answer(request):
    return BadInputMiddleware(lambda request: HttpResponse("reached")).__call__(request)


def post(body, content_type=FORM):
    return RequestFactory().post("/", data=body, content_type=content_type)


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().get("/a%00b"),
        RequestFactory().get("/?name=a%00b"),
        RequestFactory().get("/?na%00me=a"),
        RequestFactory().get("/?name=%ff%fe"),
        post(b"name=a%00b"),
        post(b"name=%c3%28"),
        post(b"na%00me=x"),
        post(
            b'--x\r\nContent-Disposition: form-data; name="n"\r\n\r\na\x00b\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        RequestFactory(HTTP_COOKIE='session="\\000abc"').get("/"),
    ],
)
def test_bad_input_is_answered_400_before_any_view(request_):
    response = answer(request_)
    assert response.status_code == 400
    assert b"reached" not in response.content


@pytest.mark.parametrize(
    "request_",
    [
        RequestFactory().get("/"),
        RequestFactory().get("/?name=Zo%C3%AB"),
        post("name=O’Brien-Łukasz".encode()),
        post("name=\u202eevil".encode()),
        RequestFactory(HTTP_COOKIE="other=\xff; session=abc").get("/"),
    ],
)
def test_good_input_passes(request_):
    assert answer(request_).content == b"reached"


def test_a_body_that_never_arrives_is_answered_400():
    class Gone(io.BytesIO):
        def read(self, *args):
            raise OSError("client went away")

    request = RequestFactory().generic("POST", "/", b"name=x", content_type=FORM, CONTENT_LENGTH="6")
    request._stream = Gone()
    assert answer(request).status_code == 400
