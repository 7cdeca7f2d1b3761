"""Pages: the list of segments, the builder with its live count, one segment with its members."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, NotAllowed, NotFound, Refused, Stale
from crm.web.answers import done
from crm.web.asked import whole
from crm.web.pages import page
from crm.web.paging import keyset_page
from owners.access import projects_for

from . import access, catalogue, counting, drawing, rules, selectors, services
from .fields import find
from .models import Sharing

LONGEST_TREE = 60_000


@page("segments.view")
@require_GET
def listed(request):
    """The segments one may use, each in words; one's own, and those put away, on tabs of their own."""
    state = request.GET.get("state", "")
    rows = selectors.listed(request.user, archived=state == "archived", mine=state == "mine")
    found = keyset_page(rows, by=("-updated_at", "-id"), mark=request.GET.get("after"), size=30)
    said = selectors.sentences(request.user, found.rows)
    labels = {"": _("All"), "mine": _("My own"), "archived": _("Put away")}
    context = {
        "page": found,
        "rows": [{"segment": row, "sentence": said[row.pk]} for row in found.rows],
        "tabs": [
            {"label": label, "url": f"?state={key}", "here": key == state} for key, label in labels.items()
        ],
        "state": state,
        "may_edit": may(request.user, "segments.edit"),
    }
    return render(request, "owners/segments/list.html", context)


@page("segments.edit")
@require_http_methods(["GET", "POST"])
def new(request):
    """Build a segment; nothing typed is lost where something is wrong."""
    said = _said(request)
    if request.method == "GET":
        return _builder(request, said | {"tree": rules.EMPTY})
    try:
        segment = services.save_new(request.user, now=clock.now(), **_resolved(request, said))
    except Refused as refusal:
        return _builder(request, said, refusal)
    return done(request, _("The segment has been saved."), "owners:segment", segment.public_id)


@page("segments.edit")
@require_http_methods(["GET", "POST"])
def edit(request, public_id):
    """Change a segment, or save it under another name; a stale version keeps what was built."""
    segment = access.segment_for(request.user, public_id, to="segments.edit")
    if request.method == "GET":
        return _builder(request, _kept(segment), segment=segment)
    said, now = _said(request), clock.now()
    try:
        if "save_as" in request.POST:
            segment = services.save_new(request.user, now=now, **_resolved(request, said))
        else:
            changes = _resolved(request, said)
            version = whole(request.POST.get("version", "")) or 0
            services.change(request.user, segment, version=version, changes=changes, now=now)
    except (Refused, Stale) as refusal:
        return _builder(request, said, refusal, segment=segment)
    return done(request, _("The segment has been saved."), "owners:segment", segment.public_id)


def _kept(segment) -> dict:
    return {
        "name": segment.name,
        "description": segment.description,
        "tree": segment.tree,
        "sharing": segment.sharing,
        "projects": [project.code for project in segment.projects.all()],
    }


def _said(request) -> dict:
    """The form as it was sent; a tree that is no JSON stays what the page had before: nothing."""
    sent = request.POST
    return {
        "name": sent.get("name", "")[:120],
        "description": sent.get("description", "")[:400],
        "tree": _tree(sent.get("tree", "")),
        "sharing": sent.get("sharing", Sharing.MINE.value),
        "projects": sent.getlist("projects"),
    }


def _tree(text: str):
    try:
        return json.loads(text) if len(text) <= LONGEST_TREE else None
    except (ValueError, RecursionError):
        return None


def _resolved(request, said: dict) -> dict:
    """The projects by their codes, as the services take them."""
    mine = {project.code: project for project in projects_for(request.user)}
    if any(code not in mine for code in said["projects"]):
        raise NotFound
    return said | {"projects": [mine[code] for code in said["projects"]]}


def _builder(request, said: dict, refusal: DoorstepError | None = None, segment=None):
    wrong = {path: str(sentence) for path, sentence in (refusal.fields if refusal else {}).items()}
    context = {
        "said": said,
        "segment": segment,
        "stale": isinstance(refusal, Stale),
        "refusal": refusal,
        "version": segment.version if segment else 0,
        "wrong": {path.removeprefix("tree"): text for path, text in wrong.items() if path.startswith("tree")},
        "name_wrong": wrong.get("name", ""),
        "projects_wrong": wrong.get("projects", ""),
        "catalogue": catalogue.of_builder(request.user, access.fields_for(request.user)),
        "words": _words(request.user, said["tree"]),
        "projects": projects_for(request.user),
        "sharings": [choice for choice in Sharing.choices if _may_share(request.user, choice[0])],
    }
    return render(request, "owners/segments/build.html", context, status=refusal.status if refusal else 200)


