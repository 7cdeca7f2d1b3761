"""Every pair of statuses of this room's tables: the table of moves and the trigger say the same."""

import pytest
from django.db import IntegrityError, connection, transaction

from service_desk.handingover.models import HandOver
from service_desk.handingover.states import HAND_OVER_MOVES, HandOverStatus
from service_desk.promises.models import Promise
from service_desk.promises.states import PROMISE_MOVES, PromiseStatus

MACHINES = {Promise: (PromiseStatus, PROMISE_MOVES), HandOver: (HandOverStatus, HAND_OVER_MOVES)}


@pytest.mark.parametrize("model", MACHINES)
def test_sql_moves_exactly_as_the_table_says(db, model):
    """Asked of the trigger's function alone, on a table that has nothing but a status."""
    statuses, moves = MACHINES[model]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE probe (status text) ON COMMIT DROP")
        cursor.execute(
            "SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE t.tgrelid = %s::regclass AND p.proname LIKE 'pgtrigger_legal_moves%%'",
            [model._meta.db_table],
        )
        function = f"{cursor.fetchone()[0]}()"
        cursor.execute(
            f"CREATE TRIGGER probe BEFORE UPDATE OF status ON probe FOR EACH ROW EXECUTE FUNCTION {function}"
        )
    passed = {(a, b) for a in statuses for b in statuses if a != b and _passes(a, b)}
    assert passed == {(a, b) for a, targets in moves.items() for b in targets}


def _passes(before, after) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE probe")
        cursor.execute("INSERT INTO probe VALUES (%s)", [before])
        try:
            with transaction.atomic():
                cursor.execute("UPDATE probe SET status = %s", [after])
        except IntegrityError:
            return False
    return True


def test_the_control_a_status_that_is_no_move_is_refused(db):
    assert HAND_OVER_MOVES[HandOverStatus.ACCEPTED] == set()
    assert PROMISE_MOVES[PromiseStatus.BROKEN] == {PromiseStatus.KEPT}
