"""Materials: the catalogue, the paragraph to copy, and the form for a practice's own poster."""

from django.urls import reverse

from tests.system.state import State

OWN = "guidance:make-it-yours"
STATES = (
    State("guidance-materials", "guidance:materials", lambda _: reverse("guidance:materials") + "?audience=public"),
    State("guidance-website-paragraph", "guidance:website-paragraph", lambda _: reverse("guidance:website-paragraph")),
    State("guidance-make-it-yours", OWN, lambda _: reverse(OWN)),
    State("guidance-make-it-yours-unknown", OWN, lambda _: reverse(OWN), fill={"ods_code": "X99999"}, status=422),
)
