from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0013_mesh_problem"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                fields=["created_at"], condition=models.Q(sketch__isnull=False), name="check_with_sketch"
            ),
        ),
    ]
