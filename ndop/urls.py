"""Every address of the service, by audience."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portal import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("choice/", include("portal.choice.urls")),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("organisations/", include("portal.organisations.urls")),
    path(".well-known/", include("portal.organisations.verify.well_known")),
    path("api/", include("portal.api.urls")),
    path("guidance/", include("portal.guidance.urls")),
    path("", include("portal.pages.urls")),
]
if settings.NDOP_DEMO:
    urlpatterns.append(path("demo/", include("portal.demo.urls")))
if settings.STAFF_SITE:
    urlpatterns.append(path("staff/", include("staff.urls")))
if settings.METRICS_ENABLED:
    urlpatterns.append(path("metrics", health.metrics, name="metrics"))

handler400 = "ndop.errors.bad_request"
handler403 = "ndop.errors.permission_denied"
handler404 = "ndop.errors.page_not_found"
handler500 = "ndop.errors.server_error"
