"""The web for fault tests: dies at a chosen point when a request asks for it, or runs with a defence taken out.

FAULT_DEFECTS names the defects. The product knows nothing of this: gunicorn is started on this module instead.
"""

import dataclasses
import os
import signal
import uuid

from django.urls import get_resolver

from ndop.wsgi import application as product

DIE = "HTTP_X_FAULT_DIE"


def application(environ, start_response):
    """Answer as the product does, or be killed once the request's transaction is committed."""
    answer = product(environ, start_response)
    if environ.get(DIE) == "after-commit":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


def forgets_what_was_saved():
    """The draft is not marked as saved, and each submission has a key of its own."""
    from registry.actions import choices

    record = choices.record_choice
    choices.empty_after_saving = lambda _draft, _change_id: None
    choices.record_choice = lambda submission, **who: record(
        dataclasses.replace(submission, idempotency_key=str(uuid.uuid4())), **who
    )


def publishes_from_the_request():
    """The request itself hands work to the broker."""
    from celery import current_app

    from registry import outbox

    outbox.wake_relay = lambda: current_app.send_task("registry.tasks.beat_heart", ignore_result=True)


for defect in filter(None, os.environ.get("FAULT_DEFECTS", "").split(",")):
    {one.__name__: one for one in (forgets_what_was_saved, publishes_from_the_request)}[defect]()

# The children are forked from here: what is loaded now is not loaded again by each.
get_resolver().check()
