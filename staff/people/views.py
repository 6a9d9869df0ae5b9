"""Finding a person and opening their record."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from registry.actions.person_views import NoSuchCase, open_person, reveal_person, search_people
from registry.clock import now
from registry.permissions import Permission, may
from registry.queries.people_search import Found, TooManyFound
from staff.pages import actor, member
from staff.people import handles
from staff.people.forms import GroundsForm, SearchForm
from staff.people.pages import PersonView, page, whom

NO_SUCH_CASE = "There is no case with this reference"


@dataclass(frozen=True, repr=False)
class Result:
    """One person who was found, and where their page is."""

    person: Found
    public_id: UUID


class PeopleSearch(PersonView):
    """Search by POST, so that nobody's number or name stands in an address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return page(request, "search", form=SearchForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.POST)
        if form.is_valid():
            try:
                return self._search(request, form)
            except NoSuchCase:
                form.add_error("case_reference", NO_SUCH_CASE)
        return page(request, "search", form=form, status=422)

    def _search(self, request: HttpRequest, form: SearchForm) -> HttpResponse:
        grounds, at = form.grounds(), now()
        try:
            found = search_people(terms=form.terms(), grounds=grounds, by=actor(request), at=at)
        except TooManyFound as error:
            return page(request, "results", results=[], too_many=error.count)
        results = [
            Result(one, handles.keep(request.session, handles.Handle(one.nhs_number, grounds), staff=by, at=at))
            for one in found
            for by in [actor(request).id]
        ]
        return page(request, "results", results=results, too_many=None)


class PersonDetail(PersonView):
    """The record of one person, contact details masked."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        handle = whom(request, public_id)
        person = open_person(number=handle.number, grounds=handle.grounds, by=actor(request), at=now())
        may_reverse = may(member(request), Permission.REVERSE)
        return page(request, "person", person=person, public_id=public_id, may_reverse=may_reverse)


class PersonContact(PersonView):
    """Contact details, which are a look of their own with a reason of its own."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        whom(request, public_id)
        return page(request, "contact-reason", form=GroundsForm(), public_id=public_id)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        handle = whom(request, public_id)
        form = GroundsForm(request.POST)
        if form.is_valid():
            try:
                person = reveal_person(number=handle.number, grounds=form.grounds(), by=actor(request), at=now())
            except NoSuchCase:
                form.add_error("case_reference", NO_SUCH_CASE)
            else:
                may_reverse = may(member(request), Permission.REVERSE)
                return page(request, "person", person=person, public_id=public_id, may_reverse=may_reverse)
        return page(request, "contact-reason", form=form, public_id=public_id, status=422)
