"""Post that came back: one scan, one look, one key."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from registry.actions.returned_post import NoSuchLetter, mark_returned
from registry.clock import now
from registry.permissions import Permission
from registry.queries.letters import SentLetter, find_letters, get_letter
from staff.pages import actor, staff_context
from staff.work.forms import LetterForm

NOT_FOUND = "There is no letter with this code or reference"


class ReturnedPost(View):
    """Find the letter that came back. Ready for the next scan as soon as the last is written down."""

    permission = Permission.DO_TASKS

    def get(self, request: HttpRequest) -> HttpResponse:
        recorded = _letter(request.GET.get("recorded", ""))
        return _page(request, form=LetterForm(), recorded=recorded, found=[])

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LetterForm(request.POST)
        found = find_letters(form.cleaned_data["letter"]) if form.is_valid() else []
        if len(found) == 1:
            return redirect("staff:returned-letter", found[0].public_id)
        if form.is_valid() and not found:
            form.add_error("letter", NOT_FOUND)
        return _page(request, form=form, recorded=None, found=found, status=422 if form.errors else 200)


class ReturnedLetter(View):
    """Which letter it is. Confirming writes it down, once."""

    permission = Permission.DO_TASKS

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        letter = get_letter(public_id)
        if letter is None:
            raise Http404
        context = {**staff_context(request), "letter": letter, "form": LetterForm()}
        return render(request, "staff/work/returned-letter.jinja", context)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        try:
            is_new = mark_returned(message_id=public_id, by=actor(request), at=now())
        except NoSuchLetter as error:
            raise Http404 from error
        if not is_new:  # its page says when it was written down
            return redirect("staff:returned-letter", public_id)
        return redirect(f"{reverse('staff:returned-post')}?recorded={public_id}")


def _letter(text: str) -> SentLetter | None:
    try:
        return get_letter(UUID(text)) if text else None
    except ValueError as error:
        raise BadRequest("no such letter") from error


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "staff/work/returned-post.jinja", {**staff_context(request), **context}, status=status)
