"""Handing owners over to another relationship manager, from the list or from one card."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from crm import clock
from crm.errors import Refused
from crm.web import asked
from crm.web.pages import page
from owners import access

from . import managing, selectors


@page("owners.edit")
@require_GET
def mine(request):
    """Those one is responsible for, of whom least is known first."""
    return redirect(f"{reverse('owners:list')}?mine=1&order=incomplete")


@page("owners.edit")
@require_http_methods(["GET", "POST"])
def hand_over(request):
    """The owners that were ticked go to another manager, or to nobody, for the reason given."""
    if request.method == "GET":  # reloaded after a refusal: the ticks are on the list
        return redirect("owners:list")
    numbers = request.POST.getlist("owner")[: managing.MOST]
    if not numbers:
        raise Refused(_("Tick at least one owner."), fields={"owners": _("Tick at least one owner.")})
    owners = selectors.owners_called(request.user, numbers, to="owners.edit")
    to = manager_called(request.user, request.POST.get("manager", ""))
    because = request.POST.get("because", "")
    count = managing.hand_over(request.user, owners, to=to, because=because, now=clock.now())
    messages.success(request, _said(count, to))
    return redirect(asked.onward(request, request.POST.get("back", ""), "/owners/"))


def manager_called(user, username: str):
    """The manager of this username, or nobody where none is named; an unknown one is refused."""
    if not username:
        return None
    known = {row.username: row for row in access.managers_for(user)}
    if username not in known:
        raise Refused(fields={"manager": access.UNKNOWN_MANAGER})
    return known[username]


def _said(count: int, to) -> str:
    if to is None:
        words = ngettext(
            "%(count)d owner has no manager now.", "%(count)d owners have no manager now.", count
        )
        return words % {"count": count}
    words = ngettext(
        "%(count)d owner now has %(name)s as manager.",
        "%(count)d owners now have %(name)s as manager.",
        count,
    )
    return words % {"count": count, "name": to.display_name}
