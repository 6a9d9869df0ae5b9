"""What a paper form says, once it has been keyed: one shape for the first keying, the second and the settled one."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from registry.models import Evidence, ProxyRole, Status
from registry.nhs_number import NHSNumber

MOST_CHILDREN = 6


@dataclass(frozen=True, repr=False)
class PaperPerson:
    """A person as written on the form: the person whose choice it is, or one child of up to six."""

    given_names: str
    family_name: str
    date_of_birth: date | None = None
    nhs_number: NHSNumber | None = None


@dataclass(frozen=True, repr=False, kw_only=True)
class PaperForm:
    """One form. `status` is None when no box is ticked or both are. `reply_by` is "post" or "email".

    `representative` is the parent, attorney, deputy or professional named on the form; `signatory` is whoever signed.
    `people` may be empty when the form cannot be read or is not one of ours.
    """

    people: tuple[PaperPerson, ...]
    status: Status | None
    address_lines: tuple[str, ...] = ()
    postcode: str = ""
    reply_by: str = "post"
    email: str = ""
    is_signed: bool = False
    signed_on: date | None = None
    signatory: str = ""
    representative: str = ""
    proxy_role: ProxyRole | None = None
    evidence: frozenset[Evidence] = frozenset()
    identity_in_date: bool = True
    address_proof_is_recent: bool = True
    originals_sent: bool = False
    more_than_six_children: bool = False
    is_readable: bool = True
    is_wrong_service: bool = False

    @property
    def reply_email(self) -> str:
        """Return where a reply by email goes; empty when it goes by post."""
        return self.email if self.reply_by == "email" else ""

    @property
    def acts_for(self) -> str:
        """Return who acts for the person: as named on the form, else as signed."""
        return self.representative or self.signatory

    def as_json(self) -> dict[str, Any]:
        """Return the form as plain values, to be kept encrypted."""
        plain = asdict(self)
        plain["people"] = [_person_as_json(person) for person in self.people]
        plain["address_lines"] = list(self.address_lines)
        plain["signed_on"] = _day_as_json(self.signed_on)
        plain["evidence"] = sorted(self.evidence)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> "PaperForm":
        """Return the form that `as_json` kept."""
        read = {
            "people": tuple(_person_from_json(person) for person in plain["people"]),
            "status": Status(plain["status"]) if plain["status"] else None,
            "address_lines": tuple(plain["address_lines"]),
            "signed_on": _day_from_json(plain["signed_on"]),
            "proxy_role": ProxyRole(plain["proxy_role"]) if plain["proxy_role"] else None,
            "evidence": frozenset(Evidence(code) for code in plain["evidence"]),
        }
        return cls(**{**plain, **read})


def _person_as_json(person: PaperPerson) -> dict[str, str]:
    return {
        "given_names": person.given_names,
        "family_name": person.family_name,
        "date_of_birth": _day_as_json(person.date_of_birth),
        "nhs_number": person.nhs_number.digits if person.nhs_number else "",
    }


def _person_from_json(plain: dict[str, str]) -> PaperPerson:
    return PaperPerson(
        given_names=plain["given_names"],
        family_name=plain["family_name"],
        date_of_birth=_day_from_json(plain["date_of_birth"]),
        nhs_number=NHSNumber.parse(plain["nhs_number"]) if plain["nhs_number"] else None,
    )


def _day_as_json(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day_from_json(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
