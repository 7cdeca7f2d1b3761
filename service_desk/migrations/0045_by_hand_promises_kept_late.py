"""What was kept before this was counted, after its day where the project stands, was kept late."""

from django.db import migrations

LATE = """
UPDATE service_desk_promise AS promise SET late = true
FROM service_desk_case AS owned, organisation_project AS project
WHERE owned.id = promise.case_id AND project.id = owned.project_id AND promise.status = 'kept'
  AND promise.due_on < (promise.settled_at AT TIME ZONE project.timezone)::date
"""


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0044_promises_kept_late")]

    operations = [migrations.RunSQL(LATE, "UPDATE service_desk_promise SET late = false")]
