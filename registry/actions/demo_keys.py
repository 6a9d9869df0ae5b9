"""The demonstration's key for the API, which is no secret, and a line that uses it."""

import json
from datetime import datetime

from django.conf import settings

from registry.actions.demo_people import PEOPLE
from registry.actions.organisations.keys import NewKey, hash_of, write_key
from registry.models import ApiKey, ApiScope, Organisation

ODS_CODE = "ZZ901"
FLOW = "Asthma outcomes study"
DEMO_API_KEY = "ndo_live_demonstration-only-everybody-knows-this-key"


def write_demo_key(*, at: datetime) -> None:
    """Give the first organisation a key, unless it has it."""
    if not ApiKey.objects.filter(key_hash=hash_of(DEMO_API_KEY)).exists():
        organisation = Organisation.objects.get(ods_code=ODS_CODE)
        write_key(organisation, NewKey(name="Try the API", scopes=tuple(ApiScope)), DEMO_API_KEY, made_by=None, at=at)


def example_call() -> str:
    """Return a line for a terminal that sends the made-up people's numbers and shows who may be used."""
    numbers = [person.record.nhs_number.digits for person in PEOPLE][:12]
    body = json.dumps({"flow": FLOW, "numbers": numbers})
    headers = f'-H "Authorization: Bearer {DEMO_API_KEY}" -H "Content-Type: application/json"'
    return f"curl {headers} -d '{body}' {settings.NDOP_SERVICE_URL}/api/checks"
