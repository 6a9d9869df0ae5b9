from django.db import migrations

from registry.migrations import _sql


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_message_letter")]

    operations = [migrations.RunSQL(_sql.LOCK_PERSON, _sql.DROP_LOCK_PERSON)]
