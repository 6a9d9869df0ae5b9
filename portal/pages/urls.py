"""Addresses of the pages to read."""

from django.urls import URLPattern, path

from portal.pages.views import content_page, form_self, form_to_print, robots

app_name = "pages"


def page(route: str, name: str) -> URLPattern:
    """Give the page of that name its address."""
    return path(route, content_page, {"name": name}, name=name)


urlpatterns = [
    page("", "start"),
    page("nhs-number/", "nhs-number"),
    page("how-information-is-used/", "how-information-is-used"),
    page("where-your-choice-does-not-apply/", "where-your-choice-does-not-apply"),
    page("other-ways/", "other-ways"),
    path("other-ways/forms/<str:form_type>-<str:variant>.pdf", form_to_print, name="form"),
    path("other-ways/form-self.pdf", form_self, name="form-self"),
    page("someone-else/", "someone-else"),
    page("privacy/", "privacy"),
    page("cookies/", "cookies"),
    page("accessibility-statement/", "accessibility"),
    path("robots.txt", robots, name="robots"),
]
