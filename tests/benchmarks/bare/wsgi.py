"""The peer: the plainest Django page there is, one template, no database, no middleware, on the same server."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1>{% for name in names %}<p>Hello {{ name }}, this is a page.</p>{% endfor %}</body></html>"""


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"title": "A bare page", "names": ["one", "two", "three", "four", "five"]})


settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                    )
                ]
            },
        }
    ],
)
urlpatterns = [path("", page)]
application = get_wsgi_application()
