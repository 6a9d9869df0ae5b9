"""Addresses of the guidance."""

from django.urls import include, path

from portal.guidance import page_views

app_name = "guidance"
urlpatterns = [
    path("", page_views.home, name="home"),
    path("does-it-apply/", include("portal.guidance.applies.urls")),
    path("<slug:section>/<slug:page>/", page_views.one_page, name="page"),
]
