"""Hundreds of deadlines in one minute, three sweepers, and everything that can die dies: each level is told once."""

import os
import time

from tests.faults.house import House
from tests.waiting import until

SCALE = float(os.environ.get("CHECK_SCALE", "0.1"))
DEADLINES = max(100, int(500 * SCALE))
SWEEPERS = {f"relay-{nth}": ["manage.py", "relay"] for nth in (1, 2, 3)}

LEVELS = "SELECT count(*) FROM service_desk_deadlinewarning"
FACTS = "SELECT count(*) FROM events_outboxevent WHERE name = 'DeadlineDue'"
TOLD = "SELECT count(*) FROM service_desk_deadlinetold"
TOLD_OF_EACH = (
    "SELECT count(*) FROM (SELECT DISTINCT deadline_id, level FROM service_desk_deadlinetold) AS each"
)
LETTERS = "SELECT count(*) FROM outgoing_outgoingmessage WHERE starts_with(subject_ref, 'clock:')"
LETTERS_OF_EACH = "SELECT count(DISTINCT subject_ref) FROM outgoing_outgoingmessage WHERE starts_with(subject_ref, 'clock:')"
WAITING = "SELECT count(*) FROM events_outboxevent WHERE done_at IS NULL AND dead_at IS NULL"
DEAD = "SELECT count(*) FROM events_outboxevent WHERE dead_at IS NOT NULL"
LATENESS = """
    SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM w.at - CASE w.level
        WHEN 50 THEN d.warn_at WHEN 100 THEN d.due_at ELSE d.late_at END))::float
    FROM service_desk_deadlinewarning AS w JOIN service_desk_deadline AS d ON d.id = w.deadline_id
"""


def faults(house):
    """Five kills, an emptied Redis, and every connection to the database cut; in seconds after the first moment."""
    return [
        (6, lambda: house.kill("relay-1")),
        (14, house.flush_redis),
        (20, lambda: house.kill("relay-2")),
        (27, house.crash_postgres),
        (36, lambda: house.kill("relay-3")),
        (45, lambda: house.kill("relay-1")),
        (54, lambda: house.kill("relay-2")),
    ]


def test_each_level_of_each_deadline_is_told_exactly_once_whatever_dies(tmp_path):
    seed = "tests.faults.seed_deadlines"
    with House(tmp_path, owners=DEADLINES, programs=SWEEPERS, seed=seed) as house:
        assert house.stage["deadlines"] == DEADLINES
        begin = time.monotonic()
        for after, strike in faults(house):
            time.sleep(max(0, begin + after - time.monotonic()))
            strike()
        every = 3 * DEADLINES
        until(lambda: house.ask(LEVELS) == every, "all levels are reached", 90, tell=house.logs)
        until(lambda: house.ask(WAITING) == 0, "nothing waits", 90, tell=house.logs)

        late = house.ask(LATENESS)
        print(f"{DEADLINES} deadlines, p99 lateness {late:.1f} s, restarts {dict(house.restarts)}")
        assert dict(house.restarts) == {"relay-1": 2, "relay-2": 2, "relay-3": 1}
        assert (house.ask(LEVELS), house.ask(FACTS), house.ask(DEAD)) == (every, every, 0)
        assert (house.ask(TOLD), house.ask(TOLD_OF_EACH)) == (every, every)
        assert (house.ask(LETTERS), house.ask(LETTERS_OF_EACH)) == (every, every)
        assert late <= 60
