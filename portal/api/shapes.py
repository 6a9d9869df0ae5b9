"""What requests and answers look like; the OpenAPI description is made from this."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from portal.api.problems import CONTENT_TYPE, TITLES
from registry.upholding import Reason


class NumberList(BaseModel):
    """A list to be answered at once. A plain model: ninja's own reads ten thousand texts more slowly."""

    model_config = ConfigDict(extra="forbid")

    flow: str = Field(
        min_length=1, max_length=100, description="Id or name of the data flow", examples=["Asthma research"]
    )
    numbers: list[str] = Field(
        min_length=1,
        max_length=settings.LIST_MAX_NUMBERS,
        description="NHS numbers as texts: ten digits, or 3-3-4 with single blanks",
        examples=[["9990000018"]],
    )


class Counts(Schema):
    """Lines by class; `lines` is the sum of the six after it. `superseded_removed` is a part of `superseded`."""

    lines: int
    headers: int
    kept: int
    removed: int
    invalid: int
    duplicates: int
    superseded: int
    superseded_removed: int


class Invalid(Schema):
    """A text that is no NHS number we can answer for: never released."""

    index: int = Field(description="Its place in your list, from 0")
    reason: Literal[tuple(reason.value for reason in Reason)]  # type: ignore[valid-type]  # made from the engine's list
    masked: str = Field(description="Its shape, and its last three letters or digits")


class ListChecked(Schema):
    """The numbers that may be used, as you sent them and in your order. Use them before `valid_until`."""

    id: UUID
    reference: str
    test: bool
    as_of: datetime = Field(description="Every choice recorded by then is applied")
    valid_until: datetime
    released: list[str]
    invalid: list[Invalid]
    counts: Counts
    receipt: str = Field(description="Signed proof of this check: compact JWS, Ed25519")


class Flow(Schema):
    """For what, on which basis and to whom you disclose."""

    id: UUID
    name: str
    purpose: str
    purpose_detail: str
    legal_basis: str
    basis_reference: str
    recipient: str


class Flows(Schema):
    flows: list[Flow]


class Allowance(Schema):
    """How much is agreed for a window, and what is left of the window that runs."""

    limit: int
    left: int
    window_seconds: int


class Limits(Schema):
    """What your organisation may ask, and how much at once."""

    requests: Allowance
    numbers: Allowance
    numbers_in_a_list: int
    fewest_numbers: int = Field(description="Lists with fewer different numbers need an exception")
    exception_until: datetime | None
    file_bytes: int
    result_valid_seconds: int


class FlowName(Schema):
    id: UUID
    name: str


class Progress(Schema):
    bytes: int
    of_bytes: int
    lines: int


class Links(Schema):
    self: str
    result: str
    report: str
    receipt: str


class Job(Schema):
    """One check, whatever way its list came."""

    id: UUID
    reference: str
    state: Literal["waiting", "running", "done", "failed"]
    problem: str | None = Field(description="Why it failed, as a code")
    problem_detail: str | None
    way_in: str
    test: bool
    expired: bool = Field(description="Its result may not be used any more, and is not served")
    flow: FlowName
    created_at: datetime
    finished_at: datetime | None
    as_of: datetime | None
    valid_until: datetime | None
    progress: Progress
    counts: Counts
    links: Links


class JobAsked(Schema):
    """A file that has arrived whole and waits for its check."""

    id: UUID
    links: Links


class Jobs(Schema):
    jobs: list[Job]
    next: str | None = Field(description="Address of the next page")


class ProblemDetails(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = Field(description="Id of the request; name it when you ask us")


def responses(good: dict[int, Any], *statuses: int) -> dict[int, Any]:
    """Return what an operation may answer: what every one may, and `statuses` beside it."""
    always = (400, 401, 403, 429, 500, 503)
    return good | dict.fromkeys([*always, *statuses], ProblemDetails)


def problem_content(status: int) -> dict[str, Any]:
    """Describe one problem for the OpenAPI description, where ninja would call it plain JSON."""
    titles = [title for of, title in TITLES.values() if of == status]
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {"description": ". ".join(titles), "content": {CONTENT_TYPE: {"schema": schema}}}
