"""The classic bug: yes and no swapped. One choice is followed from the page's words to every face that it has.

A face is a function from a recorded change to what the world sees of it. FHIR and statistics join by adding theirs to
FACES, with what each must say. A check of a list needs commits, so it has a test of its own.
"""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.choice.forms import ChoiceForm
from registry.actions.envelopes import prepare
from registry.actions.preferences import record_choice
from registry.clock import now
from registry.models import Message, MessageChannel, Preference, PreferenceChange, Status
from registry.parties import PATIENT
from registry.queries.preferences import current_preference
from tests.factories import DemographicsFactory, PersonFactory, SubmissionFactory
from tests.support import lists, pdfs

pytestmark = pytest.mark.django_db
# The words a person reads when they choose, by what they mean; never taken from the code under test.
PAGE = {"no": "No, do not allow", "yes": "Yes, allow"}
REGISTRY = {"no": "opted_out", "yes": "allowed"}
MEANT = ("no", "yes")


def page_saying(template, **context):
    request = RequestFactory().get("/")
    form = ChoiceForm()
    return render_to_string(f"portal/choice/{template}.jinja", {"title": "A page", "form": form, **context}, request)


def strong_words(html):
    return " ".join(re.findall(r"<strong>(.*?)</strong>", html))


def message_by(channel):
    def compose(change):
        prepared = prepare(Message.objects.get(change=change, channel=channel))
        return prepared.text + (pdfs.text(prepared.letter) if prepared.letter else "")

    return compose


def email_html(change):
    return prepare(Message.objects.get(change=change, channel=MessageChannel.EMAIL)).html


# Face: what is seen of a change, and what it must say for "no" and for "yes".
FACES = {
    "history": (lambda change: PreferenceChange.objects.get(pk=change.pk).after_status, REGISTRY),
    "standing choice": (lambda change: current_preference(change.nhs_number).status, REGISTRY),
    "label in code": (lambda change: Status(change.after_status).label, PAGE),
    "saved page": (lambda change: page_saying("saved", change=change), PAGE),
    "choice page, next time": (
        lambda change: strong_words(page_saying("choice", current=current_preference(change.nhs_number))),
        PAGE,
    ),
    "text message": (message_by(MessageChannel.SMS), PAGE),
    "email as text": (message_by(MessageChannel.EMAIL), PAGE),
    "email as HTML": (email_html, PAGE),
    "letter": (message_by(MessageChannel.LETTER), PAGE),
}


def value_behind(words):
    """Find the one radio button with these words and give what it posts, as a browser would."""
    html = str(ChoiceForm()["choice"])
    found = re.findall(r'<input[^>]*value="([^"]*)"[^>]*>\s*(?:<label[^>]*>)?\s*([^<]*)', html)
    (value,) = [value for value, label in found if label.strip().startswith(words)]
    return value


def choose(meant):
    person = PersonFactory()
    form = ChoiceForm({"choice": value_behind(PAGE[meant])})
    assert form.is_valid()
    submission = SubmissionFactory(
        person=DemographicsFactory(nhs_number=person.nhs_number),
        status=Status(form.cleaned_data["choice"]),
        confirm_by=list(MessageChannel),
    )
    return record_choice(submission, by=PATIENT, at=now())


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("meant", MEANT)
def test_polarity_from_the_words_on_the_page_to_every_face(meant, face):
    see, says = FACES[face]
    seen = see(choose(meant))
    opposite = says[MEANT[1 - MEANT.index(meant)]]
    assert says[meant] in seen
    assert opposite not in seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("meant", MEANT)
def test_polarity_of_a_choice_in_a_check(meant, settings, tmp_path):
    settings.CHECKS_DIR = tmp_path
    number = choose(meant).nhs_number.digits
    others = [other for other in lists.numbers(11, start=500) if other != number]  # people are numbered from below
    released = lists.result_of(lists.run(lists.ask(lists.list_of([number, *others]))))
    assert released == lists.list_of([number, *others] if meant == "yes" else others)


def test_polarity_never_asked_is_neither():
    person = PersonFactory()
    assert current_preference(person.nhs_number) is None
    assert Preference.objects.count() == 0
    said = page_saying("choice", current=None)
    assert "You have not made a choice yet" in said
    assert not any(words in strong_words(said) for words in PAGE.values())


def test_polarity_there_is_no_third_choice():
    assert {status.value for status in Status} == set(REGISTRY.values())
    assert {value for value, _ in ChoiceForm().fields["choice"].choices} == set(REGISTRY.values())
