"""What the ground floor holds of a person without knowing whose it is: found by looking at what is inside.

Nothing here can be asked for by a key, because it is under lock: rows of imported files, refused rows, letters,
answers kept for a repeated request, sessions. They live for days or weeks; each is opened and looked at.
"""

import json

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet

from crm.api.idempotency import CONTEXT as ANSWERS
from crm.api.models import IdempotencyKey
from crm.exports import services as exports
from crm.imports.guide.models import ImportDraft
from crm.imports.models import ImportPart
from crm.jobs.models import JobChunk
from crm.messages.models import OutgoingMessage
from crm.privacy import cipher
from crm.privacy.classification import our_models, personal_fields
from crm.privacy.fields import EncryptedText

from .person import Person

TEXTS = {"content", "profile", "sensitive"}
SPOKEN = TEXTS | {"name", "contact"}
OPEN = ("CharField", "TextField", "JSONField")
AT_ONCE = 200


def forget(person: Person, *, now) -> dict[str, int]:
    """Take a person out of all of them; how many rows of each."""
    return {
        "outgoing.outgoingmessage": _letters(person),
        "imports.importpart": sum(
            _rows(ImportPart, name, person) for name in ("rows", "refused", "dry_refused")
        ),
        "imports.importdraft": _drafts(),
        "jobs.jobchunk": _rows(JobChunk, "refused", person),
        "api.idempotencykey": _answers(person),
        "sessions.session": _sessions(person),
        "exports.exportrun": exports.forget_all(now=now),
    }


def _letters(person: Person) -> int:
    """Letters to him or about him, sent or waiting."""
    rows = OutgoingMessage.objects.select_for_update().only("recipient", "subject", "body")
    his = [row.pk for row in rows.iterator(AT_ONCE) if _is_his_letter(row, person)]
    return OutgoingMessage.objects.filter(pk__in=his).delete()[0]


def _is_his_letter(row, person: Person) -> bool:
    return person.is_named_in(f"{row.recipient}\n{row.subject}\n{row.body}")


def _rows(model, name: str, person: Person) -> int:
    """Rows of a file, kept as one JSON list: his are taken out, the others stay as they are."""
    touched = 0
    rows = model.objects.select_for_update().filter(**{f"{name}__isnull": False}).only(name)
    for row in rows.iterator(AT_ONCE):
        held = json.loads(getattr(row, name) or "[]")
        kept = [one for one in held if not person.is_row(_cells(one))]
        if len(kept) == len(held):
            continue
        setattr(row, name, json.dumps(kept, ensure_ascii=False))
        row.save(update_fields=[name])
        touched += 1
    return touched


def _drafts() -> int:
    """Files uploaded and not imported yet: their pieces cannot be read one by one, so all go and are given in anew."""
    return (
        ImportDraft.objects.filter(pk__in=ImportDraft.objects.values("pk"))
        .delete()[1]
        .get("imports.ImportDraft", 0)
    )


def _cells(row) -> list[str]:
    """Everything that stands in a row, however deep."""
    if isinstance(row, dict):
        return [cell for value in row.values() for cell in _cells(value)]
    if isinstance(row, list):
        return [cell for value in row for cell in _cells(value)]
    return [] if row is None else [str(row)]


def _answers(person: Person) -> int:
    """Answers of the API kept for a repeated request: whoever repeats it is told that it is gone."""
    his = []
    for row in IdempotencyKey.objects.exclude(response=None).iterator(AT_ONCE):
        said = cipher.decrypt_bytes(row.response, ANSWERS).decode(errors="replace")
        if _answers_of(person, f"{row.path}\n{said}"):
            his.append(row.pk)
    return IdempotencyKey.objects.filter(pk__in=his).delete()[0]


def _answers_of(person: Person, text: str) -> bool:
    return person.is_named_in(text) or any(name in text for name in person.names)


def _sessions(person: Person) -> int:
    """Sessions in which something about him was put down: ended, so that their owner signs in again."""
    his = [row.pk for row in Session.objects.iterator(AT_ONCE) if _answers_of(person, _said(row))]
    return Session.objects.filter(pk__in=his).delete()[0]


def _said(row) -> str:
    return json.dumps(row.get_decoded(), ensure_ascii=False, default=str)


def blot_out(person: Person) -> dict[str, int]:
    """His telephone, mail, identity number and address wherever else somebody wrote them: in a note about another.

    A name is left, since others bear it too. One statement for each table that holds free text.
    """
    if not person.values:
        return {}
    counts = {model._meta.label_lower: _blot(model, sorted(person.values)) for model in our_models()}
    return {label: count for label, count in counts.items() if count}


def blot_rows(rows: QuerySet, person: Person) -> int:
    """His name and his values in rows in which others are spoken of too; how many rows were touched.

    Row by row, for what is under lock cannot be looked for by the database; there are few of them.
    """
    words = sorted((word for word in person.names | person.values if len(word) > 1), key=len, reverse=True)
    names = [field.name for field in _spoken(rows.model)]
    touched = 0
    for row in rows.select_for_update(of=("self",)).only(*names).iterator(AT_ONCE):
        changed = {
            name: said
            for name in names
            if (said := _without(getattr(row, name), words)) != getattr(row, name)
        }
        if changed:
            rows.model._default_manager.filter(pk=row.pk).update(**changed)
            touched += 1
    return touched


def _spoken(model) -> list:
    """The columns of a table in which somebody is named or spoken of, sealed ones too."""
    columns = (model._meta.get_field(name) for name, word in personal_fields(model).items() if word in SPOKEN)
    return [field for field in columns if not field.choices]


def _without(said, words: list[str]):
    """The same without these words, however deep; JSON under lock may write a sign by its number."""
    if isinstance(said, dict):
        return {_without(name, words): _without(value, words) for name, value in said.items()}
    if isinstance(said, list):
        return [_without(value, words) for value in said]
    if isinstance(said, str):
        for word in words:
            said = said.replace(word, "…").replace(json.dumps(word)[1:-1], "…")
    return said


def _blot(model, values: list[str]) -> int:
    columns = _free_text(model)
    if not columns:
        return 0
    quote = connection.ops.quote_name
    sets, where, given = [], [], []
    for field in columns:
        column, cast = quote(field.column), "::jsonb" if field.get_internal_type() == "JSONField" else ""
        text = f"{column}::text" if cast else column
        sets.append(f"{column} = {'replace(' * len(values)}{text}{', %s, %s)' * len(values)}{cast}")
        given += [part for value in values for part in (value, "…")]
        where += [f"position(%s in {text}) > 0"] * len(values)
    given += values * len(columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {', '.join(sets)} WHERE {' OR '.join(where)}", given)  # noqa: S608
        return cursor.rowcount


def _free_text(model) -> list:
    """The columns in which somebody may have written about somebody; what is under lock is looked at above."""
    if model._meta.label_lower.startswith("audit.") or model._meta.proxy:
        return []
    return [
        field
        for name, word in personal_fields(model).items()
        if word in TEXTS
        and (field := model._meta.get_field(name)).get_internal_type() in OPEN
        and not isinstance(field, EncryptedText)
        and not field.choices
    ]
