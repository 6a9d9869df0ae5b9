"""T33: one person through the whole journey, then every place where they must not be found."""

import base64
import io
import logging
from datetime import date
from urllib.parse import quote

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from registry import tasks
from registry.actions import identity_checks, purge
from registry.clock import now
from registry.models import IdentityCheck, LimitCounter, Message, PostRoomItem
from registry.parties import SYSTEM
from tests.factories import PersonFactory, make_nhs_number
from tests.support.journey import Walk, hidden

GIVEN, FAMILY, POSTCODE, EMAIL = "Quillonia", "Zarbethwick", "ZE2 9XQ", "quillonia.z@example.com"


@pytest.fixture
def canary(db):
    return PersonFactory(
        nhs_number=make_nhs_number(87_654),
        given_names=GIVEN,
        known_as="Quillie",
        family_name=FAMILY,
        date_of_birth=date(1961, 7, 23),
        postcode=POSTCODE,
        email=EMAIL,
        mobile="07700 900842",
        address_lines=["17 Vexmoor Rise", "Lerwick"],
    )


def spellings(text):
    """A text as it may turn up: plain, without gaps, in other cases, URL-encoded and in base64 at every offset."""
    plain = {text, text.replace(" ", ""), text.lower(), text.upper(), quote(text), text.replace(" ", "-")}
    encoded = {base64.b64encode(b"x" * shift + text.encode())[4 * (shift > 0) : -4].decode() for shift in range(3)}
    return {spelling for spelling in plain | encoded if len(spelling) > 5}


def canaries(person):
    number = person.nhs_number
    mobile = ["07700 900842", "07700900842", "+447700900842", "7700900842", "447700900842"]
    texts = [
        number.digits,
        number.spaced,
        GIVEN,
        FAMILY,
        "Vexmoor",
        POSTCODE,
        EMAIL,
        EMAIL.split("@", maxsplit=1)[0],
        *mobile,
    ]
    return set().union(*map(spellings, texts))


def found(person, text):
    return sorted(spelling for spelling in canaries(person) if spelling in text)


@pytest.fixture
def written():
    """What the log handler writes, by the formatter that production uses."""
    [handler] = [handler for handler in logging.root.handlers if "ndop" in repr(vars(handler.formatter))] or [None]
    stream = io.StringIO()
    copy = logging.StreamHandler(stream)
    copy.setFormatter(handler.formatter if handler else json_formatter())
    copy.setLevel(logging.DEBUG)
    logging.root.addHandler(copy)
    yield stream
    logging.root.removeHandler(copy)


def json_formatter():
    from logging.config import DictConfigurator

    from ndop.logs import logging_config

    config = logging_config(logging.INFO)
    return DictConfigurator(config).configure_formatter(config["formatters"]["json"])


def run_workers(published):
    """The relay's part and the worker's, with the real tasks; remembers what the broker would carry."""
    for model, task in ((IdentityCheck, tasks.check_identity), (Message, tasks.send_message)):
        for row in model.objects.filter(state="pending"):
            arguments = str(row.pk)
            published.append(f"{task.name} {arguments}")
            task(arguments)


def walk_it_all(walk):
    """Every page and every wrong turn of one journey; gives the addresses and headers that went by."""
    addresses, published, answers = [], [], []

    def note(answer):
        answers.append(answer)
        addresses.append(answer.headers.get("Location", ""))
        addresses.append(answer.request["PATH_INFO"] + "?" + answer.request.get("QUERY_STRING", ""))

    for slug in walk.steps():
        walk_to = walk.get(slug)
        note(walk_to)
        if walk.answer(slug):
            note(walk.send(slug, {**hidden(walk_to), **dict.fromkeys(walk.answer(slug), f"{FAMILY}9 {POSTCODE}")}))
        code = ""
        if slug == "code":
            run_workers(published)
            code = PostRoomItem.objects.latest("pk").text
            code = next(
                word.strip(".") for word in code.split() if word.strip(".").isdigit() and len(word.strip(".")) == 6
            )
        note(walk.post(slug, **({"code": code} if code else {})))
    run_workers(published)
    note(walk.client.get("/choice/saved/"))
    return addresses, published, answers


@pytest.mark.parametrize(("channel", "knows_number"), [("sms", True), ("email", False)], ids=["text", "email"])
def test_T33_canary_is_nowhere_outside_the_encrypted_rows(canary, written, channel, knows_number):
    walk = Walk(canary, channel=channel, knows_number=knows_number, letter="yes")
    addresses, published, answers = walk_it_all(walk)
    purge.purge_expired(by=SYSTEM, at=now())
    headers = [f"{name}: {value}" for answer in answers for name, value in answer.headers.items()]
    cookies = [morsel.OutputString() for answer in answers for morsel in answer.cookies.values()]
    places = {
        "logs": written.getvalue(),
        "addresses": "\n".join(addresses),
        "headers": "\n".join(headers + cookies),
        "broker": "\n".join(published),
        "sessions": repr([session.get_decoded() for session in Session.objects.all()]) + dump("django_session"),
        "limits": dump("registry_limitcounter"),
        "audit": dump("registry_auditevent"),
        "drafts": dump("registry_draft"),
        "checks": dump("registry_identitycheck", without="nhs_number"),
        "messages": dump("registry_message", without="nhs_number"),
    }
    assert {place: found(canary, text) for place, text in places.items()} == {place: [] for place in places}
    assert all(places[place] for place in places)
    assert LimitCounter.objects.exists()
    assert PostRoomItem.objects.count() == 3


def dump(table, without=""):
    """A table as PostgreSQL would write it out; `without` the one column that is meant to hold the number."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT (to_jsonb(t) - %s)::text FROM "{table}" t', [without])
        return "\n".join(row[0] for row in cursor.fetchall())


def test_T33_scan_finds_each_spelling(canary):
    """The companion: what is planted is found, in a log line, in base64 and in a column."""
    digits = canary.nhs_number.digits
    assert found(canary, f"lookup failed for {digits}")
    assert found(canary, f"q={quote(canary.nhs_number.spaced)}")
    for shift in range(3):
        assert found(canary, base64.b64encode(b"x" * shift + EMAIL.encode() + b"!!!").decode())
    assert found(canary, dump("registry_person"))


def test_T33_masked_lines_keep_the_canary_out_even_when_someone_logs_it(canary, written):
    logging.getLogger("careless").error("could not find %s at %s", canary.nhs_number.spaced, EMAIL)
    assert "[masked]" in written.getvalue()
    assert not found(canary, written.getvalue())


def test_T33_failure_inside_the_worker_names_nobody(canary, written, monkeypatch):
    """A traceback is written without local variables; its message holds what the code put there."""

    def broken(_code):
        raise RuntimeError("the hash failed")

    monkeypatch.setattr(identity_checks, "hash_code", broken)
    walk = Walk(canary).to("code")
    try:
        tasks.check_identity(str(walk.check().pk))
    except RuntimeError:
        logging.getLogger("celery.app.trace").exception("task failed")
    assert "the hash failed" in written.getvalue()
    assert not found(canary, written.getvalue())
