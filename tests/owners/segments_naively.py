"""A small population with every edge, and what each condition means there, owner by owner, in plain Python.

This shares no code with the compiler of segments: it knows the rows, and the meaning of each operator.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from owners.contracts.models import Purchase, ShowroomVisit
from owners.people.models import Owner, OwnerProject
from owners.prospects.models import Prospect
from profitability.ledger.models import LedgerEntry
from satisfaction.feedback.models import Feedback
from service_desk.cases.models import Case

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
        activities=("", "书法班, Choir", "choir")[n % 3], do_not_call=n % 4 == 1, stage=STAGES[n % 4],
        stage_on=None if n % 6 == 5 else day(n * 11), completeness=n * 7 % 101, known_since=day(n * 40),
        source=("", "web", "event")[n % 3], created_at=NOW, updated_at=NOW,
    )  # fmt: skip


def populate(places, agent) -> None:
    """Two dozen owners in two projects, one of them merged into another."""
    for n in range(24):
        row = owner(n)
        for project in places[: n % 3]:
            OwnerProject.objects.create(owner=row, project=project, since=day(9))
        for k in range(n % 4):
            purchase(row, places[(n + k) % 2], n, k)
            case(row, places[(n + k) % 2], n, k, agent)
        for k in range(n % 3):
            feedback(row, places[k % 2], n, k)
            ledger(row, places[k % 2], n, k)
        for k in range(n % 3):
            interest(row, places[k], n, k)
        if n % 5 == 0:
            ShowroomVisit.objects.create(owner=row, project=places[n % 2], on=day(n * 6), created_at=NOW)
    merged = Owner.objects.get(number="O-2026-000003")
    Owner.objects.filter(pk=merged.pk).update(merged_into=Owner.objects.get(number="O-2026-000004"))


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


def interest(row, project, n, k):
    lost = (n + k) % 4 == 0
    Prospect.objects.create(
        owner=row, project=project, opened_on=day(n), heard_on=day(n), source=("web", "hotline")[k % 2],
        score=(n * 17 + k * 31) % 101, lost_on=day(1) if lost else None, lost_because="price" if lost else "",
        signed_on=day(2) if (n + k) % 7 == 0 else None, created_at=NOW, updated_at=NOW,
    )  # fmt: skip


# ——— the naive reading ———


def rows_of(model, row, projects, **kept):
    rows = _rows(model, row.pk, tuple(sorted(kept.items())))
    return [each for each in rows if projects is None or each.project_id in projects]


@cache
def _rows(model, owner: int, kept: tuple) -> list:
    """Read once: no key is given twice, and nothing of this population changes."""
    return list(model.objects.filter(owner=owner, **dict(kept)).select_related("project"))


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
    if key == "profile.do_not_call":
        return row.do_not_call == (operator == "yes")
    if key.startswith("prospect."):
        return by_interest(key, operator, said, row, projects)
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
            codes = {each.project.code for each in rows_of(OwnerProject, row, projects)}
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


def by_interest(key, operator, said, row, projects) -> bool:
    asked = [each for each in rows_of(Prospect, row, projects) if each.signed_on is None]
    now = [each for each in asked if each.lost_on is None]
    match key:
        case "prospect.open":
            return bool(now) == (operator == "yes")
        case "prospect.score":
            return any(a_number(each.score, operator, said) for each in now)
        case "prospect.source":
            return any(each.source in said for each in now) == (operator == "any_of")
        case "prospect.lost":
            gone = [each for each in asked if each.lost_on is not None]
            return any(each.lost_because in said for each in gone) == (operator == "any_of")
    raise AssertionError(key)


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
