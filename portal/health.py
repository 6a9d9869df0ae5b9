"""Answers whether the process is alive, whether the service is ready, and what it counts."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from registry.queries.health import readiness


@login_not_required
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Each part by name; 503 if any is not ready."""
    parts = readiness()
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


@login_not_required
@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus; has an address only when METRICS_ENABLED is set."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
