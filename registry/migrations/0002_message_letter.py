from django.db import migrations

import registry.fields


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="letter",
            field=registry.fields.EncryptedBytesField(blank=True, default=b""),
        ),
    ]
