import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0011_upholding"),
    ]

    operations = [
        migrations.AddField(
            model_name="check",
            name="sketch_marks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=django.contrib.postgres.indexes.GinIndex(fields=["sketch_marks"], name="check_by_marks"),
        ),
    ]
