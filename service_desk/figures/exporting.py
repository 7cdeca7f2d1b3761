"""The board of figures as a file: what stands on the page, with numerator and denominator beside each value."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm.accounts.permissions import require
from crm.exports.kinds import Export, titled
from service_desk.figures import counting, wording
from service_desk.figures.catalogue import figures
from service_desk.figures.scope import scope_of


@titled(gettext_lazy("Figures of the desk"), whole=True)
def board(actor, parameters: dict, *, now: datetime) -> Export:
    """`period`, `project`, `city` and `department` as on the page."""
    require(actor, "figures.view")
    scope = scope_of(actor, parameters, now=now)
    head = [
        _("Figure"), pgettext("number", "Value"), pgettext("of measure", "Unit"), _("Currency"), _("Numerator"), _("Denominator"), _("Period before"),
        _("Population"), _("By which date"), _("Left out"),
    ]  # fmt: skip
    return Export(head, _rows(scope))


def _rows(scope):
    for figure in figures():
        for one in counting.counted(figure, scope):
            money = figure.unit == "money"
            values = [one.value, one.value_before]
            value, before = [
                None if each is None else each / 100 if money else round(each, 2) for each in values
            ]
            numerator = one.now.numerator / 100 if money else one.now.numerator
            yield [
                str(figure.label), value, str(wording.UNITS[figure.unit]), one.currency, numerator,
                one.now.denominator, before, str(figure.population), str(figure.date_basis),
                str(figure.exclusions),
            ]  # fmt: skip
