"""Which thresholds and topics of the detector are in force."""

from dataclasses import asdict
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.utils.translation import gettext_noop

from service_desk.groups import rules, topics
from service_desk.groups.models import GroupRule
from service_desk.groups.rules import Detection

FIRST_REASON = gettext_noop("The thresholds and topics the house begins with.")
IN_FORCE = "SELECT id FROM service_desk_grouprule WHERE active_from <= %s ORDER BY version DESC LIMIT 1"


def shipped() -> dict:
    """The rules the house is shipped with, as a version holds them."""
    return asdict(Detection(topics=topics.SHIPPED))


def in_force(*, now: datetime) -> tuple[GroupRule, Detection]:
    """The version in force and its thresholds; the shipped one is written on first use."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [now])
        found = cursor.fetchone()
    if found:
        return _version(found[0])
    row, _made = GroupRule.objects.get_or_create(
        version=1, defaults={"rules": shipped(), "because": FIRST_REASON, "active_from": now}
    )
    return row, rules.read(row.rules)


@lru_cache(maxsize=16)
def _version(pk: int) -> tuple[GroupRule, Detection]:
    """A version is never changed, the database sees to that; so it may be kept."""
    row = GroupRule.objects.get(pk=pk)
    return row, rules.read(row.rules)
