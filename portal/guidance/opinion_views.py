"""The question "Was this page useful?": a form without a session, a cookie or words of the reader's own."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.guidance.contexts import url_of
from portal.guidance.library import PageNotFound, library
from portal.guidance.page import Page
from portal.guidance.same_origin import from_our_pages
from registry.actions.guidance.opinions import note_opinion
from registry.clock import now
from registry.models import Usefulness
from registry.queries.guidance_reports import REASONS


@login_not_required
@from_our_pages
@require_POST
def useful(request: HttpRequest) -> HttpResponse:
    """Count what the reader says of a page."""
    page, opinion = _page(request.POST.get("page", "")), request.POST.get("opinion", "")
    if opinion not in Usefulness.values:
        raise BadRequest("nobody can say that of a page")
    network: str = request.client_network  # type: ignore[attr-defined]  # set by ClientAddressMiddleware
    note_opinion(page.address, Usefulness(opinion), network=network, at=now())
    said = {"page": page.address, "said": opinion}
    return redirect(f"{reverse('guidance:useful-thanks')}?{urlencode(said, safe='/')}")


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank the reader; after "no", offer reasons. Nothing is read but the address of this page."""
    if "page" not in request.GET:
        return redirect("guidance:home")
    page, said = _page(request.GET.get("page", "")), request.GET.get("said", "")
    reasons = REASONS if said == Usefulness.NOT_USEFUL else ()
    context = {"page": page, "back_url": url_of(page), "back_text": f"Back to: {page.title}", "reasons": reasons}
    return render(request, "portal/guidance/useful.jinja", context)


def _page(address: str) -> Page:
    try:
        return library().at(address)
    except PageNotFound as error:
        raise Http404 from error
