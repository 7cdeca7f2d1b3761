"""Every list takes as many statements for one row as for a thousand."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from service_desk.cases.models import Action, Case, Proposal, ReturnVisit, TransferSlip
from service_desk.clocks.models import Deadline
from service_desk.directives.models import Directive
from service_desk.directives.services import issue

MANY = 1000


def multiply(model, *, each=None, **changes) -> None:
    """A thousand more rows like the one there is; `each` gives the changes of the n-th."""
    row = model.objects.values().earliest("id")
    row.pop("id")
    extra = each or (lambda n: {})
    model.objects.bulk_create([model(**{**row, **changes, **extra(n)}) for n in range(MANY)])


def slips(story):
    story.drive("transferred")
    yield story.hong, "transfer-slips"
    multiply(Case, each=lambda n: {"number": f"X-{n}"})
    ids = list(Case.objects.filter(number__startswith="X-").values_list("id", flat=True))
    multiply(TransferSlip, each=lambda n: {"number": f"S-x{n}", "case_id": ids[n]})


def visits(story):
    case = story.drive("visiting")
    ReturnVisit.objects.filter(case=case).update(officer=story.cai, attempts=1)
    yield story.cai, "return-visits"
    multiply(ReturnVisit, each=lambda n: {"number": f"V-x{n}", "sequence": n + 10})


def proposals(story):
    story.propose(story.drive("answered"), amount=90_000)
    yield story.bob, "proposals"
    multiply(Proposal, each=lambda n: {"number": f"P-x{n}"})


def actions(story):
    story.drive("implementing")
    yield story.hong, "actions"
    multiply(Action, each=lambda n: {"public_id": uuid.uuid4()})


def directives(story):
    issue(
        story.machine,
        owner=story.chen,
        project=story.project,
        purpose="recover",
        plan="visit",
        instruction="登门",
        reason="不满意",
        due_at=story.now,
        assignee=story.alice,
        department=story.engineering,
        now=story.now,
    )
    yield story.alice, "directives?size=200"
    multiply(Directive, each=lambda n: {"number": f"D-x{n}", "purpose": f"purpose {n}"})


def history(story):
    case = story.drive("closed")
    yield story.bob, f"cases/{case.number}/history?size=200"
    multiply(type(case.history.first()))


@pytest.mark.parametrize("scene", [slips, visits, proposals, actions, directives, history])
def test_a_list_takes_as_many_statements_for_a_thousand_rows_as_for_one(story, api, scene):
    played = scene(story)
    user, path = next(played)
    client = api(user)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        assert answer.status_code == 200, answer.content
        body = answer.json()
        return len(queries), len(body["results"] if isinstance(body, dict) else body)

    asked()
    few, rows = asked()
    next(played, None)
    many, more = asked()
    assert more > rows >= 1
    assert many == few


def test_the_papers_of_a_page_take_as_many_queries_for_many_clocks(story):
    case = story.drive("closed")
    from service_desk.cases.papers import papers_of

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert [row.rule for row in papers_of(case).deadlines]
        return len(asked)

    few = queries()
    multiply(Deadline)
    assert queries() == few
