"""Addresses that the script of the upload asks: begin, one part after another, finish. Answers are JSON."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from portal.organisations.access import member
from portal.organisations.checks.list_forms import AnnouncedListForm
from portal.organisations.checks.list_views import ListPage, say_refusal
from portal.organisations.checks.words import problem_words, size_words
from portal.organisations.pages import MemberPage, actor
from registry.actions.checks.arrivals import UploadIncomplete, finish_upload
from registry.actions.checks.asking import CannotCheck
from registry.actions.checks.uploads import (
    NewUpload,
    PartIncomplete,
    PartRefused,
    TooManyUploads,
    UploadEnded,
    add_part,
    begin_upload,
    cancel_upload,
)
from registry.clock import now
from registry.gateways.check_store import NoRoom
from registry.models import CheckProblem, OrganisationRole, Upload
from registry.queries.organisations import FlowNotFound
from registry.queries.uploads import UploadNotFound, upload_of

OFFSET = "Upload-Offset"
TOO_MANY = "You have 5 uploads that are not finished. Carry on with one of them, or remove one"
MISSING = "Parts of the file have not arrived. Carry on with the upload."


class UploadBegin(ListPage):
    """The form without its file. What is wrong with it is said by the page itself, as without a script."""

    form_class = AnnouncedListForm
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer 201 with where the parts go, or 422 with the page."""
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                upload = self.begin(form)
            except (CannotCheck, FlowNotFound) as error:
                say_refusal(form, error)
            except TooManyUploads:
                form.add_error("list", TOO_MANY)
            else:
                return JsonResponse(state_of(upload), status=HTTPStatus.CREATED)
        return self.show(form)

    def begin(self, form: Any) -> Upload:
        """Make room for the file."""
        typed = form.cleaned_data
        new = NewUpload(**form.what(), file_name=typed["file_name"], size=typed["size"])
        return begin_upload(member(self.request), new, by=actor(self.request), at=now())


class UploadPage(MemberPage):
    """Carry on with an upload after a reload or on another day: the same file is chosen again."""

    role = OrganisationRole.CHECK
    template_name = "portal/organisations/checks/upload.jinja"

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """One that has ended leads to its check."""
        upload = find_upload(request, kwargs["public_id"])
        if upload.check_made:
            return redirect("organisations:check-detail", public_id=upload.check_made.public_id)
        kept_until = upload.touched_at + settings.UPLOAD_KEPT
        about = {"upload": upload, "state": state_of(upload), "size": size_words(upload.size), "kept_until": kept_until}
        return self.render_to_response(self.get_context_data(**about, **kwargs))


class UploadParts(View):
    """How much lies here, and the next part. The body of a part is read as a stream."""

    role = OrganisationRole.CHECK
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Say how much lies here."""
        return JsonResponse(state_of(find_upload(request, public_id)))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Keep a part. 409 says which one comes next, 507 that our disk is full."""
        starts_at = request.headers.get(OFFSET, "")
        if not starts_at.isdecimal():
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        try:
            upload = add_part(
                member(request), public_id, request, starts_at=int(starts_at), by=actor(request), at=now()
            )
        except UploadNotFound as error:
            raise Http404 from error
        except PartRefused as refused:
            return JsonResponse({"received": refused.received}, status=HTTPStatus.CONFLICT)
        except (PartIncomplete, UnreadablePostError):
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        except NoRoom:
            return refusal(CheckProblem.NO_ROOM, HTTPStatus.INSUFFICIENT_STORAGE)
        return JsonResponse({"received": upload.received})


class UploadFinish(View):
    """Everything has arrived. A repeat leads to the same check."""

    role = OrganisationRole.CHECK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Say where the check is, or what is wrong with the file."""
        try:
            check = finish_upload(member(request), public_id, by=actor(request), at=now())
        except UploadNotFound as error:
            raise Http404 from error
        except UploadIncomplete:
            return JsonResponse({"problem": MISSING}, status=HTTPStatus.CONFLICT)
        except FlowNotFound:
            return JsonResponse({"problem": "This data flow was put away. Begin again."}, status=422)
        except NoRoom:
            return refusal(CheckProblem.NO_ROOM, HTTPStatus.INSUFFICIENT_STORAGE)
        except CannotCheck as error:
            return refusal(error.problem, HTTPStatus.UNPROCESSABLE_ENTITY)
        return JsonResponse({"url": reverse("organisations:check-detail", args=[check.public_id])})


class UploadCancel(View):
    """Forget an upload and what came of it."""

    role = OrganisationRole.CHECK
    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        """Back to choosing a file; one whose check has begun leads there."""
        try:
            cancel_upload(member(request), public_id, by=actor(request), at=now())
        except UploadEnded:
            return redirect("organisations:upload", public_id=public_id)
        return redirect("organisations:check-new")


def state_of(upload: Upload) -> dict[str, Any]:
    """Return what the script needs to know of an upload."""
    place = [upload.public_id]
    return {
        "name": upload.file_name,
        "size": upload.size,
        "received": upload.received,
        "part": settings.UPLOAD_PART_BYTES,
        "page": reverse("organisations:upload", args=place),
        "parts": reverse("organisations:upload-parts", args=place),
        "finish": reverse("organisations:upload-finish", args=place),
        "cancel": reverse("organisations:upload-cancel", args=place),
    }


def find_upload(request: HttpRequest, public_id: UUID) -> Upload:
    """Return one of the person's own uploads. Raises Http404."""
    try:
        return upload_of(member(request), public_id)
    except UploadNotFound as error:
        raise Http404 from error


def refusal(problem: CheckProblem, status: HTTPStatus) -> JsonResponse:
    """Say what is wrong and what to do next."""
    return JsonResponse({"problem": ". ".join(problem_words(problem))}, status=status)
