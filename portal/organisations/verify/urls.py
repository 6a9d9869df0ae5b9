"""Addresses of this room."""

from django.urls import path

from portal.organisations.verify.views import check_a_receipt

urlpatterns = [path("", check_a_receipt, name="receipts")]
