"""Views of the pages to read. None of them touches the session or the database."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from portal.pages.cookies import cookies
from portal.pages.drawn import Drawn, answer, draw, kept
from portal.pages.forms import LARGEST_KILOBYTES, find, offered
from registry.correspondence import FormVariant, paper_form
from registry.correspondence.facts import code_minutes
from registry.models import FormType


@login_not_required
@require_safe
def content_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show the page whose words stand in the template of that name. Kept for five minutes, then asked for by ETag."""
    return answer(request, drawn(name))


@cache
def drawn(name: str) -> Drawn:
    """Draw the page of that name."""
    return draw(f"portal/pages/{name}.jinja", facts())


@login_not_required
@require_safe
@conditional_page
def form_to_print(_request: HttpRequest, form_type: str, variant: str) -> HttpResponse:
    """One paper form: the same bytes for everyone as long as this release runs."""
    form = find(form_type, variant)
    if form is None:
        raise Http404("there is no such form")
    response = HttpResponse(paper_form(form.form_type, form.variant), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{form.file_name}"'
    return kept(response)


@login_not_required
@require_safe
def form_self(_request: HttpRequest) -> HttpResponse:
    """Lead from where the form for yourself was to where it is: people keep links."""
    where = reverse("pages:form", kwargs={"form_type": FormType.SELF.value, "variant": FormVariant.STANDARD.value})
    return kept(HttpResponsePermanentRedirect(where))


@login_not_required
@require_safe
@conditional_page
def robots(_request: HttpRequest) -> HttpResponse:
    """Ask search engines to keep to the pages that are for reading."""
    rules = ["User-agent: *", "Disallow: /choice/", "Disallow: /staff/", "Disallow: /guidance/search/"]
    return kept(HttpResponse("\n".join([*rules, ""]), content_type="text/plain"))


def facts() -> dict[str, Any]:
    """Return what pages quote from the settings, so that no page says what the service does not do."""
    return {
        "return_address": [settings.SERVICE_NAME, *settings.NDOP_RETURN_ADDRESS],
        "minimum_age": settings.MINIMUM_AGE,
        "code_minutes": code_minutes(),
        "idle_minutes": settings.DRAFT_IDLE // timedelta(minutes=1),
        "warning_minutes": settings.DRAFT_WARNING // timedelta(minutes=1),
        "hard_hours": settings.DRAFT_HARD // timedelta(hours=1),
        "contact_days": settings.MESSAGE_CONTACT_KEPT.days,
        "cookies": cookies(),
        "forms": offered(),
        "largest_kilobytes": LARGEST_KILOBYTES,
        "processed_days": settings.PROCESS_WITHIN_DAYS,
    }
