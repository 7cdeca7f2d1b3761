"""Pieces of the card: who lives with an owner, and what changes in that."""

from contextlib import suppress

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import NotFound, Refused, Stale
from crm.web.pages import page
from crm.web.seen import hold, one_by_one
from owners import access

from . import households, selectors
from .choices import Kinship
from .forms import KinForm
from .masked import Seen


@page("owners.edit")
@require_POST
@one_by_one
def household(request, number, step):
    """Join, leave or split a household, and write down who lives there and owns nothing.

    What somebody else has changed since the page was shown is said instead of overwritten.
    """
    if step not in STEPS:
        raise NotFound
    owner = access.owner_for(request.user, number, to="owners.edit")
    wrong = {}
    try:
        STEPS[step](request, owner, clock.now())
    except (Refused, Stale) as refusal:
        if not request.htmx:
            raise
        wrong = refusal.fields or {"": refusal.message}
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
    kinship = request.POST.get("kinship", "")
    households.join(request.user, owner, other, kinship=kinship, seen=_seen(request), now=now)


def _split(request, owner, now):
    wanted = set(request.POST.getlist("kin"))
    kin = [one for one in selectors.kin_of(owner) if str(one.public_id) in wanted]
    households.split(request.user, owner, kin=kin, seen=_seen(request), now=now)


def _edit_kin(request, owner, now):
    """What was left alone here stays as somebody else has put it; what both have changed is said."""
    kin = _kin(request, owner)
    said = _said(request, initial=KinForm.as_it_stands(kin))
    households.edit_kin(request.user, owner, kin, now=now, **said)


def _seen(request) -> str:
    """The mark that the page carried."""
    return request.POST.get("stood", "")


def _said(request, initial=None) -> dict:
    form = KinForm(request.POST, initial=initial)
    if not form.is_valid():
        raise Refused(fields={name: errors[0] for name, errors in form.errors.items()})
    return form.cleaned_data


def _kin(request, owner):
    """Somebody of the household, held as he stands now."""
    public_id = request.POST.get("id", "")
    for one in selectors.kin_of(owner):
        if str(one.public_id) == public_id:
            with suppress(NotFound):
                hold(one)
                return one
    raise Refused(fields={"id": _("This person is no longer in the household.")})


STEPS = {
    "join": _join,
    "leave": lambda request, owner, now: households.leave(request.user, owner, seen=_seen(request), now=now),
    "split": _split,
    "kinship": lambda request, owner, now: households.change_kinship(
        request.user, owner, kinship=request.POST.get("kinship", ""), seen=_seen(request), now=now
    ),
    "add-kin": lambda request, owner, now: households.add_kin(request.user, owner, now=now, **_said(request)),
    "edit-kin": _edit_kin,
    "remove-kin": lambda request, owner, now: households.remove_kin(
        request.user, owner, _kin(request, owner), seen=_seen(request), now=now
    ),
}
