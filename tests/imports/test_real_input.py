"""The real files go into the running system: what they state is found again, what cannot be taken says why."""

from collections import Counter
from pathlib import Path

import pytest

from crm.accounts.services import system_user
from crm.imports.mapping import mapping_named
from crm.imports.models import ImportedRow
from crm.imports.selectors import external_facts, refused_rows, totals
from crm.imports.services import best_mapping, prepare, run_now
from crm.text import matching
from owners.contracts.models import Ownership, Purchase
from owners.homes.models import Home
from owners.people.models import Owner
from service_desk.cases.models import Case
from service_desk.clocks.models import Deadline
from tests.people import NOW

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="the folder with the real files is not here"),
]
BOSTON = REAL / "complaints_311"
LABELS = {
    "劳动和社会保障": 104,
    "城乡建设": 101,
    "教育文体": 96,
    "卫生计生": 58,
    "交通运输": 55,
    "商贸旅游": 48,
    "环境保护": 33,
}


def bring_in(path, kind, project, mapping="", dry=False):
    actor, content = system_user("imports"), path.read_bytes()
    chosen = mapping_named(mapping) if mapping else best_mapping(kind, content, path.name)
    run = prepare(
        actor, kind=kind, mapping=chosen, content=content, file_name=path.name, project=project, now=NOW
    )
    list(run_now(actor, run, dry=dry, clock=lambda: NOW))
    return run, totals(run, dry=dry)


def on_time(kind="cases"):
    facts = [fact for row in ImportedRow.objects.filter(kind=kind) for fact in row.facts]
    return Counter(fact["on_time"] for fact in facts)


@pytest.mark.parametrize(
    ("variant", "mapping"),
    [
        ("boston311-100.csv", "city-requests-boston"),
        ("boston311-100-notime.csv", "city-requests-boston"),
        ("boston311-100-with-fake-pii.csv", "city-requests-boston"),
        ("boston311-100-with-nonascii.csv", "city-requests-boston"),
        ("boston311-dmy-100.csv", "city-requests-boston-dmy"),
    ],
)
def test_every_variant_of_a_hundred_city_requests_keeps_83_on_time_and_17_overdue(
    variant, mapping, riverside
):
    run, counts = bring_in(BOSTON / variant, "cases", riverside)
    assert run.mapping_name == mapping
    assert (counts.made, counts.known, counts.refused) == (100, 0, 0)
    assert on_time() == {"ONTIME": 83, "OVERDUE": 17}
    assert Counter(Case.objects.values_list("status", flat=True)) == {"closed": 85, "registered": 15}


def test_the_variants_name_the_same_hundred_cases_and_are_not_taken_twice(riverside):
    bring_in(BOSTON / "boston311-100.csv", "cases", riverside)
    _run, counts = bring_in(BOSTON / "boston311-dmy-100.csv", "cases", riverside)
    assert (counts.made, counts.known) == (0, 100)
    assert Case.objects.count() == 100


def test_day_month_year_means_the_same_moments(riverside):
    bring_in(BOSTON / "boston311-dmy-100.csv", "cases", riverside)
    number = ImportedRow.objects.get(external_ref="101004143000").subject
    assert Case.objects.get(number=number).received_at.isoformat() == "2022-01-21T18:47:00+00:00"


def test_twenty_repeated_rows_are_counted_as_here_already(riverside):
    _run, counts = bring_in(BOSTON / "boston311-100-20dupes-random.csv", "cases", riverside)
    assert (counts.made, counts.known, counts.refused) == (80, 20, 0)


def test_the_malformed_row_is_refused_with_its_reason_and_not_lost(riverside):
    run, counts = bring_in(BOSTON / "boston311-100-bad.tsv", "cases", riverside)
    assert (counts.made, counts.refused) == (99, 1)
    (refused,) = refused_rows(run, dry=False)
    assert refused["row"] == 41
    assert refused["reasons"] == {"row": "The row has 30 columns where the heading has 29."}
    assert refused["cells"][0] == "101004113615"
    assert len(refused["cells"]) == 30


def test_a_closed_request_comes_in_closed_with_its_answer_and_starts_no_clock(riverside):
    bring_in(BOSTON / "boston311-100.csv", "cases", riverside)
    case = Case.objects.get(number=ImportedRow.objects.get(external_ref="101004113747").subject)
    assert (case.status, case.due_at, case.deadlines.count()) == ("closed", None, 0)
    assert case.result.startswith("Case Closed. Closed date")
    assert [fact["on_time"] for _source, fact in external_facts("cases", case.number)] == ["ONTIME"]


