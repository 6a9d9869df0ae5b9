import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.clock
import registry.fields
import registry.models.constraints
from registry.migrations import _sql


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_audit_supersession"),
    ]

    operations = [
        migrations.RunSQL(_sql.CASE_NUMBERS, _sql.DROP_CASE_NUMBERS),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Finding the person"),
                            ("asking", "Identity questions"),
                            ("proved", "Identity proved"),
                            ("refused", "Identity not proved"),
                            ("ended", "Ended"),
                        ],
                        default="open",
                        max_length=7,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("set_choice", "Set or change a choice"),
                            ("ask_status", "Ask what is recorded"),
                            ("wants_form", "Wants a form"),
                            ("online_help", "Help with the website"),
                            ("about_letter", "About a letter or email"),
                            ("complaint", "Complaint"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GUARDIAN", "Person with parental responsibility"),
                            ("POA", "Attorney under a lasting power of attorney"),
                            ("COURTDEP", "Deputy appointed by the court"),
                            ("CLINICIAN", "Clinician acting for a detained person"),
                        ],
                        max_length=9,
                    ),
                ),
                ("caller", registry.fields.EncryptedJSONField(blank=True, default=dict)),
                ("nhs_number", registry.fields.NHSNumberField(null=True)),
                (
                    "questions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("passed", models.PositiveSmallIntegerField(default=0)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("answers", registry.fields.EncryptedJSONField(blank=True, default=dict)),
                ("notes", registry.fields.EncryptedTextField(blank=True, default="")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("choice_recorded", "Choice recorded"),
                            ("form_sent", "Form sent"),
                            ("link_sent", "Link sent by text"),
                            ("assisted_online", "Helped through the website"),
                            ("call_back", "Call back arranged"),
                            ("information", "Information given"),
                            ("not_identified", "Identity not proved"),
                            ("cut_off", "The call was cut off"),
                        ],
                        max_length=15,
                    ),
                ),
                ("started_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("proved_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(max_length=9, unique=True)),
                (
                    "form_type",
                    models.CharField(
                        choices=[
                            ("self", "Self, 13 or over"),
                            ("children", "Children under 13"),
                            ("adult_dependant", "Adult dependant"),
                            ("detained", "Detained and secure estate"),
                        ],
                        max_length=15,
                    ),
                ),
                ("arrived_by", models.CharField(choices=[("post", "Post"), ("email", "Email")], max_length=5)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("logged_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Waiting for its scan"),
                            ("to_enter", "To be entered"),
                            ("to_check", "To be keyed a second time"),
                            ("to_settle", "Differences to settle"),
                            ("to_decide", "To be decided"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned to the sender"),
                            ("closed", "Closed without a letter"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "second_check",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("form_type", "Someone acts for the person"),
                            ("no_number", "No NHS number on the form"),
                            ("sample", "Random sample"),
                        ],
                        max_length=9,
                    ),
                ),
                ("entered_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("differences", models.PositiveSmallIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "return_reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_identity", "No NHS number, and identity papers are missing or from one list only"),
                                ("address_proof_old", "The proof of address is more than 3 months old"),
                                ("identity_expired", "The identity document is out of date"),
                                ("not_signed", "Not signed or not dated"),
                                ("no_choice", "No choice is ticked, or both are"),
                                ("child_is_13", "The child is 13 or over"),
                                ("no_authority", "No proof of authority"),
                                ("wrong_authority", "The wrong kind of authority"),
                                ("signatory", "The person who signed is not the named parent, attorney or deputy"),
                                ("too_many_children", "More than 6 children"),
                                ("name_mismatch", "The name does not match the NHS number"),
                                ("no_match", "No record matches, or several do"),
                                ("superseded_number", "The NHS number was replaced and its new owner is not certain"),
                                ("person_died", "The person has died"),
                                ("no_email", "A reply by email is asked for, but no email address is given"),
                                ("originals_sent", "Original documents were sent"),
                                ("unreadable", "The form cannot be read"),
                                ("wrong_service", "A Type 1 opt-out form, which the GP practice deals with"),
                            ],
                            max_length=17,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "close_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("duplicate", "The same form is another case"),
                            ("person_died", "The person has died and nobody else asked"),
                            ("nobody_to_write_to", "It cannot be read whom to write to"),
                            ("not_a_form", "Not one of our forms and nothing to answer"),
                        ],
                        max_length=18,
                    ),
                ),
                ("paper_destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "First keying"),
                            ("second", "Second keying, blind"),
                            ("settled", "Settled differences"),
                        ],
                        max_length=7,
                    ),
                ),
                ("answers", registry.fields.EncryptedJSONField(default=dict)),
                ("form", registry.fields.EncryptedJSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("started_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("saved_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", registry.fields.EncryptedTextField()),
                ("at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
            ],
        ),
        migrations.CreateModel(
            name="CaseSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("nhs_number", registry.fields.NHSNumberField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nhs_number", registry.fields.NHSNumberField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("post_returned", "Post to the address on the record comes back")], max_length=13
                    ),
                ),
                ("raised_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("cleared_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("quarantined", "Being checked"),
                            ("ready", "Ready"),
                            ("refused", "Refused"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="quarantined",
                        max_length=11,
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("empty", "The file is empty"),
                            ("too_large", "The file is larger than 25 MB"),
                            ("wrong_type", "The file is not a PDF, JPEG, PNG or TIFF"),
                            ("type_mismatch", "What is in the file is not what its name says"),
                            ("damaged", "The file is damaged or cut off"),
                            ("encrypted", "The file is locked with a password"),
                            ("too_many_pages", "The file has too many pages"),
                            ("too_many_pixels", "A page is too large to show"),
                            ("too_demanding", "The file takes too much memory or time to read"),
                            ("virus", "The virus scanner refused the file"),
                        ],
                        max_length=15,
                    ),
                ),
                ("original_name", registry.fields.EncryptedTextField(blank=True, default="")),
                ("stored_name", models.UUIDField(null=True)),
                ("media_type", models.CharField(blank=True, max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("barcode", models.CharField(blank=True, max_length=40)),
                ("uploaded_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ScanPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("form", "The form"),
                            ("identity", "Copy of an identity paper"),
                            ("authority", "Proof of authority"),
                            ("other", "Something else"),
                        ],
                        default="form",
                        max_length=9,
                    ),
                ),
                ("stored_name", models.UUIDField(unique=True)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call_back", "Call someone back"),
                            ("returned_post", "A letter came back"),
                            ("restricted_record", "Write by hand to someone whose record is restricted"),
                            ("review_look_up", "Review an unusual look-up"),
                            ("other", "Something else"),
                        ],
                        max_length=17,
                    ),
                ),
                (
                    "state",
                    models.CharField(choices=[("open", "To do"), ("done", "Done")], default="open", max_length=4),
                ),
                ("nhs_number", registry.fields.NHSNumberField(null=True)),
                ("detail", registry.fields.EncryptedTextField(blank=True, default="")),
                ("due_at", models.DateTimeField()),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("outcome", registry.fields.EncryptedTextField(blank=True, default="")),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="auditevent",
            name="audit_action_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_confirmation_has_its_change",
        ),
        migrations.RemoveConstraint(
            model_name="preference",
            name="preference_case_reference_shape",
        ),
        migrations.RemoveConstraint(
            model_name="preferencechange",
            name="change_case_reference_shape",
        ),
        migrations.AddField(
            model_name="message",
            name="case_reference",
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.AddField(
            model_name="message",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="created_at",
            field=models.DateTimeField(db_default=registry.clock.DatabaseNow()),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="family_name",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="home_key",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="last_seen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="own_number_key",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("agent", "Agent"),
                        ("checker", "Checker"),
                        ("supervisor", "Supervisor"),
                        ("auditor", "Auditor"),
                        ("administrator", "Administrator"),
                    ],
                    max_length=13,
                ),
                default=list,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="staffuser",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("code_requested", "Code asked for"),
                    ("identity_checked", "Identity details checked"),
                    ("identity_proved", "Code proved"),
                    ("code_refused", "Code refused"),
                    ("choice_recorded", "First choice recorded"),
                    ("choice_changed", "Choice changed"),
                    ("choice_confirmed", "Same choice confirmed"),
                    ("number_superseded", "NHS number replaced by another"),
                    ("message_sent", "Message accepted by the provider"),
                    ("message_failed", "Message could not be sent"),
                    ("staff_viewed_messages", "Staff opened the undelivered messages"),
                    ("purged", "Expired rows erased"),
                    ("case_logged", "Paper form logged"),
                    ("case_scanned", "Scan filed under its case"),
                    ("case_entered", "Paper form keyed"),
                    ("case_checked", "Paper form keyed a second time"),
                    ("case_settled", "Differences settled"),
                    ("case_accepted", "Paper form accepted"),
                    ("case_returned", "Paper form sent back"),
                    ("case_closed", "Case closed without a letter"),
                    ("case_reopened", "Case reopened"),
                    ("case_assigned", "Work assigned"),
                    ("case_viewed", "Staff opened a case"),
                    ("letter_previewed", "Letter looked at before it goes"),
                    ("scan_received", "Scan received"),
                    ("scan_refused", "Scan refused"),
                    ("scan_viewed", "Staff opened a scan"),
                    ("paper_destroyed", "Scans destroyed at the end of their period"),
                    ("post_returned", "Letter came back"),
                    ("flag_cleared", "Flag cleared"),
                    ("task_created", "Task created"),
                    ("task_viewed", "Staff opened a task"),
                    ("task_done", "Task done"),
                    ("call_started", "Call started"),
                    ("call_viewed", "Staff opened a call"),
                    ("caller_answered", "Identity question answered"),
                    ("caller_proved", "Caller's identity proved"),
                    ("caller_refused", "Caller's identity not proved"),
                    ("call_ended", "Call ended"),
                    ("form_sent", "Form sent to a caller"),
                    ("link_sent", "Link sent to a caller"),
                    ("assisted_started", "Website journey started for a caller"),
                    ("people_searched", "Staff searched for a person"),
                    ("person_viewed", "Staff opened a person's record"),
                    ("person_revealed", "Staff uncovered contact details"),
                    ("person_refused", "A person's record refused to staff"),
                    ("look_ups_reviewed", "Unusual look-ups opened"),
                    ("audit_read", "Audit read"),
                    ("report_read", "Report opened"),
                    ("choice_reversed", "Choice reversed by a supervisor"),
                    ("signed_in", "Staff signed in"),
                    ("sign_in_refused", "Staff sign-in refused"),
                    ("signed_out", "Staff signed out"),
                    ("factor_added", "Second factor added"),
                    ("factor_removed", "Second factor removed"),
                    ("password_changed", "Password changed"),
                    ("sessions_ended", "Sessions ended"),
                    ("staff_invited", "Account made"),
                    ("staff_changed", "Account changed"),
                    ("staff_suspended", "Account suspended"),
                    ("staff_restored", "Account restored"),
                    ("access_refused", "Page refused to staff"),
                ],
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("code", "One-time code"),
                    ("confirmation", "Confirmation of a choice"),
                    ("return", "Form sent back with what to do next"),
                    ("form", "Form to fill in"),
                    ("link", "Link to the website"),
                    ("invitation", "Invitation to the back office"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="nhs_number",
            field=registry.fields.NHSNumberField(null=True),
        ),
        migrations.AlterField(
            model_name="preference",
            name="case_reference",
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.AlterField(
            model_name="preferencechange",
            name="case_reference",
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "expired"])), fields=["-id"], name="message_undelivered"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["nhs_number", "-id"], name="message_by_person"),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "code_requested",
                            "identity_checked",
                            "identity_proved",
                            "code_refused",
                            "choice_recorded",
                            "choice_changed",
                            "choice_confirmed",
                            "number_superseded",
                            "message_sent",
                            "message_failed",
                            "staff_viewed_messages",
                            "purged",
                            "case_logged",
                            "case_scanned",
                            "case_entered",
                            "case_checked",
                            "case_settled",
                            "case_accepted",
                            "case_returned",
                            "case_closed",
                            "case_reopened",
                            "case_assigned",
                            "case_viewed",
                            "letter_previewed",
                            "scan_received",
                            "scan_refused",
                            "scan_viewed",
                            "paper_destroyed",
                            "post_returned",
                            "flag_cleared",
                            "task_created",
                            "task_viewed",
                            "task_done",
                            "call_started",
                            "call_viewed",
                            "caller_answered",
                            "caller_proved",
                            "caller_refused",
                            "call_ended",
                            "form_sent",
                            "link_sent",
                            "assisted_started",
                            "people_searched",
                            "person_viewed",
                            "person_revealed",
                            "person_refused",
                            "look_ups_reviewed",
                            "audit_read",
                            "report_read",
                            "choice_reversed",
                            "signed_in",
                            "sign_in_refused",
                            "signed_out",
                            "factor_added",
                            "factor_removed",
                            "password_changed",
                            "sessions_ended",
                            "staff_invited",
                            "staff_changed",
                            "staff_suspended",
                            "staff_restored",
                            "access_refused",
                        ],
                    )
                ),
                name="audit_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["code", "confirmation", "return", "form", "link", "invitation"])),
                name="message_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change__isnull", False), ("kind", "confirmation")),
                    models.Q(models.Q(("kind", "confirmation"), _negated=True), ("change__isnull", True)),
                    _connector="OR",
                ),
                name="message_confirmation_has_its_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nhs_number__isnull", False), ("kind__in", ("return", "invitation")), _connector="OR"
                ),
                name="message_says_whom_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "return"), _negated=True),
                    models.Q(("case_reference", ""), _negated=True),
                    _connector="OR",
                ),
                name="message_return_has_its_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case_reference", ""), ("case_reference__regex", "^[0-9]{5,7}-C$"), _connector="OR"
                ),
                name="preference_case_reference_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case_reference", ""), ("case_reference__regex", "^[0-9]{5,7}-C$"), _connector="OR"
                ),
                name="change_case_reference_shape",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffuser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("roles__contained_by", ["agent", "checker", "supervisor", "auditor", "administrator"])
                ),
                name="staff_roles_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffuser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_active", True), ("suspended_at__isnull", True)),
                    models.Q(("is_active", False), ("suspended_at__isnull", False)),
                    _connector="OR",
                ),
                name="staff_suspension_has_its_instant",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="agent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="change",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.preferencechange"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="assisted_call",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.call"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="checked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="duplicate_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="logged_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="caseentry",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="casesubject",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="subjects", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="casesubject",
            name="change",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.preferencechange"
            ),
        ),
        migrations.AddField(
            model_name="personflag",
            name="cleared_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="personflag",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="registry.message"
            ),
        ),
        migrations.AddField(
            model_name="personflag",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="scan",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="scanpage",
            name="scan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pages", to="registry.scan"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="call",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="registry.call"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="registry.case"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="done_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="registry.message"
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["agent", "-started_at"], name="call_by_agent"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "asking", "proved", "refused", "ended"])),
                name="call_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        ["set_choice", "ask_status", "wants_form", "online_help", "about_letter", "complaint", "other"],
                    )
                ),
                name="call_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["GUARDIAN", "POA", "COURTDEP", "CLINICIAN", ""])),
                name="call_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "choice_recorded",
                            "form_sent",
                            "link_sent",
                            "assisted_online",
                            "call_back",
                            "information",
                            "not_identified",
                            "cut_off",
                            "",
                        ],
                    )
                ),
                name="call_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(registry.models.constraints.IsNHSNumber(models.F("nhs_number"))),
                name="call_nhs_number_is_valid",
                violation_error_message="Not an NHS number",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state", "ended"), models.Q(("outcome", ""), _negated=True)),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True), ("outcome", "")),
                    _connector="OR",
                ),
                name="call_end_has_its_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__isnull", True), ("proved_at__isnull", False), _connector="OR"),
                name="call_choice_needs_proof",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "received_on", "id"], name="case_oldest_first"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "to_enter", "to_check", "to_settle", "to_decide"))),
                fields=["received_on", "id"],
                name="case_open_oldest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("accepted", "returned", "closed"))),
                fields=["-decided_at"],
                name="case_by_decision",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "to_enter", "to_check", "to_settle", "to_decide"))),
                fields=["assigned_to"],
                name="case_by_assignee",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_by__isnull", True), ("claimed_until__isnull", True)),
                    models.Q(("claimed_by__isnull", False), ("claimed_until__isnull", False)),
                    _connector="OR",
                ),
                name="case_claim_has_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference__regex", "^[0-9]{5,7}-C$")), name="case_reference_looks_right"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("form_type__in", ["self", "children", "adult_dependant", "detained"])),
                name="case_form_type_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("arrived_by__in", ["post", "email"])), name="case_arrival_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "received",
                            "to_enter",
                            "to_check",
                            "to_settle",
                            "to_decide",
                            "accepted",
                            "returned",
                            "closed",
                        ],
                    )
                ),
                name="case_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("second_check__in", ["form_type", "no_number", "sample", ""])),
                name="case_second_check_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("close_reason__in", ["duplicate", "person_died", "nobody_to_write_to", "not_a_form", ""])
                ),
                name="case_close_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "return_reasons__contained_by",
                        [
                            "no_identity",
                            "address_proof_old",
                            "identity_expired",
                            "not_signed",
                            "no_choice",
                            "child_is_13",
                            "no_authority",
                            "wrong_authority",
                            "signatory",
                            "too_many_children",
                            "name_mismatch",
                            "no_match",
                            "superseded_number",
                            "person_died",
                            "no_email",
                            "originals_sent",
                            "unreadable",
                            "wrong_service",
                        ],
                    )
                ),
                name="case_return_reasons_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("accepted", "returned", "closed")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("accepted", "returned", "closed")), _negated=True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="case_decision_has_its_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_at__isnull", True), ("entered_by__isnull", True)),
                    models.Q(("entered_at__isnull", False), ("entered_by__isnull", False)),
                    _connector="OR",
                ),
                name="case_entry_has_its_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                    _connector="OR",
                ),
                name="case_check_has_its_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by__isnull", True),
                    models.Q(("checked_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="case_nobody_checks_their_own_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    ("second_check", ""),
                    models.Q(
                        ("checked_by__isnull", False), models.Q(("decided_by", models.F("entered_by")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="case_second_person_accepts",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), models.Q(("return_reasons", []), _negated=True)),
                    models.Q(models.Q(("state", "returned"), _negated=True), ("return_reasons", [])),
                    _connector="OR",
                ),
                name="case_return_has_its_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), models.Q(("close_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("close_reason", "")),
                    _connector="OR",
                ),
                name="case_closing_has_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duplicate_of__isnull", True),
                    models.Q(("duplicate_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="case_is_no_duplicate_of_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="caseentry",
            index=models.Index(fields=["finished_at"], name="entry_by_end"),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.UniqueConstraint(fields=("case", "kind"), name="entry_one_of_each_kind"),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["first", "second", "settled"])), name="entry_kind_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="casesubject",
            index=models.Index(fields=["nhs_number"], name="subject_by_number"),
        ),
        migrations.AddConstraint(
            model_name="casesubject",
            constraint=models.CheckConstraint(
                condition=models.Q(registry.models.constraints.IsNHSNumber(models.F("nhs_number"))),
                name="subject_nhs_number_is_valid",
                violation_error_message="Not an NHS number",
            ),
        ),
        migrations.AddConstraint(
            model_name="casesubject",
            constraint=models.UniqueConstraint(fields=("case", "position"), name="subject_one_per_position"),
        ),
        migrations.AddConstraint(
            model_name="casesubject",
            constraint=models.UniqueConstraint(fields=("case", "nhs_number"), name="subject_once_per_case"),
        ),
        migrations.AddConstraint(
            model_name="casesubject",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 6)), name="subject_six_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="personflag",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["post_returned"])), name="flag_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="personflag",
            constraint=models.CheckConstraint(
                condition=models.Q(registry.models.constraints.IsNHSNumber(models.F("nhs_number"))),
                name="flag_nhs_number_is_valid",
                violation_error_message="Not an NHS number",
            ),
        ),
        migrations.AddConstraint(
            model_name="personflag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at__isnull", True)), fields=("nhs_number", "kind"), name="flag_raised_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="personflag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cleared_at__isnull", True), ("cleared_by__isnull", True)),
                    models.Q(("cleared_at__isnull", False), ("cleared_by__isnull", False)),
                    _connector="OR",
                ),
                name="flag_clearing_has_its_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(condition=models.Q(("case__isnull", True)), fields=["uploaded_at"], name="scan_unfiled"),
        ),
        migrations.AddIndex(
            model_name="scan",
            index=models.Index(fields=["sha256"], name="scan_by_content"),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["quarantined", "ready", "refused", "destroyed"])),
                name="scan_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "problem__in",
                        [
                            "empty",
                            "too_large",
                            "wrong_type",
                            "type_mismatch",
                            "damaged",
                            "encrypted",
                            "too_many_pages",
                            "too_many_pixels",
                            "too_demanding",
                            "virus",
                            "",
                        ],
                    )
                ),
                name="scan_problem_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("problem", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("problem", "")),
                    _connector="OR",
                ),
                name="scan_refusal_has_its_problem",
            ),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.UniqueConstraint(fields=("scan", "number"), name="page_once_per_scan"),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["form", "identity", "authority", "other"])), name="page_kind_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_at", "id"], name="task_open_by_due"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_by__isnull", True), ("claimed_until__isnull", True)),
                    models.Q(("claimed_by__isnull", False), ("claimed_until__isnull", False)),
                    _connector="OR",
                ),
                name="task_claim_has_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["call_back", "returned_post", "restricted_record", "review_look_up", "other"])
                ),
                name="task_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done"])), name="task_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(registry.models.constraints.IsNHSNumber(models.F("nhs_number"))),
                name="task_nhs_number_is_valid",
                violation_error_message="Not an NHS number",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False), ("state", "done")),
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True), ("state", "open")),
                    _connector="OR",
                ),
                name="task_end_has_its_hand",
            ),
        ),
    ]
