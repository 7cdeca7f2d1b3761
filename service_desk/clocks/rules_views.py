"""The rules of the deadlines: what holds, its versions, and the draft with its preview."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.versions import Table, versions
from crm.versions.pages import bringing_back
from crm.web.asked import whole
from crm.web.pages import page
from service_desk.clocks import access, policies, selectors
from service_desk.clocks.forms import EffectForm, NumbersForm, ReasonForm, RuleForm
from service_desk.clocks.preview import preview
from service_desk.clocks.saying import in_words

FORMS = {"rule": RuleForm, "reason": ReasonForm, "numbers": NumbersForm, "effect": EffectForm}


@page("clock_rules.view")
@require_GET
def clock_rules(request):
    """What holds now, or an earlier version, and who changed it why."""
    now = clock.now()
    current = selectors.policy_now(now=now)
    number = whole(request.GET.get("version", "")) or current.number
    shown = access.policy_for(request.user, number)
    draft, may_edit = policies.draft_of_house(), may(request.user, "clock_rules.edit")
    context = {
        "now": now,
        "policy": shown,
        "current": current,
        "rules": selectors.rules_of(shown),
        "reasons": selectors.reasons_of(shown),
        "versions": _versions(current, back=may_edit and draft is None),
        "draft": draft,
        "may_edit": may_edit,
    }
    return render(request, "desk/clocks/rules.html", context)


@page("clock_rules.edit")
@require_POST
def begin_draft(request):
    policies.begin_draft(request.user, now=clock.now())
    return redirect("desk:clock_draft")


def _versions(current, back: bool) -> list:
    return versions(
        selectors.policies_whole(),
        Table(number="number", at="active_from", by="activated_by", because="because"),
        in_force=current.number,
        says=in_words,
        back=(lambda number: reverse("desk:clock_rules_return", args=[number])) if back else None,
    )


bring_back = bringing_back(
    "clock_rules.edit",
    policies.bring_back,
    done=lambda _row: _("The new rules hold from now on."),
    to="desk:clock_rules",
)


@page("clock_rules.edit")
@require_GET
def draft(request):
    return _draft(request, access.draft_for(request.user))


def _draft(request, row, *, bound=None, status=200):
    now = clock.now()
    forms = {
        name: bound[1] if bound and bound[0] == name else form(draft=row, auto_id=f"{name}-%s")
        for name, form in FORMS.items()
    }
    context = {
        "now": now,
        "policy": row,
        "rules": selectors.rules_of(row),
        "reasons": selectors.reasons_of(row),
        "preview": preview(request.user, row, now=now),
        "forms": forms,
        "bound": bound[0] if bound else "",
    }
    return render(request, "desk/clocks/draft.html", context, status=status)


def edit(name: str):
    """The step that takes one of the draft's forms."""

    @page("clock_rules.edit")
    @require_POST
    def step(request):
        row = access.draft_for(request.user)
        form = FORMS[name](request.POST, draft=row, auto_id=f"{name}-%s")
        if not form.carry_out(request.user, clock.now()):
            return _draft(request, row, bound=(name, form), status=422)
        if name == "effect":
            messages.success(request, _("The new rules hold from now on."))
            return redirect("desk:clock_rules")
        return redirect("desk:clock_draft")

    step.__name__ = f"edit_{name}"
    return step


@page("clock_rules.edit")
@require_POST
def remove_rule(request, public_id):
    row = access.draft_for(request.user)
    policies.remove_rule(request.user, row, public_id, now=clock.now())
    return redirect("desk:clock_draft")


@page("clock_rules.edit")
@require_POST
def remove_reason(request, code):
    row = access.draft_for(request.user)
    policies.remove_reason(request.user, row, code, now=clock.now())
    return redirect("desk:clock_draft")


@page("clock_rules.edit")
@require_POST
def drop_draft(request):
    policies.drop_draft(request.user, access.draft_for(request.user), now=clock.now())
    messages.success(request, _("The draft is thrown away; what held goes on holding."))
    return redirect("desk:clock_rules")
