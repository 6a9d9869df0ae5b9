from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0009_staff_accounts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("superseded_by__isnull", False)),
                fields=["superseded_by"],
                name="person_by_current_number",
            ),
        ),
    ]
