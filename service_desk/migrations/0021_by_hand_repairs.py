"""The sequence from which the numbers of repairs are drawn."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0020_attachments")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE IF NOT EXISTS number_repair", "DROP SEQUENCE IF EXISTS number_repair"
        )
    ]
