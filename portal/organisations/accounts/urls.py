"""Addresses of signing in, of one's account, of the organisation's people, and of its first page."""

from django.urls import path

from portal.organisations.accounts import home, own, views

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("account/", own.OwnAccount.as_view(), name="account"),
    path("stay/", views.Stay.as_view(), name="stay"),
]
