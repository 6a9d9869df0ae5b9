"""One request for a code, from a person who is not yet known."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.codes import MessageChannel
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.dispatchable import Dispatchable, due_index, work_constraints


class CheckOutcome(models.TextChoices):
    """Why a code was or was not sent. Never shown to the visitor."""

    CODE_SENT = "code_sent", "Code sent"
    NO_MATCH = "no_match", "No match, or several"
    NO_CONTACT = "no_contact", "No such contact on record"
    UNDER_AGE = "under_age", "Under 13"
    RESTRICTED = "restricted", "Restricted record"
    DECEASED = "deceased", "Person has died"
    OVER_LIMIT = "over_limit", "Over a limit"
    UNAVAILABLE = "unavailable", "Look-up not possible"
    SUPERSEDED = "superseded", "Replaced by a newer request"


class IdentityCheck(Dispatchable):
    """A request. It counts guesses whether or not a code was sent, so that nobody can tell the two apart."""

    append_only = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    details = EncryptedJSONField(default=dict)
    channel = models.CharField(max_length=6, choices=MessageChannel)
    network = models.BinaryField(max_length=32)
    requested_at = models.DateTimeField(db_default=DatabaseNow())
    outcome = models.CharField(max_length=12, choices=CheckOutcome, blank=True)
    nhs_number = NHSNumberField(null=True, blank=True)
    masked_contact = EncryptedTextField(default="", blank=True)
    code_hash = models.CharField(max_length=160, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            due_index("check"),
            models.Index(fields=["nhs_number"], condition=Q(used_at__isnull=True), name="check_live_codes"),
            models.Index(fields=["requested_at"], name="check_by_age"),
        ]
        constraints = [
            *work_constraints("check"),
            nhs_number_is_valid("nhs_number", "check_nhs_number_is_valid"),
            one_of("channel", MessageChannel, "check_channel_is_known"),
            one_of("outcome", CheckOutcome, "check_outcome_is_known", blank=True),
        ]
