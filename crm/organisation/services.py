"""The tree of places and the departments. A new or moved place refreshes who sees it, in the same transaction."""

import re
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm.accounts import scope
from crm.accounts.services import refresh_all_scopes
from crm.audit import services as audit
from crm.errors import Refused
from crm.organisation.models import City, Department, Project, Region

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
LANGUAGES = ("en", "zh-hans", "zh-hant", "fi")


def add_region(actor, *, code, name, now: datetime, names=None) -> Region:
    """A region of the group."""
    return _add(actor, Region, code=code, name=name, names=names, now=now)


def add_city(actor, *, region: Region, code, name, now: datetime, names=None, country="CN") -> City:
    """A city of a region."""
    return _add(actor, City, code=code, name=name, names=names, now=now, region=region, country=country)


@transaction.atomic
def add_project(
    actor,
    *,
    city: City,
    code,
    name,
    now: datetime,
    names=None,
    timezone="Asia/Shanghai",
    currency="CNY",
    calendar=None,
) -> Project:
    """A project; whoever holds a role in its city, region or the group sees it from now on."""
    _check_project(timezone, currency)
    scope.hold_alone()
    places = {"city": city, "timezone": timezone, "currency": currency, "calendar": calendar}
    project = _add(actor, Project, code=code, name=name, names=names, now=now, **places)
    refresh_all_scopes()
    return project


def add_department(actor, *, code, name, kind, now: datetime, names=None) -> Department:
    """A department that answers slips and carries actions."""
    if kind not in Department.Kind.values:
        raise Refused(fields={"kind": _("There is no such kind of department.")})
    return _add(actor, Department, code=code, name=name, names=names, now=now, kind=kind)


@transaction.atomic
def rename(actor, thing, *, name, names, now: datetime):
    """A new name for a place or department; its code stays, because others refer to it."""
    thing = type(thing).objects.select_for_update().get(pk=thing.pk)
    before = {"name": thing.name, "names": thing.names}
    thing.name, thing.names = _name(name), _names(names)
    thing.save(update_fields=["name", "names"])
    audit.record(
        actor,
        "organisation.rename",
        thing,
        now=now,
        before=before,
        after={"name": thing.name, "names": thing.names},
    )
    return thing


@transaction.atomic
def move_project(
    actor, project: Project, *, city: City, timezone, currency, calendar, now: datetime
) -> Project:
    """Where a project lies and by which clock and calendar it works."""
    _check_project(timezone, currency)
    scope.hold_alone()
    project = Project.objects.select_for_update().get(pk=project.pk)
    before = _project_facts(project)
    project.city, project.timezone, project.currency, project.calendar = city, timezone, currency, calendar
    project.save(update_fields=["city", "timezone", "currency", "calendar"])
    audit.record(
        actor, "organisation.move_project", project, now=now, before=before, after=_project_facts(project)
    )
    if before["city"] != city.code:
        refresh_all_scopes()
    return project


@transaction.atomic
def move_city(actor, city: City, *, region: Region, now: datetime) -> City:
    """A city goes to another region, and with it all that is seen through the region."""
    scope.hold_alone()
    city = City.objects.select_for_update().get(pk=city.pk)
    before = {"region": city.region.code}
    city.region = region
    city.save(update_fields=["region"])
    audit.record(actor, "organisation.move_city", city, now=now, before=before, after={"region": region.code})
    refresh_all_scopes()
    return city


@transaction.atomic
def _add(actor, model, *, code, name, names, now, **rest):
    code = code.strip()
    if not CODE.fullmatch(code):
        raise Refused(fields={"code": _("Up to 32 letters, digits, - or _.")})
    if model.objects.filter(code=code).exists():
        raise Refused(fields={"code": _("This code is taken.")})
    thing = model.objects.create(code=code, name=_name(name), names=_names(names), **rest)
    audit.record(actor, f"organisation.add_{model._meta.model_name}", thing, now=now, after={"code": code})
    return thing


def _project_facts(project: Project) -> dict:
    return {
        "city": project.city.code,
        "timezone": project.timezone,
        "currency": project.currency,
        "calendar": project.calendar_id,
    }


def _check_project(timezone: str, currency: str) -> None:
    if timezone not in available_timezones():
        raise Refused(fields={"timezone": _("There is no such time zone.")})
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Refused(fields={"currency": _("Three capital letters, such as CNY.")})


def _name(name: str) -> str:
    if not name.strip():
        raise Refused(fields={"name": _("A name is needed.")})
    return name.strip()


def _names(names) -> dict:
    names = {language: text.strip() for language, text in (names or {}).items() if text and text.strip()}
    if not set(names) <= set(LANGUAGES):
        raise Refused(fields={"names": _("There is no such language.")})
    return names
