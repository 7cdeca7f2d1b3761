"""Pages: the inbox of proposals, one proposal with its picture, groups, and what is said to all members."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, Refused
from crm.versions import Table, in_words, versions
from crm.web.pages import page
from crm.web.paging import keyset_page
from service_desk.cases.access import case_for
from service_desk.groups import access, selectors, services, standing, trying, wording
from service_desk.groups.forms import (
    AcceptForm,
    DetectionForm,
    JoinForm,
    LaterForm,
    RejectForm,
    TellForm,
    said_in,
)
from service_desk.guidance import guard

SHOWN = ("waiting", "later", "rejected", "groups")


@page("groups.view")
@require_GET
def listed(request):
    """What waits to be decided, and the groups that stand."""
    show = request.GET.get("show", "waiting")
    show = show if show in SHOWN else "waiting"
    context = {"show": show, "now": clock.now(), "may_set": may(request.user, "groups.thresholds")}
    mark = request.GET.get("after")
    if show == "groups":
        found = keyset_page(selectors.groups(request.user), by=("-formed_at", "-id"), mark=mark, size=40)
        context["groups"] = [
            (row, wording.place_label(row), wording.matter_label(row.matter)) for row in found.rows
        ]
    else:
        rows = selectors.proposals(request.user, status=show)
        found = keyset_page(rows, by=("-grown_at", "-id"), mark=mark, size=40)
        context["proposals"] = [(row, wording.title_of(row), wording.why(row)) for row in found.rows]
    return render(request, "desk/groups/listed.html", context | {"page": found})


@page("groups.view")
@require_GET
def proposal(request, public_id):
    """One proposal: its cases, the picture of the building, and the three ways to decide."""
    return _show_proposal(request, access.proposal_for(request.user, public_id))


def _show_proposal(request, row, *, status=200, **forms):
    members = selectors.members_of_proposal(row)
    undecided = row.decided_at is None
    title = wording.title_of(row)
    context = {
        "proposal": row,
        "title": title,
        "place": wording.place_label(row),
        "why": wording.why(row),
        "members": members,
        "chosen": request.POST.getlist("number") or [member.case.number for member in members],
        "grids": selectors.grids_of([(member.home, member.case.is_open) for member in members]),
        "may_decide": undecided and may(request.user, "groups.decide", project=row.project),
        "accept_form": AcceptForm(initial={"summary": title[:300]}),
        "reject_form": RejectForm(),
        "later_form": LaterForm(),
        "now": clock.now(),
        **forms,
    }
    return render(request, "desk/groups/proposal.html", context, status=status)


@page("groups.decide")
@require_POST
def accept(request, public_id):
    """They are one matter: the chosen cases become a group, or join the one that stands."""
    row = access.proposal_for(request.user, public_id, to="groups.decide")
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            numbers = request.POST.getlist("number")
            group = services.accept(request.user, row, numbers=numbers, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("They are one group now; the master case speaks for all of them."))
            return redirect("desk:group", group.public_id)
    return _show_proposal(request, row, accept_form=form, status=422)


@page("groups.decide")
@require_POST
def reject(request, public_id):
    """They are not one matter."""
    row = access.proposal_for(request.user, public_id, to="groups.decide")
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _show_proposal(request, row, reject_form=form, status=422)
    services.reject(request.user, row, now=clock.now(), **form.cleaned_data)
    messages.success(request, _("Rejected; the same cases will not be proposed again."))
    return redirect("desk:groups")


@page("groups.decide")
@require_POST
def later(request, public_id):
    """Decide on another day."""
    row = access.proposal_for(request.user, public_id, to="groups.decide")
    form = LaterForm(request.POST)
    if form.is_valid():
        try:
            services.put_off(request.user, row, until=form.moment(row.project), now=clock.now())
        except Refused as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("Put off; it comes back on that day."))
            return redirect("desk:groups")
    return _show_proposal(request, row, later_form=form, status=422)


@page("groups.view")
@require_GET
def group(request, public_id):
    """One group: the master, its members beside it, the picture, and what was said to all of them."""
    return _show_group(request, access.group_for(request.user, public_id))


def _show_group(request, row, *, status=200, **forms):
    shown = selectors.group_page(row)
    user, project = request.user, row.project
    context = {
        "group": row,
        "shown": shown,
        "place": wording.place_label(row),
        "matter": wording.matter_label(row.matter),
        "now": clock.now(),
        "may_decide": row.master.is_open and may(user, "groups.decide", project=project),
        "may_tell": shown.open_members and may(user, "groups.tell", project=project),
        "join_form": JoinForm(),
        "tell_form": TellForm(languages=shown.languages),
        **forms,
    }
    return render(request, "desk/groups/group.html", context, status=status)


@page("groups.decide")
@require_POST
def join(request, public_id):
    """One more case belongs to the group."""
    row = access.group_for(request.user, public_id, to="groups.decide")
    form = JoinForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            case = case_for(request.user, said["case"].strip())
            services.join(request.user, row, case=case, because=said["because"], now=clock.now())
        except DoorstepError as refusal:
            form.add_error("case", str(next(iter(refusal.fields.values()), refusal.message)))
        else:
            messages.success(request, _("%(number)s has joined the group.") % {"number": case.number})
            return redirect("desk:group", public_id)
    return _show_group(request, row, join_form=form, status=422)


@page("groups.decide")
@require_POST
def leave(request, public_id, number):
    """A case goes its own way again."""
    row = access.group_for(request.user, public_id, to="groups.decide")
    case = case_for(request.user, number)
    services.leave(request.user, row, case=case, because=request.POST.get("because", ""), now=clock.now())
    messages.success(request, _("%(number)s goes its own way again.") % {"number": number})
    return redirect("desk:group", public_id)


@page("groups.tell")
@require_POST
def tell(request, public_id):
    """One statement to all members, seen first as each of them will read it."""
    row = access.group_for(request.user, public_id, to="groups.tell")
    languages = selectors.group_page(row).languages
    form = TellForm(request.POST, languages=languages)
    if not form.is_valid():
        return _show_group(request, row, tell_form=form, status=422)
    if "send" not in request.POST:
        previews = [
            (name, languages.get(code, 0), form.cleaned_data[code])
            for code, name in trying.LANGUAGES
            if form.cleaned_data[code].strip() or languages.get(code)
        ]
        return _show_group(request, row, tell_form=form, previews=previews)
    try:
        said = guard.Said(because=form.cleaned_data["guard_because"])
        statement = services.tell_members(request.user, row, texts=form.texts(), said=said, now=clock.now())
    except Refused as refusal:
        form.take(refusal)
        return _show_group(request, row, tell_form=form, status=422)
    count = statement.copies.count()
    words = ngettext("%(count)s member was told.", "%(count)s members were told.", count)
    messages.success(request, words % {"count": count})
    return redirect("desk:group_statement", statement.public_id)


@page("groups.view")
@require_GET
def statement(request, public_id):
    """What was said to all, and what became of each copy."""
    row = access.statement_for(request.user, public_id)
    context = {"statement": row, "copies": selectors.copies_of(row), "texts": trying.by_language(row.texts)}
    return render(request, "desk/groups/statement.html", context)


@page("groups.thresholds")
@require_http_methods(["GET", "POST"])
def thresholds(request):
    """The detector's thresholds and words, tried on the last weeks before they take effect."""
    now = clock.now()
    current, _detection = standing.in_force(now=now)
    form = DetectionForm(request.POST or None, rule=current)
    tried = None
    if request.method == "POST" and form.is_valid():
        try:
            if "save" in request.POST:
                return _put_in_force(request, form, now)
            tried = trying.preview(request.user, services.check(form.changes()), now=now)
        except Refused as refusal:
            form.take(refusal)
    labels = form.labels()
    told = versions(
        selectors.versions(),
        Table(at="active_from", by="written_by", because="because"),
        in_force=current.version,
        says=lambda row: in_words(form, said_in(row), labels),
    )
    context = {"form": form, "current": current, "tried": tried, "versions": told}
    return render(request, "desk/groups/thresholds.html", context, status=422 if form.errors else 200)


def _put_in_force(request, form, now):
    said = form.cleaned_data
    row = services.change_detection(
        request.user, changes=form.changes(), because=said["because"], seen=said["seen"], now=now
    )
    messages.success(request, _("Version %(version)s is in force.") % {"version": row.version})
    return redirect("desk:group_thresholds")
