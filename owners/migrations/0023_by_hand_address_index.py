"""Owners who are here already are found by their postal address too: each is opened and indexed, rows by the thousand."""

from django.db import migrations

from crm.privacy import blind_index, cipher

CHUNK = 5000
CONTEXT = "owners.owner.postal_address"
READ = (
    "SELECT id, postal_address FROM owners_owner WHERE id > %s AND postal_address IS NOT NULL"
    " ORDER BY id LIMIT %s"
)
WRITE = (
    "UPDATE owners_owner o SET postal_address_index = v.digest"
    " FROM unnest(%s::bigint[], %s::bytea[]) v(id, digest) WHERE o.id = v.id"
)


def index(apps, schema_editor):
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(READ, [last, CHUNK])
            rows = cursor.fetchall()
            if not rows:
                return
            digests = [
                blind_index.of(cipher.decrypt(sealed, CONTEXT), "postal_address") for _pk, sealed in rows
            ]
            cursor.execute(WRITE, [[pk for pk, _sealed in rows], digests])
            last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("owners", "0022_postal_address_index")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop, elidable=True)]
