"""What profitability adds to the pages of lower floors, and its word on the rail."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotFound
from crm.web import slots

from .ledger import selectors as ledger
from .ledger.states import EntryKind
from .lifetime import selectors, services


def fill() -> None:
    slots.navigation("value", _("Value"), "profitability:overview", "value", "value.report", 50)
    slots.fill("home.summary", "profitability.lifetime.summary.answer", order=20)
    slots.fill("owner.card", owner_panel, order=30)
    slots.fill("owner.timeline.kinds", "profitability.timeline.kinds", order=30)
    slots.fill("owner.timeline", "profitability.timeline.entries", order=30)


def owner_panel(request, owner, **context) -> str | None:
    """What the relation has brought and may still bring, for those who may know."""
    if not may(request.user, "value.view"):
        return None
    try:
        project = selectors.project_of(request.user, owner)
    except NotFound:
        return None
    labels = dict(EntryKind.choices)
    entries = [{**row, "label": labels[row["kind"]]} for row in ledger.totals_by_kind(owner.pk)]
    shown = {
        "valued": services.value_now(owner, project=project, now=clock.now()),
        "currency": project.currency,
        "entries": entries,
        "last": selectors.last_assessment(request.user, owner),
    }
    return render_to_string("profitability/owner_panel.html", shown, request=request)
