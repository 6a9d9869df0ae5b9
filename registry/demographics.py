"""What a demographic service answers about a person, whichever service it is."""

from dataclasses import dataclass
from datetime import date

from registry.nhs_number import NHSNumber


@dataclass(frozen=True, repr=False)
class Demographics:
    """One person as the demographic service holds them. Has no readable form: it must not end in a log."""

    nhs_number: NHSNumber
    given_names: str
    family_name: str
    date_of_birth: date
    known_as: str = ""
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    email: str = ""
    mobile: str = ""
    gp_practice_code: str = ""
    language: str = "en"
    format_needs: str = "standard"
    date_of_death: date | None = None
    is_restricted: bool = False

    @property
    def full_name(self) -> str:
        """Given names and family name, as on an envelope; single-name people have only the latter."""
        return f"{self.given_names} {self.family_name}".strip()
