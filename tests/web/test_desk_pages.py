"""The desk's pages: what they show to whom, and that every step has a page that takes it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from crm.accounts.permissions import may
from service_desk.cases.forms import CASE_STEPS, PAPER_STEPS
from service_desk.cases.models import Case, CaseMessage, TransferSlip
from tests.cases.story import WAY, nothing_changes

pytestmark = pytest.mark.django_db
STATUSES = [*WAY, "explained"]


@pytest.fixture
def desk(signed_in):
    """`desk(alice, "desk:case", number)` gives the page's text in English."""

    def ask(user, name, *arguments, **query):
        user.language = "en"
        user.save(update_fields=["language"])
        answer = signed_in(user).get(reverse(name, args=arguments), query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    return ask


@pytest.mark.parametrize("status", STATUSES)
def test_the_case_page_stands_in_every_status(desk, alice, story, status):
    case = story.drive(status)
    text = desk(alice, "desk:case", case.number)
    assert case.words in text
    assert "dk-next" in text


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("assigned", "Investigate"),
        ("investigating", "Transfer to Engineering"),
        ("answered", "Draw up the proposal"),
        ("proposed", "Note the owner"),
        ("agreed", "Set the actions"),
    ],
)
def test_the_next_action_is_named_and_says_what_happens_then(desk, alice, story, status, label):
    text = desk(alice, "desk:case", story.drive(status).number)
    next_part = text[text.index('class="dk-next') : text.index('class="dk-tabs')]
    assert "Your turn" in next_part
    assert label in next_part
    assert "dk-then" in next_part


def test_whose_turn_it_is_is_said_where_it_is_not_yours(desk, alice, story):
    text = desk(alice, "desk:case", story.drive("transferred").number)
    assert "Engineering: their turn" in text


def test_the_clock_names_its_rule(desk, alice, story):
    text = desk(alice, "desk:case", story.drive("assigned").number)
    assert "answer within 5 working days of receipt" in text


def test_what_an_owner_said_cannot_break_the_page(desk, alice, story):
    evil = '</textarea><script>alert(1)</script><img src=x onerror="alert(1)">'
    case = story.register(words=evil, summary=evil)
    for text in (desk(alice, "desk:case", case.number), desk(alice, "desk:queue", view="open")):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_telephone_number_is_masked(desk, alice, story):
    assert "13812345678" not in desk(alice, "desk:case", story.register().number)


def test_a_case_out_of_scope_is_not_found(signed_in, dan, story):
    assert signed_in(dan).get(reverse("desk:case", args=[story.register().number])).status_code == 404


def test_a_handler_never_reads_a_case(signed_in, hong, story):
    assert signed_in(hong).get(reverse("desk:case", args=[story.register().number])).status_code == 403


def test_a_reply_is_written_and_the_note_stays_apart(signed_in, alice, story):
    case = story.drive("assigned")
    client = signed_in(alice)
    client.post(reverse("desk:reply", args=[case.number]), {"body": "您好，我们明天上门。"})
    client.post(reverse("desk:note", args=[case.number]), {"body": "业主下午才方便"})
    assert set(CaseMessage.objects.values_list("direction", "body")) == {
        ("out", "您好，我们明天上门。"),
        ("note", "业主下午才方便"),
    }


def test_a_stale_form_changes_nothing_and_keeps_its_text(signed_in, alice, story):
    case = story.drive("assigned")
    answer = signed_in(alice).post(
        reverse("desk:investigation", args=[case.number]),
        {"substantiated": "no", "findings": "没有发现任何渗漏的痕迹，墙面干燥。", "version": "1"},
    )
    assert answer.status_code == 409
    assert "没有发现任何渗漏的痕迹" in answer.content.decode()
    assert story.fresh(case).status == "assigned"


def test_what_is_missing_is_marked_and_nothing_happens(signed_in, alice, story):
    case = story.drive("assigned")
    answer = signed_in(alice).post(
        reverse("desk:investigation", args=[case.number]), {"substantiated": "yes", "findings": "防水层破损"}
    )
    assert answer.status_code == 422
    assert "防水层破损" in answer.content.decode()
    assert story.fresh(case).status == "assigned"


@pytest.mark.parametrize("name", sorted({*CASE_STEPS, *PAPER_STEPS}))
def test_every_step_refuses_a_stranger_and_a_look(signed_in, alice, story, name):
    case = story.register()
    number = case.number if name in CASE_STEPS else "X-1"
    if name == "completion-of-action":
        number = "00000000-0000-4000-8000-000000000000"
    url = reverse(f"desk:{name}", args=[number])
    assert signed_in(None).post(url).headers["Location"].startswith("/sign-in/")
    with nothing_changes():
        looked = signed_in(alice).get(url)
    if name in CASE_STEPS and may(alice, CASE_STEPS[name].verb, project=case.project):
        assert looked.headers["Location"] == reverse("desk:case", args=[number]), (
            "its form opens on the case alone"
        )
    else:
        assert looked.status_code in (403, 405)


def test_the_department_answers_on_its_own_page(signed_in, desk, hong, story):
    case = story.drive("transferred")
    slip = TransferSlip.objects.get(case=case)
    assert slip.request in desk(hong, "desk:slips")
    answer = signed_in(hong).post(
        reverse("desk:answer", args=[slip.number]), {"solution": "周四上午进场", "list": "slips"}
    )
    assert answer.headers["Location"] == reverse("desk:slips")
    assert story.fresh(case).status == "answered"


