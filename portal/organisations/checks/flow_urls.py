"""Addresses of data flows."""

from django.urls import path

from portal.organisations.checks import flow_views

urlpatterns = [
    path("", flow_views.FlowList.as_view(), name="flow-list"),
    path("new/", flow_views.NewFlowPage.as_view(), name="flow-new"),
    path("<uuid:public_id>/", flow_views.ChangeFlow.as_view(), name="flow-change"),
    path("<uuid:public_id>/put-away/", flow_views.ArchiveFlow.as_view(), name="flow-archive"),
]
