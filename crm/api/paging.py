"""Cursor paging: a page starts after a row, not after a count, so that depth and new rows change nothing.

The cursor is opaque and signed: it cannot be made up to read another order or to probe values.
"""

import base64
import hmac
import operator
from datetime import date, datetime
from functools import reduce
from hashlib import sha256

import orjson
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.errors import Refused
from crm.web.asked import whole

SIZE = 25
LARGEST = 200


class CursorPage:
    """One page of a queryset or of `.values()` rows, in an order that ends in a unique column.

    `order` names columns that are never null, each with "-" for descending. `rows`, `next` and `previous`
    are read by pages and API alike; `answer(rows)` is the API's envelope.
    """

    def __init__(self, queryset, request, *, order=("-id",), size=SIZE, largest=LARGEST):
        self.order = tuple(order)
        parameters = getattr(request, "query_params", None) or request.GET
        self.size = _size(parameters.get("size"), size, largest)
        values, backward = self._read(parameters.get("cursor", ""))
        self._fetch(queryset, values, backward)

    def answer(self, rows=None) -> dict:
        """The page as it goes over the wire, with these rows in place of the plain ones."""
        return {
            "results": list(self.rows if rows is None else rows),
            "next": self.next,
            "previous": self.previous,
        }

    def _fetch(self, queryset, values, backward: bool) -> None:
        order = [_reversed(name) for name in self.order] if backward else list(self.order)
        if values is not None:
            queryset = queryset.filter(_beyond(order, values))
        rows = list(queryset.order_by(*order)[: self.size + 1])
        more = len(rows) > self.size
        rows = rows[: self.size]
        if backward:
            rows.reverse()
        self.rows = rows
        before, after = (more, True) if backward else (values is not None, more)
        self.next = self._cursor(rows[-1], False) if rows and after else None
        self.previous = self._cursor(rows[0], True) if rows and before else None

    def _cursor(self, row, backward: bool) -> str:
        values = [_value(row, name.lstrip("-")) for name in self.order]
        body = orjson.dumps([backward, values])
        return base64.urlsafe_b64encode(self._signature(body) + body).decode().rstrip("=")

    def _read(self, cursor: str):
        if not cursor:
            return None, False
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            if not hmac.compare_digest(raw[:16], self._signature(raw[16:])):
                raise ValueError
            backward, values = orjson.loads(raw[16:])
        except ValueError as exc:
            raise Refused(fields={"cursor": _("This cursor is not valid here.")}) from exc
        return values, backward

    def _signature(self, body: bytes) -> bytes:
        salted = f"cursor:{','.join(self.order)}:".encode() + body
        return hmac.new(settings.SECRET_KEY.encode(), salted, sha256).digest()[:16]


def _size(asked, size: int, largest: int) -> int:
    if not asked:
        return size
    number = whole(str(asked))
    if number is None or not 1 <= number <= largest:
        raise Refused(fields={"size": _("A whole number up to %(largest)s.") % {"largest": largest}})
    return number


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: list[str], values: list) -> Q:
    """Rows after these values. The first column is bounded by itself, so that an index range serves it."""
    steps = []
    for index, name in enumerate(order):
        same = {column.lstrip("-"): value for column, value in zip(order[:index], values, strict=False)}
        past = "lt" if name.startswith("-") else "gt"
        steps.append(Q(**same, **{f"{name.lstrip('-')}__{past}": values[index]}))
    bound = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{order[0].lstrip('-')}__{bound}": values[0]}) & reduce(operator.or_, steps)


def _value(row, name: str):
    value = row[name] if isinstance(row, dict) else reduce(getattr, name.split("__"), row)
    return value.isoformat() if isinstance(value, datetime | date) else value
