"""Reply templates: filled with the case, versioned, clean before the guard, offered where they fit."""

import pytest

from crm.errors import NotAllowed, NotFound, Refused, Stale
from service_desk.cases import services as cases
from service_desk.cases.states import CaseStatus
from service_desk.guidance import filling, offices, reading, reply_templates
from service_desk.guidance.models import ReplyTemplate, TemplateUse
from service_desk.guidance.standard import reply_templates as shipped_templates
from service_desk.guidance.terms import LANGUAGES
from tests.cases.story import nothing_changes
from tests.guidance.measuring import shipped

MINE = {
    "names": {"zh-hans": "我的问候"},
    "texts": {"zh-hans": "{owner}您好，我是{agent}。"},
    "kinds": [],
    "stages": [],
    "subjects": [],
}
OFFICE = {
    "names": {"zh-hans": "江畔花园客服中心", "en": "Riverside office"},
    "addresses": {"zh-hans": "滨江路1号"},
    "telephone": "0571-88880000",
}


@pytest.fixture
def office(riverside, bob, now):
    return offices.keep_office(bob, riverside, **OFFICE, now=now)


def offered(story, code, case=None):
    found = reply_templates.offered(story.alice, case or story.register(), now=story.now)
    return next(one for one in found if one.code == code)


def test_what_ships_stands_in_four_languages_with_known_variables_and_passes_the_guard():
    for template in shipped_templates():
        assert set(template["names"]) == set(template["texts"]) == set(LANGUAGES), template["code"]
        for language, text in template["texts"].items():
            assert filling.unknown(text) == []
            found = reading.find(text, shipped(), language=language)
            assert [(one.rule.code, one.words) for one in found] == [], template["code"]


def test_each_inquiry_template_names_who_answers_and_where_he_is_found():
    for template in shipped_templates():
        if template.get("kinds") == ["inquiry"]:
            for text in template["texts"].values():
                assert {"agent", "office", "address", "telephone"} <= set(filling.VARIABLE.findall(text))


def test_it_is_filled_with_the_case_in_the_owners_language(story, office):
    case = story.register()
    one = offered(story, "acknowledgement", case)
    assert one.missing == []
    for words in (
        "陈建国",
        case.number,
        "江畔花园客服中心",
        story.alice.display_name,
        "0571-88880000",
        "3月9日",
    ):
        assert words in one.text


def test_what_is_missing_is_named_and_stays_to_be_seen(story):
    one = offered(story, "acknowledgement")
    assert len(one.missing) == 2
    assert "{office}" in one.text


def test_nothing_goes_out_with_a_variable_left_in_it(story):
    case = story.drive(CaseStatus.ASSIGNED)
    with nothing_changes(), pytest.raises(Refused) as refusal:
        cases.reply(story.alice, case, body="您好，请到{office}找我，明天见。", now=story.now)
    assert "{office}" in refusal.value.fields["body"]


def test_those_that_fit_come_first(story):
    found = reply_templates.offered(story.alice, story.register(kind="inquiry"), now=story.now)
    fitting = [one.code for one in found if one.fits]
    assert "inquiry-office" in fitting
    assert "acknowledgement" not in fitting
    assert [one.fits for one in found] == sorted((one.fits for one in found), reverse=True)


def test_the_most_used_come_first_among_them(story):
    rows = {row.code: row for row in reply_templates.templates(story.alice)}
    for _each in range(3):
        reply_templates.count_use(story.alice, rows["photos"], now=story.now)
    found = reply_templates.offered(story.alice, story.register(), now=story.now)
    assert (found[0].code, found[0].used) == ("photos", 3)


def test_as_many_queries_for_one_template_as_for_all(story, django_assert_max_num_queries):
    case = story.register()
    with django_assert_max_num_queries(5):
        reply_templates.offered(story.alice, case, now=story.now)


def test_ones_own_is_for_oneself_alone(story, bob):
    row = reply_templates.keep_template(story.alice, personal=True, now=story.now, **MINE)
    assert reply_templates.template_for(story.alice, row.code) == row
    with pytest.raises(NotFound):
        reply_templates.template_for(bob, row.code)


def test_shared_ones_are_written_by_supervisors(story):
    with nothing_changes(), pytest.raises(NotAllowed):
        reply_templates.keep_template(story.alice, now=story.now, **MINE)
    row = reply_templates.keep_template(story.bob, now=story.now, **MINE)
    with pytest.raises(NotAllowed):
        reply_templates.template_for(story.alice, row.code, to="edit")


