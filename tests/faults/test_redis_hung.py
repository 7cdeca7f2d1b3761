"""Redis frozen or gone: pages and API answer, the loop turns, nobody waits longer than three seconds."""

import re

import httpx
import pytest

from tests.faults.clients import Clients
from tests.faults.house import House
from tests.faults.test_nothing_is_lost import DECISIONS, FEEDBACK, WAITING
from tests.people import PASSWORD
from tests.waiting import until

LONGEST = 3  # seconds, the promise; a request that takes longer raises in the client
START = 60  # seconds in which a house stands; until then its socket takes connections that wait
PAGES = ["/", "/desk/", "/jobs/", "/healthz", "/readyz", "/sign-in/", "/api/v1/feedback", "/api/v1/jobs"]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with House(tmp_path_factory.mktemp("house"), owners=10) as house:
        until(
            lambda: httpx.get(f"{house.address}/readyz", timeout=START).status_code == 200,
            "the house is ready",
            START,
            tell=house.logs,
        )
        yield house


def sign_in(client):
    page = client.get("/sign-in/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)
    form = {"username": "officer", "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = client.post("/sign-in/", data=form, headers={"Referer": str(client.base_url)})
    assert answer.status_code == 302, answer.text[:500]


@pytest.mark.parametrize("how", ["freeze_redis", "stop_redis"])
def test_no_web_request_waits_longer_than_three_seconds(house, how):
    begin = house.ask(FEEDBACK), house.ask(DECISIONS)
    getattr(house, how)()
    try:
        with httpx.Client(base_url=house.address, timeout=LONGEST, trust_env=False) as client:
            sign_in(client)
            for _ in range(5):
                for path in PAGES:
                    answer = client.get(path)
                    assert answer.status_code < 500, (path, answer.status_code)
        clients = Clients(house, 40, parallel=4, timeout=LONGEST)
        clients.start()
        clients.join()
        assert {tuple(posted.answers) for posted in clients.posted} == {(201,)}, "each at the first attempt"
        until(lambda: house.ask(WAITING) == 0, "the loop turns without Redis", 60, tell=house.logs)
        assert (house.ask(FEEDBACK), house.ask(DECISIONS)) == (begin[0] + 40, begin[1] + 40)
    finally:
        house.bring_redis_back()
