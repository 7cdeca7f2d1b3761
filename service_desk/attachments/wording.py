"""Why a file was not taken, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "empty": _("This file is empty."),
    "large": _("This file is too large: 25 MB is the most."),
    "many": _("This case holds as many files as it can."),
    "unknown": _(
        "Photos, short films (MP4), PDF, Word (.docx) and Excel (.xlsx) can be added; this is none of them."
    ),
    "script": _(
        "Drawings and pages that can hold a script (SVG, HTML, XML) are not taken. Send a photo of it."
    ),
    "running": _("This file could run as a program. Such files are not taken."),
    "old_office": _("Old Word and Excel files are not taken. Save it as .docx, .xlsx or PDF."),
    "archive": _("Archives are not taken. Add the files one by one."),
    "pixels": _("This picture has too many pixels: 60 million is the most."),
    "broken": _("This file is damaged or not complete. Please send it again."),
    "bomb": _("Unpacked, this file would be far too large. It is not taken."),
    "polyglot": _("Something is hidden behind this file. It is not taken."),
    "active": _("This document holds a script or another file. Print it to a PDF and add that."),
    "slow": _("This file could not be read in time. Please send a smaller one."),
    "name": _("Its name says something else than what is inside. Give it the right ending."),
}


def reason(code: str):
    """The sentence for a code; for one we do not know, that it is damaged."""
    return REASONS.get(code, REASONS["broken"])
