from django.db import migrations

from crm.clock import now
from service_desk.guidance.standard import guard_rules


def load(apps, _editor):
    """The shipped rules of the reply guard, where a code has none yet."""
    rows = apps.get_model("service_desk", "GuardRule").objects
    there, at = set(rows.values_list("code", flat=True)), now()
    rows.bulk_create(rows.model(made_at=at, **rule) for rule in guard_rules() if rule["code"] not in there)


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0013_reply_guard")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
