"""Every answer, whatever the way in, is one normalised feedback."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.errors import Refused
from crm.events.models import OutboxEvent
from satisfaction.feedback import services
from satisfaction.models import Feedback
from tests.people import NOW

pytestmark = pytest.mark.django_db


def say(actor, owner, project, **said):
    defaults = {"case": None, "score": None, "attitude": "", "opinion": "", "subject": "", "words": ""}
    given = {**defaults, "language": "zh-hans", "via": "api", **said}
    return services.record_feedback(actor, owner=owner, project=project, now=NOW, **given)


def test_a_score_finds_its_attitude_and_an_attitude_its_score(alice, chen, riverside):
    assert say(alice, chen, riverside, score=80).attitude == "satisfied"
    assert say(alice, chen, riverside, attitude="very_dissatisfied").score == 0


@pytest.mark.parametrize(
    "said",
    [{}, {"score": 101}, {"score": 90, "attitude": "dissatisfied"}],
    ids=["nothing said", "past the scale", "contradiction"],
)
def test_what_cannot_be_meant_is_refused_and_nothing_changes(alice, chen, riverside, said):
    with pytest.raises(Refused):
        say(alice, chen, riverside, **said)
    assert not Feedback.objects.exists()
    assert not OutboxEvent.objects.filter(name="FeedbackRecorded").exists()


def test_a_case_of_another_owner_is_refused(alice, dai, riverside, asked):
    with pytest.raises(Refused):
        say(alice, dai, riverside, case=asked, score=50)
    assert not Feedback.objects.exists()


def test_the_fact_carries_ids_and_figures_and_no_words(alice, chen, riverside):
    row = say(alice, chen, riverside, score=25, words="电话 13812345678 打不通")
    fact = OutboxEvent.objects.get(name="FeedbackRecorded")
    assert fact.payload == {
        "feedback_id": row.pk,
        "owner_id": chen.pk,
        "case_id": None,
        "score": 25,
        "attitude": "dissatisfied",
    }


def test_the_api_takes_it_once_for_one_key(api, alice, chen, riverside):
    said = {"owner": chen.number, "project": riverside.code, "score": 25, "words": "还是漏"}
    first = api(alice).post("feedback", said, Idempotency_Key="k")
    second = api(alice).post("feedback", said, Idempotency_Key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert Feedback.objects.count() == 1


def test_the_api_names_what_is_missing(api, alice, chen):
    answer = api(alice).post("feedback", {"owner": chen.number, "score": 25})
    assert answer.status_code == 422
    assert "project" in answer.json()["fields"]


def test_another_city_finds_neither_the_owner_nor_the_feedback(api, dan, alice, chen, riverside):
    row = say(alice, chen, riverside, score=25)
    assert api(dan).get(f"feedback/{row.public_id}").status_code == 404
    assert api(dan).get("feedback").json()["results"] == []
    said = {"owner": chen.number, "project": riverside.code, "score": 25}
    assert api(dan).post("feedback", said).status_code == 404


def test_a_handler_reads_no_feedback(api, hong, signed_in):
    assert api(hong).get("feedback").status_code == 403
    assert signed_in(hong).get("/satisfaction/").status_code == 403


def test_filters_find_what_was_asked_for(api, alice, chen, riverside):
    say(alice, chen, riverside, score=100)
    bad = say(alice, chen, riverside, score=0)
    found = api(alice).get("feedback?attitude=very_dissatisfied").json()["results"]
    assert [row["id"] for row in found] == [str(bad.public_id)]


def fill(owner, project, count):
    Feedback.objects.bulk_create(
        Feedback(
            owner=owner,
            project=project,
            via="api",
            score=score,
            attitude="neutral",
            opinion="opinion",
            language="en",
            at=NOW - timedelta(hours=number),
        )
        for number, score in zip(range(count), [50] * count, strict=True)
    )


@pytest.mark.parametrize("path", ["/satisfaction/", "/api/v1/feedback"])
def test_the_list_asks_as_often_at_1_row_as_at_1000(signed_in, api, alice, chen, riverside, path):
    client = signed_in(alice)
    fill(chen, riverside, 1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    fill(chen, riverside, 999)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(few)


def test_every_row_stands_on_exactly_one_page_of_the_keyset(api, alice, chen, riverside):
    fill(chen, riverside, 60)
    client, seen, cursor = api(alice), [], ""
    while cursor is not None:
        page = client.get(f"feedback?size=25&cursor={cursor}").json()
        seen += [row["id"] for row in page["results"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 60


def test_a_difference_within_the_margin_of_error_is_no_headline():
    from django.utils import translation

    from satisfaction.feedback.wording import headline

    def year(early, late, answers):
        return [{"answers": answers, "mean": mean, "content": 0} for mean in [early] * 6 + [late] * 6]

    with translation.override("en"):
        assert headline(year(64, 68, 7)) == "Satisfaction has held at 66 of 100 for a year"
        assert headline(year(64, 68, 700)) == "Satisfaction rose by 4 points within half a year, to 68"
        assert headline(year(80, 40, 2)) == "Satisfaction stands at 40 of 100"
        assert headline([]) == "No scores yet"


def test_a_month_in_which_nobody_answered_is_not_left_out(signed_in, alice, chen, riverside):
    fill(chen, riverside, 1)
    Feedback.objects.bulk_create(
        [
            Feedback(
                owner=chen,
                project=riverside,
                via="api",
                score=50,
                attitude="neutral",
                opinion="opinion",
                language="en",
                at=NOW - timedelta(days=120),
            )
        ]
    )
    from satisfaction.feedback.selectors import months

    found = months(alice, since=NOW - timedelta(days=300))
    assert [row["answers"] for row in found] == [1, 0, 0, 0, 1]
