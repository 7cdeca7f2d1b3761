"""Files that are kept already: what their makers may see today stands for what they might see then."""

from django.db import migrations

FILL = """
    UPDATE exports_exportrun AS run SET rights = held.rights
    FROM (
        SELECT user_id, jsonb_object_agg(project_id::text, to_jsonb(roles)) AS rights
        FROM accounts_userproject GROUP BY user_id
    ) AS held
    WHERE held.user_id = run.made_by_id AND run.forgotten_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("exports", "0002_rights"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
