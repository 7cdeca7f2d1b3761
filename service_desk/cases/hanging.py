"""What hangs on a case at all: asked in one statement when its page is read, so that nobody asks in vain after that.

Most cases have no crisis, no repair, no dossier; thirty rooms that each ask for themselves cost a page more than all
that it shows. `of` gives the rows of a model that hang on a case, and none without asking where `look` found none.
A case that was not looked at, or that a service has locked, is asked for as ever.
"""

from functools import cache

from django.apps import apps
from django.db import models

from crm.reading import keeping

LOOKED_FOR = {
    "Attachment": "case",
    "Investigation": "case",
    "TransferSlip": "case",
    "Proposal": "case",
    "Action": "case",
    "ReturnVisit": "case",
    "CaseCause": "case",
    "IncomingMail": "case",
    "Draft": "case",
    "CrisisCase": "case",
    "Directive": "case",
    "Dossier": "case",
    "DifficultCase": "case",
    "SeverityJudgement": "case",
    "CaseGroup": "master",
    "ProposalMember": "case",
    "PlaybookRun": "case",
    "HandOver": "case",
    "CaseMerge": "gone kept",
    "CaseLink": "upper lower",
    "Promise": "case",
    "RepairOrder": "case",
    "WarrantyCheck": "case",
    "Weighing": "case",
    "CaseTag": "case",
}


def look(case) -> None:
    """Keep with a case that was just read what hangs on it. One statement, each part of it a look at an index."""
    statement, asked = _statement()
    with keeping() as cursor:
        cursor.execute(statement, [case.pk])
        found = cursor.fetchone()
    case.known_empty = frozenset(one for one, any_row in zip(asked, found, strict=True) if not any_row)


def has_none(case, model: type[models.Model], *fields: str) -> bool:
    """Whether it is known that no row of a model hangs on a case by any of these fields."""
    empty = getattr(case, "known_empty", frozenset())
    return all((model.__name__, field) in empty for field in fields or ("case",))


def of(case, model: type[models.Model]) -> models.QuerySet:
    """The rows of a model that hang on a case, each with this very case at hand where the case knows them by a name."""
    relation = model._meta.get_field("case").remote_field
    if has_none(case, model):
        return model.objects.none()
    if relation.hidden or not relation.multiple:
        return model.objects.filter(case=case)
    return getattr(case, relation.get_accessor_name()).all()


@cache
def _statement() -> tuple[str, list[tuple[str, str]]]:
    asked = [(name, field) for name, fields in LOOKED_FOR.items() for field in fields.split()]
    looks = ", ".join(_look(apps.get_model("service_desk", name), field) for name, field in asked)
    return f"SELECT {looks} FROM (SELECT %s::bigint AS id) AS one", asked  # noqa: S608  names of our own tables


def _look(model: type[models.Model], field: str) -> str:
    """Links that have ended are passed over: only the standing ones have an index, and only they are shown."""
    column, standing = model._meta.get_field(field).column, ""
    if model.__name__ == "CaseLink":
        standing = " AND ended_at IS NULL"
    return f'EXISTS (SELECT FROM "{model._meta.db_table}" WHERE "{column}" = one.id{standing})'
