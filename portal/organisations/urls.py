"""Addresses for organisations. Each room has its own, in one namespace."""

from django.urls import include, path

app_name = "organisations"

urlpatterns = [
    path("", include("portal.organisations.accounts.urls")),
    path("checks/", include("portal.organisations.checks.urls")),
    path("flows/", include("portal.organisations.checks.flow_urls")),
    path("keys/", include("portal.organisations.keys.urls")),
    path("receipts/", include("portal.organisations.verify.urls")),
]
