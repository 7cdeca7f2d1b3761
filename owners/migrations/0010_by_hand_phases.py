import re

import django.db.models.deletion
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """A phase for each word a project's buildings had."""
    Phase, Building = apps.get_model("owners", "Phase"), apps.get_model("owners", "Building")
    worded = Building.objects.exclude(phase_text="")
    for project, word in worded.values_list("project", "phase_text").distinct():
        key = re.sub(r"\d+", lambda run: run.group().zfill(5), word.lower())[:40]
        phase = Phase.objects.create(project_id=project, code=word, code_key=key, name=word)
        worded.filter(project=project, phase_text=word).update(phase=phase)
    # the deferred keys are checked now, because the table is altered in the same transaction
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """The phase that was a word on a building becomes a level of its own, under the same code."""

    dependencies = [
        ("organisation", "0002_numbers"),
        ("owners", "0009_found_by_sound"),
    ]

    operations = [
        migrations.RenameField("building", "phase", "phase_text"),
        migrations.CreateModel(
            name="Phase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("code_key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("names", models.JSONField(blank=True, default=dict)),
                ("handover_promised_on", models.DateField(blank=True, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phases",
                        to="organisation.project",
                    ),
                ),
            ],
            options={
                "db_table": "owners_phase",
                "indexes": [models.Index(fields=["project", "code_key"], name="phase_in_order")],
                "constraints": [models.UniqueConstraint(fields=("project", "code"), name="phase_code_once")],
            },
        ),
        migrations.AddField(
            model_name="building",
            name="phase",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="buildings",
                to="owners.phase",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("building", "phase_text"),
    ]