def test_a_change_is_a_version_and_uses_are_counted_together(story):
    row = reply_templates.keep_template(story.bob, now=story.now, **MINE)
    reply_templates.count_use(story.alice, row, now=story.now)
    newer = reply_templates.keep_template(story.bob, code=row.code, seen=1, now=story.now, **MINE)
    reply_templates.count_use(story.alice, newer, now=story.now)
    assert (newer.version, reply_templates.use_counts()[row.code]) == (2, 2)
    with nothing_changes(), pytest.raises(Stale):
        reply_templates.keep_template(story.bob, code=row.code, seen=1, now=story.now, **MINE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{ovner}您好", "ovner"),
        ("这都怪您自己。", "怪您"),
        ("您这是无理取闹。", "无理取闹"),
        ("非常抱歉给您带来不便。", "抱歉"),
    ],
)
def test_what_must_not_be_said_is_in_no_template(story, text, says):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        reply_templates.keep_template(story.bob, now=story.now, **{**MINE, "texts": {"zh-hans": text}})
    assert says in refusal.value.fields["texts.zh-hans"]


def test_a_retired_one_is_in_no_picker(story):
    row = reply_templates.keep_template(story.bob, now=story.now, **MINE)
    reply_templates.retire_template(story.bob, row, now=story.now)
    with pytest.raises(NotFound):
        reply_templates.template_for(story.bob, row.code)
    assert ReplyTemplate.objects.filter(code=row.code).exists()


def test_an_office_is_kept_once_and_a_stale_change_is_refused(bob, riverside, office, now):
    with nothing_changes(), pytest.raises(Stale):
        offices.keep_office(bob, riverside, **OFFICE, now=now)
    assert offices.keep_office(bob, riverside, **OFFICE, seen=1, now=now).version == 2
    with nothing_changes(), pytest.raises(Refused):
        offices.keep_office(bob, riverside, **{**OFFICE, "telephone": " "}, seen=2, now=now)


def test_the_picker_counts_what_it_puts_in(signed_in, story, office):
    case, page = story.register(), signed_in(story.alice)
    rows = page.get(f"/desk/cases/{case.number}/templates/").json()["templates"]
    assert rows[0]["fits"]
    assert page.post(f"/desk/templates/{rows[0]['code']}/use/").status_code == 204
    assert TemplateUse.objects.count() == 1


def test_the_case_page_offers_the_picker(signed_in, story):
    case = story.drive(CaseStatus.ASSIGNED)
    assert "data-templates" in signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()


def test_the_pages_write_change_preview_and_retire(signed_in, story, office):
    page, case = signed_in(story.bob), story.register()
    typed = {"name_zh_hans": "问候", "text_zh_hans": "{owner}您好，我是{agent}。"}
    assert page.post("/desk/templates/new/", {**typed, "text_zh_hans": "{nobody}"}).status_code == 422
    assert page.post("/desk/templates/new/", typed).status_code == 302
    row = ReplyTemplate.objects.in_force().get(person=None, names__contains={"zh-hans": "问候"})
    shown = page.get(f"/desk/templates/{row.code}/?case={case.number}").content.decode()
    assert "陈建国您好" in shown
    assert page.post(f"/desk/templates/{row.code}/", {**typed, "seen": 1}).status_code == 302
    assert page.post(f"/desk/templates/{row.code}/", {**typed, "seen": 1}).status_code == 422
    assert page.post(f"/desk/templates/{row.code}/retirement/").status_code == 302
    assert page.get("/desk/templates/").status_code == 200


def test_the_page_of_an_office(signed_in, story):
    page = signed_in(story.bob)
    typed = {"name_zh_hans": "客服中心", "address_zh_hans": "滨江路1号", "telephone": "0571-1", "seen": 0}
    assert page.get("/desk/offices/").status_code == 200
    assert page.post("/desk/offices/RIVERSIDE/", typed).status_code == 302
    assert page.post("/desk/offices/RIVERSIDE/", typed).status_code == 422
    assert signed_in(story.alice).get("/desk/offices/RIVERSIDE/").status_code == 403


def test_an_office_of_another_city_is_not_found(signed_in, bob, harbour):
    assert signed_in(bob).get("/desk/offices/HARBOUR/").status_code == 404


def test_over_the_api(api, story, dan):
    body = {"names": {"en": "Hello"}, "texts": {"en": "Dear {owner}, this is {agent}."}, "personal": True}
    made = api(story.alice).post("reply-templates", body)
    assert (made.status_code, made.json()["personal"]) == (201, True)
    address = f"reply-templates/{made.json()['code']}"
    assert api(story.alice).put(address, {**body, "version": 1}).json()["version"] == 2
    assert api(dan).get(address).status_code == 404
    assert api(story.alice).delete(address).status_code == 204
    case = story.register()
    found = api(story.alice).get(f"cases/{case.number}/reply-templates").json()
    assert {"code", "text", "missing", "fits"} <= set(found[0])
    assert api(dan).get(f"cases/{case.number}/reply-templates").status_code == 404
    assert api(story.bob).put("offices/RIVERSIDE", {**OFFICE, "version": 0}).json()["version"] == 1
