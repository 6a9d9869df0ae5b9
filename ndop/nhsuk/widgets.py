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


class NHSDateInput(forms.MultiWidget):
    """Three boxes. `autocomplete="bday"` lets the browser fill in the person's own date of birth."""

    def __init__(self, *, autocomplete: str = "") -> None:
        self.parts = ("day", "month", "year")
        prefix = f"{autocomplete}-" if autocomplete == "bday" else ""
        super().__init__(
            {
                "day": TextInput(width=2, inputmode="numeric", autocomplete=prefix and f"{prefix}day"),
                "month": TextInput(width=2, inputmode="numeric", autocomplete=prefix and f"{prefix}month"),
                "year": TextInput(width=4, inputmode="numeric", autocomplete=prefix and f"{prefix}year"),
            }
        )

    def decompress(self, value: date | str | None) -> list[str]:
        """Turn a date, or its ISO form as a draft keeps it, into what the three boxes show."""
        if not value:
            return ["", "", ""]
        known = date.fromisoformat(value) if isinstance(value, str) else value
        return [str(known.day), str(known.month), str(known.year)]
