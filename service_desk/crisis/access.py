"""Who may enter the crisis room and do what in it. It is restricted: agents see the banner on their case, no more."""

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import VERBS, declare, require
from crm.errors import NotAllowed, NotFound, Refused
from crm.organisation.models import Project
from service_desk.crisis.models import Crisis, CrisisReport, CrisisStatement, LegalStep, Post

ROOM = {Role.SPOKESPERSON, Role.SUPERVISOR, Role.EXECUTIVE}

declare(
    {
        "crisis.view": ROOM,
        "crisis.open": ROOM,
        # Cases, people in charge, rhythm of reports, closing.
        "crisis.lead": ROOM,
        # Contacts, posts that were found, legal steps.
        "crisis.log": ROOM,
        "crisis.draft": {Role.SPOKESPERSON, Role.SUPERVISOR},
        # Never by who wrote it.
        "crisis.approve": {Role.EXECUTIVE, Role.SUPERVISOR},
        # Statements and answers under posts: only by the one who is named in the crisis.
        "crisis.issue": {Role.SPOKESPERSON},
    }
)
SHOWN = ("project__city", "spokesperson", "opened_by", "closed_by")


def crisis_for(user, number: str, *, to: str = "crisis.view") -> Crisis:
    """The crisis of this number, where the user may do `to`; out of scope is not found."""
    row = Crisis.objects.visible_to(user).select_related(*SHOWN).filter(number=number).first()
    return _allowed(user, row, row, to)


def statement_for(user, public_id, *, to: str) -> CrisisStatement:
    return _of_crisis(user, CrisisStatement, public_id, to)


def post_for(user, public_id, *, to: str) -> Post:
    return _of_crisis(user, Post, public_id, to)


def legal_step_for(user, public_id, *, to: str) -> LegalStep:
    return _of_crisis(user, LegalStep, public_id, to)


def report_for(user, public_id, *, to: str = "crisis.view") -> CrisisReport:
    return _of_crisis(user, CrisisReport, public_id, to)


def _of_crisis(user, model, public_id, to: str):
    rows = model.objects.filter(crisis__in=Crisis.objects.visible_to(user))
    row = (
        rows.select_related("crisis__project__city", "crisis__spokesperson")
        .filter(public_id=public_id)
        .first()
    )
    return _allowed(user, row, row and row.crisis, to)


def _allowed(user, row, crisis, to: str):
    if row is None:
        raise NotFound()
    require(user, "crisis.view", project=crisis.project)
    require(user, to, project=crisis.project)
    return row


def must_be_spokesperson(user, crisis: Crisis) -> None:
    """Nobody else issues a statement or answers a post; nobody does it in his name."""
    if user.pk != crisis.spokesperson_id:
        raise NotAllowed(spokesperson=crisis.spokesperson.username)


def spokespeople_of(project):
    """Who may be named spokesperson for this project."""
    return _people(project, "crisis.issue")


def people_of(project):
    """Who may be put in charge of a task: everybody who works there."""
    rows = UserProject.objects.filter(project=project)
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def _people(project, verb: str):
    rows = UserProject.objects.filter(project=project, roles__overlap=sorted(VERBS[verb]))
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def project_for(user, code: str) -> Project:
    """The project of this code, where the user may open a crisis."""
    row = Project.objects.visible_to(user).select_related("city").filter(code=code).first()
    if row is None:
        raise NotFound()
    require(user, "crisis.open", project=row)
    return row


def person_called(people, username: str, field: str) -> User:
    row = people.filter(username=username).first()
    if row is None:
        raise Refused(fields={field: "?"})
    return row
