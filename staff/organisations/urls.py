"""Addresses of the room where administrators register organisations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
