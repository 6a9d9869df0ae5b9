"""Sending a form back and closing one: each kind of form that cannot be accepted has its way."""

from datetime import date

import pytest

from registry.actions.cases.deciding import CannotDecide, close_case, preview_return, return_case
from registry.actions.cases.moves import OwnRecord, StaleVersion
from registry.clock import now
from registry.correspondence import ReturnLetter, return_letter
from registry.encryption import keyed_hash
from registry.models import (
    AuditEvent,
    Case,
    CaseState,
    CloseReason,
    FormType,
    Message,
    Person,
    PreferenceChange,
    ReturnReason,
    Role,
    Status,
)
from registry.permissions import NotPermitted
from tests.factories import PreferenceFactory
from tests.factories.cases import make_case, make_people
from tests.support.cases import to_decide
from tests.support.pdfs import text as text_of
from tests.support.staff import as_actor, make_staff

pytestmark = pytest.mark.django_db
R = ReturnReason


@pytest.fixture(autouse=True)
def nobody_is_drawn(settings):
    settings.SECOND_CHECK_SHARE = 0.0


@pytest.fixture
def checker():
    return make_staff(Role.CHECKER)


@pytest.fixture
def person():
    return make_people(FormType.SELF)[0]


def send_back(case, user, *reasons, version=None):
    return return_case(
        case_id=case.public_id, reasons=reasons, version=version or case.version, by=as_actor(user), at=now()
    )


def close(case, user, reason, duplicate_of="", version=None):
    return close_case(
        case_id=case.public_id,
        reason=reason,
        duplicate_of=duplicate_of,
        version=version or case.version,
        by=as_actor(user),
        at=now(),
    )


def problem(action):
    with pytest.raises(CannotDecide) as caught:
        action()
    assert not Message.objects.exists()
    return caught.value.reason


def test_a_form_goes_back_with_its_reasons_in_the_order_of_the_list(person, checker):
    done = send_back(to_decide(FormType.SELF, [person], status=None), checker, R.NO_CHOICE, R.NOT_SIGNED, R.NO_CHOICE)
    assert (done.state, done.decided_by) == (CaseState.RETURNED, checker)
    assert done.return_reasons == [R.NOT_SIGNED, R.NO_CHOICE]
    assert AuditEvent.objects.get(action="case_returned").details["reasons"] == "not_signed no_choice"


def test_the_letter_goes_to_the_address_on_the_form(person, checker):
    case = send_back(to_decide(FormType.SELF, [person]), checker, R.NAME_MISMATCH)
    message = Message.objects.get()
    letter = ReturnLetter.from_json(message.content, message.public_id)
    assert (message.kind, message.channel, message.case_reference) == ("return", "letter", case.reference)
    assert (message.nhs_number, message.recipient) == (None, "")
    assert letter.name == f"Ada May {person.family_name}"
    assert list(letter.address_lines) == ["1 Sample Street", "Leeds", "LS1 4AP"]
    assert isinstance(letter.received_on, date)


def test_the_reply_goes_by_email_when_asked_for_and_given(person, checker):
    case = to_decide(FormType.SELF, [person], reply_by="email", email="ada@example.com")
    send_back(case, checker, R.NAME_MISMATCH)
    message = Message.objects.get()
    assert (message.channel, message.recipient) == ("email", "ada@example.com")


def test_the_reply_goes_by_post_when_the_email_address_is_missing(person, checker):
    send_back(to_decide(FormType.SELF, [person], reply_by="email"), checker, R.NO_EMAIL)
    assert Message.objects.get().channel == "letter"


def test_who_reads_large_print_gets_it(person, checker):
    Person.objects.update(format_needs="large_print")
    send_back(to_decide(FormType.SELF, [person]), checker, R.ORIGINALS_SENT)
    assert Message.objects.get().content["format_needs"] == "large_print"


def test_needs_of_somebody_else_with_that_number_are_not_taken_over(person, checker):
    Person.objects.update(format_needs="large_print", family_name_key="other", family_name="Other")
    Person.objects.update(date_of_birth="1950-01-01")
    send_back(to_decide(FormType.SELF, [person]), checker, R.NAME_MISMATCH)
    assert Message.objects.get().content["format_needs"] == "standard"


def test_the_letter_about_a_child_goes_to_the_parent(checker):
    send_back(to_decide(FormType.CHILDREN, make_people(FormType.CHILDREN)), checker, R.CHILD_IS_13)
    assert Message.objects.get().content["name"] == "Robin Sample"


def test_the_preview_is_the_letter_that_goes(person, checker):
    case = to_decide(FormType.SELF, [person])
    seen = preview_return(case_id=case.public_id, reasons=[R.NAME_MISMATCH], by=as_actor(checker), at=now())
    send_back(case, checker, R.NAME_MISMATCH)
    message = Message.objects.get()
    gone = return_letter(ReturnLetter.from_json(message.content, message.public_id))
    assert seen == gone
    assert case.reference in text_of(seen)
    event = AuditEvent.objects.get(action="letter_previewed")
    assert (event.actor_id, event.object_id) == (str(checker.pk), case.reference)


def test_a_preview_writes_nothing_but_its_event(person, checker):
    case = to_decide(FormType.SELF, [person])
    preview_return(case_id=case.public_id, reasons=[R.NAME_MISMATCH], by=as_actor(checker), at=now())
    assert Case.objects.get(pk=case.pk).version == case.version
    assert not Message.objects.exists()


def test_a_form_that_cannot_be_read_goes_back_if_it_says_to_whom(person, checker):
    case = to_decide(FormType.SELF, [person], is_readable=False)
    assert send_back(case, checker, R.UNREADABLE).state == CaseState.RETURNED


