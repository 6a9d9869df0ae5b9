"""The page on which anyone checks a receipt, and the keys that it takes. Both are the same for everyone."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.organisations.verify.by_hand import SOFTWARE, STEPS, keys
from registry.receipts import REFUSALS, public_keys
from registry.receipts.findings import Finding

PAGE_SECONDS = 300
# Within the day a new key is known everywhere; it signs nothing before it has been published.
KEYS_SECONDS = 3600
JWK_SET = "application/jwk-set+json"


@login_not_required
@require_safe
@conditional_page
def check_a_receipt(request: HttpRequest) -> HttpResponse:
    """Draw the page. Receipt and file stay in the browser."""
    said = {
        "keys": keys(),
        "software": SOFTWARE,
        "steps": STEPS,
        "findings": [finding for finding in Finding if finding is not Finding.REFUSED],
        "refused": Finding.REFUSED,
        "refusals": REFUSALS,
    }
    return _kept(render(request, "portal/organisations/verify/check-a-receipt.jinja", said), PAGE_SECONDS)


@login_not_required
@require_safe
@conditional_page
def receipt_keys(_request: HttpRequest) -> HttpResponse:
    """Answer the public keys as a JWK set (RFC 7517)."""
    return _kept(JsonResponse(_as_json(), content_type=JWK_SET), KEYS_SECONDS)


def _as_json() -> dict[str, Any]:
    return {**public_keys()}


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=seconds)
    return response
