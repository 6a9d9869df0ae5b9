import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import registry.clock
import registry.fields


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0010_person_current_number"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("idempotency_hash", models.BinaryField(max_length=32)),
                ("request_hash", models.BinaryField(max_length=32)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", registry.fields.EncryptedBytesField(blank=True, default=b"")),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("hint", models.CharField(max_length=16)),
                ("key_hash", models.BinaryField(max_length=32, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("check", "Check lists and files, and fetch their results"),
                                ("receipts", "Read status and receipts"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("is_test", models.BooleanField(default=False)),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=43), default=list, size=None
                    ),
                ),
                ("certificate_sha256", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("claimed", "Being done"),
                            ("unknown", "Outcome not known"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("expired", "Too late to be useful"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("available_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("claim_id", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("deadline_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=64)),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reference", models.CharField(max_length=14, unique=True)),
                (
                    "way_in",
                    models.CharField(
                        choices=[
                            ("command", "Command line"),
                            ("web", "Website"),
                            ("api_list", "API, answered at once"),
                            ("api_file", "API, file"),
                            ("mesh", "MESH"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_test", models.BooleanField(default=False)),
                ("file_name", registry.fields.EncryptedTextField(blank=True, default="")),
                ("column", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("input_name", models.UUIDField(null=True)),
                ("input_bytes", models.PositiveBigIntegerField(default=0)),
                ("input_sha256", models.CharField(blank=True, max_length=64)),
                ("done_bytes", models.PositiveBigIntegerField(default=0)),
                ("done_lines", models.PositiveBigIntegerField(default=0)),
                ("lines", models.PositiveBigIntegerField(default=0)),
                ("headers", models.PositiveBigIntegerField(default=0)),
                ("kept", models.PositiveBigIntegerField(default=0)),
                ("removed", models.PositiveBigIntegerField(default=0)),
                ("invalid", models.PositiveBigIntegerField(default=0)),
                ("duplicates", models.PositiveBigIntegerField(default=0)),
                ("superseded", models.PositiveBigIntegerField(default=0)),
                ("superseded_removed", models.PositiveBigIntegerField(default=0)),
                ("as_of", models.DateTimeField(null=True)),
                ("position", models.PositiveBigIntegerField(null=True)),
                ("result_name", models.UUIDField(null=True)),
                ("result_bytes", models.PositiveBigIntegerField(default=0)),
                ("result_sha256", models.CharField(blank=True, max_length=64)),
                ("report_name", models.UUIDField(null=True)),
                ("receipt", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("valid_until", models.DateTimeField(null=True)),
                ("collected_at", models.DateTimeField(null=True)),
                ("files_gone_at", models.DateTimeField(null=True)),
                ("sketch", models.BinaryField(null=True)),
                ("distinct_numbers", models.PositiveBigIntegerField(default=0)),
                ("reviewed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DataFlow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "purpose",
                    models.CharField(
                        choices=[("research", "Research"), ("planning", "Planning and improving services")],
                        max_length=8,
                    ),
                ),
                ("purpose_detail", models.CharField(max_length=300)),
                (
                    "legal_basis",
                    models.CharField(
                        choices=[
                            ("regulation_2", "Section 251 support, regulation 2 (cancer)"),
                            ("regulation_5", "Section 251 support, regulation 5 (research and other medical purposes)"),
                            ("other", "Another basis: we leave people out all the same"),
                        ],
                        max_length=12,
                    ),
                ),
                ("basis_reference", models.CharField(max_length=100)),
                ("recipient", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("archived_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MeshMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("message_id", models.CharField(max_length=100, unique=True)),
                ("sender_mailbox", models.CharField(max_length=30)),
                ("workflow", models.CharField(blank=True, max_length=100)),
                ("local_id", registry.fields.EncryptedTextField(blank=True, default="")),
                ("file_name", registry.fields.EncryptedTextField(blank=True, default="")),
                ("subject", registry.fields.EncryptedTextField(blank=True, default="")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("checking", "Being checked"),
                            ("receipt_sent", "Receipt sent, result to follow"),
                            ("answered", "Answered"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("success", "Checked"),
                            ("unregistered_sender", "This mailbox is not registered"),
                            ("suspended", "This organisation is suspended"),
                            ("wrong_workflow", "The message has another workflow"),
                            ("no_data_flow", "No data flow is named, or none of this name exists"),
                            ("file_refused", "The file could not be checked"),
                        ],
                        max_length=19,
                    ),
                ),
                ("receipt_message_id", models.CharField(blank=True, max_length=100)),
                ("result_message_id", models.CharField(blank=True, max_length=100)),
                ("received_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("ods_code", models.CharField(max_length=10, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("contact_name", models.CharField(max_length=100)),
                ("contact_email", models.EmailField(max_length=254)),
                ("agreement_on", models.DateField()),
                ("mesh_mailbox", models.CharField(blank=True, max_length=30)),
                ("few_numbers_until", models.DateTimeField(null=True)),
                ("few_numbers_reason", models.CharField(blank=True, max_length=200)),
                ("requests_per_minute", models.PositiveIntegerField(default=600)),
                ("numbers_per_day", models.PositiveBigIntegerField(default=200000000)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("suspended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("check", "Check files and download results"),
                                ("manage", "Manage people, keys and data flows"),
                                ("receipts", "See history and receipts"),
                            ],
                            max_length=8,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("app_secret", registry.fields.EncryptedTextField(blank=True, default="")),
                ("last_code_step", models.BigIntegerField(default=0)),
                ("recovery_codes", registry.fields.EncryptedJSONField(blank=True, default=list)),
                ("session_number", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("last_seen_at", models.DateTimeField(null=True)),
                ("suspended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("is_test", models.BooleanField(default=False)),
                ("file_name", registry.fields.EncryptedTextField(blank=True, default="")),
                ("column", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("touched_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
            ],
        ),
        migrations.CreateModel(
            name="UploadPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.PositiveBigIntegerField()),
                ("size", models.PositiveBigIntegerField()),
                ("stored_name", models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("url", models.URLField(max_length=500)),
                ("secret", registry.fields.EncryptedTextField()),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("claimed", "Being done"),
                            ("unknown", "Outcome not known"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("expired", "Too late to be useful"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("available_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("claim_id", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("deadline_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=64)),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(db_default=registry.clock.DatabaseNow())),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="auditevent",
            name="audit_actor_is_known",
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
            name="message_says_whom_it_is_about",
        ),
        migrations.RemoveConstraint(
            model_name="preferencechange",
            name="change_actor_is_known",
        ),
        migrations.AddField(
            model_name="preferencechange",
            name="transaction",
            field=models.BigIntegerField(db_default=registry.clock.CurrentTransaction(), db_index=True),
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
                    ("organisation_registered", "Organisation registered"),
                    ("organisation_changed", "Organisation changed"),
                    ("organisation_suspended", "Organisation suspended"),
                    ("organisation_restored", "Organisation restored"),
                    ("exception_granted", "Checks of fewer than ten numbers allowed"),
                    ("member_invited", "Organisation's person invited"),
                    ("member_changed", "Organisation's person changed"),
                    ("member_suspended", "Organisation's person suspended"),
                    ("member_restored", "Organisation's person restored"),
                    ("member_signed_in", "Organisation's person signed in"),
                    ("member_refused", "Organisation's sign-in refused"),
                    ("member_signed_out", "Organisation's person signed out"),
                    ("flow_saved", "Data flow described"),
                    ("flow_archived", "Data flow put away"),
                    ("key_made", "API key made"),
                    ("key_revoked", "API key revoked"),
                    ("key_refused", "API call refused"),
                    ("webhook_set", "Address for calls about checks set or removed"),
                    ("check_started", "Check of a list asked for"),
                    ("check_published", "Result of a check released"),
                    ("check_failed", "Check gave no result"),
                    ("check_collected", "Result of a check downloaded"),
                    ("check_flagged", "Check looks like another with a few numbers changed"),
                    ("check_reviewed", "Flagged check reviewed"),
                    ("check_files_erased", "Files of a check erased"),
                    ("mesh_received", "File received by MESH"),
                    ("mesh_answered", "File answered by MESH"),
                ],
                max_length=32,
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="actor_kind",
            field=models.CharField(
                choices=[
                    ("patient", "The person"),
                    ("proxy", "Someone acting for the person"),
                    ("staff", "Contact centre staff"),
                    ("system", "The service itself"),
                    ("org", "An organisation that checks lists"),
                    ("visitor", "Someone not yet identified"),
                ],
                max_length=7,
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
                    ("org_invite", "Invitation to check lists for an organisation"),
                    ("check_done", "Notice that a check has ended"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="preferencechange",
            name="actor_kind",
            field=models.CharField(
                choices=[
                    ("patient", "The person"),
                    ("proxy", "Someone acting for the person"),
                    ("staff", "Contact centre staff"),
                    ("system", "The service itself"),
                    ("org", "An organisation that checks lists"),
                    ("visitor", "Someone not yet identified"),
                ],
                max_length=7,
            ),
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
                            "organisation_registered",
                            "organisation_changed",
                            "organisation_suspended",
                            "organisation_restored",
                            "exception_granted",
                            "member_invited",
                            "member_changed",
                            "member_suspended",
                            "member_restored",
                            "member_signed_in",
                            "member_refused",
                            "member_signed_out",
                            "flow_saved",
                            "flow_archived",
                            "key_made",
                            "key_revoked",
                            "key_refused",
                            "webhook_set",
                            "check_started",
                            "check_published",
                            "check_failed",
                            "check_collected",
                            "check_flagged",
                            "check_reviewed",
                            "check_files_erased",
                            "mesh_received",
                            "mesh_answered",
                        ],
                    )
                ),
                name="audit_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor_kind__in", ["patient", "proxy", "staff", "system", "org", "visitor"])),
                name="audit_actor_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["code", "confirmation", "return", "form", "link", "invitation", "org_invite", "check_done"],
                    )
                ),
                name="message_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nhs_number__isnull", False),
                    ("kind__in", ("return", "invitation", "org_invite", "check_done")),
                    _connector="OR",
                ),
                name="message_says_whom_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="preferencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor_kind__in", ["patient", "proxy", "staff", "system", "org", "visitor"])),
                name="change_actor_is_known",
            ),
        ),
        migrations.AddField(
            model_name="apianswer",
            name="api_key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="registry.apikey"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="api_key",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="registry.apikey"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="resembles",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="resembled_by", to="registry.check"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="flow",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="registry.dataflow"
            ),
        ),
        migrations.AddField(
            model_name="meshmessage",
            name="check_made",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="mesh_message", to="registry.check"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="registered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meshmessage",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mesh_messages",
                to="registry.organisation",
            ),
        ),
        migrations.AddField(
            model_name="dataflow",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="flows", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="api_keys", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="organisationperson",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="organisationinvitation",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="invitation", to="registry.organisationperson"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="registry.organisationperson",
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.organisationperson",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="check_made",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="upload", to="registry.check"
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="flow",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.dataflow"
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="registry.organisationperson"
            ),
        ),
        migrations.AddField(
            model_name="uploadpart",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="registry.upload"
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="registry.organisation"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="check_told",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="registry.check"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="webhook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="registry.webhook"
            ),
        ),
        migrations.AddConstraint(
            model_name="apianswer",
            constraint=models.UniqueConstraint(fields=("api_key", "idempotency_hash"), name="api_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ods_code__regex", "^[A-Z0-9]{3,10}$")), name="organisation_ods_code_shape"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mesh_mailbox", ""), _negated=True),
                fields=("mesh_mailbox",),
                name="organisation_mailbox_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("few_numbers_reason", ""), ("few_numbers_until__isnull", True)),
                    models.Q(("few_numbers_until__isnull", False), models.Q(("few_numbers_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="organisation_exception_has_its_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="meshmessage",
            index=models.Index(
                condition=models.Q(("state", "answered"), _negated=True),
                fields=["sender_mailbox", "id"],
                name="mesh_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="meshmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "checking", "receipt_sent", "answered"])),
                name="mesh_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meshmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "success",
                            "unregistered_sender",
                            "suspended",
                            "wrong_workflow",
                            "no_data_flow",
                            "file_refused",
                            "",
                        ],
                    )
                ),
                name="mesh_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meshmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", False), ("state", "answered"), models.Q(("outcome", ""), _negated=True)
                    ),
                    models.Q(models.Q(("state", "answered"), _negated=True), ("answered_at__isnull", True)),
                    _connector="OR",
                ),
                name="mesh_answer_has_its_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataflow",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["research", "planning"])), name="flow_purpose_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dataflow",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis__in", ["regulation_2", "regulation_5", "other"])),
                name="flow_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataflow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis_reference", ""), _negated=True),
                    models.Q(("recipient", ""), _negated=True),
                    models.Q(("purpose_detail", ""), _negated=True),
                ),
                name="flow_says_why_and_to_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataflow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived_at__isnull", True)),
                fields=("organisation", "name"),
                name="flow_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("roles__contained_by", ["check", "manage", "receipts"])),
                name="organisation_person_roles_are_known",
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "claimed", "unknown"])),
                fields=["available_at"],
                name="list_check_due",
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["organisation", "-id"], name="check_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("result_name__isnull", False)), fields=["valid_until"], name="check_with_result"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "claimed", "unknown", "done", "failed", "expired"])),
                name="list_check_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim_id__isnull", False), ("lease_until__isnull", False), ("state", "claimed")),
                    models.Q(
                        models.Q(("state", "claimed"), _negated=True),
                        ("claim_id__isnull", True),
                        ("lease_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="list_check_claim_has_its_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed", "expired"])),
                    models.Q(
                        models.Q(("state__in", ["done", "failed", "expired"]), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="list_check_end_has_its_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("way_in__in", ["command", "web", "api_list", "api_file", "mesh"])),
                name="check_way_in_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "lines",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("headers"), "+", models.F("kept")
                                        ),
                                        "+",
                                        models.F("removed"),
                                    ),
                                    "+",
                                    models.F("invalid"),
                                ),
                                "+",
                                models.F("duplicates"),
                            ),
                            "+",
                            models.F("superseded"),
                        ),
                    )
                ),
                name="check_lines_add_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(("superseded_removed__lte", models.F("superseded"))),
                name="check_superseded_removed_is_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", True),
                        ("receipt", ""),
                        ("result_name__isnull", True),
                        ("valid_until__isnull", True),
                    ),
                    models.Q(
                        ("as_of__isnull", False),
                        ("published_at__isnull", False),
                        ("state", "done"),
                        ("valid_until__isnull", False),
                        models.Q(("receipt", ""), _negated=True),
                        models.Q(("result_sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="check_is_published_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(("scopes__contained_by", ["check", "receipts"])), name="api_key_scopes_are_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("received__lte", models.F("size"))), name="upload_no_more_than_announced"
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadpart",
            constraint=models.UniqueConstraint(fields=("upload", "starts_at"), name="upload_part_once"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "claimed", "unknown"])),
                fields=["available_at"],
                name="webhook_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "claimed", "unknown", "done", "failed", "expired"])),
                name="webhook_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim_id__isnull", False), ("lease_until__isnull", False), ("state", "claimed")),
                    models.Q(
                        models.Q(("state", "claimed"), _negated=True),
                        ("claim_id__isnull", True),
                        ("lease_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="webhook_claim_has_its_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed", "expired"])),
                    models.Q(
                        models.Q(("state__in", ["done", "failed", "expired"]), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="webhook_end_has_its_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(fields=("webhook", "check_told"), name="webhook_once_per_check"),
        ),
    ]
