"""Views of the pages to read. None of them touches the session or the database."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.pages.cookies import cookies
from registry.correspondence.forms import self_form

MAX_AGE_SECONDS = 300
FORM_NAME = "national-data-opt-out-form.pdf"


@login_not_required
@require_safe
@conditional_page
def content_page(request: HttpRequest, name: str) -> HttpResponse:
    """Draw the page whose words stand in the template of that name. Kept for five minutes, then asked for by ETag."""
    return kept(render(request, f"portal/pages/{name}.jinja", facts()))


@login_not_required
@require_safe
@conditional_page
def form_self(_request: HttpRequest) -> HttpResponse:
    """The paper form for people of 13 and over who choose for themselves."""
    response = HttpResponse(self_form(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FORM_NAME}"'
    return kept(response)


@login_not_required
@require_safe
@conditional_page
def robots(_request: HttpRequest) -> HttpResponse:
    """Ask search engines to keep to the pages that are for reading."""
    rules = ["User-agent: *", "Disallow: /choice/", "Disallow: /staff/"]
    return kept(HttpResponse("\n".join([*rules, ""]), content_type="text/plain"))


def facts() -> dict[str, Any]:
    """Return what pages quote from the settings, so that no page says what the service does not do."""
    return {
        "return_address": [settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS],
        "minimum_age": settings.MINIMUM_AGE,
        "code_minutes": settings.CODE_LIFETIME // timedelta(minutes=1),
        "idle_minutes": settings.DRAFT_IDLE // timedelta(minutes=1),
        "warning_minutes": settings.DRAFT_WARNING // timedelta(minutes=1),
        "hard_hours": settings.DRAFT_HARD // timedelta(hours=1),
        "contact_days": settings.MESSAGE_CONTACT_KEPT.days,
        "cookies": cookies(),
    }


def kept(response: HttpResponse) -> HttpResponse:
    """Allow anyone to keep this answer for a short while."""
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response
