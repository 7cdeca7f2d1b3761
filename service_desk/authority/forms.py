"""The page on which the limits are changed: one line a limit, an empty sum takes a line away."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.models import Role
from crm.errors import Refused
from service_desk.authority import rules, services
from service_desk.authority.rules import Bound
from service_desk.cases.form_parts import MoneyField, area
from service_desk.cases.terms import PartKind

ROLES = [(role, Role(role).label) for role in rules.LEVELS]
CURRENCIES = [(code, code) for code in services.KNOWN_CURRENCIES]
MOST, NEW = 200, 2


class BoundForm(forms.Form):
    """One limit; the kind of part may be empty, then it holds for everything together."""

    role = forms.ChoiceField(label=gettext_lazy("Level"), choices=ROLES)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of part"),
        choices=[("", gettext_lazy("everything together")), *PartKind.choices],
        required=False,
    )

    def __init__(self, *args, currency="CNY", **options):
        super().__init__(*args, label_suffix="", **options)
        self.fields["amount"] = MoneyField(label=_("May promise up to"), currency=currency, required=False)
        self.fields["joint_from"] = MoneyField(
            label=_("From this sum the level below signs too"), currency=currency, required=False
        )

    def bound(self) -> Bound | None:
        said = self.cleaned_data
        if said.get("amount") is None:
            return None
        return Bound(said["role"], said["currency"], said["kind"], said["amount"], said["joint_from"])


class LimitsForm(forms.Form):
    """All limits at once."""

    because = forms.CharField(label=gettext_lazy("Why they change"), max_length=500, widget=area(2))
    seen = forms.IntegerField(widget=forms.HiddenInput())
    lines = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=MOST)

    def __init__(self, given=None, *, bounds, seen):
        start = {"seen": seen, "lines": len(bounds) + NEW}
        super().__init__(given, initial=start, label_suffix="")
        self.rows = self._bound_rows(given) if given is not None else self._fresh_rows(bounds)

    def _fresh_rows(self, bounds):
        rows = []
        for place, bound in enumerate(bounds):
            shown = {"role": bound.role, "currency": bound.currency, "kind": bound.kind}
            row = BoundForm(prefix=f"limit{place}", currency=bound.currency, initial=shown)
            for name in ("amount", "joint_from"):
                row.initial[name] = row.fields[name].prepare_value(getattr(bound, name))
            rows.append(row)
        more = range(len(bounds), len(bounds) + NEW)
        return rows + [BoundForm(prefix=f"limit{place}") for place in more]

    def _bound_rows(self, given):
        try:
            lines = min(int(given.get("lines", 0)), MOST)
        except ValueError:
            lines = 0
        return [
            BoundForm(given, prefix=f"limit{place}", currency=given.get(f"limit{place}-currency", "CNY"))
            for place in range(lines)
        ]

    def is_valid(self):
        return all([super().is_valid(), *[row.is_valid() for row in self.rows]])

    def carry_out(self, actor, now) -> bool:
        if not self.is_valid():
            return False
        bounds = [bound for bound in (row.bound() for row in self.rows) if bound]
        said = self.cleaned_data
        try:
            services.set_limits(actor, bounds=bounds, because=said["because"], seen=said["seen"], now=now)
        except Refused as refusal:
            for field, text in (refusal.fields or {None: refusal.message}).items():
                self.add_error(field if field in self.fields else None, str(text))
            return False
        return True
