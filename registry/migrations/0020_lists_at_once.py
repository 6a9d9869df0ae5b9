import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from registry.migrations import _sql


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0019_first_keyers"),
    ]

    operations = [
        migrations.RunSQL(_sql.CHECK_STORAGE, _sql.DEFAULT_CHECK_STORAGE),
        migrations.RemoveIndex(
            model_name="auditevent",
            name="audit_by_subject",
        ),
        migrations.RemoveIndex(
            model_name="check",
            name="check_by_marks",
        ),
        migrations.AlterField(
            model_name="check",
            name="api_key",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="registry.apikey",
            ),
        ),
        migrations.AlterField(
            model_name="check",
            name="asked_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="registry.organisationperson",
            ),
        ),
        migrations.AlterField(
            model_name="check",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="registry.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="check",
            name="reference",
            field=models.CharField(max_length=14),
        ),
        migrations.AlterField(
            model_name="check",
            name="resembles",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resembled_by",
                to="registry.check",
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("subject__isnull", False)), fields=["subject", "id"], name="audit_by_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("asked_by__isnull", False)), fields=["asked_by"], name="check_by_person"
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                condition=models.Q(("resembles__isnull", False)), fields=["resembles"], name="check_by_resembled"
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("sketch__isnull", False)), fields=["sketch_marks"], name="check_by_marks"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(fields=("reference",), name="check_reference_once"),
        ),
    ]
