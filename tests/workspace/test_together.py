"""Several cases at once: what is written is the same as one by one, and each case is judged by itself."""

import pytest

from crm.accounts.models import Role
from crm.audit.models import AuditEntry
from crm.errors import IllegalMove, NotAllowed, Refused
from crm.events.models import OutboxEvent
from service_desk.cases import services
from service_desk.cases.models import Case, CaseHistory, CaseMessage
from service_desk.guidance.models import GuardCatch
from service_desk.handingover import selectors as handovers
from service_desk.handingover import services as handing
from service_desk.handingover.models import HandOver
from service_desk.workspace import selectors, together
from service_desk.workspace.models import BulkItem, BulkRun, CaseTag, Outcome
from tests.people import _person


@pytest.fixture
def anna(riverside):
    return _person("anna", "Anna", Role.AGENT, city=riverside.city)


def begin(actor, cases, now, deed="assign", **given):
    numbers = [getattr(case, "number", case) for case in cases]
    return together.begin(actor, deed=deed, numbers=numbers, **given, now=now).run


def outcomes(run):
    return {item.case.number: item.outcome for item in selectors.items(run)}


TOLD = ("assigned", "hand_over_proposed", "hand_over_accepted")


def give_one_by_one(story, case, to):
    if story.fresh(case).assignee is None:
        services.assign(story.bob, case, to=to, because="轮到她", now=story.now)
    else:
        handing.propose(story.bob, case, to=to, because="轮到她", now=story.now)


def written(case):
    """Everything that giving a case away writes, as plain values."""
    row = Case.objects.values("status", "assignee", "team", "version", "moved_at", "due_at").get(pk=case.pk)
    history = CaseHistory.objects.filter(case=case, verb__in=TOLD).order_by("id")
    verbs = [f"cases.{verb}" for verb in TOLD]
    entries = AuditEntry.objects.filter(verb__in=verbs, subject_id=str(case.pk)).order_by("pk")
    facts = OutboxEvent.objects.filter(stream=f"case:{case.pk}", name__endswith="CaseAssigned").order_by("pk")
    asked = HandOver.objects.filter(case=case).order_by("pk")
    return {
        "asked": list(asked.values("giver", "to", "because", "proposed_by", "status", "decided_by")),
        "row": row,
        "history": list(history.values("at", "actor", "from_status", "to_status", "because", "detail")),
        "audit": list(entries.values("at", "actor", "before", "after", "subject_label")),
        "facts": [
            {**fact, "payload": {**fact["payload"], "case_id": 0}}
            for fact in facts.values("at", "payload", "depth", "done_at")
        ],
    }


def comparable(said, case):
    for entry in said["audit"]:
        assert entry.pop("subject_label") == case.number
    return said


@pytest.mark.parametrize("taker", ["anna", "bob"])
@pytest.mark.parametrize("status", ["registered", "assigned", "transferred", "visiting"])
def test_together_writes_what_one_by_one_writes(story, anna, status, taker):
    single, many, to = story.drive(status), story.drive(status), {"anna": anna, "bob": story.bob}[taker]
    give_one_by_one(story, single, to)
    begin(story.bob, [many], story.now, to=to, because="轮到她")
    assert comparable(written(single), single) == comparable(written(many), many)
    letters = CaseMessage.objects.filter(direction="out").values_list("case", flat=True)
    told = {single.pk, many.pk} if taker == "bob" and status != "registered" else set()
    assert set(letters) == told, "who takes a colleague's case himself has accepted it, and the owner is told"


def test_each_case_is_judged_by_itself(story, anna):
    mine, closed = story.register(), story.drive("closed")
    begun = together.begin(
        story.bob,
        deed="assign",
        numbers=[mine.number, closed.number, "2099-000001"],
        to=anna,
        now=story.now,
    )
    assert outcomes(begun.run) == {mine.number: Outcome.DONE, closed.number: Outcome.REFUSED}
    assert begun.unknown == ["2099-000001"]
    assert selectors.items(begun.run).get(case=closed).why


def test_who_has_it_already_keeps_it_without_a_line_of_history(story):
    case = story.drive("assigned")
    lines = CaseHistory.objects.filter(case=case).count()
    assert outcomes(begin(story.bob, [case], story.now, to=story.alice)) == {case.number: Outcome.SAME}
    assert CaseHistory.objects.filter(case=case).count() == lines