def _may_share(user, sharing: str) -> bool:
    return sharing != Sharing.EVERYONE or may(user, "segments.publish")


def _words(user, tree) -> dict[str, str]:
    """What the looked-up values of a tree are called, by "field value"; a tree that is wrong has none yet."""
    try:
        words = selectors.lookup.words_of(rules.read(tree), user)
    except rules.Invalid:
        return {}
    return {f"{field} {value}": text for (field, value), text in words.items()}


@page("segments.edit")
@require_POST
def preview(request):
    """While conditions are being written: what they say, how many they find, some of them, and what is missing."""
    tree, now = _tree(request.POST.get("tree", "")), clock.now()
    try:
        services.checked_tree(request.user, tree, now=now)
        asked = selectors.asked(request.user, tree, now=now)
    except Refused as refusal:
        wrong = {path.removeprefix("tree"): str(text) for path, text in refusal.fields.items()}
        return render(request, "owners/segments/found.html", {"wrong": wrong})
    except NotAllowed as refusal:
        return render(request, "owners/segments/found.html", {"wrong": {"": str(refusal.message)}})
    found = counting.count(asked.rows)
    context = {
        "wrong": {},
        "sentence": asked.sentence,
        "found": found,
        "sample": selectors.sample(asked.rows) if found.number else [],
    }
    return render(request, "owners/segments/found.html", context)


@page("segments.edit")
@require_GET
def values(request):
    """The first values of a field that fit what is typed: places, colleagues."""
    field = find(request.GET.get("field", ""))
    if field is None or not field.is_looked_up or field not in access.fields_for(request.user):
        raise NotFound
    found = field.choices(request.user, request.GET.get("text", "")[:80])
    return JsonResponse({"values": [{"value": value, "label": label} for value, label in found]})


@page("segments.view")
@require_GET
def show(request, public_id):
    """One segment: in words, how many, how it has grown, who is in it, who changed it."""
    segment, now = access.segment_for(request.user, public_id), clock.now()
    context = {
        "segment": segment,
        "versions": selectors.versions(segment),
        "uses": list(segment.uses.all()),
        "may_change": access.may_change(request.user, segment),
        "may_export": may(request.user, "segments.export"),
        "export_parameters": {"segment": str(segment.public_id)},
    }
    try:
        asked = selectors.asked(request.user, segment.tree, now=now)
    except (NotAllowed, rules.Invalid) as refusal:
        context["closed"] = isinstance(refusal, NotAllowed)
        return render(request, "owners/segments/segment.html", context | {"broken": True})
    context |= {"sentence": asked.sentence, **_members(request, asked)}
    if context["page"] is None or context["page"].first:
        context |= _counted(segment, asked, now)
    return render(request, "owners/segments/segment.html", context)


def _members(request, asked) -> dict:
    """One page of members in the order of their names; None where finding them takes too long."""
    mark = request.GET.get("after")
    rows = selectors.page_of(asked.rows)
    page = counting.within(
        counting.PATIENT, lambda: keyset_page(rows, by=("name_key", "id"), mark=mark, size=40)
    )
    return {"page": page}


def _counted(segment, asked, now) -> dict:
    found = counting.count_all(asked.rows)
    if found.number is not None and found.exact:
        services.keep_count(segment, asked.reader, found.number, now=now)
    points = selectors.history(segment, asked.reader)
    return {"found": found, "line": drawing.sparkline(points)}


@page("segments.edit")
@require_POST
def restore(request, public_id):
    segment = access.segment_for(request.user, public_id, to="segments.edit")
    number = whole(request.POST.get("number", "")) or 0
    version = whole(request.POST.get("version", "")) or 0
    services.restore(request.user, segment, number, version=version, now=clock.now())
    return done(
        request, _("Version %(number)s is in force again.") % {"number": number}, "owners:segment", public_id
    )


@page("segments.edit")
@require_POST
def copy(request, public_id):
    segment = access.segment_for(request.user, public_id)
    made = services.copy(request.user, segment, now=clock.now())
    return done(request, _("This is your own copy."), "owners:edit_segment", made.public_id)


@page("segments.edit")
@require_POST
def archive(request, public_id):
    """Put away, or take out again."""
    segment = access.segment_for(request.user, public_id, to="segments.edit")
    away = segment.archived_at is None
    services.archive(request.user, segment, archived=away, now=clock.now())
    sentence = _("The segment has been put away.") if away else _("The segment is in use again.")
    return done(request, sentence, "owners:segment", public_id)


@page("segments.edit")
@require_POST
def delete(request, public_id):
    segment = access.segment_for(request.user, public_id, to="segments.edit")
    try:
        services.delete(request.user, segment, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("owners:segment", public_id)
    return done(request, _("The segment has been deleted."), "owners:segments")
