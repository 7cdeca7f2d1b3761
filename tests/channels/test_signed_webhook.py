"""What another system tells us: only signed, only lately, only once; secrets change without a gap."""

import json
from datetime import timedelta

import pytest

from crm import clock, signing
from crm.audit.models import AuditEntry
from owners.prospects.models import Prospect
from service_desk.cases.models import Case, CaseMessage
from service_desk.channels.hooks import services
from service_desk.channels.hooks.models import HookDelivery
from tests.people import NOW, machine

pytestmark = pytest.mark.django_db
WORDS = "楼道的墙皮又掉了，孩子差点被砸到！"


@pytest.fixture(autouse=True)
def time(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def social(riverside):
    """An endpoint for a listener to social media, and its secret."""
    return services.add_endpoint(
        machine(),
        code="weibo",
        name="微博",
        sort="signed",
        project=riverside,
        channel="social",
        kind="complaint",
        language="zh-hans",
        now=NOW,
    )


@pytest.fixture
def deliver(client, social):
    endpoint, first = social

    def send(said, *, secret=first, at=NOW, key="", signature=None, code=endpoint.code):
        body = json.dumps(said).encode() if isinstance(said, dict) else said
        stamp = str(int(at.timestamp()))
        headers = {
            "X-Doorstep-Timestamp": stamp,
            "X-Doorstep-Key": key,
            "X-Doorstep-Signature": signature or signing.signature(secret, stamp, body),
        }
        address = f"/api/v1/hooks/{code}"
        return client.post(address, body, content_type="application/json", headers=headers)

    return send


def said(event="e1", **more) -> dict:
    return {"event_id": event, "words": WORDS, "author": {"id": "u77", "name": "小李"}, **more}


class TestADelivery:
    def test_becomes_a_case_judged_by_what_it_does_to_people(self, deliver, riverside):
        answer = deliver(said(impact={"safety": True, "media": True}, url="https://example.org/p/1"))
        case = Case.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "event_id": "e1", "outcome": "case", "case": case.number, "repeated": False
        }  # fmt: skip
        assert (case.channel, case.project, case.kind) == ("social", riverside, "complaint")
        assert case.severity != "ordinary"
        assert case.words.startswith(WORDS)
        assert "https://example.org/p/1" in case.words

    def test_twice_is_taken_once_and_answered_alike(self, deliver):
        first, again = deliver(said()).json(), deliver(said())
        assert (again.status_code, again.json()["case"]) == (200, first["case"])
        assert again.json()["repeated"] is True
        assert (Case.objects.count(), HookDelivery.objects.get().times) == (1, 2)

    def test_of_the_same_person_belongs_to_his_open_case(self, deliver):
        deliver(said())
        answer = deliver(said("e2", words="还没有人来"))
        assert answer.json()["outcome"] == "message"
        assert CaseMessage.objects.get(direction="in").body == "还没有人来"

    def test_that_follows_another_joins_its_case_whoever_wrote_it(self, deliver):
        first = deliver(said()).json()
        answer = deliver(said("e9", follows="e1", author={"id": "other"}))
        assert answer.json()["case"] == first["case"]

    def test_with_the_number_of_an_owner_is_his_case_at_his_home(self, deliver, chen, home_1201):
        deliver(said(author={"phone": "+86 138 1234 5678"}))
        assert (Case.objects.get().owner, Case.objects.get().home) == (chen, home_1201)

    def test_with_the_number_of_an_owner_of_another_project_is_nobodys(self, deliver, dai):
        deliver(said(author={"phone": dai.phone}))
        assert Case.objects.get().owner is None

    def test_that_asks_makes_its_author_a_prospect(self, deliver):
        deliver(said(kind="inquiry", author={"name": "王女士", "phone": "13700001111"}))
        assert Prospect.objects.get().owner == Case.objects.get().owner


