"""What this room does, each verb from the module that tells its story."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from crm.jobs import services as jobs

from . import scanning
from .gathering import gather_late
from .merging import merge
from .pairs import decide, decide_many, reopen, wake_put_off
from .parting import undo

__all__ = [
    "decide",
    "decide_many",
    "gather_late",
    "merge",
    "reopen",
    "start_scan",
    "undo",
    "wake_put_off",
]


def start_scan(actor, *, now: datetime):
    """Look over all owners for those who look alike, as a job."""
    with translation.override(getattr(actor, "language", "") or translation.get_language()):
        title = _("Search for owners who are here twice")
    return jobs.start(scanning.KIND, actor, title=title, parameters={}, chunks=scanning.chunks(), now=now)
