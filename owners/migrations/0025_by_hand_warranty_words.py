"""The parts that the house has already learn the rule they come from and the words by which one knows them."""

from django.db import migrations


def say(apps, schema_editor):
    from owners.warranty.standard import STANDARD_PARTS

    parts = apps.get_model("owners", "WarrantyPart")
    for part in STANDARD_PARTS:
        parts.objects.filter(code=part["code"], basis="", words=[]).update(
            basis=part["basis"], words=part["words"]
        )


class Migration(migrations.Migration):
    dependencies = [("owners", "0024_warranty_by_country")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
