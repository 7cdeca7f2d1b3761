"""The sequence from which the numbers of crises are drawn."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0025_crisis")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE IF NOT EXISTS number_crisis", "DROP SEQUENCE IF EXISTS number_crisis"
        )
    ]
