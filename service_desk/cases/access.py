"""Who may do what with cases. Out of scope is not found (404); in scope but not one's role is refused (403)."""

from django.utils.translation import gettext as _

from crm.accounts.models import Role, User, UserProject
from crm.accounts.permissions import VERBS, declare, may, projects_for, require
from crm.errors import NotFound, Refused
from crm.organisation.models import Department, Project
from crm.organisation.selectors import project_called
from crm.reading import Kept, Open
from service_desk.authority.selectors import limit_of
from service_desk.cases.models import Action, Case, Proposal, ReturnVisit, TransferSlip

DESK = {Role.AGENT, Role.SUPERVISOR}
READERS = {Role.AGENT, Role.SUPERVISOR, Role.CALLBACK, Role.EXECUTIVE, Role.SPOKESPERSON}
NO_PROJECT = (0,)

declare(
    {
        "cases.view": READERS,
        "cases.register": DESK,
        "cases.assign": DESK,
        "cases.attach_owner": DESK,
        "cases.severity": DESK,
        "cases.investigate": DESK,
        "cases.explain": DESK,
        "cases.transfer": DESK,
        "cases.propose": DESK,
        "cases.approve": {Role.AGENT, Role.SUPERVISOR, Role.EXECUTIVE},
        "cases.owner_decision": DESK,
        "cases.act": DESK,
        "cases.complete": DESK,
        "cases.plan_visits": {Role.SUPERVISOR},
        "cases.close": DESK,
        "cases.reopen": DESK,
        # To close or start again against what the owner's answer would have decided.
        "cases.overrule": {Role.SUPERVISOR},
        "cases.write": {Role.AGENT, Role.SUPERVISOR, Role.SPOKESPERSON},
        # To keep what is said without writing to the owner: a note, or what he added, whoever heard it.
        "cases.note": READERS,
        "slips.view": {Role.HANDLER, *READERS},
        "slips.answer": {Role.HANDLER},
        "actions.view": {Role.HANDLER, *READERS},
        "actions.finish": {Role.HANDLER, *DESK},
        "visits.view": READERS,
        "visits.record": {Role.CALLBACK, Role.SUPERVISOR},
    }
)
# Asked of a place, these say which roles somebody holds there; the limits of approval are kept by role.
declare({f"limit.{role}": {role} for role in Role})


def _found(rows, **key):
    row = rows.filter(**key).first()
    if row is None:
        raise NotFound()
    return row


def readable_cases(user):
    """The cases of the projects where the user's role reads cases; a handler of a project reads none.

    The projects are written out as a list, not as a subquery: the planner then sees how many rows they hold, and
    takes the newest by an index instead of sorting them all. Who reads in no project yet gets a list that holds
    none of them and not an empty one: of that Django makes no statement, and the counts are built of statements.
    """
    if user.unrestricted:
        return Case.objects.all()
    return Case.objects.filter(project__in=readable_projects(user) or NO_PROJECT)


def readable_projects(user) -> list[int]:
    """Their ids, read once for the life of this user (a request), as his grants are; where every grant names its
    project, the grants at hand say it without asking at all."""
    if "readable_projects" not in user.__dict__:
        user.__dict__["readable_projects"] = _readable_projects(user)
    return user.__dict__["readable_projects"]


def _readable_projects(user) -> list[int]:
    reading = [grant for grant in user.held_grants if grant.role in VERBS["cases.view"]]
    if all(grant.project_id for grant in reading):
        return sorted({grant.project_id for grant in reading})
    return [row.project_id for row in _READ_BY.rows(user=user.pk)]


_READ_BY = Kept(
    lambda: UserProject.objects.filter(user=Open("user"), roles__overlap=sorted(VERBS["cases.view"]))
)


def project_for(user, code: str, *, to: str) -> Project:
    """The project of this code, where the user may do `to`; read once, and judged by the grants at hand."""
    project = project_called(code)
    if project is None or not any(may(user, f"limit.{role}", project=project) for role in Role):
        raise NotFound()
    require(user, to, project=project)
    return project


SHOWN = ("project__city", "owner", "home", "assignee", "registered_by")
_CASE = Kept(lambda: Case.objects.filter(number=Open("number")).select_related(*SHOWN))
_IN_SCOPE = Kept(
    lambda: Case.objects.filter(
        number=Open("number"),
        project__in=UserProject.objects.filter(user=Open("user")).values("project_id"),
    ).select_related(*SHOWN)
)


