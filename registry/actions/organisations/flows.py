"""Data flows: for what, on which basis and to whom an organisation discloses, said once and used again.

A flow is never rewritten: what it says stands in receipts. Whoever needs other words makes a new one.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from registry import audit
from registry.models import AuditAction, DataFlow, FlowPurpose, LegalBasis, Organisation
from registry.parties import Actor


class FlowNameTaken(Exception):
    """The organisation has a flow of this name already."""


@dataclass(frozen=True)
class NewFlow:
    """What someone says of a disclosure. `basis_reference` is the CAG reference, or what the other basis is."""

    name: str
    purpose: FlowPurpose
    purpose_detail: str
    legal_basis: LegalBasis
    basis_reference: str
    recipient: str


def save_flow(organisation: Organisation, new: NewFlow, *, by: Actor, at: datetime) -> DataFlow:
    """Describe a data flow of this organisation. Raises FlowNameTaken."""
    try:
        with transaction.atomic():
            flow = DataFlow.objects.create(organisation=organisation, **asdict(new))
            _record(AuditAction.FLOW_SAVED, flow, by, at)
    except IntegrityError as error:
        if "flow_name_once" in str(error):
            raise FlowNameTaken("the organisation has a flow of this name") from None
        raise
    return flow


def replace_flow(flow: DataFlow, new: NewFlow, *, by: Actor, at: datetime) -> DataFlow:
    """Say it otherwise from now on: the old flow is put away, and the new one returned. Raises FlowNameTaken."""
    if asdict(new) == {name: getattr(flow, name) for name in asdict(new)}:
        return flow
    with transaction.atomic():
        archive_flow(flow, by=by, at=at)
        return save_flow(flow.organisation, new, by=by, at=at)


def archive_flow(flow: DataFlow, *, by: Actor, at: datetime) -> None:
    """Put a flow away: its checks stay, no new one may name it. A repeat changes nothing."""
    with transaction.atomic():
        if DataFlow.objects.filter(pk=flow.pk, archived_at__isnull=True).update(archived_at=at):
            _record(AuditAction.FLOW_ARCHIVED, flow, by, at)


def _record(action: AuditAction, flow: DataFlow, by: Actor, at: datetime) -> None:
    audit.record(
        action,
        by=by,
        at=at,
        about=("flow", str(flow.public_id)),
        details={"purpose": flow.purpose, "basis": flow.legal_basis},
    )
