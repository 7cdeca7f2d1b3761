"""An earlier version of a rule, a playbook or a template is brought back from its history, as the next one."""

import pytest

from crm.errors import IllegalMove, NotAllowed, NotFound, Refused, Stale
from service_desk.guidance import guard_rules, playbooks, reply_templates
from service_desk.guidance.models import GuardRule, Playbook
from service_desk.guidance.versions import retire
from tests.cases.story import nothing_changes
from tests.guidance.test_guard_rules import PLAIN, found
from tests.guidance.test_playbooks import CONTENT

LETTER = {"names": {"en": "Greeting"}, "texts": {"en": "Good morning {owner}."}}


def history(model, code):
    rows = model.objects.filter(code=code).order_by("version")
    return [(row.version, row.current) for row in rows]


@pytest.fixture
def rule(bob, now):
    """A rule that was changed once."""
    row = guard_rules.keep_rule(bob, now=now, **PLAIN)
    return guard_rules.keep_rule(bob, code=row.code, seen=1, now=now, **{**PLAIN, "patterns": "small print"})


def test_an_earlier_wording_is_in_force_again_as_the_next_version(bob, rule, now):
    assert found(bob) == []
    back = guard_rules.bring_back(bob, rule.code, 1, seen=2, now=now)
    assert (back.version, back.patterns, back.made_by) == (3, "fine print", bob)
    assert history(GuardRule, rule.code) == [(1, False), (2, False), (3, True)]
    assert found(bob) == [rule.code]


def test_what_was_retired_comes_back_too(bob, rule, now):
    retire(bob, rule, now=now)
    guard_rules.bring_back(bob, rule.code, 2, seen=0, now=now)
    assert history(GuardRule, rule.code) == [(1, False), (2, False), (3, True)]


@pytest.mark.parametrize(
    ("version", "seen", "error"), [(1, 1, Stale), (1, 0, Stale), (2, 2, IllegalMove), (9, 2, NotFound)]
)
def test_what_cannot_come_back_changes_nothing(bob, rule, now, version, seen, error):
    with nothing_changes(), pytest.raises(error):
        guard_rules.bring_back(bob, rule.code, version, seen=seen, now=now)


def test_a_playbook_is_taken_out_and_brought_back_on_its_pages(signed_in, bob, alice, now):
    row = playbooks.keep_playbook(bob, now=now, **CONTENT)
    page, address = signed_in(bob), f"/desk/playbooks/{row.code}/"
    assert page.post(f"{address}retirement/", {"seen": "9"}).status_code == 422
    assert page.post(f"{address}retirement/", {"seen": "1"}).status_code == 302
    assert page.get(address).status_code == 404
    assert f"{address}return/" in page.get("/desk/playbooks/").content.decode()
    assert f"{address}return/" not in signed_in(alice).get("/desk/playbooks/").content.decode()
    assert signed_in(alice).post(f"{address}return/", {"version": "1", "seen": "0"}).status_code == 403
    assert page.post(f"{address}return/", {"version": "1", "seen": "0"}).status_code == 302
    assert history(Playbook, row.code) == [(1, False), (2, True)]
    assert f"{address}return/" in page.get(address).content.decode(), "the first version can come back"


def test_the_page_of_a_rule_has_one_button_for_each_earlier_version(signed_in, bob, alice, rule):
    page, address = signed_in(bob), f"/desk/guard/{rule.code}/"
    assert page.get(address).content.decode().count(f'action="{address}return/"') == 1
    assert signed_in(alice).post(f"{address}return/", {"version": "1", "seen": "2"}).status_code == 403
    assert page.post(f"{address}return/", {"version": "1", "seen": "2"}).status_code == 302
    assert GuardRule.objects.in_force().get(code=rule.code).patterns == "fine print"


def test_ones_own_template_is_brought_back_by_oneself_alone(alice, bob, now):
    row = reply_templates.keep_template(alice, personal=True, now=now, **LETTER)
    retire(alice, row, now=now)
    assert [one.code for one in reply_templates.retired_templates(alice)] == [row.code]
    assert reply_templates.retired_templates(bob) == []
    with nothing_changes(), pytest.raises(NotFound):
        reply_templates.bring_back(bob, row.code, 1, seen=0, now=now)
    back = reply_templates.bring_back(alice, row.code, 1, seen=0, now=now)
    assert (back.person, back.version) == (alice, 2)


def test_a_shared_template_comes_back_by_a_supervisor_and_only_if_it_passes_the_guard(alice, bob, now):
    row = reply_templates.keep_template(bob, now=now, **LETTER)
    retire(bob, row, now=now)
    with nothing_changes(), pytest.raises(NotAllowed):
        reply_templates.bring_back(alice, row.code, 1, seen=0, now=now)
    guard_rules.keep_rule(bob, now=now, **{**PLAIN, "patterns": "good morning"})
    with nothing_changes(), pytest.raises(Refused):
        reply_templates.bring_back(bob, row.code, 1, seen=0, now=now)


def test_over_the_api(api, alice, bob, rule):
    address = f"guard/rules/{rule.code}/versions"
    assert [row["version"] for row in api(bob).get(address).json()] == [2, 1]
    assert api(alice).post(address, {"back_to": 1, "version": 2}).status_code == 403
    answer = api(bob).post(address, {"back_to": 1, "version": 2})
    assert (answer.status_code, answer.json()["version"], answer.json()["patterns"]) == (201, 3, "fine print")
    assert api(bob).post(address, {"back_to": 1, "version": 2}).status_code == 409


@pytest.mark.parametrize(
    ("kind", "keep", "content"),
    [
        ("playbooks", playbooks.keep_playbook, CONTENT),
        ("reply-templates", reply_templates.keep_template, LETTER),
    ],
)
def test_playbooks_and_templates_over_the_api(api, bob, now, kind, keep, content):
    code = keep(bob, now=now, **content).code
    assert api(bob).delete(f"{kind}/{code}").status_code == 204
    answer = api(bob).post(f"{kind}/{code}/versions", {"back_to": 1, "version": 0})
    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    assert [row["version"] for row in api(bob).get(f"{kind}/{code}/versions").json()] == [2, 1]
