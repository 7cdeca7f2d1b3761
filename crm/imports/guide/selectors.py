"""Drafts and kept mappings, read."""

from crm.imports.guide.composing import catalogue, choices_of, lines, needed
from crm.imports.guide.models import ImportDraft, SavedMapping
from crm.imports.guide.services import mapping_of, sample_of
from crm.imports.mapping import Reader, Reading, missing, shipped
from crm.imports.tables import Row

SHOWN_ROWS = 12


def drafts_of(user, limit: int = 10) -> list[ImportDraft]:
    """Files that one has begun with and not gone on."""
    rows = ImportDraft.objects.visible_to(user).filter(made_by=user, run=None).defer("sample")
    return list(rows.select_related("project").order_by("-made_at")[:limit])


def mappings_for(user, kind: str = "") -> list[SavedMapping]:
    """One's own and the shared ones, by name."""
    rows = SavedMapping.objects.visible_to(user).select_related("made_by").order_by("name", "pk")
    return list(rows.filter(kind=kind) if kind else rows)


def columns_of(draft: ImportDraft):
    """The table of a draft's columns."""
    sample = sample_of(draft)
    return lines(mapping_of(draft), sample.columns, sample.values)


def still_needed(draft: ImportDraft) -> list[str]:
    return needed(draft.mapping["fields"], draft.kind, project_known=draft.project_id is not None)


def readings_of(draft: ImportDraft, limit: int = SHOWN_ROWS) -> list[Reading]:
    """The first rows as the mapping of the moment reads them; none while a column it joins is missing."""
    mapping, sample = mapping_of(draft), sample_of(draft)
    if missing(mapping, sample.columns):
        return []
    project = draft.project
    options = {"zone": project.timezone, "currency": project.currency} if project else {}
    rows = (Row(number, cells, wrong) for number, cells, wrong in sample.rows[:limit])
    return Reader(mapping, sample.columns, **options).read_all(rows)


def fields_of(kind: str) -> list[tuple[str, bool, list[str]]]:
    """(field, whether it is needed, its choices) of a kind of rows."""
    return [(name, bool(rule.get("required")), choices_of(rule)) for name, rule in catalogue(kind).items()]


def shipped_of(kind: str) -> list:
    """The mappings of the product for this kind, our own columns last."""
    return sorted((one for one in shipped().values() if one.kind == kind), key=lambda one: one.name == kind)
