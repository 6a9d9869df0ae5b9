from django.db import migrations

from registry.migrations import _sql


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0016_guidance_search"),
    ]

    operations = [
        migrations.RunSQL(_sql.KEEP_VECTORS_BY, _sql.KEEP_VECTORS_ANYHOW),
    ]