def test_a_colleague_of_another_city_gets_nothing(story, dan):
    case = story.drive("assigned")
    run = begin(story.bob, [case], story.now, to=dan)
    assert outcomes(run) == {case.number: Outcome.REFUSED}
    assert story.fresh(case).assignee == story.alice


def test_cases_of_another_city_are_not_found(story, dan):
    with pytest.raises(Refused):
        begin(dan, [story.drive("assigned")], story.now, to=dan)
    assert not BulkRun.objects.exists()


def test_an_executive_looks_and_gives_nothing(story, eve, anna):
    case = story.drive("assigned")
    with pytest.raises(NotAllowed):
        begin(eve, [case], story.now, to=anna, because="轮到她")
    assert story.fresh(case).assignee == story.alice


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"deed": "assign"}, "to"),
        ({"deed": "tag", "tag": " "}, "tag"),
        ({"deed": "reply"}, "body"),
        ({"deed": "burn"}, "deed"),
    ],
)
def test_a_deed_that_lacks_something_is_refused(story, given, field):
    with pytest.raises(Refused) as refused:
        begin(story.bob, [story.drive("assigned")], story.now, **given)
    assert field in refused.value.fields


def test_what_a_colleague_has_passes_only_when_the_receiver_takes_it(story, anna):
    held, fresh = [story.drive("assigned"), story.drive("investigating")], story.register()
    run = begin(story.bob, [*held, fresh], story.now, to=anna, because="爱丽丝休假")
    assert outcomes(run) == dict.fromkeys([case.number for case in held], "asked") | {fresh.number: "done"}
    assert [story.fresh(case).assignee for case in (*held, fresh)] == [story.alice, story.alice, anna]
    assert not CaseMessage.objects.filter(direction="out").exists(), "no owner is told before it is so"
    taken = begin(anna, [*held, fresh], story.now, deed="take")
    assert outcomes(taken) == dict.fromkeys([case.number for case in held], "done") | {
        fresh.number: "refused"
    }
    assert {story.fresh(case).assignee for case in held} == {anna}
    told = CaseMessage.objects.filter(direction="out").values_list("case", flat=True)
    assert sorted(told) == sorted(case.pk for case in held)
    with pytest.raises(IllegalMove):
        together.undo(anna, taken, now=story.now)


def test_without_a_reason_nothing_is_asked_of_a_colleague(story, anna):
    held, fresh = story.drive("assigned"), story.register()
    run = begin(story.bob, [held, fresh], story.now, to=anna)
    assert outcomes(run) == {held.number: "refused", fresh.number: "done"}
    assert selectors.items(run).get(case=held).why
    assert not HandOver.objects.exists()


def test_an_agent_gives_no_cases_of_her_colleagues_away(story, anna):
    held = story.drive("assigned")
    run = begin(anna, [held], story.now, to=anna, because="我有空")
    assert outcomes(run) == {held.number: "refused"}
    assert story.alice.display_name in selectors.items(run).get(case=held).why
    assert outcomes(begin(anna, [held], story.now, to=story.bob, because="请主管跟进")) == {
        held.number: "asked"
    }
    run = begin(story.bob, [held], story.now, to=anna, because="再问")
    assert outcomes(run) == {held.number: "refused"}, "one question at a time"


