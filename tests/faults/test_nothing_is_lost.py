"""Feedback comes in over HTTP while everything that can die dies: each ends with exactly one decision."""

import os
from collections import Counter

from tests.faults.clients import Clients
from tests.faults.house import House
from tests.waiting import until

SCALE = float(os.environ.get("CHECK_SCALE", "0.1"))
POSTS = int(2000 * SCALE)

UNDECIDED = """
    SELECT count(*) FROM satisfaction_feedback f
    WHERE NOT EXISTS (SELECT 1 FROM coordination_decision d WHERE d.feedback_id = f.id)
"""
WAITING = "SELECT count(*) FROM events_outboxevent WHERE done_at IS NULL AND dead_at IS NULL"
DEAD = "SELECT count(*) FROM events_outboxevent WHERE dead_at IS NOT NULL"
FEEDBACK = "SELECT count(*) FROM satisfaction_feedback"
DECISIONS = "SELECT count(*) FROM coordination_decision"


def faults(house):
    """What happens, and after what share of the posts: five kills, two flushes, one crash of each server."""
    return [
        (0.08, lambda: house.kill("relay-1")),
        (0.16, house.flush_redis),
        (0.24, lambda: house.kill("web-1")),
        (0.34, lambda: house.kill("worker")),
        (0.46, house.crash_postgres),
        (0.60, lambda: house.kill("relay-2")),
        (0.70, house.kill_redis),
        (0.80, lambda: house.kill("relay-1")),
        (0.90, house.flush_redis),
    ]


def settle(house):
    until(lambda: house.ask(WAITING) == 0, "nothing waits", 60, tell=house.logs)


def test_every_feedback_ends_with_exactly_one_decision_whatever_dies(tmp_path):
    with House(tmp_path, owners=40) as house:
        clients = Clients(house, POSTS)
        clients.start()
        for share, strike in faults(house):
            reached = POSTS * share
            until(lambda goal=reached: clients.progress >= goal, f"{reached:.0f} posts", 120, tell=house.logs)
            strike()
        clients.join()
        settle(house)

        first = Counter(posted.answers[0] for posted in clients.posted)
        again = Counter(answer for posted in clients.posted for answer in posted.answers[1:])
        print(
            f"first answers {dict(first)}, answers to retries {dict(again)}, restarts {dict(house.restarts)}"
        )
        assert {posted.answers[-1] for posted in clients.posted} == {201}, house.logs()
        assert clients.broken_answers() == []
        survivors = {name: count for name, count in house.restarts.items() if name != "worker"}
        assert survivors == {"relay-1": 2, "relay-2": 1, "web-1": 1}, (
            "the servers' crashes ended none of them"
        )
        assert house.restarts["worker"] >= 1  # Celery's worker may end by itself when Redis does
        assert house.ask(FEEDBACK) == POSTS
        assert len({posted.feedback for posted in clients.posted}) == POSTS
        assert (house.ask(UNDECIDED), house.ask(DECISIONS), house.ask(DEAD)) == (0, POSTS, 0)
        assert "are sound" in house.manage("audit_verify")


WEB_AND_RELAY = {"web-1": ["-m", "tests.faults.dying_web"], "relay-1": ["manage.py", "relay"]}


def posted_to_a_dying_web(folder, with_key):
    with House(folder, owners=5, programs=WEB_AND_RELAY) as house:
        clients = Clients(house, 60, parallel=4, with_key=with_key)
        clients.start()
        clients.join()
        settle(house)
        assert house.restarts.total() > 0, "the web has died in between"
        return house.ask(FEEDBACK), house.ask(DECISIONS)


def test_a_web_that_dies_between_commit_and_answer_gives_the_first_answer_to_the_retry(tmp_path):
    assert posted_to_a_dying_web(tmp_path, with_key=True) == (60, 60)


def test_control_without_the_key_the_retry_is_a_second_feedback(tmp_path):
    feedback, _decisions = posted_to_a_dying_web(tmp_path, with_key=False)
    assert feedback > 60


def test_control_a_relay_that_marks_first_and_acts_afterwards_loses_what_it_held(tmp_path):
    programs = {"web-1": ["-m", "deploy.launcher.web_worker"], "relay-1": ["-m", "tests.faults.hasty_relay"]}
    with House(tmp_path, owners=5, programs=programs) as house:
        clients = Clients(house, 60, parallel=4)
        clients.start()
        clients.join()
        settle(house)
        assert house.ask(FEEDBACK) == 60
        assert house.ask(UNDECIDED) > 0
