from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

KINDS = ["case", "owner", "home", "purchase", "slip", "proposal", "visit", "directive"]


class Migration(migrations.Migration):
    """The sequences of public numbers, and the extension that ownership periods are kept apart with."""

    dependencies = [("organisation", "0001_initial")]
    run_before = [("accounts", "0001_initial")]  # and so before every room above
    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(
            [f"CREATE SEQUENCE IF NOT EXISTS number_{kind}" for kind in KINDS],
            [f"DROP SEQUENCE number_{kind}" for kind in KINDS],
        ),
    ]
