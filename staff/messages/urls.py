from django.urls import path

from staff.messages import views

urlpatterns = [
    path("undelivered/", views.UndeliveredMessageList.as_view(), name="undelivered-message-list"),
    path("undelivered/table.csv", views.UndeliveredMessageTable.as_view(), name="undelivered-message-table"),
]
