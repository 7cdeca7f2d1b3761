from django.db import migrations

KINDS = ["case", "owner", "home", "purchase", "slip", "proposal", "visit", "directive"]


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [f"CREATE SEQUENCE IF NOT EXISTS number_{kind}" for kind in KINDS],
            [f"DROP SEQUENCE number_{kind}" for kind in KINDS],
        )
    ]
