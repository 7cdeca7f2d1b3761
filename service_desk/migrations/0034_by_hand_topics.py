from django.db import migrations

from service_desk.topics.standard import topics


def load(apps, _editor):
    """The shipped topics, where a code has none yet."""
    rows = apps.get_model("service_desk", "Topic").objects
    held = {row.code: row for row in rows.all()}
    for one in topics():
        if one["code"] not in held:
            content = {**one, "parent": held.get(one["parent"])}
            held[one["code"]] = rows.create(**content)


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0033_topics")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
