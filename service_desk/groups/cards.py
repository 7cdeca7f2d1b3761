"""What groups show elsewhere: a banner on the case page, a hint while a call is taken, a view of the queue."""

from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from crm.accounts.permissions import may
from service_desk.groups import selectors, wording
from service_desk.workspace import lists


def banner(request, case, **_more):
    """That a case is the master or a member of a group, or that it is proposed to be."""
    if not may(request.user, "groups.view", project=case.project):
        return None
    group = selectors.group_of(case)
    proposal = None if group else selectors.waiting_proposal_of(case)
    if group is None and proposal is None:
        return None
    context = {"case": case, "group": group, "proposal": proposal}
    if group is not None:
        members = list(selectors.members_of(group))
        context["members"] = len(members)
        context["open_members"] = sum(member.is_open for member in members)
        context["is_master"] = group.master_id == case.pk
    context["place"] = wording.place_label(group or proposal)
    return render_to_string("desk/groups/banner.html", context, request)


def for_many(request, case, part, **_more):
    """A master case has no owner of its own: words go to all its members, by the statement of the group."""
    group = None if case.owner_id else getattr(case, "group", None)
    if group is None or not may(request.user, "groups.view", project=case.project):
        return None
    members = list(selectors.members_of(group))
    context = {
        "group": group,
        "members": len(members),
        "may_tell": any(member.is_open for member in members)
        and may(request.user, "groups.tell", project=case.project),
    }
    return render_to_string(f"desk/groups/for_many_{part}.html", context, request)


def hint(request, call, **_more):
    """How many other homes of the building reported the same these days."""
    if not may(request.user, "groups.view", project=call.project):
        return None
    near = selectors.nearby(request.user, call.home, call.words, call.subject, now=call.now)
    if near is None:
        return None
    context = {"near": near, "matter": wording.matter_label(near.matter), "home": call.home}
    return render_to_string("desk/groups/hint.html", context, request)


def add_view() -> None:
    """The view "group complaints" of the queue."""
    condition = selectors.in_groups
    lists.add(lists.View("groups", pgettext_lazy("view", "Groups"), lambda reader: lists.OPEN & condition()))
