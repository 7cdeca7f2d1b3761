"""Pieces of the card: who lives with an owner, and what changes in that."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import NotFound, Refused
from crm.web.pages import page
from owners import access

from . import households, selectors
from .choices import Kinship
from .forms import KinForm
from .masked import Seen


@page("owners.edit")
@require_POST
def household(request, number, step):
    """Join, leave or split a household, and write down who lives there and owns nothing."""
    if step not in STEPS:
        raise NotFound
    owner = access.owner_for(request.user, number, to="owners.edit")
    wrong = {}
    try:
        STEPS[step](request, owner, clock.now())
    except Refused as refusal:
        if not request.htmx:
            raise
        wrong = refusal.fields
    if not request.htmx:
        return redirect("owners:card", number=owner.number)
    owner = access.owner_for(request.user, number)
    context = {
        "owner": owner,
        "members": selectors.household_of(owner),
        "kin": selectors.kin_of(owner),
        "kinships": Kinship.choices,
        "may_edit": True,
        "seen": Seen(request.user, selectors.projects_of(owner)),
        "wrong": wrong,
        "wrong_step": step if wrong else "",
        "typed": request.POST if wrong else {},
    }
    return render(request, "owners/household.html", context)


def _join(request, owner, now):
    number = request.POST.get("other", "").strip().upper()
    try:
        other = access.owner_for(request.user, number, to="owners.edit")
    except NotFound as exc:
        raise Refused(fields={"other": _("There is no such owner you may see.")}) from exc
    households.join(request.user, owner, other, kinship=request.POST.get("kinship", ""), now=now)


def _split(request, owner, now):
    wanted = set(request.POST.getlist("kin"))
    kin = [one for one in selectors.kin_of(owner) if str(one.public_id) in wanted]
    households.split(request.user, owner, kin=kin, now=now)


def _said(request) -> dict:
    form = KinForm(request.POST)
    if not form.is_valid():
        raise Refused(fields={name: errors[0] for name, errors in form.errors.items()})
    return form.cleaned_data


def _kin(request, owner):
    public_id = request.POST.get("id", "")
    found = next((one for one in selectors.kin_of(owner) if str(one.public_id) == public_id), None)
    if found is None:
        raise NotFound
    return found


STEPS = {
    "join": _join,
    "leave": lambda request, owner, now: households.leave(request.user, owner, now=now),
    "split": _split,
    "kinship": lambda request, owner, now: households.change_kinship(
        request.user, owner, kinship=request.POST.get("kinship", ""), now=now
    ),
    "add-kin": lambda request, owner, now: households.add_kin(request.user, owner, now=now, **_said(request)),
    "edit-kin": lambda request, owner, now: households.edit_kin(
        request.user, owner, _kin(request, owner), now=now, **_said(request)
    ),
    "remove-kin": lambda request, owner, now: households.remove_kin(
        request.user, owner, _kin(request, owner), now=now
    ),
}
