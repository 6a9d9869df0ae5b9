"""A paper form from the day it comes to the day it is destroyed: the case, its keyings, whom it is about, its notes."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedJSONField, EncryptedTextField, NHSNumberField
from registry.models.case_codes import (
    DECIDED_CASE_STATES,
    OPEN_CASE_STATES,
    ArrivedBy,
    CaseState,
    CloseReason,
    EntryKind,
    FormType,
    ReturnReason,
    SecondCheck,
)
from registry.models.claimable import Claimable, claim_constraints
from registry.models.constraints import nhs_number_is_valid, one_of
from registry.models.preference import CASE_REFERENCE, PreferenceChange
from registry.models.staff_user import StaffUser


class Case(Claimable):
    """One paper form. Addresses use `public_id`, people use `reference`. `version` grows with every change (F27)."""

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=9, unique=True)
    form_type = models.CharField(max_length=15, choices=FormType)
    arrived_by = models.CharField(max_length=5, choices=ArrivedBy)
    received_on = models.DateField()
    due_on = models.DateField()
    logged_by = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(db_default=DatabaseNow())
    state = models.CharField(max_length=9, choices=CaseState, default=CaseState.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    second_check = models.CharField(max_length=9, choices=SecondCheck, blank=True)
    # The accounts of all who had the first keying open, for each may have typed part of it: the last is `entered_by`.
    first_keyers = ArrayField(models.BigIntegerField(), default=list)
    entered_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    differences = models.PositiveSmallIntegerField(null=True)
    decided_by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    return_reasons = ArrayField(models.CharField(max_length=17, choices=ReturnReason), default=list)
    close_reason = models.CharField(max_length=18, choices=CloseReason, blank=True)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    paper_destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "received_on", "id"], name="case_oldest_first"),
            models.Index(
                fields=["received_on", "id"], condition=Q(state__in=OPEN_CASE_STATES), name="case_open_oldest_first"
            ),
            models.Index(fields=["-decided_at"], condition=Q(state__in=DECIDED_CASE_STATES), name="case_by_decision"),
            # A worklist asks for one state, and one form type or one person's work, oldest first: it reads no row that
            # it does not show, however many are open.
            models.Index(
                fields=["form_type", "state", "received_on", "id"],
                condition=Q(state__in=OPEN_CASE_STATES),
                name="case_by_form_type",
            ),
            models.Index(
                fields=["assigned_to", "state", "received_on", "id"],
                condition=Q(state__in=OPEN_CASE_STATES),
                name="case_by_assignee",
            ),
            models.Index(fields=["claimed_by"], condition=Q(claimed_by__isnull=False), name="case_by_claim"),
        ]
        constraints = [
            *claim_constraints("case"),
            models.CheckConstraint(condition=Q(reference__regex=CASE_REFERENCE), name="case_reference_looks_right"),
            one_of("form_type", FormType, "case_form_type_is_known"),
            one_of("arrived_by", ArrivedBy, "case_arrival_is_known"),
            one_of("state", CaseState, "case_state_is_known"),
            one_of("second_check", SecondCheck, "case_second_check_is_known", blank=True),
            one_of("close_reason", CloseReason, "case_close_reason_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(return_reasons__contained_by=ReturnReason.values), name="case_return_reasons_are_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED_CASE_STATES, decided_by__isnull=False, decided_at__isnull=False)
                | (~Q(state__in=DECIDED_CASE_STATES) & Q(decided_by__isnull=True, decided_at__isnull=True)),
                name="case_decision_has_its_hand",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True, entered_at__isnull=True)
                | Q(entered_by__isnull=False, entered_at__isnull=False),
                name="case_entry_has_its_hand",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="case_check_has_its_hand",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | Q(first_keyers__contains=[F("entered_by")]),
                name="case_entry_is_by_a_first_keyer",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(first_keyers__contains=[F("checked_by")]),
                name="case_nobody_checks_their_own_work",
            ),
            # A choice that needs two people has two: whoever keyed any of the form first cannot accept it (T18).
            models.CheckConstraint(
                condition=~Q(state=CaseState.ACCEPTED)
                | Q(second_check="")
                | (Q(checked_by__isnull=False) & ~Q(first_keyers__contains=[F("decided_by")])),
                name="case_second_person_accepts",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.RETURNED) & ~Q(return_reasons=[])
                | (~Q(state=CaseState.RETURNED) & Q(return_reasons=[])),
                name="case_return_has_its_reasons",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED) & ~Q(close_reason="")
                | (~Q(state=CaseState.CLOSED) & Q(close_reason="")),
                name="case_closing_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="case_is_no_duplicate_of_itself",
            ),
        ]


class CaseEntry(models.Model):
    """One keying of a form. `answers` is what was typed, by step; `form` is what it says, once it is finished."""

    append_only = False

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=7, choices=EntryKind)
    by = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    answers = EncryptedJSONField(default=dict)
    form = EncryptedJSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(db_default=DatabaseNow())
    saved_at = models.DateTimeField(db_default=DatabaseNow())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["finished_at"], name="entry_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="entry_one_of_each_kind"),
            one_of("kind", EntryKind, "entry_kind_is_known"),
        ]


class CaseSubject(models.Model):
    """A person whom the form is about, as found on the demographic service; `change` once a choice is recorded."""

    append_only = False

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subjects")
    position = models.PositiveSmallIntegerField()
    nhs_number = NHSNumberField()
    change = models.ForeignKey(PreferenceChange, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["nhs_number"], name="subject_by_number")]
        constraints = [
            nhs_number_is_valid("nhs_number", "subject_nhs_number_is_valid"),
            models.UniqueConstraint(fields=["case", "position"], name="subject_one_per_position"),
            models.UniqueConstraint(fields=["case", "nhs_number"], name="subject_once_per_case"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=6), name="subject_six_at_most"),
        ]


class CaseNote(models.Model):
    """What someone wrote about a case for whoever opens it next."""

    append_only = False

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = EncryptedTextField()
    by = models.ForeignKey(StaffUser, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=DatabaseNow())
