"""Widgets that carry what the NHS components need: widths, hints for each choice, three boxes for a date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

INPUT_WIDTHS = (2, 3, 4, 5, 10, 20, 30)


class TextInput(forms.TextInput):
    """One line of text.

    `width` is in characters, one of `INPUT_WIDTHS`, and hints at how long the answer is; None fills the column.
    `autocomplete` is for forms about the person who fills them in; staff pass "off".
    """

    def __init__(
        self,
        *,
        width: int | None = None,
        autocomplete: str = "",
        inputmode: str = "",
        spellcheck: bool | None = None,
        attrs: Mapping[str, str] | None = None,
    ) -> None:
        if width not in (None, *INPUT_WIDTHS):
            raise ValueError(f"The design system has no input of width {width}.")
        given = {"autocomplete": autocomplete, "inputmode": inputmode, **(attrs or {})}
        if spellcheck is not None:
            given["spellcheck"] = "true" if spellcheck else "false"
        super().__init__({name: value for name, value in given.items() if value})
        self.width = width


class OneTimeCodeInput(TextInput):
    """One box for a code: the phone may fill it in, paste works, and a wrong code is never shown again."""

    def __init__(self, *, width: int = 5) -> None:
        super().__init__(width=width, autocomplete="one-time-code", inputmode="numeric", spellcheck=False)

    def format_value(self, value: Any) -> None:
        del value


class RadioSelect(forms.RadioSelect):
    """One answer of a few. `hints` has a line of help under a choice, by the choice's value."""

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False) -> None:
        super().__init__()
        self.hints = hints or {}
        self.inline = inline


class CheckboxSelectMultiple(forms.CheckboxSelectMultiple):
    """Any number of a few. `hints` has a line of help under a choice, by the choice's value."""

    def __init__(self, *, hints: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.hints = hints or {}


class FilesInput(forms.FileInput):
    """Any number of files. `accept` has the endings that the browser offers."""

    allow_multiple_selected = True

    def __init__(self, *, accept: str) -> None:
        super().__init__({"accept": accept})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        del data
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class NHSDateInput(forms.MultiWidget):
    """Three boxes. `autocomplete="bday"` lets the browser fill in the person's own date of birth; staff pass "off"."""

    def __init__(self, *, autocomplete: str = "") -> None:
        self.parts = ("day", "month", "year")
        widths = {"day": 2, "month": 2, "year": 4}
        own = autocomplete == "bday"
        purposes = {part: f"bday-{part}" if own else autocomplete for part in self.parts}
        super().__init__(
            {
                part: TextInput(width=widths[part], inputmode="numeric", autocomplete=purposes[part])
                for part in self.parts
            }
        )

    def decompress(self, value: date | str | None) -> list[str]:
        """Turn a date, or its ISO form as a draft keeps it, into what the three boxes show."""
        if not value:
            return ["", "", ""]
        known = date.fromisoformat(value) if isinstance(value, str) else value
        return [str(known.day), str(known.month), str(known.year)]
