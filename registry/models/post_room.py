"""The demonstration's provider: every message lands here instead of at a person. Exists in demo mode only."""

from django.db import models

from registry.clock import DatabaseNow
from registry.models.codes import MessageChannel


class PostRoomItem(models.Model):
    """One message as a provider would have received it. A reference seen before is refused, as NHS Notify does."""

    append_only = False

    reference = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=6, choices=MessageChannel)
    recipient = models.TextField()
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    pdf = models.BinaryField(blank=True, default=b"")
    received_at = models.DateTimeField(db_default=DatabaseNow())

    class Meta:
        indexes = [models.Index(fields=["-id"], name="post_room_newest")]
