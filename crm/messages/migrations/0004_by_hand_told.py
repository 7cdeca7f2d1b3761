"""What did not arrive before the desk was told of it by itself is not told now: somebody has long looked."""

from django.db import migrations

TOLD = """
    UPDATE outgoing_outgoingmessage SET told_at = COALESCE(returned_at, dead_at)
    WHERE told_at IS NULL AND (returned_at IS NOT NULL OR dead_at IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("outgoing", "0003_arrived_or_not")]

    operations = [migrations.RunSQL(TOLD, migrations.RunSQL.noop)]
