from django.db import migrations

# The relay walks the short partial indexes from their left end. What has been delivered leaves dead entries there
# until the next vacuum, and by default that comes only after a fifth of a table that is nearly all history.
OFTEN = "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000"


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"ALTER TABLE events_outboxevent SET ({OFTEN})",
            "ALTER TABLE events_outboxevent RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)",
        )
    ]
