"""Deciding a form: it is accepted, sent back with coded reasons, or closed; and it can be reopened."""

from registry.actions.cases.accepting import accept_case
from registry.actions.cases.closing import close_case
from registry.actions.cases.moves import OwnRecord, StaleVersion
from registry.actions.cases.problems import CannotDecide, DecidingProblem
from registry.actions.cases.reopening import reopen_case
from registry.actions.cases.returning import preview_return, return_case
from registry.actions.cases.taking import open_deciding

__all__ = [
    "CannotDecide",
    "DecidingProblem",
    "OwnRecord",
    "StaleVersion",
    "accept_case",
    "close_case",
    "open_deciding",
    "preview_return",
    "reopen_case",
    "return_case",
]