class TestWhoeverCannotProveHimself:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"secret": "another"},
            {"signature": "0" * 64},
            {"signature": "ä"},
            {"at": NOW - timedelta(seconds=301)},
            {"at": NOW + timedelta(seconds=301)},
            {"key": "2"},
            {"key": "x"},
        ],
    )
    def test_is_refused_and_leaves_a_line_without_words(self, deliver, wrong):
        assert deliver(said(), **wrong).status_code == 403
        assert not Case.objects.exists()
        row = HookDelivery.objects.get()
        assert (row.outcome, row.event_id) == ("refused", "")

    def test_learns_nothing_of_what_endpoints_there_are(self, deliver, social):
        assert deliver(said(), code="nowhere").status_code == 403
        endpoint, _secret = social
        services.switch(machine(), endpoint, is_open=False, now=NOW)
        assert deliver(said()).status_code == 403

    def test_who_signs_nonsense_is_told_so(self, deliver):
        assert deliver(b"{").status_code == 400
        assert deliver({"event_id": "x"}).status_code == 422
        assert not Case.objects.exists()


class TestASecret:
    def test_holds_a_week_beside_the_one_that_follows(self, deliver, social, bob):
        endpoint, first = social
        second = services.renew_secret(bob, endpoint, now=NOW)
        assert deliver(said("a"), secret=first).status_code == 201
        assert deliver(said("b"), secret=second, key="2").status_code == 201
        assert deliver(said("c"), secret=first, key="2").status_code == 403
        later = NOW + services.OVERLAP + timedelta(seconds=1)
        assert set(_held(endpoint, later)) == {2}

    def test_that_came_into_wrong_hands_holds_no_longer(self, deliver, social, signed_in, bob):
        endpoint, _first = social
        signed_in(bob).post(f"/settings/channels/hooks/{endpoint.code}/secret/end/", {"version": "1"})
        assert deliver(said()).status_code == 403

    def test_is_shown_once_and_never_written_into_the_audit(self, social, signed_in, bob):
        endpoint, _first = social
        client = signed_in(bob)
        page = client.post(f"/settings/channels/hooks/{endpoint.code}/secret/").content.decode()
        second = _held(endpoint, NOW)[2]
        assert second in page
        assert second not in client.get(f"/settings/channels/hooks/{endpoint.code}/").content.decode()
        assert not AuditEntry.objects.filter(after__icontains=second).exists()


def _held(endpoint, now):
    from service_desk.channels.hooks.selectors import secrets_of

    return secrets_of(endpoint, now=now)


class TestThePages:
    def test_an_endpoint_is_made_and_its_log_read(self, signed_in, bob, deliver, riverside):
        client = signed_in(bob)
        made = {
            "name": "热线", "code": "line", "sort": "signed", "project": "RIVERSIDE", "channel": "api",
            "kind": "complaint", "language": "zh-hans",
        }  # fmt: skip
        assert client.post("/settings/channels/hooks/new/", made).status_code == 200
        assert client.post("/settings/channels/hooks/new/", made).status_code == 422
        deliver(said())
        assert Case.objects.get().number in client.get("/settings/channels/hooks/weibo/").content.decode()

    def test_of_another_city_is_not_found(self, social, signed_in, dan, alice, api, bob):
        assert signed_in(alice).get("/settings/channels/hooks/weibo/").status_code == 403
        assert api(bob).get("hooks/weibo/deliveries").json()["results"] == []
        assert signed_in(bob).get("/settings/channels/hooks/nowhere/").status_code == 404


def test_what_follows_a_merged_case_joins_the_one_that_goes_on(deliver, riverside, alice):
    from service_desk.cases import services as cases
    from service_desk.linking import services as linking

    deliver(said())
    gone = Case.objects.get()
    given = {"project": riverside, "owner": None, "home": None, "kind": "complaint", "channel": "social"}
    given |= {"words": WORDS, "language": "zh-hans", "subject": "other", "received_at": NOW}
    kept = cases.register(alice, **given, now=NOW)
    linking.merge(alice, gone, into=kept, because="同一件事", now=NOW)
    deliver(said("e2", follows="e1") | {"words": "还没有人来"})
    assert CaseMessage.objects.get(direction="in").case == kept
