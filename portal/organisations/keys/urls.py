"""Addresses of keys."""

from django.urls import path

from portal.organisations.keys import views, webhook_views

urlpatterns = [
    path("", views.KeyList.as_view(), name="key-list"),
    path("new/", views.NewKeyPage.as_view(), name="key-new"),
    path("<uuid:public_id>/rotate/", views.RotateKey.as_view(), name="key-rotate"),
    path("<uuid:public_id>/revoke/", views.RevokeKey.as_view(), name="key-revoke"),
    path("address/", webhook_views.WebhookPage.as_view(), name="webhook"),
    path("address/remove/", webhook_views.WebhookRemove.as_view(), name="webhook-remove"),
]
