from django.db import migrations

from crm.clock import now


def write_down(apps, _editor):
    """Each topic as it stands is the first that is known of its history."""
    topics, versions = (apps.get_model("service_desk", name) for name in ("Topic", "TopicVersion"))
    versions.objects.bulk_create(
        versions(
            topic=row,
            number=row.version,
            parent_id=row.parent_id,
            names=row.names,
            words=row.words,
            retired=row.retired,
            made_at=now(),
        )
        for row in topics.objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0050_promise_reminders")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
