"""Limits that parallel requests cannot slip through, and that never stop the house."""

import json
import socket
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from crm.api import throttles
from crm.errors import TooMany
from tests.people import NOW, ApiClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(throttles, "breaker", throttles._Breaker())
    throttles._script.cache_clear()
    yield
    throttles._script.cache_clear()


@pytest.fixture
def rates(settings):
    settings.THROTTLE_RATES = {"firm": (20, 60, "firm"), "fast": (20, 60, "fast")}


def passed(name, who, attempts, now=NOW):
    number = 0
    for _ in range(attempts):
        try:
            throttles.count(name, who, now=now)
            number += 1
        except TooMany:
            pass
    return number


@pytest.mark.parametrize("name", ["firm", "fast"])
def test_the_limit_and_not_one_more(rates, name, request):
    assert passed(name, f"{request.node.name}:a", 25) == 20
    assert passed(name, f"{request.node.name}:b", 25) == 20


def test_after_its_time_the_count_begins_anew(rates):
    assert passed("firm", "x", 25) == 20
    assert passed("firm", "x", 25, now=NOW + timedelta(seconds=61)) == 20


def test_a_refusal_says_when_to_come_back(rates):
    passed("firm", "x", 20)
    with pytest.raises(TooMany) as refused:
        throttles.count("firm", "x", now=NOW + timedelta(seconds=10))
    assert refused.value.extra["retry_after"] == 50


@pytest.mark.django_db(transaction=True)
def test_parallel_attempts_cannot_all_pass(rates):
    results = []

    def guess():
        try:
            results.append(passed("firm", "parallel", 10))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == 20


def test_counters_are_dropped_when_their_time_is_over(rates):
    passed("firm", "x", 3)
    assert throttles.forget(now=NOW + timedelta(seconds=61)) == 1


class Hung:
    """Takes connections and never says a word, as a stopped Redis does."""

    def __enter__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{self.server.getsockname()[1]}/0"

    def __exit__(self, *exc):
        self.server.close()


def test_a_hung_redis_is_asked_once_and_each_process_counts_for_itself(rates, settings):
    with Hung() as address:
        settings.REDIS_URL = address
        assert passed("fast", "hung", 25) == 20
    assert throttles.breaker.open(NOW + timedelta(seconds=1))
    assert not throttles.breaker.open(NOW + throttles.PAUSE)


def test_a_redis_that_is_gone_stops_nobody(alice, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert ApiClient(alice).get("me").status_code == 200


def test_the_api_answers_with_a_problem_and_retry_after(alice, settings):
    settings.THROTTLE_RATES = {"api": (2, 60, "firm")}
    client = ApiClient(alice)
    answers = [client.get("me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) <= 60
    assert json.loads(answers[2].content)["code"] == "too_many"


def asked(forwarded="", remote="198.51.100.7"):
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {}
    )
    return throttles.client_address(request)


def test_forwarding_headers_do_not_help_where_no_proxy_is_trusted():
    assert asked("203.0.113.1") == "198.51.100.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "1.1.1.1, 203.0.113.1", "203.0.113.1"),
        (2, "1.1.1.1, 203.0.113.1, 10.0.0.1", "203.0.113.1"),
        (2, "203.0.113.1", "198.51.100.7"),
        (1, "rubbish", "0.0.0.0"),  # noqa: S104
    ],
)
def test_the_address_comes_from_a_counted_number_of_proxies(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    assert asked(forwarded) == expected


def test_all_addresses_of_one_ipv6_customer_are_one():
    assert throttles.network("2001:db8::1") == throttles.network("2001:db8::ffff")
    assert throttles.network("2001:db8::1") != throttles.network("2001:db8:0:1::1")
