"""Pages: one purchase with the steps around it, its next step, its payments; a resale of a home."""

from babel.numbers import get_currency_precision
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, Refused
from crm.web.pages import page
from owners import access
from owners.days import day_of
from owners.homes.place_views import put_beside
from owners.people.selectors import owner_by_phone

from . import converting, paying, selectors, services
from .states import NEXT_STEPS
from .step_forms import NextStepForm, PaidForm, PlanFormSet, ResaleForm


@page("purchases.view")
@require_GET
def show(request, number):
    """One purchase: what was signed, what came before and after, how it is paid."""
    return render(
        request, "owners/home_purchase.html", _of(request, access.purchase_for(request.user, number))
    )


def _of(request, row, **more) -> dict:
    lines = list(row.lines.order_by("due_on"))
    today = day_of(clock.now(), row.project)
    followed = selectors.followed_by(row)
    may_record = may(request.user, "purchases.record", project=row.project)
    return {
        "purchase": row,
        "owner": row.owner,
        "steps": selectors.steps_around(row),
        "lines": lines,
        "planned": sum(line.amount for line in lines),
        "paid": sum(line.amount for line in lines if line.paid_on),
        "today": today,
        "paid_form": PaidForm(initial={"on": today}),
        "may_record": may_record,
        "may_cancel": may_record and selectors.can_be_cancelled(row, followed),
        "may_go_on": may_record and NEXT_STEPS[row.kind] and not row.cancelled_on and not followed,
        "sees_owner": may(request.user, "owners.view", project=row.project),
        **more,
    }


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def go_on(request, number):
    """The reservation becomes a subscription, the subscription a contract."""
    row = access.purchase_for(request.user, number, to="purchases.record")
    first = {"to": (NEXT_STEPS[row.kind] or ("",))[0], "signed_on": day_of(clock.now(), row.project)}
    options = {"currency": row.currency, "steps": NEXT_STEPS[row.kind], "names_home": row.home_id is not None}
    form = NextStepForm(request.POST or None, initial=first, **options)

    def write(said):
        home = said.pop("home", "")
        found = (
            access.home_numbered(request.user, row.project.code, home, to="purchases.record")
            if home
            else None
        )
        return converting.convert_purchase(request.user, row, home=found, now=clock.now(), **said)

    hint = _("The step before stays linked; the home's state and the owner's stage follow by themselves.")
    words = {"title": _("Go on from %(number)s") % {"number": row.number}, "hint": hint}
    return _recorded(request, form, write, owner=row.owner, action=_("Record the next step"), **words)


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def resale(request, public_number):
    """A home changes hands: what the seller held ends that day, the buyer owns from it."""
    home = access.home_for(request.user, public_number, to="purchases.record")
    now = clock.now()
    held = selectors.owners_now(home, day_of(now, home.project))
    sellers = {row.owner.number: row for row in held}
    options = {"currency": home.project.currency, "sellers": [row.owner for row in held]}
    form = ResaleForm(request.POST or None, initial={"signed_on": day_of(now, home.project)}, **options)

    def write(said):
        sold = sellers.get(said["seller"])
        return services.record_purchase(
            request.user,
            _buyer(request, said["buyer"]),
            home,
            kind="resale",
            signed_on=said["signed_on"],
            amount=said["amount"],
            payment=said["payment"],
            seller=sold.owner if sold else None,
            share=sold.share if sold else 1,
            now=clock.now(),
        )

    words = {"title": _("Resale of %(home)s") % {"home": home.number}, "home": home}
    return _recorded(request, form, write, owner=None, action=_("Record the resale"), **words)


def _buyer(request, written: str):
    """By number or whole phone; who is not here yet is added first."""
    plain = written.strip()
    if plain.upper().startswith("O-"):
        return access.owner_for(request.user, plain.upper(), to="purchases.record")
    owner = owner_by_phone(request.user, plain)
    if owner is None:
        raise Refused(fields={"buyer": _("Nobody here has this number. Add the buyer first.")})
    return owner


def _recorded(request, form, write, *, owner, action, home=None, **words):
    if request.method == "POST" and form.is_valid():
        try:
            made = write(dict(form.cleaned_data))
        except DoorstepError as refusal:
            if refusal.status not in (404, 409, 422):
                raise
            put_beside(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("owners:purchase_page", number=made.number)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "owner": owner, "home": home, "action": action, **words}
    return render(request, "owners/record.html", context, status=status)


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def payments(request, number):
    """The lines that are still to be paid."""
    row = access.purchase_for(request.user, number, to="purchases.record")
    places = get_currency_precision(row.currency)
    open_lines = [line for line in row.lines.order_by("due_on") if line.paid_on is None]
    typed = [
        {"due_on": line.due_on, "amount": f"{line.amount / 10**places:.{places}f}"} for line in open_lines
    ]
    plan = PlanFormSet(request.POST or None, initial=typed, form_kwargs={"currency": row.currency})
    wrong = ""
    if request.method == "POST" and plan.is_valid():
        said = [form.cleaned_data for form in plan if form.cleaned_data.get("due_on")]
        lines = [(line["due_on"], line["amount"]) for line in said]
        try:
            paying.plan_payments(request.user, row, lines, now=clock.now())
        except DoorstepError as refusal:
            if refusal.status not in (409, 422):
                raise
            wrong = " ".join(map(str, refusal.fields.values())) or str(refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("owners:purchase_page", number=number)
    status = 422 if request.method == "POST" else 200
    context = {"plan": plan, "purchase": row, "owner": row.owner, "wrong": wrong}
    return render(request, "owners/home_payments.html", context, status=status)


@page("purchases.record")
@require_POST
def paid(request, number):
    """A line of the plan has been paid."""
    row = access.purchase_for(request.user, number, to="purchases.record")
    form = PaidForm(request.POST)
    if form.is_valid():
        try:
            paying.mark_paid(request.user, row, now=clock.now(), **form.cleaned_data)
        except DoorstepError as refusal:
            if refusal.status not in (409, 422):
                raise
            put_beside(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("owners:purchase_page", number=number)
    return render(request, "owners/home_purchase.html", _of(request, row, paid_form=form), status=422)
