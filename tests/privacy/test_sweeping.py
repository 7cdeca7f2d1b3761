"""After an erasure its dead rows leave the files of the database."""

import pytest
from django.db import connection

from owners.privacy import services
from owners.privacy.models import Erasure
from tests.people import NOW
from tests.waiting import until


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("full", [False, True])
def test_dead_rows_are_swept_out_of_the_tables_afterwards(pia, chen, settings, tmp_path, full):
    settings.VAR = tmp_path
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    until(lambda: services.sweep_erased(now=NOW, full=full) == 1, "nobody reads what was before", seconds=240)
    assert services.sweep_erased(now=NOW) == 0
    assert Erasure.objects.get().swept_at == NOW
    if full:
        assert "陈建国".encode() not in bytes_of("owners_owner")


@pytest.mark.django_db(transaction=True)
def test_while_somebody_reads_what_was_before_nothing_counts_as_swept(pia, chen, settings, tmp_path):
    settings.VAR = tmp_path
    reader = connection.copy()
    try:
        reader.set_autocommit(False)
        reader.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.cursor().execute("SELECT 1")
        row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
        services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
        assert services.sweep_erased(now=NOW, full=True) == 0
        assert Erasure.objects.get().swept_at is None
    finally:
        reader.close()
    until(lambda: services.sweep_erased(now=NOW, full=True) == 1, "nobody reads what was before", seconds=240)


@pytest.mark.django_db(transaction=True)
def test_the_erasure_is_numbered_after_all_that_it_erased(pia, chen):
    """Or somebody who began in the middle of it would keep dead rows, and they would count as swept."""
    row = services.request_erasure(pia, chen, because="本人要求", now=NOW)
    services.confirm_erasure(pia, row, typed=chen.number, now=NOW)
    assert age_of("owners_erasure") < age_of("owners_owner")


def age_of(table: str) -> int:
    """How many transactions ago the newest row of a table was written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT min(age(xmin)) FROM {table}")  # noqa: S608  names of this file
        return cursor.fetchone()[0]


def bytes_of(table: str) -> bytes:
    """The table's file as it lies on disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
        return bytes(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_living_are_found_in_the_file(chen):
    """The negative control of the one above."""
    assert "陈建国".encode() in bytes_of("owners_owner")
