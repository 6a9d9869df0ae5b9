"""Every view that says it shows a person: one look, one committed row; no row, no look (T16, I9)."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.template.backends.jinja2 import Template

from registry import audit
from registry.models import AuditEvent, CaseState
from tests.factories import PersonFactory
from tests.support import looks
from tests.support.addresses import every_address
from tests.support.looks import Looker, Prepare, call, case, letter, person, scan
from tests.support.refusing_audit import audit_refuses

SHOWN = (
    "Ada May",
    "Lovell-Quist",
    "9 March 1951",
    "Wren Passage",
    "LS7 3QQ",
    "ada.quist",
    "900417",
    "No, do not allow",
)
FILES = ("image/jpeg", "image/png", "application/pdf")
# Nobody is known yet, or whoever keys a form must not see who: what such a page shows comes from the scan beside it.
BLIND = ("/staff/forms/scans/", "Key form")
CALLED = ("call_viewed", "set_choice")


@dataclass(frozen=True)
class Look:
    """How it comes about, and the event of it. Of a form that nobody keyed, the event names the case and nobody."""

    prepare: Prepare
    action: str
    reason: str
    status: int = 200
    shows: tuple[str, ...] = SHOWN
    is_known: bool = True


# By the name of the address and, after a comma, what else leads to the page. A view that shows a person and is
# missing here fails the build.
LOOKS = {
    "staff:people-search": Look(looks.search, "people_searched", "complaint"),
    "staff:person-detail": Look(person("detail"), "person_viewed", "complaint"),
    "staff:person-contact": Look(person("contact", reason="complaint"), "person_revealed", "complaint"),
    "staff:person-reverse": Look(person("reverse"), "person_viewed", "complaint"),
    "staff:case-detail": Look(case("detail"), "case_viewed", "reading"),
    "staff:case-detail, not keyed": Look(
        case("detail", CaseState.TO_ENTER), "case_viewed", "reading", shows=("/staff/forms/scans/",), is_known=False
    ),
    "staff:case-note, empty": Look(case("note", text=""), "case_viewed", "reading", 422),
    "staff:case-reopen": Look(case("reopen"), "case_viewed", "reading", shows=("Reopen",)),
    "staff:case-reopen, empty": Look(case("reopen", reason=""), "case_viewed", "reading", 422, shows=("Reopen",)),
    "staff:case-key": Look(case("key", CaseState.TO_ENTER), "case_viewed", "first keying", shows=BLIND, is_known=False),
    "staff:case-key, a second time": Look(case("key", CaseState.TO_CHECK), "case_viewed", "second keying", shows=BLIND),
    "staff:case-key, changed meanwhile": Look(
        looks.changed_meanwhile, "case_viewed", "changed meanwhile", 409, is_known=False
    ),
    "staff:case-settle": Look(case("settle", CaseState.TO_SETTLE), "case_viewed", "differences"),
    "staff:case-settle, empty": Look(case("settle", CaseState.TO_SETTLE, x=""), "case_viewed", "differences", 422),
    "staff:case-decide": Look(case("decide"), "case_viewed", "deciding"),
    "staff:case-decide, nobody picked": Look(case("decide", do="accept"), "case_viewed", "deciding", 422),
    "staff:case-decide, closed without a reason": Look(case("decide", do="close"), "case_viewed", "deciding", 422),
    "staff:case-return": Look(
        case("return", asked="?reasons=not_signed"), "letter_previewed", "before it goes", shows=("letter.png",)
    ),
    "staff:case-return, no reason": Look(case("return"), "case_viewed", "deciding", 422),
    "staff:case-return, sent without a reason": Look(case("return", version="1"), "case_viewed", "deciding", 422),
    "staff:case-letter": Look(letter("pdf"), "letter_previewed", "before it goes"),
    "staff:case-letter, as a picture": Look(letter("png"), "letter_previewed", "before it goes"),
    "staff:scan-page": Look(scan("scan-page", 1), "scan_viewed", "scan of a case"),
    "staff:scan-page, not filed": Look(
        scan("scan-page", 1, is_filed=False), "scan_viewed", "scan to be filed", is_known=False
    ),
    "staff:scan-pdf": Look(scan("scan-pdf"), "scan_viewed", "scan of a case"),
    "staff:call": Look(call("call", is_saved=True), *CALLED),
    "staff:call-step": Look(call("call-step", "choice"), *CALLED),
    "staff:call-step, review": Look(call("call-step", "review"), *CALLED),
    "staff:call-step, question": Look(looks.question, *CALLED, shows=("Check the answer",)),
    "staff:call-notes": Look(call("call-notes"), *CALLED, shows=("Keep the notes",)),
    "staff:call-form": Look(call("call-form"), *CALLED, shows=("Send a form",)),
    "staff:call-back": Look(call("call-back"), *CALLED, shows=("Arrange a call back",)),
    "staff:call-end": Look(call("call-end"), *CALLED, shows=("End the call",)),
    "staff:call-approval": Look(looks.approval(), *CALLED),
    "staff:call-approval, undecided": Look(looks.approval(decision=""), *CALLED, 422),
    "staff:task-detail": Look(looks.task, "task_viewed", "review_look_up", shows=("999 ",)),
}
each = pytest.mark.parametrize("name", LOOKS)


@pytest.fixture
def looker(db, settings, tmp_path):
    settings.SCANS_DIR = tmp_path / "scans"
    settings.SECOND_CHECK_SHARE = 0
    return Looker(
        PersonFactory(
            given_names="Ada May",
            family_name="Lovell-Quist",
            date_of_birth=date(1951, 3, 9),
            address_lines=["17 Wren Passage", "Leeds"],
            postcode="LS7 3QQ",
            email="ada.quist@example.com",
            mobile="07700 900417",
        )
    )


def shows(answer, look):
    """Say whether an answer shows what this look is for."""
    if answer["Content-Type"] in FILES:
        return True
    return any(words in answer.content.decode() for words in (*look.shows, *SHOWN))


def rows_of(opened):
    """Look, and give the answer with the rows that this wrote."""
    before = AuditEvent.objects.count()
    answer = opened()
    return answer, list(AuditEvent.objects.order_by("pk")[before:])


def test_T16_every_view_that_shows_a_person_is_tried_here():
    marked = {
        one.name for one in every_address() if getattr(getattr(one.view, "view_class", None), "shows_person", False)
    }
    assert marked == {name.partition(",")[0] for name in LOOKS}


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_one_look_is_one_committed_row(name, looker):
    look = LOOKS[name]
    answer, rows = rows_of(look.prepare(looker))
    assert answer.status_code == look.status
    assert shows(answer, look)
    [row] = rows
    assert (row.action, row.actor_kind, row.actor_id, row.reason) == (
        look.action, "staff", str(looker.user.pk), look.reason,
    )  # fmt: skip
    if look.is_known:
        assert bytes(row.subject) == audit.subject_key(looker.person.nhs_number)
    else:
        assert row.subject is None
        assert row.object_type in {"case", "scan"}
        assert row.object_id


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_without_its_row_there_is_no_look(name, looker):
    look = LOOKS[name]
    opened = look.prepare(looker)
    with audit_refuses():
        answer = opened()
    assert answer.status_code == 503
    assert not shows(answer, look)


@each
@pytest.mark.django_db(transaction=True)
def test_T16_I9_the_row_stays_when_the_page_fails(name, looker, monkeypatch):
    look = LOOKS[name]
    opened = look.prepare(looker)
    draw = Template.render

    def fail(template, *args, **kwargs):
        if template.template.name.startswith("staff/"):
            raise RuntimeError("the page cannot be drawn")
        return draw(template, *args, **kwargs)

    def fail_to_send(_response):
        raise RuntimeError("the file cannot be sent")

    monkeypatch.setattr(Template, "render", fail)
    monkeypatch.setattr("staff.cases.scan_views.sealed", fail_to_send)
    monkeypatch.setattr("staff.cases.return_views.sealed", fail_to_send)
    looker.client.raise_request_exception = False
    answer, rows = rows_of(opened)
    assert answer.status_code == 500
    assert [row.action for row in rows] == [look.action]
