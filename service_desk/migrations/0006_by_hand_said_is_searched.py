from django.db import migrations

from crm.text import search_document

BATCH = 2_000


def fill(apps, _editor):
    """What was said before is found as well."""
    messages = apps.get_model("service_desk", "CaseMessage").objects
    last = 0
    while rows := list(messages.filter(pk__gt=last).order_by("pk").only("pk", "body")[:BATCH]):
        for row in rows:
            row.search_text = search_document(row.body)
        messages.bulk_update(rows, ["search_text"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0005_said_is_searched")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
