"""A long file taken by several processes at once, for the command: what Celery's workers do for a job.

They are forked, so that what all of them need is in memory once. Each takes part after part in a transaction of
its own; which part comes when does not matter, since the database knows what is there already.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from django.db import connection, connections

from crm import clock
from crm.accounts.models import User
from crm.imports.models import ImportPart, ImportRun
from crm.imports.taking import take_part
from crm.text import normalise

WORTH_IT = 20  # parts; below that starting the others costs more than they take over


def cores() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0))


def take_all(actor, run: ImportRun, *, dry: bool, processes: int) -> Iterator[int]:
    """Take all parts; yields after each how many rows are behind us."""
    parts = list(run.parts.order_by("position").values_list("pk", flat=True))
    normalise("")  # the table of characters is made here, not once in each
    connection.close()
    connection.close_pool()
    behind = 0
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_stand_alone) as crew:
        for done in as_completed([crew.submit(_take, actor.pk, part, dry) for part in parts]):
            behind += done.result()
            yield behind


def _stand_alone() -> None:
    """A connection belongs to one process: what another thread opened before we were forked is not ours to use.

    It is forgotten, not closed, since closing would end it for whoever it belongs to.
    """
    for held in connections.all(initialized_only=True):
        held.connection = None
        held._connection_pools.clear()


def _take(actor_id: int, part_id: int, dry: bool) -> int:
    part = ImportPart.objects.only("pk", "run_id").get(pk=part_id)
    return take_part(User.objects.get(pk=actor_id), part, dry=dry, now=clock.now()).rows
