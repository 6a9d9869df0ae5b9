"""Signs of life."""

from registry.clock import DatabaseNow
from registry.models import Heartbeat


def beat(name: str) -> None:
    """Write that the process called `name` is alive, by the database's clock."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=DatabaseNow())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )
