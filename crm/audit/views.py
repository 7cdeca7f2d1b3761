import re

from django.shortcuts import render
from django.views.decorators.http import require_GET

from crm import clock
from crm.audit import selectors, wording
from crm.audit.forms import Filter
from crm.web.pages import page
from crm.web.paging import keyset_page

NUMBER = re.compile(r"(?:[A-Z]+-)?\d{4}-\d+")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@page("audit.view")
@require_GET
def audit(request):
    """Who changed what, when and why."""
    form = Filter(request.GET)
    given = form.given()
    entries = keyset_page(selectors.entries(**given), by=("-at", "-id"), mark=request.GET.get("after"))
    _in_words(entries.rows)
    context = {
        "now": clock.now(),
        "form": form,
        "filtered": bool(given),
        "verbs": wording.verbs(),
        "verb_in_words": wording.verb(given.get("verb", "")),
        "page": entries,
    }
    return render(request, "audit/list.html", context)


def _in_words(rows) -> None:
    """Give every entry its deed and its thing in words, and whose account it is about."""
    accounts = selectors.accounts_of(rows)
    for row in rows:
        row.deed = wording.verb(row.verb)
        row.thing = wording.thing(row.subject_type)
        row.called = _called(row)
        row.person = accounts.get(row.pk)


def _called(row) -> str:
    """A public number as it is; a code with what it is the code of; what only machines can tell apart by its kind."""
    label = row.subject_label
    if UUID.fullmatch(label):
        return row.thing
    return label if NUMBER.fullmatch(label) else f"{row.thing} {label}"
