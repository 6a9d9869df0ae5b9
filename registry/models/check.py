"""One check of a list of NHS numbers: the work, its counts, its files while they last, and its receipt."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from registry.clock import DatabaseNow
from registry.fields import EncryptedTextField
from registry.models.api_key import ApiKey
from registry.models.constraints import one_of
from registry.models.data_flow import DataFlow
from registry.models.dispatchable import Dispatchable, WorkState, due_index, work_constraints
from registry.models.organisation import Organisation, OrganisationPerson


class WayIn(models.TextChoices):
    """How a list reached us."""

    COMMAND = "command", "Command line"
    WEB = "web", "Website"
    API_LIST = "api_list", "API, answered at once"
    API_FILE = "api_file", "API, file"
    MESH = "mesh", "MESH"


class CheckProblem(models.TextChoices):
    """Why a check gave no result; organisations see these words."""

    EMPTY = "empty", "The file is empty"
    TOO_FEW = "too_few", "There are fewer than 10 different NHS numbers in the list"
    NO_NUMBERS = "no_numbers", "No line of the file holds an NHS number"
    NOT_TEXT = "not_text", "The file is not plain text"
    LINE_TOO_LONG = "line_too_long", "A line of the file is too long"
    NO_COLUMN = "no_column", "The file has no column of that name"
    QUOTES = "quotes", "A quotation mark is opened and never closed"
    TOO_LARGE = "too_large", "The file is larger than we take this way"
    QUOTA = "quota", "Your organisation has checked as many numbers today as was agreed"
    NO_ROOM = "no_room", "We have no room for the result at the moment"
    INPUT_LOST = "input_lost", "The file was damaged or lost while it waited"
    SUSPENDED = "suspended", "Your organisation is suspended"
    GAVE_UP = "gave_up", "Something went wrong on our side, several times"
    TOO_LATE = "too_late", "It could not be done in time"


class Check(Dispatchable):
    """One check. It is queued work (`state`), done by the checker; `last_error` holds a CheckProblem.

    Lines in = headers + kept + removed + invalid + duplicates + superseded (I13), each line in exactly one of them.
    Released are headers, kept, duplicates, and superseded without `superseded_removed`.
    `position` is the newest row of the history that the answer knows. `sketch` and `sketch_marks` serve to notice
    near-duplicates (T29): an encrypted summary, and hashes by which like lists are found. Files are named in the check
    store; names are empty once the file is gone.
    """

    append_only = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=14)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checks", db_index=False)
    flow = models.ForeignKey(DataFlow, on_delete=models.PROTECT, related_name="checks")
    way_in = models.CharField(max_length=8, choices=WayIn)
    asked_by = models.ForeignKey(
        OrganisationPerson, null=True, on_delete=models.PROTECT, related_name="checks", db_index=False
    )
    api_key = models.ForeignKey(ApiKey, null=True, on_delete=models.PROTECT, related_name="checks", db_index=False)
    is_test = models.BooleanField(default=False)
    file_name = EncryptedTextField(default="", blank=True)
    column = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=DatabaseNow())

    input_name = models.UUIDField(null=True)
    input_bytes = models.PositiveBigIntegerField(default=0)
    input_sha256 = models.CharField(max_length=64, blank=True)
    done_bytes = models.PositiveBigIntegerField(default=0)
    done_lines = models.PositiveBigIntegerField(default=0)

    lines = models.PositiveBigIntegerField(default=0)
    headers = models.PositiveBigIntegerField(default=0)
    kept = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)
    invalid = models.PositiveBigIntegerField(default=0)
    duplicates = models.PositiveBigIntegerField(default=0)
    superseded = models.PositiveBigIntegerField(default=0)
    superseded_removed = models.PositiveBigIntegerField(default=0)
    as_of = models.DateTimeField(null=True)
    position = models.PositiveBigIntegerField(null=True)

    result_name = models.UUIDField(null=True)
    result_bytes = models.PositiveBigIntegerField(default=0)
    result_sha256 = models.CharField(max_length=64, blank=True)
    report_name = models.UUIDField(null=True)
    receipt = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    files_gone_at = models.DateTimeField(null=True)

    sketch = models.BinaryField(null=True)
    sketch_marks = ArrayField(models.BigIntegerField(), default=list)
    distinct_numbers = models.PositiveBigIntegerField(default=0)
    resembles = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="resembled_by", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        # Each list that is answered at once waits for these: only what finds something, and only rows that it finds.
        indexes = [
            due_index("list_check"),
            models.Index(fields=["organisation", "-id"], name="check_by_organisation"),
            models.Index(fields=["asked_by"], condition=Q(asked_by__isnull=False), name="check_by_person"),
            models.Index(fields=["resembles"], condition=Q(resembles__isnull=False), name="check_by_resembled"),
            models.Index(fields=["valid_until"], condition=Q(result_name__isnull=False), name="check_with_result"),
            GinIndex(fields=["sketch_marks"], condition=Q(sketch__isnull=False), name="check_by_marks"),
            models.Index(fields=["created_at"], condition=Q(sketch__isnull=False), name="check_with_sketch"),
        ]
        constraints = [
            # Not `unique=True`, with which Django adds a second index for LIKE.
            models.UniqueConstraint(fields=["reference"], name="check_reference_once"),
            *work_constraints("list_check"),
            one_of("way_in", WayIn, "check_way_in_is_known"),
            models.CheckConstraint(
                condition=Q(
                    lines=F("headers") + F("kept") + F("removed") + F("invalid") + F("duplicates") + F("superseded")
                ),
                name="check_lines_add_up",
            ),
            models.CheckConstraint(
                condition=Q(superseded_removed__lte=F("superseded")), name="check_superseded_removed_is_a_part"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, valid_until__isnull=True, receipt="", result_name__isnull=True)
                | (
                    Q(published_at__isnull=False, valid_until__isnull=False, as_of__isnull=False, state=WorkState.DONE)
                    & ~Q(receipt="")
                    & ~Q(result_sha256="")
                ),
                name="check_is_published_whole",
            ),
        ]
