from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_worklists"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("actor_kind", "staff")), fields=["actor_id", "id"], name="audit_by_staff"
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("object_type", "case")), fields=["object_id", "id"], name="audit_by_case"
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("action__in", ("person_viewed", "person_revealed", "look_ups_reviewed"))),
                fields=["at"],
                name="audit_looks",
            ),
        ),
    ]
