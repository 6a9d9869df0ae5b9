import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_back_office"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="call",
            name="call_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="call",
            name="call_outcome_is_known",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_by_assignee",
        ),
        migrations.AddField(
            model_name="call",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("choice_recorded", "Choice recorded"),
                    ("form_sent", "Form sent"),
                    ("link_sent", "Link sent by text"),
                    ("assisted_online", "Helped through the website"),
                    ("call_back", "Call back arranged"),
                    ("information", "Information given"),
                    ("not_identified", "Identity not proved"),
                    ("not_approved", "Choice not approved by a second person"),
                    ("cut_off", "The call was cut off"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Finding the person"),
                    ("asking", "Identity questions"),
                    ("proved", "Identity proved"),
                    ("waiting", "Waiting for a second person"),
                    ("refused", "Identity not proved"),
                    ("ended", "Ended"),
                ],
                default="open",
                max_length=7,
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["started_at"], name="call_waiting"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "to_enter", "to_check", "to_settle", "to_decide"))),
                fields=["form_type", "state", "received_on", "id"],
                name="case_by_form_type",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "to_enter", "to_check", "to_settle", "to_decide"))),
                fields=["assigned_to", "state", "received_on", "id"],
                name="case_by_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("claimed_by__isnull", False)), fields=["claimed_by"], name="case_by_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "asking", "proved", "waiting", "refused", "ended"])),
                name="call_state_is_known",
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
                            "not_approved",
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
                condition=models.Q(
                    ("change__isnull", True), ("role", ""), ("approved_by__isnull", False), _connector="OR"
                ),
                name="call_choice_for_another_needs_approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("agent")), _negated=True),
                    _connector="OR",
                ),
                name="call_nobody_approves_their_own",
            ),
        ),
    ]
