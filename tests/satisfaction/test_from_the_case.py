"""The questionnaire of a return visit is one click from its case, for whoever may fill it in and for nobody else."""

import pytest

from satisfaction.collection import services
from tests.people import NOW

pytestmark = pytest.mark.django_db


def links(client, case, visit):
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    return page.count(f'href="/satisfaction/callbacks/{visit.number}/"')


def test_who_calls_back_finds_it_at_the_next_action_and_at_the_visit(signed_in, asked, visit, cai):
    client = signed_in(cai)
    assert links(client, asked, visit) == 2
    assert client.get(f"/satisfaction/callbacks/{visit.number}/").status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "eve"])
def test_nobody_else_is_shown_what_he_would_be_refused(signed_in, asked, visit, who, request):
    client = signed_in(request.getfixturevalue(who))
    assert links(client, asked, visit) == 0
    assert client.get(f"/satisfaction/callbacks/{visit.number}/").status_code == 403


def test_who_handled_the_case_is_not_shown_it_even_if_he_calls_back_too(signed_in, asked, visit, cai):
    type(asked).objects.filter(pk=asked.pk).update(assignee=cai)
    assert links(signed_in(cai), asked, visit) == 0


def test_a_visit_that_was_made_is_not_asked_again(signed_in, asked, visit, cai):
    services.record_callback(cai, visit, outcome="refused", answers={}, words="不愿意回答", now=NOW)
    assert links(signed_in(cai), asked, visit) == 0
