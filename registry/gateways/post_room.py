"""The demonstration's provider: keeps every message in a table, for the page /demo/post-room/."""

from django.db import IntegrityError, transaction

from registry.gateways.messaging import Address, AlreadySent, Envelope
from registry.models import PostRoomItem


class PostRoom:
    """Accepts everything once. A reference seen before is AlreadySent, as with NHS Notify."""

    def send(self, envelope: Envelope) -> str:
        """Keep the message and return its number in the post room. Raises AlreadySent."""
        item = PostRoomItem(
            reference=envelope.reference,
            channel=envelope.channel,
            recipient=_as_text(envelope.to),
            subject=envelope.subject,
            text=envelope.text,
            html=envelope.html,
            pdf=envelope.pdf,
        )
        try:
            with transaction.atomic():
                item.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadySent(self.find(envelope.reference) or "") from error
        return str(item.pk)

    def find(self, reference: str) -> str | None:
        """Return the number in the post room of a reference that is there."""
        found = PostRoomItem.objects.filter(reference=reference).values_list("pk", flat=True).first()
        return None if found is None else str(found)


def _as_text(to: str | Address) -> str:
    return "\n".join((to.name, *to.lines)) if isinstance(to, Address) else to
