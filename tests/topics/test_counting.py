"""Topics are counted by project and time, charted, led to their rows, exported, and edited as a tree."""

from datetime import timedelta

import pytest

from crm.errors import Refused
from service_desk.topics import counting, exporting, services
from service_desk.topics.models import Topic
from tests.cases.story import nothing_changes
from tests.topics.test_short_ways import of, topics

__all__ = ["topics"]


@pytest.fixture
def told(story, topics):
    """Two about keys, one about the handover day, one about fees, one about nothing."""
    for codes in (["keys"], ["keys"], ["handover-date"], ["fees"], []):
        case = of(story, "inquiry")
        services.tag(story.alice, case, topics=codes, now=story.now)
    return story


def asked(story, user=None, **given):
    return counting.asked_in(user or story.alice, given, story.now.date())


def counts(story, user=None, **given):
    found = counting.lines(user or story.alice, asked(story, user, **given), "en")
    return {line.key: line.count for line in found}


def test_groups_count_what_stands_below_them(told):
    assert counts(told) == {"handover": 3, "living": 1}
    assert counts(told, group="handover") == {"keys": 2, "handover-date": 1}


def test_shares_make_the_whole_and_the_most_comes_first(told):
    lines = counting.lines(told.alice, asked(told), "en")
    assert [line.key for line in lines] == ["handover", "living"]
    assert sum(line.share for line in lines) == pytest.approx(100)


def test_what_has_no_topic_is_said(told):
    assert counting.untagged(told.alice, asked(told)) == 1


def test_days_projects_and_kinds_narrow_it(told):
    later = (told.now + timedelta(days=1)).date().isoformat()
    assert counts(told, since=later, until=later) == {}
    assert counts(told, kind="praise") == {}
    assert counts(told, project="RIVERSIDE") == {"handover": 3, "living": 1}


def test_nobody_counts_what_is_out_of_his_scope(told, dan, eve):
    assert counts(told, user=dan) == {}
    assert counts(told, user=eve) == {"handover": 3, "living": 1}


def test_an_address_that_cannot_be_meant_is_the_usual(told):
    found = asked(told, since="yesterday", until="2026-13-99", kind="?", project="'")
    assert (found.until, found.until - found.since) == (told.now.date(), counting.USUAL)
    assert (found.kind, found.project) == ("", None)


def test_the_number_of_queries_is_fixed(told, django_assert_num_queries):
    with django_assert_num_queries(2):
        counting.lines(told.alice, asked(told), "en")


def test_the_page_charts_and_leads_to_the_rows(told, signed_in, mei):
    told_day = told.now.date().isoformat()
    page, days = signed_in(told.alice), f"since={told_day}&until={told_day}"
    shown = page.get(f"/desk/topics/?{days}").content.decode()
    assert "data-chart" in shown
    assert "key=handover" in shown
    rows = page.get(f"/desk/topics/cases/?{days}&key=handover").content.decode()
    assert rows.count("/desk/cases/") >= 3
    assert signed_in(mei).get("/desk/topics/").status_code == 200
    assert signed_in(mei).get("/desk/topics/cases/?key=handover").status_code == 403
    assert signed_in(told.hong).get("/desk/topics/").status_code == 403


def test_a_click_on_a_bar_names_it_by_its_label(told, topics):
    assert counting.key_called("Handover", "en") == "handover"
    assert counting.key_called("nothing", "en") == ""


def test_the_figures_are_taken_as_a_file(told):
    day = told.now.date().isoformat()
    found = exporting.topics(told.alice, {"since": day, "until": day}, now=told.now)
    assert [row[1] for row in found.rows] == [3, 1]


def test_topics_are_added_changed_and_retired(story, bob, topics):
    names = {"en": "Pets", "zh-hans": "宠物"}
    row = services.keep_topic(bob, code="pets", parent="living", names=names, now=story.now)
    assert row.parent.code == "living"
    with nothing_changes(), pytest.raises(Refused):
        services.keep_topic(bob, code="pets", names=names, now=story.now)
    changed = services.keep_topic(
        bob, code="pets", parent="living", names=names, retired=True, seen=1, now=story.now
    )
    assert (changed.retired, changed.version) == (True, 2)


@pytest.mark.parametrize("parent", ["keys", "nothing", "pets"])
def test_the_tree_has_two_levels(story, bob, topics, parent):
    with nothing_changes(), pytest.raises(Refused):
        services.keep_topic(bob, code="pets", parent=parent, names={"en": "Pets"}, now=story.now)


def test_a_retired_topic_is_offered_no_more_and_still_counted(told, bob):
    row = Topic.objects.get(code="keys")
    services.keep_topic(
        bob, code="keys", parent="handover", names=row.names, retired=True, seen=row.version, now=told.now
    )
    from service_desk.topics.selectors import choices

    assert "keys" not in {code for _group, below in choices("en") for code, _name in below}
    assert counts(told, group="handover")["keys"] == 2


def test_the_pages_of_the_tree(signed_in, story, topics):
    page = signed_in(story.bob)
    assert page.get("/desk/topics/tree/").status_code == 200
    typed = {"code": "pets", "parent": "living", "name_en": "Pets", "seen": 0}
    assert page.post("/desk/topics/tree/new/", typed).status_code == 302
    assert (
        page.post(
            "/desk/topics/tree/pets/", {"parent": "living", "name_en": "Animals", "seen": 1}
        ).status_code
        == 302
    )
    assert Topic.objects.get(code="pets").names == {"en": "Animals"}
    assert signed_in(story.alice).get("/desk/topics/tree/").status_code == 403


def test_over_the_api(api, told, mei):
    day = told.now.date().isoformat()
    found = api(told.alice).get(f"topics/counts?since={day}&until={day}").json()
    assert [(row["topic"], row["count"]) for row in found] == [("handover", 3), ("living", 1)]
    assert {"code", "names", "parent"} <= set(api(mei).get("topics").json()[0])
    body = {"code": "pets", "parent": "living", "names": {"en": "Pets"}}
    assert api(told.alice).put("topics", body).status_code == 403
    assert api(told.bob).put("topics", body).json()["version"] == 1