def test_an_empty_answer_stays_open_on_the_page(signed_in, hong, story):
    slip = TransferSlip.objects.get(case=story.drive("transferred"))
    answer = signed_in(hong).post(
        reverse("desk:answer", args=[slip.number]), {"solution": "", "list": "slips"}
    )
    assert answer.status_code == 422
    assert 'class="dk-doing" open' in answer.content.decode()


class TestTakingACall:
    def test_an_owner_is_found_by_the_last_four_digits(self, desk, alice, chen):
        text = desk(alice, "desk:callers", caller_query="5678")
        assert chen.name in text
        assert "3-2-1201" in text

    def test_an_owner_of_another_city_is_not(self, desk, alice, dai):
        assert dai.name not in desk(alice, "desk:callers", caller_query="4321")

    def test_the_home_and_the_language_fill_themselves(self, desk, alice, chen, home_1201):
        text = " ".join(desk(alice, "desk:new", owner=chen.number).split())
        assert f'value="{home_1201.public_number}" checked' in text
        assert 'value="zh-hans" selected' in text
        assert "An answer will be promised by" in text

    def test_what_is_open_already_is_shown_first(self, desk, alice, chen, story):
        case = story.register()
        assert case.number in desk(alice, "desk:new", owner=chen.number)

    def test_the_words_stand_apart_from_the_summary(self, signed_in, alice, chen, home_1201):
        said = {
            "owner": chen.number,
            "home": home_1201.public_number,
            "words": "天花板漏水，\n三次没人来。",
            "summary": "卫生间漏水",
            "kind": "complaint",
            "subject": "engineering_quality",
            "channel": "phone",
            "language": "zh-hans",
            "emotion": "calm",
            "impact": ["safety", "health"],
        }
        answer = signed_in(alice).post(reverse("desk:new"), said)
        case = Case.objects.get()
        assert answer.headers["Location"] == reverse("desk:case", args=[case.number])
        assert (case.words.replace("\r", ""), case.summary) == ("天花板漏水，\n三次没人来。", "卫生间漏水")
        assert (case.owner, case.home, case.severity) == (chen, home_1201, "major")

    def test_without_an_owner_or_a_project_it_asks_for_one(self, signed_in, alice):
        answer = signed_in(alice).post(reverse("desk:new"), {"words": "有人说水管坏了"})
        assert answer.status_code == 422
        assert "有人说水管坏了" in answer.content.decode()
        assert not Case.objects.exists()

    def test_a_project_out_of_scope_is_refused(self, signed_in, alice, harbour):
        said = {"project": harbour.code, "words": "x", "kind": "complaint", "subject": "other"}
        assert signed_in(alice).post(reverse("desk:new"), said).status_code == 422
        assert not Case.objects.exists()


@pytest.mark.parametrize("view", ["mine", "open", "unassigned", "overdue", "waiting_owner", "nonsense"])
def test_every_view_opens_empty_and_says_what_would_fill_it(desk, alice, view):
    assert "ds-empty" in desk(alice, "desk:queue", view=view)


def test_the_queue_costs_the_same_for_one_case_and_for_thirty(signed_in, alice, story):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(alice)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(reverse("desk:queue"), {"view": "open"})
        return len(captured)

    story.register()
    cost()
    one = cost()
    for _number in range(30):
        story.register()
    assert cost() == one


def test_dates_and_money_follow_the_reader(signed_in, alice, story):
    case = story.drive("proposed")
    client = signed_in(alice)
    with translation.override("zh-hans"):
        text = client.get(reverse("desk:case", args=[case.number])).content.decode()
    assert "¥300" in text
    assert "3月2日" in text


def test_only_who_may_register_is_offered_to(desk, alice, cai):
    offer = f'href="{reverse("desk:new")}"'
    for view in ("open", "overdue", "return_visits"):
        assert offer not in desk(cai, "desk:queue", view=view)
    assert offer in desk(alice, "desk:queue")

    def test_what_was_looked_for_is_still_there_when_nobody_was_chosen(self, signed_in, alice, chen):
        answer = signed_in(alice).post(reverse("desk:new"), {"caller_query": "5678", "words": "漏水"})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert 'name="caller_query" value="5678"' in text
        assert 'hx-trigger="load, input' in text


def test_the_department_sees_what_the_slip_is_about(desk, hong, story):
    case = story.drive("transferred")
    assert case.summary in desk(hong, "desk:slips")


class TestACaseJustRegistered:
    def page(self, desk, monkeypatch, alice, story, seconds):
        case = story.register()
        monkeypatch.setattr("crm.clock.now", lambda: case.moved_at + timedelta(seconds=seconds))
        return desk(alice, "desk:case", case.number)

    def test_looks_again_by_itself_who_has_got_it(self, desk, monkeypatch, alice, story):
        assert 'hx-trigger="load delay' in self.page(desk, monkeypatch, alice, story, 1)

    def test_does_not_go_on_looking(self, desk, monkeypatch, alice, story):
        assert 'hx-trigger="load delay' not in self.page(desk, monkeypatch, alice, story, 60)


def test_words_that_were_said_stand_in_no_address(signed_in, alice, story):
    case = story.register()
    client, canary = signed_in(alice), "13812345678"
    sent = client.post("/desk/", {"view": "open", "q": canary, "kind": "complaint"})
    assert sent.status_code == 303
    assert canary not in sent.headers["Location"]
    shown = client.get(sent.headers["Location"]).content.decode()
    assert f'value="{canary}"' in shown
    assert f"row-{case.number}" not in shown
    found = client.post("/desk/", {"view": "open", "q": case.number}, follow=True).content.decode()
    assert f"row-{case.number}" in found
