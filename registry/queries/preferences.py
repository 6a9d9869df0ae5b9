"""Reads of the current choice and its history."""

from registry.models import Message, MessageChannel, MessageKind, Preference, PreferenceChange
from registry.nhs_number import NHSNumber
from registry.queries.people import current_number


def current_preference(number: NHSNumber) -> Preference | None:
    """Return the choice that stands for this person, or None: no choice recorded, which is not `allowed`."""
    return Preference.objects.filter(nhs_number=current_number(number)).first()


def current_change(number: NHSNumber) -> PreferenceChange | None:
    """Return the newest accepted submission for this person, which is the one that stands."""
    return PreferenceChange.objects.filter(nhs_number=current_number(number)).order_by("-version").first()


def history(number: NHSNumber) -> list[PreferenceChange]:
    """Return every accepted submission for this person, oldest first."""
    return list(PreferenceChange.objects.filter(nhs_number=current_number(number)).order_by("version"))


def last_confirmed_by(number: NHSNumber) -> MessageChannel | None:
    """Return the channel of the latest confirmation to this person; None if there never was one."""
    confirmations = Message.objects.filter(nhs_number=number, kind=MessageKind.CONFIRMATION).order_by("-id")
    channel = confirmations.values_list("channel", flat=True).first()
    return MessageChannel(channel) if channel else None
