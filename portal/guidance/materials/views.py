"""Views of the catalogue and of what it offers. They touch neither the session nor the database."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.guidance.materials.catalogue import SHORT, catalogue, chosen, files, size_in_words
from portal.guidance.materials.packs import PACKS, checksums, etag, length, pack_named, stream
from portal.guidance.materials.shelf import PREVIEW, shelf
from portal.guidance.sections import SECTIONS
from portal.pages.drawn import MAX_AGE_SECONDS, kept
from registry.correspondence.materials import Format

YEAR_SECONDS = 365 * 24 * 3600
# Shown in the window; everything else is kept as a file. HTML and SVG from elsewhere could carry scripts.
SHOWN = (Format.PDF, Format.PNG, Format.TEXT)
TEXT = "text/plain; charset=utf-8"


@login_not_required
@require_safe
@conditional_page
def all_materials(request: HttpRequest) -> HttpResponse:
    """What there is, or what is for one audience or comes in one format."""
    audience, form = request.GET.get("audience", ""), request.GET.get("format", "")
    context = {
        "place": "materials",
        "materials": chosen(audience, form),
        "audiences": _links("audience", {"": "Everyone"} | _audiences(), audience, {"format": form}),
        "formats": _links("format", {"": "Every kind"} | _formats(), form, {"audience": audience}),
        "packs": [(one, size_in_words(length(one)), len(one.files)) for one in PACKS],
    }
    return kept(render(request, "portal/guidance/materials/catalogue.jinja", context))


@login_not_required
@require_safe
def one_file(request: HttpRequest, file: str) -> HttpResponseBase:
    """One file. Its name stays the same from version to version; with a version in the address it never changes."""
    found = next((one for one in files() if one.name == file), None)
    if found is None or not found.url.startswith(request.path):
        raise Http404
    way = "inline" if found.format in SHOWN else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{file}"'}
    return _kept_file(request, file, found.format.content_type, headers)


@login_not_required
@require_safe
def small_picture(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The small picture of one material."""
    return _kept_file(request, PREVIEW.format(slug), Format.PNG.content_type, {})


@login_not_required
@require_safe
def one_pack(request: HttpRequest, pack: str) -> HttpResponseBase:
    """All materials for an audience in one archive."""
    try:
        found = pack_named(pack)
    except LookupError:
        raise Http404 from None
    unchanged = get_conditional_response(request, etag=etag(found))
    if unchanged is not None:
        return kept(unchanged)
    response = StreamingHttpResponse(stream(found), content_type="application/zip")
    response["Content-Length"] = str(length(found))
    response["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response["ETag"] = etag(found)
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


@login_not_required
@require_safe
@conditional_page
def all_checksums(_request: HttpRequest) -> HttpResponse:
    """The checksums of all files, for a program."""
    return kept(HttpResponse(checksums(), content_type=TEXT))


@login_not_required
@require_safe
@conditional_page
def website_paragraph(request: HttpRequest) -> HttpResponse:
    """The paragraph for a practice's website, to copy."""
    [found] = [one for one in catalogue() if one.slug == "website-paragraph"]
    to_copy = [(file, shelf().read(file.name).decode()) for file in found.files]
    context = {"place": "materials", "material": found, "to_copy": to_copy}
    return kept(render(request, "portal/guidance/materials/website-paragraph.jinja", context))


def _kept_file(request: HttpRequest, name: str, content_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """Hand out a file of the shelf, or say that the reader's copy is still good."""
    try:
        response = HttpResponse(shelf().read(name), content_type=content_type, headers=headers)
    except LookupError:
        raise Http404 from None
    sha256 = shelf().files[name].sha256
    response["ETag"] = f'"{sha256[:32]}"'
    if request.GET.get("v") == sha256[:SHORT]:
        patch_cache_control(response, public=True, max_age=YEAR_SECONDS, immutable=True)
    else:
        kept(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _audiences() -> dict[str, str]:
    used = {name for one in catalogue() for name in one.audiences}
    return {section.name: section.title for section in SECTIONS if section.name in used}


def _formats() -> dict[str, str]:
    used = {form for one in catalogue() for form in one.formats}
    return {form.ending: form.words for form in Format if form in used}


def _links(name: str, choices: dict[str, str], now: str, others: dict[str, str]) -> list[dict[str, Any]]:
    """Return a link for each choice of a filter; the empty one takes the filter away."""
    return [
        {
            "words": words,
            "url": _filtered({name: value} | others),
            "is_here": value == (now if now in choices else ""),
        }
        for value, words in choices.items()
    ]


def _filtered(asked: dict[str, str]) -> str:
    query = urlencode(sorted((name, value) for name, value in asked.items() if value))
    return reverse("guidance:materials") + (f"?{query}" if query else "")
