"""Addresses that programs know without being told."""

from django.urls import path

from portal.organisations.verify.views import receipt_keys

urlpatterns = [path("data-opt-out-receipt-keys.json", receipt_keys, name="receipt-keys")]
