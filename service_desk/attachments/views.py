"""The files of a case: shown in three sets, added by drag, paste or camera, worded, removed and brought back."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import Refused
from crm.web.pages import page
from service_desk.attachments import rules, selectors, services
from service_desk.attachments.access import attachment_for, case_with_files
from service_desk.attachments.answers import answer
from service_desk.attachments.models import Part

AT_ONCE = 20
BACK = {"visits": "desk:my_repairs", "slips": "desk:slips"}  # the lists from which a photo is added


@page("attachments.view")
@require_GET
def files(request, number):
    """A page of its own: for a handler, who has no page of the case, and for a field engineer's telephone."""
    case = case_with_files(request.user, number)
    context = {"case": case, **shown(request.user, case)}
    if request.htmx:
        return render(request, "desk/attachments/sets.html", context | {"alone": True})
    return render(request, "desk/attachments/page.html", context)


def shown(user, case) -> dict:
    """What the three sets need to be drawn."""
    sets = selectors.sets_of(case)
    return {
        "sets": sets,
        "file_count": sum(len(one.files) for one in sets),
        "may_add": may(user, "attachments.add", project=case.project)
        or not may(user, "cases.view", project=case.project),
        "may_remove_all": may(user, "attachments.remove", project=case.project),
        "largest": rules.LARGEST,
    }


@page("attachments.add")
@require_POST
def add(request, number):
    """Add files to one set; what is refused is named with its reason and hinders no other."""
    case = case_with_files(request.user, number, to="attachments.add")
    stage, refused, taken = request.POST.get("stage", ""), [], 0
    for place, sent in enumerate(request.FILES.getlist("file")):
        try:
            if place >= AT_ONCE:
                raise Refused(_("At most %(most)d files are sent at once.") % {"most": AT_ONCE})
            _add(request, case, stage, sent)
            taken += 1
        except Refused as refusal:
            because = next(iter(refusal.fields.values()), refusal.message)
            refused.append({"name": rules.plain_name(sent.name), "because": str(because)})
    if request.htmx:
        return JsonResponse({"taken": taken, "refused": refused}, status=422 if refused else 201)
    for row in refused:
        messages.warning(request, f"{row['name']}: {row['because']}")
    if taken:
        messages.success(request, _("The photos are kept."))
    list_of_his = BACK.get(request.POST.get("back", ""))
    return redirect(list_of_his) if list_of_his else redirect("desk:files", number)


def _add(request, case, stage, sent) -> None:
    content = sent.read() if sent.size <= rules.LARGEST else b" " * (rules.LARGEST + 1)
    caption = request.POST.get("caption", "")
    services.add(
        request.user, case, stage=stage, name=sent.name, content=content, caption=caption, now=clock.now()
    )


@page("attachments.view")
@require_GET
def content(request, public_id):
    """The file itself, to whoever may see its case; there is no other address."""
    row = attachment_for(request.user, public_id)
    return answer(row, Part.THUMB if "small" in request.GET else Part.FULL)


def _change(change):
    @page("attachments.add")
    @require_POST
    def changing(request, public_id):
        row = attachment_for(request.user, public_id, to="attachments.add")
        change(request, row, clock.now())
        if request.htmx:
            context = {"case": row.case, **shown(request.user, row.case)}
            return render(request, "desk/attachments/sets.html", context | {"alone": True})
        return redirect("desk:files", row.case.number)

    return changing


@_change
def word(request, row, now):
    services.word(request.user, row, caption=request.POST.get("caption", ""), now=now)


@_change
def remove(request, row, now):
    services.remove(request.user, row, now=now)
    messages.success(
        request,
        _("%(name)s is removed.") % {"name": row.name},
        extra_tags=f"undo:/desk/files/{row.public_id}/back/",
    )


@_change
def bring_back(request, row, now):
    services.bring_back(request.user, row, now=now)
