"""The demonstration's own pages. `ndop.urls` includes them in demo mode only."""

from django.urls import path

from portal.demo import views

app_name = "demo"
urlpatterns = [
    path("post-room/", views.post_room, name="post-room"),
    path("post-room/<int:item_id>/", views.item, name="post-room-item"),
    path("post-room/<int:item_id>/email.html", views.email_html, name="post-room-email"),
    path("post-room/<int:item_id>/letter.pdf", views.letter, name="post-room-letter"),
    path("staff-codes/", views.staff_codes, name="staff-codes"),
]
