from django.urls import path

from staff.accounts import adding, administration, invitation, own, reauthenticate, views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("second-factor/", views.SecondFactor.as_view(), name="second-factor"),
    path("set-up/", adding.SetUp.as_view(), name="set-up"),
    path("set-up/app/", adding.SetUpApp.as_view(), name="set-up-app"),
    path("set-up/key/", adding.SetUpKey.as_view(), name="set-up-key"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("stay/", views.Stay.as_view(), name="stay"),
    path("account/", own.OwnAccount.as_view(), name="account"),
    path("account/confirm/", reauthenticate.Confirm.as_view(), name="confirm"),
    path("account/end-session/", own.EndSession.as_view(), name="end-session"),
    path("account/second-factors/", own.SecondFactors.as_view(), name="second-factors"),
    path("account/second-factors/app/", adding.AddApp.as_view(), name="add-app"),
    path("account/second-factors/key/", adding.AddKey.as_view(), name="add-key"),
    path("account/recovery-codes/", own.RecoveryCodes.as_view(), name="recovery-codes"),
    path("account/password/", own.ChangePassword.as_view(), name="change-password"),
    path("invitation/<str:token>/", invitation.Invitation.as_view(), name="invitation"),
    path("accounts/", administration.AccountList.as_view(), name="account-list"),
    path("accounts/invite/", administration.AccountInvite.as_view(), name="account-invite"),
    path("accounts/<uuid:public_id>/", administration.AccountDetail.as_view(), name="account-detail"),
    path("accounts/<uuid:public_id>/roles/", administration.AccountRoles.as_view(), name="account-roles"),
    path("accounts/<uuid:public_id>/<slug:step>/", administration.AccountStep.as_view(), name="account-step"),
]
