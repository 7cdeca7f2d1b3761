"""Numbers, and the trigger that keeps state machines to their moves."""

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection, models

from crm import clock, numbers
from crm.states import guard
from tests.people import NOW


@pytest.mark.django_db
def test_numbers_name_their_kind_and_year():
    first, second = numbers.draw("slip", NOW), numbers.draw("slip", NOW)
    assert first.startswith("S-2026-")
    assert int(second[-6:]) == int(first[-6:]) + 1
    assert numbers.draw("case", datetime(2027, 1, 1, tzinfo=UTC)).startswith("2027-")


@pytest.mark.django_db
def test_many_numbers_come_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):  # nextval over a series
        assert len(set(numbers.draw_many("owner", 500, NOW))) == 500


@pytest.mark.django_db
def test_every_kind_has_its_sequence():
    for kind in numbers.PREFIXES:
        assert numbers.draw(kind, NOW)
    with pytest.raises(KeyError):
        numbers.draw("x'); DROP TABLE accounts_user; --", NOW)


@pytest.mark.django_db(transaction=True)
def test_parallel_drawing_never_repeats():
    drawn = []

    def draw():
        try:
            drawn.extend(numbers.draw("visit", NOW) for _ in range(50))
        finally:
            connection.close()

    threads = [threading.Thread(target=draw) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(drawn)) == 300


class Light(models.TextChoices):
    RED = "red"
    GREEN = "green"
    OFF = "off"


MOVES = {Light.RED: {Light.GREEN}, Light.GREEN: {Light.RED, Light.OFF}, Light.OFF: set()}


@pytest.fixture
def lights(db):
    """A table of this test alone, with the guard on it."""
    model = SimpleNamespace(_meta=SimpleNamespace(db_table="ground_light"))
    trigger = guard("status", MOVES)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ground_light (id int, status text, note text)")
        cursor.execute(
            f"CREATE FUNCTION ground_light_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {trigger.func} END $$"
        )
        cursor.execute(
            "CREATE TRIGGER moves BEFORE UPDATE ON ground_light FOR EACH ROW EXECUTE FUNCTION ground_light_moves()"
        )
        cursor.execute("INSERT INTO ground_light VALUES (1, 'red', '')")
    return model


@pytest.mark.parametrize("before", list(Light))
@pytest.mark.parametrize("after", list(Light))
def test_the_trigger_lets_only_the_moves_of_the_table_pass(lights, before, after):
    from django.db import IntegrityError, transaction

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ground_light")
        cursor.execute("INSERT INTO ground_light VALUES (1, %s, '')", [before.value])
        try:
            with transaction.atomic():
                cursor.execute("UPDATE ground_light SET status = %s, note = 'written'", [after.value])
            moved = True
        except IntegrityError:
            moved = False
        cursor.execute("SELECT status, note FROM ground_light")
        row = cursor.fetchone()
    legal = after == before or after in MOVES[before]
    assert moved == legal
    assert row == ((after.value, "written") if legal else (before.value, ""))


def test_the_clock_is_aware():
    assert clock.now().tzinfo is not None
