"""Views of the pages. They touch neither the session nor the database, so that anything may keep a copy."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.guidance.drawn import drawn
from portal.guidance.library import PageNotFound
from portal.pages.drawn import answer


@login_not_required
@require_safe
def place(request: HttpRequest, address: str) -> HttpResponse:
    """One page that is always there, such as the first or the glossary."""
    return answer(request, drawn(address))


@login_not_required
@require_safe
def one_section(request: HttpRequest, section: str) -> HttpResponse:
    """All pages of one section."""
    return _found(request, section)


@login_not_required
@require_safe
def one_page(request: HttpRequest, section: str, page: str) -> HttpResponse:
    """One page."""
    return _found(request, f"{section}/{page}")


def _found(request: HttpRequest, address: str) -> HttpResponse:
    try:
        return answer(request, drawn(address))
    except PageNotFound as error:
        raise Http404 from error
