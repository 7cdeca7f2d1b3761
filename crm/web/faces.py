"""A face: the first sign of a name on a quiet ground, and the name. Written here and not in a template, because a list
shows forty of them and a page of a case more."""

import zlib

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from crm.web import formats

NOBODY = (
    '<span class="ds-who ds-muted"><span class="ds-face ds-face-none" aria-hidden="true">–</span>'
    '<span class="ds-who-name">{}</span></span>'
)
SOMEBODY = (
    '<span class="ds-who{}"><span class="ds-face ds-hue-{}" aria-hidden="true">{}</span>'
    '<span class="ds-who-name">{}{}{}</span></span>'
)


def drawn(name: str, department: str, *, role: str = "", small: bool = False) -> str:
    """Nobody is said as nobody."""
    if not name and not department:
        return format_html(NOBODY, _("nobody yet"))
    beside = format_html('<span class="ds-muted"> · {}</span>', department) if name and department else ""
    as_what = format_html('<span class="ds-muted ds-small"> {}</span>', role) if role else ""
    said = name or department
    hue = zlib.crc32(said.encode()) % 6
    small_one = mark_safe(" ds-who-small") if small else ""
    return format_html(SOMEBODY, small_one, hue, formats.initials(said), said, beside, as_what)
