"""The members of a segment as a file, in the columns of the list of owners."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy

from crm.accounts.permissions import require
from crm.errors import NotFound, Refused
from crm.exports.kinds import Export, titled
from owners.exporting import owners_as_file

from . import access, rules, selectors


@titled(gettext_lazy("Members of a segment"))
def members(actor, parameters: dict, *, now: datetime) -> Export:
    """`segment` is its public id. Asked anew when the file is written, as far as the actor sees then."""
    require(actor, "segments.export")
    try:
        public_id = UUID(str(parameters.get("segment", "")))
    except ValueError:
        raise NotFound from None
    segment = access.segment_for(actor, public_id)
    try:
        asked = selectors.asked(actor, segment.tree, now=now, to="segments.export")
    except rules.Invalid as invalid:
        raise Refused(fields={f"tree{path}": text for path, text in invalid.wrong.items()}) from None
    return owners_as_file(actor, selectors.page_of(asked.rows), now=now)
