"""Pages of the guidance."""

from django.urls import reverse

from tests.system.state import State

STATES = (
    State("guidance-home", "guidance:home", lambda _: reverse("guidance:home")),
    State("guidance-page", "guidance:page", lambda _: "/guidance/gps/in-two-minutes/"),
)
