"""Counters behind the limits. Keys are HMACs, so that the table names nobody."""

from django.db import models


class LimitCounter(models.Model):
    """How often something happened since `window_ends_at - window`. One row per limit and key."""

    append_only = False

    limit = models.CharField(max_length=48)
    key = models.BinaryField(max_length=32)
    count = models.PositiveIntegerField()
    window_ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["limit", "key"], name="limit_counter_one_per_key")]
        indexes = [models.Index(fields=["window_ends_at"], name="limit_counter_by_end")]
