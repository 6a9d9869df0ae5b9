"""Addresses of the search."""

from django.urls import path

from portal.guidance.search import views

urlpatterns = [
    path("", views.results, name="search"),
    path("suggestions/", views.suggestions, name="suggestions"),
]
