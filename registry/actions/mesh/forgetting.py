"""What senders wrote about their files goes when the files do. The rows go with their checks. Source: the data map."""

from datetime import datetime

from django.conf import settings

from registry.models import MeshMessage, MeshState


def forget_names(at: datetime) -> int:
    """Erase what senders wrote into the headers of messages whose answer has expired. Returns of how many messages."""
    old = MeshMessage.objects.filter(state=MeshState.ANSWERED, answered_at__lte=at - settings.RESULT_VALID)
    named = old.exclude(local_id=b"", file_name=b"", subject=b"")
    return named.update(local_id="", file_name="", subject="")
