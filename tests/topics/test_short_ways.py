"""Inquiries, suggestions and praise: answered in one step, decided with a reason, passed on to whom it is meant for."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from crm.errors import IllegalMove, NotAllowed, Refused
from service_desk.cases.models import Case, CaseMessage
from service_desk.topics import selectors, services
from service_desk.topics.models import CaseTopic, Praise, Suggestion, Topic
from service_desk.topics.states import SUGGESTION_MOVES, SuggestionStatus
from tests.cases.story import facts, nothing_changes

ANSWER = "您好，交付时间是12月10日，我是客服林小姐，明天再给您打电话确认。"


@pytest.fixture
def topics(db):
    """The shipped ones, also after a test that emptied the tables."""
    from service_desk.topics.standard import topics as standard

    for one in standard():
        parent = Topic.objects.filter(code=one["parent"]).first()
        Topic.objects.get_or_create(code=one["code"], defaults={**one, "parent": parent})


def of(story, kind, **given):
    return story.register(
        kind=kind, words="请问什么时候交房？", summary="交房时间", subject="handover", **given
    )


def answered(story, case, **given):
    said = {"body": ANSWER, "topics": ["handover-date"], "now": story.now}
    return services.answer_inquiry(story.alice, case, **{**said, **given})


def test_an_inquiry_is_answered_and_closed_in_one_step(story, topics):
    case = answered(story, of(story, "inquiry"))
    assert (case.status, case.assignee, case.result) == ("closed", story.alice, ANSWER)
    assert CaseMessage.objects.get(case=case, direction="out").body == ANSWER
    assert selectors.topics_of(case) == ["handover-date"]
    assert facts("CaseClosed")


def test_its_answer_passes_the_guard_or_nothing_happens(story, topics):
    case = of(story, "inquiry")
    with nothing_changes(), pytest.raises(Refused) as refusal:
        answered(story, case, body="您到底有没有看过合同？")
    assert refusal.value.code == "guard_asks"
    assert not CaseTopic.objects.exists()
    assert Case.objects.get(pk=case.pk).status == "registered"


@pytest.mark.parametrize("kind", ["complaint", "repair", "suggestion", "praise"])
def test_only_an_inquiry_is_closed_like_that(story, topics, kind):
    case = of(story, kind)
    with nothing_changes(), pytest.raises(IllegalMove):
        answered(story, case)


def test_it_is_answered_once(story, topics):
    case = answered(story, of(story, "inquiry"))
    with nothing_changes(), pytest.raises(IllegalMove):
        answered(story, case)


def test_an_unknown_topic_is_refused_with_everything(story, topics):
    case = of(story, "inquiry")
    with nothing_changes(), pytest.raises(Refused):
        answered(story, case, topics=["handover-date", "weather"])


def test_topics_are_replaced_and_the_same_ones_stay(story, topics):
    case = of(story, "inquiry")
    services.tag(story.alice, case, topics=["keys", "fees"], now=story.now)
    first = CaseTopic.objects.get(topic__code="keys").pk
    services.tag(story.alice, case, topics=["keys", "noise"], now=story.later(days=1))
    assert selectors.topics_of(case) == ["keys", "noise"]
    assert CaseTopic.objects.get(topic__code="keys").pk == first


def test_words_propose_topics(story, topics):
    assert selectors.proposed(of(story, "inquiry")) == ["handover-date"]
    traditional = story.register(kind="inquiry", words="請問鑰匙和門禁卡", summary="鑰匙", subject="handover")
    assert selectors.proposed(traditional) == ["keys"]


def test_a_suggestion_is_considered_and_then_decided_with_a_reply(story, topics):
    case = of(story, "suggestion")
    row = services.consider(
        story.alice,
        case,
        department=story.engineering,
        topics=["parking"],
        body="谢谢您，工程部月底前回复您。",
        now=story.now,
    )
    assert (row.status, row.department) == ("considered", story.engineering)
    row = services.decide(
        story.alice,
        case,
        adopted=True,
        because="好建议",
        body="您的建议已采纳，下月动工，谢谢您。",
        now=story.later(days=5),
    )
    assert (row.status, row.decided_by, row.because) == ("adopted", story.alice, "好建议")
    assert Case.objects.get(pk=case.pk).status == "closed"
    assert CaseMessage.objects.filter(case=case, direction="out").count() == 2
    assert selectors.topics_of(case) == ["parking"]


def test_it_may_be_declined_at_once_but_never_without_reason_and_reply(story, topics):
    case = of(story, "suggestion")
    for missing in ({"because": ""}, {"body": " "}):
        said = {
            "adopted": False,
            "because": "空间不足",
            "body": "谢谢您的建议，空间不足暂不能实施。",
            "now": story.now,
        }
        with nothing_changes(), pytest.raises(Refused):
            services.decide(story.alice, case, **{**said, **missing})
    row = services.decide(story.alice, case, **said)
    assert row.status == "declined"


@pytest.mark.parametrize("came_from", SuggestionStatus)
@pytest.mark.parametrize("to", SuggestionStatus)
def test_the_database_knows_the_moves_too(story, came_from, to):
    case = of(story, "suggestion")
    row = Suggestion.objects.create(case=case)
    final = {"because": "x", "decided_at": story.now}
    for step in {"considered": ["considered"], "noted": []}.get(came_from, [came_from]):
        changes = final if step in ("adopted", "declined") else {"department": story.engineering}
        Suggestion.objects.filter(pk=row.pk).update(status=step, **changes)
    changes = final if to in ("adopted", "declined") else {"because": "", "decided_at": None}
    if to == came_from:
        return
    if to in SUGGESTION_MOVES[came_from]:
        Suggestion.objects.filter(pk=row.pk).update(status=to, department=story.engineering, **changes)
    else:
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            Suggestion.objects.filter(pk=row.pk).update(status=to, department=story.engineering, **changes)


def passed(story, case, **given):
    said = {"person": story.hong, "body": "谢谢您的肯定，我们已转达给洪工本人。", "now": story.now}
    return services.pass_on(story.alice, case, **{**said, **given})


def test_praise_is_thanked_and_reaches_whom_it_is_meant_for(story, topics):
    case = of(story, "praise")
    row = passed(story, case)
    assert Case.objects.get(pk=case.pk).status == "closed"
    assert selectors.praise_for(story.hong) == [row]
    assert selectors.praise_for(story.bob) == []
    services.mark_read(story.hong, [row], now=story.later(days=1))
    assert Praise.objects.get().read_at == story.later(days=1)


def test_a_department_reads_its_praise_where_it_works(story, topics, dan):
    passed(story, of(story, "praise"), person=None, department=story.engineering)
    assert len(selectors.praise_for(story.hong)) == 1
    assert selectors.praise_for(dan) == []


def test_praise_is_for_somebody(story, topics):
    case = of(story, "praise")
    with nothing_changes(), pytest.raises(Refused):
        passed(story, case, person=None)


def test_the_page_answers_with_a_template(signed_in, story, topics):
    case, page = of(story, "inquiry"), signed_in(story.alice)
    address = f"/desk/cases/{case.number}/short/"
    shown = page.get(address).content.decode()
    assert "data-fills" in shown
    assert page.post(address, {"body": "{office}", "topics": ["fees"]}).status_code == 422
    assert page.post(address, {"body": ANSWER, "topics": ["fees"]}).status_code == 302
    assert Case.objects.get(pk=case.pk).status == "closed"
    assert page.get(address).status_code == 200


def test_the_page_of_a_suggestion_and_of_praise(signed_in, story, topics):
    page = signed_in(story.alice)
    suggestion = of(story, "suggestion")
    address = f"/desk/cases/{suggestion.number}/short/"
    assert page.post(address, {"what": "consider", "body": ANSWER}).status_code == 422
    typed = {"what": "decline", "because": "空间不足", "body": "谢谢您的建议，空间不足暂不能实施。"}
    assert page.post(address, typed).status_code == 302
    praise = of(story, "praise")
    address = f"/desk/cases/{praise.number}/short/"
    assert page.post(address, {"person": story.hong.pk, "body": "谢谢您，我们已经转达。"}).status_code == 302
    assert "请问什么时候交房" in signed_in(story.hong).get("/desk/praise/").content.decode()


def test_a_complaint_has_no_shorter_way(signed_in, story):
    case = story.register()
    assert signed_in(story.alice).get(f"/desk/cases/{case.number}/short/").status_code == 404


def test_the_case_page_leads_to_it(signed_in, story):
    case = of(story, "inquiry")
    assert (
        f"/desk/cases/{case.number}/short/"
        in signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    )


def test_over_the_api(api, story, topics, dan):
    case, client = of(story, "inquiry"), api(story.alice)
    assert api(dan).post(f"cases/{case.number}/inquiry-answer", {"body": ANSWER}).status_code == 404
    body = {"body": ANSWER, "topics": ["fees"]}
    assert client.post(f"cases/{case.number}/inquiry-answer", body).json()["status"] == "closed"
    case = of(story, "suggestion")
    said = {"department": "ENG", "topics": ["parking"]}
    assert client.post(f"cases/{case.number}/consideration", said).json()["status"] == "considered"
    decided = {"adopted": True, "because": "好", "body": "您的建议已采纳，下月动工。"}
    assert client.post(f"cases/{case.number}/suggestion-decision", decided).json()["status"] == "adopted"
    case = of(story, "praise")
    thanks = {"person": "hong", "body": "谢谢您，我们已经转达。"}
    assert client.post(f"cases/{case.number}/praise", thanks).status_code == 201
    assert api(story.hong).get("praise").json()[0]["project"] == "RIVERSIDE"
    assert client.put(f"cases/{case.number}/topics", {"topics": ["desk"]}).json() == {"topics": ["desk"]}


def test_whoever_does_not_answer_is_refused(story, mei):
    from service_desk.cases.access import case_for

    case = of(story, "inquiry")
    with pytest.raises(NotAllowed):
        case_for(mei, case.number, to="topics.answer")
