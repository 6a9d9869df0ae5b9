from django.db import migrations, models

OPEN = models.Q(("state__in", ("received", "to_enter", "to_check", "to_settle", "to_decide")))


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_back_office"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_by_assignee",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=OPEN, fields=["form_type", "state", "received_on", "id"], name="case_by_form_type"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=OPEN, fields=["assigned_to", "state", "received_on", "id"], name="case_by_assignee"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("claimed_by__isnull", False)), fields=["claimed_by"], name="case_by_claim"
            ),
        ),
    ]
