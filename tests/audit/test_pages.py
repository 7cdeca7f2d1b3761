"""Who may read the audit, and how it is searched."""

from datetime import timedelta

import pytest

from crm.audit.models import AuditEntry
from crm.audit.services import record
from crm.organisation.models import Region
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(alice, bob):
    east, west = (Region.objects.create(code=code, name=code) for code in ("east", "west"))
    record(
        alice,
        "test.open",
        east,
        now=NOW,
        before={"status": "a"},
        after={"status": "b"},
        because="because-east",
    )
    record(bob, "test.open", west, now=NOW + timedelta(days=1), because="because-west")
    record(None, "test.shut", west, now=NOW + timedelta(days=2), because="because-shut")


def reasons(client, **filters):
    page = client.get("/settings/audit/", {"verb": "test.open", **filters}).content.decode()
    return {word for word in ("because-east", "because-west", "because-shut") if word in page}


def test_it_is_searched_by_who_verb_subject_and_day(signed_in, pia, entries):
    client = signed_in(pia)
    assert reasons(client) == {"because-east", "because-west"}
    assert reasons(client, verb="test.shut") == {"because-shut"}
    assert reasons(client, actor="alice") == {"because-east"}
    assert reasons(client, subject="west") == {"because-west"}
    assert reasons(client, subject="organisation.region") == {"because-east", "because-west"}
    assert reasons(client, until="2026-03-02") == {"because-east"}
    assert reasons(client, since="2026-03-03", until="2026-03-03") == {"because-west"}


def test_a_fact_called_items_hides_no_page_of_the_log(signed_in, pia, alice, east):
    record(alice, "test.open", east, now=NOW, before={"keys": 1}, after={"items": 3, "values": [2]})
    page = signed_in(pia).get("/settings/audit/?verb=test.open").content.decode()
    assert "items – " in page and "values – " in page and "keys – " in page


def test_a_filter_that_cannot_be_read_leaves_nothing_out_and_says_so(signed_in, pia, entries):
    client = signed_in(pia)
    assert reasons(client, since="yesterday") == {"because-east", "because-west"}
    assert "ds-wrong" in client.get("/settings/audit/?since=yesterday").content.decode()


def test_only_privacy_officer_and_administrator_read_it(signed_in, alice, eve, pia, ada):
    answers = [signed_in(who).get("/settings/audit/").status_code for who in (alice, eve, pia, ada)]
    assert answers == [403, 403, 200, 200]


def test_it_is_paged_by_key(signed_in, pia, entries):
    subject = Region.objects.get(code="east")
    for nth in range(60):
        record(None, "test.many", subject, now=NOW, because=f"nth-{nth:02}-")
    client = signed_in(pia)
    first = " ".join(client.get("/settings/audit/?verb=test.many").content.decode().split())
    onward = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(f"/settings/audit/{onward}").content.decode()
    seen = (
        [nth for nth in range(60) if f"nth-{nth:02}-" in first],
        [n for n in range(60) if f"nth-{n:02}-" in second],
    )
    assert seen == (list(range(10, 60)), list(range(10)))


def test_the_api_reads_it_with_the_same_filters(api, pia, alice, entries):
    found = api(pia).get("audit-entries?actor=alice&verb=test.open").json()["results"]
    assert [(row["actor"], row["subject"], row["after"]) for row in found] == [
        ("alice", "east", {"status": "b"})
    ]
    assert api(pia).get("audit-entries?since=yesterday").status_code == 422
    assert api(alice).get("audit-entries").status_code == 403
    assert AuditEntry.objects.filter(verb="test.open").count() == 2
