"""The current choice and its history."""

import uuid

from django.db import models
from django.db.models import Q

from registry.clock import CurrentTransaction, DatabaseNow
from registry.fields import NHSNumberField
from registry.models.codes import ActorKind, ChangeKind, Source, Status
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.party import PartyColumns, patient_xor_proxy

CASE_REFERENCE = r"^[0-9]{5,7}-C$"


def case_reference_shape(name: str) -> models.CheckConstraint:
    """Refuse a case reference that does not look like 12345-C; there may be two digits more."""
    return models.CheckConstraint(
        condition=Q(case_reference="") | Q(case_reference__regex=CASE_REFERENCE),
        name=name,
    )


class Preference(PartyColumns):
    """The current choice: one row per NHS number. `version` equals the number of history rows."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nhs_number = NHSNumberField(unique=True)
    status = models.CharField(max_length=9, choices=Status)
    source = models.CharField(max_length=4, choices=Source)
    case_reference = models.CharField(max_length=9, blank=True)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=DatabaseNow())
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            nhs_number_is_valid("nhs_number", "preference_nhs_number_is_valid"),
            one_of("status", Status, "preference_status_is_known"),
            one_of("source", Source, "preference_source_is_known"),
            patient_xor_proxy("preference_patient_xor_proxy"),
            models.CheckConstraint(condition=Q(version__gte=1), name="preference_version_starts_at_one"),
            case_reference_shape("preference_case_reference_shape"),
        ]


class PreferenceChange(PartyColumns):
    """One accepted submission, for good. Append-only: triggers refuse update, delete and truncate."""

    append_only = True

    reference = models.CharField(max_length=12, unique=True)
    nhs_number = NHSNumberField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ChangeKind)
    before_status = models.CharField(max_length=9, choices=Status, blank=True)
    after_status = models.CharField(max_length=9, choices=Status)
    source = models.CharField(max_length=4, choices=Source)
    case_reference = models.CharField(max_length=9, blank=True)
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=DatabaseNow())
    actor_kind = models.CharField(max_length=7, choices=ActorKind)
    actor_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    # The transaction that wrote it: ids are given out before the commit, so only this says what a snapshot saw.
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)

    class Meta:
        constraints = [
            nhs_number_is_valid("nhs_number", "change_nhs_number_is_valid"),
            one_of("before_status", Status, "change_before_is_known", blank=True),
            one_of("after_status", Status, "change_after_is_known"),
            one_of("source", Source, "change_source_is_known"),
            one_of("actor_kind", ActorKind, "change_actor_is_known"),
            patient_xor_proxy("change_patient_xor_proxy"),
            case_reference_shape("change_case_reference_shape"),
            models.UniqueConstraint(fields=["nhs_number", "version"], name="change_one_row_per_version"),
            models.CheckConstraint(
                condition=(
                    Q(kind=ChangeKind.FIRST, version=1, before_status="")
                    | Q(kind=ChangeKind.CONFIRMATION, version__gt=1, before_status=models.F("after_status"))
                    | (
                        Q(kind=ChangeKind.CHANGE, version__gt=1)
                        & ~Q(before_status=models.F("after_status"))
                        & ~Q(before_status="")
                    )
                ),
                name="change_kind_fits_before_and_after",
            ),
        ]
