from django.db import migrations

from crm.clock import now
from service_desk.guidance.standard import playbooks


def load(apps, _editor):
    """The shipped playbooks, where a code has none yet."""
    rows = apps.get_model("service_desk", "Playbook").objects
    there, at = set(rows.values_list("code", flat=True)), now()
    rows.bulk_create(rows.model(made_at=at, **one) for one in playbooks() if one["code"] not in there)


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0031_playbooks")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
