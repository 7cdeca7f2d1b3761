"""The only writers of checklists."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from owners.homes.models import HomeType
from owners.warranty.models import WarrantyPart

from .models import ChecklistItem
from .standard import standard_items

ITEM_FIELDS = ("room", "room_names", "name", "names", "part", "position", "retired")
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def add_item(
    actor, *, home_type: str, room: str, name: str, room_names=None, names=None, part=None, position=0,
    now: datetime,
) -> ChecklistItem:  # fmt: skip
    """One thing to look at in a room of homes of a type."""
    wrong = _wrong({"room": room, "name": name})
    if home_type not in HomeType.values:
        wrong["home_type"] = _("Choose one of the list.")
    if wrong:
        raise Refused(fields=wrong)
    with transaction.atomic():
        item = ChecklistItem.objects.create(
            home_type=home_type,
            room=room.strip(),
            room_names=_names(room_names, 80),
            name=name.strip(),
            names=_names(names, 160),
            part=part,
            position=position,
        )
        record(actor, "handovers.add_item", item, now=now, after={"home_type": str(home_type)})
    return item


def edit_item(actor, item: ChecklistItem, *, changes: dict, now: datetime) -> ChecklistItem:
    """Change any of ITEM_FIELDS. One that is retired is asked for no more; handovers of before keep it."""
    unknown = set(changes) - set(ITEM_FIELDS)
    if unknown:
        raise TypeError(f"not fields of an item: {', '.join(sorted(unknown))}")
    plain = dict(changes)
    for name, length in (("room_names", 80), ("names", 160)):
        if name in plain:
            plain[name] = _names(plain[name], length)
    with transaction.atomic():
        row = ChecklistItem.objects.select_for_update().get(pk=item.pk)
        wrong = _wrong({"room": plain.get("room", row.room), "name": plain.get("name", row.name)})
        if wrong:
            raise Refused(fields=wrong)
        changed = [name for name, value in plain.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, plain[name])
        if changed:
            row.save(update_fields=changed)
            record(actor, "handovers.edit_item", row, now=now, after={"changed": changed})
    return row


def add_standard_list(actor, home_type: str, *, now: datetime) -> int:
    """The list the house begins with for a type of home, where that type has none; how many items."""
    if home_type not in HomeType.values:
        raise Refused(fields={"home_type": _("Choose one of the list.")})
    with transaction.atomic():
        if ChecklistItem.objects.filter(home_type=home_type).exists():
            return 0
        parts = {part.code: part for part in WarrantyPart.objects.all()}
        items = ChecklistItem.objects.bulk_create(
            [
                ChecklistItem(home_type=home_type, part=parts.get(part), position=position * 10, **said)
                for position, (said, part) in enumerate(standard_items(home_type), 1)
            ]
        )
        after = {"home_type": str(home_type), "count": len(items)}
        record(actor, "handovers.add_standard_list", items[0], now=now, after=after)
    return len(items)


def _wrong(said: dict) -> dict[str, str]:
    wrong = {}
    for name, length in (("room", 80), ("name", 160)):
        if not said[name].strip():
            wrong[name] = _("Write it.")
        elif len(said[name]) > length:
            wrong[name] = _("At most %(length)s characters.") % {"length": length}
    return wrong


def _names(names, length: int) -> dict[str, str]:
    given = {code: str((names or {}).get(code, "")).strip()[:length] for code in _LANGUAGES}
    return {code: name for code, name in given.items() if name}
