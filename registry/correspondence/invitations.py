"""The emails that bring a new member of staff to the back office, and an organisation's people to its pages."""

from registry.correspondence.messages import EmailMessage, compose_email

SUBJECT = "Set up your staff account"
ORGANISATION_SUBJECT = "Check lists for your organisation"


def invitation_email(*, name: str, username: str, link: str, hours: int) -> EmailMessage:
    """Compose the invitation. It says nothing about any person but its reader."""
    return compose_email("invitation", SUBJECT, {"name": name, "username": username, "link": link, "hours": hours})


def organisation_invitation_email(*, name: str, organisation: str, email: str, link: str, hours: int) -> EmailMessage:
    """Compose the invitation of someone who is to check lists for an organisation."""
    words = {"name": name, "organisation": organisation, "email": email, "link": link, "hours": hours}
    return compose_email("organisation_invitation", ORGANISATION_SUBJECT, words)