def test_a_form_that_does_not_say_to_whom_is_closed(checker):
    case = to_decide(FormType.SELF, [], is_readable=False)
    assert problem(lambda: send_back(case, checker, R.UNREADABLE)) == "no_address"
    assert close(case, checker, CloseReason.NOBODY_TO_WRITE_TO).state == CaseState.CLOSED
    assert not Message.objects.exists()


def test_a_form_of_another_service_goes_back(person, checker):
    case = to_decide(FormType.SELF, [person], is_wrong_service=True)
    assert send_back(case, checker, R.WRONG_SERVICE).return_reasons == [R.WRONG_SERVICE]


def test_nobody_writes_to_who_has_died_and_the_choice_stays(person, checker):
    PreferenceFactory(person__nhs_number=person.nhs_number, status=Status.OPTED_OUT)
    case = to_decide(FormType.SELF, [person], status=Status.ALLOWED)
    assert problem(lambda: send_back(case, checker, R.PERSON_DIED)) == "close_instead"
    done = close(case, checker, CloseReason.PERSON_DIED)
    assert (done.state, done.close_reason) == (CaseState.CLOSED, CloseReason.PERSON_DIED)
    assert PreferenceChange.objects.get().after_status == Status.OPTED_OUT


def test_whoever_acted_for_who_has_died_gets_the_kind_letter(checker):
    case = to_decide(FormType.ADULT_DEPENDANT, make_people(FormType.ADULT_DEPENDANT))
    assert problem(lambda: close(case, checker, CloseReason.PERSON_DIED)) == "write_to_proxy"
    assert send_back(case, checker, R.PERSON_DIED).state == CaseState.RETURNED
    assert Message.objects.get().content["name"] == "Robin Sample"


def test_a_return_needs_a_reason_and_a_form_to_decide(person, checker):
    assert problem(lambda: send_back(to_decide(FormType.SELF, [person]), checker)) == "no_reasons"
    assert problem(lambda: send_back(make_case(CaseState.TO_ENTER), checker, R.UNREADABLE)) == "not_due"


def test_F27_a_return_from_an_old_page_sends_nothing(person, checker):
    case = to_decide(FormType.SELF, [person])
    with pytest.raises(StaleVersion):
        send_back(case, checker, R.UNREADABLE, version=case.version - 1)
    assert not Message.objects.exists()


def test_T19_nobody_sends_back_previews_or_closes_their_own(person):
    user = make_staff(Role.CHECKER, own_number_key=keyed_hash("staff-own", person.nhs_number.digits))
    case, by = to_decide(FormType.SELF, [person]), as_actor(user)
    for action in (
        lambda: send_back(case, user, R.UNREADABLE),
        lambda: preview_return(case_id=case.public_id, reasons=[R.UNREADABLE], by=by, at=now()),
        lambda: close(case, user, CloseReason.NOT_A_FORM),
    ):
        with pytest.raises(OwnRecord):
            action()


def test_deciding_needs_its_permission(person):
    case, auditor = to_decide(FormType.SELF, [person]), make_staff(Role.AUDITOR)
    for action in (
        lambda: send_back(case, auditor, R.UNREADABLE),
        lambda: close(case, auditor, CloseReason.NOT_A_FORM),
    ):
        with pytest.raises(NotPermitted):
            action()


def test_a_duplicate_names_the_case_that_goes_on(person, checker):
    original, copy = to_decide(FormType.SELF, [person]), to_decide(FormType.SELF, [person])
    done = close(copy, checker, CloseReason.DUPLICATE, f" {original.reference.lower()} ")
    assert done.duplicate_of == original
    assert AuditEvent.objects.get(action="case_closed").details["duplicate_of"] == original.reference


def test_what_is_no_duplicate_is_not_closed_as_one(person, checker):
    case, other = to_decide(FormType.SELF, [person]), make_case(CaseState.TO_DECIDE)
    duplicate = CloseReason.DUPLICATE
    assert problem(lambda: close(case, checker, duplicate)) == "duplicate_not_found"
    assert problem(lambda: close(case, checker, duplicate, "99999-C")) == "duplicate_not_found"
    assert problem(lambda: close(case, checker, duplicate, case.reference)) == "duplicate_of_itself"
    assert problem(lambda: close(case, checker, duplicate, other.reference)) == "duplicate_of_others"
    assert problem(lambda: close(case, checker, CloseReason.NOT_A_FORM, other.reference)) == "duplicate_not_asked"
    assert Case.objects.get(pk=case.pk).state == CaseState.TO_DECIDE


def test_two_cases_are_never_each_others_duplicate(person, checker):
    first, second = to_decide(FormType.SELF, [person]), to_decide(FormType.SELF, [person])
    close(first, checker, CloseReason.DUPLICATE, second.reference)
    closing = lambda: close(second, checker, CloseReason.DUPLICATE, first.reference)  # noqa: E731 - it reads better
    assert problem(closing) == "duplicate_of_duplicate"


def test_what_is_not_keyed_may_be_a_duplicate(person, checker):
    original, copy = to_decide(FormType.SELF, [person]), make_case(CaseState.RECEIVED)
    assert close(copy, checker, CloseReason.DUPLICATE, original.reference).duplicate_of == original


def test_what_is_decided_is_not_closed(person, checker):
    case = make_case(CaseState.RETURNED)
    with pytest.raises(CannotDecide) as caught:
        close(case, checker, CloseReason.NOT_A_FORM)
    assert caught.value.reason == "not_due"
