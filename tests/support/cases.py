"""Deciding paper forms in tests, in one line."""

import pytest

from registry.actions.cases.deciding import CannotDecide, accept_case
from registry.clock import now
from registry.models import Case, CaseState, PreferenceChange, Role
from tests.factories.cases import make_case, make_form
from tests.support.staff import as_actor, make_staff


def to_decide(form_type, people, **columns):
    """Make a form about these people that is to be decided; `columns` change what it says."""
    return make_case(CaseState.TO_DECIDE, form_type, people=people, form=make_form(form_type, people, **columns))


def accept(case, people, user=None, version=None):
    """Accept a form for these people."""
    return accept_case(
        case_id=case.public_id,
        numbers=[person.nhs_number for person in people],
        version=version or case.version,
        by=as_actor(user or make_staff(Role.CHECKER)),
        at=now(),
    )


def refusal(case, people, user=None):
    """Return why a form is not accepted, having seen that nothing was written."""
    with pytest.raises(CannotDecide) as caught:
        accept(case, people, user)
    assert not PreferenceChange.objects.exists()
    assert Case.objects.get(pk=case.pk).state == CaseState.TO_DECIDE
    return caught.value.reason
