"""The pages of the tool. None touches the session or the database: what was answered stands in the address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from ndop.journeys import Step
from portal.guidance.applies.addresses import WHY, elsewhere, said_why, step_url, with_query
from portal.guidance.applies.journey import ANSWER, JOURNEY, read, state_of
from portal.guidance.applies.tables import parts_of_the_tree
from portal.pages.drawn import kept
from registry.applicability import Walk, paths, question, version, walk

# Sent along by the button, so that a page with an answer missing is known from one that is opened for the first time.
GO_ON = "next"


@login_not_required
@require_safe
@conditional_page
def start(request: HttpRequest) -> HttpResponse:
    """What the tool is."""
    context = {"most": max(len(answers) for answers, _ in paths()), "first": step_url(JOURNEY.steps[0], {})}
    return kept(render(request, "portal/guidance/applies/start.jinja", context))


@login_not_required
@require_safe
@conditional_page
def one_question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question; with the button pressed, its answer is taken and leads on."""
    step = JOURNEY.step(slug)
    if step is None or step is ANSWER:
        raise Http404
    given = read(request.GET)
    walked = walk(given)
    if GO_ON in request.GET:
        return _take(request, step, given)
    address = elsewhere(step, walked)
    if address:
        return HttpResponseRedirect(address)
    form = step.form(state_of(walked.answers))
    return kept(_question_page(request, step, form, walked.answers))


def _take(request: HttpRequest, step: Step, given: dict[str, str]) -> HttpResponse:
    """Go on to what the answers lead to; answers further on that no longer fit are left behind."""
    walked = walk(given)
    if step.slug in walked.answers:
        return HttpResponseRedirect(step_url(JOURNEY.next(state_of(walked.answers)), walked.answers))
    if walked.open is None or walked.open.slug != step.slug:
        before = walk(walked.answers)
        return HttpResponseRedirect(elsewhere(step, before))
    form = step.form(state_of({}), data=request.GET)
    return _question_page(request, step, form, given, status=422)


def _question_page(
    request: HttpRequest, step: Step, form: Form, answers: dict[str, str], status: int = 200
) -> HttpResponse:
    back = JOURNEY.before(step, state_of(walk(answers).answers))
    asked = question(step.slug)
    context = {
        "title": step.title,
        "form": form,
        "more": asked.more if asked else (),
        "others": [(slug, code) for slug, code in answers.items() if slug != step.slug],
        "why": said_why(request.GET.get(WHY, "")),
        "back_url": step_url(back, answers) if back else reverse("guidance:applies"),
    }
    return render(request, "portal/guidance/applies/question.jinja", context, status=status)


@login_not_required
@require_safe
@conditional_page
def answer(request: HttpRequest) -> HttpResponse:
    """What the answers lead to, and all of them with a way to change each."""
    walked = walk(read(request.GET))
    address = elsewhere(ANSWER, walked)
    if address:
        return HttpResponseRedirect(address)
    context = answered(walked) | {"why": said_why(request.GET.get(WHY, ""))}
    return kept(render(request, "portal/guidance/applies/answer.jinja", context))


def answered(walked: Walk) -> dict[str, Any]:
    """Return what every page about an outcome shows."""
    state, answers = state_of(walked.answers), walked.answers
    last = JOURNEY.before(ANSWER, state)
    assert walked.outcome is not None
    assert last is not None
    return {
        "outcome": walked.outcome,
        "title": walked.outcome.verdict.words,
        "rows": [(row, step_url(row.step, answers)) for row in JOURNEY.rows(state)],
        "back_url": step_url(last, answers),
        "record_url": with_query(reverse("guidance:applies-record"), answers),
    }


@login_not_required
@require_safe
@conditional_page
def table(request: HttpRequest) -> HttpResponse:
    """Every way through, on one page."""
    context = {"parts": parts_of_the_tree(), "version": version(), "paths": len(paths())}
    return kept(render(request, "portal/guidance/applies/table.jinja", context))