def test_an_open_request_of_years_ago_is_promised_an_answer_from_the_day_it_came(riverside):
    bring_in(BOSTON / "boston311-100.csv", "cases", riverside)
    case = Case.objects.get(number=ImportedRow.objects.get(external_ref="101004143000").subject)
    assert (case.status, case.deadlines.count()) == ("registered", 1)
    assert case.received_at.year == 2022
    assert case.due_at > case.deadlines.get().started_at == case.history.get().at
    assert not Deadline.objects.overdue(NOW).exists()


def test_the_messages_keep_their_labels_though_one_came_twice_with_two_of_them(riverside):
    _run, counts = bring_in(REAL / "complaints_zh" / "附件2.xlsx", "cases", riverside)
    assert (counts.made, counts.known, counts.refused) == (494, 1, 0)
    facts = [fact for row in ImportedRow.objects.filter(kind="cases") for fact in row.facts]
    assert Counter(fact["category"] for fact in facts) == LABELS


def test_answered_messages_come_in_closed_and_the_one_true_date_among_texts_is_read(riverside):
    run, counts = bring_in(REAL / "complaints_zh" / "附件4.xlsx", "cases", riverside)
    assert run.mapping_name == "public-messages-zh-answered"
    assert (counts.made, counts.refused) == (120, 0)
    assert set(Case.objects.values_list("status", flat=True)) == {"closed"}
    assert Case.objects.filter(received_at="2019-04-08T08:37:20+08:00").count() == 1


def test_tabs_and_full_width_blanks_of_the_messages_are_gone(riverside):
    bring_in(REAL / "complaints_zh" / "附件3.xlsx", "cases", riverside)
    words = "".join(Case.objects.values_list("words", flat=True))
    assert "\t" not in words
    assert "\u3000" not in words


@pytest.mark.parametrize("query", ["开发商", "開發商"])
def test_the_messages_are_found_in_simplified_and_in_traditional(query, riverside):
    bring_in(REAL / "complaints_zh" / "附件2.xlsx", "cases", riverside)
    found = set(matching(Case.objects.all(), "search_text", query).values_list("number", flat=True))
    written = [c for c in Case.objects.all() if "开发商" in c.words + c.summary + c.result]
    assert found >= {case.number for case in written}
    assert len(written) > 5


def test_registered_sales_become_homes_buyers_ownerships_and_purchases(riverside):
    run, counts = bring_in(REAL / "purchases_tw" / "a_lvr_land_a.csv", "purchases", riverside)
    assert (counts.made, counts.refused) == (345, 21)
    assert {"Land" in row["reasons"]["交易標的"] for row in refused_rows(run, dry=False)} == {True}
    made = [Purchase.objects.count(), Home.objects.count(), Owner.objects.count(), Ownership.objects.count()]
    assert made == [345, 345, 345, 345]
    sale = Purchase.objects.get(external_ref="RPSNMLQJJHPFFAA67CA")
    assert (sale.signed_on.isoformat(), sale.amount, sale.currency) == ("2019-11-11", 62_000_000_00, "TWD")
    assert (sale.home.floor, sale.home.area, sale.home.address) == (25, sale.area, "臺北市文山區車前路1~30號")


def test_registered_sales_taken_again_change_nothing(riverside):
    bring_in(REAL / "purchases_tw" / "a_lvr_land_a.csv", "purchases", riverside)
    _run, counts = bring_in(REAL / "purchases_tw" / "a_lvr_land_a.csv", "purchases", riverside)
    assert (counts.made, counts.known, counts.refused) == (0, 345, 21)
    assert Purchase.objects.count() == 345


@pytest.mark.parametrize("query", ["台北市文山区", "臺北市文山區"])
def test_the_homes_are_found_by_address_in_simplified_and_traditional(query, riverside):
    bring_in(REAL / "purchases_tw" / "a_lvr_land_a.csv", "purchases", riverside)
    found = matching(Home.objects.all(), "search_text", query).count()
    assert found == Home.objects.filter(address__contains="臺北市文山區").count() > 10


def test_a_dry_run_says_the_same_and_leaves_nothing(riverside):
    _run, counts = bring_in(REAL / "purchases_tw" / "a_lvr_land_a.csv", "purchases", riverside, dry=True)
    assert (counts.made, counts.refused) == (345, 21)
    assert [Purchase.objects.count(), Home.objects.count(), Owner.objects.count()] == [0, 0, 0]
