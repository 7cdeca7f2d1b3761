"""The lists of those who work on one part: a department's slips and actions, return visits, approvals."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm import clock
from crm.accounts.models import Role
from crm.accounts.permissions import may
from crm.web.pages import page
from service_desk.attachments.strips import strips_of
from service_desk.authority import selectors as authority
from service_desk.cases import access, selectors
from service_desk.cases.forms import ActionDoneForm, ApprovalForm, SlipAnswerForm, VisitOutcomeForm
from service_desk.cases.services.approving import may_decide


@page("slips.view")
@require_GET
def slips(request):
    return show(request, "slips")


@page("visits.view")
@require_GET
def visits(request):
    return show(request, "visits")


@page("cases.approve")
@require_GET
def approvals(request):
    return show(request, "approvals")


def show(request, name: str, *, bound=None, status=200):
    """One of the three lists; a form that came back stands where it stood, with its text."""
    context = {"now": clock.now(), "work": name, **_READERS[name](request, bound)}
    return render(request, f"desk/{name}.html", context, status=status)


def offered(form_class, user, papers, bound=None) -> list[dict]:
    """Each of these papers with its form, where the user may fill it in."""
    rows = []
    for paper in papers:
        mine = bound is not None and bound.paper == paper and isinstance(bound, form_class)
        form = (
            bound
            if mine
            else form_class(
                case=paper.case, user=user, paper=paper, auto_id=f"{form_class.name}-{paper.pk}-%s"
            )
        )
        allowed = may(
            user, form_class.verb, project=paper.case.project, department=getattr(paper, "department", None)
        )
        rows.append({"paper": paper, "form": form if allowed else None, "open": mine})
    return rows


def _slips(request, bound):
    user = request.user
    actions = selectors.my_actions(user)
    return {
        "results": selectors.my_results(user),
        "slips": offered(SlipAnswerForm, user, selectors.my_slips(user), bound),
        "actions": offered(ActionDoneForm, user, actions, bound),
        "strips": strips_of(action.case for action in actions),
    }


def _visits(request, bound):
    return {"visits": offered(VisitOutcomeForm, request.user, selectors.due_visits(request.user), bound)}


def _approvals(request, bound):
    rows = offered(ApprovalForm, request.user, selectors.proposals_to_approve(request.user), bound)
    limits: dict = {}
    for row in rows:
        project = row["paper"].case.project
        if project.pk not in limits:
            limits[project.pk] = access.approval_limit(request.user, project)
        row["limit"] = limits[project.pk]
        row.update(_who_signs(request.user, row["paper"]))
    return {"proposals": rows}


def _who_signs(user, proposal) -> dict:
    """Whether it is the user's turn, and otherwise whose."""
    project, role = proposal.case.project, proposal.waits_for
    able = authority.covers(user, project, authority.sums_of(proposal))
    held = not role or role in authority.roles_of(user, project)
    mine = proposal.proposed_by_id == user.pk
    return {
        "own": mine,
        "over": not mine and not (able or held),
        "yours": may_decide(user, proposal.case, proposal),
        "level": Role(role).label if role else "",
        "signers": authority.signers(project, role, but=proposal.proposed_by_id) if role else [],
    }


_READERS = {"slips": _slips, "visits": _visits, "approvals": _approvals}
