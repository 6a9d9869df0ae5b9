"""Addresses of the patient's journey. All are public; the journey itself decides who may be where."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from portal.choice import views

app_name = "choice"
urlpatterns = [
    path("saved/", login_not_required(views.Saved.as_view()), name="saved"),
    path("stay/", login_not_required(views.Stay.as_view()), name="stay"),
    path("end/", login_not_required(views.End.as_view()), name="end"),
    path("ended/", login_not_required(views.Ended.as_view()), name="ended"),
    path("new-code/", login_not_required(views.NewCode.as_view()), {"slug": "check-your-answers"}, name="new-code"),
    path("assisted/<slug:slug>/", login_not_required(views.Assisted.as_view()), name="assisted"),
    path("<slug:slug>/", login_not_required(views.Question.as_view()), name="question"),
]
