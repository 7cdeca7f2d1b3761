"""The job that puts a dossier together: a page to read and print, the same as data, the files, and the audit."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from PIL import Image

from crm.audit import excerpt
from crm.jobs.kinds import Outcome, Work
from crm.paper import NoFont, Sheet, pdf
from owners.privacy.words import column_name
from service_desk.attachments import selectors as attachments
from service_desk.cases import wording
from service_desk.cases.models import Case
from service_desk.cases.selectors import history_rows, lines

from . import gathering, outside, packing
from .models import Dossier, DossierPart
from .states import DOSSIER_MOVES, DossierStatus

KEPT = timedelta(days=7)
LONGEST = 1400  # points of the longer side of a photo on paper: 230 an inch
PIECE = 1_000_000
STYLE = Path(__file__).parents[1] / "static" / "desk" / "dossier.css"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}


def run_chunk(work: Work, *, now: datetime) -> Outcome:
    """Put one dossier together: the one chunk of its job."""
    dossier = Dossier.objects.select_for_update().get(public_id=work.parameters["dossier"])
    if dossier.status != DossierStatus.MAKING:
        return Outcome()
    case = Case.objects.select_related("project__city", "owner", "home", "assignee").get(pk=dossier.case_id)
    content, has_pdf = archive(case, masked=dossier.masked, language=dossier.language, now=now)
    for position, start in enumerate(range(0, len(content), PIECE)):
        piece = base64.b64encode(content[start : start + PIECE]).decode()
        DossierPart.objects.create(dossier=dossier, position=position, content=piece)
    digest = hashlib.sha256(content).hexdigest()
    changes = {"made_at": now, "expires_at": now + KEPT, "size": len(content), "digest": digest}
    _move(dossier, DossierStatus.READY, has_pdf=has_pdf, **changes)
    return Outcome(done=1)


def _move(dossier: Dossier, to: str, **changes) -> None:
    """The only line that assigns a status."""
    if to not in DOSSIER_MOVES[dossier.status]:
        raise ValueError(f"a dossier does not go from {dossier.status} to {to}")
    dossier.status = to
    for name, value in changes.items():
        setattr(dossier, name, value)
    dossier.save(update_fields=["status", *changes])


move = _move


def archive(case: Case, *, masked: bool, language: str, now: datetime) -> tuple[bytes, bool]:
    """The signed ZIP, written in this language, and whether the page is in it on paper too."""
    with translation.override(language):
        tables = list(gathering.gathered(case, masked=masked))
        files = _attached(case)
        page = _page(case, tables, files, masked, now)
        paper = _paper(case, page, files, language, now)
        said = {"case": case, "now": now, "masked": masked, "paper": bool(paper)}
        readme = render_to_string("desk/dossier/readme.txt", said)
    links = [_open_to(link, masked) for link in excerpt.about(gathering.subjects(tables))]
    written = [
        ("index.html", page.encode()),
        *([(packing.PAPER, paper)] if paper else []),
        ("README.txt", readme.encode()),
        ("case.json", _json({table.model: table.rows for table in tables})),
        ("audit.json", _json({"links": links})),
        *((name, attachments.bytes_of(row)) for name, row in files),
    ]
    return packing.pack(written, case=case.number, masked=masked, made_at=now), bool(paper)


def _paper(case: Case, page: str, files, language: str, now: datetime) -> bytes:
    """The same page as a PDF; nothing where this machine cannot write what stands in it: the archive goes without."""
    shown = {name: row for name, row in files if row.is_picture}
    sheet = Sheet(
        title=f"{_('Dossier')} {case.number}",
        html=page,
        language=language,
        foot=f"{_('Dossier')} {case.number}",
        pictures=lambda name: _on_paper(shown[name]) if name in shown else None,
    )
    try:
        return pdf(sheet, now=now)
    except NoFont:
        return b""


def _on_paper(row) -> bytes:
    """A photo as large as a sheet needs it: whole it lies beside."""
    with Image.open(BytesIO(attachments.bytes_of(row)), formats=["JPEG"]) as photo:
        photo.thumbnail((LONGEST, LONGEST))
        out = BytesIO()
        photo.save(out, "JPEG", quality=80)
    return out.getvalue()


def _open_to(link: dict, masked: bool) -> dict:
    """An outsider reads the steps he knows of, and no reasons; of all other entries he gets the link without its fields."""
    if masked and not outside.may_read_link(link["fields"][3], link["fields"][-1]):
        return {**link, "withheld": True, "fields": []}
    return link


def _attached(case: Case) -> list[tuple]:
    """(name in the archive, file) of every photo and document; the names are ours, and plain."""
    return [
        (f"files/{row.stage}/{place:03}-{row.public_id}.{ENDINGS.get(row.content_type, 'bin')}", row)
        for place, row in enumerate(attachments.files_of(case), start=1)
    ]


def _json(said) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, default=str).encode()


def _page(case: Case, tables, files, masked: bool, now: datetime) -> str:
    telling = gathering.telling_for(case, masked=masked)
    context = {
        "case": case,
        "summary": telling.text(case.summary),
        "owner": telling.person(case.owner.name) if case.owner else "",
        "now": now,
        "masked": masked,
        "language": translation.get_language(),
        "style": _style(),
        "history": [_told(line, telling) for line in lines(_history(case, masked))],
        "files": [{"name": name, "row": row, "caption": telling.text(row.caption)} for name, row in files],
        "tables": [
            {
                "title": table.title,
                "rows": [
                    [(column_name(name), _cell(value)) for name, value in row.items()] for row in table.rows
                ],
            }
            for table in tables
        ],
    }
    return render_to_string("desk/dossier/page.html", context)


def _history(case: Case, masked: bool):
    rows = history_rows(case).order_by("id")
    return rows.filter(**outside.ROWS["CaseHistory"]) if masked else rows


def _told(line: wording.HistoryLine, telling) -> dict:
    return {
        "at": line.at,
        "who": telling.person(line.who),
        "what": line.what,
        "detail": telling.text(line.detail),
        "because": "" if telling.masked else line.because,
        "moved_to": line.moved_to,
    }


def _cell(value) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _style() -> str:
    """The look of the page, written into it: whoever opens it has no server of ours at hand."""
    return format_html("<style>{}</style>", mark_safe(STYLE.read_text(encoding="utf-8")))  # noqa: S308  our own file