def case_for(user, number: str, *, to: str = "cases.view") -> Case:
    """The case of this number, where the user may do `to` with it."""
    case = _CASE.first(number=number) if user.unrestricted else _IN_SCOPE.first(number=number, user=user.pk)
    if case is None:
        raise NotFound()
    require(user, to, project=case.project)
    return case


def _paper_of_department(user, rows, to, **key):
    """A slip or an action: readers of the case find it, and handlers of its department; nobody else learns of it."""
    paper = _found(rows.visible_to(user).select_related("case__project__city", "department"), **key)
    project, department = paper.case.project, paper.department
    reads_case = may(user, "cases.view", project=project)
    if not reads_case and not may(user, "slips.view", project=project, department=department):
        raise NotFound()
    if reads_case and to != "slips.answer":
        require(user, to, project=project)
    else:
        require(user, to, project=project, department=department)
    return paper


def slip_for(user, number: str, *, to: str = "slips.view") -> TransferSlip:
    """The slip of this number; a handler finds only those of his own departments."""
    return _paper_of_department(user, TransferSlip.objects, to, number=number)


def action_for(user, public_id, *, to: str = "actions.view") -> Action:
    """The action of this UUID; a handler finds only those of his own departments."""
    return _paper_of_department(user, Action.objects, to, public_id=public_id)


def proposal_for(user, number: str, *, to: str = "cases.view") -> Proposal:
    """The proposal of this number, where the user may do `to` with its case."""
    rows = Proposal.objects.filter(case__in=Case.objects.visible_to(user))
    proposal = _found(rows.select_related("case__project__city"), number=number)
    require(user, to, project=proposal.case.project)
    return proposal


def visit_for(user, number: str, *, to: str = "visits.view") -> ReturnVisit:
    """The return visit of this number, where the user may do `to` with it."""
    rows = ReturnVisit.objects.visible_to(user).select_related("case__project__city", "case__owner")
    visit = _found(rows, number=number)
    require(user, to, project=visit.case.project)
    return visit


def may_overrule(user, case: Case) -> bool:
    return may(user, "cases.overrule", project=case.project)


def approval_limit(user, project) -> int:
    """Up to which sum, in minor units of the project's currency, the user may promise something there."""
    return limit_of(user, project.currency, project=project)


def _agents(**there):
    """Who may be given a case there: whoever may investigate it. The one place that says so."""
    rows = UserProject.objects.filter(**there, roles__overlap=sorted(VERBS["cases.investigate"]))
    people = User.objects.filter(pk__in=rows.values("user_id"), is_active=True, is_system=False)
    return people.order_by("display_name", "pk")


def takers(people, projects) -> set[tuple[int, int]]:
    """Which of these people take cases in which of these projects: keys, in one statement."""
    rows = UserProject.objects.filter(
        user__in=people, project__in=projects, roles__overlap=sorted(VERBS["cases.investigate"])
    )
    return set(rows.values_list("user_id", "project_id"))


def agents_of(project):
    """The people who may be given a case of this project, in the order of their names."""
    return _agents(project=project)


def supervisors_of(project):
    """Those of them who may take a case over from whoever has it."""
    rows = UserProject.objects.filter(project=project, roles__overlap=sorted(VERBS["cases.overrule"]))
    return agents_of(project).filter(pk__in=rows.values("user_id"))


def colleagues_of(user):
    """The people to whom the user may give cases, of one project or another."""
    return _agents() if user.unrestricted else _agents(project__in=projects_for(user, "cases.assign"))


def agent_for(case: Case, username: str) -> User:
    """The agent of this sign-in name who may be given the case, or Refused."""
    agent = agents_of(case.project).filter(username=username).first()
    if agent is None:
        raise Refused(fields={"to": _("Nobody of this name takes cases of this project.")})
    return agent


def departments():
    """All departments, in the order of their codes."""
    return _DEPARTMENTS.rows()


_DEPARTMENTS = Kept(lambda: Department.objects.order_by("code"))


def department_for(code: str) -> Department:
    """The department of this code, or Refused."""
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise Refused(fields={"department": _("There is no such department.")})
    return department
