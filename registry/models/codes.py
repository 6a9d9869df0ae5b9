"""The code lists of the service, each in its published spelling where there is one."""

from django.db import models


class Status(models.TextChoices):
    """A recorded choice. That no choice is recorded is the absence of a row, never a third value."""

    OPTED_OUT = "opted_out", "No, do not allow"
    ALLOWED = "allowed", "Yes, allow"


class Source(models.TextChoices):
    """Where the choice was made: the published list NDOP-OptOutSource-1."""

    ONLINE = "OP", "Online"
    PATIENT_APP = "PFSP", "Patient-facing app"
    WEBSITE_FORM = "FN", "Form on the website"
    CALL_CENTRE = "CC", "Call centre"
    PAPER = "PP", "Paper form"


class ProxyRole(models.TextChoices):
    """Who acts for the person: the published list NDOP-ProxyRole-1, and CLINICIAN, which is ours alone."""

    GUARDIAN = "GUARDIAN", "Person with parental responsibility"
    POWER_OF_ATTORNEY = "POA", "Attorney under a lasting power of attorney"
    COURT_DEPUTY = "COURTDEP", "Deputy appointed by the court"
    CLINICIAN = "CLINICIAN", "Clinician acting for a detained person"


class ChangeKind(models.TextChoices):
    """What an accepted submission did to the record."""

    FIRST = "first", "First choice"
    CHANGE = "change", "Change of choice"
    CONFIRMATION = "confirmation", "Same choice confirmed"


class ActorKind(models.TextChoices):
    """The kind of actor behind an event; patients see this kind, never a staff name."""

    PATIENT = "patient", "The person"
    PROXY = "proxy", "Someone acting for the person"
    STAFF = "staff", "Contact centre staff"
    SYSTEM = "system", "The service itself"
    VISITOR = "visitor", "Someone not yet identified"


class MessageChannel(models.TextChoices):
    """How a message reaches someone."""

    EMAIL = "email", "Email"
    SMS = "sms", "Text message"
    LETTER = "letter", "Letter"


class MessageKind(models.TextChoices):
    """What a message is for."""

    CODE = "code", "One-time code"
    CONFIRMATION = "confirmation", "Confirmation of a choice"


class MessageProblem(models.TextChoices):
    """Why a message is late or was not sent; staff see these words."""

    NO_PERSON = "no_person", "No record has this number any more"
    NO_CONTACT = "no_contact", "The record has no such contact any more"
    NO_CHOICE = "no_choice", "No choice is recorded"
    RESTRICTED = "restricted", "The record is restricted, so no letter may go out"
    DECEASED = "deceased", "The person has died"
    CANNOT_PRINT = "cannot_print", "The letter cannot be printed as it should be"
    REJECTED = "rejected", "The provider refused the message"
    UNAVAILABLE = "unavailable", "The provider could not be reached"
    DIRECTORY_UNAVAILABLE = "directory_unavailable", "The demographic service could not be reached"
    OUTCOME_UNKNOWN = "outcome_unknown", "It is not known whether the provider took the message"
    TOO_MANY_TRIES = "too_many_tries", "Tried as often as is allowed"
    TOO_LATE = "too_late", "Too late to be useful"


class AuditAction(models.TextChoices):
    """What happened. New kinds are added here, so that one list says all the service can do to a record."""

    CODE_REQUESTED = "code_requested", "Code asked for"
    IDENTITY_CHECKED = "identity_checked", "Identity details checked"
    IDENTITY_PROVED = "identity_proved", "Code proved"
    CODE_REFUSED = "code_refused", "Code refused"
    CHOICE_RECORDED = "choice_recorded", "First choice recorded"
    CHOICE_CHANGED = "choice_changed", "Choice changed"
    CHOICE_CONFIRMED = "choice_confirmed", "Same choice confirmed"
    NUMBER_SUPERSEDED = "number_superseded", "NHS number replaced by another"
    MESSAGE_SENT = "message_sent", "Message accepted by the provider"
    MESSAGE_FAILED = "message_failed", "Message could not be sent"
    STAFF_VIEWED_MESSAGES = "staff_viewed_messages", "Staff opened the undelivered messages"
    PURGED = "purged", "Expired rows erased"
