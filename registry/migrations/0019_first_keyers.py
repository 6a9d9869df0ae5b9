from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from registry.migrations import _sql


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0018_guidance_codes"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_nobody_checks_their_own_work"),
        migrations.RemoveConstraint(model_name="case", name="case_second_person_accepts"),
        migrations.AddField(
            model_name="case",
            name="first_keyers",
            field=ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RunSQL(_sql.KNOWN_FIRST_KEYERS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | Q(first_keyers__contains=[F("entered_by")]),
                name="case_entry_is_by_a_first_keyer",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(first_keyers__contains=[F("checked_by")]),
                name="case_nobody_checks_their_own_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(second_check="")
                | (Q(checked_by__isnull=False) & ~Q(first_keyers__contains=[F("decided_by")])),
                name="case_second_person_accepts",
            ),
        ),
    ]
