"""A case that was closed elsewhere is written down as it was, and nothing follows from it."""

from datetime import timedelta

import pytest

from crm.audit.models import AuditEntry
from crm.errors import Refused
from crm.events.models import OutboxEvent
from service_desk.cases.models import Case, CaseHistory
from service_desk.clocks.models import Deadline
from service_desk.intake.services import archive
from tests.people import NOW

pytestmark = pytest.mark.django_db
RECEIVED, CLOSED = NOW - timedelta(days=400), NOW - timedelta(days=390)


def carried_over(actor, project, **change):
    said = {
        "kind": "complaint",
        "channel": "phone",
        "words": "卫生间漏水\n三天了",
        "language": "zh-hans",
        "subject": "engineering_quality",
        "received_at": RECEIVED,
        "closed_at": CLOSED,
        "result": "已修复",
        "because": "carried over from the old desk",
    }
    return archive(actor, project=project, **(said | change), now=NOW)


def test_it_is_closed_with_its_own_times_and_its_answer(bob, riverside):
    case = carried_over(bob, riverside)
    assert (case.status, case.received_at, case.closed_at) == ("closed", RECEIVED, CLOSED)
    assert (case.result, case.summary) == ("已修复", "卫生间漏水")
    assert [message.body for message in case.messages.all()] == ["已修复"]


def test_no_clock_runs_and_no_fact_is_published(bob, riverside):
    carried_over(bob, riverside)
    assert not Deadline.objects.exists()
    assert not OutboxEvent.objects.filter(stream__startswith="case:").exists()


def test_its_history_tells_both_times_and_the_audit_since_when_it_is_here(bob, riverside):
    case = carried_over(bob, riverside)
    lines = CaseHistory.objects.filter(case=case).order_by("at").values_list("verb", "at", "actor__username")
    assert list(lines) == [("registered", RECEIVED, "bob"), ("closed", CLOSED, "bob")]
    assert AuditEntry.objects.get(verb="cases.archived").at == NOW


@pytest.mark.parametrize("field", ["owner", "home"])
def test_owner_and_home_of_another_project_are_refused_and_nothing_is_written(
    field, bob, riverside, dai, home_501
):
    with pytest.raises(Refused) as refusal:
        carried_over(bob, riverside, **{field: {"owner": dai, "home": home_501}[field]})
    assert [*refusal.value.fields] == [field]
    assert not Case.objects.exists()
    assert not CaseHistory.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": "  "}, "words"),
        ({"kind": "rumour"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"subject": "weather"}, "subject"),
        ({"closed_at": RECEIVED - timedelta(days=1)}, "closed_at"),
        ({"closed_at": NOW + timedelta(days=1)}, "closed_at"),
    ],
)
def test_what_cannot_have_been_is_refused_by_its_field_and_nothing_is_written(change, field, bob, riverside):
    with pytest.raises(Refused) as refusal:
        carried_over(bob, riverside, **change)
    assert field in refusal.value.fields
    assert not Case.objects.exists()
    assert not CaseHistory.objects.exists()
