"""Addresses of this room."""

from django.urls import path

from portal.guidance.applies import record_views, views

urlpatterns = [
    path("", views.start, name="applies"),
    path("answer/", views.answer, name="applies-answer"),
    path("record/", record_views.record, name="applies-record"),
    path("table/", views.table, name="applies-table"),
    path("<slug:slug>/", views.one_question, name="applies-question"),
]