def test_asking_is_taken_back_once(story, anna):
    cases, fresh = [story.drive("assigned"), story.drive("investigating")], story.register()
    run = begin(story.bob, [*cases, fresh], story.now, to=anna, because="轮到她")
    back = together.undo(story.bob, run, now=story.now)
    assert [story.fresh(case).assignee for case in cases] == [story.alice, story.alice]
    assert set(HandOver.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert cases[0].history.latest("id").verb == "hand_over_withdrawn"
    assert story.fresh(fresh).assignee == anna, "nobody had it before"
    assert outcomes(back)[fresh.number] == Outcome.REFUSED
    with pytest.raises(IllegalMove):
        together.undo(story.bob, BulkRun.objects.get(pk=run.pk), now=story.now)
    with pytest.raises(IllegalMove):
        together.undo(story.bob, back, now=story.now)


def test_what_was_taken_over_since_is_not_taken_from_its_new_holder(story, anna):
    case = story.drive("assigned")
    run = begin(story.bob, [case], story.now, to=anna, because="轮到她")
    handing.accept(anna, HandOver.objects.get(), now=story.now)
    assert outcomes(together.undo(story.bob, run, now=story.now)) == {case.number: Outcome.REFUSED}
    assert story.fresh(case).assignee == anna


def test_tags_are_put_on_taken_off_and_back(story):
    has, bare = story.drive("assigned"), story.register()
    begin(story.alice, [has], story.now, deed="tag", tag="复发")
    run = begin(story.alice, [has, bare], story.now, deed="tag", tag="复发")
    assert outcomes(run) == {has.number: Outcome.SAME, bare.number: Outcome.DONE}
    together.undo(story.alice, run, now=story.now)
    assert list(CaseTag.objects.values_list("case", flat=True)) == [has.pk], "it had the tag before"
    run = begin(story.alice, [has, bare], story.now, deed="untag", tag="复发")
    assert outcomes(run) == {has.number: Outcome.DONE, bare.number: Outcome.SAME}
    together.undo(story.alice, run, now=story.now)
    assert list(CaseTag.objects.values_list("case", flat=True)) == [has.pk]


def test_a_letter_goes_to_each_owner_with_his_own_number(story):
    open_, closed = story.drive("assigned"), story.drive("closed")
    said = "{owner}：您好！您的 {case} 我们周四上门处理。"
    run = begin(story.alice, [open_, closed], story.now, deed="reply", body=said)
    assert outcomes(run) == {open_.number: Outcome.DONE, closed.number: Outcome.REFUSED}
    bodies = list(CaseMessage.objects.filter(direction="out", case=open_).values_list("body", flat=True))
    assert any(open_.number in body and "{" not in body for body in bodies)
    assert BulkRun.objects.get(pk=run.pk).body is None, "the words are kept with their cases only"
    with pytest.raises(IllegalMove):
        together.undo(story.alice, run, now=story.now)


def test_what_the_guard_stops_is_refused_for_each_case(story):
    case = story.drive("assigned")
    before = CaseMessage.objects.filter(case=case).count()
    run = begin(story.alice, [case], story.now, deed="reply", body="这都怪您自己，明天师傅会来。")
    item = selectors.items(run).get()
    assert item.outcome == Outcome.REFUSED
    assert item.why
    assert CaseMessage.objects.filter(case=case).count() == before


def test_the_reason_is_given_once_and_kept_with_each_letter(story, signed_in, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    cases, desk = [story.drive("assigned"), story.drive("assigned")], signed_in(story.alice)
    sent = {"deed": "reply", "number": [case.number for case in cases], "back": ""}
    sent |= {"body": "这都怪您自己，明天师傅会来。", "guard_because": "业主要求写明原因"}
    desk.post("/desk/together/", sent)
    letters = CaseMessage.objects.filter(case__in=cases, direction="out", body=sent["body"])
    assert letters.count() == 2
    kept = GuardCatch.objects.filter(outcome="sent").values_list("message", "because")
    assert set(kept) == {(letter.pk, "业主要求写明原因") for letter in letters}
    assert BulkRun.objects.get().body is None, "the reason is kept with the letters only"


def test_the_reason_lets_nothing_forbidden_through(story, api):
    case = story.drive("assigned")
    said = {"deed": "reply", "cases": [case.number], "body": "您真是无理取闹。", "guard_because": "气死我了"}
    answer = api(story.alice).post("case-deeds", said)
    assert (answer.status_code, answer.json()["results"][0]["outcome"]) == (201, "refused")
    assert not GuardCatch.objects.exists()


def many(story, count, status="assigned"):
    row = Case.objects.values().get(pk=story.drive(status).pk)
    row.pop("id")
    rows = [Case(**{**row, "number": f"X-{number}"}) for number in range(count)]
    Case.objects.bulk_create(rows)
    return [f"X-{number}" for number in range(count)]


def test_many_are_done_by_a_job_in_parts_and_taken_back_by_one(story, anna):
    from crm.jobs import work

    numbers = many(story, 530)
    run = begin(story.bob, numbers, story.now, to=anna, because="轮到她")
    assert run.job.chunk_count == 3
    assert not BulkItem.objects.exists()
    work.work_off(run.job_id, clock=lambda: story.now)
    assert selectors.sums(run)[Outcome.ASKED] == 530
    assert HandOver.objects.filter(case__number__startswith="X-", to=anna, status="proposed").count() == 530
    run = BulkRun.objects.get(pk=run.pk)
    back = together.undo(story.bob, run, now=story.now)
    work.work_off(back.job_id, clock=lambda: story.now)
    assert HandOver.objects.filter(status="withdrawn").count() == 530
    assert Case.objects.filter(number__startswith="X-", assignee=story.alice).count() == 530


def test_too_many_are_refused(story, anna):
    with pytest.raises(Refused):
        begin(story.bob, [f"X-{number}" for number in range(together.MOST + 1)], story.now, to=anna)


@pytest.mark.parametrize("status", ["registered", "assigned"])
def test_giving_takes_as_many_statements_for_forty_cases_as_for_two(story, anna, status):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    numbers = many(story, 42, status)

    def asked(chosen):
        with CaptureQueriesContext(connection) as queries:
            begin(story.bob, chosen, story.now, to=anna, because="轮到她")
        return len(queries)

    asked(numbers[:1])
    assert asked(numbers[1:3]) == asked(numbers[3:])


def test_the_api_gives_each_result_and_takes_back(story, api, anna):
    case, closed = story.drive("assigned"), story.drive("closed")
    client = api(story.bob)
    asked = {"deed": "assign", "cases": [case.number, closed.number, "2099-000009"], "to": "anna"}
    asked["because"] = "轮到她"
    made = client.post("case-deeds", asked)
    assert made.status_code == 201
    body = made.json()
    assert {one["case"]: one["outcome"] for one in body["results"]} == {
        case.number: "asked",
        closed.number: "refused",
    }
    assert body["unknown"] == ["2099-000009"]
    assert client.get(f"case-deeds/{body['id']}").json()["may_undo"] is True
    assert api(story.alice).get(f"case-deeds/{body['id']}").status_code == 404
    assert client.post(f"case-deeds/{body['id']}/undo").status_code == 201
    assert story.fresh(case).assignee == story.alice
    assert client.post(f"case-deeds/{body['id']}/undo").status_code == 409


def test_the_page_takes_the_whole_list_by_its_filters(story, signed_in, anna):
    angry, calm = story.drive("assigned", emotion="angry"), story.drive("assigned")
    said = {"deed": "assign", "to": "anna", "whole": "on", "back": "view=open&emotion=angry"}
    said["because"] = "轮到她"
    answer = signed_in(story.bob).post("/desk/together/", said)
    assert answer.headers["Location"] == "/desk/?view=open&emotion=angry"
    assert [row.case for row in handovers.mine_to_answer(anna)] == [angry]
    assert (story.fresh(angry).assignee, story.fresh(calm).assignee) == (story.alice, story.alice)


def test_the_page_of_what_is_to_be_taken_over_takes_all_of_it(story, signed_in, anna, desk):
    cases = [story.drive("assigned") for _number in range(3)]
    begin(story.bob, cases[:2], story.now, to=anna, because="轮到她")
    handing.propose(story.alice, cases[2], team=desk, because="换班", now=story.now)
    client = signed_in(anna)
    assert 'value="take"' in client.get("/desk/handovers/").content.decode()
    client.post("/desk/together/", {"deed": "take", "asked": "all"})
    assert {story.fresh(case).assignee for case in cases} == {anna}
    assert 'value="take"' not in client.get("/desk/handovers/").content.decode()


def test_the_page_of_a_deed_says_what_became_of_each_case(story, signed_in, anna):
    closed = story.drive("closed")
    run = begin(story.bob, [closed, story.drive("assigned")], story.now, to=anna)
    page = signed_in(story.bob).get(f"/desk/together/{run.public_id}/").content.decode()
    assert closed.number in page
    assert selectors.items(run).get(case=closed).why in page
    assert signed_in(story.alice).get(f"/desk/together/{run.public_id}/").status_code == 404


def test_a_letter_that_is_too_long_is_refused_and_never_cut(story, signed_in, now, monkeypatch):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    case, desk = story.drive("assigned"), signed_in(story.alice)
    line = "师傅明天上午九点到您家。\n"
    long = line * 380
    sent = {"deed": "reply", "number": [case.number], "body": long.replace("\n", "\r\n"), "back": ""}
    desk.post("/desk/together/", sent)
    assert CaseMessage.objects.get(case=case, direction="out").body.strip() == long.strip()
    desk.post("/desk/together/", sent | {"body": line * 400})
    assert CaseMessage.objects.filter(case=case, direction="out").count() == 1
    assert BulkRun.objects.count() == 1
