"""Who answers for a department lands on its part of a case, and learns nothing of the rest."""

import re

import pytest

from service_desk.cases import services
from service_desk.cases.models import Case
from service_desk.linking import services as linking
from service_desk.repairs import services as repairs
from tests.people import _person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ding(riverside, property_service):
    """Handler of property service in Hangzhou."""
    return _person("ding", "丁工", "handler", city=riverside.city, department=property_service)


def opened(client, case):
    answer = client.get(f"/desk/cases/{case.number}/")
    return answer.status_code, answer.content.decode()


def test_a_link_to_the_case_leads_its_department_to_the_slip_that_waits(story, signed_in):
    case = story.drive("transferred")
    status, text = opened(signed_in(story.hong), case)
    assert status == 200
    assert f'action="/desk/slips/{case.slips.get().number}/answer/"' in text
    assert "请给出维修方案" in text


def test_an_answer_from_there_is_taken_and_a_refused_one_keeps_its_text(story, signed_in):
    case, client = story.drive("transferred"), signed_in(story.hong)
    slip = case.slips.get()
    text = opened(client, case)[1]
    assert re.search(r'name="list"\s+value="slips"', text)
    path = f"/desk/slips/{slip.number}/answer/"
    assert client.post(path, {"list": "slips", "solution": " "}).status_code == 422
    assert client.post(path, {"list": "slips", "solution": "重做防水层"}).status_code == 302
    assert story.fresh(case).status == "answered"


def test_what_was_said_and_promised_is_not_among_it(story, signed_in):
    case = story.drive("implementing")
    services.note(story.alice, case, body="业主是律师，小心措辞", now=story.now)
    services.reply(story.alice, case, body="我们会尽快安排。", now=story.now)
    _status, text = opened(signed_in(story.hong), case)
    assert "重做防水层" in text
    for hidden in ("业主是律师", "我们会尽快安排", case.words[:12], story.chen.name, story.chen.phone):
        assert hidden not in text


def test_what_is_answered_and_done_stays_to_be_read(story, signed_in):
    case = story.drive("closed")
    status, text = opened(signed_in(story.hong), case)
    assert (status, "已完成" in text, "<form" in text.split("<main")[-1].split("</main")[0]) == (
        200,
        True,
        False,
    )


def test_a_visit_of_ones_own_is_a_part_of_it(story, signed_in, ding):
    case = story.drive("assigned")
    order = repairs.order(story.alice, case, description="补刷墙面", now=story.now)
    times = [(story.later(days=1), story.later(days=1, hours=2))]
    repairs.offer(story.alice, order, engineer=ding, times=times, now=story.now)
    status, text = opened(signed_in(ding), case)
    assert (status, order.number in text) == (200, True)


def test_whose_department_has_nothing_to_do_with_it_is_told_so_and_shown_the_way(story, signed_in, ding):
    case = story.drive("transferred")
    status, text = opened(signed_in(ding), case)
    assert (status, 'href="/desk/slips/"' in text) == (403, True)
    assert case.summary not in text and "请给出维修方案" not in text


def test_out_of_scope_and_what_there_is_not_look_the_same(story, signed_in, harbour, engineering):
    shen = _person("shen", "沈工", "handler", city=harbour.city, department=engineering)
    case = story.drive("transferred")
    there, nowhere = opened(signed_in(shen), case), opened(signed_in(shen), Case(number="2026-999999"))
    assert there[0] == nowhere[0] == 404
    assert case.summary not in there[1]


def test_who_reads_the_case_sees_the_whole_and_marketing_none_of_it(story, signed_in, mei):
    case = story.drive("transferred")
    assert 'id="content"' in opened(signed_in(story.alice), case)[1]
    assert case.words[:12] in opened(signed_in(story.alice), case)[1]
    assert opened(signed_in(mei), case)[0] == 403


def test_a_case_that_rests_offers_no_form(story, signed_in):
    case = story.drive("transferred")
    linking.merge(story.alice, case, into=story.other(), because="同一件事", now=story.now)
    _status, text = opened(signed_in(story.hong), case)
    assert "/answer/" not in text
