"""What stood before the desk had judgements and versions of its limits is carried over into them."""

from django.db import migrations
from django.utils import timezone

# In one statement: a house may have a million cases.
JUDGEMENTS = """
INSERT INTO service_desk_severityjudgement
    (case_id, at, by_id, occasion, rule_id, impact, computed, reasons, severity, because)
SELECT id, moved_at, coalesce(severity_confirmed_by_id, registered_by_id), %s, NULL, impact, severity,
    CASE WHEN severity_because ~ %s THEN to_jsonb(string_to_array(severity_because, %s)) ELSE %s::jsonb END,
    severity, severity_because
FROM service_desk_case ORDER BY id
"""
ONLY_ANSWERS = r"^(safety|health|households|media|law|money)(,(safety|health|households|media|law|money))*$"

# What held where the house had not set a limit of its own, as of this step.
USUAL = {
    "CNY": {"agent": 50_000, "supervisor": 2_000_000, "executive": 100_000_000},
    "HKD": {"agent": 50_000, "supervisor": 2_000_000, "executive": 100_000_000},
    "TWD": {"agent": 200_000, "supervisor": 8_000_000, "executive": 400_000_000},
    "EUR": {"agent": 7_000, "supervisor": 280_000, "executive": 14_000_000},
}


def judgements(_apps, editor):
    """How serious each case stands, with its reason, is its first judgement."""
    editor.execute(JUDGEMENTS, ["carried_over", ONLY_ANSWERS, ",", "[]"])


def limits(apps, _editor):
    """Limits that the house has set become the first version, beside the usual ones; without any, nothing is made."""
    set_by_house = list(apps.get_model("service_desk", "ApprovalLimit").objects.all())
    if not set_by_house:
        return
    scheme = apps.get_model("service_desk", "LimitScheme").objects.create(
        number=1, active_from=timezone.now(), because="The limits as they were before they had versions."
    )
    sums = {(currency, role): amount for currency, row in USUAL.items() for role, amount in row.items()}
    sums |= {(row.currency, row.role): row.amount for row in set_by_house}
    limit = apps.get_model("service_desk", "LimitRow")
    limit.objects.bulk_create(
        limit(scheme=scheme, role=role, currency=currency, amount=amount)
        for (currency, role), amount in sums.items()
    )


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0009_reactive")]
    operations = [
        migrations.RunPython(judgements, migrations.RunPython.noop),
        migrations.RunPython(limits, migrations.RunPython.noop),
        migrations.DeleteModel("ApprovalLimit"),
    ]
