"""The project: settings, addresses and wiring."""

from ndop.celery import app as celery_app

__all__ = ["celery_app"]
