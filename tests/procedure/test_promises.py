"""The register of promises: written down, due, kept or broken, and nobody promises past his authority."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases import services as cases
from service_desk.promises import reminding, selectors, services
from service_desk.promises.models import Promise
from service_desk.promises.states import PROMISE_MOVES, PromiseStatus
from tests.cases.story import facts, nothing_changes


@pytest.fixture
def promise(story):
    due = story.now.date() + timedelta(days=3)
    return services.make(story.alice, story.drive("assigned"), text="周四前回电", due_on=due, now=story.now)


def settle(story, promise, status, because="", now=None):
    return services.settle(story.alice, promise, status=status, because=because, now=now or story.now)


def test_what_is_promised_by_hand_stands_in_the_register_and_in_the_history(story, promise):
    assert list(selectors.register(story.alice, "open", today=story.now.date())) == [promise]
    assert promise.case.history.latest("id").verb == "promised"


def test_what_the_owner_agreed_to_is_promised_part_by_part_and_kept_with_the_work(story):
    case = story.drive("implementing")
    promise = Promise.objects.get()
    assert (promise.origin, promise.amount, promise.status) == ("proposal", 30_000, "open")
    assert "重做防水层" in promise.text
    story._to_completed(case)
    promise.refresh_from_db()
    assert (promise.status, promise.settled_by) == ("kept", story.alice)


def test_kept_late_is_told_from_kept_in_time(story, promise, signed_in, api):
    other = services.make(story.alice, promise.case, text="送一年物业服务", now=story.now)
    last = story.now + timedelta(days=3, hours=13)  # eleven at night of the promised day, in Hangzhou
    in_time = services.make(
        story.alice, promise.case, text="周四前修好", due_on=promise.due_on, now=story.now
    )
    assert settle(story, in_time, "kept", now=last).late is False
    assert settle(story, promise, "kept", now=last + timedelta(hours=2)).late is True
    assert settle(story, other, "kept", now=story.now + timedelta(days=90)).late is False, "it had no day"
    assert list(selectors.register(story.alice, "late", today=story.now.date())) == [promise]
    assert selectors.kept_lately(story.alice, now=last) == {"in_time": 2, "late": 1, "broken": 0}
    said = api(story.alice).get("promises?view=late").json()["results"]
    assert [(row["text"], row["late"]) for row in said] == [("周四前回电", True)]
    promise.refresh_from_db(), in_time.refresh_from_db()
    page = signed_in(story.alice).get("/desk/promises/?view=kept").content.decode()
    assert promise.outcome in page
    assert promise.outcome != in_time.outcome


def test_what_was_agreed_and_done_after_its_day_is_kept_late(story):
    case = story.drive("implementing")
    Promise.objects.update(due_on=story.now.date())
    for action in case.actions.all():
        cases.finish_action(story.hong, action, result="已完成", now=story.now)
    cases.complete(story.alice, case, result="好了", now=story.now + timedelta(days=2))
    assert (Promise.objects.get().status, Promise.objects.get().late) == ("kept", True)


def test_what_was_broken_is_made_good_late(story, promise):
    settle(story, promise, "broken", "忘了")
    assert settle(story, promise, "kept").late is True


def test_a_sum_above_ones_limit_is_not_promised(story):
    case = story.drive("assigned")
    with nothing_changes(), pytest.raises(NotAllowed) as refusal:
        services.make(story.alice, case, text="赔一万", amount=1_000_000, now=story.now)
    assert (refusal.value.code, refusal.value.extra["limit"]) == ("over_limit", 50_000)


def test_a_day_that_has_passed_is_no_promise(story):
    case, day = story.drive("assigned"), story.now.date() - timedelta(days=1)
    with nothing_changes(), pytest.raises(Refused):
        services.make(story.alice, case, text="昨天", due_on=day, now=story.now)


def test_broken_and_withdrawn_need_a_reason_and_what_was_broken_may_be_made_good(story, promise):
    for status in ("broken", "withdrawn"):
        with nothing_changes(), pytest.raises(Refused):
            settle(story, promise, status)
    assert settle(story, promise, "broken", "忘了").settled_because == "忘了"
    assert settle(story, promise, "kept").status == "kept"


@pytest.mark.parametrize("before", PromiseStatus)
@pytest.mark.parametrize("after", PromiseStatus)
def test_every_pair_of_statuses_is_moved_as_the_table_says(story, promise, before, after):
    if before == PromiseStatus.BROKEN or before != PromiseStatus.OPEN:
        settle(story, promise, before, "原因")
    if after in PROMISE_MOVES[before]:
        assert settle(story, promise, after, "原因").status == after
        return
    with nothing_changes(), pytest.raises((IllegalMove, Refused)):
        settle(story, promise, after, "原因")


def test_what_falls_due_becomes_a_fact_once(story, promise):
    assert reminding.tell_overdue(now=story.later(days=3)) == 0
    late = story.later(days=4)
    assert reminding.tell_overdue(now=late) == 1
    assert reminding.tell_overdue(now=late) == 0
    assert facts("PromiseOverdue")[0]["promise_id"] == promise.pk
    assert list(selectors.register(story.alice, "overdue", today=late.date())) == [promise]


def test_a_day_has_passed_when_it_has_where_the_project_stands(story, signed_in, api, monkeypatch):
    """In the small hours it is yesterday still by the world's clock."""
    case, early = story.drive("assigned"), datetime(2026, 3, 9, 22, 30, tzinfo=UTC)  # 6:30 on the tenth
    with nothing_changes(), pytest.raises(Refused):
        services.make(story.alice, case, text="昨天回电", due_on=date(2026, 3, 9), now=early)
    services.make(story.alice, case, text="今天回电", due_on=date(2026, 3, 10), now=early)
    monkeypatch.setattr("crm.clock.now", lambda: early + timedelta(days=1))
    assert "今天回电" in signed_in(story.alice).get("/desk/promises/?view=overdue").content.decode()
    assert [row["text"] for row in api(story.alice).get("promises?view=overdue").json()["results"]] == [
        "今天回电"
    ]


