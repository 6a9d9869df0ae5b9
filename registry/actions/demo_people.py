"""The people of the demonstration. All of them are made up, and so is every street; ZZ is no postcode area."""

from dataclasses import dataclass, field, replace
from datetime import date

from registry.demographics import Demographics
from registry.models import ProxyRole, Source, Status
from registry.nhs_number import NHSNumber
from registry.parties import Patient, Proxy


@dataclass(frozen=True, repr=False)
class DemoChoice:
    """A choice that the person has made before the demonstration begins."""

    status: Status
    source: Source = Source.ONLINE
    party: Patient | Proxy = field(default_factory=Patient)


@dataclass(frozen=True, repr=False)
class DemoPerson:
    """One record, what it is there to show, and the number that has taken the place of this one."""

    record: Demographics
    shows: str
    choice: DemoChoice | None = None
    superseded_by: NHSNumber | None = None


AMINA = Demographics(
    nhs_number=NHSNumber(999_000_0018),
    given_names="Amina Grace",
    family_name="Okafor",
    date_of_birth=date(1984, 3, 15),
    address_lines=("12 Tamarind Row", "Wexley"),
    postcode="ZZ99 1AB",
    email="amina.okafor@example.com",
    mobile="07700 900101",
    gp_practice_code="Y99001",
)
OLIVER = Demographics(
    nhs_number=NHSNumber(999_000_0158),
    given_names="Oliver",
    family_name="Marsh",
    date_of_birth=date(1990, 6, 1),
    address_lines=("3 Lantern Court", "Wexley"),
    postcode="ZZ99 1AH",
    email="oliver.marsh@example.com",
    mobile="07700 900111",
    gp_practice_code="Y99001",
)
NIAMH_NOW = Demographics(
    nhs_number=NHSNumber(999_000_0131),
    given_names="Niamh",
    family_name="Byrne",
    date_of_birth=date(1979, 11, 30),
    address_lines=("The Old Forge", "Sallow Lane", "Otterby"),
    postcode="ZZ99 2EF",
    email="niamh.byrne@example.com",
    mobile="07700 900110",
    gp_practice_code="Y99002",
)

PEOPLE = (
    DemoPerson(AMINA, "Everything on record, no choice yet"),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0026),
            given_names="Zoë",
            known_as="Zo",
            family_name="Brânză-Lefèvre",
            date_of_birth=date(1991, 12, 4),
            address_lines=("Flat 2", "48 Quillon Street", "Wexley"),
            postcode="ZZ99 1AD",
            email="zoe.lefevre@example.com",
            gp_practice_code="Y99001",
        ),
        "Accents and a hyphen; email only; has said no",
        DemoChoice(Status.OPTED_OUT),
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0034),
            given_names="Seán Patrick",
            family_name="O'Dowd",
            date_of_birth=date(1966, 7, 22),
            address_lines=("7 Heron Wharf", "Otterby"),
            postcode="ZZ99 2EA",
            mobile="07700 900102",
            gp_practice_code="Y99002",
        ),
        "Straight apostrophe; mobile only; has said yes",
        DemoChoice(Status.ALLOWED, Source.CALL_CENTRE),
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0042),
            given_names="Chiara",
            family_name="D’Alvarenga",  # the apostrophe that phones write
            date_of_birth=date(2008, 2, 29),
            address_lines=("19 Marlpit Hill", "Otterby"),
            postcode="ZZ99 2EB",
            email="chiara.dalvarenga@example.com",
            mobile="07700 900103",
            gp_practice_code="Y99002",
        ),
        "Curly apostrophe; born on 29 February",
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0050),
            given_names="",
            family_name="Suryani",
            date_of_birth=date(1958, 1, 9),
            address_lines=("1 Copperbeech Close", "Wexley"),
            postcode="ZZ99 1AE",
            mobile="07700 900104",
            gp_practice_code="Y99001",
            format_needs="large_print",
        ),
        "Single name (last name only); large print letters",
    ),
    DemoPerson(OLIVER, "Shares name, birth date and postcode with the next: use the NHS number"),
    DemoPerson(
        replace(OLIVER, nhs_number=NHSNumber(999_000_0069), email="", mobile="07700 900105"),
        "Shares name, birth date and postcode with the one before",
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0077),
            given_names="Harold",
            family_name="Pennington",
            date_of_birth=date(1941, 5, 17),
            address_lines=("Fernleigh", "Tollgate Road", "Little Sallow"),
            postcode="ZZ99 3GH",
            gp_practice_code="Y99003",
        ),
        "No contact details: phone or post",
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0085),
            given_names="Mei",
            family_name="Thornbury",
            date_of_birth=date(2018, 8, 3),
            address_lines=("5 Skylark Way", "Wexley"),
            postcode="ZZ99 1AF",
            email="thornbury.family@example.com",
            mobile="07700 900106",
            gp_practice_code="Y99001",
        ),
        "Under 13: a parent has said no on paper",
        DemoChoice(Status.OPTED_OUT, Source.PAPER, Proxy(ProxyRole.GUARDIAN, "Joanna Thornbury")),
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0093),
            given_names="Rosalind",
            family_name="Ashdown",
            date_of_birth=date(1987, 10, 12),
            address_lines=("8 Willowmead", "Otterby"),
            postcode="ZZ99 2ED",
            email="rosalind.ashdown@example.com",
            mobile="07700 900107",
            gp_practice_code="Y99002",
            is_restricted=True,
        ),
        "Restricted record: no code is sent",
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0107),
            given_names="Arthur",
            family_name="Gillespie",
            date_of_birth=date(1933, 4, 2),
            address_lines=("22 Cobbler Street", "Little Sallow"),
            postcode="ZZ99 3GJ",
            mobile="07700 900108",
            gp_practice_code="Y99003",
            date_of_death=date(2025, 12, 20),
        ),
        "Has died: no code is sent",
    ),
    DemoPerson(NIAMH_NOW, "Has a newer NHS number; has said no", DemoChoice(Status.OPTED_OUT)),
    DemoPerson(
        replace(NIAMH_NOW, nhs_number=NHSNumber(999_000_0115)),
        "The old number of the person before: leads to the same choice",
        superseded_by=NIAMH_NOW.nhs_number,
    ),
    DemoPerson(
        Demographics(
            nhs_number=NHSNumber(999_000_0123),
            given_names="Bartholomew Christopher",
            known_as="Barty",
            family_name="Featherstonehaugh-Wolstenholme",
            date_of_birth=date(1972, 9, 25),
            address_lines=(
                "Apartment 114, The Granary",
                "Kingfisher Embankment Development",
                "Old Navigation Yard",
                "Upper Bargate Street",
                "Great Wexley",
                "Ottershire",
            ),
            postcode="ZZ99 4JL",
            email="barty.fw@example.com",
            mobile="07700 900109",
            gp_practice_code="Y99001",
        ),
        "Long name, long address, known by a short name",
    ),
)
