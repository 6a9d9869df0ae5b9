"""Addresses of the back office. They exist only where STAFF_SITE is set."""

from django.urls import path

from staff import views

app_name = "staff"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("undelivered/", views.UndeliveredMessageList.as_view(), name="undelivered-message-list"),
    path("undelivered/table.csv", views.UndeliveredMessageTable.as_view(), name="undelivered-message-table"),
]
