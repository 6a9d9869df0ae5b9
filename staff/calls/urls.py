from django.urls import path

from staff.calls import approvals, steps, views, ways

urlpatterns = [
    path("", views.CallList.as_view(), name="call-list"),
    path("start/", views.StartCall.as_view(), name="call-start"),
    path("to-approve/", approvals.ApprovalList.as_view(), name="call-approval-list"),
    path("to-approve/<uuid:public_id>/", approvals.Approval.as_view(), name="call-approval"),
    path("<uuid:public_id>/", views.CallDetail.as_view(), name="call"),
    path("<uuid:public_id>/notes/", ways.Notes.as_view(), name="call-notes"),
    path("<uuid:public_id>/form/", ways.SendForm.as_view(), name="call-form"),
    path("<uuid:public_id>/link/", ways.SendLink.as_view(), name="call-link"),
    path("<uuid:public_id>/website/", ways.HandOver.as_view(), name="call-website"),
    path("<uuid:public_id>/call-back/", ways.CallBack.as_view(), name="call-back"),
    path("<uuid:public_id>/end/", ways.EndCall.as_view(), name="call-end"),
    path("<uuid:public_id>/<slug:slug>/", steps.CallStep.as_view(), name="call-step"),
]
