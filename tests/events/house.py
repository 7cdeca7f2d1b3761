"""A house of its own for these tests: three facts and a table of routes, in place of the real top floor."""

from dataclasses import dataclass
from uuid import UUID

from crm.events.base import CannotSucceed, Event
from crm.events.models import Alarm
from crm.events.services import publish


@dataclass(frozen=True)
class DoorbellRung(Event):
    home_id: int
    nth: int = 0
    ref: UUID | None = None

    @property
    def stream(self):
        return f"home:{self.home_id}"


@dataclass(frozen=True)
class DoorOpened(Event):
    home_id: int
    nth: int = 0

    @property
    def stream(self):
        return f"home:{self.home_id}"


@dataclass(frozen=True)
class LightWentOn(Event):
    home_id: int

    @property
    def stream(self):
        return f"home:{self.home_id}"


def write_effect(event, now):
    """The effect in the database that a test counts: one row for each delivery, no key to hide a second one."""
    Alarm.objects.create(
        kind="effect", subject="", detail=f"{event.home_id}/{event.nth}", raised_at=now, cleared_at=now
    )


def effects():
    return list(Alarm.objects.filter(kind="effect").order_by("pk").values_list("detail", flat=True))


def rung(event, *, now):
    if event.nth == 13:
        raise ValueError("nobody is at home; call 13812345678 or chen@example.com")
    if event.nth == 14:
        raise CannotSucceed("there is no such home")
    write_effect(event, now)
    if event.nth == 7:
        publish(DoorOpened(event.home_id), now=now)


def opened(event, *, now):
    publish(DoorOpened(event.home_id, event.nth + 1), now=now)


ROUTES = {DoorbellRung: rung, DoorOpened: opened}
RECORDED_ONLY = {LightWentOn: "nobody acts on a light"}
