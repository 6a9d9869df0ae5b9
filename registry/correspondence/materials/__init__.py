"""Posters, handouts, slides and cards, each made from one source of words in `content/materials`."""

from registry.correspondence.materials.editions import EDITIONS, MATERIALS, OWN, Edition, Format, make, make_own
from registry.correspondence.materials.printed import Practice, card_words
from registry.correspondence.materials.sources import BadSource, Source, read_source

__all__ = [
    "EDITIONS",
    "MATERIALS",
    "OWN",
    "BadSource",
    "Edition",
    "Format",
    "Practice",
    "Source",
    "card_words",
    "make",
    "make_own",
    "read_source",
]
