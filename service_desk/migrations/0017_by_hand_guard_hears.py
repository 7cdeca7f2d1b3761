"""The reply guard's ear comes into force where the rules do; what a house has changed or retired stays as it is."""

from django.db import migrations

from crm.clock import now
from service_desk.guidance.renewing import renew
from service_desk.guidance.standard import guard_rules


def come_into_force(apps, _editor):
    heard = [rule for rule in guard_rules() if rule["form"] == "sound"]
    renew(apps.get_model("service_desk", "GuardRule").objects, heard, now=now())


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0016_guard_rule_that_hears")]
    operations = [migrations.RunPython(come_into_force, migrations.RunPython.noop)]
