"""The test session itself: each process has a migrated database of its own."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_never_use_the_named_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone()[0].startswith("test_doorstep_")


@pytest.mark.django_db
def test_the_clone_is_migrated():
    assert "django_migrations" in connection.introspection.table_names()
