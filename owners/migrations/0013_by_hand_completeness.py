"""How complete the profiles are that were there before anybody counted: by the rule as it stands, rows by the thousand."""

from django.db import migrations

from owners.people import completeness

CHUNK = 5000
SAYS = {
    "manager": "manager_id IS NOT NULL",
    "household": "household_id IS NOT NULL",
    "birth_date": "birth_date IS NOT NULL",
    "phone": "phone IS NOT NULL",
    "email": "email IS NOT NULL",
    "identity": "identity IS NOT NULL",
    "postal_address": "postal_address IS NOT NULL",
    "hours": "hours <> 'any'",
}


def count(apps, schema_editor):
    fields = completeness.FIELDS
    said = ", ".join(SAYS.get(name, f"{name} <> ''") for name in fields)
    read = f"SELECT id, kind, {said} FROM owners_owner WHERE id > %s ORDER BY id LIMIT {CHUNK}"  # noqa: S608
    write = "UPDATE owners_owner SET completeness = %s WHERE id = ANY(%s)"
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(read, [last])
            rows = cursor.fetchall()
            if not rows:
                return
            by_percent = {}
            for pk, kind, *known in rows:
                values = {name: "known" for name, is_known in zip(fields, known, strict=True) if is_known}
                percent = completeness.of(values | {"kind": kind}).percent
                by_percent.setdefault(percent, []).append(pk)
            for percent, ids in by_percent.items():
                cursor.execute(write, [percent, ids])
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("owners", "0012_profile_and_journal")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop, elidable=True)]
