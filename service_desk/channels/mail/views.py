"""Pages: mail that waits for a person, one mail as safe text, and the mailboxes."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import NotFound, Refused
from crm.web.pages import page
from crm.web.paging import keyset_page
from crm.web.seen import as_it_stands, one_by_one
from service_desk.cases.access import case_for
from service_desk.cases.pickers import projects_for
from service_desk.channels.access import mail_for, mailbox_for
from service_desk.channels.confirming import selectors as confirming
from service_desk.channels.hooks import selectors as hooks
from service_desk.channels.mail import selectors, services, setting_up, storing, together, unfetched
from service_desk.channels.mail.forms import (
    AttachForm,
    DiscardForm,
    LimitsForm,
    MailboxForm,
    ReleaseForm,
    SearchForm,
)
from service_desk.channels.mail.states import MailStatus


@page("mail.view")
@require_GET
def quarantine(request):
    """Mail that waits, newest first, with the reason why; and what was thrown away."""
    return _waiting(request)


def _waiting(request):
    status = request.GET.get("state") or MailStatus.HELD
    counts = selectors.counts(request.user)
    labels = {MailStatus.HELD: _("Waiting"), MailStatus.DISCARDED: _("Discarded")}
    tabs = [
        {"label": label, "url": f"?state={one}", "here": status == one, "count": counts[one]}
        for one, label in labels.items()
    ]
    search = SearchForm(request.GET, mailboxes=selectors.mailboxes(request.user, to="mail.view"))
    asked = search.asked()
    rows = selectors.quarantine(request.user, status, **asked)
    context = {
        "now": clock.now(),
        "state": status,
        "tabs": tabs,
        "search": search,
        "narrowed": any(asked.values()),
        "looked_through": selectors.LOOKED_THROUGH,
        "page": keyset_page(rows, by=("-id",), mark=request.GET.get("after"), size=30),
        "may_release": status == MailStatus.HELD and may(request.user, "mail.release"),
        "release": ReleaseForm(auto_id="together_%s"),
        "discard": DiscardForm(auto_id="together_%s"),
    }
    return render(request, "desk/channels/quarantine.html", context)


@page("mail.release")
@require_POST
def mails_together(request):
    """What is done with all that are ticked; what one is refused for is said, the others are done."""
    given = request.POST
    outcome = together.do(
        request.user,
        given.getlist("mail"),
        deed=given.get("deed", ""),
        kind=given.get("kind", ""),
        why=given.get("why", ""),
        now=clock.now(),
    )
    if outcome.done:
        done = ngettext("%(count)d mail is done.", "%(count)d mails are done.", outcome.done)
        messages.success(request, done % {"count": outcome.done})
    for reason in list(dict.fromkeys(why for _one, why in outcome.refused))[:3]:
        messages.error(request, reason)
    return redirect(f"{reverse('desk:quarantine')}?{safe_query(given.get('back', ''))}")


def safe_query(text: str) -> str:
    """The narrowing of the list one came from, written anew: nothing but its own names goes into an address."""
    asked = QueryDict(text)
    return urlencode(
        {name: asked[name][:120] for name in ("state", "q", "reason", "mailbox") if asked.get(name)}
    )


@page("mail.view")
@require_GET
def mail(request, public_id):
    """One mail as plain text; nothing of it is loaded, drawn or run."""
    return _show(request, mail_for(request.user, public_id))


def _show(request, row, *, release=None, attach=None, status=200):
    waits = row.status == MailStatus.HELD and may(request.user, "mail.release", project=row.mailbox.project)
    suggested = row.suggested
    if suggested and not may(request.user, "cases.view", project=suggested.project):
        suggested = None
    context = {
        "now": clock.now(),
        "mail": row,
        "suggested": suggested,
        "waits": waits,
        "release": release or ReleaseForm(),
        "discard": DiscardForm(),
        "attach": attach or AttachForm(initial={"case": suggested.number if suggested else ""}),
    }
    return render(request, "desk/channels/mail.html", context, status=status)


@page("mail.view")
@require_GET
def mail_file(request, public_id):
    """The mail as it came, as a file that no browser opens by itself."""
    row = mail_for(request.user, public_id)
    data = storing.raw(row)
    if not data:
        raise NotFound
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.public_id}.eml"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


@page("mail.release")
@require_POST
def release(request, public_id):
    """It is a case after all."""
    row = mail_for(request.user, public_id, to="mail.release")
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            case = services.release(request.user, row, kind=form.cleaned_data["kind"], now=clock.now())
            messages.success(request, _("%(number)s is registered.") % {"number": case.number})
            return redirect("desk:case", case.number)
        except Refused as refusal:
            form.take(refusal)
    return _show(request, row, release=form, status=422)


@page("mail.release")
@require_POST
def attach(request, public_id):
    """It belongs to a case."""
    row = mail_for(request.user, public_id, to="mail.release")
    form = AttachForm(request.POST)
    if form.is_valid():
        try:
            number = form.cleaned_data["case"].strip()
            case = services.attach(
                request.user, row, case=case_for(request.user, number, to="cases.note"), now=clock.now()
            )
            messages.success(request, _("It was added to %(number)s.") % {"number": case.number})
            return redirect("desk:case", case.number)
        except NotFound:
            form.add_error("case", _("There is no case of this number that you may see."))
        except Refused as refusal:
            form.take(refusal)
    return _show(request, row, attach=form, status=422)


@page("mail.release")
@require_POST
def take_as_reply(request, public_id):
    """It answers us, from another address: the next from there needs nobody."""
    row = mail_for(request.user, public_id, to="mail.release")
    try:
        together.take_as_reply(request.user, row, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:mail", public_id)
    messages.success(request, _("It was added to %(number)s.") % {"number": row.suggested.number})
    return redirect("desk:quarantine")


@page("mail.release")
@require_POST
def discard(request, public_id):
    """It is nothing; for a while it can be had back."""
    row = mail_for(request.user, public_id, to="mail.release")
    row = services.discard(request.user, row, why=request.POST.get("why", ""), now=clock.now())
    undo = reverse("desk:mail_take_back", args=[row.public_id])
    messages.success(request, _("The mail was discarded."), extra_tags=f"undo:{undo}")
    return redirect("desk:quarantine")


@page("mail.release")
@require_POST
def take_back(request, public_id):
    """It is something after all."""
    row = mail_for(request.user, public_id, to="mail.release")
    services.take_back(request.user, row, now=clock.now())
    messages.success(request, _("The mail waits again."))
    return redirect("desk:mail", public_id)


@page("mail.release")
@require_POST
def fetch_again(request, public_id):
    """The server may give it now."""
    row = mail_for(request.user, public_id, to="mail.release")
    try:
        unfetched.fetch_again(request.user, row, now=clock.now())
        messages.success(request, _("The whole mail is here now."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:mail", public_id)


@page("channels.view")
@require_GET
def channels(request):
    """The ways in: mailboxes with how they fare, and the limits in force."""
    return _channels(request)


def _channels(request, *, limits_form=None, status=200):
    limits = selectors.limits()
    context = {
        "now": clock.now(),
        "mailboxes": selectors.mailboxes(request.user),
        "endpoints": hooks.endpoints(request.user),
        "may_set_up": may(request.user, "channels.set_up"),
        "confirming": _confirming(request),
        "limits": limits,
        "limits_form": limits_form
        or (LimitsForm(initial=_as_they_are(limits)) if _may_limit(request) else None),
    }
    return render(request, "desk/channels/channels.html", context, status=status)


def _as_they_are(limits) -> dict:
    return {name: getattr(limits, name) for name in setting_up.LIMITS}


def _confirming(request) -> list[tuple]:
    """The projects with the ways they confirm by, for whoever sets them up."""
    return confirming.ways_by_project(request.user) if may(request.user, "channels.set_up") else []


def _may_limit(request) -> bool:
    return may(request.user, "channels.limit")


@page("channels.limit")
@require_POST
@one_by_one
def limits(request):
    """Other limits from now on."""
    form = LimitsForm(request.POST, initial=_as_they_are(setting_up.limits_held()))
    if form.is_valid():
        try:
            setting_up.set_limits(request.user, limits=form.cleaned_data, now=clock.now())
            messages.success(request, _("The limits hold from now on."))
            return redirect("desk:channels")
        except Refused as refusal:
            form.take(refusal)
    return _channels(request, limits_form=form, status=422)


@page("channels.set_up")
@require_http_methods(["GET", "POST"])
def new_mailbox(request):
    return _mailbox(request, None)


@page("channels.set_up")
@require_http_methods(["GET", "POST"])
@one_by_one
def mailbox(request, code):
    return _mailbox(request, as_it_stands(request, mailbox_for(request.user, code, to="channels.set_up")))


def _mailbox(request, row):
    given = request.POST if request.method == "POST" else None
    form = MailboxForm(given, mailbox=row, projects=projects_for(request.user, "channels.set_up"))
    if given is not None:
        saved = form.carry_out(request.user, clock.now())
        if saved is not None:
            messages.success(request, _("%(address)s is set up.") % {"address": saved.address})
            return redirect("desk:channels")
    context = {"form": form, "mailbox": row}
    return render(request, "desk/channels/mailbox.html", context, status=422 if form.errors else 200)
