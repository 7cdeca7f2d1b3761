"""A case says whether it is under warranty: guessed from the words, judged for the day of the report, kept."""

from datetime import date, timedelta

import pytest

from crm.errors import Refused
from owners.models import WarrantyExtension
from service_desk.cases import services as cases
from service_desk.cases.models import CaseHistory
from service_desk.cases.states import CaseStatus
from service_desk.warranty import selectors, services
from service_desk.warranty.models import WarrantyCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(story, handed_over, parts):
    return story.register()


def test_a_leak_three_years_after_the_handover_is_in_warranty(case, alice, now):
    check = services.judge(alice, case, part="waterproofing", now=now)
    assert (check.coverage, check.until) == ("in", date(2028, 1, 15))
    assert check.rule["length"] == 5 and "第四十条" in check.rule["basis"]
    assert CaseHistory.objects.filter(case=case, verb="warranty_judged").count() == 1


def test_a_socket_three_years_after_the_handover_is_out(case, alice, now):
    check = services.judge(alice, case, part="electrical", now=now)
    assert (check.coverage, check.until) == ("out", date(2025, 1, 15))


def test_before_the_handover_nothing_is_known_and_nothing_promised(story, parts, alice, now):
    check = services.judge(alice, story.register(), part="waterproofing", now=now)
    assert (check.coverage, check.until) == ("unknown", None)


def test_the_day_of_the_report_counts_and_not_the_day_of_judging(story, handed_over, parts, alice, now):
    case = story.register(received_at=now - timedelta(days=300), carried_over="2025-1")
    later = services.judge(alice, case, part="waterproofing", now=now + timedelta(days=800))
    assert later.coverage == "in"


def test_judged_again_it_is_corrected_and_told_twice(case, alice, now):
    services.judge(alice, case, part="electrical", now=now)
    services.judge(alice, case, part="waterproofing", now=now)
    assert WarrantyCheck.objects.get(case=case).part.code == "waterproofing"
    assert CaseHistory.objects.filter(case=case, verb="warranty_judged").count() == 2


@pytest.mark.parametrize("part", ["fi-waterproofing", "roof garden", ""])
def test_a_part_that_the_law_of_the_place_does_not_know_is_refused(case, alice, now, part):
    with pytest.raises(Refused):
        services.judge(alice, case, part=part, now=now)
    assert not WarrantyCheck.objects.exists()


def test_a_case_without_a_home_is_refused(story, parts, alice, now):
    with pytest.raises(Refused) as refusal:
        services.judge(alice, story.register(home=None), part="waterproofing", now=now)
    assert refusal.value.code == "no_home"


def test_the_words_choose_the_part_while_the_call_is_taken(
    story, handed_over, parts, alice, signed_in, monkeypatch, now
):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    said = {"owner": story.chen.number, "home": handed_over.public_number, "kind": "complaint"}
    said |= {"words": "厨房下水堵了", "subject": "engineering_quality"}
    html = signed_in(alice).post("/desk/new/hints/", said).content.decode()
    assert 'value="plumbing" selected' in html and "2025" in html
    chosen = said | {"warranty_part": "waterproofing", "warranty_guess": "plumbing"}
    html = signed_in(alice).post("/desk/new/hints/", chosen).content.decode()
    assert 'value="waterproofing" selected' in html


def test_what_stood_in_the_form_is_kept_with_the_case(
    story, handed_over, parts, alice, signed_in, monkeypatch, now
):
    monkeypatch.setattr("crm.clock.now", lambda: now)
    said = {"owner": story.chen.number, "home": handed_over.public_number, "kind": "complaint"}
    said |= {
        "words": "卫生间漏水",
        "subject": "engineering_quality",
        "emotion": "calm",
        "language": "zh-hans",
    }
    said |= {"channel": "phone", "warranty_part": "waterproofing", "warranty_guess": "waterproofing"}
    answer = signed_in(alice).post("/desk/new/", said)
    assert answer.status_code == 302
    check = WarrantyCheck.objects.get()
    assert (check.part.code, check.coverage, check.guessed) == ("waterproofing", "in", True)
    page = signed_in(alice).get(answer.url).content.decode()
    assert "warranty-card" in page and "2028" in page


def test_only_the_desk_judges_and_only_in_its_city(case, hong, dan, cai, alice, api, signed_in):
    for user, status in ((hong, 403), (cai, 403), (dan, 404)):
        answer = api(user).put(f"cases/{case.number}/warranty", {"part": "waterproofing"})
        assert answer.status_code == status
    assert not WarrantyCheck.objects.exists()
    assert api(alice).get(f"cases/{case.number}/warranty").status_code == 404
    answer = api(alice).put(f"cases/{case.number}/warranty", {"part": "waterproofing"}).json()
    assert answer["coverage"] == "in" and "第四十条" in answer["rule"]
    assert api(cai).get(f"cases/{case.number}/warranty").json()["until"] == "2028-01-15"


@pytest.fixture
def promised(story, handed_over, parts):
    """The owner agreed to a longer warranty."""
    part = {"kind": "warranty", "description": "防水保修延长", "amount": 0, "currency": "CNY"}
    case = story.drive(CaseStatus.ANSWERED)
    proposal = cases.propose(story.bob, case, summary="延长防水保修", parts=[part], now=story.now)
    proposal.refresh_from_db()
    cases.record_owner_decision(story.alice, proposal, agreed=True, signed_name="陈建国", now=story.now)
    case.refresh_from_db()
    return case


def test_a_promised_extension_becomes_the_last_day_of_that_part(promised, alice, now):
    check = services.extend(alice, promised, part="electrical", until=date(2029, 6, 30), now=now)
    assert (check.coverage, check.until) == ("in", date(2029, 6, 30))
    assert check.rule["extended_by"].startswith("proposal:P")
    assert WarrantyExtension.objects.get().home == promised.home


def test_nothing_is_extended_that_nobody_promised(case, alice, now):
    with pytest.raises(Refused) as refusal:
        services.extend(alice, case, part="waterproofing", until=date(2035, 1, 1), now=now)
    assert refusal.value.code == "nothing_promised"
    assert not WarrantyExtension.objects.exists()


def test_an_extension_that_ends_earlier_than_the_law_is_refused(promised, alice, now):
    with pytest.raises(Refused):
        services.extend(alice, promised, part="waterproofing", until=date(2027, 1, 1), now=now)
    assert not WarrantyExtension.objects.exists()


def test_what_a_case_shows_costs_four_statements(case, django_assert_num_queries):
    case.refresh_from_db()
    case.project.city, case.home  # noqa: B018  at hand on the page
    with django_assert_num_queries(3):  # parts, project's lengths, extensions
        selectors.standings_of(case)
