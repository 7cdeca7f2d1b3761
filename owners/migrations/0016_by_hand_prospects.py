from django.db import migrations

# Whoever is known as a prospect asked about each project he belongs to; the daily round works out his score.
CARRY_OVER = """
INSERT INTO owners_prospect (
    public_id, owner_id, project_id, opened_on, heard_on, source, campaign, purpose, home_type, wanted, wishes,
    next_step, lost_because, lost_words, score, reasons, weights_version, score_until, version, created_at, updated_at
)
SELECT gen_random_uuid(), o.id, s.project_id, s.since, s.since, coalesce(nullif(o.source, ''), 'hotline'),
       '', '', '', '', '', '', '', '', 0, '[]', 0, current_date, 1, o.created_at, o.updated_at
FROM owners_owner o JOIN owners_ownerproject s ON s.owner_id = o.id
WHERE o.kind = 'prospect' AND o.merged_into_id IS NULL AND o.erased_at IS NULL
ON CONFLICT (owner_id, project_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("owners", "0015_prospects")]
    operations = [migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop)]
