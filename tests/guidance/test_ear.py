"""The guard's ear: what it hears is a hint, softer than a rule's finding, and a supervisor sets how sure it has to be."""

from dataclasses import replace

import pytest

from crm.errors import Refused
from service_desk.cases import services as cases
from service_desk.cases.states import CaseStatus
from service_desk.guidance import guard, guard_ear, guard_school
from service_desk.guidance.guard import Said
from service_desk.guidance.guard_rules import keep_rule
from service_desk.guidance.guard_text import folded
from service_desk.guidance.models import GuardCatch, GuardRule
from service_desk.guidance.reading import SOUND, Authority, Rule, find
from service_desk.guidance.versions import retire
from tests.cases.story import nothing_changes
from tests.guidance.measuring import SETS, sentences, shipped

SLY = "Had you ventilated as instructed, there would be no damage."
FINE = "Our plumber comes tomorrow at nine and brings the new seal."
EAR = {"title": "Blame, as it sounds", "finding": "blame", "level": "hint", "language": "en", "form": "sound",
       "patterns": "40", "reasons": {"en": "It hurts."}, "betters": {"en": "We will look."}}  # fmt: skip


def ear_alone(**changed) -> list[Rule]:
    return [replace(rule, **changed) for rule in shipped() if rule.form == SOUND]


def marked(text, rules, language="en", **options):
    return [(one.rule.finding, one.words) for one in find(text, rules, language=language, **options)]


def test_it_hears_what_no_rule_says_and_marks_the_whole_sentence():
    assert marked(f"{FINE} {SLY}", shipped(hearing=False)) == []
    assert marked(f"{FINE} {SLY}", shipped()) == [("blame", SLY)]


def test_what_ships_to_be_said_is_not_marked():
    """By our own account it is harmless; it was taught as that."""
    rules = ear_alone()
    said = [(row["betters"], row["finding"]) for row in guard_school.guard_rules()]
    for texts, kind in said:
        for language, text in texts.items():
            assert marked(text, rules, language) == [], (kind, text)


def test_the_same_text_always_sounds_the_same():
    plain = [folded(FINE), folded(SLY)]
    assert guard_ear.hear(plain, "en") == guard_ear.hear(plain, "en")


@pytest.mark.parametrize("language", ["en", "fi", "zh-hans"])
def test_nothing_is_heard_in_nothing(language):
    for text in ("", " ", "\n\n", "…", "?!", "12:30", "👍", "a" * 5000):
        assert marked(text, ear_alone(), language) == []


def test_an_ear_hears_only_its_own_language():
    rules = [rule for rule in ear_alone(patterns="1") if rule.language != "zh"]
    assert marked("这件事由App跟进，WiFi师傅明天到。", rules, "zh-hans") == []


def test_what_is_quoted_is_not_heard():
    assert marked(f"You wrote: “{SLY}”", ear_alone()) == []


def test_the_surer_it_has_to_be_the_less_is_marked():
    rows = [row for row in sentences() if row.label != "fine"][::4]
    marks = [
        sum(bool(marked(row.text, ear_alone(patterns=sure), row.language)) for row in rows)
        for sure in ("20", "50", "80", "99")
    ]
    assert marks == sorted(marks, reverse=True)
    assert marks[0] > marks[-1]


def test_a_rule_s_finding_stands_alone_in_its_sentence():
    text = "It is your own fault: had you ventilated as instructed, there would be no damage."
    (found,) = find(text, shipped(), language="en")
    assert found.rule.form != SOUND


def test_a_sum_that_one_may_promise_is_no_promise_however_it_sounds():
    rules, text = ear_alone(patterns="5"), "We will pay you back everything, whatever happens, €90."
    assert ("promise", text) in marked(text, rules, authority=Authority(8_000, "EUR"))
    assert marked(text, rules, authority=Authority(9_000, "EUR")) == []


def test_a_shipped_rule_yields_where_it_sounds_harmless_beyond_doubt_and_a_rule_of_the_house_never_does():
    rule = Rule("x", "refusal", "serious", "en", "words", "our plumber")
    assert marked(FINE, [replace(rule, yields=True)]) == []
    assert marked(FINE, [rule]) == [("refusal", "Our plumber")]
    assert marked(FINE, [replace(rule, yields=True, level="refused")]) == [("refusal", "Our plumber")]


