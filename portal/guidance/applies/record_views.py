"""A dated record of the answers, to file. What is typed for its head comes by POST and is kept nowhere."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.guidance.applies.addresses import elsewhere, step_url
from portal.guidance.applies.forms import RecordForm
from portal.guidance.applies.journey import ANSWER, read
from portal.guidance.applies.views import answered
from portal.guidance.same_origin import from_our_pages
from portal.pages.drawn import kept
from registry.applicability import Walk, walk
from registry.correspondence import CannotCompose
from registry.correspondence.applicability_record import applicability_record

TITLE = "Get a record of your answers"


@login_not_required
@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Ask what is to stand at the head of the record; answer with the PDF."""
    walked = walk(read(request.GET))
    address = elsewhere(ANSWER, walked)
    if address:
        return HttpResponseRedirect(address)
    if request.method == "POST":
        return _made(request, walked)
    return kept(_page(request, walked, RecordForm()))


def _made(request: HttpRequest, walked: Walk) -> HttpResponse:
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, walked, form)
    at, address = timezone.now(), settings.NDOP_SERVICE_URL + step_url(ANSWER, walked.answers)
    compose = partial(applicability_record, walked, made_at=at, address=address)
    try:
        pdf = compose(heading=form.heading)
    except CannotCompose:
        form.blame(compose)
        return _page(request, walked, form)
    name = f"opt-out-applies-{timezone.localtime(at):%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _page(request: HttpRequest, walked: Walk, form: RecordForm) -> HttpResponse:
    back = {"title": TITLE, "back_url": step_url(ANSWER, walked.answers), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/guidance/applies/record.jinja", answered(walked) | back, status=status)
