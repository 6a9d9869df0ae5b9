"""Addresses of this room."""

from django.urls import path

from portal.guidance.materials import own_views, views

urlpatterns = [
    path("", views.all_materials, name="materials"),
    path("checksums.txt", views.all_checksums, name="material-checksums"),
    path("website-paragraph/", views.website_paragraph, name="website-paragraph"),
    path("make-it-yours/", own_views.make_it_yours, name="make-it-yours"),
    path("packs/national-data-opt-out-<slug:pack>.zip", views.one_pack, name="material-pack"),
    path("previews/<slug:slug>.png", views.small_picture, name="material-preview"),
    path("<str:file>", views.one_file, name="material-file"),
]
