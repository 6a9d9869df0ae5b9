"""What lists and files have in common: the flow they are for, and why they cannot be checked."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.api.callers import Caller
from portal.api.problems import RETRY_SECONDS, Problem
from registry.actions.checks.asking import CannotCheck
from registry.gateways.check_store import NoRoom
from registry.models import CheckProblem, DataFlow
from registry.queries.flow_names import flow_by
from registry.queries.organisations import FlowNotFound

SECONDS_OF_A_DAY = 24 * 3600
KINDS = {
    CheckProblem.TOO_LARGE: "too-large",
    CheckProblem.QUOTA: "quota",
    CheckProblem.SUSPENDED: "forbidden",
    CheckProblem.NO_ROOM: "unavailable",
}
WAITS = {"quota": SECONDS_OF_A_DAY, "unavailable": RETRY_SECONDS}


def flow_for(caller: Caller, id_or_name: str) -> DataFlow:
    """Return the caller's flow."""
    try:
        return flow_by(caller.organisation, id_or_name)
    except FlowNotFound:
        raise no_such_flow() from None


def no_such_flow() -> Problem:
    """Return what is said of a flow that another organisation has, or nobody."""
    return Problem("invalid", "Your organisation has no data flow with this id or name. See GET /api/flows.")


@contextmanager
def refusals() -> Iterator[None]:
    """Say as a problem why a list or file cannot be checked."""
    try:
        yield
    except FlowNotFound:
        raise no_such_flow() from None
    except NoRoom:
        raise of_problem(CheckProblem.NO_ROOM) from None
    except CannotCheck as error:
        raise of_problem(error.problem) from None


def of_problem(problem: CheckProblem) -> Problem:
    """Return the answer to a list that cannot be checked; `code` says it to programs."""
    kind = KINDS.get(problem, "cannot-check")
    headers = {"Retry-After": str(WAITS[kind])} if kind in WAITS else {}
    return Problem(kind, f"{problem.label}.", headers, code=problem.value)
