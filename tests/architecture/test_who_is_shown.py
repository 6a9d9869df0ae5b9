"""Every view of the back office says whether it shows a person (T16): by its mark, or in this table with the reason."""

import ast
import inspect
import textwrap

from tests.support.addresses import every_address
from tests.support.sources import functions, name_of, python_files

OWN = "one's own account"
ACCOUNT = "accounts of staff; patients are not in them"
ORGANISATION = "organisations and the people who sign in for them; patients are not in them"
CHECKS = "that lists resemble each other: counts, never a number"
GOES_ON = "answers with a redirect; what it may draw in the end is a marked page"
# Of each: why nobody is seen there. A view that is in neither fails the build, and so does one that is in both.
NOT_PERSONAL = {
    "staff:home": "how much there is to do",
    "staff:sign-in": OWN,
    "staff:second-factor": OWN,
    "staff:set-up": OWN,
    "staff:set-up-app": OWN,
    "staff:set-up-key": OWN,
    "staff:sign-out": OWN,
    "staff:stay": OWN,
    "staff:account": OWN,
    "staff:confirm": OWN,
    "staff:end-session": OWN,
    "staff:second-factors": OWN,
    "staff:add-app": OWN,
    "staff:add-key": OWN,
    "staff:recovery-codes": OWN,
    "staff:change-password": OWN,
    "staff:invitation": OWN,
    "staff:account-list": ACCOUNT,
    "staff:account-invite": ACCOUNT,
    "staff:account-detail": ACCOUNT,
    "staff:account-roles": ACCOUNT,
    "staff:account-step": ACCOUNT,
    "staff:undelivered-message-list": "what was not delivered and why, never to whom",
    "staff:undelivered-message-table": "the same list",
    "staff:case-done": "a reference and a state",
    "staff:scan-pages": "names of files; each picture beside them is asked of staff:scan-page, which is marked",
    "staff:receive": "what whoever uploads has in hand",
    "staff:receive-pile": "what whoever uploads has in hand",
    "staff:unfiled-scan-list": "names of files",
    "staff:unfiled-scan": "names of files; each picture beside them is asked of staff:scan-page, which is marked",
    "staff:case-received": "a reference and names of files",
    "staff:case-scans": "a reference and names of files",
    "staff:worklist": "references, types, dates and colleagues",
    "staff:take-next": GOES_ON,
    "staff:assign": "the worklist again",
    "staff:reassign": "colleagues and how much they have",
    "staff:give-back": GOES_ON,
    "staff:task-list": "kinds and times; the query does not read whom a task is about",
    "staff:take-task": GOES_ON,
    "staff:give-back-task": GOES_ON,
    "staff:returned-post": "which letter, never to whom",
    "staff:returned-letter": "which letter, never to whom",
    "staff:call-list": "times and reasons of one's own calls",
    "staff:call-start": "asks why somebody calls",
    "staff:call-approval-list": "times and who called in which role",
    "staff:call-link": GOES_ON,
    "staff:call-website": GOES_ON,
    "staff:audit": "the questions that can be asked",
    "staff:audit-person": "who looked; the person is a pseudonym, and asking is an event of its own (audit_read)",
    "staff:audit-staff": "what a colleague did, to pseudonyms; asking is an event of its own",
    "staff:audit-case": "who looked, at pseudonyms; asking is an event of its own",
    "staff:look-up-list": "how colleagues looked, at pseudonyms; opening it is an event of its own",
    "staff:report": "figures",
    "staff:report-table": "figures",
    "staff:guidance-report": "counts of what readers of the guidance said and searched for, of nobody",
    "staff:guidance-report-table": "the same counts",
    "staff:flagged-check-list": CHECKS,
    "staff:flagged-check": CHECKS,
    "staff:organisation-list": ORGANISATION,
    "staff:organisation-register": ORGANISATION,
    "staff:organisation-detail": ORGANISATION,
    "staff:organisation-change": ORGANISATION,
    "staff:organisation-exception": ORGANISATION,
    "staff:organisation-invite": ORGANISATION,
    "staff:organisation-person": ORGANISATION,
    "staff:organisation-person-roles": ORGANISATION,
    "staff:organisation-person-step": ORGANISATION,
    "staff:organisation-step": ORGANISATION,
}
VIEWS = {
    address.name: getattr(address.view, "view_class", address.view)
    for address in every_address()
    if address.name.startswith("staff:")
}
MARKED = {name for name, view in VIEWS.items() if getattr(view, "shows_person", False)}
# Reads that give what stands about a person; registry/actions/ has none but those that write the look down first.
READS = {
    "candidates",
    "case_history",
    "differences",
    "finished_forms",
    "get_task",
    "notes_on",
    "person_page",
    "standing_choice",
    "standing_form",
}


def named(node):
    """Give every name that code mentions."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def openings():
    """Give the actions that write a look down before they show somebody, by their own hand or through a helper."""
    found = set()
    for path in python_files("registry/actions"):
        writes = {"before_showing"}
        for _ in range(3):
            writes |= {function.name for function in functions(path) if named(function) & writes}
        found |= {name for name in writes if not name.startswith("_")}
    return found - {"before_showing"}


def mentions(view):
    """Give the names in a view's own code."""
    return named(ast.parse(textwrap.dedent(inspect.getsource(view))))


def test_T16_every_staff_view_says_whether_it_shows_a_person():
    assert set(VIEWS) - MARKED == set(NOT_PERSONAL)


def test_T16_no_unmarked_view_opens_a_person():
    opening = openings()
    assert {"open_case", "open_deciding", "open_entry", "open_page", "open_call", "view_task", "open_person"} <= opening
    bare = {name: mentions(VIEWS[name]) & (opening | READS) for name in NOT_PERSONAL}
    assert {name: found for name, found in bare.items() if found} == {}


def test_T16_staff_code_that_opens_a_person_is_beside_a_marked_view():
    opening = openings() | READS
    marked = {base.__module__ for name in MARKED for base in VIEWS[name].__mro__}
    for path in python_files("staff"):
        if any(named(function) & opening for function in functions(path)):
            assert name_of(path).removesuffix(".py").replace("/", ".") in marked, path
