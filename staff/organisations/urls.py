"""Addresses of the room where administrators register organisations."""

from django.urls import path

from staff.organisations import people, views

urlpatterns = [
    path("", views.OrganisationList.as_view(), name="organisation-list"),
    path("register/", views.OrganisationRegister.as_view(), name="organisation-register"),
    path("<uuid:public_id>/", views.OrganisationDetail.as_view(), name="organisation-detail"),
    path("<uuid:public_id>/change/", views.OrganisationChange.as_view(), name="organisation-change"),
    path("<uuid:public_id>/exception/", views.OrganisationException.as_view(), name="organisation-exception"),
    path("<uuid:public_id>/invite/", people.PersonInvite.as_view(), name="organisation-invite"),
    path("<uuid:public_id>/people/<uuid:person_id>/", people.PersonDetail.as_view(), name="organisation-person"),
    path(
        "<uuid:public_id>/people/<uuid:person_id>/roles/",
        people.PersonRoles.as_view(),
        name="organisation-person-roles",
    ),
    path(
        "<uuid:public_id>/people/<uuid:person_id>/<slug:step>/",
        people.PersonStep.as_view(),
        name="organisation-person-step",
    ),
    path("<uuid:public_id>/<slug:step>/", views.OrganisationStep.as_view(), name="organisation-step"),
]
