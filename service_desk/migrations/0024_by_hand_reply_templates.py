from django.db import migrations

from crm.clock import now
from service_desk.guidance.standard import reply_templates


def load(apps, _editor):
    """The shipped reply templates, where a code has none yet."""
    rows = apps.get_model("service_desk", "ReplyTemplate").objects
    there, at = set(rows.values_list("code", flat=True)), now()
    rows.bulk_create(rows.model(made_at=at, **one) for one in reply_templates() if one["code"] not in there)


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0023_reply_templates")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
