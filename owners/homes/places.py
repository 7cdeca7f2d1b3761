"""The only writers of phases, buildings and entrances: the places in which homes stand."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from crm.audit.services import record
from crm.errors import Refused
from crm.text import search_document

from . import rules
from .models import Building, Entrance, Home, Phase
from .states import HomeStatus

PHASE_FIELDS = ("name", "names", "handover_promised_on")
BUILDING_FIELDS = ("phase", "floors", "address", "completed_on")
_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def add_phase(
    actor,
    project,
    *,
    code: str,
    name: str,
    names=None,
    handover_promised_on: date | None = None,
    now: datetime,
) -> Phase:
    """Add a phase to a project; a code that is there already is refused."""
    code = code.strip()
    _refuse(_wrong_code(code) | _wrong_name(name))
    said = {"name": name.strip(), "names": _names(names), "handover_promised_on": handover_promised_on}
    with transaction.atomic():
        phase, made = Phase.objects.get_or_create(
            project=project, code=code, defaults={"code_key": rules.natural_key(code)[:40], **said}
        )
        if not made:
            sentence = _("This phase is already here.")
            raise Refused(sentence, code="duplicate_phase", fields={"code": sentence})
        record(actor, "homes.add_phase", phase, now=now, after={"project": project.code, "code": code})
    return phase


def edit_phase(actor, phase: Phase, *, changes: dict, now: datetime) -> Phase:
    """Change any of PHASE_FIELDS. Homes that had the old promise and are not handed over follow the new one."""
    _only(changes, PHASE_FIELDS)
    if "name" in changes:
        _refuse(_wrong_name(changes["name"]))
    with transaction.atomic():
        row = Phase.objects.select_for_update().get(pk=phase.pk)
        old_promise = row.handover_promised_on
        before, after = _change(
            row, changes | ({"names": _names(changes["names"])} if "names" in changes else {})
        )
        if not after:
            return row
        if "handover_promised_on" in after:
            after["homes"] = _carry_promise(row, old_promise, now)
        record(actor, "homes.edit_phase", row, now=now, before=before, after=after)
    return row


def _carry_promise(phase: Phase, old: date | None, now: datetime) -> int:
    homes = Home.objects.filter(building__phase=phase, handover_due_on=old)
    homes = homes.exclude(status=HomeStatus.HANDED_OVER)
    return homes.update(handover_due_on=phase.handover_promised_on, updated_at=now)


def add_building(
    actor, project, *, code, floors=1, phase: Phase | None = None, address="", completed_on=None, now
) -> Building:
    """Add a building to a project; a code that is there already is refused."""
    code = code.strip()
    said = {"floors": floors, "phase": phase, "address": address, "completed_on": completed_on}
    _refuse(_wrong_code(code) | _wrong_building(project, said))
    with transaction.atomic():
        building, made = Building.objects.get_or_create(
            project=project, code=code, defaults={"code_key": rules.natural_key(code)[:40], **said}
        )
        if not made:
            sentence = _("This building is already here.")
            raise Refused(sentence, code="duplicate_building", fields={"code": sentence})
        record(actor, "homes.add_building", building, now=now, after={"project": project.code, "code": code})
    return building


def edit_building(actor, building: Building, *, changes: dict, now: datetime) -> Building:
    """Change any of BUILDING_FIELDS; its homes are found by a new address at once."""
    _only(changes, BUILDING_FIELDS)
    with transaction.atomic():
        row = Building.objects.select_for_update(of=("self",)).select_related("project").get(pk=building.pk)
        _refuse(_wrong_building(row.project, changes))
        before, after = _change(row, changes)
        if not after:
            return row
        if "address" in after:
            _find_anew(row)
        record(actor, "homes.edit_building", row, now=now, before=before, after=after)
    return row


def _find_anew(building: Building) -> None:
    """The homes that have no address of their own are found by the building's."""
    homes = list(Home.objects.filter(building=building, address=""))
    for home in homes:
        home.search_text = home_search_text(building.project, home.number, building.address)
    Home.objects.bulk_update(homes, ["search_text"], batch_size=500)


def add_entrance(actor, building: Building, *, code: str, now: datetime) -> Entrance:
    """Add an entrance to a building; a code that is there already is refused."""
    code = code.strip()
    _refuse(_wrong_code(code))
    with transaction.atomic():
        entrance, made = Entrance.objects.get_or_create(building=building, code=code)
        if not made:
            sentence = _("This entrance is already here.")
            raise Refused(sentence, code="duplicate_entrance", fields={"code": sentence})
        after = {"building": building.code, "code": code}
        record(actor, "homes.add_entrance", entrance, now=now, after=after)
    return entrance


def home_search_text(project, number: str, address: str) -> str:
    """What a home is found by: project in all its names, number, address."""
    return search_document(project.name, *project.names.values(), number, address)


def _only(changes: dict, allowed: tuple[str, ...]) -> None:
    unknown = set(changes) - set(allowed)
    if unknown:
        raise TypeError(f"not fields to edit here: {', '.join(sorted(unknown))}")


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise Refused(fields=wrong)


def _wrong_code(code: str) -> dict[str, str]:
    if not code:
        return {"code": _("Write the code.")}
    return {"code": _("At most %(length)s characters.") % {"length": 20}} if len(code) > 20 else {}


def _wrong_name(name: str) -> dict[str, str]:
    return {} if name.strip() and len(name) <= 80 else {"name": _("Write the name, at most 80 characters.")}


def _wrong_building(project, said: dict) -> dict[str, str]:
    wrong = {}
    if said.get("phase") is not None and said["phase"].project_id != project.pk:
        wrong["phase"] = _("This phase belongs to another project.")
    if "floors" in said and not 1 <= said["floors"] <= 200:
        wrong["floors"] = _("A building has 1 to 200 floors.")
    return wrong


def _names(names) -> dict[str, str]:
    """The names in our languages, empty ones left out."""
    given = {code: str((names or {}).get(code, "")).strip()[:80] for code in _LANGUAGES}
    return {code: name for code, name in given.items() if name}


def _change(row, changes: dict) -> tuple[dict, dict]:
    """Write what differs; before and after in plain form."""
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    before = {name: _plain(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    return before, {name: _plain(value) for name, value in changed.items()}


def _plain(value):
    if isinstance(value, Phase):
        return value.code
    return value if value is None or isinstance(value, str | int | dict) else str(value)
