"""Make it yours: a poster or a letter with a practice's own name. What is typed comes by POST and is kept nowhere."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from portal.guidance.materials.forms import LookUpForm, PracticeForm
from portal.guidance.same_origin import from_our_pages
from portal.pages.drawn import kept
from registry.correspondence import CannotCompose
from registry.correspondence.materials import make_own
from registry.gateways.ods_directory import FoundPractice, OdsUnavailable, PracticeNotFound
from registry.queries.practices import practice_of

TITLE = "Make it yours"
FIND = "find"
# Which field does not fit, and what to do about it.
REFUSED = {
    "name_too_long": ("name", "Name of the practice is too long to print. Use a shorter one"),
    "hours_too_long": ("hours", "Opening hours are too long to print. Use fewer or shorter lines"),
}
NOT_PRINTED = (None, "We cannot print one of the signs you typed. Use letters and numbers only")
NOT_FOUND = "No practice has this ODS code. Check it, or type the details below"
AWAY = "We cannot look up ODS codes now. Type the details below"


@login_not_required
@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def make_it_yours(request: HttpRequest) -> HttpResponse:
    """Ask for the details, look a practice up, or answer with the PDF."""
    if request.method != "POST":
        return kept(_page(request, PracticeForm(), LookUpForm()))
    return _look_up(request) if request.POST.get("do") == FIND else _make(request)


def _look_up(request: HttpRequest) -> HttpResponse:
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return _page(request, PracticeForm(), form, wrong=form)
    try:
        found = practice_of(form.cleaned_data["ods_code"])
    except PracticeNotFound:
        form.add_error("ods_code", NOT_FOUND)
        return _page(request, PracticeForm(), form, wrong=form)
    except OdsUnavailable:
        form.add_error("ods_code", AWAY)
        return _page(request, PracticeForm(), form, wrong=form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    filled = PracticeForm(initial={"name": found.name, "phone": found.phone})
    return _page(request, filled, form, found=found)


def _make(request: HttpRequest) -> HttpResponse:
    form = PracticeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, LookUpForm(), wrong=form)
    what = form.cleaned_data["what"]
    try:
        pdf = make_own(what, form.practice)
    except CannotCompose as refused:
        form.add_error(*REFUSED.get(refused.reason, NOT_PRINTED))
        return _page(request, form, LookUpForm(), wrong=form)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"national-data-opt-out-{what}-{slugify(form.practice.name)[:40]}".strip("-")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _page(
    request: HttpRequest,
    details: PracticeForm,
    look_up: LookUpForm,
    *,
    wrong: Form | None = None,
    found: FoundPractice | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    context: dict[str, Any] = {"title": TITLE, "place": "materials", "details": details, "look_up": look_up}
    context |= {"found": found, "form": wrong or details}
    code = status if wrong else HTTPStatus.OK
    return render(request, "portal/guidance/materials/make-it-yours.jinja", context, status=code)
