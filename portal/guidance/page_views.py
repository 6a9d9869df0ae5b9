"""Views of the pages. They touch neither the session nor the database, so that anything may keep a copy."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from portal.guidance.library import PageNotFound, library
from portal.guidance.rendering import rendered
from portal.guidance.sections import SECTIONS
from portal.pages.views import kept


@login_not_required
@require_safe
@conditional_page
def home(request: HttpRequest) -> HttpResponse:
    """The way in: one list for each audience."""
    context = {"sections": SECTIONS, "pages": {section.name: library().of(section.name) for section in SECTIONS}}
    return kept(render(request, "portal/guidance/home.jinja", context))


@login_not_required
@require_safe
@conditional_page
def one_page(request: HttpRequest, section: str, page: str) -> HttpResponse:
    """One page."""
    try:
        found = library().find(section, page)
    except PageNotFound as error:
        raise Http404 from error
    context = {"page": found, "rendered": rendered(found)}
    return kept(render(request, "portal/guidance/page.jinja", context))
