from django.db import migrations

# In one statement: a house may have a million cases.
CARRY = """
INSERT INTO service_desk_severityjudgement
    (case_id, at, by_id, occasion, rule_id, impact, computed, reasons, severity, because)
SELECT id, moved_at, coalesce(severity_confirmed_by_id, registered_by_id), %s, NULL, impact, severity,
    CASE WHEN severity_because ~ %s THEN to_jsonb(string_to_array(severity_because, %s)) ELSE %s::jsonb END,
    severity, severity_because
FROM service_desk_case ORDER BY id
"""
ONLY_ANSWERS = r"^(safety|health|households|media|law|money)(,(safety|health|households|media|law|money))*$"


def carry_over(_apps, editor):
    """How serious each case stands, with its reason, is its first judgement."""
    editor.execute(CARRY, ["carried_over", ONLY_ANSWERS, ",", "[]"])


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0008_linking_cases")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
