"""What the desk's forms are made of: the step form that calls one service, money as people type it."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy

from crm.errors import Refused
from crm.web.asked import whole
from service_desk.guidance.guard import MOST_SEEN, Said

YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


def area(rows=4, **attributes):
    return forms.Textarea(attrs={"rows": rows, **attributes})


class MoneyField(forms.DecimalField):
    """Typed as people write money, kept in minor units."""

    def __init__(self, *, currency="CNY", **options):
        self.currency = currency
        options.setdefault("min_value", 0)
        options.setdefault("max_value", Decimal(10) ** 12)
        super().__init__(decimal_places=get_currency_precision(currency), **options)

    def prepare_value(self, value):
        """A whole number is minor units, as the house keeps money; anything else is what was typed."""
        if not isinstance(value, int):
            return value
        typed = Decimal(value).scaleb(-get_currency_precision(self.currency))
        return typed.to_integral_value() if typed == typed.to_integral_value() else typed

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount.scaleb(get_currency_precision(self.currency)))


class StepForm(forms.Form):
    """A step of a case: `perform` calls the service; what it refuses comes back as errors at the fields.

    In `statuses` it is offered beside the one next action, under its `icon`.
    """

    icon, statuses = "dot", frozenset()
    verb = ""
    name = ""
    label = gettext_lazy("Save")
    done = gettext_lazy("Saved.")
    subject = None
    guard_asks = False
    renewed: int | None = None

    def __init__(self, given=None, *, case, user, paper=None, **options):
        self.case, self.user, self.paper = case, user, paper
        options.setdefault("auto_id", f"{self.name}-%s")
        options.setdefault("label_suffix", "")
        super().__init__(given, **options)
        self.prepare()

    def prepare(self):
        """Fill choices that depend on the case."""

    def perform(self, actor, now):
        raise NotImplementedError

    def carry_out(self, actor, now) -> bool:
        """Validate and perform; False where something has to be corrected."""
        if not self.is_valid():
            return False
        try:
            self.perform(actor, now)
        except Refused as refusal:
            self.take(refusal)
            return False
        return True

    def take(self, refusal: Refused):
        placed = False
        self.guard_asks = refusal.code == "guard_asks"
        for field, text in refusal.fields.items():
            if field in self.fields:
                self.add_error(field, str(text))
                placed = True
        if not placed:
            self.add_error(None, str(refusal.message))

    @property
    def said(self) -> Said:
        """What was answered to the reply guard: why it has to be said, and what it had shown while one typed."""
        seen = tuple(self.data.get("guard_seen", "")[:2000].split(",")[:MOST_SEEN])
        return Said(because=self.data.get("guard_because", "")[:500], seen=seen)

    @property
    def version(self) -> int | None:
        """What its author had seen of the case; `renewed` where a person need not look at what changed since."""
        return self.renewed or whole(self.data.get("version", ""))
