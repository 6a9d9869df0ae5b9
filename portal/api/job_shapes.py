"""A check, as the API shows it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings

from portal.api.shapes import Counts, FlowName, Job, Links, Progress
from registry.models import Check, CheckProblem, WorkState
from registry.queries.receipts import COUNTS

State = Literal["waiting", "running", "done", "failed"]
STATES: dict[WorkState, State] = {
    WorkState.PENDING: "waiting",
    WorkState.UNKNOWN: "waiting",
    WorkState.CLAIMED: "running",
    WorkState.DONE: "done",
    WorkState.FAILED: "failed",
    WorkState.EXPIRED: "failed",
}


def job_shape(check: Check, at: datetime) -> Job:
    """Return a check as it stands at `at`."""
    state = STATES[WorkState(check.state)]
    problem = CheckProblem(check.last_error or CheckProblem.TOO_LATE) if state == "failed" else None
    return Job(
        id=check.public_id,
        reference=check.reference,
        state=state,
        problem=problem,
        problem_detail=problem.label if problem else None,
        way_in=check.way_in,
        test=check.is_test,
        expired=check.valid_until is not None and check.valid_until <= at,
        flow=FlowName(id=check.flow.public_id, name=check.flow.name),
        created_at=check.created_at,
        finished_at=check.finished_at,
        as_of=check.as_of,
        valid_until=check.valid_until,
        progress=Progress(bytes=check.done_bytes, of_bytes=check.input_bytes, lines=check.done_lines),
        counts=Counts(**{name: getattr(check, name) for name in COUNTS}),
        links=Links(**links_of(check.public_id)),
    )


def links_of(public_id: UUID) -> dict[str, str]:
    """Return where a check and its files are found."""
    job = f"{settings.NDOP_SERVICE_URL}/api/jobs/{public_id}"
    return {"self": job} | {what: f"{job}/{what}" for what in ("result", "report", "receipt")}
