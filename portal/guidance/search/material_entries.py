"""What a search finds of the materials: the catalogue, and each thing in it at its place there."""

from collections.abc import Iterator

from django.urls import reverse

from portal.guidance.materials.catalogue import FORM_SUMMARY, FORM_TITLE
from portal.guidance.materials.shelf import FORMS
from registry.actions.guidance.indexing import Entry
from registry.correspondence.materials import MATERIALS, read_source
from registry.models import SearchKind
from registry.queries.guidance_search import EVERYONE

TITLE = "Posters, handouts and other materials"
SUMMARY = "Everything to print, show and share: for walls, screens, websites and patients, in many formats."
KEYWORDS = ("materials", "download", "print", "poster", "leaflet", "handout", "slides", "communications pack")
FORM_KEYWORDS = ("forms to print", "print a form", "large print form")


def material_entries() -> Iterator[Entry]:
    """Yield every entry. They are made from the words alone: nobody waits here for a file to be made."""
    catalogue = reverse("guidance:materials")
    titles = [*(read_source(slug).title for slug in MATERIALS), FORM_TITLE]
    yield Entry(catalogue, SearchKind.PAGE, EVERYONE, TITLE, SUMMARY, KEYWORDS, "\n\n".join(titles))
    yield from (_material(slug, f"{catalogue}#{slug}") for slug in MATERIALS)
    forms = f"{catalogue}#{FORMS}"
    yield Entry(forms, SearchKind.MATERIAL, EVERYONE, FORM_TITLE, FORM_SUMMARY, FORM_KEYWORDS, FORM_SUMMARY)


def _material(slug: str, address: str) -> Entry:
    source = read_source(slug)
    sections = ["\n\n".join([part.heading, *part.text, *part.after]) for part in source.sections]
    body = "\n\n".join(filter(None, [source.summary, source.headline, source.lead, *sections]))
    return Entry(address, SearchKind.MATERIAL, EVERYONE, source.title, source.summary, source.keywords, body)
