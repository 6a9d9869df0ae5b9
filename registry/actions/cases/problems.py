"""Why something cannot be done with a case now. Staff see the words beside each code."""

from collections.abc import Sequence

from django.db import models

from registry.models import ReturnReason


class KeyingProblem(models.TextChoices):
    """Why a form cannot be keyed."""

    NOT_DUE = "not_due", "This form is not waiting for that any more"
    OWN_WORK = "own_work", "You keyed this form first, or part of it, so somebody else must key it the second time"
    NOT_OPENED = "not_opened", "Open the form before you key it"


class CannotKey(Exception):
    """This form cannot be keyed so. `reason` is a KeyingProblem."""

    def __init__(self, reason: KeyingProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


class DecidingProblem(models.TextChoices):
    """Why a case cannot be decided so."""

    NOT_DUE = "not_due", "This form is not waiting for a decision any more"
    NOT_REOPENED = "not_reopened", "Only a form that was sent back, closed or not decided yet can be reopened"
    OWN_WORK = "own_work", "You keyed this form first, or part of it, so somebody else must accept it"
    NO_SCAN = "no_scan", "No scan is filed under this form, so nothing shows what was asked for"
    RETURN_REASONS = "return_reasons", "The form lacks something, so it must be sent back"
    PEOPLE_MISSING = "people_missing", "Find everybody on the form first, each once"
    SAME_PERSON_TWICE = "same_person_twice", "Two people on the form were found to be the same person"
    NOT_THE_PERSON = "not_the_person", "The record is not that of the person on the form"
    NO_RECORD = "no_record", "No record has this NHS number"
    CHILD_IS_13 = "child_is_13", "The child has turned 13 and decides for themselves now"
    UNDER_13 = "under_13", "The person is under 13, so someone with parental responsibility must use the other form"
    PERSON_DIED = "person_died", "The person has died, and the choice that stood stays"
    PROXY_REFUSED = "proxy_refused", "Whoever acts for the person may not do so by this form"
    NO_REASONS = "no_reasons", "Give at least one reason"
    NO_ADDRESS = "no_address", "There is no name and address on the form to write to, so it can only be closed"
    CLOSE_INSTEAD = "close_instead", "The person has died and nobody else asked: close it, no letter goes to them"
    WRITE_TO_PROXY = "write_to_proxy", "Somebody acted for the person who died: send the form back, the letter is kind"
    DUPLICATE_OF_ITSELF = "duplicate_of_itself", "A form is not its own duplicate"
    DUPLICATE_NOT_FOUND = "duplicate_not_found", "No case has this reference"
    DUPLICATE_OF_OTHERS = "duplicate_of_others", "That case is about other people"
    DUPLICATE_OF_DUPLICATE = (
        "duplicate_of_duplicate",
        "That case was closed as a duplicate itself; give the one it names",
    )
    DUPLICATE_NOT_ASKED = "duplicate_not_asked", "Give a case reference only when the form is a duplicate"
    PAPER_DESTROYED = "paper_destroyed", "The scans were destroyed at the end of their period"


class CannotDecide(Exception):
    """This case cannot be decided so. `reason` is a DecidingProblem; `return_reasons` say what the form lacks."""

    def __init__(self, reason: DecidingProblem, return_reasons: Sequence[ReturnReason] = ()) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.return_reasons = tuple(return_reasons)
