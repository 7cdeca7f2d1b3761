"""Any tree of conditions finds exactly whom a naive reading of it finds, owner by owner, in plain Python."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from owners.people.models import Owner
from owners.segments import compiling, rules
from owners.segments.fields import Reader
from tests.owners.segments_naively import NOW, SCORES, STAGES, TODAY, day, holds, populate

pytestmark = pytest.mark.django_db


@pytest.fixture
def population(riverside, harbour, alice):
    places = [riverside, harbour]
    populate(places, alice)
    return places


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
    chosen("prospect.source", ["web", "hotline"]),
    chosen("prospect.lost", ["price", "elsewhere"]),
    compared("prospect.score", st.integers(0, 100)),
    st.sampled_from(["yes", "no"]).map(lambda o: condition("prospect.open", o)),
    st.sampled_from(["yes", "no"]).map(lambda o: condition("profile.do_not_call", o)),
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


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(tree=trees)
def test_any_tree_finds_whom_a_naive_reading_finds(population, tree):
    assert found(tree) == naive(tree)


@settings(max_examples=30, deadline=None, suppress_health_check=QUIET)
@given(tree=trees)
def test_in_one_project_nothing_of_the_other_counts(population, tree):
    here = (population[0].pk,)
    assert found(tree, here) == naive(tree, here)


@settings(max_examples=20, deadline=None, suppress_health_check=QUIET)
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
