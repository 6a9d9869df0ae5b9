"""Addresses that programs know without being told."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
