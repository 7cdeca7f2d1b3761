"""What moves by itself: which cases have changed, told to whoever looks at a list and may see them.

PostgreSQL tells of each line of history (a trigger on CaseHistory). Each web process has one ear for all its
viewers, and only while there are any; a viewer costs no connection and no thread at work. Told are numbers, and
only those of projects that the viewer reads; what changed he fetches himself, by the usual way. Why it is so:
docs/decisions/0012-a-list-hears-of-changes-by-one-ear-a-process.md.
"""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

import psycopg
from asgiref.sync import sync_to_async
from django.db import Error, connection, connections
from django.db.models import Max, Q

from service_desk.cases.access import readable_projects
from service_desk.cases.models import Case, CaseHistory

log = logging.getLogger("doorstep.live")
CHANNEL = "doorstep_cases"
NOT_OURS = ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "pool")
TOGETHER = 0.25  # seconds for which changes are gathered before they are told
PING = 20  # seconds; so long a proxy may hear nothing
LIFE = timedelta(minutes=3)  # of one stream; then the browser asks anew, and its rights are read anew
AGAIN = 2  # seconds until a lost ear is tried again
WAITING = 50  # tidings that a slow browser may have waiting; then he is told to look at everything
# Of two transactions the younger may commit first: so many lines of history, as young as this, are looked at twice.
OVERLAP, OVERTAKEN = 500, timedelta(minutes=1)
MOST = 200
MANY = {"many": True}


@dataclass(eq=False)
class Watcher:
    """One open list: the projects it may hear of (None: all), and what it has not been told yet."""

    projects: frozenset[int] | None
    tidings: asyncio.Queue = field(default_factory=lambda: asyncio.Queue(WAITING))

    def hear(self, changed: dict[int, list[str]] | None, mark: int) -> None:
        """Put what he may know into his queue; None changed: more than can be named."""
        said = MANY if changed is None else {"cases": self.his(changed)}
        if said.get("cases") == []:
            return
        try:
            self.tidings.put_nowait({**said, "mark": mark})
        except asyncio.QueueFull:
            while not self.tidings.empty():
                self.tidings.get_nowait()
            self.tidings.put_nowait({**MANY, "mark": mark})

    def his(self, changed: dict[int, list[str]]) -> list[str]:
        seen = changed if self.projects is None else self.projects & changed.keys()
        return sorted(number for project in seen for number in changed[project])


class Ear:
    """The one connection of a process that listens, and those for whom it does."""

    def __init__(self):
        self.watchers: set[Watcher] = set()
        self.task: asyncio.Task | None = None

    def join(self, watcher: Watcher) -> None:
        self.watchers.add(watcher)
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._listen())

    def leave(self, watcher: Watcher) -> None:
        self.watchers.discard(watcher)
        if not self.watchers and self.task is not None:
            self.task.cancel()
            self.task = None

    async def _listen(self) -> None:
        """As long as somebody looks; what was missed while the ear was lost is "look at everything"."""
        deaf = False
        while self.watchers:
            try:
                async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as ear:
                    await ear.execute(f'LISTEN "{CHANNEL}"')
                    if deaf:
                        self._tell(None, await _mark())
                    deaf = False
                    await self._hear(ear)
            except (psycopg.Error, Error, OSError) as lost:
                deaf = True
                log.warning("the ear for changes is lost (%s); again in %s s", type(lost).__name__, AGAIN)
                await asyncio.sleep(AGAIN)

    async def _hear(self, ear) -> None:
        while True:
            heard = [notice.payload async for notice in ear.notifies(timeout=PING, stop_after=1)]
            if not heard:
                continue
            await asyncio.sleep(TOGETHER)
            heard += [notice.payload async for notice in ear.notifies(timeout=0)]
            await self._pass_on(heard)

    async def _pass_on(self, heard: list[str]) -> None:
        keys = _keys(heard)
        changed = None if keys is None else await _numbers(keys)
        self._tell(changed, await _mark())

    def _tell(self, changed, mark: int) -> None:
        for watcher in self.watchers:
            watcher.hear(changed, mark)


_ears: WeakKeyDictionary = WeakKeyDictionary()  # by event loop


def ear() -> Ear:
    """The ear of this process."""
    return _ears.setdefault(asyncio.get_running_loop(), Ear())


def _address() -> dict:
    known = connection.get_connection_params()
    return {key: value for key, value in known.items() if key not in NOT_OURS} | {"connect_timeout": 5}


def _keys(heard: list[str]) -> set[int] | None:
    """The keys of the cases that were named; None where they were too many to name."""
    keys: set[int] = set()
    for payload in heard:
        if payload == "*":
            return None
        keys |= {int(key) for key in payload.split(",") if key.isdecimal()}
    return keys if len(keys) <= MOST else None


def numbers_by_project(keys) -> dict[int, list[str]]:
    changed: dict[int, list[str]] = {}
    for project, number in Case.objects.filter(pk__in=keys).values_list("project_id", "number"):
        changed.setdefault(project, []).append(number)
    return changed


def mark() -> int:
    """How far the history has come."""
    return CaseHistory.objects.aggregate(last=Max("id"))["last"] or 0


def _let_go(read):
    """Reads in a thread that keeps no connection afterwards."""

    def reading(*given):
        try:
            return read(*given)
        finally:
            connection.close()

    return sync_to_async(reading, thread_sensitive=False)


_numbers, _mark = _let_go(numbers_by_project), _let_go(mark)


def scope_of(user) -> frozenset[int] | None:
    """The projects whose cases somebody hears of; None: all."""
    return None if user.unrestricted else frozenset(readable_projects(user))


def since(user, told: int, *, now: datetime) -> dict:
    """Which cases have changed since this mark, for a list that was away or cannot listen: numbers, and a new mark."""
    last = mark()
    if not told:
        return {"cases": [], "many": False, "mark": last}
    overtaken = Q(id__gt=told - OVERLAP, at__gte=now - OVERTAKEN)
    rows = CaseHistory.objects.filter(Q(id__gt=told) | overtaken, id__gt=told - OVERLAP, id__lte=last)
    scope = scope_of(user)
    if scope is not None:
        rows = rows.filter(case__project__in=scope)
    found = list(dict.fromkeys(rows.order_by("-id").values_list("case__number", flat=True)[: MOST * 5]))
    many = len(found) > MOST or last - told > MOST * 5
    return {"cases": [] if many else sorted(found), "many": many, "mark": last}


async def stream(user, told: int, *, now: datetime) -> AsyncIterator[str]:
    """The events of one open list. Rights and what was missed are read at its beginning; it ends by itself."""
    watcher = Watcher(await sync_to_async(scope_of)(user))
    ear().join(watcher)
    try:
        missed = await sync_to_async(since)(user, told, now=now)
        await sync_to_async(connections.close_all)()  # the request's own: nobody needs it from here on
        yield "retry: 3000\n\n"
        yield _event(missed)
        ends = asyncio.get_running_loop().time() + LIFE.total_seconds() * random.uniform(0.8, 1.2)  # noqa: S311
        while asyncio.get_running_loop().time() < ends:
            try:
                yield _event(await asyncio.wait_for(watcher.tidings.get(), PING))
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        ear().leave(watcher)


def _event(said: dict) -> str:
    return f"id: {said['mark']}\nevent: cases\ndata: {json.dumps(said)}\n\n"
