from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import strategies as st

from crm.errors import IllegalMove, Refused
from crm.events.models import OutboxEvent
from owners.contracts import services
from owners.contracts.rules import Holding, overfull_on
from owners.models import Ownership

from .staging import add_home, add_owner, everything

HALF, THIRD = Decimal("0.5"), Decimal("0.333333")


@pytest.fixture
def home(alice, riverside, now):
    return add_home(alice, riverside, now)


@pytest.fixture
def three(alice, riverside, now):
    return [add_owner(alice, riverside, now, name=name) for name in ("张一", "张二", "张三")]


def own(actor, owner, home, now, share=1, since=date(2020, 1, 1), until=None):
    return services.record_ownership(actor, owner, home, share=share, since=since, until=until, now=now)


@pytest.mark.django_db
def test_ownership_is_recorded_with_its_fact_and_brings_the_owner_into_the_project(alice, three, home, now):
    row = own(alice, three[0], home, now)
    event = OutboxEvent.objects.get(name="OwnershipRecorded")
    assert event.payload == {"ownership_id": row.pk, "owner_id": three[0].pk, "home_id": home.pk}


@pytest.mark.django_db
def test_the_same_ownership_recorded_again_is_the_one_that_is_there(alice, three, home, now):
    row = own(alice, three[0], home, now)
    before = everything()
    assert own(alice, three[0], home, now) == row
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("share", "since", "until"),
    [
        (1, date(2020, 1, 1), None),
        (1, date(2019, 1, 1), date(2020, 1, 2)),
        (HALF, date(2025, 1, 1), None),
        (Decimal("0.01"), date(2020, 1, 1), date(2020, 1, 2)),
    ],
)
def test_nothing_overlaps_a_sole_ownership(alice, three, home, now, share, since, until):
    own(alice, three[0], home, now)
    before = everything()
    with pytest.raises(Refused) as refusal:
        own(alice, three[1], home, now, share=share, since=since, until=until)
    assert refusal.value.code == "already_owned"
    assert everything() == before


@pytest.mark.django_db
def test_one_ownership_may_begin_on_the_day_another_ends(alice, three, home, now):
    own(alice, three[0], home, now, until=date(2022, 1, 1))
    own(alice, three[1], home, now, since=date(2022, 1, 1))
    assert Ownership.objects.count() == 2


@pytest.mark.django_db
def test_shares_may_make_a_whole_and_no_more(alice, riverside, three, home, now):
    for owner in three:
        own(alice, owner, home, now, share=THIRD)
    fourth = add_owner(alice, riverside, now, name="张四")
    before = everything()
    with pytest.raises(Refused):
        own(alice, fourth, home, now, share=Decimal("0.01"), since=date(2021, 1, 1))
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0, -1, Decimal("1.000001")])
def test_a_share_is_a_fraction(alice, three, home, now, share):
    with pytest.raises(Refused):
        own(alice, three[0], home, now, share=share)


@pytest.mark.django_db
def test_an_ownership_ends_once_and_after_it_began(alice, three, home, now):
    row = own(alice, three[0], home, now)
    with pytest.raises(Refused):
        services.end_ownership(alice, row, until=date(2020, 1, 1), because="卖了", now=now)
    services.end_ownership(alice, row, until=date(2024, 1, 1), because="卖了", now=now)
    with pytest.raises(IllegalMove):
        services.end_ownership(alice, row, until=date(2025, 1, 1), because="卖了", now=now)


def _row(owner, home, now, **said):
    return Ownership(owner=owner, home=home, created_at=now, updated_at=now, **said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("ownership_sole_never_overlaps", {"share": 1, "since": date(2021, 1, 1)}),
        ("ownership_sole_never_beside_shared", {"share": HALF, "since": date(2021, 1, 1)}),
        ("ownership_share_is_fraction", {"share": Decimal("1.5"), "since": date(2010, 1, 1)}),
        (
            "ownership_ends_after_it_begins",
            {"share": 1, "since": date(2010, 1, 1), "until": date(2010, 1, 1)},
        ),
    ],
)
def test_the_database_itself_refuses(alice, three, home, now, constraint, said):
    """Whoever writes past the services meets the constraint."""
    own(alice, three[0], home, now)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _row(three[1], home, now, **said).save()


_holdings = st.builds(
    Holding,
    share=st.sampled_from([Decimal(1), HALF, Decimal("0.25"), THIRD]),
    since=st.dates(date(2020, 1, 1), date(2020, 2, 10)),
    until=st.none() | st.dates(date(2020, 2, 11), date(2020, 3, 20)),
)


@given(st.lists(_holdings, max_size=5), _holdings)
def test_overfull_agrees_with_looking_at_every_single_day(held, added):
    days = [date.fromordinal(n) for n in range(date(2020, 1, 1).toordinal(), date(2020, 4, 1).toordinal())]
    sums = {
        day: added.share + sum(h.share for h in held if h.covers(day)) for day in days if added.covers(day)
    }
    expected = next((day for day, total in sums.items() if total > Decimal("1.00001")), None)
    assert overfull_on(held, added) == expected


def _migrate(name):
    """The apps as they were after this migration of ours, the database with them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    return executor.migrate([("owners", name)]).apps


def _migrate_to_the_last():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db
def test_an_ownership_of_before_gets_an_id_of_its_own(alice, three, home, now):
    for owner in three[:2]:
        own(alice, owner, home, now, share=HALF)
    _migrate("0001_initial")
    _migrate("0002_ownership_public_id")
    given_ids = set(Ownership.objects.values_list("public_id", flat=True))
    assert len(given_ids) == 2 and None not in given_ids
    _migrate_to_the_last()
    own(alice, three[2], add_home(alice, home.project, now, floor=2), now)
    assert Ownership.objects.values("public_id").distinct().count() == 3


@pytest.mark.django_db
def test_a_process_that_does_not_know_the_id_yet_can_still_record(alice, three, home, now):
    row = own(alice, three[0], home, now, until=date(2021, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO owners_ownership (owner_id, home_id, share, since, created_at, updated_at)"
            " VALUES (%s, %s, 1, '2022-01-01', %s, %s)",
            [three[1].pk, home.pk, now, now],
        )
    added = Ownership.objects.get(owner=three[1])
    assert added.public_id and added.public_id != row.public_id
