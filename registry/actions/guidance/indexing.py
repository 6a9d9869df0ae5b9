"""Makes the search index of the guidance agree with the content of this release."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from registry import audit
from registry.models import AuditAction, SearchEntry, SearchIndex, SearchKind
from registry.parties import Actor
from registry.queries.guidance_words import tidy

# Any number that no other lock of this database has.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('registry.guidance.indexing'))"
# Each word goes into an index, so that a statement with many entries may take longer than statements may.
AT_ONCE = 100
FIELDS = ("address", "kind", "audience", "title", "summary", "keywords", "body", "names")


class CannotIndex(Exception):
    """Two entries have the same address, or there are none at all; nothing was changed."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be found; what each part means is said at `registry.models.SearchEntry`."""

    address: str
    kind: SearchKind
    audience: str
    title: str
    summary: str
    keywords: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class IndexChange:
    """How many entries an indexing added, changed and removed, and how many there are now."""

    added: int
    changed: int
    removed: int
    total: int


def index_digest(entries: Iterable[Entry]) -> str:
    """Return what tells one content from another, whatever the order: 64 hex digits."""
    listed = sorted(json.dumps(asdict(entry)) for entry in entries)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def replace_index(entries: Iterable[Entry], *, by: Actor, at: datetime) -> IndexChange:
    """Make the index hold these entries and no others, in one transaction; rows that agree are not touched.

    Two runs at once take turns, and whoever searches meanwhile sees the index as it was. Raises CannotIndex.
    """
    wanted = list(entries)
    _refuse_nonsense(wanted)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK)
        change = _settle({entry.address: entry for entry in wanted})
        digest = index_digest(wanted)
        if change.added or change.changed or change.removed or not SearchIndex.objects.filter(digest=digest).exists():
            SearchIndex.objects.update_or_create(id=1, defaults={"digest": digest, "made_at": at})
            audit.record(AuditAction.GUIDANCE_INDEXED, by=by, at=at, details=asdict(change))
    return change


def _refuse_nonsense(entries: Sequence[Entry]) -> None:
    addresses = [entry.address for entry in entries]
    twice = sorted({address for address in addresses if addresses.count(address) > 1})
    if twice or not addresses:
        raise CannotIndex(f"given twice: {', '.join(twice)}" if twice else "there is nothing to index")


def _settle(wanted: dict[str, Entry]) -> IndexChange:
    kept = {row.address: row for row in SearchEntry.objects.defer("head_words", "body_words")}
    gone = [row.pk for address, row in kept.items() if address not in wanted]
    new = [_row(entry) for address, entry in wanted.items() if address not in kept]
    other = [_row(entry, kept[address]) for address, entry in wanted.items() if _differs(entry, kept.get(address))]
    SearchEntry.objects.filter(pk__in=gone).delete()
    SearchEntry.objects.bulk_create(new, batch_size=AT_ONCE)
    SearchEntry.objects.bulk_update(other, FIELDS, batch_size=AT_ONCE)
    return IndexChange(len(new), len(other), len(gone), len(wanted))


def _values(entry: Entry) -> dict[str, str | list[str]]:
    names = [tidy(entry.title), *entry.keywords]
    return asdict(entry) | {"keywords": ", ".join(entry.keywords), "names": names}


def _row(entry: Entry, row: SearchEntry | None = None) -> SearchEntry:
    row = row or SearchEntry()
    for name, value in _values(entry).items():
        setattr(row, name, value)
    return row


def _differs(entry: Entry, row: SearchEntry | None) -> bool:
    return row is not None and any(getattr(row, name) != value for name, value in _values(entry).items())