def test_the_shipped_rules_yield_and_changed_ones_do_not(bob, now):
    row = GuardRule.objects.in_force().get(code="blame-en")
    plain = {**EAR, "form": "words", "level": "serious", "patterns": "seal"}
    keep_rule(bob, code="blame-en", seen=row.version, now=now, **plain)
    yields = {rule.code: rule.yields for rule in guard.rules_in_force()}
    assert (yields["blame-en"], yields["refusal-en"], yields["promise-sum-en"]) == (False, True, False)


def test_what_is_heard_stops_nobody_and_is_kept_as_for_rules(story):
    case = story.drive(CaseStatus.ASSIGNED)
    cases.reply(story.alice, case, body="师傅检查过了，东西没毛病，是用的人有毛病。", now=story.now)
    (row,) = GuardCatch.objects.all()
    assert (row.rule.form, row.rule.level, row.outcome, row.because) == ("sound", "hint", "sent", "")
    cases.reply(story.alice, case, body="洪工明天上午到。", said=Said(seen=(row.rule.code,)), now=story.now)
    assert list(GuardCatch.objects.order_by("id").values_list("outcome", flat=True)) == ["sent", "changed"]


def test_the_composer_is_told_that_it_is_a_guess(signed_in, story):
    page = signed_in(story.alice)
    answer = page.post("/desk/guard/reading/", {"text": SLY, "language": "en"}).json()
    (finding,) = answer["findings"]
    assert (finding["guess"], finding["level"], finding["kind"]) == (True, "hint", "blame")
    assert finding["reason"]
    assert finding["better"]
    (known,) = page.post("/desk/guard/reading/", {"text": "It is your own fault.", "language": "en"}).json()[
        "findings"
    ]
    assert known["guess"] is False


def test_a_supervisor_switches_it_off_or_makes_it_surer(bob, now):
    def heard():
        return [one.rule.code for one in guard.read(SLY, "en", by=bob)]

    row = GuardRule.objects.in_force().get(code="sounds-blame-en")
    assert heard() == ["sounds-blame-en"]
    keep_rule(bob, code=row.code, seen=row.version, now=now, **{**EAR, "patterns": "99"})
    assert heard() == []
    keep_rule(bob, code=row.code, seen=row.version + 1, now=now, **EAR)
    assert heard() == ["sounds-blame-en"]
    retire(bob, GuardRule.objects.in_force().get(code=row.code), now=now)
    assert heard() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("patterns", "0"), ("patterns", "100"), ("patterns", "half"), ("patterns", "５０"), ("patterns", "40\n50"),
     ("patterns", ""), ("level", "serious"), ("level", "refused"), ("finding", "empty_apology")],
)  # fmt: skip
def test_what_cannot_be_heard_so_is_refused_where_it_stands(bob, now, field, value):
    with nothing_changes(), pytest.raises(Refused) as refusal:
        keep_rule(bob, now=now, **{**EAR, field: value})
    assert set(refusal.value.fields) == {field}


def test_the_page_shows_the_ear_and_its_rule_can_be_opened(signed_in, bob):
    page = signed_in(bob)
    shown = page.get("/desk/guard/").content.decode()
    assert "sounds-blame-en" in shown
    assert page.get("/desk/guard/sounds-blame-en/").status_code == 200


def test_the_weights_were_learnt_from_the_lessons_that_stand_there():
    """Whoever changes a lesson teaches anew: python manage.py teach_guard."""
    first = guard_ear.WEIGHTS.read_text(encoding="utf-8").partition("\n")[0]
    assert guard_school.digest() in first


def test_no_sentence_that_it_is_measured_by_was_a_lesson():
    measured = {folded(row.text) for rows in SETS.values() for row in rows()}
    taught = {folded(lesson.text) for lesson in guard_school.lessons()}
    assert not measured & taught


def test_a_line_of_a_lesson_says_each_of_its_alternatives():
    said = guard_school.wordings_of("You (a|b|c) it (now|)(, sir)?.")
    assert {word for line in said for word in "abc" if f" {word} " in line} == set("abc")
    assert any(", sir" in line for line in said)
    assert not any("(" in line or "|" in line or " ." in line for line in said)


def test_every_lesson_can_be_read_and_each_kind_is_taught_in_each_language():
    taught = {(lesson.tongue, lesson.label) for lesson in guard_school.lessons()}
    kinds = {label for _tongue, label in taught}
    assert len(kinds) == 10  # eight kinds of harm, harmless, and the next step
    assert taught == {(tongue, kind) for tongue in guard_ear.TONGUES for kind in kinds}
    assert not any(sign in lesson.text for lesson in guard_school.lessons() for sign in "|[]")
