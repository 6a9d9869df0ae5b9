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
    ORGANISATION = "org", "An organisation that checks lists"
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
    RETURN = "return", "Form sent back with what to do next"
    FORM = "form", "Form to fill in"
    LINK = "link", "Link to the website"
    INVITATION = "invitation", "Invitation to the back office"
    ORGANISATION_INVITATION = "org_invite", "Invitation to check lists for an organisation"
    CHECK_DONE = "check_done", "Notice that a check has ended"


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
    CASE_LOGGED = "case_logged", "Paper form logged"
    CASE_SCANNED = "case_scanned", "Scan filed under its case"
    CASE_ENTERED = "case_entered", "Paper form keyed"
    CASE_CHECKED = "case_checked", "Paper form keyed a second time"
    CASE_SETTLED = "case_settled", "Differences settled"
    CASE_ACCEPTED = "case_accepted", "Paper form accepted"
    CASE_RETURNED = "case_returned", "Paper form sent back"
    CASE_CLOSED = "case_closed", "Case closed without a letter"
    CASE_REOPENED = "case_reopened", "Case reopened"
    CASE_ASSIGNED = "case_assigned", "Work assigned"
    CASE_VIEWED = "case_viewed", "Staff opened a case"
    LETTER_PREVIEWED = "letter_previewed", "Letter looked at before it goes"
    SCAN_RECEIVED = "scan_received", "Scan received"
    SCAN_REFUSED = "scan_refused", "Scan refused"
    SCAN_VIEWED = "scan_viewed", "Staff opened a scan"
    PAPER_DESTROYED = "paper_destroyed", "Scans destroyed at the end of their period"
    POST_RETURNED = "post_returned", "Letter came back"
    FLAG_CLEARED = "flag_cleared", "Flag cleared"
    TASK_CREATED = "task_created", "Task created"
    TASK_VIEWED = "task_viewed", "Staff opened a task"
    TASK_DONE = "task_done", "Task done"
    CALL_STARTED = "call_started", "Call started"
    CALL_VIEWED = "call_viewed", "Staff opened a call"
    CALLER_ANSWERED = "caller_answered", "Identity question answered"
    CALLER_PROVED = "caller_proved", "Caller's identity proved"
    CALLER_REFUSED = "caller_refused", "Caller's identity not proved"
    CALL_ENDED = "call_ended", "Call ended"
    FORM_SENT = "form_sent", "Form sent to a caller"
    LINK_SENT = "link_sent", "Link sent to a caller"
    ASSISTED_STARTED = "assisted_started", "Website journey started for a caller"
    PEOPLE_SEARCHED = "people_searched", "Staff searched for a person"
    PERSON_VIEWED = "person_viewed", "Staff opened a person's record"
    PERSON_REVEALED = "person_revealed", "Staff uncovered contact details"
    PERSON_REFUSED = "person_refused", "A person's record refused to staff"
    LOOK_UPS_REVIEWED = "look_ups_reviewed", "Unusual look-ups opened"
    AUDIT_READ = "audit_read", "Audit read"
    REPORT_READ = "report_read", "Report opened"
    CHOICE_REVERSED = "choice_reversed", "Choice reversed by a supervisor"
    SIGNED_IN = "signed_in", "Staff signed in"
    SIGN_IN_REFUSED = "sign_in_refused", "Staff sign-in refused"
    SIGNED_OUT = "signed_out", "Staff signed out"
    FACTOR_ADDED = "factor_added", "Second factor added"
    FACTOR_REMOVED = "factor_removed", "Second factor removed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SESSIONS_ENDED = "sessions_ended", "Sessions ended"
    STAFF_INVITED = "staff_invited", "Account made"
    STAFF_CHANGED = "staff_changed", "Account changed"
    STAFF_SUSPENDED = "staff_suspended", "Account suspended"
    STAFF_RESTORED = "staff_restored", "Account restored"
    ACCESS_REFUSED = "access_refused", "Page refused to staff"
    ORGANISATION_REGISTERED = "organisation_registered", "Organisation registered"
    ORGANISATION_CHANGED = "organisation_changed", "Organisation changed"
    ORGANISATION_SUSPENDED = "organisation_suspended", "Organisation suspended"
    ORGANISATION_RESTORED = "organisation_restored", "Organisation restored"
    EXCEPTION_GRANTED = "exception_granted", "Checks of fewer than ten numbers allowed"
    MEMBER_INVITED = "member_invited", "Organisation's person invited"
    MEMBER_CHANGED = "member_changed", "Organisation's person changed"
    MEMBER_SUSPENDED = "member_suspended", "Organisation's person suspended"
    MEMBER_RESTORED = "member_restored", "Organisation's person restored"
    MEMBER_SIGNED_IN = "member_signed_in", "Organisation's person signed in"
    MEMBER_REFUSED = "member_refused", "Organisation's sign-in refused"
    MEMBER_SIGNED_OUT = "member_signed_out", "Organisation's person signed out"
    FLOW_SAVED = "flow_saved", "Data flow described"
    FLOW_ARCHIVED = "flow_archived", "Data flow put away"
    KEY_MADE = "key_made", "API key made"
    KEY_REVOKED = "key_revoked", "API key revoked"
    KEY_REFUSED = "key_refused", "API call refused"
    WEBHOOK_SET = "webhook_set", "Address for calls about checks set or removed"
    CHECK_STARTED = "check_started", "Check of a list asked for"
    CHECK_PUBLISHED = "check_published", "Result of a check released"
    CHECK_FAILED = "check_failed", "Check gave no result"
    CHECK_COLLECTED = "check_collected", "Result of a check downloaded"
    CHECK_FLAGGED = "check_flagged", "Check looks like another with a few numbers changed"
    CHECK_REVIEWED = "check_reviewed", "Flagged check reviewed"
    CHECK_FILES_ERASED = "check_files_erased", "Files of a check erased"
    MESH_RECEIVED = "mesh_received", "File received by MESH"
    MESH_ANSWERED = "mesh_answered", "File answered by MESH"
    GUIDANCE_INDEXED = "guidance_indexed", "Search of the guidance brought up to date"
