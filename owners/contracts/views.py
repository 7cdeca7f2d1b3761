"""Pages: recording a visit, a purchase, an ownership; cancelling and ending them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm import clock
from crm.errors import DoorstepError, NotFound, Refused
from crm.web.pages import page
from owners import access
from owners.days import day_of
from owners.people.selectors import projects_of

from . import services
from .forms import CancelForm, EndForm, OwnershipForm, PurchaseForm, VisitForm


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def purchase(request, number):
    """Record a reservation, subscription, contract or resale of this owner."""
    owner = access.owner_for(request.user, number, to="purchases.record")
    projects = access.projects_for(request.user, to="purchases.record")
    first = {"kind": "contract", "signed_on": day_of(clock.now()), "project": _likely(owner, projects)}
    first |= {name: request.GET[name] for name in ("project", "home", "kind") if name in request.GET}
    form = PurchaseForm(request.POST or None, initial=first, projects=projects)

    def write(said):
        return services.record_purchase(
            request.user,
            owner,
            _home(request, said),
            project=form.projects[said["project"]],
            kind=said["kind"],
            signed_on=said["signed_on"],
            amount=said["amount"],
            payment=said["payment"],
            deposit_amount=said["deposit_amount"],
            source="desk" if said["external_ref"] else "",
            external_ref=said["external_ref"],
            now=clock.now(),
        )

    hint = _("A contract or a resale makes them the owner from that day; the home's state follows by itself.")
    return _record(
        request, form, write, owner=owner, title=_("Record a purchase"), action=_("Record it"), hint=hint
    )


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def ownership(request, number):
    """Record that this owner holds a home or a share of one."""
    owner = access.owner_for(request.user, number, to="purchases.record")
    projects = access.projects_for(request.user, to="purchases.record")
    first = {"share": "1", "project": _likely(owner, projects)}
    first |= {name: request.GET[name] for name in ("project", "home") if name in request.GET}
    form = OwnershipForm(request.POST or None, initial=first, projects=projects)

    def write(said):
        home = _home(request, said)
        return services.record_ownership(
            request.user, owner, home, share=said["share"], since=said["since"], now=clock.now()
        )

    return _record(request, form, write, owner=owner, title=_("Record an ownership"), action=_("Record it"))


@page("owners.edit")
@require_http_methods(["GET", "POST"])
def visit(request, number):
    """Somebody came to the showroom."""
    owner = access.owner_for(request.user, number, to="owners.edit")
    projects = access.projects_for(request.user, to="owners.edit")
    first = {"on": day_of(clock.now()), "project": _likely(owner, projects)}
    form = VisitForm(request.POST or None, initial=first, projects=projects)

    def write(said):
        project = access.project_for(request.user, said["project"], to="owners.edit")
        return services.record_visit(
            request.user,
            owner,
            project=project,
            on=said["on"],
            remark=said["remark"],
            received_by=request.user,
            now=clock.now(),
        )

    return _record(
        request, form, write, owner=owner, title=_("Record a showroom visit"), action=_("Record it")
    )


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def cancel(request, number):
    """Call off a purchase, with its reason."""
    row = access.purchase_for(request.user, number, to="purchases.record")
    first = {"on": day_of(clock.now(), row.project)}
    form = CancelForm(request.POST or None, initial=first, currency=row.currency)

    def write(said):
        return services.cancel_purchase(request.user, row, version=row.version, now=clock.now(), **said)

    title = _("Cancel %(number)s") % {"number": row.number}
    hint = _("The steps before it fall with it, and the home is on sale again.")
    return _record(
        request, form, write, owner=row.owner, title=title, action=_("Cancel the purchase"), hint=hint
    )


@page("purchases.record")
@require_http_methods(["GET", "POST"])
def end(request, public_id):
    """The owner holds the home no more."""
    row = access.ownership_for(request.user, public_id)
    form = EndForm(request.POST or None, initial={"until": day_of(clock.now(), row.home.project)})

    def write(said):
        return services.end_ownership(
            request.user, row, until=said["until"], because=said["because"], now=clock.now()
        )

    title = _("End the ownership of %(home)s") % {"home": row.home.number}
    return _record(request, form, write, owner=row.owner, title=title, action=_("End the ownership"))


def _record(request, form, write, *, owner, title, action, hint=""):
    """Show the form; when it is sent, do what it says, and put a refusal beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data)
        except DoorstepError as refusal:
            if refusal.status not in (409, 422):
                raise
            _show(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect("owners:card", number=owner.number)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "owner": owner, "title": title, "action": action, "hint": hint}
    return render(request, "owners/record.html", context, status=status)


def _likely(owner, projects) -> str:
    """The project he belongs to already, as far as the user may write there."""
    own = {project.pk for project in projects_of(owner)}
    return next((project.code for project in projects if project.pk in own), "")


def _show(form, refusal: DoorstepError) -> None:
    if not refusal.fields:
        form.add_error(None, str(refusal.message))
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def _home(request, said):
    """The home that was named, or None where none was."""
    if not said["home"]:
        return None
    try:
        return access.home_numbered(request.user, said["project"], said["home"], to="purchases.record")
    except NotFound as missing:
        raise Refused(fields={"home": _("This project has no home with that number.")}) from missing
