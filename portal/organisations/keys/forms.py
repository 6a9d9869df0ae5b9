"""The forms of keys and of the address that we call."""

import ipaddress
import re
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from ndop.nhsuk.widgets import CheckboxSelectMultiple, RadioSelect, TextInput
from registry.actions.organisations.keys import NewKey
from registry.models import ApiScope

MOST_NETWORKS = 20
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
NETWORKS_WRONG = "Enter each network on a line of its own, such as 192.0.2.0/24"
LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "A year"))
KINDS = (("live", "Real numbers"), ("test", "Made-up numbers only, to try it out"))


class NewKeyForm(forms.Form):
    """What a key may do, from where and for how long."""

    name = forms.CharField(
        label="Name",
        help_text="Which system will use it, such as “Nightly research extract”.",
        max_length=100,
        widget=TextInput(autocomplete="off"),
        error_messages={"required": "Enter a name for the key"},
    )
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=KINDS,
        widget=RadioSelect(),
        error_messages={"required": "Select what the key is for"},
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=ApiScope.choices,
        widget=CheckboxSelectMultiple(),
        error_messages={"required": "Select what the key may do"},
    )
    lasts = forms.ChoiceField(
        label="How long does it last?",
        choices=LASTS,
        widget=RadioSelect(),
        error_messages={"required": "Select how long the key lasts"},
    )
    networks = forms.CharField(
        label="Networks that it may be used from (optional)",
        help_text="One on each line, such as 192.0.2.0/24. Leave empty for anywhere.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    certificate = forms.CharField(
        label="SHA-256 fingerprint of a client certificate (optional)",
        help_text="64 letters and numbers. If you enter one, the key only works together with that certificate.",
        max_length=120,
        required=False,
        widget=TextInput(autocomplete="off", spellcheck=False),
    )

    def clean_networks(self) -> tuple[str, ...]:
        """Read one network a line."""
        lines = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        if len(lines) > MOST_NETWORKS:
            raise ValidationError(f"Enter {MOST_NETWORKS} networks or fewer")
        try:
            return tuple(str(ipaddress.ip_network(line, strict=False)) for line in lines)
        except ValueError:
            raise ValidationError(NETWORKS_WRONG) from None

    def clean_certificate(self) -> str:
        """Read a fingerprint with or without colons."""
        text = str(self.cleaned_data["certificate"]).replace(":", "").replace(" ", "").lower()
        if text and not FINGERPRINT.fullmatch(text):
            raise ValidationError("The fingerprint must be 64 letters a to f and numbers")
        return text

    def new_key(self) -> NewKey:
        """Return the key that was described."""
        said = self.cleaned_data
        return NewKey(
            name=said["name"],
            scopes=tuple(ApiScope(scope) for scope in said["scopes"]),
            is_test=said["kind"] == "test",
            lasts=timedelta(days=int(said["lasts"])),
            networks=said["networks"],
            certificate_sha256=said["certificate"],
        )


class WebhookForm(forms.Form):
    """The address that we call when a file has been checked."""

    url = forms.CharField(
        label="Address",
        help_text="It starts with https:// and can be reached from the internet.",
        max_length=500,
        widget=TextInput(autocomplete="off", spellcheck=False),
        error_messages={"required": "Enter the address that we should call"},
    )
