"""Tasks: the list, and each with whom it is about."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from registry.actions.claims import CannotClaim, claim, release
from registry.actions.returned_post import finish_returned_post
from registry.actions.tasks import TaskIsDone, finish_task, view_task
from registry.clock import now
from registry.models import Task, TaskKind, TaskState
from registry.permissions import Permission
from registry.queries.tasks import NoSuchTask, has_flag, open_tasks, task_item
from staff.pages import StaffPage, actor, member, staff_context
from staff.work.forms import MINE, OutcomeForm, PutRightForm, TaskFilterForm


class TaskList(StaffPage):
    """What there is to do, due first. It does not show whom a task is about."""

    permission = Permission.DO_TASKS
    template_name = "staff/work/task-list.jinja"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = TaskFilterForm(self.request.GET)
        if not filters.is_valid():
            raise BadRequest("no such filter")
        chosen = filters.cleaned_data
        try:
            page = open_tasks(
                user=member(self.request),
                at=now(),
                kind=TaskKind(chosen["kind"]) if chosen["kind"] else None,
                is_mine=chosen["who"] == MINE,
                after=_after(self.request),
            )
        except NoSuchTask as error:
            raise BadRequest("no such place in this list") from error
        next_url = f"?{urlencode({**chosen, 'after': page.next})}" if page.next else ""
        return super().get_context_data(
            page=page, filters=filters, next_url=next_url, is_first=_after(self.request) is None, **kwargs
        )


class TaskDetail(View):
    """One task. Opening it is written down before anything of it is shown."""

    permission = Permission.DO_TASKS
    shows_person = True

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self._show(request, public_id)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        form = PutRightForm(request.POST)
        if not form.is_valid():
            return self._show(request, public_id, form, status=422)
        finish = finish_returned_post if form.cleaned_data["is_put_right"] else finish_task
        try:
            finish(task_id=public_id, outcome=form.cleaned_data["outcome"], by=actor(request), at=now())
        except NoSuchTask as error:
            raise Http404 from error
        except (TaskIsDone, CannotClaim):
            return self._show(request, public_id, form, status=409)
        return redirect("staff:task-list")

    def _show(
        self, request: HttpRequest, public_id: UUID, form: OutcomeForm | None = None, status: int = 200
    ) -> HttpResponse:
        at = now()
        try:
            task = view_task(task_id=public_id, by=actor(request), at=at)
        except NoSuchTask as error:
            raise Http404 from error
        item = task_item(task, member(request), at)
        is_flagged = has_flag(task)
        context = {
            "task": task,
            "item": item,
            "is_done": task.state == TaskState.DONE,
            "is_call": task.kind == TaskKind.CALL_BACK,
            "is_open_to_me": task.state == TaskState.OPEN and (not item.held_by or item.is_held_by_me),
            "is_flagged": is_flagged,
            "form": form or (PutRightForm() if is_flagged else OutcomeForm()),
            "is_refused": status == REFUSED,
        }
        return render(request, "staff/work/task.jinja", {**staff_context(request), **context}, status=status)


REFUSED = 409


class TakeTask(View):
    """Say that one is on it."""

    permission = Permission.DO_TASKS

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            claim(Task, public_id, by=actor(request), at=now())
        except Task.DoesNotExist as error:
            raise Http404 from error
        except CannotClaim:
            pass  # the page says who has it and until when
        return redirect("staff:task-detail", public_id)


class GiveBackTask(View):
    """Leave it to somebody else."""

    permission = Permission.DO_TASKS

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        release(Task, public_id, by=actor(request))
        return redirect(reverse("staff:task-list"))


def _after(request: HttpRequest) -> UUID | None:
    text = request.GET.get("after", "")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequest("no such place in this list") from error
