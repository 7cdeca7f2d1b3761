"""The tree of classes, parts and defects that we ship; and the classes that cases stand at already."""

from django.db import migrations
from django.utils import timezone


def plant(apps, schema_editor):
    from service_desk.causes.standard import STANDARD
    from service_desk.causes.wording import search_text

    causes, versions = apps.get_model("service_desk", "Cause"), apps.get_model("service_desk", "CauseVersion")
    known = {row.code: row for row in causes.objects.all()}
    for said in STANDARD:
        code = said["code"]
        if code in known:
            continue
        row = causes.objects.create(
            code=code,
            parent=known.get(code.rpartition(".")[0]),
            level=code.count(".") + 1,
            names=said["names"],
            words=said["words"],
            position=said["position"],
            search_text=search_text(code, said["names"], said["words"]),
        )
        known[code] = row
        versions.objects.create(
            cause=row,
            version=1,
            names=row.names,
            words=row.words,
            active=True,
            changed_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0029_causes")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
