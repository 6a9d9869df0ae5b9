"""One question each. Forms read and refuse; they never save."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.fields import NHSDateField
from ndop.nhsuk.widgets import NHSDateInput, OneTimeCodeInput, RadioSelect, TextInput
from registry.fields import NHSNumberFormField
from registry.models import MessageChannel, Status

NAME_LENGTH = 200
# Letters with their marks, blanks, both apostrophes, hyphens and full stops: names as people write them.
# The two joiners are part of how Persian and Sinhala names are spelt.
NAME_MARKS = frozenset(" '\u2019\u02bc\u2018`.-\u2010\u2011\u00b7\u200c\u200d")
# Letters and marks by their category that nobody can see.
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")


def pick_one(message: str) -> dict[str, str]:
    """Say the same to who chose nothing and to who sent what is not on offer; Django's words would echo it."""
    return {"required": message, "invalid_choice": message}


class NameField(forms.CharField):
    """A name in any script. Refuses digits, symbols and invisible signs such as right-to-left overrides."""

    def __init__(self, *, label: str, autocomplete: str, **kwargs: Any) -> None:
        widget = TextInput(width=20, autocomplete=autocomplete, spellcheck=False)
        kwargs.setdefault("error_messages", {"required": f"Enter your {label.lower()}"})
        super().__init__(label=label, widget=widget, max_length=NAME_LENGTH, **kwargs)
        self.error_messages["max_length"] = f"{label} must be {NAME_LENGTH} letters or fewer"
        self.error_messages["signs"] = f"{label} must only include letters, spaces, hyphens, full stops and apostrophes"

    def to_python(self, value: Any) -> str:
        """Return the name with blanks tidied and letters and marks put together."""
        text = " ".join(str(super().to_python(value) or "").split())
        # Putting marks in order takes time that grows with the square of their number: 100 kB of them take seconds.
        return text if len(text) > NAME_LENGTH else unicodedata.normalize("NFC", text)

    def validate(self, value: str) -> None:
        """Refuse signs that names do not have."""
        super().validate(value)
        if len(value) > NAME_LENGTH:
            return
        if any(not _belongs_in_a_name(sign) for sign in value):
            raise ValidationError(self.error_messages["signs"], code="signs")
        if value and not any(sign.isalpha() for sign in value):
            raise ValidationError(f"{self.label} must include letters", code="letters")


def _belongs_in_a_name(sign: str) -> bool:
    if UNSEEN.match(sign):
        return False
    return unicodedata.category(sign)[0] in "LM" or sign in NAME_MARKS


class NameForm(forms.Form):
    given_name = NameField(
        label="First name",
        autocomplete="given-name",
        required=False,
        help_text="Leave this blank if you only have one name",
    )
    family_name = NameField(label="Last name", autocomplete="family-name")


class DateOfBirthForm(forms.Form):
    date_of_birth = NHSDateField(
        name="Date of birth",
        past=True,
        label="What is your date of birth?",
        help_text="For example, 15 3 1984. You must be 13 or over to use this service.",
        widget=NHSDateInput(autocomplete="bday"),
        error_messages={"required": "Enter your date of birth"},
    )


class KnowNumberForm(forms.Form):
    knows = forms.ChoiceField(
        label="Do you know your NHS number?",
        choices=[("yes", "Yes, I know my NHS number"), ("no", "No, I do not know my NHS number")],
        widget=RadioSelect(hints={"no": "You can give your postcode instead"}),
        help_text="This is a 10 digit number, such as 999 123 4560. It is in the NHS App and on letters from the NHS.",
        error_messages=pick_one("Select yes if you know your NHS number"),
    )


class NumberForm(forms.Form):
    nhs_number = NHSNumberFormField(
        label="What is your NHS number?",
        help_text="This is a 10 digit number, such as 999 123 4560",
        widget=TextInput(width=10, inputmode="numeric", spellcheck=False, autocomplete="off"),
    )


class PostcodeForm(forms.Form):
    postcode = forms.CharField(
        label="What is your postcode?",
        max_length=20,
        help_text="This must be the postcode that your GP practice has for you",
        widget=TextInput(width=10, autocomplete="postal-code", spellcheck=False),
        error_messages={"required": "Enter your postcode", "max_length": "Enter a full UK postcode, such as LS1 4AP"},
    )

    def clean_postcode(self) -> str:
        """Return the postcode in capitals with one blank."""
        text = re.sub(r"[\s.\-]+", "", self.cleaned_data["postcode"]).upper()
        if not POSTCODE.fullmatch(text):
            raise ValidationError("Enter a full UK postcode, such as LS1 4AP", code="postcode")
        return f"{text[:-3]} {text[-3:]}"


class CodeByForm(forms.Form):
    code_by = forms.ChoiceField(
        label="How should we send you a security code?",
        choices=[(MessageChannel.SMS.value, "Text message"), (MessageChannel.EMAIL.value, "Email")],
        widget=RadioSelect(),
        help_text="We can only use a mobile number or email address that is already on your NHS record.",
        error_messages=pick_one("Select text message or email"),
    )


class CheckAnswersForm(forms.Form):
    """Nothing to fill in: the button asks for the code."""


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Security code",
        max_length=40,
        widget=OneTimeCodeInput(),
        help_text="It has 6 numbers",
        error_messages={"required": "Enter your security code", "max_length": "The security code has 6 numbers"},
    )

    def clean_code(self) -> str:
        """Return the digits; blanks and dashes that came with a copied text are fine."""
        digits = re.sub(r"[\s\-]+", "", self.cleaned_data["code"])
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):  # noqa: PLR2004 - the code's length
            raise ValidationError("The security code has 6 numbers", code="shape")
        return digits


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(
        label="May we use your confidential patient information for research and planning?",
        choices=[
            (Status.ALLOWED.value, "Yes, allow it to be used"),
            (Status.OPTED_OUT.value, "No, do not allow it to be used"),
        ],
        widget=RadioSelect(
            hints={
                Status.ALLOWED.value: "Your information can be used for research and planning",
                Status.OPTED_OUT.value: "Your information will only be used for your own care, with a few exceptions",
            }
        ),
        error_messages=pick_one("Select yes if you allow it, or no if you do not"),
    )


class LetterForm(forms.Form):
    letter = forms.ChoiceField(
        label="Would you like a letter as well?",
        choices=[("yes", "Yes, send me a letter too"), ("no", "No, I do not need a letter")],
        widget=RadioSelect(),
        help_text="The letter goes to the address on your NHS record.",
        error_messages=pick_one("Select yes if you would like a letter"),
    )


class ReviewForm(forms.Form):
    """Nothing to fill in: the button saves what the page shows."""
