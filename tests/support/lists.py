"""Lists that lie in the check store, checks of them, and what came out."""

import hashlib

from registry.actions.checks.running import run_check
from registry.actions.merges import supersede_number
from registry.clock import now
from registry.gateways import check_store
from registry.models import Check, Status
from registry.nhs_number import NHSNumber
from registry.parties import SYSTEM
from tests.factories import DemographicsFactory, PersonFactory, PreferenceFactory, make_nhs_number
from tests.factories.checks import make_check
from tests.factories.organisations import make_organisation

FIRST = 200


def numbers(count, start=FIRST):
    """Numbers of made-up people, as text."""
    return [make_nhs_number(start + n).digits for n in range(count)]


def opt_out(digits, status=Status.OPTED_OUT):
    """Record a choice the way the service does, committed when this returns."""
    return PreferenceFactory(person=DemographicsFactory(nhs_number=NHSNumber.parse(digits)), status=status)


def people(count):
    """Numbers that the demographic service knows."""
    return [PersonFactory(nhs_number=NHSNumber.parse(digits)).nhs_number.digits for digits in numbers(count)]


def supersede(old, current):
    """Let one number be replaced by another, as the service does."""
    return supersede_number(old=NHSNumber.parse(old), current=NHSNumber.parse(current), by=SYSTEM, at=now())


def list_of(digits, ending=",\n"):
    """The file that an organisation sends."""
    return "".join(f"{number}{ending}" for number in digits).encode()


def ask(content, organisation=None, **columns):
    """Put a list into the store and ask for its check."""
    organisation = organisation or make_organisation()
    with check_store.create(organisation.public_id) as file:
        file.write(content)
        name = file.keep()
    sha256 = hashlib.sha256(content).hexdigest()
    return make_check(organisation, input_name=name, input_bytes=len(content), input_sha256=sha256, **columns)


def run(check, **options):
    """Let the checker do it and return the row as it is afterwards."""
    run_check(check.pk, **options)
    return Check.objects.select_related("organisation").get(pk=check.pk)


def result_of(check):
    """What was released: the bytes, or None if there is no result."""
    return None if check.result_name is None else _read(check, check.result_name)


def report_of(check):
    """What the report says."""
    return _read(check, check.report_name).decode()


def files_in(folder):
    """Every file in the store, unfinished ones too."""
    return sorted(path.name for path in folder.glob("??/*"))


def _read(check, name):
    with check_store.open_kept(name, owner=check.organisation.public_id) as file:
        return file.read()
