"""A file that an organisation's system sends in one piece, block after block, and that becomes the list of a check."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry.actions.checks.asking import (
    CannotCheck,
    NewCheck,
    ask_for_check,
    destroyed_unless_used,
    largest_file,
    may_be_asked,
)
from registry.actions.organisations.repeats import Said, answer_once
from registry.gateways import check_store
from registry.models import ApiKey, Check, CheckProblem, DataFlow, WayIn
from registry.parties import Actor


class FileDamaged(Exception):
    """What arrived is not the file whose hash was sent with it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class SentFile:
    """A file on its way: its blocks, and what is to be done with it. `sha256` is in hex, empty when none was sent.

    `blocks` raises where the sender goes away before the file is whole.
    """

    flow: DataFlow
    blocks: Iterable[bytes]
    column: str = ""
    file_name: str = ""
    sha256: str = ""
    idempotency_key: str = ""


def check_sent_file(api_key: ApiKey, sent: SentFile, *, by: Actor, at: datetime) -> tuple[str, bool]:
    """Take the file in and ask for its check; return the check's id, and whether it was asked for before (I2).

    Whatever goes wrong on the way, nothing of the file is left (F22). Raises CannotCheck, FlowNotFound, FileDamaged,
    NoRoom, KeyReused, StillRunning.
    """
    organisation = api_key.organisation
    may_be_asked(organisation, sent.flow, is_test=api_key.is_test)
    with check_store.create(organisation.public_id) as file:
        _take_in(sent, file)
        new = _as_check(api_key, sent, file)
    with destroyed_unless_used(new.input_name) as used:
        said = answer_once(api_key, sent.idempotency_key, _request(new), lambda: _ask(new, by, at), at=at)
        if not said.is_repeat:
            used.append(new.input_name)
    return said.body.decode(), said.is_repeat


def _take_in(sent: SentFile, file: check_store.NewFile) -> None:
    most = largest_file(WayIn.API_FILE)
    for block in sent.blocks:
        if file.size + len(block) > most:
            raise CannotCheck(CheckProblem.TOO_LARGE)
        file.write(block)
    if sent.sha256 and not hmac.compare_digest(sent.sha256.lower(), file.sha256):
        raise FileDamaged


def _as_check(api_key: ApiKey, sent: SentFile, file: check_store.NewFile) -> NewCheck:
    return NewCheck(
        organisation=api_key.organisation,
        flow=sent.flow,
        way_in=WayIn.API_FILE,
        input_bytes=file.size,
        input_sha256=file.sha256,
        input_name=file.keep(),
        file_name=sent.file_name,
        column=sent.column,
        is_test=api_key.is_test,
        api_key=api_key,
    )


def _request(new: NewCheck) -> bytes:
    """All that makes two requests the same."""
    return "\0".join(["job", str(new.flow.public_id), new.column, new.file_name, new.input_sha256]).encode()


def _ask(new: NewCheck, by: Actor, at: datetime) -> Said:
    check: Check = ask_for_check(new, by=by, at=at)
    return Said(202, str(check.public_id).encode())
