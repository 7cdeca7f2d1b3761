"""Two people did something with a case at once: the later one sees both, and chooses; nothing typed is lost."""

import itertools
from dataclasses import dataclass, field

from django.forms import BaseForm
from django.utils.translation import gettext as _

from crm.errors import IllegalMove, Stale
from service_desk.cases import selectors
from service_desk.conversation import rules

LEFT_OUT = {"csrfmiddlewaretoken", "version"}


@dataclass(frozen=True)
class Conflict:
    """What was typed into a form and what happened before it arrived."""

    form: BaseForm
    url: str
    past: selectors.Past
    again: bool
    mine: list[tuple[str, str]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that was typed, as one note."""
        said = [f"{label}: {text}" for label, text in self.mine]
        return "\n".join([str(self.form.label), *said]) if said else ""


def carried_out(form, actor, case, now) -> bool | None:
    """Carry a form out. None where somebody else has changed the case so that a person has to look again.

    What changed beside the point (a note, a reply, a clock) makes nobody look again.
    """
    try:
        return form.carry_out(actor, now)
    except Stale as stale:
        past = selectors.since(case, form.version)
        if not rules.beside_the_point(line.verb for line in past.lines):
            return None
        form.renewed = stale.extra["current"]
    except IllegalMove:
        if form.version == case.version:
            raise
        return None
    try:
        return form.carry_out(actor, now)
    except (Stale, IllegalMove):
        return None


def conflict_of(form, case, url: str, *, again: bool) -> Conflict:
    """Both versions; `again` where the step can still be taken as the case stands now."""
    return Conflict(
        form=form,
        url=url,
        past=selectors.since(case, form.version),
        again=again,
        mine=_typed(form),
        sent=[
            (name, value) for name, values in form.data.lists() if name not in LEFT_OUT for value in values
        ],
    )


def _typed(form) -> list[tuple[str, str]]:
    """What was typed, by the label of its field, in words where it was chosen."""
    typed = []
    for bound in [*form, *itertools.chain.from_iterable(getattr(form, "parts", ()))]:
        value = bound.data
        if value in (None, "", []):
            continue
        choices = dict(getattr(bound.field, "choices", ()) or ())
        by_text = {str(key): str(label) for key, label in choices.items()}
        values = value if isinstance(value, list) else [value]
        typed.append(
            (str(bound.label or _("Text")), ", ".join(by_text.get(str(one), str(one)) for one in values))
        )
    return typed
