"""Every pair of statuses: by SQL, by the one function that moves, and by every verb."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from crm.errors import DoorstepError, IllegalMove
from service_desk.cases import services, states
from service_desk.cases.models import Action, Case, Proposal, ReturnVisit, TransferSlip
from service_desk.cases.services.moves import move
from service_desk.cases.states import CaseStatus
from service_desk.directives import states as directive_states
from service_desk.directives.models import Directive
from tests.cases.story import nothing_changes

MACHINES = {
    Case: (CaseStatus, states.MOVES),
    TransferSlip: (states.SlipStatus, states.SLIP_MOVES),
    Proposal: (states.ProposalStatus, states.PROPOSAL_MOVES),
    Action: (states.ActionStatus, states.ACTION_MOVES),
    ReturnVisit: (states.VisitStatus, states.VISIT_MOVES),
    Directive: (directive_states.DirectiveStatus, directive_states.MOVES),
}
# What each status asks of the columns beside it, so that only the trigger can refuse.
BESIDE = {
    CaseStatus.EXPLAINED: {"substantiated": False},
    CaseStatus.COMPLETED: {"completed": True},
    CaseStatus.VISITING: {"completed": True},
    CaseStatus.CLOSED: {"completed": True, "closed": True},
}


@pytest.mark.parametrize("model", MACHINES)
def test_every_status_has_a_row_in_its_table_and_leads_only_to_known_ones(model):
    statuses, moves = MACHINES[model]
    assert set(moves) == set(statuses)
    assert set().union(*moves.values()) <= set(statuses)


def test_every_status_can_be_reached_and_every_open_one_can_be_left():
    reached = set().union(*states.MOVES.values()) | {CaseStatus.REGISTERED}
    assert reached == set(CaseStatus)
    assert {status for status, targets in states.MOVES.items() if not targets} == states.FINAL


def columns(story, status) -> dict:
    beside = BESIDE.get(status, {})
    return {
        "assignee": story.alice,
        "substantiated": beside.get("substantiated", True),
        "completed_at": story.now if beside.get("completed") else None,
        "closed_at": story.now if beside.get("closed") else None,
        "merged_into": story.other() if status == CaseStatus.MERGED else None,
    }


def placed(story, status) -> Case:
    """A case that stands in this status, written past the services."""
    case = story.register()
    fields = {"status": status, **columns(story, status)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Case.objects.filter(pk=case.pk).update(**fields)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return story.fresh(case)


@contextmanager
def undone():
    """Whatever happens inside is taken back, so that one story serves many questions."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("before", CaseStatus)
def test_sql_moves_a_case_exactly_as_the_table_says(story, before):
    case = placed(story, before)
    for after in set(CaseStatus) - {before}:
        fields = {"status": after, **columns(story, after)}
        if after in states.MOVES[before]:
            with undone():
                assert Case.objects.filter(pk=case.pk).update(**fields) == 1
            continue
        with nothing_changes(), pytest.raises(IntegrityError, match="illegal move"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**fields)


@pytest.mark.parametrize("before", CaseStatus)
def test_the_one_mover_moves_a_case_exactly_as_the_table_says(story, before):
    case = placed(story, before)
    for after in set(CaseStatus) - {before}:
        row = story.fresh(case)
        given = {"by": story.bob, "verb": "noted", "now": story.now, **columns(story, after)}
        if after in states.MOVES[before]:
            with undone():
                move(row, after, **given)
                assert story.fresh(case).status == after
            continue
        with nothing_changes(), pytest.raises(IllegalMove):
            move(row, after, **given)


def test_without_the_trigger_an_illegal_pair_passes(story):
    """The negative control: it is the trigger that refuses, and nothing else."""
    case = placed(story, CaseStatus.CLOSED)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE service_desk_case DISABLE TRIGGER USER")
    fields = {"status": CaseStatus.ASSIGNED, **columns(story, CaseStatus.ASSIGNED)}
    assert Case.objects.filter(pk=case.pk).update(**fields) == 1


@pytest.mark.parametrize("model", MACHINES)
def test_the_trigger_of_every_table_is_its_moves(db, model):
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


# From which statuses each verb may start on a substantiated engineering complaint with its papers in place.
VERBS = {
    "investigate": {"assigned", "investigating"},
    "explain": set(),
    "transfer": {"investigating", "transferred", "answered"},
    "propose": {"answered", "proposed"},
    "add_action": {"agreed", "implementing"},
    "complete": {"agreed", "implementing"},
    "plan_return_visits": {"completed", "visiting"},
    "close": {"completed", "visiting", "explained"},
    "reopen": {"completed", "visiting", "explained"},
    # What somebody has is handed over, and not given a second time.
    "assign": {"registered"},
    "confirm_severity": set(CaseStatus.values) - {"closed", "merged"},
    "reply": set(CaseStatus.values) - {"closed", "merged"},
}


def ask(story, verb, case, department):
    arguments = {
        "investigate": {"substantiated": True, "department": department, "findings": "复查"},
        "explain": {"explanation": "说明"},
        "transfer": {"department": department, "request": "请看"},
        "propose": {"summary": "方案", "parts": [{"kind": "apology"}]},
        "add_action": {"department": department, "description": "做"},
        "complete": {"result": "好了"},
        "plan_return_visits": {},
        "close": {"because": "满意"},
        "reopen": {"because": "不满意"},
        "assign": {"to": story.bob, "because": "换人"},
        "confirm_severity": {"severity": "hot", "because": "多户"},
        "reply": {"body": "您好"},
    }
    return getattr(services, verb)(story.bob, case, now=story.now, **arguments[verb])


@pytest.mark.parametrize("status", CaseStatus.values)
def test_every_verb_starts_from_its_own_statuses_only(story, property_service, status):
    case = story.drive(status)
    for verb, starts in VERBS.items():
        if status in starts:
            with undone():
                for action in case.actions.filter(status="open"):
                    services.finish_action(story.hong, action, result="完成", now=story.now)
                ask(story, verb, case, property_service)
            continue
        with nothing_changes(), pytest.raises(DoorstepError):
            ask(story, verb, case, property_service)
