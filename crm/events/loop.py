"""The plain loop of a process that carries something: wake-up, work, pulse, and a clean end.

It needs PostgreSQL and nothing else. LISTEN/NOTIFY wakes it; the idle poll finds what a lost wake-up left. It
outlives a restart of the database: it connects again and goes on. The supervisor restarts it if it dies anyway.
"""

import logging
import os
import select
import signal
from collections.abc import Callable
from datetime import datetime

import psycopg
from django.db import Error, connection

from crm import clock
from crm.events import pulse

log = logging.getLogger("doorstep.loop")
IDLE_POLL = 0.5  # seconds
BEAT_EVERY = 4  # seconds
FIRST_RECONNECT, LONGEST_RECONNECT = 0.05, 2.0  # seconds
NOT_OURS = {"cursor_factory", "context", "prepare_threshold"}

# A session that hangs in a lock or was stopped in the middle gives its row back by itself.
SESSION = """
    SET lock_timeout = '5s';
    SET statement_timeout = '20s';
    SET idle_in_transaction_session_timeout = '60s'
"""


class Loop:
    """Calls `work(now=…) -> bool` until it says that nothing is left, then waits to be woken.

    `chores` are called about once a second, however much work there is.
    """

    def __init__(self, kind: str, channel: str, work: Callable[..., bool], chores: list[Callable] = ()):
        self.kind, self.channel, self.work, self.chores = kind, channel, work, list(chores)
        self.stopping = False
        self.started_at = clock.now()
        self.worked = self.failures = 0
        self._ears: psycopg.Connection | None = None
        self._session = self._last_chores = self._last_beat = None
        self._alarm_read, self._alarm_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; what is under way is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        signal.set_wakeup_fd(self._alarm_write, warn_on_full_buffer=False)
        pause = FIRST_RECONNECT
        while not self.stopping:
            try:
                self._turn()
                pause = FIRST_RECONNECT
            except (Error, psycopg.Error) as error:
                self.failures += 1
                log.warning(
                    "%s lost the database (%s); again in %.2f s", self.kind, type(error).__name__, pause
                )
                self._disconnect()
                self._sleep(pause)
                pause = min(pause * 2, LONGEST_RECONNECT)
        self._end()

    def stop(self, *_signal) -> None:
        self.stopping = True

    def _turn(self) -> None:
        self._connect()
        while not self.stopping:
            now = clock.now()
            self._look_after(now)
            if not self.work(now=now):
                break
            self.worked += 1
        if not self.stopping:
            self._wait()

    def _look_after(self, now: datetime) -> None:
        if self._last_chores is None or (now - self._last_chores).total_seconds() >= 1:
            self._last_chores = now
            for chore in self.chores:
                chore(now=now)
        if self._last_beat is None or (now - self._last_beat).total_seconds() >= BEAT_EVERY:
            self._last_beat = now
            detail = {"worked": self.worked, "failures": self.failures}
            pulse.beat(self.kind, started_at=self.started_at, now=now, detail=detail)
            pulse.watch(now=now)

    def _connect(self) -> None:
        if self._ears is None or self._ears.closed:
            known = {k: v for k, v in connection.get_connection_params().items() if k not in NOT_OURS}
            self._ears = psycopg.connect(**known, autocommit=True, connect_timeout=5)
            self._ears.execute(f'LISTEN "{self.channel}"')
        connection.ensure_connection()
        if self._session is not connection.connection:
            connection.connection.execute(SESSION)
            if not connection.connection.autocommit:
                connection.connection.commit()
            self._session = connection.connection

    def _wait(self) -> None:
        if not self._heard():
            select.select([self._ears.fileno(), self._alarm_read], [], [], IDLE_POLL)
            self._heard()

    def _heard(self) -> bool:
        return len(list(self._ears.notifies(timeout=0))) > 0

    def _sleep(self, seconds: float) -> None:
        select.select([self._alarm_read], [], [], seconds)

    def _disconnect(self) -> None:
        try:
            connection.close()
            connection.close_pool()
        except (Error, psycopg.Error):
            log.debug("closing a broken connection", exc_info=True)
        if self._ears is not None:
            self._ears.close()
        self._session = self._ears = None
        self._last_beat = None

    def _end(self) -> None:
        try:
            pulse.leave(self.kind)
        except (Error, psycopg.Error):
            log.info("%s ends without the database", self.kind)
        self._disconnect()
        signal.set_wakeup_fd(-1)
