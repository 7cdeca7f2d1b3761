"""What the pages of rules, playbooks and templates tell of their versions, and taking one out of force."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import clock
from crm.errors import Refused
from crm.versions import SHOWN, Table, Version, reasons, versions
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.guidance import access, selectors
from service_desk.guidance.versions import retire


def history(row, says: Callable[[object], dict[str, str]], address: str) -> list[Version]:
    """The versions of what is edited; none of what is new. `address` is the name of the step that brings one back."""
    if row is None:
        return []
    rows = list(selectors.versions(type(row), row.code)[: SHOWN + 1])
    return versions(
        rows,
        Table(),
        in_force=row.version,
        says=says,
        whys=reasons(type(row), [one.pk for one in rows]),
        back=lambda _number: reverse(address, args=[row.code]),
    )


def retiring(model, *, done: Callable[[], str], to: str):
    """The step that takes the version in force of a rule or a playbook out of force."""

    @page("guidance.edit")
    @require_POST
    def step(request, code):
        row = access.in_force(request.user, model, code, to="guidance.edit")
        if whole(request.POST.get("seen", "")) != row.version:
            raise Refused(_("Somebody else has changed this in the meantime."))
        retire(request.user, row, now=clock.now())
        messages.success(request, done())
        return redirect(to)

    return step
