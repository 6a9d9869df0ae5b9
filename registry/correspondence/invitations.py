"""The email that brings a new member of staff to the back office."""

from registry.correspondence.messages import EmailMessage, compose_email

SUBJECT = "Set up your staff account"


def invitation_email(*, name: str, username: str, link: str, hours: int) -> EmailMessage:
    """Compose the invitation. It says nothing about any person but its reader."""
    return compose_email("invitation", SUBJECT, {"name": name, "username": username, "link": link, "hours": hours})
