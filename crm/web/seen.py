"""Forms over what others edit too: nobody's change is lost without being seen.

The page carries how each field stood when it was shown. When the form comes back, a field that somebody else has
changed meanwhile keeps his change if it was left alone here; if both changed it, the form comes back once and says
beside the field what stands there now. Who sends it again has seen it, and puts his own in its place.

Comparing and writing are one act: the view is `one_by_one` and takes its row `as_it_stands`, so that of two who send at
the same moment the second compares with what the first has written.
"""

import hashlib
import json
from functools import wraps

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.errors import NotFound

SEEN = "as-seen"


def one_by_one(view):
    """What is sent to this view is one transaction, so that a row it holds stays held until it is written."""

    @wraps(view)
    def whole(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return whole


def as_it_stands(request, row):
    """The row; where its form is sent, read anew and held: nobody else writes it until this view is done."""
    if request.method == "POST":
        hold(row)
    return row


def hold(row) -> None:
    """Lock a row and read it anew, in a transaction; what is gone by now is not found."""
    rows = row._meta.base_manager.select_for_update(no_key=True, of=("self",))
    try:
        row.refresh_from_db(from_queryset=rows)
    except ObjectDoesNotExist:
        raise NotFound from None


class SharedForm(forms.Form):
    """A form whose `initial` is how the thing stands now, whether it is shown or sent."""

    @property
    def seen(self) -> str:
        """The hidden field; `{% wrong form %}` draws it."""
        marks = {name: _mark(_as_sent(self, name)) for name in self.fields}
        return format_html('<input type="hidden" name="{}" value="{}">', SEEN, json.dumps(marks))

    def full_clean(self):
        both = self._brought_together() if self.is_bound and self.initial else {}
        super().full_clean()
        for name, present in both.items():
            text = _("Somebody else has changed this in the meantime. It says now: %(present)s") % {
                "present": present or "–"
            }
            self.add_error(name, text)

    def _brought_together(self) -> dict[str, str]:
        """Take over what was changed elsewhere and left alone here; the fields that both changed, as they stand."""
        both, data = {}, self.data.copy()
        for name, mark in _marks(self.data.get(SEEN)).items():
            if name not in self.fields or (present := _mark(_as_sent(self, name))) == mark:
                continue
            typed = _mark(_typed(self, name))
            if typed == mark:
                data.setlist(self.add_prefix(name), _as_sent(self, name))
            elif typed != present:
                both[name] = ", ".join(_as_sent(self, name))
        self.data = data
        return both


def _marks(text) -> dict[str, str]:
    """What the page carried; nothing where it carried nothing, or nothing of ours."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _mark(texts: list[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def _as_sent(form, name: str) -> list[str]:
    """What a browser would send for a field as it stands, if nobody touched it."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    return _texts(field.widget.format_value(value))


def _typed(form, name: str) -> list[str]:
    widget = form.fields[name].widget
    value = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    return _texts(value)


def _texts(value) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [text for one in values if (text := str("" if one is None else one).replace("\r\n", "\n").strip())]
