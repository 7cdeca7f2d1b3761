"""Tests that commit empty all tables when they end. The audit refuses that, as it must, so the tests ask otherwise.

Only the owner of a table can switch its trigger off; this is what he would have to do, and the chain would show it.
"""

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

TABLES = ("audit_auditentry", "audit_auditlink", "audit_auditanchor")


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied_between_tests():
    honest = BaseDatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        off = [f"ALTER TABLE {table} DISABLE TRIGGER audit_no_truncate" for table in TABLES]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER audit_no_truncate" for table in TABLES]
        honest(self, [*off, *sql_list, *on])

    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = honest
