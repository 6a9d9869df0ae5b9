"""Pages of the guidance."""

from django.urls import reverse

from tests.system.state import State


def thanks(_: object) -> str:
    return reverse("guidance:useful-thanks") + "?page=gps/reception&said=no"


STATES = (
    State("guidance-home", "guidance:home", lambda _: reverse("guidance:home")),
    State("guidance-section", "guidance:section", lambda _: "/guidance/gps/"),
    State("guidance-page", "guidance:page", lambda _: "/guidance/gps/in-two-minutes/"),
    # Every component that a page can have.
    State("guidance-style", "guidance:style", lambda _: reverse("guidance:style")),
    State("guidance-glossary", "guidance:glossary", lambda _: reverse("guidance:glossary")),
    State("guidance-what-changed", "guidance:what-changed", lambda _: reverse("guidance:what-changed")),
    State("guidance-useful-thanks", "guidance:useful-thanks", thanks),
)
