"""Signs of life from the processes that no browser talks to."""

from django.db import models


class Heartbeat(models.Model):
    """The last time each process was seen working, by the database's clock."""

    append_only = False

    name = models.CharField(max_length=16, primary_key=True)
    seen_at = models.DateTimeField()
