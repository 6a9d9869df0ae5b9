"""Addresses of the back office. They exist only where STAFF_SITE is set. Each room has its own, in one namespace."""

from django.urls import include, path

from staff.home import Home

app_name = "staff"

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("", include("staff.accounts.urls")),
    path("messages/", include("staff.messages.urls")),
    path("forms/", include("staff.cases.urls")),
    path("work/", include("staff.work.urls")),
    path("calls/", include("staff.calls.urls")),
    path("people/", include("staff.people.urls")),
    path("oversight/", include("staff.oversight.urls")),
    path("organisations/", include("staff.organisations.urls")),
]
