"""A form for a caller, with the details of the person on it as they are when it is sent."""

from registry.actions.envelopes.people import address_of, person_of
from registry.actions.envelopes.prepared import Prepared, prepared_letter
from registry.correspondence import FormLetter, Prefilled, form_letter
from registry.demographics import Demographics
from registry.models import Message
from registry.policies import LONDON


def compose_form(row: Message) -> Prepared:
    """Compose the letter and the form for the address on the record. Raises CannotSend, DirectoryUnavailable."""
    person = person_of(row)
    letter = _letter(row, person)
    return prepared_letter(letter.addressee, letter.address_lines, lambda: form_letter(letter))


def _letter(row: Message, person: Demographics) -> FormLetter:
    return FormLetter(
        form_type=row.content["form_type"],
        variant=row.content["variant"],
        case_reference=row.content["case_reference"],
        person=Prefilled(
            given_names=person.given_names,
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            nhs_number=person.nhs_number,
            address_lines=person.address_lines,
            postcode=person.postcode,
        ),
        address_lines=address_of(person),
        written_on=row.created_at.astimezone(LONDON).date(),
        message_id=row.public_id,
        format_needs=person.format_needs,
    )