def test_the_page_the_card_and_the_api_show_it(story, promise, signed_in, api, dan):
    client, case = signed_in(story.alice), promise.case
    assert "周四前回电" in client.get(f"/desk/cases/{case.number}/").content.decode()
    assert "周四前回电" in client.get("/desk/promises/?view=open").content.decode()
    assert "周四前回电" not in signed_in(dan).get("/desk/promises/?view=open").content.decode()
    said = {"promise": promise.public_id, "status": "kept"}
    assert client.post(f"/desk/cases/{case.number}/promise-settling/", said).status_code == 302
    made = api(story.alice).post(f"cases/{case.number}/promises", {"text": "送水", "origin": "reply"})
    assert made.status_code == 201
    path = f"promises/{made.json()['id']}/settlement"
    assert api(dan).post(path, {"status": "kept"}).status_code == 404
    assert api(story.cai).post(path, {"status": "kept"}).status_code == 403
    assert api(story.alice).post(path, {"status": "kept"}).json()["status"] == "kept"
    assert api(story.alice).post(path, {"status": "broken", "because": "x"}).status_code == 409


def test_on_a_closed_case_nothing_is_promised(story):
    with pytest.raises(IllegalMove):
        services.make(story.alice, story.drive("closed"), text="再说", now=story.now)
    assert cases


@pytest.mark.parametrize("path", ["/desk/promises/?view=open", "/desk/promises/?view=mine"])
def test_the_register_goes_on_page_after_page_and_leaves_nothing_out(
    story, promise, signed_in, monkeypatch, path
):
    monkeypatch.setattr(selectors, "PAGE", 2)
    for name in ("甲", "乙"):
        services.make(story.alice, promise.case, text=f"没有日子{name}", now=story.now)
    client = signed_in(story.alice)
    first = client.get(path)
    mark = first.context["page_of_rows"].next_mark
    second = client.get(f"{path}&after={mark}").context["page_of_rows"]
    shown = [row.text for row in first.context["page_of_rows"]] + [row.text for row in second]
    assert shown == ["周四前回电", "没有日子甲", "没有日子乙"]
    assert second.next_mark is None
    assert mark in first.content.decode()


def test_the_api_gives_the_register_page_by_page(story, promise, api):
    services.make(story.alice, promise.case, text="再来一次", now=story.now)
    answer = api(story.alice).get("promises?view=open&size=1").json()
    assert [row["text"] for row in answer["results"]] == ["周四前回电"]
    answer = api(story.alice).get(f"promises?view=open&size=1&cursor={answer['next']}").json()
    assert [row["text"] for row in answer["results"]] == ["再来一次"]


def test_a_reply_ticked_as_a_promise_stands_in_the_register_with_it(story, signed_in):
    case, day = story.drive("assigned"), story.now.date() + timedelta(days=300)
    client, address = signed_in(story.alice), f"/desk/cases/{case.number}/reply/"
    said = {"body": "师傅会上门查看。", "promise": "on", "promise_due": day.isoformat()}
    assert client.post(address, said).status_code == 302
    row = Promise.objects.get()
    assert (row.text, row.origin, row.due_on) == ("师傅会上门查看。", "reply", day)
    verbs = list(case.history.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["replied", "promised"]
    assert client.post(address, {"body": "谢谢您的耐心。", "promise_due": day.isoformat()}).status_code == 302
    assert Promise.objects.count() == 1


def test_a_promise_without_a_day_or_for_a_day_gone_sends_nothing(story, signed_in):
    case = story.drive("assigned")
    address = f"/desk/cases/{case.number}/reply/"
    with nothing_changes():
        said = {"body": "师傅会上门查看。", "promise": "on", "promise_due": ""}
        assert signed_in(story.alice).post(address, said).status_code == 422
        with pytest.raises(Refused) as refusal:
            gone = story.now.date() - timedelta(days=1)
            cases.reply(story.alice, case, body="师傅会上门查看。", promise_due=gone, now=story.now)
    assert "promise_due" in refusal.value.fields


def test_the_api_takes_the_promise_with_the_reply(story, api):
    case, day = story.drive("assigned"), story.now.date() + timedelta(days=300)
    said = {"direction": "out", "body": "师傅会上门查看。", "promise_due": day.isoformat()}
    assert api(story.alice).post(f"cases/{case.number}/messages", said).status_code == 201
    assert Promise.objects.get().due_on == day
    api(story.alice).post(f"cases/{case.number}/messages", {**said, "direction": "note"})
    assert Promise.objects.count() == 1


def test_where_nothing_is_overdue_the_register_begins_with_what_is_open(story, signed_in):
    assert signed_in(story.alice).get("/desk/promises/").context["view"] == "open"
