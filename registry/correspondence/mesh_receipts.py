"""The first answer to a file that came by MESH: JSON that says what was found at each stage and what to do next."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

VERSION = 1


class Stage(StrEnum):
    """What is looked at, in this order. The first that does not pass ends the work."""

    SENDER = "sender"
    WORKFLOW = "workflow"
    DATA_FLOW = "data_flow"
    FILE = "file"
    CHECK = "check"


PASSED, FAILED, NOT_REACHED = "passed", "failed", "not_reached"
# Where each outcome stopped; a success stopped nowhere.
STOPPED_AT = {
    "unregistered_sender": Stage.SENDER,
    "suspended": Stage.SENDER,
    "wrong_workflow": Stage.WORKFLOW,
    "no_data_flow": Stage.DATA_FLOW,
    "file_refused": Stage.FILE,
}
# Problems that are not the file's: it was good as far as anyone looked.
NOT_OF_THE_FILE = frozenset({"quota", "no_room", "input_lost", "gave_up", "too_late"})
WHAT_TO_DO = {
    "success": "The result follows in a second message with the same local id. Every line that is not in it must be "
    "left out. Use the result by the time that is given as valid_until, then check again.",
    "unregistered_sender": "Ask the service to register your mailbox for your organisation, then send the file again.",
    "suspended": "Contact the service about your organisation. Send the file again once it may check files.",
    "wrong_workflow": "Send the file again with the workflow id {workflow}.",
    "no_data_flow": "Send the file again with the name of one of your data flows as the subject, or as the beginning "
    "of the file name, followed by two underscores. Data flows are described on the website.",
}
# By CheckProblem. A file may be sent again with another local id or the same.
WHAT_TO_DO_ABOUT = {
    "empty": "Put at least 10 NHS numbers into the file, one on each line, and send it again.",
    "too_few": "Put at least 10 different NHS numbers into the file, or ask the service for an exception.",
    "no_numbers": "Put one NHS number on each line, with nothing before it, and send the file again.",
    "not_text": "Save the file as plain text (UTF-8), not compressed or encrypted, and send it again.",
    "line_too_long": "Put one NHS number on each line and send the file again.",
    "quotes": "Close the quotation mark, or take the quotation marks out, and send the file again.",
    "too_large": "Split the file and send the parts.",
    "quota": "Send the file again tomorrow, or ask the service to raise what was agreed.",
    "suspended": WHAT_TO_DO["suspended"],
}
AGAIN = "Send the file again. If this happens twice, contact the service."


@dataclass(frozen=True, kw_only=True, repr=False)
class MeshReceipt:
    """What the receipt says. `flows` are the names to choose from; `check` is empty unless there is a result.

    `left_out` is the beginning of the report of odd lines: line, class, reason and masked value of each.
    """

    outcome: str
    explanation: str
    problem: str = ""
    message_id: str
    local_id: str = ""
    file_name: str = ""
    received_at: str
    workflow: str
    flow: str = ""
    flows: Sequence[str] = ()
    check: Mapping[str, object] = field(default_factory=dict)
    left_out: Sequence[Mapping[str, str]] = ()
    left_out_total: int = 0
    token: str = ""


def subject_of(outcome: str) -> str:
    """Return the subject of the receipt, by which programs tell a result to come from a refusal."""
    return "SUCCESS" if outcome == "success" else "FAILURE"


def mesh_receipt(receipt: MeshReceipt) -> bytes:
    """Return the receipt as JSON. The same receipt is the same bytes."""
    said: dict[str, object] = {
        "service": "National data opt-out",
        "version": VERSION,
        "outcome": receipt.outcome,
        "explanation": receipt.explanation,
        "what_to_do": _what_to_do(receipt),
        "stages": _stages(receipt),
        "message_id": receipt.message_id,
        "local_id": receipt.local_id,
        "file_name": receipt.file_name,
        "received_at": receipt.received_at,
    }
    said |= {"problem": receipt.problem} if receipt.problem else {}
    said |= {"data_flow": receipt.flow} if receipt.flow else {}
    said |= {"data_flows": list(receipt.flows)} if receipt.flows else {}
    if receipt.check:
        lines = {"total": receipt.left_out_total, "first": list(receipt.left_out)}
        said |= {"check": dict(receipt.check), "lines_not_checked": lines, "receipt": receipt.token}
    return (json.dumps(said, indent=2, ensure_ascii=True) + "\n").encode("ascii")


def _stages(receipt: MeshReceipt) -> list[dict[str, str]]:
    stopped = Stage.CHECK if receipt.problem in NOT_OF_THE_FILE else STOPPED_AT.get(receipt.outcome)
    stages, passed = list(Stage), list(Stage).index(stopped) if stopped else len(Stage)
    outcomes = [PASSED] * passed + [FAILED] + [NOT_REACHED] * len(stages)
    return [{"stage": stage.value, "outcome": outcome} for stage, outcome in zip(stages, outcomes, strict=False)]


def _what_to_do(receipt: MeshReceipt) -> str:
    if receipt.outcome in WHAT_TO_DO:
        return WHAT_TO_DO[receipt.outcome].format(workflow=receipt.workflow)
    return WHAT_TO_DO_ABOUT.get(receipt.problem, AGAIN)
