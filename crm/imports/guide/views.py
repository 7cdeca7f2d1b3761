"""Pages: the files one has begun with, and the table in which a file's columns get their fields."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from crm import clock
from crm.errors import Refused
from crm.imports import selectors as runs
from crm.imports import wording
from crm.imports.access import project_for, projects_for
from crm.imports.forms import KeepForm, UploadForm
from crm.imports.guide import selectors, services, shown
from crm.imports.guide.access import draft_for, kept_or_shipped, mapping_for
from crm.imports.guide.sent import chosen
from crm.web.answers import done
from crm.web.asked import whole
from crm.web.pages import page


@page("imports.run")
def imports(request):
    """Choose a file; one's earlier imports and the files one has begun with."""
    form = UploadForm(request.POST or None, request.FILES or None, projects=projects_for(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            draft = _uploaded(request.user, form)
        except Refused as refusal:
            for name, reason in refusal.fields.items():
                form.add_error(name if name in form.fields else None, str(reason))
        else:
            return redirect("import_draft", draft.public_id)
    context = {
        "form": form,
        "runs": runs.runs_of(request.user),
        "drafts": selectors.drafts_of(request.user),
        "mappings": selectors.mappings_for(request.user),
        "kinds": wording.KINDS,
        "now": clock.now(),
    }
    return render(request, "imports/imports.html", context, status=422 if form.errors else 200)


def _uploaded(actor, form):
    given, now = form.cleaned_data, clock.now()
    mapping = form.chosen_mapping()
    if mapping and mapping.kind != given["kind"]:
        raise Refused(fields={"mapping": _("This mapping is made for something else.")})
    draft = services.upload(
        actor,
        kind=given["kind"],
        file=given["file"].file,
        file_name=given["file"].name,
        project=project_for(actor, given["project"]) if given["project"] else None,
        encoding=given["encoding"],
        now=now,
    )
    return services.choose(actor, draft, mapping, now=now) if mapping else draft


@page("imports.run")
@never_cache
@require_GET
def draft(request, public_id):
    """A file's columns with their fields, and its first rows as they are read by them."""
    row = draft_for(request.user, public_id)
    if row.run:
        return redirect("import_run", row.run.public_id)
    return render(request, "imports/draft.html", shown.draft(request.user, row))


@page("imports.run")
@require_POST
def columns(request, public_id):
    """The table as it stands on the page; the answer is the table and the rows read by it."""
    row = draft_for(request.user, public_id)
    said = chosen(request.POST, len(row.columns))
    return _changed(request, row, lambda: services.assign(request.user, row, said, now=clock.now()))


@page("imports.run")
@require_POST
def reading(request, public_id):
    """In which encoding, from which row on, which sheet, for which project."""
    row, user = draft_for(request.user, public_id), request.user
    code = request.POST.get("project", "")

    def change():
        again = services.reread(
            user,
            row,
            encoding=request.POST.get("encoding", ""),
            header_rows=whole(request.POST.get("header_rows", "")) or 1,
            sheet=request.POST.get("sheet"),
            now=clock.now(),
        )
        return services.set_place(
            user, again, project=project_for(user, code) if code else None, now=clock.now()
        )

    return _changed(request, row, change)


@page("imports.run")
@require_POST
def base(request, public_id):
    """Begin with a mapping that was kept, or comes with the product."""
    row, name = draft_for(request.user, public_id), request.POST.get("mapping", "")
    mapping = kept_or_shipped(request.user, name)
    return _changed(request, row, lambda: services.choose(request.user, row, mapping, now=clock.now()))


def _changed(request, row, change):
    """Do it and show the table again, with what is wrong on top; only the table where only it was asked for."""
    wrong, status = "", 200
    try:
        row = change()
    except Refused as refusal:
        wrong, status = (
            " ".join(str(reason) for reason in refusal.fields.values()) or str(refusal.message),
            422,
        )
    if not request.htmx and not wrong:
        return redirect("import_draft", row.public_id)
    name = "imports/table.html" if request.htmx else "imports/draft.html"
    return render(
        request,
        name,
        shown.draft(request.user, row) | {"wrong": wrong},
        status=200 if request.htmx else status,
    )


@page("imports.run")
@require_POST
def keep(request, public_id):
    """Keep the mapping under a name."""
    row, form = draft_for(request.user, public_id), KeepForm(request.POST)
    if form.is_valid():
        try:
            services.keep_mapping(request.user, row, **form.cleaned_data, now=clock.now())
        except Refused as refusal:
            form.add_error("name", " ".join(str(reason) for reason in refusal.fields.values()))
        else:
            return done(request, _("The mapping has been kept."), "import_draft", row.public_id)
    return render(request, "imports/draft.html", shown.draft(request.user, row) | {"keep": form}, status=422)


@page("imports.run")
@require_POST
def take_on(request, public_id):
    """On to the whole file: what is wrong with it stands above the table."""
    row = draft_for(request.user, public_id)
    try:
        run = services.take_on(request.user, row, now=clock.now())
    except Refused as refusal:
        wrong = " ".join([str(refusal.message), *(str(reason) for reason in refusal.fields.values())])
        return render(
            request, "imports/draft.html", shown.draft(request.user, row) | {"wrong": wrong}, status=422
        )
    return redirect("import_run", run.public_id)


@page("imports.run")
@require_POST
def discard(request, public_id):
    services.discard(request.user, draft_for(request.user, public_id), now=clock.now())
    return done(request, _("The file has been thrown away."), "imports")


@page("imports.run")
@require_POST
def drop_mapping(request, public_id):
    services.drop_mapping(request.user, mapping_for(request.user, public_id), now=clock.now())
    return done(request, _("The mapping has been forgotten."), "imports")
