"""What staff declare of themselves, so that nobody works on their own record: keyed hashes alone are kept (T19)."""

from registry.encryption import keyed_hash
from registry.matching import postcode_key
from registry.models import StaffUser
from registry.nhs_number import NHSNumber


def own_number_key(number: NHSNumber) -> bytes:
    """Return what is kept of a member of staff's own NHS number."""
    return keyed_hash("staff-own", number.digits)


def home_key(postcode: str) -> bytes:
    """Return what is kept of a member of staff's home postcode, however it is written."""
    return keyed_hash("staff-home", postcode_key(postcode))


def is_own(user: StaffUser, number: NHSNumber) -> bool:
    """Say whether this is the number that the member of staff declared as theirs."""
    return user.own_number_key is not None and bytes(user.own_number_key) == own_number_key(number)


def is_at_home(user: StaffUser, postcode: str) -> bool:
    """Say whether somebody lives at the postcode that the member of staff declared as theirs."""
    return bool(postcode_key(postcode)) and user.home_key is not None and bytes(user.home_key) == home_key(postcode)
