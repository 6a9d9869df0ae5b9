"""Addresses of signing in, of one's account, of the organisation's people, and of its first page."""

from django.urls import path

from portal.organisations.accounts import home, own, people, setting_up, views

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("second-factor/", views.SecondFactor.as_view(), name="second-factor"),
    path("set-up/", setting_up.SetUp.as_view(), name="set-up"),
    path("invitation/<str:token>/", setting_up.Invitation.as_view(), name="invitation"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("stay/", views.Stay.as_view(), name="stay"),
    path("account/", own.OwnAccount.as_view(), name="account"),
    path("account/password/", own.ChangePassword.as_view(), name="change-password"),
    path("account/app/", own.NewApp.as_view(), name="new-app"),
    path("account/recovery-codes/", own.NewRecoveryCodes.as_view(), name="recovery-codes"),
    path("account/end-sessions/", own.EndSessions.as_view(), name="end-sessions"),
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/invite/", people.PersonInvite.as_view(), name="person-invite"),
    path("people/<uuid:public_id>/", people.PersonDetail.as_view(), name="person-detail"),
    path("people/<uuid:public_id>/roles/", people.PersonRoles.as_view(), name="person-roles"),
    path("people/<uuid:public_id>/<slug:step>/", people.PersonStep.as_view(), name="person-step"),
]
