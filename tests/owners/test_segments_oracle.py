"""Any tree of conditions finds exactly whom a naive reading of it finds, owner by owner, in plain Python.

The population is small and made so that edges are common: things unknown, cancelled, of another project, on the
very day. The reading below shares no code with the compiler: it knows the rows, and the meaning of each operator.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owners.contracts.models import Purchase, ShowroomVisit
from owners.homes.models import Home
from owners.people.models import Owner, OwnerProject
from owners.segments import compiling, rules
from owners.segments.fields import Reader
from profitability.ledger.models import LedgerEntry
from satisfaction.feedback.models import Feedback
from service_desk.cases.models import Case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai
STAGES = ("lead", "signed", "settling_in", "established")
SCORES = ("very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied")


def day(back: int) -> date:
    return TODAY - timedelta(days=back)


def moment(back: int) -> datetime:
    return NOW - timedelta(days=back)


def owner(n: int) -> Owner:
    """Owner n is different from the others in every way, and the same each time."""
    births = (None, date(1980, 12, 5), date(1996, 2, 29), date(1961, 11, 22), date(2001, 12, 31))
    return Owner.objects.create(
        number=f"O-2026-{n:06d}", kind=("person", "company", "prospect")[n % 3], name=f"业主{n}",
        name_key=f"yezhu{n:03d}", language=("zh-hans", "fi", "en")[n % 3],
        preferred_channel=("phone", "email")[n % 2], gender=("", "female", "male")[n % 3 - n % 2],
        birth_date=births[n % 5], income_band=("", "under_100k", "over_1m")[n % 3],
        activities=("", "书法班, Choir", "choir")[n % 3], stage=STAGES[n % 4],
        stage_on=None if n % 6 == 5 else day(n * 11), completeness=n * 7 % 101, known_since=day(n * 40),
        source=("", "web", "event")[n % 3], created_at=NOW, updated_at=NOW,
    )  # fmt: skip


@pytest.fixture
def population(riverside, harbour, home_1201, home_501, alice):
    homes = [Home.objects.get(pk=home_1201.pk), Home.objects.get(pk=home_501.pk)]
    places = [riverside, harbour]
    for n in range(24):
        row = owner(n)
        for project in places[: n % 3]:
            OwnerProject.objects.create(owner=row, project=project, since=day(9))
        for k in range(n % 4):
            purchase(row, places[(n + k) % 2], n, k)
            case(row, places[(n + k) % 2], n, k, alice)
        for k in range(n % 3):
            feedback(row, places[k % 2], n, k)
            ledger(row, places[k % 2], n, k)
        if n % 5 == 0:
            ShowroomVisit.objects.create(owner=row, project=places[n % 2], on=day(n * 6), created_at=NOW)
    merged = Owner.objects.get(number="O-2026-000003")
    Owner.objects.filter(pk=merged.pk).update(merged_into=Owner.objects.get(number="O-2026-000004"))
    return {"homes": homes, "places": places}


def purchase(row, project, n, k):
    Purchase.objects.create(
        number=f"P-{n}-{k}", owner=row, project=project, kind="reservation", signed_on=day(n * 15 + k * 90),
        amount=n * 1_000_00, currency=("CNY", "EUR")[k % 2], payment=("", "full", "mortgage")[k % 3],
        cancelled_on=day(1) if (n + k) % 5 == 0 else None,
        cancelled_because="改变计划" if (n + k) % 5 == 0 else "", created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def case(row, project, n, k, agent):
    closed = (n + k) % 3 == 0
    Case.objects.create(
        number=f"C-{n}-{k}", project=project, owner=row, kind=("complaint", "repair")[k % 2], channel="phone",
        words="漏水", summary="漏水", language="zh-hans", severity=("ordinary", "hot")[n % 2], currency="CNY",
        subject=("engineering_quality.leak", "handover")[k % 2], registered_by=agent, assignee=agent,
        status="closed" if closed else "assigned", closed_at=NOW if closed else None,
        received_at=moment(n * 20 + k * 45), moved_at=NOW, due_at=moment(n - 6),
    )  # fmt: skip


def feedback(row, project, n, k):
    score = None if (n + k) % 4 == 0 else (n * 13 + k * 29) % 101
    attitude = "" if score is None else SCORES[min(4, score // 21)]
    Feedback.objects.create(
        owner=row, project=project, via="api", score=score, attitude=attitude, opinion="opinion", language="fi",
        at=moment(n * 9 + (2 - k) * 30),
    )  # fmt: skip


def ledger(row, project, n, k):
    LedgerEntry.objects.create(
        owner=row, project=project, at=NOW, kind="property_fee", amount=(n - 8) * 10_000 or 7,
        currency=("CNY", "EUR")[k % 2], source_kind="test", source_ref=f"{n}-{k}", posted_at=NOW,
    )  # fmt: skip


# ——— the naive reading ———


def rows_of(model, row, projects, **kept):
    return [
        each
        for each in model.objects.filter(owner=row, **kept)
        if projects is None or each.project_id in projects
    ]


def ago(n, unit):
    if unit in ("days", "weeks"):
        return TODAY - timedelta(days=n * (7 if unit == "weeks" else 1))
    months = n * (12 if unit == "years" else 1)
    index = TODAY.year * 12 + TODAY.month - 1 - months
    return date(index // 12, index % 12 + 1, TODAY.day)


def a_day(value, operator, said):
    if operator in ("known", "unknown"):
        return (value is not None) == (operator == "known")
    if value is None:
        return False
    match operator:
        case "in_last":
            return ago(said["n"], said["unit"]) <= value <= TODAY
        case "longer_ago":
            return value < ago(said["n"], said["unit"])
        case "since":
            return value >= date.fromisoformat(said)
        case "before":
            return value < date.fromisoformat(said)
        case "from_to":
            return date.fromisoformat(said[0]) <= value <= date.fromisoformat(said[1])


def a_number(value, operator, said):
    if operator in ("known", "unknown"):
        return (value is not None) == (operator == "known")
    if value is None:
        return False
    low, high = said if operator == "between" else (said, said)
    return (operator == "at_most" or value >= low) and (operator == "at_least" or value <= high)


def local(at: datetime) -> date:
    return (at + timedelta(hours=8)).date()


def listed(value, operator, said):
    if operator in ("known", "unknown"):
        return bool(value) == (operator == "known")
    return (value in said) == (operator == "any_of")


def narrowed(rows, where, kinds, on):
    for key, of in kinds.items():
        if where.get(key):
            rows = [each for each in rows if of(each) in where[key]]
    if where.get("period"):
        first = ago(where["period"]["n"], where["period"]["unit"])
        rows = [each for each in rows if first <= on(each) <= TODAY]
    return rows


def cases_of(row, projects, where):
    kinds = {
        "kind": lambda c: c.kind,
        "severity": lambda c: c.severity,
        "class": lambda c: c.subject.split(".")[0],
    }
    return narrowed(rows_of(Case, row, projects), where, kinds, lambda c: local(c.received_at))


def latest(rows):
    return max(rows, key=lambda each: (each.at, each.pk), default=None)


def holds(part, row, projects) -> bool:
    if "parts" in part:
        held = [holds(each, row, projects) for each in part["parts"]]
        return {"all": all, "any": any, "none": lambda each: not any(each)}[part["join"]](held)
    key, operator, said, where = part["field"], part["is"], part.get("value"), part.get("where", {})
    if key in COLUMNS:
        return listed(getattr(row, COLUMNS[key]), operator, said)
    if key == "profile.completeness":
        return a_number(row.completeness, operator, said)
    if key == "profile.age":
        return a_number(row.birth_date and TODAY.year - row.birth_date.year, operator, said)
    if key == "profile.activities":
        told = row.activities
        return said.lower() in told.lower() if operator == "contains" else bool(told) == (operator == "known")
    if key == "profile.birthday":
        return birthday(row.birth_date, operator, said)
    if key in ("profile.known_since", "stage.since"):
        return a_day(row.known_since if key == "profile.known_since" else row.stage_on, operator, said)
    return by_rows(key, operator, said, where, row, projects)


COLUMNS = {"profile.gender": "gender", "profile.kind": "kind", "stage.is": "stage", "profile.source": "source",
           "profile.income_band": "income_band", "profile.language": "language"}  # fmt: skip


def birthday(born, operator, said):
    if born is None:
        return False
    if operator in ("this_month", "next_month", "in_month"):
        return born.month in {"this_month": [11], "next_month": [12]}.get(operator, said)
    for n in range((ahead(said) - TODAY).days + 1):
        each = TODAY + timedelta(days=n)
        if (born.month, born.day) == (each.month, each.day):
            return True
        leap_day = (born.month, born.day) == (2, 29) and (each.month, each.day) == (2, 28)
        if leap_day and (each + timedelta(days=1)).month == 3:
            return True
    return False


def ahead(said) -> date:
    assert said["unit"] == "days"
    return TODAY + timedelta(days=min(said["n"], 366))


def by_rows(key, operator, said, where, row, projects) -> bool:
    match key:
        case "place.project":
            codes = {
                each.project.code
                for each in OwnerProject.objects.filter(owner=row).select_related("project")
                if projects is None or each.project_id in projects
            }
            return bool(codes & set(said)) == (operator == "any_of")
        case "purchase.count":
            rows = rows_of(Purchase, row, projects, cancelled_on=None)
            return a_number(len(narrowed(rows, where, {}, lambda p: p.signed_on)), operator, said)
        case "purchase.cancelled":
            there = rows_of(Purchase, row, projects, cancelled_on__isnull=False)
            return bool(there) == (operator == "yes")
        case "purchase.payment":
            rows = rows_of(Purchase, row, projects, cancelled_on=None)
            return any(each.payment in said for each in rows) == (operator == "any_of")
        case "service.cases":
            return a_number(len(cases_of(row, projects, where)), operator, said)
        case "service.open":
            found = [each for each in cases_of(row, projects, where) if each.status != "closed"]
            return a_number(len(found), operator, said)
        case "service.overdue":
            late = [c for c in cases_of(row, projects, {}) if c.status != "closed" and c.due_at < NOW]
            return bool(late) == (operator == "yes")
        case "service.last_contact":
            days = [local(each.received_at) for each in cases_of(row, projects, {})]
            return a_day(max(days, default=None), operator, said)
    return by_opinion(key, operator, said, where, row, projects)


def by_opinion(key, operator, said, where, row, projects) -> bool:
    told = rows_of(Feedback, row, projects)
    scored = [each for each in told if each.score is not None]
    match key:
        case "satisfaction.latest_score":
            last = latest(scored)
            return a_number(last and last.score, operator, said)
        case "satisfaction.average":
            mean = Decimal(sum(each.score for each in scored)) / len(scored) if scored else None
            return a_number(mean, operator, said)
        case "satisfaction.attitude":
            last = latest(scored)
            return listed(last.attitude if last else "", operator, said)
        case "satisfaction.answers":
            rows = narrowed(told, where, {"attitude": lambda f: f.attitude}, lambda f: local(f.at))
            return a_number(len(rows), operator, said)
        case "value.to_date":
            return money(rows_of(LedgerEntry, row, projects), operator, said)
    raise AssertionError(key)


def money(entries, operator, said):
    if operator in ("known", "unknown"):
        return bool(entries) == (operator == "known")
    ours = [each.amount for each in entries if each.currency == said["currency"]]
    if not ours:
        return False
    total, low, high = sum(ours), said["amount"], said.get("to")
    return (operator == "at_most" or total >= low) and (
        operator == "at_least" or total <= (low if high is None else high)
    )


# ——— trees ———


def condition(key, operator, value=None, where=None):
    return {"field": key, "is": operator} | (
        {} if value is None else {"value": value}) | ({"where": where} if where else {})  # fmt: skip


def some(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


spans = st.builds(
    lambda n, u: {"n": n, "unit": u}, st.integers(1, 30), st.sampled_from(["days", "weeks", "months"])
)
days = st.integers(0, 900).map(lambda n: day(n).isoformat())
pairs = st.tuples(days, days).map(sorted)
whole = st.integers(0, 4)


def dated(key, *, open_ended=False):
    ways = [
        st.builds(lambda o, s: condition(key, o, s), st.sampled_from(["in_last", "longer_ago"]), spans),
        st.builds(lambda o, d: condition(key, o, d), st.sampled_from(["since", "before"]), days),
        st.builds(lambda p: condition(key, "from_to", p), pairs),
    ]
    if open_ended:
        ways.append(st.sampled_from(["known", "unknown"]).map(lambda o: condition(key, o)))
    return st.one_of(ways)


def chosen(key, values, *, unknown=False):
    operators = st.sampled_from(["any_of", "none_of"])
    ways = [st.builds(lambda o, v: condition(key, o, v), operators, some(values))]
    if unknown:
        ways.append(st.sampled_from(["known", "unknown"]).map(lambda o: condition(key, o)))
    return st.one_of(ways)


def compared(key, numbers, where=None, *, unknown=False):
    narrow = where if where is not None else st.just(None)
    ways = [
        st.builds(lambda o, n, w: condition(key, o, n, w), st.sampled_from(["at_least", "at_most", "equals"]), numbers, narrow),
        st.builds(lambda a, b, w: condition(key, "between", sorted([a, b]), w), numbers, numbers, narrow),
    ]  # fmt: skip
    if unknown:
        ways.append(st.sampled_from(["known", "unknown"]).map(lambda o: condition(key, o)))
    return st.one_of(ways)


def where(**keys):
    keys["period"] = spans
    return st.fixed_dictionaries({}, optional=keys)


CASES = where(kind=some(["complaint", "repair"]), severity=some(["ordinary", "hot"]),
              **{"class": some(["engineering_quality", "handover"])})  # fmt: skip
amounts = st.integers(-20, 40).map(lambda n: n * 10_000)
conditions = st.one_of(
    chosen("profile.gender", ["female", "male"], unknown=True),
    chosen("profile.kind", ["person", "company"]),
    chosen("profile.source", ["web", "event"], unknown=True),
    chosen("profile.income_band", ["under_100k", "over_1m"], unknown=True),
    chosen("profile.language", ["zh-hans", "fi"]),
    chosen("stage.is", STAGES),
    chosen("place.project", ["RIVERSIDE", "HARBOUR"]),
    chosen("purchase.payment", ["full", "mortgage"]),
    chosen("satisfaction.attitude", SCORES, unknown=True),
    compared("profile.completeness", st.integers(0, 100)),
    compared("profile.age", st.integers(20, 70), unknown=True),
    compared("purchase.count", whole, where()),
    compared("service.cases", whole, CASES),
    compared("service.open", whole, CASES),
    compared("satisfaction.latest_score", st.integers(0, 100), unknown=True),
    compared("satisfaction.average", st.integers(0, 100), unknown=True),
    compared("satisfaction.answers", whole, where(attitude=some(SCORES))),
    dated("profile.known_since"),
    dated("stage.since"),
    dated("service.last_contact", open_ended=True),
    st.sampled_from(["this_month", "next_month"]).map(lambda o: condition("profile.birthday", o)),
    some(range(1, 13)).map(lambda m: condition("profile.birthday", "in_month", m)),
    st.integers(1, 400).map(lambda n: condition("profile.birthday", "in_next", {"n": n, "unit": "days"})),
    st.sampled_from(["书法", "CHOIR", "100%"]).map(lambda t: condition("profile.activities", "contains", t)),
    st.sampled_from(["known", "unknown"]).map(lambda o: condition("profile.activities", o)),
    st.sampled_from(["yes", "no"]).map(lambda o: condition("service.overdue", o)),
    st.sampled_from(["yes", "no"]).map(lambda o: condition("purchase.cancelled", o)),
    st.builds(
        lambda o, a, c: condition("value.to_date", o, {"amount": a, "currency": c}),
        st.sampled_from(["at_least", "at_most"]), amounts, st.sampled_from(["CNY", "EUR"]),
    ),
    st.builds(
        lambda a, b: condition("value.to_date", "between", {"amount": min(a, b), "to": max(a, b), "currency": "CNY"}),
        amounts, amounts,
    ),
    st.sampled_from(["known", "unknown"]).map(lambda o: condition("value.to_date", o)),
)  # fmt: skip
joins = st.sampled_from(["all", "any", "none"])


def group(parts):
    return st.builds(lambda j, p: {"join": j, "parts": p}, joins, st.lists(parts, min_size=1, max_size=3))


trees = group(st.one_of(conditions, group(st.one_of(conditions, group(conditions)))))


def found(tree, projects=None) -> set[str]:
    reader = Reader(None, NOW, TODAY, projects)
    return set(compiling.owners(rules.read(tree), reader).values_list("number", flat=True))


def naive(tree, projects=None) -> set[str]:
    rows = Owner.objects.filter(merged_into=None)
    if projects is not None:
        rows = rows.filter(scopes__project__in=projects).distinct()
    return {row.number for row in rows if holds(tree, row, projects)}


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(tree=trees)
def test_any_tree_finds_whom_a_naive_reading_finds(population, tree):
    assert found(tree) == naive(tree)


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(tree=trees)
def test_in_one_project_nothing_of_the_other_counts(population, tree):
    here = (population["places"][0].pk,)
    assert found(tree, here) == naive(tree, here)


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(tree=trees)
def test_a_tree_and_its_opposite_share_nobody_and_leave_nobody_out(population, tree):
    opposite = {"join": "none", "parts": [tree]}
    everybody = set(Owner.objects.filter(merged_into=None).values_list("number", flat=True))
    assert found(tree) | found(opposite) == everybody
    assert not found(tree) & found(opposite)


def test_control_a_compiler_that_forgets_a_condition_is_found_out(population, monkeypatch):
    """The comparison bites."""
    stages, kinds = condition("stage.is", "any_of", ["lead"]), condition("profile.kind", "any_of", ["person"])
    tree, whole = {"join": "all", "parts": [stages, kinds]}, compiling.condition

    def forgetful(part, reader):
        return whole(
            rules.Group(part.join, part.parts[:1]) if isinstance(part, rules.Group) else part, reader
        )

    assert found(tree) == naive(tree)
    monkeypatch.setattr(compiling, "condition", forgetful)
    assert found(tree) != naive(tree)
