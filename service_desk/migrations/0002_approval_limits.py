"""The first limits of approval, in minor units. They are rows, so that the house can change them."""

from django.db import migrations

LIMITS = {
    "CNY": {"agent": 50_000, "supervisor": 2_000_000, "executive": 100_000_000},
    "HKD": {"agent": 50_000, "supervisor": 2_000_000, "executive": 100_000_000},
    "TWD": {"agent": 200_000, "supervisor": 8_000_000, "executive": 400_000_000},
    "EUR": {"agent": 7_000, "supervisor": 280_000, "executive": 14_000_000},
}


def write(apps, schema_editor):
    limit = apps.get_model("service_desk", "ApprovalLimit")
    limit.objects.bulk_create(
        limit(role=role, currency=currency, amount=amount)
        for currency, roles in LIMITS.items()
        for role, amount in roles.items()
    )


def erase(apps, schema_editor):
    apps.get_model("service_desk", "ApprovalLimit").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0001_initial")]
    operations = [migrations.RunPython(write, erase)]
