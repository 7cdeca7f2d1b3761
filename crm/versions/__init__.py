"""What staff edit is kept in versions: reading how it changed, and bringing an earlier version back.

Owns what is the same wherever there are versions: which one may come back, how that is written down, the list with
what changed from one to the next, the button and the endpoint. It has no table: each room keeps its own, names it with
a `Table`, and writes the next version itself.
"""

from crm.versions.history import SHOWN, Table, Version, in_words, reasons, versions
from crm.versions.returning import earlier, must_be_newest, why

__all__ = ["SHOWN", "Table", "Version", "earlier", "in_words", "must_be_newest", "reasons", "versions", "why"]
