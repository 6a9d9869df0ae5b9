from django.urls import path

from staff.people import reversing, views

urlpatterns = [
    path("", views.PeopleSearch.as_view(), name="people-search"),
    path("<uuid:public_id>/", views.PersonDetail.as_view(), name="person-detail"),
    path("<uuid:public_id>/contact/", views.PersonContact.as_view(), name="person-contact"),
    path("<uuid:public_id>/reverse/", reversing.PersonReverse.as_view(), name="person-reverse"),
]
