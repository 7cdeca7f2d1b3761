"""Playbooks: chosen by the situation with the reason shown, ticked off by person and time, kept in their version."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from crm.errors import IllegalMove, NotFound, Refused, Stale
from service_desk.cases.states import CaseStatus
from service_desk.guidance import playbooks, reading
from service_desk.guidance.choosing import Situation, read_sign, weigh
from service_desk.guidance.models import Playbook, PlaybookRun, PlaybookTick
from service_desk.guidance.standard import playbooks as shipped_playbooks
from service_desk.guidance.terms import LANGUAGES
from tests.cases.story import nothing_changes
from tests.guidance.measuring import shipped

CONTENT = {
    "names": {"en": "Tea first"},
    "purposes": {},
    "signs": ["emotion: angry = 9"],
    "steps": [{"key": "tea", "do": {"en": "Make tea."}}, {"key": "sit", "do": {"en": "Sit down."}}],
}


def situation(**facts):
    return Situation({name: frozenset(values) for name, values in facts.items()})


def best(story, **given):
    return playbooks.suggestions(story.alice, story.register(**given))[0]


def test_what_ships_is_whole_in_four_languages():
    sizes = {one["code"]: len(one["steps"]) for one in shipped_playbooks()}
    assert sizes == {
        "last": 4,
        "angry-seven": 7,
        "calming-six": 6,
        "difficult-ten": 10,
        "extreme-public": 4,
        "extreme-law": 4,
        "extreme-demand": 4,
    }
    for one in shipped_playbooks():
        assert playbooks.wrong_playbook({name: one[name] for name in ("names", "steps", "signs")}) == {}
        for texts in [
            one["names"],
            one["purposes"],
            *[step[part] for step in one["steps"] for part in step if part != "key"],
        ]:
            assert set(texts) == set(LANGUAGES)
            assert all(texts.values())


def test_what_they_say_passes_the_guard():
    for one in shipped_playbooks():
        for step in one["steps"]:
            for language, phrases in step["say"].items():
                for phrase in phrases:
                    found = reading.find(phrase, shipped(), language=language)
                    assert [(hit.rule.code, hit.words) for hit in found] == [], (one["code"], step["key"])


def test_signs_are_lines_that_can_be_read():
    sign = read_sign("emotion: angry, agitated = 3")
    assert (sign.name, sign.values, sign.weight) == ("emotion", ("angry", "agitated"), 3)
    for line in ("emotion angry", "weather: rain = 1", "always: x = 1", "emotion = 1", "round: many = 1", ""):
        with pytest.raises(ValueError):
            read_sign(line)


def test_what_holds_adds_up_and_is_told_weightiest_first():
    lines = ["always = 1", "emotion: angry = 4", "round: 2 = 2", "channel: social = 3"]
    assert weigh(lines, situation(emotion=["angry"], round=["3"])) == (
        7,
        [("emotion", "angry"), ("round", "3"), ("always", "")],
    )
    assert weigh(lines, situation(round=["1"])) == (1, [("always", "")])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "last"),
        ({"emotion": "agitated"}, "calming-six"),
        ({"emotion": "angry"}, "angry-seven"),
        ({"impact": {"media": True}}, "extreme-public"),
        ({"impact": {"law": True}}, "extreme-law"),
        ({"demand_amount": 10_000_000}, "extreme-demand"),
    ],
)
def test_the_situation_chooses(story, given, code):
    assert best(story, **given).row.code == code


@pytest.mark.parametrize("kind", ["inquiry", "suggestion", "praise"])
def test_where_nobody_is_upset_no_playbook_is_offered_but_one_can_be_asked_for(story, kind, signed_in, api):
    case = story.register(kind=kind, subject="handover")
    assert playbooks.card(story.alice, case) is None
    assert 'id="playbook"' not in signed_in(story.alice).get(f"/desk/cases/{case.number}/").content.decode()
    assert api(story.alice).get(f"cases/{case.number}/playbook").status_code == 404
    assert api(story.alice).get(f"cases/{case.number}/playbook?playbook=last").json()["code"] == "last"


def test_an_angry_inquiry_has_its_playbook(story):
    case = story.register(kind="inquiry", subject="handover", emotion="angry")
    assert playbooks.card(story.alice, case).row.code == "angry-seven"


def test_the_reason_is_told(story):
    from django.utils import translation

    with translation.override("en"):
        assert best(story, emotion="angry").reasons == ["mood: angry"]


def test_what_one_may_not_see_of_the_owner_chooses_nothing_for_one(story, monkeypatch):
    story.chen.sensitive_trade = "lawyer"
    case = story.register()
    case.owner = story.chen
    assert playbooks.situation_of(case, story.bob).facts["trade"] == {"lawyer"}
    monkeypatch.setattr(playbooks, "how", lambda *_asked: "masked")
    assert "trade" not in playbooks.situation_of(case, story.bob).facts


def test_a_step_is_ticked_by_a_person_at_a_time_and_taken_back(story):
    case = story.register()
    playbooks.tick(story.alice, case, code="last", step="listen", now=story.now)
    playbooks.tick(story.bob, case, code="last", step="listen", now=story.later(days=1))
    tick = PlaybookTick.objects.get()
    assert (tick.by, tick.at) == (story.alice, story.now)
    assert playbooks.card(story.alice, case).next_step == "apologise"
    playbooks.tick(story.alice, case, code="last", step="listen", done=False, now=story.now)
    assert not PlaybookTick.objects.exists()


def test_the_version_that_was_followed_stays_with_the_case(story):
    case = story.register(emotion="angry")
    row = playbooks.keep_playbook(story.bob, now=story.now, **CONTENT)
    playbooks.tick(story.alice, case, code=row.code, step="tea", now=story.now)
    changed = {**CONTENT, "steps": [{"key": "walk", "do": {"en": "Walk."}}]}
    playbooks.keep_playbook(story.bob, code=row.code, seen=1, now=story.now, **changed)
    shown = playbooks.card(story.alice, case, row.code)
    assert (shown.row.version, [step.key for step in shown.steps]) == (1, ["tea", "sit"])
    other = playbooks.card(story.alice, story.register(emotion="angry"), row.code)
    assert (other.row.version, [step.key for step in other.steps]) == (2, ["walk"])


def test_what_is_not_there_is_not_ticked(story):
    case = story.register()
    for code, step in (("last", "dance"), ("nothing", "listen")):
        with nothing_changes(), pytest.raises(NotFound):
            playbooks.tick(story.alice, case, code=code, step=step, now=story.now)


def test_a_closed_case_is_ticked_no_more(story):
    case = story.drive(CaseStatus.CLOSED)
    with nothing_changes(), pytest.raises(IllegalMove):
        playbooks.tick(story.alice, case, code="last", step="listen", now=story.now)


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_at_once_leave_one_tick(story):
    if not Playbook.objects.filter(code="last").exists():
        playbooks.keep_playbook(
            story.bob,
            code="last",
            now=story.now,
            **{**CONTENT, "steps": [{"key": "listen", "do": {"en": "x"}}]},
        )
    case, barrier, failed = story.register(), threading.Barrier(6), []

    def run():
        barrier.wait(20)
        try:
            playbooks.tick(story.alice, case, code="last", step="listen", now=story.now)
        except Exception as exc:
            failed.append(exc)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert (PlaybookRun.objects.count(), PlaybookTick.objects.count()) == (1, 1)


def test_phrases_are_in_the_owners_language_and_advice_in_the_readers(story):
    from django.utils import translation

    with translation.override("en"):
        shown = playbooks.card(story.alice, story.register())
    assert shown.steps[0].do.startswith("Let the owner speak")
    assert shown.steps[0].say[0].startswith("我确认一下")


def test_the_card_takes_a_fixed_number_of_queries(story, django_assert_max_num_queries):
    case = story.register()
    playbooks.tick(story.alice, case, code="last", step="listen", now=story.now)
    with django_assert_max_num_queries(6):
        playbooks.card(story.alice, case)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {}}, "names"),
        ({"steps": []}, "steps"),
        ({"steps": [{"key": "a", "do": {"en": "x"}}] * 2}, "steps"),
        ({"steps": [{"key": "a"}]}, "steps"),
        ({"signs": ["nonsense"]}, "signs"),
    ],
)
def test_what_cannot_be_followed_is_not_kept(story, change, field):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        playbooks.keep_playbook(story.bob, now=story.now, **{**CONTENT, **change})
    assert set(refusal.value.fields) == {field}


def test_a_stale_change_is_refused(story):
    row = playbooks.keep_playbook(story.bob, now=story.now, **CONTENT)
    playbooks.keep_playbook(story.bob, code=row.code, seen=1, now=story.now, **CONTENT)
    with nothing_changes(), pytest.raises(Stale):
        playbooks.keep_playbook(story.bob, code=row.code, seen=1, now=story.now, **CONTENT)


def test_the_use_is_counted_over_all_versions(story):
    for _each in range(2):
        playbooks.tick(story.alice, story.register(), code="last", step="listen", now=story.now)
    row = next(one for one in playbooks.statistics() if one.row.code == "last")
    assert (row.cases, row.ticked, row.possible) == (2, 2, 8)


def test_the_list_says_in_words_what_each_playbook_fits(db):
    with translation.override("en"):
        told = {one.row.code: one.when for one in playbooks.statistics()}
    assert "mood: angry" in told["angry-seven"]
    everything = " ".join(line for lines in told.values() for line in lines)
    assert "=" not in everything and "_" not in everything, everything


def test_the_card_stands_beside_the_case_and_ticks(signed_in, story):
    case = story.register(emotion="angry")
    page = signed_in(story.alice)
    assert 'id="playbook"' in page.get(f"/desk/cases/{case.number}/").content.decode()
    other = page.get(f"/desk/cases/{case.number}/playbook/?playbook=last").content.decode()
    assert "LAST" in other
    address, ticked = (
        f"/desk/cases/{case.number}/playbook/step/",
        {"playbook": "last", "step": "listen", "done": "1"},
    )
    assert page.post(address, ticked).status_code == 302
    assert page.post(address, ticked, HTTP_HX_REQUEST="true").status_code == 200
    assert PlaybookTick.objects.count() == 1


def test_the_page_edits_one_language_and_leaves_the_others(signed_in, story):
    page, row = signed_in(story.bob), Playbook.objects.in_force().get(code="last")
    assert page.get("/desk/playbooks/last/?language=fi").status_code == 200
    typed = {"name": "LAST uusi", "purpose": "p", "signs": "always = 1", "seen": 1}
    for number, step in enumerate(row.steps):
        typed |= {
            f"step{number}-key": step["key"],
            f"step{number}-do": f"Tee {number}",
            f"step{number}-say": "Hei\nMoi",
        }
    typed["step3-do"] = ""
    assert page.post("/desk/playbooks/last/?language=fi", typed).status_code == 302
    newer = Playbook.objects.in_force().get(code="last")
    assert (newer.version, newer.names["fi"], newer.names["en"]) == (2, "LAST uusi", row.names["en"])
    assert [step["key"] for step in newer.steps] == ["listen", "apologise", "satisfy"]
    assert newer.steps[0]["say"]["fi"] == ["Hei", "Moi"]
    assert newer.steps[0]["do"]["en"] == row.steps[0]["do"]["en"]
    assert page.post("/desk/playbooks/last/?language=fi", typed).status_code == 422
    assert signed_in(story.alice).get("/desk/playbooks/last/").status_code == 403
    assert signed_in(story.alice).get("/desk/playbooks/").status_code == 200


def test_over_the_api(api, story, dan):
    case = story.register()
    shown = api(story.alice).get(f"cases/{case.number}/playbook").json()
    assert (shown["code"], len(shown["steps"])) == ("last", 4)
    ticked = api(story.alice).post(f"cases/{case.number}/playbook", {"playbook": "last", "step": "listen"})
    assert (ticked.status_code, ticked.json()["done"]) == (200, 1)
    assert api(dan).get(f"cases/{case.number}/playbook").status_code == 404
    assert api(story.alice).post("playbooks", CONTENT).status_code == 403
    made = api(story.bob).post("playbooks", CONTENT)
    assert made.status_code == 201
    address = f"playbooks/{made.json()['code']}"
    assert api(story.bob).put(address, {**CONTENT, "version": 1}).json()["version"] == 2
    assert api(story.bob).put(address, {**CONTENT, "version": 1}).status_code == 409
