"""What ships with the desk: guidance, causes and topics, where a code has none yet; and the numbers it draws."""

from django.db import migrations

from crm.clock import now
from service_desk.causes.standard import STANDARD
from service_desk.causes.wording import search_text
from service_desk.guidance.standard import guard_rules, playbooks, reply_templates
from service_desk.topics.standard import topics

GUIDANCE = {"GuardRule": guard_rules, "ReplyTemplate": reply_templates, "Playbook": playbooks}


def guide(apps, _editor):
    for name, shipped in GUIDANCE.items():
        rows = apps.get_model("service_desk", name).objects
        there, at = set(rows.values_list("code", flat=True)), now()
        rows.bulk_create(rows.model(made_at=at, **one) for one in shipped() if one["code"] not in there)


def plant_causes(apps, _editor):
    """The tree of classes, parts and defects, each with its first version."""
    causes, versions = (apps.get_model("service_desk", name).objects for name in ("Cause", "CauseVersion"))
    known = {}
    for said in STANDARD:
        code = said["code"]
        known[code] = row = causes.create(
            **said,
            parent=known.get(code.rpartition(".")[0]),
            level=code.count(".") + 1,
            search_text=search_text(code, said["names"], said["words"]),
        )
        versions.create(
            cause=row, version=1, names=row.names, words=row.words, active=True, changed_at=now()
        )


def list_topics(apps, _editor):
    """Topics below their parents, each as the first that is known of its history."""
    rows, versions = (apps.get_model("service_desk", name).objects for name in ("Topic", "TopicVersion"))
    known = {}
    for one in topics():
        known[one["code"]] = row = rows.create(**{**one, "parent": known.get(one["parent"])})
        versions.create(
            topic=row,
            number=row.version,
            parent=row.parent,
            names=row.names,
            words=row.words,
            retired=row.retired,
            made_at=now(),
        )


def sequence(name):
    return migrations.RunSQL(f"CREATE SEQUENCE IF NOT EXISTS {name}", f"DROP SEQUENCE IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("service_desk", "0010_by_hand_carried_over")]
    operations = [
        *(migrations.RunPython(load, migrations.RunPython.noop) for load in (guide, plant_causes, list_topics)),
        sequence("number_repair"),
        sequence("number_crisis"),
    ]
