"""Pieces of the card: one fact about an owner, read, corrected where it stands, and settled where two corrected it."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotFound, Refused, Stale
from crm.web.pages import page
from owners import access

from . import facts, services
from .forms import OwnerForm
from .masked import Seen
from .selectors import projects_of
from .views import changes_in, form_for, typed_in

# What goes with a field and is typed beside it.
BESIDE = {"identity": ("identity_kind", "identity")}


@page("owners.edit")
@require_http_methods(["GET", "POST"])
def field(request, number, name):
    """One field of an owner: as it reads, as a small form (`edit`), or taken from that form."""
    owner = access.owner_for(request.user, number, to="owners.edit")
    seen = Seen(request.user, projects_of(owner))
    if name not in facts.ORDER or (name in OwnerForm.HINTS and not may(request.user, "owners.hints")):
        raise NotFound
    if request.method == "POST":
        return _take(request, owner, seen, name)
    if "edit" in request.GET:
        return _ask(request, owner, name, _form(request, owner, name))
    return _read(request, owner, seen, name)


def _form(request, owner, name: str) -> OwnerForm:
    form = form_for(request, initial=typed_in(owner, request.user))
    wanted = BESIDE.get(name, (name,))
    for other in list(form.fields):
        if other not in wanted:
            del form.fields[other]
    for one in form.fields.values():
        one.widget.attrs["id"] = f"own-edit-{name}"
    return form


def _ask(request, owner, name: str, form, *, now_there: str | None = None, status: int = 200):
    context = {
        "owner": owner,
        "form": form,
        "name": name,
        "now_there": now_there,
        "was": facts.fingerprint(owner, name),
    }
    return render(request, "owners/field_form.html", context, status=status)


def _read(request, owner, seen, name: str, *, saved: bool = False):
    fact = facts.fact(owner, seen, name, may_edit=True)
    context = {"owner": owner, "fact": fact, "saved": saved, "seen": seen, "may_edit": True}
    if saved:
        context["completeness"] = facts.completeness_of(owner, seen)
    return render(request, "owners/field.html", context)


def _take(request, owner, seen, name: str):
    """Save it, unless this very field holds something else by now than when it was opened: then show both."""
    form = _form(request, owner, name)
    if not form.is_valid():
        return _ask(request, owner, name, form)
    if request.POST.get("was") != facts.fingerprint(owner, name):
        return _both(request, owner, seen, name, form)
    changes = changes_in(form, owner, request.user)
    try:
        services.edit_owner(request.user, owner, version=owner.version, changes=changes, now=clock.now())
    except Refused as refusal:
        for sentence in refusal.fields.values():
            form.add_error(None, sentence)
        return _ask(request, owner, name, form)
    except Stale:  # somebody was quicker by a moment
        return _both(request, access.owner_for(request.user, owner.number), seen, name, form)
    if not request.htmx:
        return redirect("owners:card", number=owner.number)
    return _read(request, access.owner_for(request.user, owner.number), seen, name, saved=True)


def _both(request, owner, seen, name: str, form):
    fact = facts.fact(owner, seen, name, may_edit=True)
    return _ask(request, owner, name, form, now_there=fact.text or _("nothing"))
