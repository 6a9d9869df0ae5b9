"""The search of the guidance, and what it suggests while somebody types."""

import re
from typing import Any
from urllib.parse import urlencode

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from portal.guidance.search import freshness  # noqa: F401 - measured wherever searches are answered
from portal.guidance.search.shown import audience_of, shown
from portal.pages.drawn import kept
from registry.actions.guidance.searches import note_search
from registry.clock import now
from registry.queries.guidance_personal import may_identify
from registry.queries.guidance_search import Found, search, suggest
from registry.queries.guidance_vocabulary import IndexMissing
from registry.queries.guidance_words import tidy

log = structlog.get_logger("portal.guidance.search")
SEE_OTHER, UNAVAILABLE = 303, 503
SECONDS = 60
# Without the database, or before it has the content, pages still show; only the search does not work.
AWAY = (IndexMissing, OperationalError, InterfaceError)
PROGRAMME = re.compile(r"bot\b|crawl|spider|slurp|monitor|preview|curl|wget|python", re.IGNORECASE)
PREFETCHING = ("Sec-Purpose", "Purpose", "X-Moz")


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. Counted, so that no shared cache may keep it; a reader's own may, for a minute."""
    words = request.GET.get("q", "")
    if may_identify(words):
        return _without_it()
    if not tidy(words):
        return kept(_page(request, is_personal=request.GET.get("left-out") == "personal"))
    try:
        found = _find(request, words)
    except AWAY as error:
        log.warning("search does not work", error=type(error).__name__)
        return _page(request, words=words, is_away=True, status=UNAVAILABLE)
    _count(request, found)
    response = _page(request, words=words, **shown(request.GET, found))
    patch_cache_control(response, private=True, max_age=SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Places that what is being typed may lead to, for the script of the form. Neither counted nor logged."""
    words = request.GET.get("q", "")
    try:
        found = suggest(words) if tidy(words) and not may_identify(words) else ()
    except AWAY as error:
        log.warning("suggestions do not work", error=type(error).__name__)
        return JsonResponse({"suggestions": []}, status=UNAVAILABLE)
    response = JsonResponse({"suggestions": [{"title": one.title, "address": one.address} for one in found]})
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _find(request: HttpRequest, words: str) -> Found:
    page = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,2}", page, re.ASCII):
        raise Http404
    found = search(words, audience=audience_of(request.GET), page=int(page), as_typed="as-typed" in request.GET)
    if page != "1" and not found.results:
        raise Http404
    return found


def _without_it() -> HttpResponse:
    """Lead away from an address that holds something personal; nothing of it is kept."""
    response = HttpResponseRedirect(
        f"{reverse('guidance:search')}?{urlencode({'left-out': 'personal'})}", status=SEE_OTHER
    )
    patch_cache_control(response, no_store=True)
    return response


def _count(request: HttpRequest, found: Found) -> None:
    """Count what a person searched for: once, and not each page, filter or programme that looks again."""
    is_again = request.GET.keys() - {"q"}
    is_ahead = any(request.headers.get(name, "").startswith("prefetch") for name in PREFETCHING)
    is_programme = PROGRAMME.search(request.headers.get("User-Agent", ""))
    if request.method != "GET" or is_again or is_ahead or is_programme:
        return
    network: str = request.client_network  # type: ignore[attr-defined]  # set by ClientAddressMiddleware
    try:
        note_search(found.words, found=found.total, network=network, at=now())
    except (OperationalError, InterfaceError) as error:
        # The answer is there; that it cannot be counted just now is no reason to withhold it.
        log.warning("search not counted", error=type(error).__name__)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {"words": "", "is_personal": False, "is_away": False, "found": None} | context
    return render(request, "portal/guidance/search/page.jinja", context, status=status)
