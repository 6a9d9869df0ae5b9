"""Addresses of the guidance."""

from django.urls import path

from portal.guidance import page_views

app_name = "guidance"
urlpatterns = [
    path("", page_views.home, name="home"),
    path("<slug:section>/<slug:page>/", page_views.one_page, name="page"),
]
