"""A page, or a state of a question, that is missing from the table of pages.py fails the build."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from portal.choice.journey import JOURNEY, state_of
from tests.system.pages import STATES

# These answer something else than a page to read in the browser.
NO_PAGE = {
    "choice:stay": "204 or 410, asked by the script of the warning",
    "choice:end": "a redirect to choice:ended",
    "choice:new-code": "a redirect to the code's page",
    "pages:form": "a PDF",
    "pages:form-self": "a redirect to pages:form",
    "pages:robots": "for programs",
    "guidance:feed": "for feed readers",
    "guidance:material-checksums": "for programs",
    "guidance:material-file": "a file",
    "guidance:material-pack": "a file",
    "guidance:material-preview": "a picture",
    "guidance:suggestions": "JSON, for the script of the search form",
    "guidance:useful": "a redirect to guidance:useful-thanks",
    "demo:post-room-letter": "a PDF",
    "demo:post-room-email": "the email itself; test_post_room.py",
    "staff:report-table": "a file for spreadsheets",
    "staff:guidance-report-table": "a file for spreadsheets",
    "staff:undelivered-message-table": "a file for spreadsheets",
    "staff:scan-page": "a picture",
    "staff:scan-pdf": "a PDF",
    "staff:case-note": "a redirect to staff:case-detail, or that page with what is wrong",
    "staff:case-letter": "a PDF or a picture",
    "staff:sign-out": "a redirect to staff:sign-in",
    "staff:stay": "204 or 410, asked by the script of the warning",
    "staff:end-session": "a redirect to staff:account",
    "staff:add-app": "the page of staff:set-up-app, for a second factor more",
    "staff:add-key": "the page of staff:set-up-key, for a second factor more",
    "staff:assign": "a redirect to staff:worklist, or that page with what is wrong",
    "staff:give-back": "a redirect to staff:worklist",
    "staff:give-back-task": "a redirect to staff:task-list",
    "staff:take-next": "a redirect to the page of a form",
    "staff:take-task": "a redirect to staff:task-detail",
    "staff:call-link": "a redirect to staff:call-end",
    "staff:call-website": "a redirect to choice:assisted",
    "organisations:sign-out": "a redirect to organisations:sign-in",
    "organisations:end-sessions": "a redirect to organisations:sign-in",
    "organisations:webhook-remove": "a redirect to organisations:key-list",
    "api:openapi": "for programs",
    "api:checks": "for programs",
    "api:jobs": "for programs",
    "api:job": "for programs",
    "api:result": "a file",
    "api:report": "a file",
    "api:receipt": "a file",
    "api:flows": "for programs",
    "api:limits": "for programs",
    "organisations:stay": "204 or 410, asked by the script of the warning",
    "organisations:flow-archive": "a redirect to organisations:flow-list",
    "organisations:sample": "a file",
    "organisations:upload-begin": "JSON, or the page of organisations:check-new with what is wrong",
    "organisations:upload-parts": "JSON",
    "organisations:upload-finish": "JSON",
    "organisations:upload-cancel": "a redirect to organisations:check-new",
    "organisations:check-progress": "the part of organisations:check-detail that changes",
    "organisations:check-report": "a file, or the page of organisations:check-result",
    "organisations:check-receipt": "a file",
    "receipt-keys": "for programs",
    "healthz": "for programs",
    "readyz": "for programs",
    "metrics": "for programs",
}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


def test_every_address_has_a_state() -> None:
    listed = {state.view for state in STATES}
    assert set(names(get_resolver().url_patterns)) - listed - set(NO_PAGE) == set()


def test_no_state_is_listed_for_an_address_that_is_gone() -> None:
    assert {state.view for state in STATES} - {""} - set(names(get_resolver().url_patterns)) == set()


def test_every_step_has_its_states() -> None:
    listed = {state.name for state in STATES}
    for step in JOURNEY.steps:
        fields = step.form(state_of(None)).fields
        wanted = {step.slug, f"{step.slug}-empty"} if fields else {step.slug}
        assert wanted - listed == set()
        if fields and not step.fact:
            assert f"{step.slug}-filled" in listed


def test_every_error_page_has_its_state() -> None:
    assert {state.status for state in STATES} >= {400, 403, 404, 409, 422, 429, 500, 503}


def test_every_state_has_its_own_name() -> None:
    names_ = [state.name for state in STATES]
    assert len(set(names_)) == len(names_)
