"""The test session itself: each process has a migrated database of its own."""

import psycopg
import pytest
from django.db import connection

from tests import session


@pytest.mark.django_db
def test_tests_never_use_the_named_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0].startswith("test_doorstep_")


@pytest.mark.django_db
def test_the_clone_is_migrated():
    assert "django_migrations" in connection.introspection.table_names()


@pytest.fixture
def somebody_elses():
    """A database beside the tests' own, as DATABASE_URL might name it."""
    name = f"somebody_elses_{session.database_name()}"
    with session.admin(connection.settings_dict) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
        dsn = {**admin.info.get_parameters(), "dbname": name}
        with psycopg.connect(**dsn, password=connection.settings_dict["PASSWORD"] or None) as named:
            named.execute("CREATE TABLE accounts_user (id int)")
        yield {**connection.settings_dict, "NAME": name}, dsn
        admin.execute(f"DROP DATABASE {name}")


def test_the_session_refuses_a_database_that_people_work_in(monkeypatch, somebody_elses):
    settings, dsn = somebody_elses
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/somebody_elses")
    session.refuse_production(settings)  # empty as yet

    with psycopg.connect(**dsn, password=settings["PASSWORD"] or None) as named:
        named.execute("INSERT INTO accounts_user VALUES (1)")
    with pytest.raises(SystemExit, match="tests run only beside an empty database"):
        session.refuse_production(settings)


def test_a_redis_of_somebody_else_is_used_apart():
    assert session.apart_from_others("redis://:p@host:6379/0") == "redis://:p@host:6379/15"
    assert session.apart_from_others("redis+socket:///var/redis.sock") == "redis+socket:///var/redis.sock"


def test_the_template_is_made_again_when_a_migration_or_what_it_imports_changes(monkeypatch, tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").touch()
    (tmp_path / "room" / "migrations").mkdir(parents=True)
    (tmp_path / "room" / "migrations" / "0001_initial.py").write_text("from room.states import MOVES\n")
    states = tmp_path / "room" / "states.py"
    states.write_text("MOVES = {}\n")
    monkeypatch.setattr(session, "ROOT", tmp_path)
    before = session.fingerprint()
    assert session.fingerprint() == before
    states.write_text("MOVES = {1: 2}\n")
    assert session.fingerprint() != before
