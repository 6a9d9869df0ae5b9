"""Text from people, made safe to set in a line of a message."""

import unicodedata

# Persian and several Indian scripts need the joiners to spell a name.
JOINERS = frozenset("\u200c\u200d")
# Controls (NUL, escape), format characters (right-to-left override, byte order mark) and broken surrogates.
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# Scripts that the letter's fonts set as readers expect; looked at in print. The fonts also have Devanagari
# letters but do not join them, which misspells a name, so it is not here.
PRINTED_SCRIPTS = (
    "LATIN ",
    "GREEK ",
    "CYRILLIC ",
    "HEBREW ",
    "ARABIC ",
    "ARMENIAN ",
    "GEORGIAN ",
    "COMBINING ",
    "MODIFIER LETTER ",
    "FEMININE ORDINAL ",
    "MASCULINE ORDINAL ",
)


def one_line(text: str) -> str:
    """Answer `text` on one line: white space becomes single spaces, invisible characters are dropped.

    An override character could make a printed name read differently from the record; a line break could
    start a new header or a new line of an address. Every visible character stays as it is.
    """
    visible = "".join(character for character in text if character.isspace() or _is_kept(character))
    return " ".join(visible.split())


def can_be_printed(text: str) -> bool:
    """Say whether the letter's fonts can set every letter of `text` rightly.

    Private-use characters are refused too: each font draws something else for them. A glyph that is missing
    within a printed script is found when the letter is set.
    """
    return all(map(_is_printed, text))


def _is_printed(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] in "LM":
        return unicodedata.name(character, "").startswith(PRINTED_SCRIPTS)
    return category != "Co"


def _is_kept(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in INVISIBLE
