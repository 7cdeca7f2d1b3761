"""Pages of reply templates: the picker of a composer, the list, one template with its preview, and the offices."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import clock
from crm.accounts.permissions import may
from crm.errors import DoorstepError, Refused
from crm.versions import in_words
from crm.versions.pages import bringing_back
from crm.web.pages import page
from service_desk.cases.access import case_for, project_for
from service_desk.guidance import offices, reply_templates
from service_desk.guidance.forms import NAMES
from service_desk.guidance.template_forms import OfficeForm, TemplateForm
from service_desk.guidance.views.history import history


@page("guidance.use")
@require_GET
def offered(request, number):
    """The templates for the composer of one case, filled in; read when the picker is opened."""
    case = case_for(request.user, number)
    found = reply_templates.offered(request.user, case, now=clock.now())
    rows = [
        {
            "code": one.code,
            "title": one.title,
            "text": one.text,
            "fits": one.fits,
            "missing": ", ".join(one.missing),
        }
        for one in found
    ]
    return JsonResponse(
        {"templates": rows, "missing": _("Missing: "), "none": _("No template of this name.")}
    )


@page("guidance.use")
@require_POST
def used(request, code):
    row = reply_templates.template_for(request.user, code)
    reply_templates.count_use(request.user, row, now=clock.now())
    return HttpResponse(status=204)


@page("guidance.use")
@require_GET
def templates(request):
    counts = reply_templates.use_counts()
    rows = [
        {
            "row": row,
            "title": reply_templates.title_of(row),
            "used": counts[row.code],
            "languages": [NAMES[language] for language in NAMES if row.texts.get(language)],
            "may_edit": reply_templates.may_edit(request.user, row),
        }
        for row in reply_templates.templates(request.user)
    ]
    rows.sort(key=lambda row: (-row["used"], row["title"]))
    gone = [
        {
            "row": row,
            "title": reply_templates.title_of(row),
            "return_url": reverse("desk:return_template", args=[row.code]),
        }
        for row in reply_templates.retired_templates(request.user)
    ]
    may_share = may(request.user, "guidance.edit")
    context = {"rows": rows, "may_share": may_share, "gone": gone, "now": clock.now()}
    return render(request, "desk/guidance/templates.html", context)


@page("guidance.use")
@require_http_methods(["GET", "POST"])
def new_template(request):
    form = TemplateForm(request.POST or None, may_share=may(request.user, "guidance.edit"))
    return _edited(request, form, row=None)


@page("guidance.use")
@require_http_methods(["GET", "POST"])
def template(request, code):
    row = reply_templates.template_for(request.user, code, to="edit")
    options = {"initial": TemplateForm.initial_of(row), "may_share": may(request.user, "guidance.edit")}
    return _edited(request, TemplateForm(request.POST or None, **options), row)


def _edited(request, form, row):
    now = clock.now()
    if request.method == "POST" and form.is_valid():
        content = form.content()
        if row is not None:
            content |= {
                "code": row.code,
                "seen": form.cleaned_data["seen"],
                "personal": row.person_id is not None,
            }
        try:
            reply_templates.keep_template(request.user, now=now, **content)
            messages.success(request, _("The template is in the picker."))
            return redirect("desk:templates")
        except Refused as refusal:
            form.take(refusal)
        except DoorstepError as conflict:
            form.add_error(None, str(conflict.message))
    context = {
        "form": form,
        "row": row,
        "title": reply_templates.title_of(row) if row else "",
        "variables": reply_templates.filling.VARIABLES.items(),
        "versions": history(row, lambda one: in_words(form, form.initial_of(one)), "desk:return_template"),
        "preview": _preview(request, row, now),
        "now": now,
    }
    return render(request, "desk/guidance/template.html", context, status=422 if form.errors else 200)


def _preview(request, row, now):
    """The template with a real case, where one was named."""
    number = request.GET.get("case", "").strip()
    if row is None or not number:
        return None
    case = case_for(request.user, number)
    shown = reply_templates.preview(row, case, request.user, now=now)
    return {"case": number, "texts": [(NAMES[language], language, one) for language, one in shown.items()]}


bring_back = bringing_back(
    "guidance.use",
    reply_templates.bring_back,
    find=reply_templates.may_bring_back,
    done=lambda _row: _("The template is in the picker."),
    to="desk:template",
)


@page("guidance.use")
@require_POST
def retire_template(request, code):
    row = reply_templates.template_for(request.user, code, to="edit")
    reply_templates.retire_template(request.user, row, now=clock.now())
    messages.success(request, _("The template has left the picker."))
    return redirect("desk:templates")


@page("guidance.edit")
@require_GET
def office_list(request):
    rows = offices.projects_with_offices(request.user)
    return render(request, "desk/guidance/offices.html", {"rows": rows, "now": clock.now()})


@page("guidance.edit")
@require_http_methods(["GET", "POST"])
def office(request, code):
    project = project_for(request.user, code, to="guidance.edit")
    form = OfficeForm(request.POST or None, initial=OfficeForm.initial_of(offices.office_of(project)))
    if request.method == "POST" and form.is_valid():
        try:
            offices.keep_office(request.user, project, now=clock.now(), **form.content())
            messages.success(request, _("Replies name this office from now on."))
            return redirect("desk:offices")
        except Refused as refusal:
            form.take(refusal)
        except DoorstepError as conflict:
            form.add_error(None, str(conflict.message))
    context = {"form": form, "project": project}
    return render(request, "desk/guidance/office.html", context, status=422 if form.errors else 200)
