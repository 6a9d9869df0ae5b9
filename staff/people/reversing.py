"""A supervisor reverses a choice recorded by mistake: choose it, see in words what will happen, confirm."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ndop.jinja import date_words
from registry.actions.person_views import open_person
from registry.actions.reversals import CannotReverse, plan_reversal, reverse_choice
from registry.clock import now
from registry.models import PreferenceChange
from registry.permissions import Permission
from registry.policies import CannotChoose, PersonHasDied
from staff.accounts.reauthenticate import Recently
from staff.pages import actor
from staff.people.forms import ReversalForm
from staff.people.handles import Handle
from staff.people.pages import PersonView, page, whom

PROBLEMS = {
    "missing": "Select a choice of this person",
    "nothing": "Reversing this would change nothing: the same stood before",
    "later": "A later choice stands. Only the choice that stands now can be reversed",
    "own": "You recorded this choice yourself. Another supervisor must reverse it",
}
DIED = "The person has died. The choice that stood then stays"
NOT_ALLOWED = "Nobody on the record may make this choice now. Ask for a new paper form"


class PersonReverse(Recently, PersonView):
    permission = Permission.REVERSE

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        form = make_form(_changes(request, whom(request, public_id)))
        return self._form_page(request, public_id, form, 200)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        handle = whom(request, public_id)
        form = make_form(_changes(request, handle), request.POST)
        if not form.is_valid():
            return self._form_page(request, public_id, form, 422)
        try:
            return self._go_on(request, public_id, handle, form)
        except CannotReverse as error:
            form.add_error("reference", PROBLEMS[error.problem])
        except PersonHasDied:
            form.add_error("reference", DIED)
        except CannotChoose:
            form.add_error("reference", NOT_ALLOWED)
        return self._form_page(request, public_id, form, 422)

    def _go_on(self, request: HttpRequest, public_id: UUID, handle: Handle, form: ReversalForm) -> HttpResponse:
        reference, why = form.cleaned_data["reference"], form.cleaned_data["why"]
        if request.POST.get("step") == "reverse":
            reverse_choice(reference=reference, number=handle.number, reason=why, by=actor(request), at=now())
            return redirect("staff:person-detail", public_id=public_id)
        plan = plan_reversal(reference=reference, number=handle.number, by=actor(request))
        return page(request, "reverse-check", plan=plan, why=why, public_id=public_id)

    def _form_page(self, request: HttpRequest, public_id: UUID, form: ReversalForm, status: int) -> HttpResponse:
        return page(request, "reverse", form=form, public_id=public_id, status=status)


def make_form(changes: list[PreferenceChange], *data: object) -> ReversalForm:
    """Make the form with the choices of this person."""
    return ReversalForm(*data, changes=[(change.reference, _words(change)) for change in changes])


def _words(change: PreferenceChange) -> str:
    said, source = change.get_after_status_display(), change.get_source_display()
    return f"{said}: {date_words(change.recorded_at)}, {source.lower()}, {change.reference}"


def _changes(request: HttpRequest, handle: Handle) -> list[PreferenceChange]:
    """Open the record, which is a look like any other, for what could be reversed."""
    person = open_person(number=handle.number, grounds=handle.grounds, by=actor(request), at=now())
    return list(person.reversible)
