"""Addresses of the guidance."""

from django.urls import include, path

from portal.guidance import opinion_views, page_views

app_name = "guidance"
urlpatterns = [
    path("", page_views.place, {"address": ""}, name="home"),
    path("glossary/", page_views.place, {"address": "glossary"}, name="glossary"),
    path("style/", page_views.place, {"address": "style"}, name="style"),
    path("what-changed/", page_views.place, {"address": "what-changed"}, name="what-changed"),
    path("what-changed.atom", page_views.place, {"address": "what-changed.atom"}, name="feed"),
    path("does-it-apply/", include("portal.guidance.applies.urls")),
    path("search/", include("portal.guidance.search.urls")),
    path("materials/", include("portal.guidance.materials.urls")),
    path("useful/", opinion_views.useful, name="useful"),
    path("useful/thanks/", opinion_views.thanks, name="useful-thanks"),
    path("<slug:section>/", page_views.one_section, name="section"),
    path("<slug:section>/<slug:page>/", page_views.one_page, name="page"),
]
